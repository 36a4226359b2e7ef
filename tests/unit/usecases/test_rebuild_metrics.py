"""Figures counted again from the archive: every number of a month is the live one; what is wrong is mended; the live roll-up goes on."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from bench.meter import metered
from parlor.domain.counting import Cell, counted, recount
from parlor.domain.events import ConversationOpened, Event, MessageLeft, PageShown
from parlor.domain.fact_lines import Moved, Told, UnreadableFact, told_by
from parlor.domain.figures import FIGURES, OTHER
from parlor.domain.ids import ConversationId, LeftMessageId, TenantId, new_ulid
from parlor.domain.log import Entry
from parlor.domain.metrics import HOUR_MS, points_of
from parlor.gateways.archive import S3Archive
from parlor.gateways.archive_objects import FactFiles, Objects
from parlor.storage import keys, metrics
from parlor.storage.conversations import ConversationStore
from parlor.storage.metric_rows import MetricRowStore
from parlor.storage.metrics import MetricCounter
from parlor.storage.streams import event_of
from parlor.usecases.rebuild_metrics import DayCounted, RebuildMetrics
from parlor.usecases.roll_up import keep_and_count, roll_up
from tests.fakes.dynamo import create_table, tables
from tests.fakes.month import BERLIN, DAY_MS, MONTH, START, PlayedMonth, events_of_month, redelivered
from tests.fakes.office import FakeParking
from tests.fakes.traffic import Traffic
from tests.fakes.words import SpacedWords
from tests.fakes.world import FixedClock
from tests.unit.storage.test_sheets import live

BUCKET = "archive"
DAYS = [(datetime(2026, 9, 28, tzinfo=UTC) + timedelta(days=n)).date().isoformat() for n in range(36)]


@pytest.fixture
def dynamodb() -> Iterator[Any]:
    with tables() as client:
        metrics.bind("Metrics")
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket=BUCKET)
        yield client


class Live:
    """The live roll-up of a company, its archive, and who counts again."""

    def __init__(self, tenant: TenantId, now: int) -> None:
        self.tenant = tenant
        self.clock = FixedClock(now)
        self.archive = S3Archive(BUCKET)
        self.counters = MetricCounter(self.clock.now_ms, pause=lambda _: None)
        self.rows: Any = MetricRowStore(tenant)
        self.facts: Any = FactFiles(tenant, Objects(BUCKET))

    def tell(self, batch: list[Any]) -> None:
        """Records go the way of the stream's function; events join them behind the reading."""
        records = [each for each in batch if isinstance(each, dict)]
        parking = FakeParking()
        roll_up(records, event_of, whole_log, SpacedWords(), self.archive, self.counters, parking)
        assert parking.parked == []
        self.count([each for each in batch if not isinstance(each, dict)])

    def count(self, events: list[Event]) -> None:
        keep_and_count(told(events), self.archive, self.counters)

    def rebuild(self, day: str, *, mend: bool = True) -> DayCounted:
        return RebuildMetrics(self.facts, self.rows, self.counters, self.clock)(day, mend=mend)


def whole_log(tenant: TenantId, conversation_id: ConversationId) -> list[Entry]:
    return list(ConversationStore(tenant).whole_log(conversation_id))


def told(events: list[Event]) -> list[Told]:
    return [Told(event, each) for event in events if (each := counted(event)) is not None]


def test_every_number_of_a_month_is_the_same_live_and_from_the_archive(dynamodb: Any) -> None:
    """Given a month told in disorder and more than once, when it is counted again, nothing differs; and when the table is lost, all of it
    comes back. A figure of domain/figures.py that the month has nothing of makes this fail."""
    chance = random.Random(5)
    with metered() as meter:
        played = PlayedMonth(meter)
        played.play()
    company = Live(played.tenant, START + 70 * DAY_MS)
    events = events_of_month(Traffic(played.tenant))
    for batch in redelivered([*played.records, *events], chance):
        company.tell(batch)

    found = live(played.tenant, START - 3 * DAY_MS, START + 40 * DAY_MS)
    assert {cell.figure for cell in found} == {figure.name for figure in FIGURES}, "the month has something of every figure"
    assert {(cell.figure, cell.dimension) for cell in found} >= {(each.name, by) for each in FIGURES for by in each.dimensions}
    checked = [company.rebuild(day, mend=False) for day in DAYS[::6]]
    assert [each for each in checked if each.differences or each.late or each.moving] == []
    assert by_day(found) == by_day_of_events(events, played.opened)

    # The whole table is lost, with all guards.
    dynamodb.delete_table(TableName="Metrics")
    create_table(dynamodb, "Metrics")
    assert sum(len(company.rebuild(day).differences) for day in DAYS) == len(found)
    assert live(played.tenant, START - 3 * DAY_MS, START + 40 * DAY_MS) == found


