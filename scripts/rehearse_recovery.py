"""Rehearses the recovery of the tables: copies as of a moment, compared with what is there now, and deleted. `make rehearse-recovery`.

    make rehearse-recovery ENV=dev                           as of ten minutes ago
    … AT=2026-11-29T08:00:00Z                                as of this moment (UTC), up to 35 days back
    … SAMPLE=500                                             so many rows of each copy are compared one by one
    … KEEP=1                                                 the copies stay, to look at them; CLEAN=1 deletes what is left of rehearsals
    … ANYWAY=1                                               also of tables that keep no recovery points: the copy is then as of now

Nothing is changed in the tables themselves. It reads copy and table once to count (½ RU for 4 KB) and costs AWS's price for a restore, by
the GB. docs/recovery.md says what a real recovery takes.

Exit code: 0 every copy is whole, 1 one is not, 2 it could not be done.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from scripts.deployed import Deployed, deployed
from scripts.steps import Trouble, complain

TABLES = ("DirectoryTable", "ChatTable", "MetricsTable")
"""Those with point-in-time recovery: what stands in the fourth is gone within hours."""
MARK = "-rehearsal-"
"""In the names of copies. A table without it is never deleted."""
PATIENCE_S = 6 * 3_600
SAMPLE = 200
_SHAPE = ("KeySchema", "AttributeDefinitions")


@dataclass
class Compared:
    """One table beside its copy. Of the sampled rows of the copy: how many are the same now, changed since, gone since."""

    table: str
    took_s: int
    now: int = 0
    then: int = 0
    same: int = 0
    changed: int = 0
    gone: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        sampled = f"{self.same} same, {self.changed} changed, {self.gone} gone since"
        return f"{self.table}: {self.then:,} rows then, {self.now:,} now; of the sample {sampled}; restored in {self.took_s} s"


class Rehearsal:
    """`wait` is told the seconds between two looks."""

    def __init__(self, client: Any, wait: Callable[[float], None] = time.sleep, say: Callable[[str], None] = print) -> None:
        self._client = client
        self._wait = wait
        self._say = say

    def check(self, table: str, at: datetime, *, anyway: bool) -> bool:
        """Whether the table can be restored as of the moment; False: only as of now, and that was asked for. Raises `Trouble`."""
        found = self._client.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"].get(
            "PointInTimeRecoveryDescription", {}
        )
        if found.get("PointInTimeRecoveryStatus") != "ENABLED":
            if anyway:
                return False
            raise Trouble(f"{table} keeps no recovery points: nothing of it could be recovered.", "ANYWAY=1 makes a copy as of now")
        first, last = found["EarliestRestorableDateTime"], found["LatestRestorableDateTime"]
        if not first <= at <= last:
            raise Trouble(f"{table} can be restored as of {first:%Y-%m-%dT%H:%M:%SZ} to {last:%Y-%m-%dT%H:%M:%SZ}.", "give another AT")
        return True

    def restore(self, table: str, copy: str, at: datetime | None) -> None:
        moment: dict[str, Any] = {"RestoreDateTime": at} if at else {"UseLatestRestorableTime": True}
        self._client.restore_table_to_point_in_time(SourceTableName=table, TargetTableName=copy, **moment)

    def wait_for(self, copy: str) -> None:
        """Raises `Trouble` after six hours."""
        for _ in range(PATIENCE_S // 10):
            if self._client.describe_table(TableName=copy)["Table"]["TableStatus"] == "ACTIVE":
                return
            self._wait(10)
        raise Trouble(f"{copy} is not restored after {PATIENCE_S // 3_600} hours.", "CLEAN=1 deletes it when it is")

    def compare(self, table: str, copy: str, sample: int, took_s: int) -> Compared:
        result = Compared(table, took_s)
        there, back = (self._client.describe_table(TableName=name)["Table"] for name in (table, copy))
        result.wrong += [f"{name} differs" for name in _SHAPE if _sorted(there[name]) != _sorted(back[name])]
        if _indexes(there) != _indexes(back):
            result.wrong.append("the indexes differ")
        result.now, result.then = self._count(table), self._count(copy)
        if result.now and not result.then:
            result.wrong.append("the copy is empty")
        for row in self._some(copy, sample):
            known = self._client.get_item(TableName=table, Key={"pk": row["pk"], "sk": row["sk"]}, ConsistentRead=True).get("Item")
            if known is None:
                result.gone += 1
            elif known == row:
                result.same += 1
            else:
                result.changed += 1
        return result

    def delete(self, copy: str) -> None:
        if MARK not in copy:
            raise ValueError(f"{copy} is no copy of a rehearsal.")
        self._client.delete_table(TableName=copy)
        self._say(f"deleted {copy}")

    def left_over(self, tables: tuple[str, ...]) -> list[str]:
        """Copies of these tables that earlier rehearsals left."""
        pages = self._client.get_paginator("list_tables").paginate()
        return [name for page in pages for name in page["TableNames"] if any(name.startswith(table + MARK) for table in tables)]

    def _count(self, table: str) -> int:
        pages = self._client.get_paginator("scan").paginate(TableName=table, Select="COUNT")
        return sum(page["Count"] for page in pages)

    def _some(self, table: str, most: int) -> Iterator[dict[str, Any]]:
        """From several places of the table: a scan in segments begins in each."""
        segments = 8
        for segment in range(segments):
            limit = most // segments + (segment < most % segments)
            if limit:
                yield from self._client.scan(TableName=table, Segment=segment, TotalSegments=segments, Limit=limit)["Items"]


def rehearse(rehearsal: Rehearsal, tables: tuple[str, ...], at: datetime, *, sample: int, keep: bool, anyway: bool) -> list[Compared]:
    """All tables at once, since each takes its time. Whatever happens, the copies are deleted, unless they are to stay."""
    moments = {table: at if rehearsal.check(table, at, anyway=anyway) else None for table in tables}
    stamp = f"{datetime.now(UTC):%Y%m%d%H%M%S}"
    copies: dict[str, str] = {}
    try:
        began = time.monotonic()
        for table, moment in moments.items():
            copies[table] = f"{table}{MARK}{stamp}"
            rehearsal.restore(table, copies[table], moment)
        results = []
        for table, copy in copies.items():
            rehearsal.wait_for(copy)
            results.append(rehearsal.compare(table, copy, sample, round(time.monotonic() - began)))
        return results
    finally:
        for copy in () if keep else copies.values():
            _delete(rehearsal, copy)


def _delete(rehearsal: Rehearsal, copy: str) -> None:
    """One that cannot be deleted yet does not keep the others."""
    try:
        rehearsal.delete(copy)
    except (ClientError, BotoCoreError) as fault:
        print(f"{copy} is still there: {fault}. CLEAN=1 deletes it later.", file=sys.stderr)


def _sorted(things: list[dict[str, str]]) -> list[list[tuple[str, str]]]:
    return sorted(sorted(each.items()) for each in things)


def _indexes(table: dict[str, Any]) -> dict[str, Any]:
    return {each["IndexName"]: (_sorted(each["KeySchema"]), each["Projection"]) for each in table.get("GlobalSecondaryIndexes", [])}


def _client(where: Deployed) -> Any:
    return boto3.client("dynamodb", endpoint_url=where.endpoint or None)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="make rehearse-recovery", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--env", choices=["dev", "prod"])
    parser.add_argument("--at", type=datetime.fromisoformat, default=None)
    parser.add_argument("--sample", type=int, default=SAMPLE)
    for flag in ("--keep", "--clean", "--anyway"):
        parser.add_argument(flag, action="store_true")
    asked = parser.parse_args()
    at = (asked.at or datetime.now(UTC) - timedelta(minutes=10)).astimezone(UTC)
    try:
        where = deployed(asked.env)
        rehearsal, tables = Rehearsal(_client(where)), tuple(where.outputs[name] for name in TABLES)
        if asked.clean:
            for copy in rehearsal.left_over(tables):
                _delete(rehearsal, copy)
            return 0
        results = rehearse(rehearsal, tables, at, sample=asked.sample, keep=asked.keep, anyway=asked.anyway)
    except Trouble as trouble:
        complain(trouble)
        return 2
    except (ClientError, BotoCoreError) as fault:
        complain(Trouble(f"DynamoDB refuses: {fault}", "CLEAN=1 deletes copies that are left"))
        return 2
    for result in results:
        print(result.line, *(f"  WRONG: {each}" for each in result.wrong), sep="\n")
    return 1 if any(result.wrong for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
