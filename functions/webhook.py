"""The queue of deliveries: one event for one address, in order for each conversation."""

from typing import Any

from botocore.session import get_session

from parlor.domain.webhooks import DeliveryJob
from parlor.protocol.decode import decode
from parlor.runtime.handler import logger, process
from parlor.runtime.webhooks import deliver_webhook


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """One record at a time (template.yaml): its failure keeps back what is behind it in its group, and nothing else.

    A delivery that wants to come again is hidden for its pause and reported as failed; after a fault of ours the queue's own time passes.
    """
    (record,) = event["Records"]
    try:
        job: DeliveryJob = decode(DeliveryJob, record["body"])
        tries = int(record["attributes"]["ApproximateReceiveCount"])
        pause_s = deliver_webhook(process(), job.tenant)(job, tries)
    except Exception:
        logger.exception("a delivery failed", extra={"message": record["messageId"]})
        return _again(record)
    about = {"tenant": job.tenant, "webhook": job.webhook_id, "event": job.event.id, "tries": tries, "again_in_s": pause_s}
    logger.info("done", extra=about)
    if pause_s is None:
        return {"batchItemFailures": []}
    queue = process().settings.webhook_queue_url
    get_session().create_client("sqs").change_message_visibility(
        QueueUrl=queue, ReceiptHandle=record["receiptHandle"], VisibilityTimeout=pause_s
    )
    return _again(record)


def _again(record: dict[str, Any]) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]}]}
