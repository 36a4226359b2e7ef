"""A visitor wants to talk."""

from parlor.domain.caller import Caller
from parlor.domain.content import Content
from parlor.domain.conversation import Conversation, Party, Transition, open_conversation
from parlor.domain.directory import Department, Directory, form_before
from parlor.domain.errors import Conflict, Invalid, NotFound, StaleWrite
from parlor.domain.forms import FormValue, checked_values, chosen_department, known_of
from parlor.domain.ids import ConversationId, DepartmentId, InvitationId, new_ulid
from parlor.domain.invitation_rules import InvitationRule, sender
from parlor.domain.log import ClientId
from parlor.domain.origin import Arrival
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.domain.presence import AgentPresence, Invitation, Visit, estimated_wait_s
from parlor.domain.routing import Decision, Facts, decide
from parlor.domain.routing_rules import linked_agent
from parlor.domain.service import PreChat
from parlor.protocol.frames import ConversationFrame, OpenConversation, QueueFrame
from parlor.protocol.present import conversation_view
from parlor.usecases.floor import Floor
from parlor.usecases.pushing import Pushes
from parlor.usecases.reception import Reception
from parlor.usecases.send_message import store_message

_PAGE_TITLE_MAX = 80
_PAGE_URL_MAX = 300
"""What the conversation itself remembers of the page; the track has the whole."""
_AHEAD_MAX = 100
_DAY_MS = 86_400_000


