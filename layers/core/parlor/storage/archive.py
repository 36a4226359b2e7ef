"""Records of the Chat stream, read as conversations that have ended."""

from collections.abc import Mapping
from typing import Any

from parlor.domain.archive import Ended
from parlor.domain.events import PoisonRecord
from parlor.domain.ids import TenantId, is_ulid
from parlor.storage import keys
from parlor.storage.conversations import conversation_of
from parlor.storage.tables import ConversationRow


def ended_of(record: Mapping[str, Any]) -> Ended | None:
    """A conversation that has just ended, or changed after its end; None for any other record. Marks of reading are no change.

    Raises `PoisonRecord`.
    """
    try:
        image = record["dynamodb"]["NewImage"]
        pk, sk, state = _text(image, "pk"), _text(image, "sk"), _text(image, "st")
        if sk != keys.META or not keys.is_conversation(pk) or state != "closed":
            return None
        before = record["dynamodb"].get("OldImage") or {}
        if _text(before, "st") == "closed" and before.get("seq") == image.get("seq"):
            return None
        tenant = pk.partition("#")[0]
        if not is_ulid(tenant):
            raise PoisonRecord(f"{tenant!r} is not a tenant")
        row = ConversationRow()
        row.deserialize({name: dict(value) for name, value in image.items()})
        return Ended(TenantId(tenant), conversation_of(row))
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise PoisonRecord(f"{type(fault).__name__}: {fault}") from fault


def _text(image: Mapping[str, Any], name: str) -> str:
    return str(image.get(name, {}).get("S", ""))
