"""Parked work in the Directory table: a row that is listed, and beside it what is needed to do the work after all."""

from collections.abc import Callable, Iterator
from typing import Any
from zlib import compress, decompress

import msgspec
from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, PutError, UpdateError
from pynamodb.models import Model

from parlor.domain.errors import NotFound
from parlor.domain.ids import TenantId
from parlor.domain.parked import AGAIN_MS, DONE_KEPT_S, KEPT_S, Parked
from parlor.storage import connection, keys

_PAGE = 50
_READ_MAX = 400
_REFUSED = "ConditionalCheckFailedException"
_MUTABLE = ("tries", "error", "detail", "state", "again_at", "failed")


class _Row(Model):
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    ttl = NumberAttribute()


class ParkedRow(_Row):
    """`T#PARKED` / `I#<id>`. `said` holds what never changes, as JSON. `source` is the message that gave it up last."""

    class Meta:
        table_name = ""

    said = UnicodeAttribute()
    kind = UnicodeAttribute()
    source = UnicodeAttribute()
    tries = NumberAttribute()
    error = UnicodeAttribute()
    detail = UnicodeAttribute()
    state = UnicodeAttribute()
    again_at = NumberAttribute(default=0)
    failed = NumberAttribute(default=0)


class PayloadRow(_Row):
    """`T#PARKED` / `P#<id>`: the work itself, compressed."""

    class Meta:
        table_name = ""

    body = BinaryAttribute(legacy_encoding=False)


class TenantRow(_Row):
    """`PARKED` / `<tenant>`: something of this tenant was given up in the last 30 days."""

    class Meta:
        table_name = ""


def bind(directory_table: str) -> None:
    """Gives the models their table."""
    connection.bind((ParkedRow, PayloadRow, TenantRow), directory_table)


def tenants() -> list[TenantId]:
    """Those of whom something may be parked; for the operator."""
    return [TenantId(row.sk) for row in TenantRow.query(keys.PARKED_TENANTS)]


