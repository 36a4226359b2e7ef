"""Sockets come and go; people stay a little longer."""

from collections.abc import Callable

from parlor.domain.caller import Caller
from parlor.domain.conversation import visitor_left
from parlor.domain.directory import Directory
from parlor.domain.errors import Forbidden, NotFound
from parlor.domain.ids import AgentId, ConnectionId, TenantId, VisitorId
from parlor.domain.jobs import AgentGone, AgentLost, VisitorGone
from parlor.domain.ports import Clock, Conversations, Presence, Timers
from parlor.domain.presence import AGENT_GRACE_S, VISITOR_GRACE_S, AgentPresence, AgentSocket
from parlor.protocol.frames import SetAgentState, VisitorFrame
from parlor.protocol.present import visitor_view
from parlor.usecases.pushing import Pushes
from parlor.usecases.reception import Reception
from parlor.usecases.transitions import change


def connect(caller: Caller, presence: Presence, reception: Callable[[], Reception], pushes: Pushes, clock: Clock) -> None:
    """Registers the socket. An agent who was off line receives visitors from now on.

    Raises `Forbidden` (`signed_out`) for an agent whom a supervisor has signed out since the ticket was made.
    """
    now = clock.now_ms()
    if caller.role == "visitor":
        presence.add_visitor_socket(caller.as_visitor(), caller.connection, now)
        return
    agent_id = caller.as_agent()
    presence.add_agent_socket(AgentSocket(agent_id, caller.connection, caller.departments, caller.sees_all), now)
    agent = presence.come_online(agent_id)
    if agent is not None:
        pushes.agent(agent, but=caller.connection)
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
    if visit := presence.visit(visitor):
        pushes.desks(VisitorFrame(visitor=visitor_view(visit)))
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
    agent = presence.set_state(agent_id, "offline")
    if presence.agent_sockets(agent_id):
        # A desk that opened between the look and the change found the agent on line and left it at that.
        agent = presence.come_online(agent_id)
    if agent is not None:
        pushes.agent(agent)
    if agent is not None and agent.state == "offline" and (seconds := directory.service().idle.agent_gone_s):
        timers.after(seconds, AgentLost(tenant=job.tenant, agent_id=agent_id))
    return True


def set_agent_state(
    frame: SetAgentState, caller: Caller, presence: Presence, reception: Callable[[], Reception], pushes: Pushes
) -> AgentPresence:
    """Online receives, busy keeps what there is, away receives nothing. Every desk is told, the asking one too."""
    agent = presence.set_state(caller.as_agent(), frame.state)
    if agent is None:
        raise NotFound("There is no such agent.")
    pushes.agent(agent)
    if agent.has_room:
        reception().fill_desk(agent)
    return agent
