"""Rows of the Directory table, and what becomes of their attributes."""

from typing import Any

import msgspec
from msgspec.structs import asdict
from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from parlor.storage.memory import Thing


class Row(Model):
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


def thing(row: Model, kind: type[Thing]) -> Thing:
    """What an old row does not have holds as it does for a new one."""
    return msgspec.convert({name: value for name, value in row.attribute_values.items() if value is not None}, kind)


def attributes(thing: msgspec.Struct) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(thing).items()}
