"""Lets the emulator know which partitions a request to DynamoDB touches, so that policies with `dynamodb:LeadingKeys` hold there as on AWS.

MiniStack evaluates conditions but does not give this key a value, and `ForAllValues` holds where there is none. With a file's name in
PARLOR_KEYS_SEEN each (role, action, table, kind of partition) is written there once.
"""

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

_HASH_KEYS = ("pk", "gsi1pk", "gsi2pk")
_EQUAL = re.compile(r"(#?\w+)\s*=\s*(:\w+)")
_IN_TRANSACTIONS = {
    "ConditionCheck": "ConditionCheckItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "Get": "GetItem",
}
_ASKED = "parlor:asked"

Asked = dict[tuple[str, str], list[str]]
"""By action (empty: whatever the call is) and table, the partitions."""


def partitions(request: Mapping[str, Any]) -> Asked:
    """What one call touches. `request` is its JSON. A part of a transaction has the action that it is allowed by."""
    found: Asked = defaultdict(list)
    for item in request.get("TransactItems", ()):
        for member, action in _IN_TRANSACTIONS.items():
            if member in item:
                found[action, item[member]["TableName"]] += _of_item(item[member])
    for table, asked in request.get("RequestItems", {}).items():
        found["", table] += [key["pk"]["S"] for key in _keys_in(asked)]
    if "TableName" in request:
        found["", request["TableName"]] += _of_query(request) if "KeyConditionExpression" in request else _of_item(request)
    return found


def kind(partition: str) -> str:
    """A partition without what is particular: `T#C#` of a conversation, `T` of a company's own, `LIMIT#` of what has no tenant."""
    tenant = re.match(r"[0-9A-HJKMNP-TV-Z]{26}(?=#|\Z)", partition)
    rest = partition[26:] if tenant else f"#{partition}"
    parts = rest.split("#")[1:]
    words = [part for part in parts[:-1] if re.fullmatch(r"[A-Z]{1,12}|-", part)]
    last = parts[-1] if parts and re.fullmatch(r"[A-Z]{1,12}", parts[-1]) else ""
    inner = "#".join(words) + ("#" if parts[:-1] else "") + last
    return f"T#{inner}" if tenant and parts else "T" if tenant else inner


def _keys_in(asked: Any) -> Iterable[Any]:
    """Of `BatchGetItem` (`Keys`) and `BatchWriteItem` (a list of puts and deletes)."""
    if isinstance(asked, dict):
        return [*asked.get("Keys", ())]
    return [each["PutRequest"]["Item"] if "PutRequest" in each else each["DeleteRequest"]["Key"] for each in asked]


def _of_item(request: Mapping[str, Any]) -> list[str]:
    key = request.get("Key") or request.get("Item") or {}
    return [key["pk"]["S"]] if "pk" in key else []


def _of_query(request: Mapping[str, Any]) -> list[str]:
    names = request.get("ExpressionAttributeNames", {})
    values = request.get("ExpressionAttributeValues", {})
    pairs = _EQUAL.findall(request["KeyConditionExpression"])
    return [values[value]["S"] for name, value in pairs if names.get(name, name) in _HASH_KEYS]


def with_partitions(service_context: Any) -> Any:
    """Around MiniStack's reading of the condition keys of a request."""

    def read(body: bytes) -> dict[str, Any]:
        context: dict[str, Any] = service_context(body)
        with suppress(ValueError, KeyError, TypeError, AttributeError):  # The call itself will be refused.
            context[_ASKED] = partitions(json.loads(body or b"{}"))
        return context

    return read


def with_leading_keys(enforce: Any, role_of: Any) -> Any:
    """Around MiniStack's decision: the keys of this action on this table."""
    seen: set[tuple[str, ...]] = set()

    def decide(access_key_id: str, iam_action: str, service: str, region: str, resource_arn: str = "*", service_context: Any = None) -> Any:
        context = dict(service_context or {})
        asked: Asked = context.pop(_ASKED, {})
        action = iam_action.partition(":")[2]
        table = resource_arn.partition(":table/")[2].partition("/")[0]
        keys = asked.get((action, table)) or asked.get(("", table))
        if keys:
            context["dynamodb:LeadingKeys"] = keys
            if file := os.environ.get("PARLOR_KEYS_SEEN"):
                _note(file, seen, (role_of(access_key_id), action, resource_arn.partition(":table/")[2]), keys)
        return enforce(access_key_id, iam_action, service, region, resource_arn=resource_arn, service_context=context)

    return decide


def _note(file: str, seen: set[tuple[str, ...]], what: tuple[str, ...], keys: list[str]) -> None:
    for each in {(*what, kind(key)) for key in keys} - seen:
        seen.add(each)
        with open(file, "a") as out:
            out.write("\t".join(each) + "\n")
