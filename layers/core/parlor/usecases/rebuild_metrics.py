"""Counts a company's figures again from the archive, and says where the live ones differ or puts them right.

The live roll-up goes on meanwhile, and nothing is counted twice or lost. It writes an event into the archive first and counts it then
(usecases/roll_up.py); its guards say what it has counted. A day is read in this order: rows with their versions, archive, guards. What is
in the archive and not counted yet is left out of the recount. What was counted since the rows were read has changed their versions, so
that they are not replaced, and the day is read again. At last what was left out is counted as the live roll-up counts it, under its
guards: whoever of the two comes second finds it counted.

Each row is replaced by one write, so that an interruption leaves right rows and untouched ones. The second time nothing differs.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from zlib import crc32

from msgspec import Struct

from parlor.domain.archive import day_of
from parlor.domain.counting import Cell, Recount, recount_told
from parlor.domain.fact_lines import KeptFacts, Moved, told_by
from parlor.domain.metrics import HOUR_MS, Counted, Counters
from parlor.domain.ports import Clock
from parlor.domain.rebuilding import Difference, KeptRow, MetricRows, RowName, differences, right_cells

TRIES = 6
SETTLED_MS = 48 * HOUR_MS
"""A stream keeps what it tells for a day. What is older than this was counted, or never will be by itself; guards last for a week."""
CHUNK = 500
"""Events whose guards are read together."""
PASS_BYTES = 200_000_000
"""Of the lines of a day, about a million events: of a longer day a part is counted at a time, by the hash of the event's name."""


class DayCounted(Struct, frozen=True):
    """`differences` are those that were found, and with `mend` put right. `moving` rows changed each time before they could be
    compared: an hour that is going on. `late` events were in the archive and not counted yet."""

    day: str
    events: int
    """Lines that were read: some events are there more than once."""
    differences: list[Difference]
    moving: list[RowName]
    late: int


class _Reading(Struct):
    """What the archive has of a day. `late` are left out of it."""

    cells: dict[Cell, int]
    first: dict[Cell, int]
    late: dict[str, Counted]
    events: int = 0


class RebuildMetrics:
    """One company's figures."""

    def __init__(self, facts: KeptFacts, rows: MetricRows, counters: Counters, clock: Clock) -> None:
        self._facts = facts
        self._rows = rows
        self._counters = counters
        self._clock = clock

    def __call__(self, day: str, *, mend: bool) -> DayCounted:
        """A UTC day (`2026-11-22`). Raises `UnreadableFact` and `Moved` before anything of the day is changed by what they concern."""
        found: dict[Cell, Difference] = {}
        moving: list[RowName] = []
        for attempt in range(1, TRIES + 1):
            kept = self._rows.of_day(day)
            try:
                reading = self._read(day)
            except Moved:
                if attempt == TRIES:
                    raise
                continue
            moving = []
            for row, right in self._wrong(kept, reading):
                if self._rows.replace(row, right) if mend else self._rows.is_as_read(row):
                    found |= {each.cell: each for each in differences(row.cells, right)}
                else:
                    moving.append(row.name)
            if not moving:
                break
        if mend:
            self._counters.count(reading.late.values())
        return DayCounted(day, reading.events, list(found.values()), moving, len(reading.late))

    def _wrong(self, kept: dict[RowName, KeptRow], reading: _Reading) -> Iterator[tuple[KeptRow, dict[Cell, int]]]:
        """The rows that differ, with what they should hold."""
        live = {cell: number for row in kept.values() for cell, number in row.cells.items()}
        by_row: dict[RowName, dict[Cell, int]] = {name: {} for name in kept}
        for cell, number in right_cells(live, Recount(reading.cells, reading.first)).items():
            by_row.setdefault(self._rows.row_of(cell), {})[cell] = number
        for name, right in by_row.items():
            row = kept.get(name) or KeptRow(name)
            if any(differences(row.cells, right)):
                yield row, right

    def _read(self, day: str) -> _Reading:
        reading = _Reading({}, {}, {})
        passes = self._facts.size(day) // PASS_BYTES + 1
        for part in range(passes):
            found = recount_told(self._settled(self._told(day, part, passes), reading))
            for cell, amount in found.cells.items():
                if day_of(cell.hour) == day:
                    reading.cells[cell] = reading.cells.get(cell, 0) + amount
            for cell, first in found.first.items():
                reading.first[cell] = min(reading.first.get(cell, first), first)
        return reading

    def _told(self, day: str, part: int, parts: int) -> Iterator[Counted]:
        for line in self._facts.lines(day):
            told = told_by(line)
            if told is not None and crc32(told.counted.event.encode()) % parts == part:
                yield told.counted

    def _settled(self, told: Iterable[Counted], reading: _Reading) -> Iterator[Counted]:
        """Without what the live roll-up has not counted yet."""
        recent_from = self._clock.now_ms() - SETTLED_MS
        rest = iter(told)
        while chunk := list(islice(rest, CHUNK)):
            reading.events += len(chunk)
            recent = [each for each in chunk if each.at > recent_from]
            yield from (each for each in chunk if each.at <= recent_from)
            for each, is_counted in zip(recent, self._rows.are_counted(recent) if recent else (), strict=True):
                if is_counted:
                    yield each
                else:
                    reading.late[each.event] = each
