"""Deliveries on their way: a FIFO queue, in order for each address and thing, side by side for all others."""

from collections.abc import Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Any

import msgspec
from botocore.session import get_session

from parlor.domain.webhooks import DeliveryJob, delivery_id_of

_BATCH_MAX = 10


class SqsDeliveries:
    def __init__(self, queue_url: str) -> None:
        self._queue_url = queue_url

    def put(self, jobs: Sequence[DeliveryJob]) -> None:
        """Raises when the queue did not take all of them: then all may come again, and what came within five minutes counts once."""
        for start in range(0, len(jobs), _BATCH_MAX):
            entries = [_entry(str(number), job) for number, job in enumerate(jobs[start : start + _BATCH_MAX])]
            answer = self._client.send_message_batch(QueueUrl=self._queue_url, Entries=entries)
            if answer.get("Failed"):
                raise OSError(f"the queue of deliveries refused {len(answer['Failed'])} of {len(entries)}")

    def hide(self, receipt: str, seconds: int) -> None:
        """The message comes again after so long; what is behind it in its group waits."""
        self._client.change_message_visibility(QueueUrl=self._queue_url, ReceiptHandle=receipt, VisibilityTimeout=seconds)

    @cached_property
    def _client(self) -> Any:
        return get_session().create_client("sqs")


def _entry(number: str, job: DeliveryJob) -> dict[str, str]:
    same = f"{job.webhook_id} {delivery_id_of(job.event, job.again)}"
    return {
        "Id": number,
        "MessageBody": msgspec.json.encode(job).decode(),
        "MessageGroupId": f"{job.webhook_id}.{job.event.about}",
        "MessageDeduplicationId": blake2b(same.encode(), digest_size=24).hexdigest(),
    }
