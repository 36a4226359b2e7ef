"""A plugin for pytest that keeps a sample of every kind of row which the tests write: `make capture-items VERSION=0.2.0`.

The rows are those of the stores themselves, as they lie in the tables after each test. It needs nothing of the version that it is run in,
so that rows of an earlier release are captured from its own commit (docs/releases.md). Tests use invented people and throw-away secrets.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

MOST = 6
"""Of one kind, those that differ in their attributes."""
BYTES_MAX = 3_000
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
_WORD = re.compile(r"[A-Z]+")


def pattern(key: str) -> str:
    """A key without what is of one thing alone: `<id>#C#<id>`."""
    return "#".join(_part(part) for part in key.split("#"))


def _part(part: str) -> str:
    if _WORD.fullmatch(part) and len(part) < 12:
        return part
    if _ULID.fullmatch(part):
        return "<id>"
    return "<n>" if part.isdigit() else "<x>" if part else ""


def _shape(item: dict[str, Any]) -> str:
    """Which attributes there are, and of what kind each is."""
    inside = {name: sorted(said) for name, value in item.items() if "S" in value and isinstance(said := _said(value["S"]), dict)}
    kinds = {name: value["S"] for name, value in item.items() if name in ("kind", "state", "st") and "S" in value}
    return json.dumps([sorted((name, *value) for name, value in item.items()), inside, kinds], sort_keys=True)


def _said(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


class Sample:
    def __init__(self) -> None:
        self.rows: dict[tuple[str, str, str, str], dict[str, dict[str, Any]]] = {}

    def look(self) -> None:
        from moto.dynamodb.models import dynamodb_backends

        for account in dynamodb_backends.values():
            for backend in account.values():
                for table in backend.tables.values():
                    for item in table.all_items():
                        self.add(table.name, item.to_json()["Attributes"])

    def add(self, table: str, item: dict[str, Any]) -> None:
        kind = item.get("kind", {}).get("S", "")
        group = self.rows.setdefault((table, pattern(item["pk"]["S"]), pattern(item["sk"]["S"]), kind), {})
        if len(group) < MOST and len(json.dumps(item, default=str)) <= BYTES_MAX:
            group.setdefault(_shape(item), item)

    def written(self) -> list[dict[str, Any]]:
        found = [{"table": table, "item": item} for (table, *_), group in sorted(self.rows.items()) for _, item in sorted(group.items())]
        return [json.loads(json.dumps(each, default=str)) for each in found]


_SAMPLE = Sample()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    yield
    _SAMPLE.look()


def pytest_sessionfinish() -> None:
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, sort_keys=True) for each in _SAMPLE.written())
    Path(os.environ["ITEMS_TO"]).write_text(f"[\n{lines}\n]\n")
