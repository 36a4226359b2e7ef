"""The Metrics table: what is counted by tenant, figure and UTC hour, written exactly once for each event.

Totals: one row a day holds 24 hours (`h00` … `h23`), so a year of a figure is 366 small rows: one page of one query.

Dimensions: one row an hour holds everything of a *sheet*, each number in an attribute of its own whose name says figure, dimension and
value (`Cr浙江`: conversations, province, 浙江; see domain/figures.py). So what a batch counts goes into few rows, however many dimensions
there are, and a report reads one partition in order. A day of any time zone is made of whole hours.

Exactly once: events of the same stretch of time share a *guard* row with the short hashes of those that are counted. The guards' growth
and the sums are one transaction, conditional on the guards being as they were read. Told again, in other batches or another order, an
event is found in its guard; two batches at once cannot both win. Guards outlive the stream's 24 hours by days, then expire.

What strangers can write (pages, search words, names of browsers) is bounded: an hour keeps the first `values_max` values of such a
dimension, what comes later counts as "other" (`OTHER`). To know them the hour's row is read; two batches at once may go over it by few.
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
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from parlor.domain.figures import BY_NAME, DIMENSIONS, OTHER, Dimension, FigureName, Sheet, Total, attribute, meaning
from parlor.domain.ids import TenantId
from parlor.domain.metrics import HOUR_MS, Count, Counted, Cut, utc_days
from parlor.storage import connection, keys

BUCKET_S = 60
VISIT_BUCKET_S = 10
"""Of visits and page views, which are many: at a hundred a second a guard holds a thousand hashes, and more cost more to write."""
GUARD_LIFE_S = 7 * 86_400
"""A week: records can be parked and replayed for days."""
_ITEMS_MAX = 96
"""DynamoDB takes 100 items in a transaction."""
_NUMBERS_MAX = 80
"""Of one row in a transaction: an update expression takes 4 KB and 300 operators."""
_TRIES = 12
VERSION = "_v"
"""Of a row of sums: grows with each change, so that who counts again (storage/metric_rows.py) notices changes in the middle of it."""


class GuardRow(Model):
    """`T#GUARD` / `E#<bucket>`, of visits and page views `V#<bucket>`."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    ids = BinarySetAttribute(legacy_encoding=False)
    version = NumberAttribute()
    ttl = NumberAttribute()


class SumRow(Model):
    """`T#N#<metric>` / `<day>` with a number for each hour that has one; `T#H#<sheet>` / `<hour>` with a number for each `attribute`."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


def bind(metrics_table: str) -> None:
    """Gives the models their table."""
    connection.bind((GuardRow, SumRow), metrics_table)


def _hour_attribute(at_ms: int) -> str:
    return f"h{at_ms // HOUR_MS % 24:02d}"


_Key = tuple[str, str]
_Sums = dict[_Key, dict[str, int]]


class _Told(Struct, frozen=True):
    """An event with its guard's key and its short hash."""

    guard: _Key
    mark: bytes
    counted: Counted


class MetricCounter:
    """Counts for all tenants. `pause` waits that many seconds between tries."""

    def __init__(self, now_ms: Callable[[], int], pause: Callable[[float], None] = time.sleep) -> None:
        self._now_ms = now_ms
        self._pause = pause

    def count(self, counted: Iterable[Counted]) -> None:
        for group in _transactions(_told(counted)):
            self._count(group)

    def _count(self, group: list[_Told]) -> None:
        """One transaction, repeated while other batches of the same moment are faster."""
        wanted = list(dict.fromkeys(each.guard for each in group))
        for attempt in range(_TRIES):
            guards = {(row.pk, row.sk): row for row in GuardRow.batch_get(wanted, consistent_read=True)}
            fresh = [each for each in group if not _is_counted(each, guards)]
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

    def _write(self, fresh: list[_Told], guards: dict[_Key, GuardRow]) -> None:
        expires = self._now_ms() // 1000 + GUARD_LIFE_S
        marks: dict[_Key, set[bytes]] = defaultdict(set)
        for each in fresh:
            marks[each.guard].add(each.mark)
        with TransactWrite(connection=connection.connection()) as transaction:
            for key, new in marks.items():
                known = guards.get(key)
                transaction.update(
                    GuardRow(*key),
                    actions=[
                        GuardRow.ids.add(new),
                        GuardRow.version.set(int(known.version) + 1 if known else 1),
                        GuardRow.ttl.set(expires),
                    ],
                    condition=GuardRow.version == known.version if known else GuardRow.pk.does_not_exist(),
                )
            for key, numbers in _bounded(_sums(each.counted for each in fresh)).items():
                # A list: a dot in a value is no step of the path.
                actions: list[Action] = [Path([name]).add(number) for name, number in numbers.items() if number]
                if actions:
                    transaction.update(SumRow(*key), actions=[*actions, Path([VERSION]).add(1)])


def _told(counted: Iterable[Counted]) -> Iterator[_Told]:
    """Each event once, those of a tenant and moment together."""
    found: dict[tuple[str, str, bytes], _Told] = {}
    for each in counted:
        guard, mark = guard_of(each)
        found[(*guard, mark)] = _Told(guard, mark, each)
    yield from (found[key] for key in sorted(found))


def guard_of(counted: Counted) -> tuple[_Key, bytes]:
    """The key of the row that says whether the event is counted, and its short hash there."""
    return (keys.guards(counted.tenant), _guard(counted)), blake2b(counted.event.encode(), digest_size=8).digest()


