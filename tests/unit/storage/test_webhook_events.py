"""Rows of the Chat table as the stream tells them, and what webhooks hear of them."""

from typing import Any

import pytest
from boto3.dynamodb.types import TypeSerializer

from parlor.domain.events import PoisonRecord
from parlor.domain.ids import ConversationId, TenantId, new_ulid
from parlor.domain.log import Accepted, Author, ClientId, Entry, Message, Queued, Recalled
from parlor.domain.webhooks import WebhookEvent
from parlor.storage.log import LogStore
from parlor.storage.webhook_events import heard_of, webhook_event_of

NOW = 1_790_000_000_000
TENANT = TenantId(new_ulid(NOW))
CONVERSATION = ConversationId(new_ulid(NOW))
BY = Author("agent", "a", "Lin")


def event_of(record: dict[str, Any]) -> WebhookEvent | None:
    heard = heard_of(record)
    return webhook_event_of(record, heard) if heard else None


def inserted(values: dict[str, Any]) -> dict[str, Any]:
    serialize = TypeSerializer().serialize
    return {
        "eventName": "INSERT",
        "dynamodb": {"NewImage": {name: serialize(value) for name, value in values.items() if value is not None}},
    }


def told(entry: Entry) -> dict[str, Any]:
    row = LogStore(TENANT).log_row(CONVERSATION, entry)
    return {"eventName": "INSERT", "dynamodb": {"NewImage": row.serialize()}}


def message(**more: Any) -> Message:
    return Message(**({"seq": 3, "at": NOW, "by": BY, "client_id": ClientId("a" * 12, 1), "text": "你好"} | more))


def test_a_message_is_told_as_clients_get_it() -> None:
    event = event_of(told(message(quote=2)))
    assert event is not None
    assert (event.type, event.id, event.about, event.company_id) == ("message.created", f"{CONVERSATION}.3", CONVERSATION, TENANT)
    entry = event.data["entry"]
    assert (entry["kind"], entry["text"], entry["quote"], entry["by"]["name"]) == ("message", "你好", 2, "Lin")


def test_what_staff_say_among_themselves_is_not_told() -> None:
    assert event_of(told(message(note=True))) is None
    inner = LogStore(TENANT)
    inner.kind_prefix = "internal_"
    row = inner.log_row(CONVERSATION, message())
    image = row.serialize() | {"pk": {"S": f"{TENANT}#I#{CONVERSATION}"}}
    assert event_of({"eventName": "INSERT", "dynamodb": {"NewImage": image}}) is None


def test_steps_of_a_conversation_are_told_and_a_return_to_the_queue_is_not() -> None:
    opened = Queued(seq=1, at=NOW, by=BY, department_id="d", department_name="Sales")
    accepted = Accepted(seq=2, at=NOW, by=BY, agent_id="a", agent_name="Lin")
    kinds = [event.type for entry in (opened, accepted) if (event := event_of(told(entry)))]
    assert kinds == ["conversation.opened", "conversation.accepted"]
    assert event_of(told(Queued(seq=5, at=NOW, by=BY, department_id="d", department_name="Sales"))) is None


def test_a_message_that_is_taken_back_is_told_and_a_note_is_not() -> None:
    event = event_of(told(Recalled(seq=6, at=NOW, by=BY, target=3)))
    assert event is not None
    assert (event.type, event.id, event.data["entry"]["target"]) == ("message.recalled", f"{CONVERSATION}.6", 3)
    assert event_of(told(Recalled(seq=6, at=NOW, by=BY, target=3, note=True))) is None


def test_left_messages_and_cards_are_told_without_what_is_the_products_own() -> None:
    left = {
        "pk": f"{TENANT}#M#{CONVERSATION}",
        "sk": "META",
        "left_message_id": CONVERSATION,
        "email": "a@b.example",
        "text": "hi",
        "at": NOW,
    }
    event = event_of(inserted(left | {"version": 1, "gsi2pk": "x"}))
    assert event is not None
    assert event.data == {"left_message_id": CONVERSATION, "email": "a@b.example", "text": "hi", "at": NOW}
    card = {"pk": f"{TENANT}#K#{CONVERSATION}", "sk": "META", "customer_id": CONVERSATION, "name": "Zhou", "created_at": NOW, "note": "x"}
    event = event_of(inserted(card))
    assert event is not None
    assert (event.type, event.created_at) == ("customer.created", NOW)
    assert "note" not in event.data


def test_a_row_that_cannot_be_read_is_poison() -> None:
    broken = told(message())
    broken["dynamodb"]["NewImage"]["at"] = {"S": "yesterday"}
    with pytest.raises(PoisonRecord):
        event_of(broken)


def test_a_card_that_changes_is_told_each_time_as_it_is_then() -> None:
    card = {"pk": f"{TENANT}#K#{CONVERSATION}", "sk": "META", "customer_id": CONVERSATION, "name": "王芳", "created_at": NOW}
    changed = inserted(card | {"changed_at": NOW + 5, "version": 3, "note": "ours alone"}) | {"eventName": "MODIFY"}
    event = event_of(changed)
    assert event is not None
    assert (event.type, event.id, event.about, event.created_at) == ("customer.changed", f"{CONVERSATION}.3", CONVERSATION, NOW + 5)
    assert event.data == {"customer_id": CONVERSATION, "name": "王芳", "created_at": NOW, "changed_at": NOW + 5}


def test_other_changes_of_rows_tell_nothing() -> None:
    row = {"pk": f"{TENANT}#M#{CONVERSATION}", "sk": "META", "left_message_id": CONVERSATION, "changed_at": NOW}
    assert event_of(inserted(row) | {"eventName": "MODIFY"}) is None
    assert event_of(told(message()) | {"eventName": "MODIFY"}) is None
