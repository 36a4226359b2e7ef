"""Moto's DynamoDB made quicker, and for several threads at once. What it answers is the same.

In each attribute of an answer moto looks for each of the ten types of a value under a dozen names: half of the time that the
unit tests took. For each request it lists its methods and goes through the addresses of all services. And its tables are changed
without a lock.
"""

import threading
from functools import cache
from typing import Any

from botocore.model import StructureShape
from moto.backend_index import backend_url_patterns
from moto.core import responses
from moto.core.serialize import SERVICE_SPECIFIC_SERIALIZERS, JSONSerializer
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
