"""How long a company keeps what, in the Directory table.

<tenant> / RETENTION            the periods
<tenant> / RETENTION#KEPT       what has gone, and how far the work is
RETENTIONS / <tenant>           the mark of a company that lets anything go: whoever works on it does not know them
"""

from typing import Any

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist

from parlor.domain.ids import TenantId
from parlor.domain.retention import Kept, Retention
from parlor.storage import connection, keys
from parlor.storage.rows import Row
from parlor.storage.transactions import Delete, Put, Step, stale, transact


class RetentionRow(Row):
    class Meta:
        table_name = ""

    body = UnicodeAttribute()
    version = NumberAttribute()


class RetentionKeptRow(Row):
    class Meta:
        table_name = ""

    body = UnicodeAttribute()


class RetentionMarkRow(Row):
    class Meta:
        table_name = ""


def bind(directory_table: str) -> None:
    """Gives the models their table."""
    connection.bind((RetentionRow, RetentionKeptRow, RetentionMarkRow), directory_table)


class RetentionStore:
    """One tenant's. Satisfies `RetentionSettings`."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant
        self._pk = keys.company(tenant)

    def fresh(self) -> Retention:
        """1 RU."""
        try:
            row = RetentionRow.get(self._pk, keys.RETENTION, consistent_read=True)
        except DoesNotExist:
            return Retention()
        return msgspec.structs.replace(msgspec.json.decode(row.body, type=Retention), version=int(row.version))

    def change(self, before: Retention, after: Retention) -> Retention:
        """A transaction of two rows: 4 WU."""
        row = RetentionRow(self._pk, keys.RETENTION, body=msgspec.json.encode(after).decode(), version=before.version + 1)
        same: Any = RetentionRow.version == before.version if before.version else RetentionRow.pk.does_not_exist()
        mark = RetentionMarkRow(keys.RETENTIONS, self._tenant)
        anything = after.periods.any or (after.following is not None and after.following.any)
        step: Step = Put(mark, None, stale()) if anything else Delete(mark, None, stale())
        transact([Put(row, same, stale()), step])
        return msgspec.structs.replace(after, version=before.version + 1)

    def kept(self) -> Kept:
        """1 RU."""
        try:
            row = RetentionKeptRow.get(self._pk, keys.RETENTION_KEPT, consistent_read=True)
        except DoesNotExist:
            return Kept()
        return msgspec.json.decode(row.body, type=Kept)

    def note(self, kept: Kept) -> None:
        """1 WU."""
        RetentionKeptRow(self._pk, keys.RETENTION_KEPT, body=msgspec.json.encode(kept).decode()).save()


class RetentionMarkStore:
    """Of all tenants. Satisfies `RetentionMarks`."""

    def all(self) -> list[TenantId]:
        """½ RU for some 60 companies."""
        return [TenantId(row.sk) for row in RetentionMarkRow.query(keys.RETENTIONS)]
