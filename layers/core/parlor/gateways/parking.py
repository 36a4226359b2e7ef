"""Stream records that nobody could understand, on a queue with an alarm. `scripts/replay_parked.py` tells them again."""

from functools import cached_property
from typing import Any

import msgspec
from botocore.session import get_session

from parlor.domain import measures


class SqsParking:
    def __init__(self, queue_url: str) -> None:
        self._queue_url = queue_url

    def park(self, consumer: str, reason: str, record: Any) -> None:
        """Keeps the record with the name of the consumer that refused it and the reason."""
        body = msgspec.json.encode({"consumer": consumer, "reason": reason, "record": record}).decode()
        self._client.send_message(QueueUrl=self._queue_url, MessageBody=body)
        measures.note("ParkedRecords")

    @cached_property
    def _client(self) -> Any:
        return get_session().create_client("sqs")
