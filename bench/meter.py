"""Counts what AWS would charge for: DynamoDB's units from the items before and after each request, invocations, frames, pushes.

Rules: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
A write is charged by the larger of the item before and after, 1 unit a KB, double in a transaction, also when its condition
fails. An index is charged when what it holds of the item changes, twice when its key does.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import boto3

from parlor.storage.connection import connection
from tests.fakes.capacity import item_size
from tests.fakes.dynamo import INDEXES

Item = dict[str, Any]
_WRITES = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"}


@dataclass
class Meter:
    """`counts` of the present phase: `write_units`, `read_units`, `requests`, `invocations`, `frames`, `pushes`, `queue`, `rest`,
    `objects`."""

    counts: Counter[str] = field(default_factory=Counter)
    records: list[dict[str, Any]] = field(default_factory=list)
    """What the tables' streams carry."""

    def add(self, **counted: float) -> None:
        for name, number in counted.items():
            self.counts[name] += number  # type: ignore[assignment]

    def take(self) -> dict[str, float]:
        """The counts since the last time."""
        taken: dict[str, float] = {**self.counts}
        self.counts.clear()
        return taken


@contextmanager
def metered() -> Iterator[Meter]:
    """Watches the functions' DynamoDB client, on tables in memory."""
    meter, events, looking = Meter(), connection().client.meta.events, boto3.client("dynamodb")

    def image(table: str, key: Item) -> Item:
        found: Item = looking.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item", {})
        return found

    def before(model: Any, params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        context["asked"] = json.loads(params["body"])
        if model.name in _WRITES:
            context["written"] = [(table, key, image(table, key)) for table, key in _targets(model.name, context["asked"])]

    def after(model: Any, parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        meter.add(requests=1)
        if model.name in _WRITES:
            factor = 2 if model.name == "TransactWriteItems" else 1
            for table, key, old in context["written"]:
                new = image(table, key)
                meter.add(write_units=factor * _units(max(item_size(old), item_size(new)), 1024) + _index_units(table, old, new))
                if new != old:
                    meter.records.append(_record(table, key, old, new))
        else:
            meter.add(read_units=_read_units(model.name, context["asked"], parsed))

    events.register("before-call.dynamodb", before, unique_id="meter-before")
    events.register("after-call.dynamodb", after, unique_id="meter-after")
    try:
        yield meter
    finally:
        events.unregister("before-call.dynamodb", unique_id="meter-before")
        events.unregister("after-call.dynamodb", unique_id="meter-after")


def _targets(operation: str, asked: dict[str, Any]) -> Iterator[tuple[str, Item]]:
    if operation == "TransactWriteItems":
        for each in asked["TransactItems"]:
            ((action, one),) = each.items()
            yield from _targets(f"{action}Item", one)
    else:
        item = asked["Item"] if operation == "PutItem" else asked["Key"]
        yield asked["TableName"], {name: item[name] for name in ("pk", "sk")}


def _units(size: int, step: int) -> int:
    return max(1, ceil(size / step))


def _index_units(table: str, old: Item, new: Item) -> int:
    units = 0
    for index, projection in INDEXES[table]:
        keys = ("pk", "sk", f"{index}pk", f"{index}sk")
        was, becomes = (
            {name: value for name, value in item.items() if projection == "ALL" or name in keys} if f"{index}pk" in item else {}
            for item in (old, new)
        )
        if was == becomes:
            continue
        moved = was and becomes and any(was[name] != becomes[name] for name in keys)
        units += _units(max(item_size(was), item_size(becomes)), 1024) * (2 if moved else 1)
    return units


def _read_units(operation: str, asked: dict[str, Any], parsed: dict[str, Any]) -> float:
    match operation:
        case "GetItem":
            return _units(item_size(parsed.get("Item") or {}), 4096) * _certainty(asked)
        case "Query":
            return _units(sum(item_size(item) for item in parsed.get("Items", [])), 4096) * _certainty(asked)
        case "BatchGetItem":
            return sum(
                len(wanted["Keys"]) * _certainty(wanted)
                + sum(_units(item_size(item), 4096) - 1 for item in parsed["Responses"].get(table, [])) * _certainty(wanted)
                for table, wanted in asked["RequestItems"].items()
            )
    raise AssertionError(f"an operation that our code does not use: {operation}")


def _certainty(asked: dict[str, Any]) -> float:
    return 1 if asked.get("ConsistentRead") else 0.5


def _record(table: str, key: Item, old: Item, new: Item) -> dict[str, Any]:
    name = "INSERT" if not old else "MODIFY" if new else "REMOVE"
    return {"table": table, "eventName": name, "dynamodb": {"Keys": key, "NewImage": new, "OldImage": old}}
