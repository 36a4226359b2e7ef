"""Companies that close: whose end is near is warned, what is due is deleted, part by part. Every quarter of an hour."""

from functools import cache
from typing import Any

from parlor.domain.errors import Conflict
from parlor.domain.leaving import Closing
from parlor.runtime.checked import answers_checks
from parlor.runtime.leaving import Undertaker
from parlor.runtime.lines import Line, logger, reason
from parlor.runtime.settings import Settings

_SPARE_MS = 60_000


@cache
def undertaker() -> Undertaker:
    return Undertaker(Settings.from_env(), lambda fault: logger.warning("a mail was not sent", extra={"reason": reason(fault)}))


@answers_checks("directory")
def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """One that cannot be deleted does not keep the others; the function fails at its end, so that an alarm tells of it."""
    failed = 0
    found = undertaker().closings.all()
    for closing in found:
        if context is not None and context.get_remaining_time_in_millis() < _SPARE_MS:
            break
        line = Line("end_company")
        line.say(tenant=closing.tenant_id)
        try:
            with line.traced():
                line.done(_look(closing, lambda: context is None or context.get_remaining_time_in_millis() > _SPARE_MS))
        except Conflict:
            line.done("taken back")
        except Exception:
            failed += 1
            line.failed("a company was not deleted")
    if failed:
        raise RuntimeError(f"Of {len(found)} companies that close {failed} failed.")
    return {"closing": len(found)}


def _look(closing: Closing, has_time: Any) -> str:
    if closing.begun_at is None and closing.ends_at > undertaker().clock.now_ms():
        return "warned" if undertaker().warn(closing) else "waits"
    after = undertaker().end_company(closing.tenant_id)(closing, has_time)
    return "over" if after.over_at else f"at {after.step}"
