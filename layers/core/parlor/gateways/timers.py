"""Jobs for later: an SQS queue whose messages carry their own delay."""

import time
from functools import cached_property
from typing import Any

import msgspec
from botocore.session import get_session
from msgspec.structs import replace

from parlor.domain.correlation import followed
from parlor.domain.jobs import Job, SendReports

DELAY_MAX_S = 900
"""SQS's limit."""


class SqsTimers:
    def __init__(self, queue_url: str) -> None:
        self._queue_url = queue_url

    def after(self, seconds: int, job: Job | SendReports) -> None:
        """Puts the job on the queue, with what is followed now. It is done at least once, not before `seconds` (at most 900)."""
        delay = min(max(seconds, 0), DELAY_MAX_S)
        told = replace(job, correlation=job.correlation or followed(), due_at=time.time_ns() // 1_000_000 + delay * 1000)
        self._client.send_message(QueueUrl=self._queue_url, MessageBody=msgspec.json.encode(told).decode(), DelaySeconds=delay)

    @cached_property
    def _client(self) -> Any:
        return get_session().create_client("sqs")
