"""What companies keep no longer goes: every hour, in turns, each company until nothing is over that day."""

from collections import deque
from functools import cache
from typing import Any

from parlor.domain.ids import TenantId
from parlor.runtime.checked import answers_checks
from parlor.runtime.lines import Line
from parlor.runtime.retaining import Keeper
from parlor.runtime.settings import Settings

_SPARE_MS = 120_000
_TURN_MS = 60_000
"""After so long the next company has its turn."""


@cache
def keeper() -> Keeper:
    return Keeper(Settings.from_env())


@answers_checks("directory")
def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """By the clock, or for one company at once: `{"tenant"}`. What is not reached in time goes on in an hour.

    A company of which something cannot be deleted does not keep the others from their turn; then the function fails at its end, so that
    an alarm tells of it.
    """
    waiting = deque([TenantId(event["tenant"])] if "tenant" in event else keeper().marks.all())
    companies, failed, asked = len(waiting), 0, "tenant" in event
    works: dict[TenantId, Any] = {}
    while waiting and _remaining(context) > _SPARE_MS:
        tenant = waiting.popleft()
        line = Line("retain")
        line.say(tenant=tenant)
        try:
            if not keeper().living(tenant):
                continue
            work = works.get(tenant) or works.setdefault(tenant, keeper().let_expire(tenant))
            if work.worked_today and not asked:
                continue
            until = max(_SPARE_MS, _remaining(context) - _TURN_MS)
            with line.traced():
                over = work(lambda until=until: _remaining(context) > until)
            line.done("over" if over else "goes on")
            if not over:
                waiting.append(tenant)
        except Exception:
            failed += 1
            line.failed("what is kept no longer could not be deleted")
    if failed:
        raise RuntimeError(f"Of {companies} companies that let things go {failed} failed.")
    return {"companies": companies, "left": len(waiting)}


def _remaining(context: Any) -> int:
    remaining: int = context.get_remaining_time_in_millis()
    return remaining
