"""Jobs that failed every time go back to the timers, once each."""

import os
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from scripts.replay_parked import put_back


@pytest.fixture
def sqs() -> Iterator[Any]:
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        yield boto3.client("sqs")


def bodies(sqs: Any, queue: str) -> list[str]:
    found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0).get("Messages", [])
    return sorted(message["Body"] for message in found)


def test_failed_jobs_are_put_back_and_looking_changes_nothing(sqs: Any) -> None:
    failed, timers = (sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("failed", "timers"))
    jobs = [f'{{"kind":"idle_check","seen_at":{number}}}' for number in range(3)]
    for job in jobs:
        sqs.send_message(QueueUrl=failed, MessageBody=job)

    assert put_back(sqs, failed, timers, look=True) == 3
    assert (bodies(sqs, failed), bodies(sqs, timers)) == (jobs, [])
    assert put_back(sqs, failed, timers, look=False) == 3
    assert (bodies(sqs, failed), bodies(sqs, timers)) == ([], jobs)