def by_day(cells: dict[Cell, int]) -> dict[str, int]:
    """Conversations by local day, from a dimension."""
    points = points_of(MONTH, "day")
    days: Counter[str] = Counter()
    for cell, number in cells.items():
        if cell.figure == "consultations_online" and cell.dimension == "department" and cell.hour in points:
            days[points[cell.hour]] += number
    return days


def by_day_of_events(events: list[Event], played: list[int]) -> dict[str, int]:
    times = [event.at for event in events if isinstance(event, ConversationOpened)] + played
    days = [datetime.fromtimestamp(at / 1000, BERLIN).date() for at in times]
    return Counter(day.isoformat() for day in days if MONTH.first <= day <= MONTH.last)


@pytest.fixture
def company(dynamodb: Any) -> Live:
    now = START + 9 * HOUR_MS
    return Live(TenantId(new_ulid(now)), now)


@pytest.fixture
def today(company: Live) -> str:
    return datetime.fromtimestamp(company.clock.now / 1000, UTC).date().isoformat()


def views(company: Live, number: int) -> list[Event]:
    return [PageShown(company.tenant, f"{n}#{company.tenant}", company.clock.now + n) for n in range(number)]


def numbers(company: Live) -> dict[tuple[str, str], int]:
    cells = live(company.tenant, company.clock.now - DAY_MS, company.clock.now + DAY_MS)
    return {(cell.figure, cell.value): number for cell, number in cells.items()}


def test_a_row_that_is_wrong_is_mended_once_and_what_a_later_version_wrote_stays(company: Live, today: str, dynamodb: Any) -> None:
    company.count([*views(company, 5), *Traffic(company.tenant).conversation(company.clock.now)])
    right = live(company.tenant, START - DAY_MS, START + 2 * DAY_MS)
    views_row = {"pk": {"S": keys.metric(company.tenant, "views")}, "sk": {"S": keys.utc_day(company.clock.now)}}
    page_row = {"pk": {"S": keys.sheet(company.tenant, "page")}, "sk": {"S": keys.utc_hour(company.clock.now)}}
    hour = f"h{company.clock.now // HOUR_MS % 24:02d}"
    dynamodb.put_item(TableName="Metrics", Item=views_row | {hour: {"N": "70"}, "zz": {"S": "later"}})
    dynamodb.delete_item(TableName="Metrics", Key=page_row)
    checked = company.rebuild(today, mend=False)
    of_views = [each for each in checked.differences if each.cell.figure == "views"]
    assert [(each.cell.figure, each.live, each.counted) for each in of_views] == [("views", 70, 5)]
    assert dynamodb.get_item(TableName="Metrics", Key=views_row)["Item"][hour] == {"N": "70"}, "a check changes nothing"

    assert company.rebuild(today).differences == checked.differences

    assert live(company.tenant, START - DAY_MS, START + 2 * DAY_MS) == right
    assert dynamodb.get_item(TableName="Metrics", Key=views_row)["Item"]["zz"] == {"S": "later"}
    before = dynamodb.scan(TableName="Metrics")["Items"]
    assert company.rebuild(today).differences == []
    assert dynamodb.scan(TableName="Metrics")["Items"] == before, "the second time nothing is written"


def test_what_was_archived_and_never_counted_is_counted_once(company: Live, today: str) -> None:
    """Given a function that died between its two writes, when figures are counted again and the batch comes again after all."""
    company.count(views(company, 3))
    lost = views(company, 8)[3:]
    keep_and_count(told(lost), company.archive, _Deaf())
    assert (company.rebuild(today, mend=False).late, company.rebuild(today).late) == (5, 5)
    company.count(lost)
    assert numbers(company) == {("views", ""): 8}
    assert company.rebuild(today, mend=False).differences == []


class _Deaf:
    def count(self, counted: Any) -> None:
        pass


