"""Before callers come to a new version of a function, a deployment asks the version whether it works (functions/check_version.py)."""

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

CHECK = {"parlor": "check"}
"""What it is asked with. No caller can send this: what they say stands inside of an event of API Gateway, a queue or a stream."""

Event = dict[str, Any]
Handler = Callable[[Event, Any], Any]


def answers_checks(reads: str) -> Callable[[Handler], Handler]:
    """The decorator of a function's handler. `reads` is the table that the function reads: `directory`, `presence`, `chat`, `metrics`, or
    empty for none."""

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        def checked(event: Event, context: Any) -> Any:
            return check(reads) if event == CHECK else handler(event, context)

        return checked

    return decorate


def check(reads: str) -> dict[str, str]:
    """Makes what the function makes at its first request, and looks into its table for a row that nobody has.

    Returns: `{"checked": table, "release": mark of the build}`.
    Raises: whatever keeps the version from working.
    """
    from parlor.runtime.handler import process

    settings = process().settings
    if reads:
        _read(getattr(settings, f"{reads}_table"))
    return {"checked": reads, "release": release()}


def _read(table: str) -> None:
    import boto3

    boto3.client("dynamodb").query(
        TableName=table, KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": {"S": "CHECK"}}, Limit=1
    )


def release() -> str:
    """The mark that the build put beside the function's code; empty if there is none."""
    file = Path(os.environ.get("LAMBDA_TASK_ROOT", "."), "release")
    return file.read_text().strip() if file.is_file() else ""
