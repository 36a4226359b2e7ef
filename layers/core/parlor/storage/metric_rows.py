"""The rows of the Metrics table as who counts again sees them: read with a version, replaced on condition of it.

The live roll-up adds to `_v` with every change of a row (storage/metrics.py). Guards say what it has counted.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, get_args

from botocore.exceptions import ClientError

from parlor.domain.counting import Cell
from parlor.domain.figures import BY_NAME, TOTALS, FigureName, Sheet, attribute, meaning
from parlor.domain.ids import TenantId
from parlor.domain.metrics import HOUR_MS, Counted
from parlor.domain.rebuilding import KeptRow, RowName
from parlor.storage import connection, keys
from parlor.storage.metrics import VERSION, GuardRow, SumRow, guard_of

_Item = dict[str, Any]


class MetricRowStore:
    """One tenant's rows of sums."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant

    def of_day(self, day: str) -> dict[RowName, KeptRow]:
        """One batch get of the totals, one query for each sheet: some 20 RU, and 1 RU for 4 KB of rows."""
        short = day.replace("-", "")
        rows = [self._total(item) for item in self._totals(short)]
        rows += [self._hour(item) for sheet in get_args(Sheet) for item in self._sheet(sheet, short)]
        return {row.name: row for row in rows}

    def row_of(self, cell: Cell) -> RowName:
        if cell.dimension is None:
            return keys.metric(self._tenant, cell.figure), keys.utc_day(cell.hour)
        sheet = BY_NAME[cell.figure].sheet_of(cell.dimension)
        if sheet is None:
            raise ValueError(f"{cell.figure} is not counted by {cell.dimension}")
        return keys.sheet(self._tenant, sheet), keys.utc_hour(cell.hour)

    def is_as_read(self, row: KeptRow) -> bool:
        item = self._get(row.name)
        return bool(item) == row.there and _version(item) == row.version

    def replace(self, row: KeptRow, cells: dict[Cell, int]) -> bool:
        item = {"pk": {"S": row.name[0]}, "sk": {"S": row.name[1]}} | row.beside
        item |= {_name(cell): {"N": str(number)} for cell, number in cells.items() if number}
        item[VERSION] = {"N": str((row.version or 0) + 1)}
        condition: _Item = {"ConditionExpression": "attribute_not_exists(pk)"}
        if row.there:
            condition = {"ConditionExpression": "attribute_exists(pk) AND attribute_not_exists(#v)"}
            condition["ExpressionAttributeNames"] = {"#v": VERSION}
        if row.version is not None:
            condition |= {"ConditionExpression": "#v = :v", "ExpressionAttributeValues": {":v": {"N": str(row.version)}}}
        try:
            connection.connection().client.put_item(TableName=SumRow.Meta.table_name, Item=item, **condition)
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise
        return True

    def are_counted(self, told: list[Counted]) -> list[bool]:
        """½ RU for 4 KB of each guard."""
        wanted = [guard_of(each) for each in told]
        guards: dict[RowName, set[bytes]] = defaultdict(set)
        for row in GuardRow.batch_get(list({guard for guard, _ in wanted}), consistent_read=True):
            guards[row.pk, row.sk] = row.ids or set()
        return [mark in guards[guard] for guard, mark in wanted]

    def _total(self, item: _Item) -> KeptRow:
        figure: FigureName = item["pk"]["S"].rpartition("#")[2]
        midnight = keys.utc_day_start(item["sk"]["S"])
        cells: dict[Cell, int] = {}
        beside: _Item = {}
        for name, value in _numbers(item):
            if name[0] == "h" and name[1:].isdigit():
                cells[Cell(self._tenant, figure, None, "", midnight + int(name[1:]) * HOUR_MS)] = int(value["N"])
            else:
                beside[name] = value
        return KeptRow(_key(item), _version(item), cells, beside, there=True)

    def _hour(self, item: _Item) -> KeptRow:
        hour = keys.utc_hour_start(item["sk"]["S"])
        cells: dict[Cell, int] = {}
        beside: _Item = {}
        for name, value in _numbers(item):
            said = meaning(name)
            if said is None:
                beside[name] = value
            else:
                # Two names may mean the same: codes of agents were longer once.
                cell = Cell(self._tenant, said[0], said[1], said[2], hour)
                cells[cell] = cells.get(cell, 0) + int(value["N"])
        return KeptRow(_key(item), _version(item), cells, beside, there=True)

    def _totals(self, short_day: str) -> Iterator[_Item]:
        names = [{"pk": {"S": keys.metric(self._tenant, figure)}, "sk": {"S": short_day}} for figure in sorted(TOTALS)]
        wanted: _Item = {SumRow.Meta.table_name: {"Keys": names, "ConsistentRead": True}}
        while wanted:
            answer = connection.connection().client.batch_get_item(RequestItems=wanted)
            yield from answer["Responses"].get(SumRow.Meta.table_name, [])
            wanted = answer.get("UnprocessedKeys", {})

    def _sheet(self, sheet: Sheet, short_day: str) -> Iterator[_Item]:
        pages = (
            connection.connection()
            .client.get_paginator("query")
            .paginate(
                TableName=SumRow.Meta.table_name,
                KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
                ExpressionAttributeValues={
                    ":pk": {"S": keys.sheet(self._tenant, sheet)},
                    ":first": {"S": f"{short_day}00"},
                    ":last": {"S": f"{short_day}23"},
                },
                ConsistentRead=True,
            )
        )
        for page in pages:
            yield from page["Items"]

    def _get(self, name: RowName) -> _Item:
        key = {"pk": {"S": name[0]}, "sk": {"S": name[1]}}
        answer = connection.connection().client.get_item(TableName=SumRow.Meta.table_name, Key=key, ConsistentRead=True)
        item: _Item = answer.get("Item", {})
        return item


def _name(cell: Cell) -> str:
    return attribute(cell.figure, cell.dimension, cell.value) if cell.dimension is not None else f"h{cell.hour // HOUR_MS % 24:02d}"


def _numbers(item: _Item) -> Iterator[tuple[str, _Item]]:
    return ((name, value) for name, value in item.items() if name not in ("pk", "sk", VERSION))


def _version(item: _Item) -> int | None:
    return int(item[VERSION]["N"]) if VERSION in item else None


def _key(item: _Item) -> RowName:
    return item["pk"]["S"], item["sk"]["S"]
