"""How a waiting visitor gets an agent, by whichever way, and what belongs to it: title, welcome, the watch over silence.

Without anybody picking, domain/routing.py says who is the first; never one above the ceiling.
"""

from collections.abc import Iterable
from typing import Literal

from parlor.domain.care import give_back, overflow
from parlor.domain.conversation import Conversation, Member, Party, Transition, accept
from parlor.domain.directory import Department, Directory
from parlor.domain.errors import Conflict, Contended, NotFound, StaleWrite
from parlor.domain.ids import AgentId, ConversationId, DepartmentId, TenantId
from parlor.domain.jobs import AgentRested, QueueDue
from parlor.domain.members import hand_over
from parlor.domain.ports import Clock, Conversations, Presence, Timers
from parlor.domain.presence import AgentPresence, paced
from parlor.domain.routing import Wants, fitting_people, in_order
from parlor.usecases.admission import Admission
from parlor.usecases.automatic_words import replies_of, say, title_of
from parlor.usecases.floor import Floor
from parlor.usecases.pushing import Pushes, queue_order
from parlor.usecases.watch_silence import watch

_SWEEP = 100
"""Waiting conversations, by their keys, that one sweep goes through at most: those in front may need what nobody free has."""
_AT_LEAST = 3
"""Conversations that are read at once; the index is a moment behind, so the first may be gone."""
_ROUNDS = 3
_LOOK_AGAIN_S = 3
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
        pause_s = self._directory.service().routing.pause_s
        if pause_s and after.agent_id:
            self._timers.after(pause_s, AgentRested(tenant=self._tenant, agent_id=after.agent_id))

    def give_to(self, conversation: Conversation, agents: Iterable[AgentPresence], floor: Floor) -> Transition | None:
        """To the first of those who are named, whatever the strategy. None if nobody has room, or somebody else took it."""
        for agent in agents:
            try:
                transition = self._give(conversation, agent, None)
            except (Conflict, Contended):
                continue
            except StaleWrite:
                return None
            floor.took(agent.agent_id)
            return transition
        return None

    def assign(self, conversation: Conversation, floor: Floor, *, but: AgentId | None = None) -> Transition | None:
        """Gives the conversation to the first candidate who has room. None if nobody has, or somebody else took it.

        Who found a candidate taken or busy looks again: others were assigned at the same moment.
        """
        for _ in range(_ROUNDS):
            candidates = self.candidates(conversation, floor, but=but)
            for agent in candidates:
                try:
                    transition = self._give(conversation, agent, self._limit(conversation, agent))
                except (Conflict, Contended):
                    continue
                except StaleWrite:
                    return None
                floor.took(agent.agent_id)
                return transition
            if not candidates:
                break
            floor.look_again()
        return None

    def _give(self, conversation: Conversation, agent: AgentPresence, assigned_until: int | None) -> Transition:
        transition = self.acceptance(conversation, Party("agent", agent.agent_id, agent.name), automatic=True)
        self._conversations.apply(transition, assigned_until=assigned_until)
        self.accepted(transition)
        return transition

    def _limit(self, conversation: Conversation, agent: AgentPresence) -> int | None:
        """Whoever was assigned somebody after this moment is not the right one any more: it is another's turn, or their pause."""
        department = self._department(conversation.department_id)
        if department is not None and department.assignment == "round_robin":
            return agent.last_assigned_at or 0
        pause_s = self._directory.service().routing.pause_s
        return self._clock.now_ms() - pause_s * 1000 if pause_s else None

    def candidates(self, conversation: Conversation, floor: Floor, *, but: AgentId | None = None) -> list[AgentPresence]:
        """Who may be assigned by the strategy of the department, best first."""
        department = self._department(conversation.department_id)
        if department is None or not department.assigns:
            return []
        wants = Wants(conversation.skill, conversation.language or "")
        people = fitting_people(department, floor.agents(department.department_id), wants)
        found = in_order(department, people, wants, self._directory.service().routing, self._clock.now_ms())
        return [agent for agent in found if agent.agent_id != but]

    def sweep(self, department_id: DepartmentId) -> int:
        """Assigns who waits in a department that assigns by itself, longest first. Returns how many.

        The agents are read once; with nobody free nothing else is read. Who needs a skill that nobody free has is passed over.
        """
        department = self._department(department_id)
        if department is None or not department.assigns:
            return 0
        floor = self.admission.floor()
        assigned = 0
        waiting: list[ConversationId] | None = None
        while room := self._room(department, floor):
            if waiting is None:
                waiting = self._conversations.waiting_in(department_id, _SWEEP)
            if not waiting:
                break
            looked_at, waiting = waiting[: max(room, _AT_LEAST)], waiting[max(room, _AT_LEAST) :]
            found = [each for each in self._conversations.get_many(looked_at) if each.state == "waiting"]
            assigned += sum(self.assign(each, floor) is not None for each in sorted(found, key=queue_order))
        if assigned:
            self._pushes.queue(department_id, self._clock.now_ms())
        return assigned

    def _room(self, department: Department, floor: Floor) -> int:
        """How many the free agents of a department can take."""
        routing, now = self._directory.service().routing, self._clock.now_ms()
        people = fitting_people(department, floor.agents(department.department_id), Wants())
        return sum(agent.ceiling - agent.load for agent in in_order(department, people, Wants(), routing, now))

    def _department(self, department_id: DepartmentId) -> Department | None:
        try:
            return self._directory.department(department_id)
        except NotFound:
            return None

    def assigns_by_itself(self, department_id: DepartmentId) -> bool:
        department = self._department(department_id)
        return department is not None and department.assigns

    def look_soon(self, department_id: DepartmentId) -> None:
        """Somebody began to wait. An agent who got room at the same moment may not have seen them in the index."""
        self._timers.after(_LOOK_AGAIN_S, QueueDue(tenant=self._tenant, department_id=department_id))

    def rested(self, agent_id: AgentId) -> int:
        """The agent's pause is over. Returns how many were assigned in their departments."""
        agent = self._presence.agent(agent_id)
        return self.fill_desk(agent) if agent is not None and agent.has_room else 0

    def fill_desk(self, agent: AgentPresence) -> int:
        """Who waits in the agent's departments that assign by themselves need not wait longer."""
        mine = [each for each in self._directory.departments() if each.assigns and each.department_id in agent.departments]
        return sum(self.sweep(each.department_id) for each in mine)

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
            self.assign(transition.after, self.admission.floor(), but=conversation.agent_id)
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
        if helper.assigns:
            self.sweep(helper.department_id)
            self.look_soon(helper.department_id)
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
