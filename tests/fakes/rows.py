"""What lies in the tables in memory."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from moto.dynamodb.models import dynamodb_backends


def rows_of(tenant: str) -> dict[tuple[str, str, str], Any]:
    """All rows of one company, and of its people, by table and key. Past the API: a Scan would take its time."""
    found: dict[tuple[str, str, str], Any] = {}
    for table in _tables():
        for row in (row for rows in table.items.values() for row in rows.values()):
            key = (table.name, str(row.hash_key.value), str(row.range_key.value))
            if tenant in key[1] or tenant in key[2]:
                found[key] = row.to_json()
    return found


def remembered() -> Callable[[], None]:
    """Puts all tables back to how they are now, as often as it is called. Rows that have not changed stay."""
    kept = [(table, copy.deepcopy(dict(table.items))) for table in _tables()]

    def put_back() -> None:
        for table, partitions in kept:
            for new in table.items.keys() - partitions.keys():
                del table.items[new]
            for key, rows in partitions.items():
                _put_back(table.items[key], rows)

    return put_back


def _put_back(found: dict[Any, Any], rows: dict[Any, Any]) -> None:
    for new in found.keys() - rows.keys():
        del found[new]
    for key, row in rows.items():
        if key not in found or found[key].attrs != row.attrs:
            found[key] = copy.deepcopy(row)


def _tables() -> Iterator[Any]:
    for backends in dynamodb_backends.values():
        for backend in backends.values():
            yield from backend.tables.values()
