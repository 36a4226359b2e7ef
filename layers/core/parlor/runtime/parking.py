"""Wiring of what happens to work that was given up."""

from collections.abc import Iterable

from parlor.domain.ids import TenantId
from parlor.domain.parked import Parked
from parlor.gateways.clock import SystemClock
from parlor.gateways.replays import LambdaWorkers, SqsReplays
from parlor.runtime.settings import Settings
from parlor.storage import leaving, parked
from parlor.storage.leaving import Living
from parlor.storage.memory import Memory
from parlor.storage.parked import ParkedStore
from parlor.usecases.replay_parked import ReplayParked


class ParkingLot:
    """Of all tenants: what is parked names its own."""

    def __init__(self, settings: Settings) -> None:
        self.clock = SystemClock()
        self._settings = settings
        parked.bind(settings.directory_table)
        leaving.bind(settings.directory_table)
        self.living = Living(Memory(self.clock.now_ms))

    def of(self, tenant: str) -> ParkedStore:
        return ParkedStore(TenantId(tenant), self.clock.now_ms)

    def waiting(self, tenant: str, kind: str) -> Iterable[Parked]:
        return self.of(tenant).waiting(kind)

    def replay(self) -> ReplayParked:
        settings = self._settings
        return ReplayParked(
            self.of,
            self.waiting,
            self.living,
            LambdaWorkers(settings.function_prefix),
            SqsReplays(settings.replay_queue_url),
            self.clock,
        )
