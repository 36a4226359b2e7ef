"""Counters: exactly once, whatever the stream repeats, mixes or cuts differently."""

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pynamodb.exceptions import TransactWriteError

from parlor.domain.figures import Total
from parlor.domain.ids import TenantId, new_ulid
from parlor.domain.metrics import HOUR_MS, Counted, hour_of
from parlor.storage import keys, metrics
from parlor.storage.metrics import MetricCounter, MetricStore
from tests.fakes.dynamo import tables
from tests.fakes.figures import one

NOW = 1_790_000_000_000
TENANTS = [TenantId(new_ulid(NOW)), TenantId(new_ulid(NOW))]
METRICS: list[Total] = ["visits", "views", "consultations_online", "consultations_offline", "accepted"]


@pytest.fixture
def dynamodb() -> Iterator[Any]:
    with tables() as client:
        metrics.bind("Metrics")
        yield client


def counter() -> MetricCounter:
    return MetricCounter(lambda: NOW, pause=lambda _: None)


def counted_hours(tenant: TenantId, metric: Total) -> dict[int, int]:
    return MetricStore(tenant).hours(metric, NOW - 40 * HOUR_MS, NOW + 40 * HOUR_MS)


def expected_hours(events: list[Counted], tenant: TenantId, metric: Total) -> dict[int, int]:
    unique = {(each.event, each.at) for each in events if each.tenant == tenant and each.counts[0].figure == metric}
    return dict(Counter(hour_of(at) for _, at in unique))


@st.composite
def told(draw: st.DrawFn) -> tuple[list[Counted], list[list[Counted]]]:
    """Events, and batches in which each comes at least once: repeated, cut anew, out of order."""
    seed = draw(st.integers(0, 2**32))
    mark = new_ulid(NOW)
    events = [
        one(draw(st.sampled_from(TENANTS)), draw(st.sampled_from(METRICS)), NOW + draw(st.integers(-36_000, 36_000)) * 1_000, f"{mark} {n}")
        for n in range(draw(st.integers(1, 25)))
    ]
    stream = events + draw(st.lists(st.sampled_from(events), max_size=25))
    random.Random(seed).shuffle(stream)
    cuts = sorted(draw(st.lists(st.integers(0, len(stream)), max_size=5)))
    return events, [stream[low:high] for low, high in zip([0, *cuts], [*cuts, len(stream)], strict=True)]


@settings(max_examples=50, deadline=None)
@given(told())
def test_each_event_counts_once_however_it_is_told(told: tuple[list[Counted], list[list[Counted]]]) -> None:
    events, batches = told
    with tables():
        metrics.bind("Metrics")
        for batch in batches:
            counter().count(batch)
        for tenant in TENANTS:
            for metric in METRICS:
                assert counted_hours(tenant, metric) == expected_hours(events, tenant, metric)


def views(tenant: TenantId, number: int, step_ms: int = 1) -> list[Counted]:
    return [one(tenant, "views", NOW + n * step_ms, f"view {n}") for n in range(number)]


def test_a_batch_over_many_moments_is_cut_into_transactions(dynamodb: Any) -> None:
    tenant = TenantId(new_ulid(NOW))
    counter().count(views(tenant, 120, step_ms=60_000))
    assert sum(counted_hours(tenant, "views").values()) == 120


def test_a_lost_answer_does_not_count_twice(dynamodb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a transaction that was written although its answer never came, when the batch comes again, it counts once."""
    tenant = TenantId(new_ulid(NOW))
    write = MetricCounter._write

    def write_and_lose_the_answer(self: MetricCounter, *args: Any) -> None:
        write(self, *args)
        raise ConnectionError("no answer")

    with monkeypatch.context() as patched:
        patched.setattr(MetricCounter, "_write", write_and_lose_the_answer)
        with pytest.raises(ConnectionError):
            counter().count(views(tenant, 10))
    counter().count(views(tenant, 10))
    assert sum(counted_hours(tenant, "views").values()) == 10


def test_two_batches_of_the_same_moment_both_count(dynamodb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a rival that writes between reading the guards and the transaction, when it is refused, it reads again."""
    tenant = TenantId(new_ulid(NOW))
    all_views = views(tenant, 10)
    write = MetricCounter._write
    rivals = iter([all_views[:4], all_views[2:7]])

    def write_after_a_rival(self: MetricCounter, *args: Any) -> None:
        rival = next(rivals, None)
        if rival:
            with monkeypatch.context() as quiet:
                quiet.setattr(MetricCounter, "_write", write)
                counter().count(rival)
        write(self, *args)

    monkeypatch.setattr(MetricCounter, "_write", write_after_a_rival)
    counter().count(all_views)
    assert sum(counted_hours(tenant, "views").values()) == 10


def test_a_fault_of_the_table_is_raised_and_counts_nothing(dynamodb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tenant = TenantId(new_ulid(NOW))

    def broken(self: MetricCounter, *args: Any) -> None:
        raise TransactWriteError("no such table")

    with monkeypatch.context() as patched:
        patched.setattr(MetricCounter, "_write", broken)
        with pytest.raises(TransactWriteError):
            counter().count(views(tenant, 3))
    assert counted_hours(tenant, "views") == {}


def test_a_year_is_one_page(dynamodb: Any) -> None:
    tenant = TenantId(new_ulid(NOW))
    for day in range(400):
        row = {"pk": {"S": keys.metric(tenant, "views")}, "sk": {"S": keys.utc_day(NOW + day * 24 * HOUR_MS)}}
        dynamodb.put_item(TableName="Metrics", Item=row | {f"h{hour:02d}": {"N": "9"} for hour in range(24)})
    queries = []
    connection = metrics.SumRow._get_connection()
    query = connection.query
    connection.query = lambda *args, **options: (queries.append(args), query(*args, **options))[1]  # type: ignore[method-assign]
    try:
        hours = MetricStore(tenant).hours("views", NOW, NOW + 399 * 24 * HOUR_MS)
    finally:
        connection.query = query  # type: ignore[method-assign]
    assert (sum(hours.values()), len(queries)) == (400 * 24 * 9, 1)


def test_whether_anything_was_ever_counted(dynamodb: Any) -> None:
    tenant = TenantId(new_ulid(NOW))
    assert not MetricStore(tenant).ever("views")
    counter().count(views(tenant, 1))
    assert MetricStore(tenant).ever("views")
    assert not MetricStore(tenant).ever("visits")


def test_another_tenants_figures_are_not_read(dynamodb: Any) -> None:
    mine, theirs = TenantId(new_ulid(NOW)), TenantId(new_ulid(NOW))
    counter().count(views(theirs, 5))
    assert counted_hours(mine, "views") == {}
