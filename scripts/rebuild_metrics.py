"""Counts a company's figures again from the archive, and puts right what differs. `make rebuild-metrics`.

    make rebuild-metrics TENANT=01… [FROM=2026-11-01 TO=2026-11-30]      on the emulator
    make rebuild-metrics TENANT=01… ENV=dev                               on AWS, with the credentials of the shell
    … CHECK=1                                                             only says what differs

Days are the company's; without FROM and TO all since the archive is whole. It can be interrupted and run again, and the company can
be at work meanwhile. Exit code: 0 nothing differs or all is mended, 1 something differs, 2 it could not be counted, 3 some rows of an
hour that is going on changed each time they were looked at: run it again.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from parlor.domain.directory import Company
from parlor.domain.errors import ParlorError
from parlor.domain.fact_lines import KeptFacts, Moved, UnreadableFact
from parlor.domain.ids import TenantId
from parlor.domain.metrics import LONG_MAX_DAYS, check_period, zone
from parlor.domain.rebuilding import Difference
from parlor.gateways.archive_objects import FactFiles
from parlor.gateways.clock import SystemClock
from parlor.storage import metrics
from parlor.storage.metric_rows import MetricRowStore
from parlor.storage.metrics import MetricCounter
from parlor.usecases.rebuild_metrics import DayCounted, RebuildMetrics
from scripts.archived import objects
from scripts.deployed import deployed
from scripts.steps import Trouble, complain

SHOWN_MAX = 20
"""Differences of a day that are printed."""


@dataclass(frozen=True)
class Asked:
    tenant: TenantId
    first: str | None
    last: str | None
    check: bool
    env: str | None


def days_of(company: Company, facts: KeptFacts, first: str | None, last: str | None, now_ms: int) -> Iterator[str]:
    """UTC days, oldest first.

    Raises:
        Trouble: the archive lacks something of the days that are wanted.
        Invalid: no period.
    """
    begun = facts.whole_since()
    if begun is None:
        raise Trouble("Nobody has noted since when the archive is whole.", "make up, or make deploy ENV=…, notes it for all that follows")
    began = _day(company.created_at)
    whole = began if company.created_at >= begun else _day(begun) + timedelta(days=1)
    day, end = whole, _day(now_ms)
    if first or last:
        period = check_period(first or last or "", last or first or "", zone(company.time_zone), max_days=LONG_MAX_DAYS)
        day, end = max(_day(period.start_ms), began), min(end, _day(period.end_ms - 1))
    if day < whole:
        raise Trouble(f"Before {whole} the archive lacks what counts: those days stay as they are.", f"FROM={whole + timedelta(days=1)}")
    while day <= end:
        yield day.isoformat()
        day += timedelta(days=1)


def _day(at_ms: int) -> date:
    return datetime.fromtimestamp(at_ms / 1000, UTC).date()


def say(counted: DayCounted, *, check: bool) -> None:
    found = f"{len(counted.differences)} numbers {'differ' if check else 'mended'}" if counted.differences else "right"
    more = [f"{counted.late} events {'not counted yet' if check else 'counted now'}"] if counted.late else []
    more += [f"{len(counted.moving)} rows change all the time"] if counted.moving else []
    print(f"{counted.day}  {counted.events:>9,} events  {', '.join([found, *more])}", flush=True)
    for each in counted.differences[:SHOWN_MAX]:
        print(f"    {_line(each)}")
    if len(counted.differences) > SHOWN_MAX:
        print(f"    … and {len(counted.differences) - SHOWN_MAX} more")


def _line(found: Difference) -> str:
    cell = found.cell
    by = f" by {cell.dimension} {cell.value!r}" if cell.dimension else ""
    hour = datetime.fromtimestamp(cell.hour / 1000, UTC).strftime("%H:00")
    return f"{hour} {cell.figure}{by}: {found.live}, from the archive {found.counted}"


def rebuild(asked: Asked) -> int:
    where = deployed(asked.env)
    metrics.bind(where.outputs["MetricsTable"])
    clock, facts = SystemClock(), FactFiles(asked.tenant, objects(where))
    count = RebuildMetrics(facts, MetricRowStore(asked.tenant), MetricCounter(clock.now_ms), clock)
    differ = moving = False
    days = list(days_of(where.directory(asked.tenant).company(), facts, asked.first, asked.last, clock.now_ms()))
    if not days:
        raise Trouble("There is no day to count: the archive is whole from tomorrow on, or the company did not exist yet.", "other days")
    for day in days:
        counted = count(day, mend=not asked.check)
        say(counted, check=asked.check)
        differ |= bool(counted.differences)
        moving |= bool(counted.moving)
    return 1 if differ and asked.check else 3 if moving else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="make rebuild-metrics", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tenant")
    parser.add_argument("--from", dest="first")
    parser.add_argument("--to", dest="last")
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--env", choices=["dev", "prod"])
    options = parser.parse_args()
    try:
        return rebuild(Asked(TenantId(options.tenant), options.first, options.last, options.check, options.env))
    except Trouble as trouble:
        complain(trouble)
    except ParlorError as refusal:
        print(refusal.message, file=sys.stderr)
    except (UnreadableFact, Moved) as fault:
        print(str(fault) or "The archive changed while it was read: run it again.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
