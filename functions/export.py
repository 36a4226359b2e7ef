"""The queue of downloads: files that staff have asked for are made, one at a time."""

from functools import cache
from typing import Any

from parlor.domain.downloads import DownloadDue, DownloadId
from parlor.domain.ids import TenantId
from parlor.protocol.decode import decode
from parlor.runtime.checked import answers_checks
from parlor.runtime.downloads import Workshop
from parlor.runtime.lines import Line
from parlor.runtime.settings import Settings

MARGIN_MS = 45_000
"""Of the function's time: for the batch that is under way, and to put down how far it is."""
TRIES = 4
"""Of one message, one less than the queue allows (infra/data.yaml): in the last one the download fails, so that it is not put aside."""


@cache
def workshop() -> Workshop:
    return Workshop(Settings.from_env())


@answers_checks("chat")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """A fault comes again; what was written until the last checkpoint is not written again."""
    failed = []
    for record in event["Records"]:
        line = Line("download", record["messageId"])
        try:
            due: DownloadDue = decode(DownloadDue, record["body"])
            line.say(tenant=due.tenant, download=due.download_id)
            make = workshop().make_download(TenantId(due.tenant))
            with line.traced():
                outcome = make(
                    DownloadId(due.download_id),
                    context.aws_request_id,
                    lambda: context.get_remaining_time_in_millis() > MARGIN_MS,
                    last_try=int(record["attributes"]["ApproximateReceiveCount"]) >= TRIES,
                )
            line.done(str(outcome))
        except Exception:
            line.failed("a download failed")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
