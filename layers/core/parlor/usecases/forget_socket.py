"""A push found a socket gone. Is it, or was it only about to open? What is gone without a goodbye is said goodbye for."""

from parlor.domain.ids import ConnectionId, TenantId
from parlor.domain.jobs import SocketLost
from parlor.domain.ports import Presence, Sockets, Timers
from parlor.usecases.connect import disconnect


def forget_socket(job: SocketLost, presence: Presence, timers: Timers, sockets: Sockets) -> str:
    """Returns what was found. May be done twice."""
    if sockets.is_open(job.connection):
        return "open"
    disconnect(TenantId(job.tenant), job.role, job.subject, ConnectionId(job.connection), presence, timers)
    return "forgotten"
