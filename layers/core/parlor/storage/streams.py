"""Records of the Chat and Presence streams, read as events."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from parlor.domain.conversation import AUTOMATIC_PRODUCER
from parlor.domain.events import (
    ConversationAccepted,
    ConversationOpened,
    Event,
    MessageLeft,
    MessageSaid,
    PageShown,
    PoisonRecord,
    VisitStarted,
)
from parlor.domain.ids import ConversationId, LeftMessageId, TenantId, VisitorId, is_ulid
from parlor.storage import keys

_EARLIEST_MS = 1_577_836_800_000
"""2020: nothing of ours is older."""
_LATEST_MS = 4_102_444_800_000
"""2100."""


class _AcceptedBody(Struct):
    """What the roll-up wants of an entry `accepted`."""

    in_time: bool = False


def event_of(record: Mapping[str, Any]) -> Event | None:
    """The event of a stream record, or None for a record that tells nothing that we follow.

    Raises `PoisonRecord`.
    """
    try:
        if record["eventName"] != "INSERT":
            return None
        image = {name: next(iter(typed.values())) for name, typed in record["dynamodb"]["NewImage"].items()}
        return _event(image)
    except PoisonRecord:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration, msgspec.MsgspecError) as fault:
        raise PoisonRecord(f"{type(fault).__name__}: {fault}") from fault


def _event(image: Mapping[str, Any]) -> Event | None:
    pk, sk = str(image["pk"]), str(image["sk"])
    tenant = TenantId(pk.partition("#")[0])
    if keys.is_internal(pk):
        return None
    if sk.startswith(keys.LOG_FIRST):
        return _entry(_ulid(tenant), image)
    if sk == keys.META and keys.is_left_message(pk):
        return MessageLeft(TenantId(_ulid(tenant)), LeftMessageId(_ulid(pk.rpartition("#")[2])), _time(image))
    if image.get("type") == "visit":
        return VisitStarted(TenantId(_ulid(tenant)), VisitorId(_ulid(image["visitor_id"])), str(image["visit_id"]), _time(image))
    if image.get("type") == "page_view":
        return PageShown(TenantId(_ulid(tenant)), sk, _time(image))
    return None


def _entry(tenant: str, image: Mapping[str, Any]) -> Event | None:
    kind, seq = image["kind"], int(image["seq"])
    conversation = ConversationId(_ulid(image["conversation_id"]))
    if kind == "queued" and seq == 1:
        return ConversationOpened(TenantId(tenant), conversation, _time(image))
    if kind == "accepted":
        told = msgspec.json.decode(image.get("body") or "{}", type=_AcceptedBody)
        return ConversationAccepted(TenantId(tenant), conversation, _time(image), told.in_time)
    if kind == "message" and image.get("producer") != AUTOMATIC_PRODUCER and not image.get("note"):
        by = image["by_role"]
        if by not in ("visitor", "agent"):
            raise PoisonRecord(f"a message by {by!r}")
        return MessageSaid(TenantId(tenant), conversation, seq, by, _time(image))
    return None


def _ulid(text: Any) -> str:
    if not isinstance(text, str) or not is_ulid(text):
        raise PoisonRecord(f"{text!r} is not an id")
    return text


def _time(image: Mapping[str, Any]) -> int:
    at = int(image["at"])
    if not _EARLIEST_MS <= at < _LATEST_MS:
        raise PoisonRecord(f"{at} is not a time of ours")
    return at
