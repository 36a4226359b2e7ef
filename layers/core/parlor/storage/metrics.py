"""The Metrics table: counters by tenant, metric and UTC hour, written exactly once for each event.

One row a day holds 24 hours (`h00` … `h23`), so a year of a figure is 366 small rows: one page of one query.

Exactly once: events of the same ten seconds share a *guard* row with the short hashes of those that are counted. The
guards' growth and the counters' sums are one transaction, conditional on the guards being as they were read. Told again,
in other batches or another order, an event is found in its guard; two batches at once cannot both win. Guards outlive the
stream's 24 hours by days, then expire.
"""

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from typing import Any

from msgspec import Struct
from pynamodb.attributes import BinarySetAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.operand import Path
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from parlor.domain.ids import TenantId
from parlor.domain.metrics import HOUR_MS, Counted, Metric, utc_days
from parlor.storage import connection, keys

BUCKET_S = 10
GUARD_LIFE_S = 7 * 86_400
"""A week: records can be parked and replayed for days, and a conversation can be taken a second time."""
_ITEMS_MAX = 96
"""DynamoDB takes 100 items in a transaction."""
_TRIES = 12


class GuardRow(Model):
    """`T#GUARD` / `<metric>#<bucket>`."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    ids = BinarySetAttribute(legacy_encoding=False)
    version = NumberAttribute()
    ttl = NumberAttribute()


class DayRow(Model):
    """`T#N#<metric>` / `<day>` with a number for each hour that has one."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


def bind(metrics_table: str) -> None:
    """Gives the models their table."""
    connection.bind((GuardRow, DayRow), metrics_table)


def _hour_attribute(at_ms: int) -> str:
    return f"h{at_ms // HOUR_MS % 24:02d}"


class _Bucket(Struct):
    """Events of one tenant and metric within ten seconds, by their short hash."""

    pk: str
    sk: str
    events: dict[bytes, Counted]


class MetricCounter:
    """Counts for all tenants. `pause` waits that many seconds between tries."""

    def __init__(self, now_ms: Callable[[], int], pause: Callable[[float], None] = time.sleep) -> None:
        self._now_ms = now_ms
        self._pause = pause

    def count(self, counted: Iterable[Counted]) -> None:
        for buckets in _transactions(_buckets(counted)):
            self._count(buckets)

    def _count(self, buckets: list[_Bucket]) -> None:
        """One transaction, repeated while other batches of the same moment are faster."""
        for attempt in range(_TRIES):
            guards = {row.sk: row for row in GuardRow.batch_get([(each.pk, each.sk) for each in buckets], consistent_read=True)}
            fresh = [_without_counted(bucket, guards.get(bucket.sk)) for bucket in buckets]
            fresh = [bucket for bucket in fresh if bucket.events]
            if not fresh:
                return
            try:
                self._write(fresh, guards)
            except TransactWriteError as error:
                if not _lost_a_race(error):
                    raise
                self._pause(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311  # spreads rivals, keeps no secret
            else:
                return
        raise TimeoutError("Other batches of the same moment were always faster.")

    def _write(self, buckets: list[_Bucket], guards: dict[str, GuardRow]) -> None:
        expires = self._now_ms() // 1000 + GUARD_LIFE_S
        sums: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        with TransactWrite(connection=connection.connection()) as transaction:
            for bucket in buckets:
                known = guards.get(bucket.sk)
                transaction.update(
                    GuardRow(bucket.pk, bucket.sk),
                    actions=[
                        GuardRow.ids.add(set(bucket.events)),
                        GuardRow.version.set(int(known.version) + 1 if known else 1),
                        GuardRow.ttl.set(expires),
                    ],
                    condition=GuardRow.version == known.version if known else GuardRow.pk.does_not_exist(),
                )
                for counted in bucket.events.values():
                    day = (keys.metric(counted.tenant, counted.metric), keys.utc_day(counted.at))
                    sums[day][_hour_attribute(counted.at)] += 1
            for (pk, sk), hours in sums.items():
                transaction.update(DayRow(pk, sk), actions=[Path(hour).add(number) for hour, number in hours.items()])


def _buckets(counted: Iterable[Counted]) -> Iterator[_Bucket]:
    """The events sorted into buckets, those of a tenant together."""
    found: dict[tuple[str, str], _Bucket] = {}
    for each in counted:
        pk = keys.guards(each.tenant)
        sk = keys.guard(each.metric, each.at // 1000 // BUCKET_S * BUCKET_S)
        bucket = found.setdefault((pk, sk), _Bucket(pk, sk, {}))
        bucket.events[blake2b(each.event.encode(), digest_size=8).digest()] = each
    yield from (found[key] for key in sorted(found))


def _transactions(buckets: Iterable[_Bucket]) -> Iterator[list[_Bucket]]:
    """Buckets of one tenant, as many as one transaction takes with the counters that they change."""
    group: list[_Bucket] = []
    days: set[tuple[str, str]] = set()
    for bucket in buckets:
        own = {(each.metric, keys.utc_day(each.at)) for each in bucket.events.values()}
        if group and (bucket.pk != group[0].pk or len(group) + 1 + len(days | own) > _ITEMS_MAX):
            yield group
            group, days = [], set()
        group.append(bucket)
        days |= own
    if group:
        yield group


def _without_counted(bucket: _Bucket, guard: GuardRow | None) -> _Bucket:
    if guard is None:
        return bucket
    known = guard.ids or set()
    return _Bucket(bucket.pk, bucket.sk, {event: counted for event, counted in bucket.events.items() if event not in known})


def _lost_a_race(error: TransactWriteError) -> bool:
    reasons = error.cancellation_reasons or []
    return any(reason is not None and reason.code in ("ConditionalCheckFailed", "TransactionConflict") for reason in reasons)


class MetricStore:
    """One tenant's figures."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant

    def hours(self, metric: Metric, start_ms: int, end_ms: int) -> dict[int, int]:
        first, last = utc_days(start_ms, end_ms)
        hours: dict[int, int] = {}
        for row in self._rows(metric, Path("sk").between(first, last)):
            midnight = keys.utc_day_start(row["sk"]["S"])
            for name, value in row.items():
                if name[0] == "h" and name[1:].isdigit():
                    hours[midnight + int(name[1:]) * HOUR_MS] = int(value["N"])
        return hours

    def ever(self, metric: Metric) -> bool:
        return any(True for _ in self._rows(metric, None, limit=1))

    def _rows(self, metric: Metric, within: Any, limit: int | None = None) -> Iterator[dict[str, Any]]:
        """The rows as DynamoDB gives them: the names of their hours are data."""
        table = DayRow._get_connection()
        start: dict[str, Any] | None = None
        while True:
            page = table.query(keys.metric(self._tenant, metric), range_key_condition=within, limit=limit, exclusive_start_key=start)
            yield from page["Items"]
            start = page.get("LastEvaluatedKey")
            if start is None or limit is not None:
                return