class Meanwhile:
    """The rows of the figures, while the live roll-up goes on between any two requests."""

    def __init__(self, rows: MetricRowStore, step: Any) -> None:
        self._rows = rows
        self._step = step

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._rows, name)

        def call(*args: Any) -> Any:
            if name != "row_of":
                self._step()
            answer = method(*args)
            if name != "row_of":
                self._step()
            return answer

        return call


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_lost_or_doubled_while_the_live_roll_up_goes_on(company: Live, today: str, dynamodb: Any, seed: int) -> None:
    """Given events of which some are archived and not counted yet, and wrong rows, when days are counted again while between any two
    requests another event is archived or counted, then in the end every number is that of all events."""
    chance = random.Random(seed)
    traffic = Traffic(company.tenant, seed=seed)
    events: list[Event] = [*views(company, 6), *traffic.shift(traffic.agents[0], START + 20 * HOUR_MS, START + 26 * HOUR_MS)]
    events += [event for n in range(3) for event in traffic.conversation(company.clock.now + n * 60_000)]
    company.count(events[:4])
    dynamodb.put_item(
        TableName="Metrics",
        Item={"pk": {"S": keys.metric(company.tenant, "visits")}, "sk": {"S": keys.utc_day(company.clock.now)}, "h03": {"N": "9"}},
    )
    waiting, archived = events[4:], []

    def step() -> None:
        for _ in range(chance.choice((0, 0, 1, 2))):
            if waiting and chance.random() < 0.6:
                archived.append(waiting.pop(chance.randrange(len(waiting))))
                keep_and_count(told([archived[-1]]), company.archive, _Deaf())
            elif archived:
                company.count([archived.pop(0)])

    company.rows = Meanwhile(company.rows, step)
    tomorrow = (datetime.fromtimestamp(START / 1000, UTC) + timedelta(days=1)).date().isoformat()
    for day in (today, tomorrow, today):
        company.rebuild(day)
    company.count([*archived, *waiting])
    for day in (today, tomorrow):
        company.rebuild(day)
        assert company.rebuild(day, mend=False).differences == []

    assert live(company.tenant, START - DAY_MS, START + 3 * DAY_MS) == recount(events)


@pytest.mark.parametrize("seed", range(4))
def test_a_check_finds_nothing_where_only_the_live_roll_up_goes_on(company: Live, today: str, seed: int) -> None:
    chance = random.Random(seed)
    waiting = views(company, 30)

    def step() -> None:
        if waiting and chance.random() < 0.5:
            company.count([waiting.pop()])

    company.rows = Meanwhile(company.rows, step)
    for _ in range(3):
        checked = company.rebuild(today, mend=False)
        assert (checked.differences, checked.late) == ([], 0)


def opened(company: Live, n: int) -> ConversationOpened:
    at = company.clock.now + n
    return ConversationOpened(company.tenant, ConversationId(new_ulid(at)), at, "D", "S", f"https://tea.example/{n}")


def test_values_beyond_the_bound_of_an_hour_may_be_others_and_are_mended_in_order(company: Live, today: str, dynamodb: Any) -> None:
    events = [opened(company, n) for n in range(60)]
    company.count(events[20:])
    company.count(events[:20])
    kept = {value for (figure, value) in numbers(company) if "tea.example" in value}
    assert "tea.example/59" in kept, "told first, though it came last"
    assert company.rebuild(today, mend=False).differences == []
    row = {"pk": {"S": keys.sheet(company.tenant, "page")}, "sk": {"S": keys.utc_hour(company.clock.now)}}
    dynamodb.delete_item(TableName="Metrics", Key=row)

    company.rebuild(today)

    pages = {value: number for (figure, value), number in numbers(company).items() if "tea.example" in value or value == OTHER}
    assert pages == {f"tea.example/{n}": 1 for n in range(40)} | {OTHER: 20}


def test_a_day_in_parts_is_the_day(company: Live, today: str, monkeypatch: pytest.MonkeyPatch) -> None:
    company.count([*views(company, 40), *Traffic(company.tenant).conversation(company.clock.now)])
    monkeypatch.setattr("parlor.usecases.rebuild_metrics.PASS_BYTES", 1_000)
    assert company.rebuild(today, mend=False).differences == []


def test_a_line_of_a_later_version_stops_the_count_before_anything_is_changed(company: Live, today: str) -> None:
    company.count(views(company, 2))
    company.archive.keep_facts(company.tenant, today, [b'{"event":"telepathy","at":1}'])
    with pytest.raises(UnreadableFact, match="telepathy"):
        company.rebuild(today)
    assert numbers(company) == {("views", ""): 2}


def test_objects_that_are_put_together_meanwhile_are_read_again(company: Live, today: str) -> None:
    company.count(views(company, 2))
    lines, times = company.facts.lines, iter([True, True, False])

    def moving(day: str) -> Iterator[bytes]:
        yield from lines(day)
        if next(times):
            raise Moved

    company.facts.lines = moving
    assert company.rebuild(today, mend=False).differences == []
    company.facts.lines = lambda day: (_ for _ in ()).throw(Moved())
    with pytest.raises(Moved):
        company.rebuild(today)


def test_every_kind_of_event_is_read_as_it_was_written(company: Live) -> None:
    events = events_of_month(Traffic(company.tenant))
    keep_and_count(told(events), company.archive, _Deaf())
    read = {each.event for day in DAYS for line in company.facts.lines(day) if (each := told_by(line)) is not None}
    assert read == {each.event for each in told(events)}
    assert told_by(b'{"event":"said","tenant":"T","conversation_id":"C","seq":1,"by":"visitor","at":1}') is None
    assert isinstance(MessageLeft(company.tenant, LeftMessageId("L"), 1), MessageLeft)
