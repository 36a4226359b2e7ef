"""Figures by dimension: what is bounded, what writing and reading cost. tests/unit/usecases/test_rebuild_metrics.py holds a month of all of
them against a count from the archive."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from bench.figures import REPORTS, units_per_message, year_pages
from parlor.domain.counting import Cell, counted
from parlor.domain.events import ConversationOpened, Event
from parlor.domain.figures import OTHER, TOTALS, Sheet
from parlor.domain.ids import ConversationId, TenantId, new_ulid
from parlor.domain.metrics import HOUR_MS, Count, Counted
from parlor.storage import metrics
from parlor.storage.metrics import MetricCounter, MetricStore
from tests.fakes.dynamo import tables
from tests.fakes.month import START


@pytest.fixture
def dynamodb() -> Iterator[Any]:
    with tables() as client:
        metrics.bind("Metrics")
        yield client


@pytest.fixture
def tenant() -> TenantId:
    return TenantId(new_ulid(START))


def counter() -> MetricCounter:
    return MetricCounter(lambda: START, pause=lambda _: None)


def count(events: list[Event]) -> None:
    counter().count(each for event in events if (each := counted(event)) is not None)


def live(tenant: TenantId, start: int, end: int) -> dict[Cell, int]:
    """All that the table holds."""
    store = MetricStore(tenant)
    cells = {
        Cell(tenant, figure, None, "", hour): number  # type: ignore[arg-type]
        for figure in TOTALS
        for hour, number in store.hours(figure, start, end).items()  # type: ignore[arg-type]
    }
    for sheet in get_args(Sheet):
        cells |= {Cell(tenant, cut.figure, cut.dimension, cut.value, cut.hour): cut.amount for cut in store.cuts(sheet, start, end)}
    return {cell: number for cell, number in cells.items() if number}


def opened(tenant: TenantId, page: str, at: int = START) -> ConversationOpened:
    return ConversationOpened(tenant, ConversationId(new_ulid(at)), at, "D", "S", f"https://tea.example/{page}")


def pages(tenant: TenantId) -> dict[str, int]:
    return {cut.value: cut.amount for cut in MetricStore(tenant).cuts("page", START, START + HOUR_MS)}


def test_an_hour_keeps_forty_pages_and_the_others_together(dynamodb: Any, tenant: TenantId) -> None:
    count([opened(tenant, f"p{n}") for n in range(30)])
    count([opened(tenant, f"p{n}") for n in range(25, 60)])
    count([opened(tenant, "p3"), opened(tenant, "never-seen")])
    found = pages(tenant)
    assert len(found) == 41
    assert (found["tea.example/p3"], found["tea.example/p29"], found[OTHER]) == (2, 2, 21)
    assert sum(found.values()) == 67


def test_values_that_look_like_paths_of_dynamodb_are_values(dynamodb: Any, tenant: TenantId) -> None:
    count([opened(tenant, "a.b.c/#x"), opened(tenant, "a[0].b"), opened(tenant, ":v/茶?x")])
    assert pages(tenant) == {"tea.example/a.b.c": 1, "tea.example/a(0).b": 1, "tea.example/:v/茶": 1}


def test_a_long_batch_is_cut_so_that_no_update_is_too_long(dynamodb: Any, tenant: TenantId) -> None:
    many = [
        Counted(tenant, f"e{n}", START + n, (Count("taken", START, 1, "agent", f"{n:010d}"), Count("accepted", START))) for n in range(400)
    ]
    counter().count(many)
    store = MetricStore(tenant)
    assert sum(cut.amount for cut in store.cuts("agent", START, START + HOUR_MS)) == 400
    assert sum(store.hours("accepted", START, START + HOUR_MS).values()) == 400


def test_another_tenants_dimensions_are_not_read(dynamodb: Any, tenant: TenantId) -> None:
    count([opened(TenantId(new_ulid(START)), "theirs")])
    assert pages(tenant) == {}


# --- cost ------------------------------------------------------------------------------------------------------------


def test_a_message_costs_the_roll_up_a_fifth_of_a_unit(dynamodb: Any) -> None:
    assert units_per_message() <= 0.2


@pytest.mark.parametrize("report", REPORTS)
def test_a_year_of_ten_million_messages_is_read_in_fifteen_pages(report: str) -> None:
    assert year_pages(report) <= 15
