"""A sign-in was ended: the desks that were opened with it close."""

from parlor.domain.ids import AgentId, TenantId
from parlor.domain.jobs import DesksPutOut
from parlor.domain.office_ports import SocketCloser
from parlor.domain.ports import Presence, Timers
from parlor.protocol.frames import SignedOutFrame
from parlor.usecases.create_ticket import TICKET_LIFE_S
from parlor.usecases.pushing import Pushes

_AGAIN_S = TICKET_LIFE_S + 10
"""By then no ticket of before is good any more."""


class DesksOut:
    """One company's desks. May be called again: what is closed already stays so."""

    def __init__(self, tenant: TenantId, presence: Presence, pushes: Pushes, closer: SocketCloser, timers: Timers) -> None:
        self._tenant = tenant
        self._presence = presence
        self._pushes = pushes
        self._closer = closer
        self._timers = timers

    def __call__(self, agent_id: AgentId, session_id: str, by: str) -> None:
        """`by` is who ended it, as the desk says it."""
        job = DesksPutOut(tenant=self._tenant, agent_id=agent_id, session_id=session_id, by=by)
        self.settled(job)
        self._timers.after(_AGAIN_S, job)

    def settled(self, job: DesksPutOut) -> int:
        """Returns how many were closed."""
        desks = [desk for desk in self._presence.agent_sockets(AgentId(job.agent_id)) if desk.session == job.session_id]
        self._pushes.to_desks(desks, SignedOutFrame(by=job.by))
        self._closer.close(desk.connection for desk in desks)
        return len(desks)