def _guard(counted: Counted) -> str:
    of_visits = counted.counts[0].figure in ("visits", "views")
    bucket_s = VISIT_BUCKET_S if of_visits else BUCKET_S
    return keys.guard("V" if of_visits else "E", counted.at // 1000 // bucket_s * bucket_s)


def _place(counted: Counted, count: Count) -> tuple[_Key, str]:
    """The row and the attribute of one number."""
    if count.dimension is None:
        return (keys.metric(counted.tenant, count.figure), keys.utc_day(count.at)), f"h{count.at // HOUR_MS % 24:02d}"
    sheet = BY_NAME[count.figure].sheet_of(count.dimension)
    if sheet is None:
        raise ValueError(f"{count.figure} is not counted by {count.dimension}")
    return (keys.sheet(counted.tenant, sheet), keys.utc_hour(count.at)), attribute(count.figure, count.dimension, count.value)


def _sums(counted: Iterable[Counted]) -> _Sums:
    sums: _Sums = defaultdict(lambda: defaultdict(int))
    for each in counted:
        for count in each.counts:
            key, name = _place(each, count)
            sums[key][name] += count.amount
    return sums


def _bounded(sums: _Sums) -> _Sums:
    """Values that an hour has no room for are added to its "other". ½ RU for 4 KB of each row that strangers can write into."""
    bounded: _Sums = {}
    for key, numbers in sums.items():
        new = [name for name in numbers if _values_max(name) is not None]
        bounded[key] = _within(numbers, new, _names(key)) if new else numbers
    return bounded


def _within(numbers: dict[str, int], new: list[str], known: set[str]) -> dict[str, int]:
    places: dict[str, int] = defaultdict(int)
    for name in known:
        places[name[:2]] += 1
    kept: dict[str, int] = defaultdict(int)
    for name, number in numbers.items():
        limit = _values_max(name) if name in new and name not in known else None
        if limit is not None and places[name[:2]] >= limit:
            kept[name[:2] + OTHER] += number
        else:
            places[name[:2]] += name not in known
            kept[name] += number
    return kept


def _values_max(name: str) -> int | None:
    said = meaning(name)
    return DIMENSIONS[said[1]].values_max if said is not None else None


def _names(key: _Key) -> set[str]:
    """The attributes of an hour's row, as it was a moment ago."""
    return set(SumRow._get_connection().get_item(*key).get("Item", {}))


def _transactions(told: Iterable[_Told]) -> Iterator[list[_Told]]:
    """Events of one tenant, as many as one transaction takes with the rows that they change."""
    group: list[_Told] = []
    guards: set[_Key] = set()
    rows: dict[_Key, set[str]] = {}
    for each in told:
        own: dict[_Key, set[str]] = {}
        for key, name in (_place(each.counted, count) for count in each.counted.counts):
            own.setdefault(key, set()).add(name)
        full = len(guards | {each.guard}) + len(rows.keys() | own.keys()) > _ITEMS_MAX
        long = any(len(rows.get(key, set()) | names) > _NUMBERS_MAX for key, names in own.items())
        if group and (each.guard[0] != group[0].guard[0] or full or long):
            yield group
            group, guards, rows = [], set(), {}
        group.append(each)
        guards.add(each.guard)
        for key, names in own.items():
            rows.setdefault(key, set()).update(names)
    if group:
        yield group


def _is_counted(told: _Told, guards: dict[_Key, GuardRow]) -> bool:
    known = guards.get(told.guard)
    return known is not None and told.mark in (known.ids or set())


def _lost_a_race(error: TransactWriteError) -> bool:
    reasons = error.cancellation_reasons or []
    return any(reason is not None and reason.code in ("ConditionalCheckFailed", "TransactionConflict") for reason in reasons)


class MetricStore:
    """One tenant's figures."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant

    def hours(self, metric: Total, start_ms: int, end_ms: int) -> dict[int, int]:
        first, last = utc_days(start_ms, end_ms)
        hours: dict[int, int] = {}
        for row in self._rows(keys.metric(self._tenant, metric), Path("sk").between(first, last)):
            midnight = keys.utc_day_start(row["sk"]["S"])
            for name, value in row.items():
                if name[0] == "h" and name[1:].isdigit():
                    hours[midnight + int(name[1:]) * HOUR_MS] = int(value["N"])
        return hours

    def ever(self, metric: Total) -> bool:
        return any(True for _ in self._rows(keys.metric(self._tenant, metric), None, limit=1))

    def cuts(self, sheet: Sheet, start_ms: int, end_ms: int, only: tuple[FigureName, Dimension] | None = None) -> Iterator[Cut]:
        """Everything of a sheet between two moments, or one figure by one dimension of it, hour by hour.

        A page of a query for 1 MB of rows, some 600 busy hours at least.
        """
        within = Path("sk").between(keys.utc_hour(start_ms), keys.utc_hour(end_ms - 1))
        prefix = attribute(*only, "") if only is not None else ""
        # The same names stand in every hour: a year has a million of them, and few are different.
        known: dict[str, tuple[FigureName, Dimension, str] | None] = {}
        for row in self._rows(keys.sheet(self._tenant, sheet), within):
            hour = keys.utc_hour_start(row["sk"]["S"])
            for name, value in row.items():
                if not name.startswith(prefix):
                    continue
                if name not in known:
                    known[name] = meaning(name)
                if (said := known[name]) is not None:
                    yield Cut(hour, *said, int(value["N"]))

    def _rows(self, partition: str, within: Any, limit: int | None = None) -> Iterator[dict[str, Any]]:
        """The rows as DynamoDB gives them: the names of their numbers are data."""
        table = SumRow._get_connection()
        start: dict[str, Any] | None = None
        while True:
            page = table.query(partition, range_key_condition=within, limit=limit, exclusive_start_key=start)
            yield from page["Items"]
            start = page.get("LastEvaluatedKey")
            if start is None or limit is not None:
                return
