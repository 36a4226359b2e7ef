"""A desk whose machine was closed says no goodbye: its socket stays half open, and its agent would stay on line.

Desks send heart-beats. One is written down on the socket's row when the last that was is older than some minutes. While an agent
is not off line, a chain of timers looks at the rows: a desk that is silent for too long is closed from our side and forgotten, and
if it was the last, the usual grace begins. Nobody on line, no chain.

The next job goes out before the look is marked as taken: a job too many finds another mark and ends.
"""

from collections.abc import Callable

from parlor.domain.caller import Caller
from parlor.domain.ids import AgentId, ConnectionId, TenantId
from parlor.domain.jobs import AgentGone, DesksWatched
from parlor.domain.office_ports import SocketCloser
from parlor.domain.ports import Clock, Presence, Timers
from parlor.domain.presence import AGENT_GRACE_S, SEEN_EVERY_MS, WATCH_EVERY_S, AgentPresence


def heart_beat(caller: Caller, presence: Presence, timers: Timers, clock: Clock, connect_again: Callable[[], None]) -> bool:
    """A desk is still there; visitors' heart-beats only keep their sockets open. Returns whether anything was written.

    A fresh heart-beat reads the socket's row (½ RU) and writes nothing. A desk that was given up is taken back.
    """
    if caller.role != "agent":
        return False
    agent_id, now = caller.as_agent(), clock.now_ms()
    socket = presence.agent_socket(agent_id, caller.connection)
    if socket is not None and now - socket.seen_at < SEEN_EVERY_MS:
        return False
    if socket is None or not presence.see_socket(agent_id, caller.connection, now):
        connect_again()
        return True
    agent = presence.agent(agent_id)
    if agent is not None and (agent.watch_at is None or agent.watch_at + WATCH_EVERY_S * 1000 < now):
        watch_desks(caller.tenant, agent, presence, timers, now)
    return True


def watch_desks(tenant: TenantId, agent: AgentPresence, presence: Presence, timers: Timers, now: int) -> bool:
    """Goes on with the chain that began when the agent came on line, or mends one that was cut.

    False when the agent is off line, or another job goes on with it.
    """
    if agent.state == "offline":
        return False
    following = now + WATCH_EVERY_S * 1000
    timers.after(WATCH_EVERY_S, DesksWatched(tenant=tenant, agent_id=agent.agent_id, due=following))
    return presence.mark_watch(agent.agent_id, agent.watch_at, following)


def look_at_desks(job: DesksWatched, presence: Presence, timers: Timers, closer: SocketCloser, clock: Clock) -> str:
    """Forgets the desks that are silent. Returns what was found."""
    agent_id, now = AgentId(job.agent_id), clock.now_ms()
    agent = presence.agent(agent_id)
    if agent is None or agent.state == "offline" or agent.watch_at != job.due:
        return "over"
    desks = presence.agent_sockets(agent_id)
    silent = [desk for desk in desks if desk.is_silent(now)]
    for desk in silent:
        presence.remove_agent_socket(agent_id, ConnectionId(desk.connection))
    closer.close([desk.connection for desk in silent])
    if len(silent) == len(desks):
        timers.after(AGENT_GRACE_S, AgentGone(tenant=job.tenant, agent_id=agent_id))
    if not watch_desks(TenantId(job.tenant), agent, presence, timers, now):
        return "over"
    return f"{len(silent)} of {len(desks)} silent"
