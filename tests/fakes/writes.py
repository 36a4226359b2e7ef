"""What a request has written to the tables, from the answers of DynamoDB: a write that was refused is none."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from parlor.storage.connection import connection

_ONE = {"UpdateItem", "PutItem", "DeleteItem"}


class Written:
    """The partition keys of rows that were put, changed or deleted."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    def begin(self) -> None:
        self.keys.clear()


def _keys_of(name: str, asked: dict[str, Any]) -> Iterator[str]:
    if name in _ONE:
        yield (asked.get("Key") or asked["Item"])["pk"]["S"]
    elif name == "TransactWriteItems":
        for item in asked["TransactItems"]:
            ((kind, part),) = item.items()
            if kind != "ConditionCheck":
                yield (part.get("Key") or part["Item"])["pk"]["S"]
    elif name == "BatchWriteItem":
        for parts in asked["RequestItems"].values():
            for part in parts:
                ((_, inner),) = part.items()
                yield (inner.get("Key") or inner["Item"])["pk"]["S"]


@contextmanager
def watched() -> Iterator[Written]:
    """Watches the function's DynamoDB client."""
    written = Written()
    events = connection().client.meta.events

    def before(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        context["asked"] = params

    def after(parsed: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
        if "Error" not in parsed:
            written.keys.extend(_keys_of(model.name, context["asked"]))

    events.register("before-parameter-build.dynamodb", before, unique_id="written-before")
    events.register("after-call.dynamodb", after, unique_id="written-after")
    try:
        yield written
    finally:
        events.unregister("before-parameter-build.dynamodb", unique_id="written-before")
        events.unregister("after-call.dynamodb", unique_id="written-after")
