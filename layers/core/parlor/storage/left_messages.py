"""Left messages in the Chat table: one row each, found by month through GSI 2."""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import asdict, replace
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, PutError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from parlor.domain.errors import Conflict, NotFound
from parlor.domain.ids import LeftMessageId, TenantId
from parlor.domain.left_messages import LeftMessage, LeftMessageState
from parlor.storage import connection, keys
from parlor.storage.months import newest_page


class ByMonth(GlobalSecondaryIndex["LeftMessageRow"]):
    """GSI 2: messages left in a month."""

    class Meta:
        index_name = "gsi2"
        projection = AllProjection()

    gsi2pk = UnicodeAttribute(hash_key=True)
    gsi2sk = UnicodeAttribute(range_key=True)


class LeftMessageRow(Model):
    """`T#M#<left message>` / `META`."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    gsi2pk = UnicodeAttribute()
    gsi2sk = UnicodeAttribute()
    by_month = ByMonth()
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
    version = NumberAttribute()


def bind(chat_table: str) -> None:
    """Gives the model its table."""
    connection.bind((LeftMessageRow,), chat_table)


class LeftMessageStore:
    """One tenant's left messages."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant

    def put(self, message: LeftMessage) -> LeftMessage:
        """1 WU a KB, twice for the index."""
        try:
            self._row(message).save(condition=LeftMessageRow.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return self.get(message.left_message_id)
        return message

    def get(self, left_message_id: LeftMessageId) -> LeftMessage:
        try:
            row = LeftMessageRow.get(keys.left_message(self._tenant, left_message_id), keys.META, consistent_read=True)
        except DoesNotExist:
            raise NotFound("There is no such message.") from None
        return _left_message(row)

    def note_receipt(self, left_message_id: LeftMessageId, now: int) -> None:
        row = LeftMessageRow(keys.left_message(self._tenant, left_message_id), keys.META)
        row.update(actions=[LeftMessageRow.receipt_at.set(now)], condition=LeftMessageRow.pk.exists())

    def change(self, before: LeftMessage, after: LeftMessage) -> LeftMessage:
        changed = replace(after, version=before.version + 1)
        try:
            self._row(changed).save(condition=LeftMessageRow.version == before.version)
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise Conflict("Somebody else has changed this meanwhile. Load it again.", field="version") from None
        return changed

    def newest(self, state: LeftMessageState | None, position: str | None, since: int, now: int) -> tuple[list[LeftMessage], str | None]:
        def read(month: int, low: str, high: str) -> Iterator[tuple[str, LeftMessage]]:
            rows = LeftMessageRow.by_month.query(
                keys.left_in(self._tenant, month),
                LeftMessageRow.gsi2sk.between(low, high),
                scan_index_forward=False,
                page_size=100,
            )
            return ((row.gsi2sk, _left_message(row)) for row in rows)

        return newest_page(
            read,
            lambda at: keys.by_time(at, ""),
            lambda message: state is None or message.state == state,
            from_ms=since,
            to_ms=now,
            position=position,
        )

    def _row(self, message: LeftMessage) -> LeftMessageRow:
        values: dict[str, Any] = {name: value for name, value in asdict(message).items() if value not in (None, "")}
        return LeftMessageRow(
            keys.left_message(self._tenant, message.left_message_id),
            keys.META,
            gsi2pk=keys.left_in(self._tenant, message.at),
            gsi2sk=keys.by_time(message.at, message.left_message_id),
            **values,
        )


def _left_message(row: LeftMessageRow) -> LeftMessage:
    return msgspec.convert(row.attribute_values, LeftMessage)
