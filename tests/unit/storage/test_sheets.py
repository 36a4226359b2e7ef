"""Figures by dimension: what is bounded, what writing and reading cost. tests/unit/usecases/test_rebuild_metrics.py holds a month of all of
them against a count from the archive."""

from collections.abc import Iterator
from math import ceil
from typing import Any, ClassVar, get_args

import pytest

from parlor.domain.counting import Cell, counted
from parlor.domain.events import ConversationOpened, Event
from parlor.domain.figures import OTHER, TOTALS, Sheet
from parlor.domain.ids import ConversationId, TenantId, new_ulid
from parlor.domain.metrics import HOUR_MS, Count, Counted
from parlor.storage import keys, metrics
from parlor.storage.metrics import MetricCounter, MetricStore
from tests.fakes.capacity import item_size
from tests.fakes.dynamo import tables
from tests.fakes.month import START
from tests.fakes.traffic import Traffic

MESSAGES_A_CONVERSATION = 12.5


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


class Till(metrics.TransactWrite):  # type: ignore[misc]
    """Remembers which items were written."""

    written: ClassVar[list[tuple[str, str, str]]] = []

    def update(self, model: Any, *args: Any, **options: Any) -> None:
        self.written.append((model.Meta.table_name, model.pk, model.sk))
        super().update(model, *args, **options)


def write_units(client: Any, written: list[tuple[str, str, str]]) -> int:
    """A transaction costs twice what its items do: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html"""
    units = 0
    for table, pk, sk in written:
        item = client.get_item(TableName=table, Key={"pk": {"S": pk}, "sk": {"S": sk}})["Item"]
        units += 2 * ceil(item_size(item) / 1024)
    return units


def test_a_message_costs_the_roll_up_a_fifth_of_a_unit(dynamodb: Any, tenant: TenantId, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages themselves are not told. A hundred of them belong to eight conversations, here with all that those count, in the middle
    of an hour of a company that has 10 million messages a year: 91 conversations an hour, 13 agents at work."""
    traffic = Traffic(tenant, agents=13)
    hour = START + 9 * HOUR_MS
    count([event for n in range(45) for event in traffic.conversation(hour + n * 40_000)])
    conversations = round(100 / MESSAGES_A_CONVERSATION)
    batch = [event for n in range(conversations) for event in traffic.conversation(hour + 1_800_000 + n * 12_000)]
    # They are told when they happen: by the clock all of this falls into the time in which a hundred messages are sent.
    told = [each for event in batch if (each := counted(event)) is not None]
    moment = hour + 1_860_000
    told = [Counted(each.tenant, each.event, moment + n * 1_000, each.counts) for n, each in enumerate(told)]
    monkeypatch.setattr(metrics, "TransactWrite", Till)
    Till.written.clear()

    counter().count(told)

    units = write_units(dynamodb, Till.written)
    assert units / 100 <= 0.2, sorted(set(Till.written))


PAGE_BYTES = 1_048_576
"""Of items that one query reads at most."""


REPORTS: dict[str, tuple[Sheet, ...]] = {
    **{sheet: (sheet,) for sheet in get_args(Sheet)},
    "topics, with what lies where it was counted before": ("talk", "score"),
    "agents": ("agent", "score", "state"),
    "funnel, with the goals of the year before": ("goal", "goal", "visit"),
}


@pytest.mark.parametrize("report", REPORTS)
def test_a_year_of_ten_million_messages_is_read_in_fifteen_pages(tenant: TenantId, report: str) -> None:
    """8,760 hours as busy as 10 million messages a year make them: 800,000 conversations, 91 an hour; 500 visits an hour, 13 agents.

    The rows are those that the roll-up writes, their bytes are counted as DynamoDB counts them.
    """
    traffic = Traffic(tenant, agents=13)
    hour = keys.utc_hour_start(keys.utc_hour(START))
    events = [event for n in range(91) for event in traffic.conversation(hour + n * 39_000)]
    events += [event for n in range(500) for event in traffic.visit(hour + n * 7_000)]
    events += [event for agent in traffic.agents for event in traffic.shift(agent, hour, hour + HOUR_MS)]
    sums = metrics._sums(each for event in events if (each := counted(event)) is not None)
    pages = {}
    for sheet in REPORTS[report]:
        row = metrics._within(sums[key := (keys.sheet(tenant, sheet), keys.utc_hour(hour))], list(sums[key]), set())
        item = {"pk": {"S": key[0]}, "sk": {"S": key[1]}} | {name: {"N": str(number)} for name, number in row.items()}
        pages[sheet] = ceil(8_760 * item_size(item) / PAGE_BYTES)
    assert sum(pages[sheet] for sheet in REPORTS[report]) <= 15, pages
