"""A visitor wants to talk."""

from parlor.domain.caller import Caller
from parlor.domain.content import Content
from parlor.domain.conversation import Conversation, Party, Transition, accept, open_conversation
from parlor.domain.directory import Department, Directory
from parlor.domain.errors import Conflict, NotFound, StaleWrite
from parlor.domain.ids import ConversationId, DepartmentId, InvitationId, new_ulid
from parlor.domain.log import ClientId
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.domain.presence import Invitation, availability, in_department, least_loaded
from parlor.protocol.frames import ConversationFrame, OpenConversation, QueueFrame
from parlor.protocol.present import conversation_view
from parlor.usecases.assign import assign
from parlor.usecases.pushing import Pushes
from parlor.usecases.send_message import store_message

_PAGE_TITLE_MAX = 80
_PAGE_URL_MAX = 300
"""What the conversation itself remembers of the page; the track has the whole."""
_AHEAD_MAX = 100


class OpenConversationUseCase:
    """One visitor has at most one open conversation; who asks again gets the same."""

    def __init__(
        self, caller: Caller, directory: Directory, conversations: Conversations, presence: Presence, pushes: Pushes, clock: Clock
    ) -> None:
        self._caller = caller
        self._visitor = caller.as_visitor()
        self._directory = directory
        self._conversations = conversations
        self._presence = presence
        self._pushes = pushes
        self._clock = clock

    def __call__(self, frame: OpenConversation) -> Conversation:
        """Answers with the conversation, and with the place in the queue while it waits.

        Raises `Conflict` (`nobody_online`) when there is nobody to wait for, `NotFound` for an unknown department.
        """
        conversation = self._open_now()
        if conversation is None:
            conversation = self._open(frame)
        self._pushes.tabs(self._visitor, ConversationFrame(conversation=conversation_view(conversation, "visitor")))
        if conversation.state == "waiting":
            ahead = self._ahead(conversation)
            self._pushes.answer(self._caller.connection, QueueFrame(conversation_id=conversation.conversation_id, ahead=ahead))
        return conversation

    def _open_now(self) -> Conversation | None:
        conversation_id = self._conversations.open_of(self._visitor)
        return self._conversations.get(conversation_id) if conversation_id else None

    def _open(self, frame: OpenConversation) -> Conversation:
        department = self._department(frame)
        agents = self._presence.agents()
        if availability(in_department(agents, department.department_id)) == "offline":
            raise Conflict("Nobody is here now. Leave a message.", code="nobody_online")
        transition = self._first_transition(frame, department)
        try:
            self._conversations.apply(transition)
        except StaleWrite:
            # Another tab was faster; its conversation is this visitor's conversation.
            if conversation := self._open_now():
                return conversation
            raise Conflict("Try again.", code="conflict") from None
        self._pushes.transition(transition)
        return self._give_to_somebody(transition.after, frame, department)

    def _department(self, frame: OpenConversation) -> Department:
        if frame.department_id:
            return self._chosen(DepartmentId(frame.department_id))
        style = self._directory.style(self._caller.style)
        if style.department_id:
            return self._directory.department(style.department_id)
        departments = self._directory.departments()
        if not departments:
            raise NotFound("The company has no department.", field="department_id")
        return departments[0]

    def _chosen(self, department_id: DepartmentId) -> Department:
        try:
            return self._directory.department(department_id)
        except NotFound:
            raise NotFound("There is no such department.", field="department_id") from None

    def _first_transition(self, frame: OpenConversation, department: Department) -> Transition:
        now = self._clock.now_ms()
        profile = self._conversations.profile(self._visitor)
        visitor = Party("visitor", self._visitor, (profile.name if profile else None) or "")
        return open_conversation(
            conversation_id=ConversationId(new_ulid(now)),
            visitor=visitor,
            department_id=department.department_id,
            department_name=department.name,
            now=now,
            style_id=self._caller.style or None,
            page_url=(frame.page_url or "")[:_PAGE_URL_MAX] or None,
            page_title=(frame.page_title or "")[:_PAGE_TITLE_MAX] or None,
            visitor_socket=self._caller.connection,
        )

    def _give_to_somebody(self, conversation: Conversation, frame: OpenConversation, department: Department) -> Conversation:
        invitation = self._invitation(frame)
        assigned = self._give_to_inviter(conversation, invitation) if invitation else None
        if assigned is None and department.assignment == "automatic":
            candidates = least_loaded(in_department(self._presence.agents(), department.department_id))
            assigned = assign(conversation, candidates, self._conversations, self._clock)
            if assigned is not None:
                self._pushes.transition(assigned)
        return assigned.after if assigned else conversation

    def _invitation(self, frame: OpenConversation) -> Invitation | None:
        if not frame.invitation_id:
            return None
        return self._presence.invitation(self._visitor, InvitationId(frame.invitation_id))

    def _give_to_inviter(self, conversation: Conversation, invitation: Invitation) -> Transition | None:
        """The agent who invited gets the visitor, and the invitation's text stands first. Without room: the queue."""
        agent = Party("agent", invitation.agent_id, invitation.agent_name)
        transition = accept(conversation, agent, self._clock.now_ms(), automatic=True)
        try:
            self._conversations.apply(transition)
        except (Conflict, StaleWrite):
            return None
        self._pushes.transition(transition)
        client_id = ClientId(invitation.invitation_id[-12:], 1)
        content = Content(text=invitation.text)
        stored = store_message(conversation.conversation_id, agent, client_id, content, self._conversations, self._clock.now_ms())
        if stored is not None:
            self._pushes.entry(*stored)
        return transition

    def _ahead(self, conversation: Conversation) -> int:
        mine = (conversation.queued_at or 0, conversation.conversation_id)
        waiting = self._conversations.get_many(self._conversations.waiting_in(conversation.department_id, _AHEAD_MAX))
        return sum(each.state == "waiting" and (each.queued_at or 0, each.conversation_id) < mine for each in waiting)
