"""Parked work that is to be taken up again: a queue, and the functions that are asked to do it."""

from functools import cached_property
from typing import Any

import msgspec
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import get_session

from parlor.domain.parked import Replay, WorkerFailed


class SqsReplays:
    def __init__(self, queue_url: str) -> None:
        self._queue_url = queue_url

    def put(self, replay: Replay) -> None:
        self._client.send_message(QueueUrl=self._queue_url, MessageBody=msgspec.json.encode(replay).decode())

    @cached_property
    def _client(self) -> Any:
        return get_session().create_client("sqs")


class LambdaWorkers:
    """The functions of one stack, in the version that serves; `prefix` is the stack's name with a dash."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def ask(self, function: str, event: dict[str, Any]) -> Any:
        """Waits for the answer. Raises `WorkerFailed`; what a function says of its own fault stays in the log."""
        try:
            answer = self._client.invoke(FunctionName=f"{self._prefix}{function}:live", Payload=msgspec.json.encode(event))
            said = answer["Payload"].read()
        except (ClientError, BotoCoreError, OSError) as error:
            raise WorkerFailed(f"{function} could not be asked: {type(error).__name__}") from error
        if answer.get("FunctionError"):
            raise WorkerFailed(f"{function} failed")
        return msgspec.json.decode(said or b"null")

    @cached_property
    def _client(self) -> Any:
        # Longer than any of them may take; asked once, because asking twice would do the work twice.
        return get_session().create_client("lambda", config=Config(read_timeout=320, retries={"total_max_attempts": 1}))
