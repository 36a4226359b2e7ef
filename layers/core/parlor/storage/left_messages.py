"""Left messages in the Chat table: one row each, found by month through GSI 2, and a row for each thing that was said later. What its
assignee has not read stands in GSI 1."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec.structs import asdict, replace
from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, PutError, UpdateError
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from parlor.domain.errors import Conflict, NotFound
from parlor.domain.ids import AgentId, LeftMessageId, TenantId
from parlor.domain.left_messages import UNREAD_MAX, LeftEntry, LeftMessage
from parlor.storage import connection, keys
from parlor.storage.months import newest_page
from parlor.storage.transactions import Delete, Put, stale, transact

_REFUSED = "ConditionalCheckFailedException"


class ByMonth(GlobalSecondaryIndex["LeftMessageRow"]):
    """GSI 2: messages left in a month."""

    class Meta:
        index_name = "gsi2"
        projection = AllProjection()

    gsi2pk = UnicodeAttribute(hash_key=True)
    gsi2sk = UnicodeAttribute(range_key=True)


class Unread(GlobalSecondaryIndex["LeftMessageRow"]):
    """GSI 1: messages that their assignee has not read."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class LeftMessageRow(Model):
    """`T#M#<left message>` / `META`."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    gsi1pk = UnicodeAttribute(null=True)
    gsi1sk = UnicodeAttribute(null=True)
    gsi2pk = UnicodeAttribute()
    gsi2sk = UnicodeAttribute()
    by_month = ByMonth()
    not_read = Unread()
    left_message_id = UnicodeAttribute()
    visitor_id = UnicodeAttribute()
    email = UnicodeAttribute()
    text = UnicodeAttribute()
    at = NumberAttribute()
    state = UnicodeAttribute()
    name = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    page_url = UnicodeAttribute(null=True)
    language = UnicodeAttribute(null=True)
    answered_at = NumberAttribute(null=True)
    answered_by = UnicodeAttribute(null=True)
    answer = UnicodeAttribute(null=True)
    receipt_at = NumberAttribute(null=True)
    assignee_id = UnicodeAttribute(null=True)
    assignee_name = UnicodeAttribute(null=True)
    department_id = UnicodeAttribute(null=True)
    unread = BooleanAttribute(null=True)
    last_at = NumberAttribute(null=True)
    said = NumberAttribute(null=True)
    version = NumberAttribute()


class LeftEntryRow(Model):
    """`T#M#<left message>` / `E#<entry>`."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    entry_id = UnicodeAttribute()
    place = NumberAttribute()
    kind = UnicodeAttribute()
    at = NumberAttribute()
    text = UnicodeAttribute()
    by_id = UnicodeAttribute()
    by_name = UnicodeAttribute(null=True)


def bind(chat_table: str) -> None:
    """Gives the models their table."""
    connection.bind((LeftMessageRow, LeftEntryRow), chat_table)


