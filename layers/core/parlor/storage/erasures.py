"""Erasures in the Chat table: a row each, `T#ERASURES` / `<erasure>`, which is the receipt afterwards."""

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, PutError, UpdateError
from pynamodb.models import Model

from parlor.domain.erasures import LEASE_MS, Erasure, ErasureId
from parlor.domain.errors import Conflict, NotFound
from parlor.domain.ids import TenantId
from parlor.domain.personal_data import Found
from parlor.storage import connection, keys

PAGE = 30
_REFUSED = "ConditionalCheckFailedException"


class ErasureRow(Model):
    """`found` is what leads to the person; it goes when nothing is left to look for."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    body = UnicodeAttribute()
    found = UnicodeAttribute(null=True)
    worker = UnicodeAttribute(null=True)
    lease_until = NumberAttribute(default=0)


class ErasureLockRow(Model):
    """`T#ERASURES` / `~<hash of the person>`: the erasure of this person that is under way."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    erasure_id = UnicodeAttribute()


def bind(chat_table: str) -> None:
    """Gives the models their table."""
    connection.bind((ErasureRow, ErasureLockRow), chat_table)


class ErasureStore:
    """One tenant's."""

    def __init__(self, tenant: TenantId) -> None:
        self._partition = keys.erasures(tenant)

    def asked(self, subject: str) -> Erasure | None:
        """1 RU, and 1 RU for what is under way."""
        try:
            lock = ErasureLockRow.get(self._partition, keys.ERASURE_LOCK + subject, consistent_read=True)
            return self.get(ErasureId(lock.erasure_id))
        except (DoesNotExist, NotFound):
            return None

    def begin(self, erasure: Erasure, found: Found) -> None:
        """2 WU, more for many conversations."""
        row = self._row(erasure)
        row.found = msgspec.json.encode(found).decode()
        row.save()
        lock = ErasureLockRow(self._partition, keys.ERASURE_LOCK + erasure.subject, erasure_id=erasure.erasure_id)
        try:
            lock.save(condition=ErasureLockRow.pk.does_not_exist())
        except PutError as error:
            row.delete()
            if error.cause_response_code != _REFUSED:
                raise
            raise Conflict("This person is being erased already.", code="exists") from None

    def get(self, erasure_id: ErasureId) -> Erasure:
        """1 RU for 4 KB, with what was found while it is there."""
        try:
            return _erasure(ErasureRow.get(self._partition, erasure_id, consistent_read=True))
        except DoesNotExist:
            raise NotFound("There is no such erasure.", field="erasure_id") from None

    def page(self, position: str | None) -> tuple[list[Erasure], str | None]:
        """1 RU for some 10 receipts."""
        before = position or keys.ERASURE_LOCK
        rows = list(ErasureRow.query(self._partition, ErasureRow.sk < before, scan_index_forward=False, limit=PAGE, consistent_read=True))
        return [_erasure(row) for row in rows], rows[-1].sk if len(rows) == PAGE else None

    def claim(self, erasure_id: ErasureId, worker: str, now: int) -> tuple[Erasure, Found] | None:
        """1 WU."""
        row = ErasureRow(self._partition, erasure_id)
        free = ErasureRow.found.exists() & ((ErasureRow.lease_until < now) | (ErasureRow.worker == worker))
        try:
            row.update(actions=[ErasureRow.worker.set(worker), ErasureRow.lease_until.set(now + LEASE_MS)], condition=free)
        except UpdateError as error:
            if error.cause_response_code != _REFUSED:
                raise
            return None
        return _erasure(row), msgspec.json.decode(row.found or "", type=Found)

    def keep_found(self, erasure: Erasure, found: Found) -> None:
        """1 WU, more for many conversations."""
        ErasureRow(self._partition, erasure.erasure_id).update(actions=[ErasureRow.found.set(msgspec.json.encode(found).decode())])

    def keep(self, erasure: Erasure, worker: str, *, free: bool = False) -> bool:
        """1 WU."""
        row = ErasureRow(self._partition, erasure.erasure_id)
        until = 0 if free else erasure.alive_at + LEASE_MS
        try:
            row.update(
                actions=[ErasureRow.body.set(_body(erasure)), ErasureRow.lease_until.set(until)], condition=ErasureRow.worker == worker
            )
        except UpdateError as error:
            if error.cause_response_code != _REFUSED:
                raise
            return False
        return True

    def forget_found(self, erasure: Erasure) -> None:
        """2 WU."""
        ErasureRow(self._partition, erasure.erasure_id).update(actions=[ErasureRow.found.remove(), ErasureRow.worker.remove()])
        ErasureLockRow(self._partition, keys.ERASURE_LOCK + erasure.subject).delete()

    def _row(self, erasure: Erasure) -> ErasureRow:
        return ErasureRow(self._partition, erasure.erasure_id, body=_body(erasure))


def _body(erasure: Erasure) -> str:
    return msgspec.json.encode(erasure).decode()


def _erasure(row: ErasureRow) -> Erasure:
    return msgspec.json.decode(row.body, type=Erasure)
