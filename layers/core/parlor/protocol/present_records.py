"""From what the product knows of past conversations to what staff sees."""

from collections.abc import Mapping

from parlor.domain.ids import ConversationId
from parlor.domain.record_facts import NOTHING
from parlor.domain.record_facts import RecordFacts as Known
from parlor.protocol.rest_records import RecordFacts


def facts_answer(known: Mapping[ConversationId, Known]) -> dict[str, RecordFacts]:
    """Without those of whom nothing is known."""
    return {conversation_id: _facts(each) for conversation_id, each in known.items() if each != NOTHING}


def _facts(known: Known) -> RecordFacts:
    origin = known.origin
    return RecordFacts(
        source=origin.source if origin else None,
        device=origin.device if origin else None,
        place=origin.place if origin else None,
        ip=known.ip,
        referrer=known.referrer,
        phone=known.phone,
        email=known.email,
        customer_id=known.customer_id or None,
    )
