"""Sockets come and go; people stay a little longer."""

from collections.abc import Callable

from parlor.domain.caller import Caller
from parlor.domain.conversation import visitor_left
from parlor.domain.directory import Directory
from parlor.domain.errors import Forbidden, Invalid, NotFound
from parlor.domain.ids import AgentId, ConnectionId, TenantId, VisitorId
from parlor.domain.jobs import AgentGone, AgentLost, DesksWatched, VisitorGone
from parlor.domain.ports import Clock, Conversations, Presence, Timers
from parlor.domain.presence import AGENT_GRACE_S, VISITOR_GRACE_S, WATCH_EVERY_S, AgentPresence, AgentSocket, check_state, fitting_state
from parlor.protocol.frames import SetAgentState
from parlor.usecases.pushing import Pushes
from parlor.usecases.reception import Reception
from parlor.usecases.transitions import change


def connect(caller: Caller, presence: Presence, reception: Callable[[], Reception], pushes: Pushes, timers: Timers, clock: Clock) -> None:
    """Registers the socket. An agent who was off line receives visitors from now on, or is away without the right to.

    Raises `Forbidden` (`signed_out`) for an agent whom a supervisor has signed out since the ticket was made.
    """
    now = clock.now_ms()
    if caller.role == "visitor":
        presence.add_visitor_socket(caller.as_visitor(), caller.connection, now)
        return
    agent_id = caller.as_agent()
    socket = AgentSocket(agent_id, caller.connection, caller.departments, caller.sees_all, caller.sees_hidden, now, session=caller.session)
    presence.add_agent_socket(socket, now)
    watch_at = now + WATCH_EVERY_S * 1000
    agent = presence.come_online(agent_id, fitting_state("online", caller.rights), watch_at)
    if agent is not None:
        timers.after(WATCH_EVERY_S, DesksWatched(tenant=caller.tenant, agent_id=agent_id, due=watch_at))
        pushes.agent(agent, but=caller.connection)
        if agent.has_room:
            reception().fill_desk(agent)
    elif (here := presence.agent(agent_id)) and here.signed_out:
        presence.remove_agent_socket(agent_id, caller.connection)
        raise Forbidden("You have been signed out. Sign in again.", code="signed_out")


def disconnect(tenant: TenantId, role: str, subject: str, connection: ConnectionId, presence: Presence, timers: Timers) -> None:
    """Forgets the socket; if it was the last, looks again after the grace time."""
    if role == "visitor":
        visitor = VisitorId(subject)
        presence.remove_visitor_socket(visitor, connection)
        if not presence.visitor_sockets(visitor):
            timers.after(VISITOR_GRACE_S, VisitorGone(tenant=tenant, visitor_id=visitor))
        return
    agent_id = AgentId(subject)
    presence.remove_agent_socket(agent_id, connection)
    if not presence.agent_sockets(agent_id):
        timers.after(AGENT_GRACE_S, AgentGone(tenant=tenant, agent_id=agent_id))


def visitor_gone(job: VisitorGone, conversations: Conversations, presence: Presence, pushes: Pushes, clock: Clock) -> bool:
    """The visitor has left, unless a socket has come back."""
    visitor = VisitorId(job.visitor_id)
    if presence.visitor_sockets(visitor):
        return False
    now = clock.now_ms()
    presence.mark_left(visitor, now)
    if conversation_id := conversations.open_of(visitor):
        transition = change(conversations, conversation_id, lambda found: visitor_left(found, now))
        if transition is not None:
            pushes.transition(transition)
    return True


def agent_gone(job: AgentGone, directory: Directory, presence: Presence, pushes: Pushes, timers: Timers) -> bool:
    """The agent is off line, unless a desk has been opened again. If it stays so, their conversations go to others."""
    agent_id = AgentId(job.agent_id)
    if presence.agent_sockets(agent_id):
        return False
    agent = presence.set_state(agent_id, "offline", cause="connection")
    if presence.agent_sockets(agent_id):
        # A desk that opened between the look and the change found the agent on line and left it at that.
        # Its heart-beats begin the watch over it again (watch_desks.py).
        agent = presence.come_online(agent_id)
    if agent is not None:
        pushes.agent(agent)
    if agent is not None and agent.state == "offline" and (seconds := directory.service().idle.agent_gone_s):
        timers.after(seconds, AgentLost(tenant=job.tenant, agent_id=agent_id))
    return True


def set_agent_state(
    frame: SetAgentState,
    caller: Caller,
    directory: Callable[[], Directory],
    presence: Presence,
    reception: Callable[[], Reception],
    pushes: Pushes,
) -> AgentPresence:
    """Online receives, busy keeps what there is, away receives nothing; invisible is away for everybody who may not know.

    Every desk is told, the asking one too. Raises `MissingRight`, `NotFound` and `Invalid` for a reason that does not fit.
    """
    agent_id = caller.as_agent()
    check_state(frame.state, caller.rights)
    reason = _reason(frame, directory)
    agent = presence.set_state(agent_id, frame.state, reason=reason, cause="idle" if frame.by_itself else "self")
    if agent is None:
        raise NotFound("There is no such agent.")
    pushes.agent(agent)
    if agent.has_room:
        reception().fill_desk(agent)
    return agent


def _reason(frame: SetAgentState, directory: Callable[[], Directory]) -> str:
    if frame.reason_id is None:
        return ""
    if frame.state != "away":
        raise Invalid("Only who is away has a reason.", field="reason_id")
    reason = directory().service().away_reason(frame.reason_id)
    if reason is None:
        raise NotFound("There is no such reason any more.", field="reason_id")
    return reason.name
