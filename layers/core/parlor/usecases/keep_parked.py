"""Staff look at what was given up, have it done after all, or let it go."""

from parlor.domain.audit import Trail
from parlor.domain.errors import Conflict
from parlor.domain.ids import TenantId
from parlor.domain.parked import AGAIN_MS, Parked, ParkedWork, Replay, Replays
from parlor.domain.ports import Clock
from parlor.protocol.rest_parked import ReplayParked


class KeepParked:
    def __init__(self, tenant: TenantId, parked: ParkedWork, replays: Replays, trail: Trail, clock: Clock) -> None:
        self._tenant = tenant
        self._parked = parked
        self._replays = replays
        self._trail = trail
        self._clock = clock

    def replay(self, body: ReplayParked) -> None:
        """Returns when it is on its way. Raises `NotFound`, `Conflict` (`under_way`, `over`)."""
        if body.parked_id is None:
            self._replays.put(Replay(self._tenant, only=body.kind or ""))
            self._trail.done("replay_parked", ("parked", "", ""))
            return
        parked = self._free(body.parked_id)
        self._replays.put(Replay(self._tenant, parked.parked_id))
        self._trail.done("replay_parked", ("parked", parked.parked_id, _name(parked)))

    def dismiss(self, parked_id: str) -> None:
        """It is never done. Raises `NotFound`, `Conflict` (`under_way`)."""
        parked = self._free(parked_id, over=True)
        if not self._parked.dismiss(parked_id, self._clock.now_ms()):
            raise _under_way()
        self._trail.done("dismiss_parked", ("parked", parked_id, _name(parked)))

    def _free(self, parked_id: str, *, over: bool = False) -> Parked:
        parked = self._parked.get(parked_id)
        if parked.state == "done" and not over:
            raise Conflict("It has been done.", code="over", field="parked_id")
        if parked.state == "again" and parked.again_at > self._clock.now_ms() - AGAIN_MS:
            raise _under_way()
        return parked


def _under_way() -> Conflict:
    return Conflict("It is being done now.", code="under_way", field="parked_id")


def _name(parked: Parked) -> str:
    return " ".join(part for part in (parked.kind, parked.what, parked.about) if part)
