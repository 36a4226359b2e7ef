"""From what the product knows of past conversations and left messages to what staff sees."""

from collections.abc import Mapping

from parlor.domain.ids import ConversationId, visitor_number
from parlor.domain.left_messages import LeftEntry, LeftMessage
from parlor.domain.record_facts import NOTHING
from parlor.domain.record_facts import RecordFacts as Known
from parlor.protocol import rest_left
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


def left_message_answer(message: LeftMessage) -> rest_left.LeftMessage:
    return rest_left.LeftMessage(
        left_message_id=message.left_message_id,
        state=message.state,
        visitor_id=message.visitor_id,
        visitor_number=visitor_number(message.visitor_id),
        name=message.name,
        email=message.email,
        phone=message.phone,
        text=message.text,
        page_url=message.page_url,
        left_at=message.at,
        answered_at=message.answered_at,
        answered_by=message.answered_by,
        answer=message.answer,
        assignee_id=message.assignee_id,
        assignee_name=message.assignee_name,
        department_id=message.department_id,
        unread=message.unread,
        last_at=message.last_at,
        said=message.said,
        version=message.version,
    )


def left_thread_answer(message: LeftMessage, entries: list[LeftEntry]) -> rest_left.LeftThread:
    return rest_left.LeftThread(left_message=left_message_answer(message), entries=[_said(entry) for entry in entries])


def _said(entry: LeftEntry) -> rest_left.LeftEntry:
    return rest_left.LeftEntry(place=entry.place, kind=entry.kind, at=entry.at, text=entry.text, by_name=entry.by_name)
