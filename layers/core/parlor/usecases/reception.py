"""How a waiting visitor gets an agent, by whichever way, and what belongs to it: title, welcome, the watch over silence.

Without anybody picking, the least loaded agent is the first, and never one above the ceiling.
"""

from collections.abc import Iterable
from typing import Literal

from parlor.domain.care import give_back, overflow
from parlor.domain.conversation import Conversation, Member, Party, Transition, accept
from parlor.domain.directory import Department, Directory
from parlor.domain.errors import Conflict, NotFound, StaleWrite
from parlor.domain.ids import AgentId, DepartmentId, TenantId
from parlor.domain.members import hand_over
from parlor.domain.ports import Clock, Conversations, Presence, Timers
from parlor.domain.presence import AgentPresence, in_department, least_loaded, paced
from parlor.usecases.admission import Admission
from parlor.usecases.automatic_words import replies_of, say, title_of
from parlor.usecases.pushing import Pushes
from parlor.usecases.watch_silence import watch

_SWEEP = 10
"""Conversations that one sweep of a queue looks at: an agent who comes or ends one has room for few."""
_WAITED_MS = 1_000
"""Who was assigned within this time did not wait: that says nothing about the queue."""


class Reception:
    """The reception of one tenant."""

    def __init__(
        self,
        tenant: TenantId,
        directory: Directory,
        conversations: Conversations,
        presence: Presence,
        pushes: Pushes,
        timers: Timers,
        clock: Clock,
    ) -> None:
        self._tenant = tenant
        self._directory = directory
        self._conversations = conversations
        self._presence = presence
        self._pushes = pushes
        self._timers = timers
        self._clock = clock
        self.admission = Admission(directory, conversations, presence, clock)

    def acceptance(
        self, conversation: Conversation, agent: Party, *, automatic: bool = False, agent_socket: str | None = None
    ) -> Transition:
        """The transition, still to be stored; its silence is watched from now on. Raises like `accept`."""
        title = title_of(AgentId(agent.id), self._directory)
        transition = accept(
            conversation,
            agent,
            self._clock.now_ms(),
            automatic=automatic,
            agent_socket=agent_socket,
            title=title,
            limit_s=self._directory.company().wait_limit_s,
        )
        self.watch(transition.after)
        return transition

    def watch(self, conversation: Conversation) -> None:
        """Has silence looked at in a conversation that is about to be stored in a new state."""
        watch(self._tenant, conversation, self._directory, self._timers, self._clock.now_ms())

    def accepted(self, transition: Transition, *, welcome: bool = True) -> None:
        """Tells everybody, says the welcome (once in a conversation), and notes how fast the queue moves."""
        self._pushes.transition(transition)
        before, after = transition.before, transition.after
        if before is None or after.accepted_at is None:
            return
        text = replies_of(after, self._directory).welcome
        if welcome and text and before.accepted_at is None:
            say(text, after, after.accepted_at, self._directory, self._conversations, self._pushes, self._clock)
        queued_at = before.queued_at or after.accepted_at
        if after.accepted_at - queued_at >= _WAITED_MS:
            known = self._presence.pace(after.department_id)
            self._presence.change_pace(after.department_id, known, paced(known, queued_at, after.accepted_at))

    def assign(self, conversation: Conversation, candidates: Iterable[AgentPresence]) -> Transition | None:
        """Gives the conversation to the first candidate who has room. None if nobody has, or somebody else took it."""
        for agent in candidates:
            transition = self.acceptance(conversation, Party("agent", agent.agent_id, agent.name), automatic=True)
            try:
                self._conversations.apply(transition)
            except Conflict:
                continue
            except StaleWrite:
                return None
            self.accepted(transition)
            return transition
        return None

    def candidates(self, department: DepartmentId, *, but: AgentId | None = None) -> list[AgentPresence]:
        """Who may be assigned, best first."""
        found = least_loaded(in_department(self._presence.agents(), department))
        return [agent for agent in found if agent.agent_id != but]

    def sweep(self, department: DepartmentId) -> int:
        """Assigns who waits in a department that assigns by itself, longest first. Returns how many."""
        waiting = self._conversations.get_many(self._conversations.waiting_in(department, _SWEEP))
        assigned = 0
        for conversation in sorted(waiting, key=lambda each: each.queued_at or 0):
            if conversation.state != "waiting":
                continue
            if self.assign(conversation, self.candidates(department)) is None:
                break
            assigned += 1
        if assigned:
            self._pushes.queue(department, self._clock.now_ms())
        return assigned

    def assigns_by_itself(self, department: DepartmentId) -> bool:
        try:
            return self._directory.department(department).assignment == "automatic"
        except NotFound:
            return False

    def fill_desk(self, agent: AgentPresence) -> None:
        """Who waits in the agent's departments that assign by themselves need not wait longer."""
        for department in self._directory.departments():
            if department.assignment == "automatic" and department.department_id in agent.departments:
                self.sweep(department.department_id)

    def give_back(self, conversation: Conversation, reason: Literal["silent", "agent_gone"]) -> bool:
        """Into the queue, and on to somebody else at once if the department assigns by itself. False when somebody came between.

        Not to the agent who had it, and not for a visitor who has gone: neither shall have it again and again for ever.
        A colleague who takes part takes it over from an agent who has gone.
        """
        if reason == "agent_gone" and (handed := self._handed_over(conversation)) is not None:
            return handed
        now = self._clock.now_ms()
        transition = give_back(conversation, reason, now)
        self.watch(transition.after)
        try:
            self._conversations.apply(transition)
        except StaleWrite:
            return False
        self._pushes.transition(transition)
        department = conversation.department_id
        if conversation.visitor_present and self.assigns_by_itself(department):
            self.assign(transition.after, self.candidates(department, but=conversation.agent_id))
        self._pushes.queue(department, now)
        return True

    def _handed_over(self, conversation: Conversation) -> bool | None:
        """None when no member can take it over, False when somebody came between."""
        for heir in heirs(conversation, self._presence):
            transition = hand_over(conversation, heir, "agent_gone", self._clock.now_ms(), title=title_of(heir.agent_id, self._directory))
            try:
                self._conversations.apply(transition)
            except Conflict:
                continue
            except StaleWrite:
                return False
            self._pushes.transition(transition)
            return True
        return None

    def help_out(self, conversation: Conversation, helper: Department) -> bool:
        """From a queue in which the wait was too long to that of the department that helps out. False when somebody came between."""
        now = self._clock.now_ms()
        transition = overflow(conversation, helper.department_id, helper.name, now)
        self.watch(transition.after)
        try:
            self._conversations.apply(transition)
        except StaleWrite:
            return False
        self._pushes.transition(transition)
        if helper.assignment == "automatic":
            self.assign(transition.after, self.candidates(helper.department_id))
        self._pushes.queue(conversation.department_id, now)
        self._pushes.queue(helper.department_id, now)
        return True

    def ended(self, transition: Transition) -> None:
        """Tells everybody that a conversation is over; the queue moves up, or fills the room that it leaves."""
        self._pushes.transition(transition)
        if transition.before is not None and transition.before.state == "waiting":
            self._pushes.queue(transition.after.department_id, self._clock.now_ms())
        else:
            self.fill_room(transition)

    def fill_room(self, transition: Transition) -> None:
        """Who has one conversation less may get one from the queues that assign by themselves."""
        if transition.released and (agent := self._presence.agent(transition.released)):
            self.fill_desk(agent)


def heirs(conversation: Conversation, presence: Presence) -> list[Member]:
    """Members who can take the conversation over, longest first: they are here and below their ceiling."""
    found = []
    for member in conversation.members:
        agent = presence.agent(member.agent_id)
        if agent is not None and agent.state in ("online", "busy") and agent.load < agent.ceiling:
            found.append(member)
    return found
