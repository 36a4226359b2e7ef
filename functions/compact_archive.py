"""Puts small objects of the archive together by day, each hour those of some companies: every company has its turn once a day."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zlib import crc32

from parlor.domain.compaction import GRACE_MS
from parlor.domain.ids import TenantId
from parlor.gateways.archive_objects import Objects
from parlor.gateways.clock import SystemClock
from parlor.runtime.checked import answers_checks
from parlor.runtime.lines import Line
from parlor.runtime.settings import Settings
from parlor.usecases.compact_archive import CompactArchive

DAYS = 8
"""Days before today that are looked at: most of what comes late comes within a week."""
_SPARE_MS = 60_000


@cache
def objects() -> Objects:
    return Objects(Settings.from_env().archive_bucket)


@answers_checks("")
def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """By the clock, or for one company: `{"tenant", "first", "last"}` with days of UTC, and `grace_s` for what may go already.

    What is not reached in time has its turn tomorrow. A company whose objects cannot be read does not keep the others from theirs; then
    the function fails at its end, so that an alarm tells of it.
    """
    compact = CompactArchive(objects(), SystemClock(), int(event.get("grace_s", GRACE_MS // 1000)) * 1000)
    now = datetime.now(UTC)
    first, last = ((now - timedelta(days=days)).date().isoformat() for days in (DAYS, 1))
    if "tenant" in event:
        tenants = [TenantId(event["tenant"])]
        first, last = event["first"], event["last"]
    else:
        tenants = [each for each in compact.tenants() if crc32(each.encode()) % 24 == now.hour]
    whole, reached, failed = Line("look"), 0, 0
    for tenant in tenants:
        if context is not None and context.get_remaining_time_in_millis() < _SPARE_MS:
            break
        reached += 1
        line = Line("compact")
        line.say(tenant=tenant)
        try:
            done = compact(tenant, first, last)
        except Exception:
            failed += 1
            line.failed("an archive was not compacted")
            continue
        line.say(objects=done.objects, into=done.into, deleted=done.deleted)
        line.done()
    outcome = {"tenants": len(tenants), "reached": reached, "failed": failed}
    whole.say(**outcome)
    whole.done()
    if failed:
        raise RuntimeError(f"Of {reached} archives {failed} were not compacted.")
    return outcome