class LeftMessageStore:
    """One tenant's left messages."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant

    def put(self, message: LeftMessage) -> LeftMessage:
        """1 WU a KB, twice for the index."""
        try:
            self._row(message).save(condition=LeftMessageRow.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != _REFUSED:
                raise
            return self.get(message.left_message_id)
        return message

    def get(self, left_message_id: LeftMessageId) -> LeftMessage:
        try:
            row = LeftMessageRow.get(keys.left_message(self._tenant, left_message_id), keys.META, consistent_read=True)
        except DoesNotExist:
            raise NotFound("There is no such message.") from None
        return _left_message(row)

    def entries(self, left_message_id: LeftMessageId) -> list[LeftEntry]:
        """1 RU for 4 KB of text."""
        partition = keys.left_message(self._tenant, left_message_id)
        rows = LeftEntryRow.query(partition, LeftEntryRow.sk.startswith(keys.LEFT_ENTRY), consistent_read=True)
        return [msgspec.convert(row.attribute_values, LeftEntry) for row in rows]

    def note_receipt(self, left_message_id: LeftMessageId, now: int) -> None:
        row = LeftMessageRow(keys.left_message(self._tenant, left_message_id), keys.META)
        row.update(actions=[LeftMessageRow.receipt_at.set(now)], condition=LeftMessageRow.pk.exists())

    def note_read(self, left_message_id: LeftMessageId, agent_id: AgentId) -> None:
        """1 WU, and 1 for the index."""
        row = LeftMessageRow(keys.left_message(self._tenant, left_message_id), keys.META)
        actions: list[Action] = [LeftMessageRow.unread.remove(), LeftMessageRow.gsi1pk.remove(), LeftMessageRow.gsi1sk.remove()]
        try:
            row.update(actions=actions, condition=LeftMessageRow.assignee_id == agent_id)
        except UpdateError as error:
            if error.cause_response_code != _REFUSED:
                raise

    def change(self, before: LeftMessage, after: LeftMessage, entry: LeftEntry | None = None) -> LeftMessage:
        """2 WU a KB with an entry, else 1; twice for the index."""
        changed = replace(after, version=before.version + 1)
        unchanged = LeftMessageRow.version == before.version
        if entry is None:
            self._save(changed, unchanged)
            return changed
        known = Conflict("This was said already.", code="exists", field="client_id")
        row = self._entry_row(before.left_message_id, entry)
        transact([Put(row, LeftEntryRow.pk.does_not_exist(), known), Put(self._row(changed), unchanged, stale())])
        return changed

    def take_back(self, stored: LeftMessage, before: LeftMessage, entry: LeftEntry) -> None:
        row = self._row(replace(before, version=stored.version + 1))
        transact(
            [
                Delete(self._entry_row(before.left_message_id, entry), LeftEntryRow.pk.exists(), stale()),
                Put(row, LeftMessageRow.version == stored.version, stale()),
            ]
        )

    def newest(
        self, wanted: Callable[[LeftMessage], bool], position: str | None, since: int, until: int
    ) -> tuple[list[LeftMessage], str | None]:
        def read(month: int, low: str, high: str) -> Iterator[tuple[str, LeftMessage]]:
            rows = LeftMessageRow.by_month.query(
                keys.left_in(self._tenant, month),
                LeftMessageRow.gsi2sk.between(low, high),
                scan_index_forward=False,
                page_size=100,
            )
            return ((row.gsi2sk, _left_message(row)) for row in rows)

        return newest_page(read, lambda at: keys.by_time(at, ""), wanted, from_ms=since, to_ms=until, position=position)

    def unread_of(self, agent_id: AgentId) -> int:
        """½ RU for some 40, from the index alone."""
        rows = LeftMessageRow.not_read.query(keys.left_unread(self._tenant, agent_id), limit=UNREAD_MAX)
        return sum(1 for _ in rows)

    def _save(self, message: LeftMessage, condition: Any) -> None:
        try:
            self._row(message).save(condition=condition)
        except PutError as error:
            if error.cause_response_code != _REFUSED:
                raise
            raise stale() from None

    def _row(self, message: LeftMessage) -> LeftMessageRow:
        values: dict[str, Any] = {name: value for name, value in asdict(message).items() if value not in (None, "", 0)}
        if message.unread and message.assignee_id:
            values["gsi1pk"] = keys.left_unread(self._tenant, message.assignee_id)
            values["gsi1sk"] = keys.by_time(message.last_at or message.at, message.left_message_id)
        return LeftMessageRow(
            keys.left_message(self._tenant, message.left_message_id),
            keys.META,
            gsi2pk=keys.left_in(self._tenant, message.at),
            gsi2sk=keys.by_time(message.at, message.left_message_id),
            **values,
        )

    def _entry_row(self, left_message_id: LeftMessageId, entry: LeftEntry) -> LeftEntryRow:
        values = {name: value for name, value in asdict(entry).items() if value != ""}
        return LeftEntryRow(keys.left_message(self._tenant, left_message_id), keys.LEFT_ENTRY + entry.entry_id, **values)


def _left_message(row: LeftMessageRow) -> LeftMessage:
    known = {name: value for name, value in row.attribute_values.items() if value is not None}
    return msgspec.convert(known, LeftMessage)
