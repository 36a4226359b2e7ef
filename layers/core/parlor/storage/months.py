"""Lists over months: an index has one partition for each month, and a page may need several."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TypeVar

Row = TypeVar("Row")

PAGE = 50
"""Rows that a page shows."""
READ_MAX = 500
"""Rows that one request may look at when a filter leaves out many: then the page is short, and its cursor goes on."""
MONTHS_MAX = 24


def months_back(from_ms: int, to_ms: int) -> Iterator[int]:
    """A moment in each UTC month from that of `to_ms` back to that of `from_ms`, newest first."""
    month = datetime.fromtimestamp(to_ms / 1000, UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    first = datetime.fromtimestamp(from_ms / 1000, UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while month >= first:
        yield int(month.timestamp() * 1000)
        month = month.replace(year=month.year - 1, month=12) if month.month == 1 else month.replace(month=month.month - 1)


def newest_page(
    read: Callable[[int, str, str], Iterator[tuple[str, Row]]],
    key: Callable[[int], str],
    wanted: Callable[[Row], bool],
    *,
    from_ms: int,
    to_ms: int,
    position: str | None,
    most: int = PAGE,
) -> tuple[list[Row], str | None]:
    """One page of `most` rows between the two moments, newest first, and the position behind it, None at the end.

    `read(month, low, high)` gives the rows of a month with their sort keys, newest first; `key(at)` is the lowest sort
    key of a moment; `position` is a sort key of an earlier answer.
    """
    low, high = key(from_ms), position or key(to_ms + 1)
    page: list[Row] = []
    seen = 0
    moment, _, row_id = high.partition("#")
    until = int(moment) if row_id else int(moment) - 1
    for turn, month in enumerate(months_back(from_ms, until)):
        if turn == MONTHS_MAX:
            return page, key(_end_of(month))
        for sort_key, row in read(month, low, high):
            if sort_key == position:
                continue
            seen += 1
            if wanted(row):
                page.append(row)
            if len(page) == most or seen == READ_MAX:
                return page, sort_key
    return page, None


def _end_of(month: int) -> int:
    moment = datetime.fromtimestamp(month / 1000, UTC)
    after = moment.replace(year=moment.year + 1, month=1) if moment.month == 12 else moment.replace(month=moment.month + 1)
    return int(after.timestamp() * 1000)
