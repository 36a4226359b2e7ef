"""Pages over months: together they hold everything that is wanted, once, newest first, and none reads without end."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parlor.storage import months
from parlor.storage.months import months_back, newest_page


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


FIRST, LAST = at("2023-11-05"), at("2026-11-22")


def key(moment: int) -> str:
    return f"{moment:013d}#"


class Index:
    """Rows by the month of their moment, as the index has them."""

    def __init__(self, moments: list[int]) -> None:
        self.rows = sorted(((f"{key(moment)}{n:04d}", moment) for n, moment in enumerate(moments)), reverse=True)
        self.read_rows = 0

    def read(self, month: int, low: str, high: str) -> Iterator[tuple[str, int]]:
        name = datetime.fromtimestamp(month / 1000, UTC).strftime("%Y%m")
        for sort_key, moment in self.rows:
            if low <= sort_key <= high and datetime.fromtimestamp(moment / 1000, UTC).strftime("%Y%m") == name:
                self.read_rows += 1
                yield sort_key, moment


@settings(deadline=None)
@given(
    st.lists(st.integers(at("2023-10-01"), at("2026-12-31")), max_size=120),
    st.integers(1, 4),
    st.integers(2, 9),
    st.integers(3, 20),
    st.integers(1, 40),
)
def test_the_pages_hold_everything_once(moments: list[int], every: int, page_size: int, read_max: int, months_max: int) -> None:
    index = Index(moments)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(months, "READ_MAX", read_max)
        patched.setattr(months, "MONTHS_MAX", months_max)
        found: list[int] = []
        position: str | None = None
        while True:
            before = index.read_rows
            page, position = newest_page(
                index.read, key, lambda moment: moment % every == 0, from_ms=FIRST, to_ms=LAST, position=position, most=page_size
            )
            assert len(page) <= page_size
            assert index.read_rows - before <= read_max + 1
            found += page
            if position is None:
                break
    assert found == [moment for _, moment in index.rows if FIRST <= moment <= LAST and moment % every == 0]


def test_months_are_walked_back_over_the_turn_of_the_year() -> None:
    walked = [datetime.fromtimestamp(month / 1000, UTC).strftime("%Y%m") for month in months_back(at("2025-11-30"), at("2026-02-01"))]
    assert walked == ["202602", "202601", "202512", "202511"]
