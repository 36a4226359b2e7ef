"""Who has the right reads internal conversations of others in the records, by member and time, and can change nothing."""

from parlor.domain.directory import Directory
from parlor.domain.errors import NotFound
from parlor.domain.ids import AgentId, ConversationId
from parlor.domain.internal import InternalConversation, InternalConversations
from parlor.domain.log import Entry
from parlor.domain.metrics import check_period, zone
from parlor.protocol.limits import SYNC_PAGE
from parlor.usecases.sync_log import read_before, read_log

_PAGE = 200
"""Conversations of a member that one page looks at."""


def list_internal_records(
    agent_id: AgentId, first: str, last: str, position: str | None, directory: Directory, conversations: InternalConversations
) -> tuple[list[InternalConversation], str | None]:
    """Conversations that the member is or was in and that went on between the two days, the latest first, and where to go on.

    Raises `NotFound`, `Invalid` for an absurd period.
    """
    directory.agent(agent_id)
    period = check_period(first, last, zone(directory.company().time_zone))
    every = sorted(conversations.memberships(agent_id), key=lambda each: each.conversation_id)
    rest = [each for each in every if position is None or each.conversation_id > position]
    page = [each for each in rest[:_PAGE] if each.left_at is None or each.left_at >= period.start_ms]
    found = conversations.get_many([each.conversation_id for each in page])
    within = [each for each in found if each.created_at < period.end_ms and each.last_at >= period.start_ms and each.seq > 0]
    following = rest[_PAGE - 1].conversation_id if len(rest) > _PAGE else None
    return sorted(within, key=lambda each: each.last_at, reverse=True), following


def read_internal_record(
    conversation_id: ConversationId, after: int, before: int | None, conversations: InternalConversations, now: int
) -> tuple[InternalConversation, list[Entry]]:
    """A page of entries behind `after`, or of those that end just before `before`, with what was recalled. Raises `NotFound`."""
    conversation = conversations.get(conversation_id)
    if conversation is None:
        raise NotFound("There is no such conversation.", field="conversation_id")
    if before is not None:
        return conversation, read_before(conversation, before, SYNC_PAGE, conversations, now)
    return conversation, read_log(conversation, after, SYNC_PAGE, conversations, now)
