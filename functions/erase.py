"""The queue of erasures: everything of one person goes, one person at a time."""

from functools import cache
from typing import Any

from parlor.domain.erasures import ErasureDue, ErasureId
from parlor.domain.ids import TenantId
from parlor.protocol.decode import decode
from parlor.runtime.checked import answers_checks
from parlor.runtime.erasing import Eraser
from parlor.runtime.lines import Line
from parlor.runtime.settings import Settings

MARGIN_MS = 60_000
"""Of the function's time: for the part that is under way."""


@cache
def eraser() -> Eraser:
    return Eraser(Settings.from_env())


@answers_checks("chat")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """A fault comes again, and goes on with the part that failed."""
    failed = []
    for record in event["Records"]:
        line = Line("erasure", record["messageId"])
        try:
            due: ErasureDue = decode(ErasureDue, record["body"])
            line.say(tenant=due.tenant, erasure=due.erasure_id)
            erase = eraser().erase_person(TenantId(due.tenant))
            with line.traced():
                outcome = erase(
                    ErasureId(due.erasure_id), context.aws_request_id, lambda: context.get_remaining_time_in_millis() > MARGIN_MS
                )
            line.done(outcome)
        except Exception:
            line.failed("an erasure failed")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
