"""Mails with reports: every five minutes, and when somebody asks, what is due goes to the queue; from the queue each run is done."""

from functools import cache
from typing import Any

from parlor.domain.ids import TenantId
from parlor.domain.jobs import SendReports
from parlor.protocol.decode import decode
from parlor.runtime.checked import answers_checks
from parlor.runtime.lines import Line, logger, of_job, reason
from parlor.runtime.reports import ReportProcess
from parlor.runtime.settings import Settings


@cache
def process() -> ReportProcess:
    return ReportProcess(Settings.from_env(), lambda error: logger.warning("a mail was not sent", extra={"reason": reason(error)}))


@answers_checks("directory")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """A run that fails stays due: the next look finds it again, whatever becomes of its message."""
    if "Records" not in event:
        return look()
    failed = []
    for record in event["Records"]:
        line = Line("send_reports")
        line.say(queued=record["messageId"])
        try:
            job = decode(SendReports, record["body"])
            of_job(line, job)
            with line.traced():
                outcome = process().mails(TenantId(job.tenant))(job)
            line.say(schedule=job.schedule_id)
            line.done(str(outcome))
        except Exception:
            line.failed("a run failed")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def look() -> dict[str, Any]:
    line, found = Line("look"), 0
    for due in process().due.until(process().clock.now_ms()):
        process().queue.after(0, SendReports(tenant=due.tenant, schedule_id=due.schedule_id, run=due.run, at=due.at))
        found += 1
    line.say(due=found)
    line.done()
    return {"due": found}
