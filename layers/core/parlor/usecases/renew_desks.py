"""What a desk may do was settled when its socket opened. After a change of rights its sockets are closed, and it opens new ones."""

from collections.abc import Sequence

from parlor.domain.directory import Agent
from parlor.domain.office_ports import OfficePresence, SocketCloser
from parlor.domain.presence import fitting_state
from parlor.usecases.pushing import Pushes


def renew_desks(befores: Sequence[Agent], afters: Sequence[Agent], presence: OfficePresence, pushes: Pushes, closer: SocketCloser) -> None:
    """For many agents at once, the same ones in the same order: one query of those who have been here and one of the desks.

    Who may not receive any more is away from now on.
    """
    changed = {after.agent_id: after for before, after in zip(befores, afters, strict=True) if bearings(before) != bearings(after)}
    if not changed:
        return
    for here in presence.agents():
        after = changed.get(here.agent_id)
        if after is None:
            continue
        state = fitting_state(here.state, after.rights)
        now = presence.set_state(after.agent_id, state, cause="staff") if state != here.state else None
        if now is not None:
            pushes.agent(now)
    closer.close(desk.connection for desk in presence.agent_sockets() if desk.agent_id in changed)


def bearings(agent: Agent) -> tuple[object, ...]:
    """What a socket's frames rely on (domain/credentials.py)."""
    return agent.rights, agent.reach, agent.role, agent.name, frozenset(agent.department_ids)
