"""What lies in the tables in memory."""

import copy
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.responses import DynamoHandler

from scripts.emulator_keys import partitions

_READS = ("GetItem", "BatchGetItem", "Query")
_Partition = tuple[str, str]
"""Table and key."""


class Rows:
    """All tables as they are now, to see what has changed since, and to put it back. It looks at what was written only."""

    def __init__(self) -> None:
        self._kept = {partition: copy.deepcopy(rows) for partition, rows in _partitions()}
        self._written: set[_Partition] = set()

    @contextmanager
    def hearing(self) -> Iterator[None]:
        """So long it hears of every request that writes."""
        answer = DynamoHandler.call_action

        def call_action(handler: DynamoHandler) -> Any:
            self._note(handler.headers["X-Amz-Target"].rpartition(".")[2], handler.body)
            return answer(handler)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(DynamoHandler, "call_action", call_action)
            yield

    def changed(self, tenant: str) -> list[tuple[str, str, str]]:
        """Rows of one company and of its people that are other than they were, by table and key."""
        found = self._differing(self._written)
        return [each for each in found if tenant in each[1] or tenant in each[2]]

    def put_back(self) -> None:
        self._put(self._written)
        self._written.clear()

    def put_all(self) -> None:
        """Into tables that are empty."""
        self._put(self._kept.keys())

    def _put(self, where: Iterable[_Partition]) -> None:
        tables = {table.name: table for table in _tables()}
        for name, key in where:
            tables[name].items.pop(DynamoType({"S": key}), None)
            for row in self._kept.get((name, key), {}).values():
                tables[name].items[row.hash_key][row.range_key] = copy.deepcopy(row)

    def astray(self) -> list[tuple[str, str, str]]:
        """What is other than it was, looked for everywhere. Takes its time."""
        return self._differing(self._kept.keys() | {partition for partition, _ in _partitions()})

    def _note(self, action: str, body: Any) -> None:
        if action not in _READS:
            self._written |= {(table, key) for (_, table), keys in partitions(json.loads(body)).items() for key in keys}

    def _differing(self, where: set[_Partition]) -> list[tuple[str, str, str]]:
        now = {partition: rows for partition, rows in _partitions() if partition in where}
        found = []
        for partition in where:
            rows, kept = now.get(partition, {}), self._kept.get(partition, {})
            found += [(*partition, str(key.value)) for key in rows.keys() | kept.keys() if _attrs(rows.get(key)) != _attrs(kept.get(key))]
        return found


def _attrs(row: Any) -> Any:
    return None if row is None else row.attrs


def _partitions() -> Iterator[tuple[_Partition, dict[Any, Any]]]:
    """With their rows by sort key. Past the API: a Scan would take its time."""
    for table in _tables():
        for key, rows in table.items.items():
            yield (table.name, str(key.value)), rows


def _tables() -> Iterator[Any]:
    for backends in dynamodb_backends.values():
        for backend in backends.values():
            yield from backend.tables.values()
