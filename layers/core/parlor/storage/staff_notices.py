"""Notices to staff in the Chat table: all that were ever published in one partition, those that still matter in another."""

from collections.abc import Iterable
from typing import Any

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, PutError
from pynamodb.models import Model

from parlor.domain.errors import Conflict, NotFound
from parlor.domain.ids import AgentId, TenantId
from parlor.domain.staff_notices import LIVE_MAX, Reading, StaffNotice
from parlor.storage import connection, keys
from parlor.storage.transactions import Delete, Put, transact

_PAGE = 30
_KEPT_S = 86_400
"""Rows of notices that are over go a day later; the history stays."""


class _Row(Model):
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class StaffNoticeRow(_Row):
    """`T#NOTICES` / `<notice>`: one that was published, as JSON; `T#NOTICES#LIVE` / `<end>#<notice>`: the same while it matters."""

    class Meta:
        table_name = ""

    body = UnicodeAttribute()
    ttl = NumberAttribute(null=True)


class ReadingRow(_Row):
    """`T#NOTICE#<notice>` / `<agent>`: this agent has read it."""

    class Meta:
        table_name = ""

    at = NumberAttribute()


def bind(chat_table: str) -> None:
    """Gives the models their table."""
    connection.bind((StaffNoticeRow, ReadingRow), chat_table)


class StaffNoticeStore:
    """One tenant's notices to its staff."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant

    def publish(self, notice: StaffNotice) -> None:
        """A transaction of two rows: 4 WU and more for long texts."""
        twice = Conflict("The notice has been published already.", code="exists")
        transact([Put(self._row(notice), StaffNoticeRow.pk.does_not_exist(), twice), Put(self._live_row(notice), None, twice)])

    def get(self, notice_id: str) -> StaffNotice:
        """1 RU."""
        try:
            return _notice(StaffNoticeRow.get(keys.staff_notices(self._tenant), notice_id, consistent_read=True))
        except DoesNotExist:
            raise NotFound("There is no such notice.", field="notice_id") from None

    def live(self, now: int) -> list[StaffNotice]:
        """One query: 1 RU for 4 KB, whatever was published before."""
        rows = StaffNoticeRow.query(
            keys.live_staff_notices(self._tenant), StaffNoticeRow.sk > keys.by_time(now + 1, ""), limit=LIVE_MAX, consistent_read=True
        )
        return [_notice(row) for row in rows]

    def page(self, position: str | None) -> tuple[list[StaffNotice], str | None]:
        """One query of thirty."""
        before = StaffNoticeRow.sk < position if position else None
        rows = StaffNoticeRow.query(keys.staff_notices(self._tenant), before, scan_index_forward=False, limit=_PAGE, consistent_read=True)
        found = [_notice(row) for row in rows]
        return found, found[-1].notice_id if len(found) == _PAGE else None

    def withdraw(self, notice: StaffNotice) -> None:
        """A transaction of two rows."""
        gone = Conflict("Somebody else has withdrawn this notice.", field="notice_id")
        before = msgspec.structs.replace(notice, withdrawn_at=None, withdrawn_by=None)
        same = StaffNoticeRow.body == _body(before)
        transact([Put(self._row(notice), same, gone), Delete(self._live_row(notice), None, gone)])

    def mark_read(self, notice_id: str, agent_id: AgentId, now: int) -> None:
        """1 WU."""
        try:
            ReadingRow(keys.staff_notice(self._tenant, notice_id), agent_id, at=now).save(condition=ReadingRow.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise

    def read_by(self, agent_id: AgentId, notice_ids: Iterable[str]) -> set[str]:
        """½ RU each."""
        wanted = {keys.staff_notice(self._tenant, notice_id): notice_id for notice_id in notice_ids}
        found = ReadingRow.batch_get([(key, agent_id) for key in wanted]) if wanted else ()
        return {wanted[row.pk] for row in found}

    def readings(self, notice_id: str) -> list[Reading]:
        """One query: 1 RU for some 60 readers."""
        return [Reading(AgentId(row.sk), int(row.at)) for row in ReadingRow.query(keys.staff_notice(self._tenant, notice_id))]

    def _row(self, notice: StaffNotice) -> StaffNoticeRow:
        return StaffNoticeRow(keys.staff_notices(self._tenant), notice.notice_id, body=_body(notice))

    def _live_row(self, notice: StaffNotice) -> StaffNoticeRow:
        sort_key = keys.by_time(notice.until, notice.notice_id)
        return StaffNoticeRow(keys.live_staff_notices(self._tenant), sort_key, body=_body(notice), ttl=notice.until // 1000 + _KEPT_S)


def _body(notice: StaffNotice) -> str:
    return msgspec.json.encode(notice).decode()


def _notice(row: Any) -> StaffNotice:
    return msgspec.json.decode(row.body, type=StaffNotice)
