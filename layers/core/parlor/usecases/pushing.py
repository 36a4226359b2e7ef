"""Who is told: the sockets of a conversation, the tenant's desks, a visitor's tabs."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

from parlor.domain.conversation import Conversation, Side, Talk, Transition
from parlor.domain.ids import AgentId, DepartmentId, TenantId, VisitorId
from parlor.domain.jobs import SocketLost
from parlor.domain.log import Entry, as_visitor_sees, without_recalled
from parlor.domain.ports import Conversations, Presence, Sockets, Timers
from parlor.domain.presence import OPENING_S, AgentPresence, AgentSocket, estimated_wait_s
from parlor.protocol.frames import AgentFrame, ConversationFrame, EntryFrame, QueueFrame, ServerFrame
from parlor.protocol.present import agent_view, conversation_view

_QUEUE_TOLD = 20
"""So many waiting visitors are told their new place when the queue moves; those behind learn it when they come nearer."""


T_contra = TypeVar("T_contra", bound=Talk, contravariant=True)


_QUERIES_MAX = 8
"""Half a read unit and a request each: above this, one query that reads all desks of the tenant is the better."""


class Telling(Protocol[T_contra]):
    """What sending needs of pushes, whatever the conversation is."""

    def answer(self, connection: str, frame: ServerFrame) -> None: ...
    def entry(self, conversation: T_contra, entry: Entry, *, but: str = "") -> set[Side]: ...
    def transition(self, transition: Any) -> None: ...


class Pushes:
    """Sends frames of one tenant and forgets sockets that are gone."""

    def __init__(self, tenant: TenantId, sockets: Sockets, conversations: Conversations, presence: Presence, timers: Timers) -> None:
        self._tenant = tenant
        self._timers = timers
        self._sockets = sockets
        self._conversations = conversations
        self._presence = presence

    def answer(self, connection: str, frame: ServerFrame) -> None:
        """Back to the socket that asked."""
        self._sockets.push([connection], frame)

    def entry(self, conversation: Conversation, entry: Entry, *, but: str = "") -> set[Side]:
        """A new entry, to all sockets of the conversation but the one that sent it. Returns the sides that it reached."""
        seen: dict[Side, Entry] = {"visitor": as_visitor_sees(entry), "agent": without_recalled(entry)}
        return {
            side
            for side, shown in seen.items()
            if self.side(conversation, side, EntryFrame(conversation_id=conversation.conversation_id, entry=shown), but=but)
        }

    def side(self, conversation: Conversation, side: Side, frame: ServerFrame, *, but: str = "") -> bool:
        """To the attached sockets of one side; one that is gone is detached. Returns whether any was there.

        Who watches gets what the agent gets, and is not counted as somebody who is there.
        """
        attached = conversation.sockets(side) - {but}
        watching = _watching(conversation, side) - {but}
        gone = self._sockets.push(attached | watching, frame)
        if lost := gone & attached:
            delivered = frame.entry.seq - 1 if isinstance(frame, EntryFrame) else None
            self._conversations.detach(conversation.conversation_id, side, lost, delivered)
            if side == "visitor":
                for connection in sorted(lost):
                    self._lost("visitor", conversation.visitor_id, connection)
        if lost := gone & watching:
            self._conversations.unwatch(conversation.conversation_id, lost)
        return bool(attached - gone)

    def in_passing(self, conversation: Conversation, side: Side, frame: ServerFrame) -> None:
        """To the attached sockets of one side, without a write: one that is gone is left to the next message."""
        self._sockets.push(conversation.sockets(side) | _watching(conversation, side), frame)

    def transition(self, transition: Transition) -> None:
        """A change of state, to everybody whom it concerns: both sides, the departments' desks, the changed agents."""
        before, after = transition.before or transition.after, transition.after
        audience = before if before.agent_sockets > after.agent_sockets else after
        self.entry(audience, transition.entry)
        self.side(after, "visitor", ConversationFrame(conversation=conversation_view(after, "visitor")))
        concerned = {before.agent_id, after.agent_id, after.offer.to_agent_id if after.offer else None}
        concerned |= {before.offer.to_agent_id if before.offer else None}
        concerned |= {member.agent_id for member in (*before.members, *after.members)}
        self.conversation(after, also={agent for agent in concerned if agent}, departments={before.department_id})
        if transition.before is None or _shown_of(before) != _shown_of(after):
            self._presence.mark_conversation(after, transition.entry.at)
        for agent_id in (transition.taken, transition.released):
            if agent_id and (agent := self._presence.agent(agent_id)):
                self.agent(agent)

    def conversation(self, conversation: Conversation, *, also: Iterable[AgentId] = (), departments: Iterable[DepartmentId] = ()) -> None:
        """A conversation's row, to the desks of its department, of `departments`, and of the agents in `also`."""
        frame = ConversationFrame(conversation=conversation_view(conversation))
        wanted, agents = {conversation.department_id, *departments}, set(also)
        desks = self._presence.agent_sockets()
        self.to_desks([each for each in desks if each.sees_all or each.agent_id in agents or each.departments & wanted], frame)

    def desk(self, agent: AgentId, frame: ServerFrame) -> None:
        """To the desks that one agent has open."""
        self.to_desks(self._presence.agent_sockets(agent), frame)

    def desks_of(self, agents: frozenset[AgentId], frame: ServerFrame, *, but: str = "") -> None:
        """To the desks of some agents: a query for each of a few, one of all desks for many."""
        if len(agents) > _QUERIES_MAX:
            desks = [each for each in self._presence.agent_sockets() if each.agent_id in agents]
        else:
            desks = [each for agent in sorted(agents) for each in self._presence.agent_sockets(agent)]
        self.to_desks([each for each in desks if each.connection != but], frame)

    def desks(self, frame: ServerFrame, *, but: str = "") -> None:
        """To every desk of the tenant."""
        self.to_desks([each for each in self._presence.agent_sockets() if each.connection != but], frame)

    def staff(self, wanted: Callable[[AgentSocket], bool], frame: ServerFrame) -> None:
        """To the desks that are wanted. One query of the tenant's desks."""
        self.to_desks([each for each in self._presence.agent_sockets() if wanted(each)], frame)

    def to_desks(self, desks: list[AgentSocket], frame: ServerFrame) -> None:
        """To these desks; of one that is gone the rest is learned later."""
        gone = self._sockets.push([each.connection for each in desks], frame)
        for desk in desks:
            if desk.connection in gone:
                self._lost("agent", desk.agent_id, desk.connection)

    def _lost(self, role: Side, subject: str, connection: str) -> None:
        """The gateway tells of every socket that closes, but a fault can swallow it: nobody may stay on line for ever.

        Not at once, because a socket that is about to open is "gone", too: its row is there before API Gateway lets anything through.
        """
        self._timers.after(OPENING_S, SocketLost(tenant=self._tenant, role=role, subject=subject, connection=connection))

    def agent(self, agent: AgentPresence, *, but: str = "") -> None:
        """An agent's state and load, to every desk of the tenant as far as it may see them."""
        desks = [each for each in self._presence.agent_sockets() if each.connection != but]
        knowing = [each for each in desks if agent.state != "invisible" or each.sees_hidden or each.agent_id == agent.agent_id]
        others = [each for each in desks if each not in knowing]
        self.to_desks(knowing, AgentFrame(agent=agent_view(agent, sees_hidden=True)))
        self.to_desks(others, AgentFrame(agent=agent_view(agent, sees_hidden=False)))

    def tabs(self, visitor: VisitorId, frame: ServerFrame, *, but: str = "") -> int:
        """To all tabs of a visitor. Returns how many there are."""
        tabs = [tab for tab in self._presence.visitor_sockets(visitor) if tab != but]
        gone = self._sockets.push(tabs, frame)
        for tab in gone:
            self._lost("visitor", visitor, tab)
        return len(tabs) - len(gone)

    def queue(self, department: DepartmentId, now: int) -> None:
        """Their places and a guess of the wait, to the visitors at the head of a department's queue."""
        waiting = self._conversations.get_many(self._conversations.waiting_in(department, _QUEUE_TOLD))
        waiting = [each for each in waiting if each.state == "waiting"]
        pace = self._presence.pace(department) if waiting else None
        for ahead, conversation in enumerate(sorted(waiting, key=queue_order)):
            wait_s = estimated_wait_s(pace, ahead, now)
            frame = QueueFrame(conversation_id=conversation.conversation_id, ahead=ahead, estimated_wait_s=wait_s)
            self.side(conversation, "visitor", frame)


def _watching(conversation: Conversation, side: Side) -> frozenset[str]:
    """Who has become the agent meanwhile is told once."""
    return conversation.watchers - conversation.agent_sockets if side == "agent" else frozenset()


def _shown_of(conversation: Conversation) -> tuple[str, AgentId | None]:
    """What the list of visitors shows: few changes of a conversation touch it."""
    return conversation.state, conversation.agent_id


def queue_order(conversation: Conversation) -> tuple[int, str]:
    return conversation.queued_at or 0, conversation.conversation_id
