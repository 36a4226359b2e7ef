"""What counts, as it is kept in the archive: one line of JSON for each event, from which every figure can be counted again.

A line lies under each UTC day in which its event counts: the day on which the conversation opened, whenever it is rated; of a stretch in
a state all days that it touches. So whoever recounts a day reads that day alone. A stream tells events more than once, in other batches:
the event's name (`Counted.event`) says which lines are the same.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec
from msgspec import Struct

from parlor.domain.archive import day_of
from parlor.domain.counting import counted
from parlor.domain.events import Event
from parlor.domain.ids import TenantId
from parlor.domain.metrics import Counted


class Told(Struct, frozen=True):
    """An event that counts, with what it counts."""

    event: Event
    counted: Counted


class UnreadableFact(Exception):
    """A line that this version does not understand: to count without it would be wrong."""


class Moved(Exception):
    """Objects were put together and deleted while they were read: read again."""


class Facts(Protocol):
    """Writes lines; writing the same ones again changes nothing."""

    def keep_facts(self, tenant: TenantId, day: str, lines: list[bytes]) -> None: ...


class KeptFacts(Protocol):
    """One tenant's lines, by UTC day."""

    def whole_since(self) -> int | None:
        """From when on nothing is missing, in milliseconds since 1970 UTC. None while nobody has noted it."""

    def size(self, day: str) -> int:
        """Bytes of a day, with what is there twice."""

    def lines(self, day: str) -> Iterator[bytes]:
        """In no order, some of them more than once. Raises `Moved`."""


def days_of(told: Counted) -> set[str]:
    return {day_of(count.at) for count in told.counts}


def line_of(event: Event) -> bytes:
    return msgspec.json.encode(event)


def told_by(line: bytes) -> Told | None:
    """None for an event that by today's definitions counts nothing. Raises `UnreadableFact`."""
    try:
        event = msgspec.json.decode(line, type=Event)
    except msgspec.MsgspecError as fault:
        raise UnreadableFact(f"A line cannot be read: {fault}: {line[:200]!r}") from fault
    told = counted(event)
    return Told(event, told) if told is not None else None


def lines_by_day(told: Iterable[Told]) -> dict[tuple[TenantId, str], list[bytes]]:
    """Lines by tenant and day, each once and in order, so that the same events make the same lines."""
    found: dict[tuple[TenantId, str], set[bytes]] = {}
    for each in told:
        line = line_of(each.event)
        for day in days_of(each.counted):
            found.setdefault((each.counted.tenant, day), set()).add(line)
    return {key: sorted(lines) for key, lines in found.items()}
