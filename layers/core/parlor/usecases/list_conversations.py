"""The records: conversations that have ended, by time, agent and visitor, and those that wait for their topic."""

from msgspec import Struct

from parlor.domain.conversation import Conversation
from parlor.domain.directory import Directory
from parlor.domain.ids import visitor_number
from parlor.domain.metrics import check_period, zone
from parlor.domain.office_ports import Records
from parlor.domain.ports import Conversations
from parlor.domain.staff import Staff

UNWRAPPED_MAX = 50
"""Conversations without a topic that are listed: more is not work that anybody does at once."""


class RecordQuery(Struct, frozen=True):
    """`first` and `last` are days of the tenant's time zone, both included; `visitor` is a number or a part of a name."""

    first: str
    last: str
    agent_id: str | None = None
    visitor: str | None = None


def list_conversations(
    query: RecordQuery, position: str | None, staff: Staff, directory: Directory, records: Records
) -> tuple[list[Conversation], str | None]:
    """A page, newest first, and where the next one begins. A rare visitor may make a short page with more behind it. Whose role is
    limited finds what was in their departments, and what they had themselves.

    Raises `Invalid` for an absurd period, `MissingRight` for who asks for more than their own without the right to.
    """
    if query.agent_id != staff.agent_id:
        staff.check("read_records")
    period = check_period(query.first, query.last, zone(directory.company().time_zone))
    return records.closed(lambda each: may_list(each, staff) and _wanted(each, query), period.start_ms, period.end_ms - 1, position)


def may_list(conversation: Conversation, staff: Staff) -> bool:
    """Whether a record is shown to somebody with the right to read records."""
    return staff.reaches(conversation.department_id) or conversation.has_agent(staff.agent_id)


def list_unwrapped(staff: Staff, conversations: Conversations) -> list[Conversation]:
    """One's own ended conversations without a topic, newest first."""
    found = conversations.get_many(conversations.unwrapped_of(staff.agent_id, UNWRAPPED_MAX))
    return sorted((each for each in found if each.unwrapped), key=lambda each: each.closed_at or 0, reverse=True)


def _wanted(conversation: Conversation, query: RecordQuery) -> bool:
    if query.agent_id and conversation.agent_id != query.agent_id:
        return False
    if not query.visitor:
        return True
    asked = query.visitor.casefold()
    return asked in visitor_number(conversation.visitor_id).casefold() or asked in (conversation.visitor_name or "").casefold()
