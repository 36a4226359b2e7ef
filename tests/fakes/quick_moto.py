"""Moto's DynamoDB made quicker, and for several threads at once. What it answers is the same.

In each attribute of an answer moto looks for each of the ten types of a value under a dozen names: half of the time that the
unit tests took. For each request it lists its methods and goes through the addresses of all services. For a transaction it copies the
whole table once for each item, and for a query it sorts all items of the table by values that it converts for each comparison. And its
tables are changed without a lock.
"""

import copy
import threading
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from botocore.model import StructureShape
from moto.backend_index import backend_url_patterns
from moto.core import responses
from moto.core.serialize import SERVICE_SPECIFIC_SERIALIZERS, JSONSerializer
from moto.dynamodb.models import DynamoDBBackend, Table
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.responses import DynamoHandler

_BINARY = {"B", "BS"}
_one_at_a_time = threading.RLock()


class _TypedValues(JSONSerializer):
    """A value that is in typed JSON already goes out as it is: `{"S": "…"}`, `{"M": {…}}`."""

    def _serialize_type_structure(self, serialized: Any, value: Any, shape: StructureShape, key: str) -> None:
        if shape.name == "AttributeValue" and isinstance(value, dict) and not _has_binary(value):
            serialized[self.get_serialized_name(shape, key)] = value
        else:
            super()._serialize_type_structure(serialized, value, shape, key)


def _has_binary(typed: dict[str, Any]) -> bool:
    ((kind, value),) = typed.items()
    if kind == "M":
        return any(map(_has_binary, value.values()))
    return kind in _BINARY or (kind == "L" and any(map(_has_binary, value)))


class _Transaction:
    """Before a transaction only what it touches is copied, once. Requests come one at a time."""

    def __init__(self) -> None:
        self._touched: dict[str, list[dict[str, Any]]] = {}
        self._copies: dict[str, Table] = {}

    def begin(self, items: list[dict[str, Any]]) -> None:
        self._touched, self._copies = defaultdict(list), {}
        for item in items:
            for asked in item.values():
                self._touched[asked["TableName"]].append(asked.get("Key") or asked.get("Item"))

    def copy(self, table: Table) -> Table:
        if table.name not in self._copies:
            self._copies[table.name] = self._copy(table)
        return self._copies[table.name]

    def _copy(self, table: Table) -> Table:
        made = copy.copy(table)
        made.items = defaultdict(dict, {key: dict(within) for key, within in table.items.items()})  # type: ignore[arg-type]
        for hash_key, range_key in self._keys(table):
            if range_key in made.items.get(hash_key, {}):
                made.items[hash_key][range_key] = copy.deepcopy(made.items[hash_key][range_key])
        return made

    def _keys(self, table: Table) -> Iterator[tuple[DynamoType, DynamoType]]:
        """All our tables have both."""
        assert table.range_key_attr is not None
        for key in self._touched[table.name]:
            yield DynamoType(key[table.hash_key_attr]), DynamoType(key[table.range_key_attr])


def _all_items(table: Table) -> list[Any]:
    """In the order of their keys, which are texts."""
    items = [item for within in table.items.values() for item in within.values()]
    return sorted(items, key=lambda item: (item.hash_key.value, item.range_key.value))


def quicken() -> None:
    """For the whole process; a second call changes nothing."""
    if SERVICE_SPECIFIC_SERIALIZERS.get("dynamodb"):
        return
    SERVICE_SPECIFIC_SERIALIZERS["dynamodb"] = {"json": _TypedValues}
    responses.method_names_from_class = cache(responses.method_names_from_class)
    backend_url_patterns.sort(key=lambda service: service[0] != "dynamodb")
    answer = DynamoHandler.call_action

    def call_action(self: DynamoHandler) -> Any:
        with _one_at_a_time:
            return answer(self)

    DynamoHandler.call_action = call_action
    transaction, write = _Transaction(), DynamoDBBackend.transact_write_items

    def transact_write_items(self: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
        transaction.begin(transact_items)
        write(self, transact_items)

    DynamoDBBackend.transact_write_items = transact_write_items
    Table.__deepcopy__ = lambda table, memo: transaction.copy(table)
    Table.all_items = _all_items