class ParkedStore:
    def __init__(self, tenant: TenantId, now_ms: Callable[[], int]) -> None:
        self._tenant = tenant
        self._pk = keys.parked(tenant)
        self._now_ms = now_ms

    def put(self, parked: Parked, payload: str, source: str) -> bool:
        """What was given up. 3 WU and those of the payload. What is there already and was taken up again has failed again; the same
        message once more changes nothing and returns False."""
        ttl = self._now_ms() // 1000 + KEPT_S
        PayloadRow(self._pk, keys.parked_payload(parked.parked_id), body=compress(payload.encode()), ttl=ttl).save()
        TenantRow(keys.PARKED_TENANTS, self._tenant, ttl=ttl).save()
        row = ParkedRow(self._pk, keys.parked_item(parked.parked_id), ttl=ttl, source=source, kind=parked.kind)
        for name in _MUTABLE:
            setattr(row, name, getattr(parked, name))
        row.said = msgspec.json.encode(parked).decode()
        try:
            row.save(condition=ParkedRow.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != _REFUSED:
                raise
            return self._once_more(parked, source, ttl)
        return True

    def _once_more(self, parked: Parked, source: str, ttl: int) -> bool:
        actions = [
            ParkedRow.source.set(source),
            ParkedRow.state.set("waiting"),
            ParkedRow.error.set(parked.error),
            ParkedRow.detail.set(parked.detail),
            ParkedRow.failed.set(ParkedRow.failed + 1),
            ParkedRow.tries.set(ParkedRow.tries + 1),
            ParkedRow.ttl.set(ttl),
        ]
        taken_up = (ParkedRow.source != source) & (ParkedRow.state != "waiting")
        return self._update(parked.parked_id, actions, taken_up) is not None

    def page(self, kind: str, position: str | None) -> tuple[list[Parked], str | None]:
        """The newest first: ½ RU for 4 KB, of at most 400 rows. A page may be short while there is a next one."""
        upper = keys.parked_item(position) if position else keys.PARKED_END
        found: list[Parked] = []
        read, last = 0, ""
        for row in ParkedRow.query(
            self._pk, ParkedRow.sk.between(keys.PARKED_FIRST, upper), scan_index_forward=False, limit=_READ_MAX, page_size=_PAGE * 2
        ):
            read += 1
            id_ = row.sk.removeprefix(keys.PARKED_FIRST)
            if id_ == position:
                continue
            last = id_
            if not kind or row.kind == kind:
                found.append(_parked(row))
            if len(found) == _PAGE:
                return found, last
        return found, last if read == _READ_MAX else None

    def waiting(self, kind: str = "") -> Iterator[Parked]:
        """All that can be taken up; for who gives everything to be done again."""
        for row in ParkedRow.query(self._pk, ParkedRow.sk.startswith(keys.PARKED_FIRST)):
            if row.state != "done" and (not kind or row.kind == kind):
                yield _parked(row)

    def any(self) -> bool:
        """Whether something waits, among the newest 50. ½ RU for 4 KB."""
        newest = ParkedRow.query(self._pk, ParkedRow.sk.startswith(keys.PARKED_FIRST), scan_index_forward=False, limit=_PAGE)
        return any(row.state == "waiting" for row in newest)

    def get(self, parked_id: str) -> Parked:
        """1 RU. Raises `NotFound`."""
        try:
            return _parked(ParkedRow.get(self._pk, keys.parked_item(parked_id), consistent_read=True))
        except DoesNotExist:
            raise NotFound("There is no such parked work.", field="parked_id") from None

    def payload(self, parked_id: str) -> str:
        """1 RU for 4 KB. Raises `NotFound`."""
        try:
            body: bytes = PayloadRow.get(self._pk, keys.parked_payload(parked_id), consistent_read=True).body
        except DoesNotExist:
            raise NotFound("There is no such parked work.", field="parked_id") from None
        return decompress(body).decode()

    def take_up(self, parked_id: str, now: int) -> Parked | None:
        """1 WU. None when it is not there, is done, or somebody has taken it up in the last minutes."""
        free = (ParkedRow.state == "waiting") | ((ParkedRow.state == "again") & (ParkedRow.again_at < now - AGAIN_MS))
        return self._update(parked_id, [ParkedRow.state.set("again"), ParkedRow.again_at.set(now)], free)

    def done(self, parked_id: str, now: int) -> None:
        """1 WU, and as many as the payload had. It is shown for a day."""
        actions = [ParkedRow.state.set("done"), ParkedRow.ttl.set(now // 1000 + DONE_KEPT_S)]
        if self._update(parked_id, actions, ParkedRow.state == "again"):
            PayloadRow(self._pk, keys.parked_payload(parked_id)).delete()

    def failed(self, parked_id: str, detail: str) -> None:
        """1 WU."""
        actions = [
            ParkedRow.state.set("waiting"),
            ParkedRow.detail.set(detail),
            ParkedRow.failed.set(ParkedRow.failed + 1),
            ParkedRow.tries.set(ParkedRow.tries + 1),
        ]
        self._update(parked_id, actions, ParkedRow.state == "again")

    def dismiss(self, parked_id: str, now: int) -> bool:
        """2 WU. False when it has just been taken up."""
        free = (ParkedRow.state != "again") | (ParkedRow.again_at < now - AGAIN_MS)
        try:
            ParkedRow(self._pk, keys.parked_item(parked_id)).delete(condition=free)
        except Exception as error:
            if getattr(error, "cause_response_code", "") != _REFUSED:
                raise
            return False
        PayloadRow(self._pk, keys.parked_payload(parked_id)).delete()
        return True

    def _update(self, parked_id: str, actions: list[Any], condition: Any) -> Parked | None:
        row = ParkedRow(self._pk, keys.parked_item(parked_id))
        try:
            row.update(actions=actions, condition=ParkedRow.pk.exists() & condition)
        except UpdateError as error:
            if error.cause_response_code != _REFUSED:
                raise
            return None
        return _parked(row)


def _parked(row: ParkedRow) -> Parked:
    said = msgspec.json.decode(row.said, type=Parked)
    return msgspec.structs.replace(said, **{name: getattr(row, name) for name in _MUTABLE})
