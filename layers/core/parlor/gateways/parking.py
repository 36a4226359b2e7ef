"""What was given up goes to a queue; functions/park.py puts it before those who can take it up again (docs/parked-work.md)."""

from functools import cached_property
from typing import Any

import msgspec
from botocore.session import get_session

from parlor.domain import measures
from parlor.domain.outbox import MailDue, packed


class SqsParking:
    def __init__(self, queue_url: str) -> None:
        self._queue_url = queue_url

    def park(self, consumer: str, reason: str, record: Any, *, error: str = "unreadable", tries: int = 1) -> None:
        """Keeps the record with the name of the consumer that gave it up, the kind of error and what was said."""
        kept = packed(record) if isinstance(record, MailDue) else record
        said = {"consumer": consumer, "reason": reason, "error": error, "tries": tries, "record": kept}
        self._client.send_message(QueueUrl=self._queue_url, MessageBody=msgspec.json.encode(said).decode())
        if not isinstance(record, MailDue):
            measures.note("ParkedRecords")

    @cached_property
    def _client(self) -> Any:
        return get_session().create_client("sqs")
