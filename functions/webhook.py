"""The queue of deliveries: one event for one address, in order for each conversation."""

from functools import cache
from typing import Any

from parlor.domain.webhooks import DeliveryJob
from parlor.gateways.webhook_queue import SqsDeliveries
from parlor.protocol.decode import decode
from parlor.runtime.checked import answers_checks
from parlor.runtime.handler import process
from parlor.runtime.lines import Line
from parlor.runtime.webhooks import deliver_webhook


@cache
def deliveries() -> SqsDeliveries:
    return SqsDeliveries(process().settings.webhook_queue_url)


@answers_checks("directory")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """One record at a time (template.yaml): its failure keeps back what is behind it in its group, and nothing else.

    A delivery that wants to come again is hidden for its pause and reported as failed; after a fault of ours the queue's own time passes.
    """
    (record,) = event["Records"]
    line = Line("deliver")
    line.say(queued=record["messageId"])
    try:
        job: DeliveryJob = decode(DeliveryJob, record["body"])
        tries = int(record["attributes"]["ApproximateReceiveCount"])
        line.follow(job.event.correlation)
        line.say(tenant=job.tenant, conversation=job.event.data.get("conversation_id", ""), webhook=job.webhook_id, event=job.event.id)
        with line.traced():
            pause_s = deliver_webhook(process(), job.tenant)(job, tries)
    except Exception:
        line.failed("a delivery failed")
        return _again(record)
    line.say(tries=tries, again_in_s=pause_s)
    line.done("ok" if pause_s is None else "again")
    if pause_s is None:
        return {"batchItemFailures": []}
    deliveries().hide(record["receiptHandle"], pause_s)
    return _again(record)


def _again(record: dict[str, Any]) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]}]}
