"""Companies that are closing or gone, in the Directory table, and the sweep that deletes a company's rows.

CLOSINGS / <tenant>             one that will end, or is being deleted
GONE#<tenant> / META            the mark that it is no more, for ever
CERTIFICATE#<tenant> / META     what was deleted, for ever
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from parlor.domain.errors import Conflict, NotFound
from parlor.domain.ids import TenantId
from parlor.domain.leaving import Account, Certificate, Closing, Seen
from parlor.storage import connection, keys
from parlor.storage.directory import AgentRow, CompanyRow
from parlor.storage.memory import Memory
from parlor.storage.rows import Row
from parlor.storage.transactions import Delete, Put, Update, transact

_GONE = "GONE"
"""Not a key: what functions remember."""
_OURS = "contains(pk, :t) OR contains(sk, :t) OR tenant_id = :t OR begins_with(pk, :l) OR (begins_with(pk, :s) AND contains(body, :t))"
"""Rows of the company, of persons and addresses that say so, and all limits."""
PAGE = 2_000
"""Rows that are looked at at a time."""


class ClosingRow(Row):
    class Meta:
        table_name = ""

    body = UnicodeAttribute()


class GoneRow(Row):
    class Meta:
        table_name = ""

    at = NumberAttribute()


class CertificateRow(Row):
    class Meta:
        table_name = ""

    body = UnicodeAttribute()


def bind(directory_table: str) -> None:
    """Gives the models their table."""
    connection.bind((ClosingRow, GoneRow, CertificateRow), directory_table)


class ClosingStore:
    """Of all tenants. Satisfies `Closings`."""

    def all(self) -> list[Closing]:
        """½ RU when nobody leaves."""
        return [_closing(row) for row in ClosingRow.query(keys.CLOSINGS, consistent_read=True)]

    def get(self, tenant: TenantId) -> Closing | None:
        """1 RU."""
        try:
            return _closing(ClosingRow.get(keys.CLOSINGS, tenant, consistent_read=True))
        except ClosingRow.DoesNotExist:
            return None

    def begin(self, closing: Closing) -> None:
        """A transaction of two rows: 4 WU."""
        closing_already = Conflict("The company is closing already.", code="closing")
        ends = CompanyRow.closing_at.set(closing.ends_at)
        company = CompanyRow(keys.company(closing.tenant_id), keys.COMPANY)
        missing = NotFound("There is no such company.")
        transact(
            [
                Put(_row(closing), ClosingRow.pk.does_not_exist(), closing_already),
                Update(company, [ends], CompanyRow.tenant_id.exists(), missing),
            ]
        )

    def take_back(self, tenant: TenantId) -> None:
        """A transaction of two rows: 4 WU. The same words stand in the row as when it was looked at: nobody has begun meanwhile."""
        found = self.get(tenant)
        too_late = Conflict("The deletion has begun.", code="too_late")
        if found is None or found.begun_at is not None:
            raise too_late
        row = _row(found)
        company = CompanyRow(keys.company(tenant), keys.COMPANY)
        transact(
            [
                Delete(ClosingRow(keys.CLOSINGS, tenant), ClosingRow.body == row.body, too_late),
                Update(company, [CompanyRow.closing_at.remove()], CompanyRow.tenant_id.exists(), too_late),
            ]
        )

    def keep(self, closing: Closing) -> None:
        """1 WU."""
        _row(closing).save()

    def start(self, closing: Closing) -> bool:
        """1 RU, 2 WU."""
        before = self.get(closing.tenant_id)
        return before is not None and before.begun_at is None and self._replace(before, closing)

    def note_warned(self, closing: Closing) -> bool:
        """2 WU."""
        return self._replace(closing, msgspec.structs.replace(closing, warned=True))

    def _replace(self, before: Closing, after: Closing) -> bool:
        """On condition that the row says what it said."""
        try:
            transact([Put(_row(after), ClosingRow.body == _row(before).body, _between())])
        except Conflict:
            return False
        return True

    def over(self, tenant: TenantId) -> None:
        ClosingRow(keys.CLOSINGS, tenant).delete()

    def mark_gone(self, tenant: TenantId, at: int) -> None:
        """1 WU."""
        GoneRow(keys.gone(tenant), keys.META, at=at).save()

    def certify(self, certificate: Certificate) -> None:
        """1 WU."""
        CertificateRow(keys.certificate(certificate.tenant_id), keys.META, body=msgspec.json.encode(certificate).decode()).save()

    def certificate(self, tenant: TenantId) -> Certificate | None:
        """1 RU."""
        try:
            row = CertificateRow.get(keys.certificate(tenant), keys.META, consistent_read=True)
        except CertificateRow.DoesNotExist:
            return None
        return msgspec.json.decode(row.body, type=Certificate)


class Living:
    """Which companies are there still. Asked by what works behind: ½ RU a company every three seconds at most."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def __call__(self, tenant: str) -> bool:
        return self._memory.answer(TenantId(tenant), _GONE, lambda: not _is_gone(TenantId(tenant)), keep_ms=3_000)

    def of(self, records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Records of a stream without those of companies that are gone."""
        return [record for record in records if self(_tenant_of(record))]


def _is_gone(tenant: TenantId) -> bool:
    try:
        GoneRow.get(keys.gone(tenant), keys.META, consistent_read=True)
    except GoneRow.DoesNotExist:
        return False
    return True


def _tenant_of(record: dict[str, Any]) -> str:
    pk: str = record.get("dynamodb", {}).get("Keys", {}).get("pk", {}).get("S", "")
    return pk.partition("#")[0]


def accounts_of(tenant: TenantId) -> list[Account]:
    """Everybody who works for the company."""
    rows = AgentRow.query(keys.company(tenant), AgentRow.sk.startswith(keys.AGENT), consistent_read=True)
    return [Account(row.agent_id, row.email, tuple(each for each in (row.subject, row.sso_subject) if each)) for row in rows]


class TableSweep:
    """All rows of one company in one table. Satisfies `Swept`.

    A scan, page by page: the end of a company is no request that somebody waits for, and nothing else finds rows whose keys nobody
    remembers. It reads the whole table: ½ RU for 4 KB.

    `subjects` are ids and addresses of the company's people, under which limits are counted; `sockets` is told of connections that go.
    """

    def __init__(
        self,
        tenant: TenantId,
        table: str,
        subjects: Callable[[], frozenset[str]] = frozenset,
        sockets: Callable[[list[str]], None] = lambda _: None,
    ) -> None:
        self._tenant = tenant
        self._table = table
        self._subjects = subjects
        self._sockets = sockets

    @cached_property
    def _limited(self) -> frozenset[str]:
        return frozenset(keys.limited(each) for each in self._subjects())

    def look(self, position: str | None, *, delete: bool) -> Seen:
        begin = {"ExclusiveStartKey": msgspec.json.decode(position)} if position else {}
        answer = self._client.scan(
            TableName=self._table,
            Limit=PAGE,
            ConsistentRead=not delete,
            FilterExpression=_OURS,
            ProjectionExpression="pk, sk",
            ExpressionAttributeValues={":t": {"S": self._tenant}, ":l": {"S": keys.LIMIT}, ":s": {"S": keys.UNDER_WAY}},
            **begin,
        )
        mine = [row for row in answer["Items"] if self._is_mine(row["pk"]["S"])]
        if delete:
            self._sockets([connection for row in mine if (connection := keys.connection_of(row["pk"]["S"], row["sk"]["S"]))])
            self._delete(mine)
        following = answer.get("LastEvaluatedKey")
        return Seen(len(mine), msgspec.json.encode(following).decode() if following else None)

    def _is_mine(self, pk: str) -> bool:
        if pk.startswith(keys.LIMIT):
            return keys.limited_in(pk) in self._limited
        return not keys.outlives(pk)

    def _delete(self, rows: list[dict[str, Any]]) -> None:
        wanted = [{"DeleteRequest": {"Key": {"pk": row["pk"], "sk": row["sk"]}}} for row in rows]
        while wanted:
            answer = self._client.batch_write_item(RequestItems={self._table: wanted[:25]})
            wanted = answer.get("UnprocessedItems", {}).get(self._table, []) + wanted[25:]

    @property
    def _client(self) -> Any:
        return connection.connection().client


def _between() -> Conflict:
    return Conflict("Somebody came between.")


def _row(closing: Closing) -> ClosingRow:
    return ClosingRow(keys.CLOSINGS, closing.tenant_id, body=msgspec.json.encode(closing).decode())


def _closing(row: ClosingRow) -> Closing:
    return msgspec.json.decode(row.body, type=Closing)
