"""What DynamoDB would charge, from the requests as they leave the client.

Sizes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
A conditional write that fails is charged like one that succeeds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any

from parlor.storage.connection import connection

WRITES = {"UpdateItem", "PutItem", "DeleteItem"}
READS = {"GetItem", "Query"}


class Bill:
    """Requests by name, and the units they cost."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.write_units = 0
        self.read_units = 0.0


@contextmanager
def billed() -> Iterator[Bill]:
    """Watches the function's DynamoDB client."""
    bill = Bill()
    client = connection().client

    def before(params: dict[str, Any], **_: Any) -> None:
        bill.requests.append(params["headers"]["X-Amz-Target"].partition(".")[2])

    def after(parsed: dict[str, Any], model: Any, **_: Any) -> None:
        if model.name in WRITES:
            bill.write_units += ceil(item_size(parsed.get("Attributes") or {}) / 1024) or 1
        elif model.name in READS:
            items = parsed.get("Items") or [parsed.get("Item") or {}]
            bill.read_units += ceil(sum(item_size(item) for item in items) / 4096) or 1

    client.meta.events.register("before-call.dynamodb", before, unique_id="bill-before")
    client.meta.events.register("after-call.dynamodb", after, unique_id="bill-after")
    try:
        yield bill
    finally:
        client.meta.events.unregister("before-call.dynamodb", unique_id="bill-before")
        client.meta.events.unregister("after-call.dynamodb", unique_id="bill-after")


def item_size(item: dict[str, Any]) -> int:
    """Bytes of an item as DynamoDB counts them; `item` is in its typed JSON."""
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(typed: dict[str, Any]) -> int:
    ((kind, value),) = typed.items()
    match kind:
        case "S":
            return len(value.encode())
        case "N":
            return ceil(len(value.strip("-0.")) / 2) + 1
        case "BOOL" | "NULL":
            return 1
        case "SS":
            return sum(len(each.encode()) for each in value)
        case "BS":
            return sum(len(each) for each in value)
        case "L":
            return 3 + sum(1 + _value_size(each) for each in value)
        case "M":
            return 3 + sum(1 + len(name.encode()) + _value_size(each) for name, each in value.items())
    raise AssertionError(f"a type that our tables do not use: {kind}")
