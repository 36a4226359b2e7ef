"""Webhooks: their settings in the Directory table (`WEBHOOK#<id>`), the log of deliveries in the Chat table, thirty days long."""

from typing import Any

import msgspec
from pynamodb.attributes import BooleanAttribute, ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, PutError, UpdateError

from parlor.domain.errors import NotFound
from parlor.domain.ids import ConversationId, CustomerId, LeftMessageId, TenantId
from parlor.domain.webhooks import LOG_LIFE_MS, Delivery, Webhook, WebhookEvent
from parlor.storage import connection, keys
from parlor.storage.memory import Memory
from parlor.storage.rows import Row, attributes, thing
from parlor.storage.transactions import stale

_REFUSED = "ConditionalCheckFailedException"
_PAGE = 30
_ON = True
REMEMBERED_MS = 30_000
"""A new webhook hears of what happens after so long at the latest."""


class WebhookRow(Row):
    class Meta:
        table_name = ""

    webhook_id = UnicodeAttribute()
    url = UnicodeAttribute()
    events: ListAttribute[Any] = ListAttribute()
    description = UnicodeAttribute(null=True)
    active = BooleanAttribute()
    off_reason = UnicodeAttribute(null=True)
    created_at = NumberAttribute()
    created_by = UnicodeAttribute(null=True)
    key_version = NumberAttribute()
    previous_until = NumberAttribute(null=True)
    failing_since = NumberAttribute(null=True)
    version = NumberAttribute()


class DeliveryRow(Row):
    """`T#SENT#<webhook>` / `<delivery>`."""

    class Meta:
        table_name = ""

    said = UnicodeAttribute()
    ttl = NumberAttribute()


def bind(directory_table: str, chat_table: str) -> None:
    """Gives the models their tables."""
    connection.bind((WebhookRow,), directory_table)
    connection.bind((DeliveryRow,), chat_table)


class WebhookStore:
    """One tenant's webhooks."""

    def __init__(self, tenant: TenantId, memory: Memory) -> None:
        self._tenant = tenant
        self._pk = keys.company(tenant)
        self._memory = memory

    def all(self) -> list[Webhook]:
        """½ RU when memory is older than `REMEMBERED_MS`: a company has ten at most."""
        return self._memory.answer(self._tenant, keys.WEBHOOK, lambda: self._rows(consistent=False), keep_ms=REMEMBERED_MS)

    def fresh(self) -> list[Webhook]:
        """1 RU."""
        return self._rows(consistent=True)

    def get(self, webhook_id: str) -> Webhook:
        """1 RU."""
        try:
            return thing(WebhookRow.get(self._pk, keys.WEBHOOK + webhook_id, consistent_read=True), Webhook)
        except DoesNotExist:
            raise NotFound("There is no such webhook.", field="webhook_id") from None

    def add(self, webhook: Webhook) -> None:
        """1 WU."""
        self._row(webhook).save()
        self._memory.forget(self._tenant)

    def change(self, before: Webhook, after: Webhook) -> Webhook:
        """1 WU."""
        changed = msgspec.structs.replace(after, version=before.version + 1)
        try:
            self._row(changed).save(condition=WebhookRow.version == before.version)
        except PutError as error:
            if error.cause_response_code != _REFUSED:
                raise
            raise stale() from None
        self._memory.forget(self._tenant)
        return changed

    def delete(self, webhook_id: str) -> None:
        WebhookRow(self._pk, keys.WEBHOOK + webhook_id).delete()
        self._memory.forget(self._tenant)

    def note_failing(self, webhook_id: str, now: int) -> Webhook | None:
        """1 WU. Only the first failure after a success sets the time."""
        row = WebhookRow(self._pk, keys.WEBHOOK + webhook_id)
        try:
            row.update(
                actions=[WebhookRow.failing_since.set(WebhookRow.failing_since | now)],
                condition=WebhookRow.pk.exists(),
            )
        except UpdateError as error:
            if error.cause_response_code != _REFUSED:
                raise
            return None
        return thing(row, Webhook)

    def note_working(self, webhook_id: str) -> None:
        """1 WU, when it had failed before."""
        row = WebhookRow(self._pk, keys.WEBHOOK + webhook_id)
        self._update(row, [WebhookRow.failing_since.remove()], WebhookRow.failing_since.exists())

    def switch_off(self, webhook_id: str) -> bool:
        """1 WU. Whoever has changed it meanwhile is told of the new version."""
        row = WebhookRow(self._pk, keys.WEBHOOK + webhook_id)
        actions = [WebhookRow.active.set(False), WebhookRow.off_reason.set("failing"), WebhookRow.version.add(1)]
        done = self._update(row, actions, WebhookRow.active == _ON)
        self._memory.forget(self._tenant)
        return done

    def log(self, webhook_id: str, delivery: Delivery) -> None:
        """1 WU a KB: the newest try of a delivery takes the place of the one before."""
        row = DeliveryRow(keys.webhook_log(self._tenant, webhook_id), delivery.delivery_id)
        row.said = msgspec.json.encode(delivery).decode()
        row.ttl = (delivery.at + LOG_LIFE_MS) // 1000
        row.save()

    def deliveries(self, webhook_id: str, position: str | None) -> tuple[list[Delivery], str | None]:
        """The newest first, a page at a time: ½ RU for 4 KB."""
        partition = keys.webhook_log(self._tenant, webhook_id)
        before = DeliveryRow.sk < position if position else None
        rows = list(DeliveryRow.query(partition, before, scan_index_forward=False, limit=_PAGE))
        found = [msgspec.json.decode(row.said, type=Delivery) for row in rows]
        return found, found[-1].delivery_id if len(found) == _PAGE else None

    def delivery(self, webhook_id: str, delivery_id: str) -> Delivery:
        """1 RU."""
        try:
            row = DeliveryRow.get(keys.webhook_log(self._tenant, webhook_id), delivery_id, consistent_read=True)
        except DoesNotExist:
            raise NotFound("There is no such delivery.", field="delivery_id") from None
        return msgspec.json.decode(row.said, type=Delivery)

    def is_there(self, event: WebhookEvent) -> bool:
        """What it is about. ½ RU."""
        about = event.type.partition(".")[0]
        pk = {
            "conversation": keys.conversation(self._tenant, ConversationId(event.about)),
            "message": keys.conversation(self._tenant, ConversationId(event.about)),
            "left_message": keys.left_message(self._tenant, LeftMessageId(event.about)),
            "customer": keys.customer(self._tenant, CustomerId(event.about)),
        }.get(about)
        return pk is None or any(DeliveryRow.query(pk, DeliveryRow.sk == keys.META, attributes_to_get=["pk"], limit=1))

    def _rows(self, *, consistent: bool) -> list[Webhook]:
        rows = WebhookRow.query(self._pk, WebhookRow.sk.startswith(keys.WEBHOOK), consistent_read=consistent)
        return [thing(row, Webhook) for row in rows]

    def _row(self, webhook: Webhook) -> WebhookRow:
        return WebhookRow(self._pk, keys.WEBHOOK + webhook.webhook_id, **attributes(webhook))

    @staticmethod
    def _update(row: WebhookRow, actions: list[Any], condition: Any) -> bool:
        try:
            row.update(actions=actions, condition=condition)
        except UpdateError as error:
            if error.cause_response_code != _REFUSED:
                raise
            return False
        return True
