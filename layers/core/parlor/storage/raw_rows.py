"""Rows as they lie in the tables, whatever model they belong to: for who gives out or deletes whatever is there."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from pynamodb.models import Model

from parlor.domain.personal_data import Row
from parlor.storage import connection, keys
from parlor.storage.tables import ConversationRow

_TRIES = 8
_OF_INDEXES = frozenset({"gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk"})
_Item = dict[str, Any]


class RawRows:
    def delete(self, rows: Iterable[Row]) -> None:
        """1 WU a KB, and 1 for each index."""
        client = connection.connection().client
        rest = iter(rows)
        while some := list(islice(rest, 25)):
            wanted: dict[str, list[_Item]] = {}
            for row in some:
                wanted.setdefault(row.table, []).append({"DeleteRequest": {"Key": {"pk": {"S": row.pk}, "sk": {"S": row.sk}}}})
            for _ in range(_TRIES):
                if not wanted:
                    break
                wanted = client.batch_write_item(RequestItems=wanted).get("UnprocessedItems") or {}
            if wanted:
                raise OSError("The table takes no more deletions now.")

    def _get(self, table: str, pk: str, sk: str) -> Row | None:
        key = {"pk": {"S": pk}, "sk": {"S": sk}}
        item = connection.connection().client.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
        return raw_row(table, item) if item else None

    def _query(self, table: str, pk: str, beginning: str = "", index: str = "", below: str = "") -> Iterator[Row]:
        """Sort keys with this beginning, or below one; in order."""
        name, sort = f"{index}pk" if index else "pk", f"{index}sk" if index else "sk"
        condition = f" AND begins_with({sort}, :sk)" if beginning else f" AND {sort} < :sk" if below else ""
        bound = beginning or below
        asked: _Item = {
            "TableName": table,
            "KeyConditionExpression": f"{name} = :pk{condition}",
            "ExpressionAttributeValues": {":pk": {"S": pk}} | ({":sk": {"S": bound}} if bound else {}),
        }
        asked |= {"IndexName": index} if index else {"ConsistentRead": True}
        while True:
            page = connection.connection().client.query(**asked)
            yield from (raw_row(table, item) for item in page["Items"])
            if "LastEvaluatedKey" not in page:
                return
            asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def raw_row(table: str, item: Mapping[str, Any]) -> Row:
    values = {name: _plain(value) for name, value in item.items()}
    pk, sk = values.pop("pk"), values.pop("sk")
    if sk == keys.META and keys.is_conversation(pk):
        values = _named(values, ConversationRow)
    return Row(table, pk, sk, {name: value for name, value in values.items() if name not in _OF_INDEXES})


def _named(values: dict[str, Any], model: type[Model]) -> dict[str, Any]:
    """Attributes of rows that must be small have short names in the table."""
    names = {one.attr_name: name for name, one in model.get_attributes().items()}
    return {names.get(name, name): value for name, value in values.items()}


def _plain(value: Mapping[str, Any]) -> Any:
    (kind, held), *_ = value.items()
    match kind:
        case "N":
            return int(held) if held.lstrip("-").isdigit() else float(held)
        case "L":
            return [_plain(each) for each in held]
        case "M":
            return {name: _plain(each) for name, each in held.items()}
        case "NS":
            return sorted(float(each) for each in held)
        case "SS":
            return sorted(held)
        case "NULL":
            return None
        case _:
            return held
