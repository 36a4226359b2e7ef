"""Records of the Chat stream, read as what companies' own systems are told of."""

from collections.abc import Mapping
from typing import Any

import msgspec

from parlor.domain.events import PoisonRecord
from parlor.domain.ids import TenantId, is_ulid
from parlor.domain.log import Message, Queued, Recalled
from parlor.domain.webhooks import EventType, Heard, WebhookEvent
from parlor.storage import keys
from parlor.storage.log import entry_of
from parlor.storage.tables import LogRow

_OF_ENTRY: dict[str, EventType] = {
    "queued": "conversation.opened",
    "accepted": "conversation.accepted",
    "closed": "conversation.ended",
    "rated": "conversation.rated",
    "wrapped_up": "conversation.wrapped_up",
    "message": "message.created",
    "recalled": "message.recalled",
}
_OF_LEFT_MESSAGE = ("left_message_id", "visitor_id", "name", "email", "phone", "text", "page_url", "at")
_OF_CUSTOMER = (
    "customer_id",
    "name",
    "title",
    "company",
    "phone",
    "email",
    "qq",
    "wechat",
    "address",
    "category",
    "created_at",
    "changed_at",
)


def heard_of(record: Mapping[str, Any]) -> Heard | None:
    """Whom a row concerns and what kind of event it may be, without reading what it says; None for a row that tells nothing."""
    try:
        is_new = record["eventName"] == "INSERT"
        if not is_new and record["eventName"] != "MODIFY":
            return None
        image = record["dynamodb"]["NewImage"]
        pk, sk = str(image["pk"]["S"]), str(image["sk"]["S"])
        kind: EventType | None = None
        if is_new and sk.startswith(keys.LOG_FIRST) and keys.is_conversation(pk):
            kind = _OF_ENTRY.get(image["kind"]["S"])
        elif is_new and sk == keys.META and keys.is_left_message(pk):
            kind = "left_message.created"
        elif sk == keys.META and keys.is_customer(pk):
            kind = "customer.created" if is_new else "customer.changed"
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise PoisonRecord(f"{type(fault).__name__}: {fault}") from fault
    return Heard(TenantId(pk.partition("#")[0]), kind) if kind else None


def webhook_event_of(record: Mapping[str, Any], heard: Heard) -> WebhookEvent | None:
    """What the row tells. Private notes, what colleagues say among themselves, and a return to a queue are not told.

    Raises `PoisonRecord`.
    """
    try:
        image = record["dynamodb"]["NewImage"]
        if not is_ulid(heard.tenant):
            raise PoisonRecord(f"{heard.tenant!r} is not a tenant")
        if heard.type == "left_message.created":
            said = _chosen(image, _OF_LEFT_MESSAGE)
            return _event(heard, said["left_message_id"], said["at"], said)
        if heard.type in ("customer.created", "customer.changed"):
            return _card(heard, image)
        return _entry(heard, image)
    except (KeyError, TypeError, ValueError, AttributeError, msgspec.MsgspecError) as fault:
        raise PoisonRecord(f"{type(fault).__name__}: {fault}") from fault


def _card(heard: Heard, image: Mapping[str, Any]) -> WebhookEvent:
    said = _chosen(image, _OF_CUSTOMER)
    card = said["customer_id"]
    if heard.type == "customer.created":
        return _event(heard, card, said["created_at"], said)
    return _event(heard, card, said["changed_at"], said, f"{card}.{_plain(image['version'])}")


def _entry(heard: Heard, image: Mapping[str, Any]) -> WebhookEvent | None:
    row = LogRow()
    row.deserialize({name: dict(value) for name, value in image.items()})
    entry = entry_of(row)
    if (isinstance(entry, Queued) and entry.seq != 1) or (isinstance(entry, Message | Recalled) and entry.note):
        return None
    data = {"conversation_id": row.conversation_id, "entry": msgspec.to_builtins(entry)}
    return _event(heard, row.conversation_id, entry.at, data, f"{row.conversation_id}.{entry.seq}")


def _event(heard: Heard, about: str, at: int, data: dict[str, Any], event_id: str = "") -> WebhookEvent:
    return WebhookEvent(id=event_id or about, type=heard.type, created_at=at, company_id=heard.tenant, about=about, data=data)


def _chosen(image: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _plain(image[name]) for name in names if name in image}


def _plain(value: Mapping[str, Any]) -> Any:
    return int(value["N"]) if "N" in value else value["S"]