class OpenConversationUseCase:
    """One visitor has at most one open conversation; who asks again gets the same."""

    def __init__(
        self,
        caller: Caller,
        directory: Directory,
        conversations: Conversations,
        presence: Presence,
        reception: Reception,
        pushes: Pushes,
        clock: Clock,
    ) -> None:
        self._caller = caller
        self._visitor = caller.as_visitor()
        self._directory = directory
        self._conversations = conversations
        self._presence = presence
        self._reception = reception
        self._pushes = pushes
        self._clock = clock
        self.began = False
        """Whether the last call began a conversation, and did not find one."""

    def __call__(self, frame: OpenConversation) -> Conversation:
        """Answers with the conversation, and with the place in the queue while it waits.

        Raises `Conflict` (`nobody_online`, `queue_full`) when there is nobody to wait for or no place to wait, `NotFound`
        for an unknown department, `Invalid` naming `form.<key>` for what is wrong in the form before the conversation.
        """
        conversation = self._open_now()
        if conversation is None:
            conversation = self._open(frame)
        self._pushes.tabs(self._visitor, ConversationFrame(conversation=conversation_view(conversation, "visitor")))
        if conversation.state == "waiting":
            self._tell_place(conversation)
        return conversation

    def _open_now(self) -> Conversation | None:
        conversation_id = self._conversations.open_of(self._visitor)
        return self._conversations.get(conversation_id) if conversation_id else None

    def _tell_place(self, conversation: Conversation) -> None:
        ahead = self._ahead(conversation)
        wait_s = estimated_wait_s(self._presence.pace(conversation.department_id), ahead, self._clock.now_ms())
        frame = QueueFrame(conversation_id=conversation.conversation_id, ahead=ahead, estimated_wait_s=wait_s)
        self._pushes.answer(self._caller.connection, frame)

    def _open(self, frame: OpenConversation) -> Conversation:
        invitation = self._invitation(frame)
        rule = self._rule(frame)
        pre_chat, values = self._form(frame, invited=invitation is not None)
        floor = self._reception.admission.floor()
        led_to = chosen_department(pre_chat.fields, values) or (rule.department_id if rule else None)
        stay = self._presence.stay(self._visitor)
        decision = self._decide(frame, led_to, floor, stay, invited=invitation is not None)
        department = decision.department
        if department is None or decision.refusal is not None:
            raise self._reception.admission.refused(decision)
        known = self._remember(known_of(pre_chat.fields, values), values)
        transition = self._first_transition(frame, department, decision, known, values, rule, _arrival(stay))
        self._reception.watch(transition.after)
        try:
            self._conversations.apply(transition)
        except StaleWrite:
            # Another tab was faster; its conversation is this visitor's conversation.
            if conversation := self._open_now():
                return conversation
            raise Conflict("Try again.", code="conflict") from None
        self.began = True
        self._pushes.transition(transition)
        if rule is not None:
            invitation = self._spoken_by(rule, frame, self._presence.agents())
        return self._give_to_somebody(transition.after, invitation, department, decision, floor)

    def _form(self, frame: OpenConversation, *, invited: bool) -> tuple[PreChat, list[FormValue]]:
        """The form before the conversation and what stands in it. What does not fit may be of a form that was published just now.

        Raises `Invalid` naming `form.<key>`.
        """
        try:
            return self._filled_in(frame, invited=invited)
        except Invalid:
            self._directory.look_again()
            return self._filled_in(frame, invited=invited)

    def _filled_in(self, frame: OpenConversation, *, invited: bool) -> tuple[PreChat, list[FormValue]]:
        """Who was invited may leave it out."""
        pre_chat = form_before(self._directory.style(self._caller.style), self._directory.service())
        if not pre_chat.enabled:
            return pre_chat, checked_values([], frame.form, "form")
        if invited and not frame.form:
            return pre_chat, []
        return pre_chat, checked_values(pre_chat.fields, frame.form, "form")

    def _decide(self, frame: OpenConversation, led_to: str | None, floor: Floor, stay: Visit | None, *, invited: bool) -> Decision:
        """What the rules say. Costs a read of the visitor's last conversations where those count."""
        service, now = self._directory.service(), self._clock.now_ms()
        days = service.routing.last_agent_days if service.routing.last_agent_first else 0
        facts = Facts(
            page_url=frame.page_url or "",
            referrer=(stay.referrer if stay else None) or "",
            place=self._caller.place or (stay.origin.place if stay and stay.origin else None),
            language=(stay.language if stay else None) or "",
            chosen=self._chosen(DepartmentId(frame.department_id)) if frame.department_id else None,
            form=self._still_there(DepartmentId(led_to)) if led_to else None,
            style=self._directory.style(self._caller.style).department_id,
            link_agent=linked_agent(frame.page_url or "") or (stay.link_agent if stay else None) or self._caller.link_agent,
            last_agent=self._conversations.last_agent_of(self._visitor, now - days * _DAY_MS) if days else None,
            invited=invited,
        )
        # Read last: a department that is named and not known has been looked for anew.
        return decide(facts, self._directory.departments(), service, floor, now)

    def _chosen(self, department_id: DepartmentId) -> DepartmentId:
        try:
            return self._directory.department(department_id).department_id
        except NotFound:
            raise NotFound("There is no such department.", field="department_id") from None

    def _still_there(self, department_id: DepartmentId) -> DepartmentId | None:
        """None for a department that was deleted after the form was made."""
        try:
            return self._directory.department(department_id).department_id
        except NotFound:
            return None

    def _remember(self, known: dict[str, str], values: list[FormValue]) -> str:
        """What the visitor filled in goes into the profile. Returns the visitor's name."""
        if not values:
            profile = self._conversations.profile(self._visitor)
            return (profile.name if profile else None) or ""
        profile = self._conversations.change_profile(self._visitor, **known, form_values={value.key: value.value for value in values})
        if profile.name and known.get("name"):
            self._presence.name_visitor(self._visitor, profile.name, self._clock.now_ms())
        return profile.name or ""

    def _first_transition(
        self,
        frame: OpenConversation,
        department: Department,
        decision: Decision,
        name: str,
        values: list[FormValue],
        rule: InvitationRule | None,
        arrival: Arrival,
    ) -> Transition:
        now = self._clock.now_ms()
        visitor = Party("visitor", self._visitor, name)
        return open_conversation(
            conversation_id=ConversationId(new_ulid(now)),
            visitor=visitor,
            department_id=department.department_id,
            department_name=department.name,
            now=now,
            style_id=self._caller.style or None,
            rule=rule.name if rule else None,
            page_url=(frame.page_url or "")[:_PAGE_URL_MAX] or None,
            page_title=(frame.page_title or "")[:_PAGE_TITLE_MAX] or None,
            visitor_socket=self._caller.connection,
            form=values,
            skill=decision.wants.skill,
            language=decision.wants.language or None,
            why=decision.why,
            arrival=arrival,
        )

    def _give_to_somebody(
        self, conversation: Conversation, invitation: Invitation | None, department: Department, decision: Decision, floor: Floor
    ) -> Conversation:
        """Who is named first; else by the strategy, but nobody before those who waited already."""
        assigned = self._give_to_inviter(conversation, invitation) if invitation else None
        if assigned is None and decision.preferred:
            assigned = self._reception.give_to(conversation, decision.preferred, floor)
        if assigned is not None or not department.assigns:
            return assigned.after if assigned else conversation
        if decision.others and self._somebody_waits_before(conversation):
            self._reception.sweep(department.department_id)
            floor.look_again()
        if assigned := self._reception.assign(conversation, floor):
            return assigned.after
        self._reception.look_soon(department.department_id)
        return self._open_now() or conversation

    def _somebody_waits_before(self, conversation: Conversation) -> bool:
        first = self._conversations.waiting_in(conversation.department_id, 1)
        return bool(first) and first[0] != conversation.conversation_id

    def _invitation(self, frame: OpenConversation) -> Invitation | None:
        if not frame.invitation_id:
            return None
        return self._presence.invitation(self._visitor, InvitationId(frame.invitation_id))

    def _rule(self, frame: OpenConversation) -> InvitationRule | None:
        """The automatic invitation that the visitor has accepted, if the style still has it."""
        rules = self._directory.style(self._caller.style).invitations.rules if frame.rule_id else []
        return next((rule for rule in rules if rule.on and rule.rule_id == frame.rule_id), None)

    def _spoken_by(self, rule: InvitationRule, frame: OpenConversation, agents: list[AgentPresence]) -> Invitation | None:
        """The rule's invitation in the name of who can take the visitor now; None: as if nobody had invited."""
        agent = sender(rule, self._directory.style(self._caller.style).department_id, agents)
        if agent is None:
            return None
        now = self._clock.now_ms()
        return Invitation(
            invitation_id=InvitationId(new_ulid(now)),
            visitor_id=self._visitor,
            kind=rule.kind,
            agent_id=agent.agent_id,
            agent_name=agent.name,
            text=rule.texts.said(frame.rule_language),
            sent_at=now,
        )

    def _give_to_inviter(self, conversation: Conversation, invitation: Invitation) -> Transition | None:
        """The agent who invited gets the visitor, and the invitation's text stands first. Without room: the queue."""
        agent = Party("agent", invitation.agent_id, invitation.agent_name)
        transition = self._reception.acceptance(conversation, agent, automatic=True)
        try:
            self._conversations.apply(transition)
        except (Conflict, StaleWrite):
            return None
        self._reception.accepted(transition, welcome=False)
        client_id = ClientId(invitation.invitation_id[-12:], 1)
        content = Content(text=invitation.text)
        stored = store_message(conversation.conversation_id, agent, client_id, content, self._conversations, self._clock.now_ms())
        if stored is not None:
            self._pushes.entry(*stored)
        return transition

    def _ahead(self, conversation: Conversation) -> int:
        """By the index alone, which stands in the order of the queue and may not show the newest yet."""
        waiting = self._conversations.waiting_in(conversation.department_id, _AHEAD_MAX)
        return waiting.index(conversation.conversation_id) if conversation.conversation_id in waiting else len(waiting)


def _arrival(stay: Visit | None) -> Arrival:
    if stay is None:
        return Arrival()
    return Arrival(stay.origin, stay.ip or "", (stay.referrer or "")[:_PAGE_URL_MAX])
