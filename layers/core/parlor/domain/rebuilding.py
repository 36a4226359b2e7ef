"""Counting again from the archive: what the live figures should be, and where they differ.

Values that strangers can write are bounded by the hour: the live roll-up keeps those that came first and adds later ones to "other"
(domain/figures.py), by the order in which the stream told them. A count from the archive has no such order and need not agree on which
values were first: live numbers of such an hour are right when their sum is, and no named value has more than there is.
"""

from collections.abc import Iterator
from typing import Any, Protocol

from msgspec import Struct

from parlor.domain.counting import Cell, Recount
from parlor.domain.figures import DIMENSIONS, OTHER, Dimension, FigureName
from parlor.domain.metrics import Counted

RowName = tuple[str, str]
"""Names a row of sums."""
_Group = tuple[FigureName, Dimension, int]
"""All values of a figure by a dimension in an hour."""


class KeptRow(Struct, frozen=True):
    """A row of sums as it was read. `version` is None for one that is not there or has never had one; `beside` is what this version of
    the product does not know."""

    name: RowName
    version: int | None = None
    cells: dict[Cell, int] = {}
    beside: dict[str, Any] = {}
    there: bool = False


class MetricRows(Protocol):
    """One tenant's sums, row by row, while the live roll-up goes on."""

    def of_day(self, day: str) -> dict[RowName, KeptRow]:
        """All that there are of a UTC day (`2026-11-22`)."""

    def row_of(self, cell: Cell) -> RowName: ...

    def is_as_read(self, row: KeptRow) -> bool: ...

    def replace(self, row: KeptRow, cells: dict[Cell, int]) -> bool:
        """Takes the place of the row if it is as it was read; False when it has changed meanwhile."""

    def are_counted(self, told: list[Counted]) -> list[bool]:
        """Whether the live roll-up has counted the events. It forgets a week after counting."""


class Difference(Struct, frozen=True):
    cell: Cell
    live: int
    counted: int


def right_cells(live: dict[Cell, int], found: Recount) -> dict[Cell, int]:
    """What the live figures should be: those that are right stay as they are."""
    right: dict[Cell, int] = {}
    ours, theirs = _grouped(found.cells), _grouped({cell: number for cell, number in live.items() if number})
    for group in ours.keys() | theirs.keys():
        counted, told = ours.get(group, {}), theirs.get(group, {})
        if isinstance(group, Cell):
            right |= counted
        else:
            right |= told if _is_right(told, counted) else _bounded(group, counted, found.first)
    return right


def differences(live: dict[Cell, int], right: dict[Cell, int]) -> Iterator[Difference]:
    for cell in sorted(live.keys() | right.keys(), key=lambda each: (each.hour, each.figure, each.dimension or "", each.value)):
        was, is_ = live.get(cell, 0), right.get(cell, 0)
        if was != is_:
            yield Difference(cell, was, is_)


def _grouped(cells: dict[Cell, int]) -> dict[Cell | _Group, dict[Cell, int]]:
    """Cells that are bounded together; every other alone."""
    groups: dict[Cell | _Group, dict[Cell, int]] = {}
    for cell, number in cells.items():
        key = (cell.figure, cell.dimension, cell.hour) if cell.dimension and _values_max(cell.dimension) is not None else cell
        groups.setdefault(key, {})[cell] = number
    return groups


def _values_max(dimension: Dimension) -> int | None:
    return DIMENSIONS[dimension].values_max


def _is_right(live: dict[Cell, int], counted: dict[Cell, int]) -> bool:
    if live == counted:
        return True
    named = {cell: number for cell, number in live.items() if cell.value != OTHER}
    if len(named) == len(live) or sum(live.values()) != sum(counted.values()):
        return False
    return all(0 <= number <= counted.get(cell, 0) for cell, number in named.items())


def _bounded(group: _Group, counted: dict[Cell, int], first: dict[Cell, int]) -> dict[Cell, int]:
    """The values that came first, as many as an hour has room for, and the others together."""
    most = _values_max(group[1])
    in_order = sorted(counted, key=lambda cell: (first[cell], cell.value))
    kept = {cell: counted[cell] for cell in in_order[:most]}
    for cell in in_order[most:]:
        other = Cell(cell.tenant, cell.figure, cell.dimension, OTHER, cell.hour)
        kept[other] = kept.get(other, 0) + counted[cell]
    return kept
