"""Hand-written doubles of the ports that the API and the streams use."""

from collections.abc import Iterable
from typing import Any

from parlor.domain.directory import Company
from parlor.domain.errors import NotFound
from parlor.domain.ids import TenantId
from parlor.domain.metrics import Counted


class FakeParking:
    def __init__(self) -> None:
        self.parked: list[tuple[str, str, Any]] = []

    def park(self, consumer: str, reason: str, record: Any, *, error: str = "unreadable", tries: int = 1) -> None:
        self.parked.append((consumer, reason, record))


class FakeCounters:
    """Counts each event once, as the real ones do."""

    def __init__(self) -> None:
        self.events: dict[str, Counted] = {}

    def count(self, counted: Iterable[Counted]) -> None:
        for each in counted:
            self.events[each.event] = each


class FakeFacts:
    """The archive's lines by company and day."""

    def __init__(self) -> None:
        self.kept: list[tuple[TenantId, str, list[bytes]]] = []

    def keep_facts(self, tenant: TenantId, day: str, lines: list[bytes]) -> None:
        self.kept.append((tenant, day, lines))


class FakeTimers:
    def __init__(self) -> None:
        self.jobs: list[tuple[int, Any]] = []

    def after(self, seconds: int, job: Any) -> None:
        self.jobs.append((seconds, job))


class FakeDirectory:
    """A tenant with a company and nothing else."""

    def __init__(self, tenant: TenantId, known: Company | None) -> None:
        self.tenant = tenant
        self.known = known

    def company(self) -> Company:
        if self.known is None:
            raise NotFound("There is no such company.")
        return self.known
