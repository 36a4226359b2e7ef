"""Erasures that wait for their function: an SQS queue, from which functions/erase.py takes them one at a time."""

from functools import cached_property
from typing import Any

import msgspec
from botocore.session import get_session

from parlor.domain.erasures import ErasureDue


class SqsErasureQueue:
    def __init__(self, queue_url: str) -> None:
        self._queue_url = queue_url

    def put(self, tenant: str, erasure_id: str, after_s: int = 0) -> None:
        body = msgspec.json.encode(ErasureDue(tenant, erasure_id)).decode()
        self._client.send_message(QueueUrl=self._queue_url, MessageBody=body, DelaySeconds=after_s)

    @cached_property
    def _client(self) -> Any:
        return get_session().create_client("sqs")
