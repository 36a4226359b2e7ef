"""Members read an internal conversation, and say how far they have."""

from parlor.domain.conversation import Party
from parlor.domain.ids import AgentId, ConversationId
from parlor.domain.internal import LISTED_MAX, InternalConversation, InternalConversations
from parlor.domain.log import without_recalled
from parlor.domain.ports import Clock
from parlor.protocol.frames import HistoryFrame
from parlor.protocol.frames_internal import AskInternalHistory, InternalLogFrame, InternalReadFrame, MarkInternalRead, SyncInternal
from parlor.protocol.present import internal_view
from parlor.usecases.internal_pushes import InternalPushes
from parlor.usecases.sync_log import read_asked, read_before
from parlor.usecases.transitions import readable


def sync_internal(
    frame: SyncInternal, party: Party, connection: str, conversations: InternalConversations, pushes: InternalPushes, clock: Clock
) -> InternalLogFrame:
    """Nothing is written: pushes go to all desks of a member. Raises `NotFound` for others."""
    conversation = readable(conversations, ConversationId(frame.conversation_id), party)
    entries = read_asked(conversation, frame.after, frame.limit, conversations, clock.now_ms())
    answer = InternalLogFrame(
        conversation=internal_view(conversation), entries=[without_recalled(entry) for entry in entries], last_seq=conversation.seq
    )
    pushes.answer(connection, answer)
    return answer


def send_internal_history(
    frame: AskInternalHistory, party: Party, connection: str, conversations: InternalConversations, pushes: InternalPushes, clock: Clock
) -> HistoryFrame:
    """What is above the top of a member's screen. Raises `NotFound` for others."""
    conversation = readable(conversations, ConversationId(frame.conversation_id), party)
    entries = read_before(conversation, frame.before, frame.limit, conversations, clock.now_ms())
    answer = HistoryFrame(
        conversation_id=frame.conversation_id, before=frame.before, entries=[without_recalled(entry) for entry in entries]
    )
    pushes.answer(connection, answer)
    return answer


def mark_internal_read(
    frame: MarkInternalRead, party: Party, connection: str, conversations: InternalConversations, pushes: InternalPushes, clock: Clock
) -> bool:
    """Moves the member's mark forward, never beyond the end. Raises `NotFound` for others."""
    conversation = readable(conversations, ConversationId(frame.conversation_id), party)
    seq, agent = min(frame.seq, conversation.seq), AgentId(party.id)
    if not conversations.mark_read(agent, conversation.conversation_id, seq, clock.now_ms()):
        return False
    pushes.own(agent, InternalReadFrame(conversation_id=conversation.conversation_id, seq=seq), but=connection)
    return True


def list_internal(agent: AgentId, conversations: InternalConversations) -> list[tuple[InternalConversation, int]]:
    """The conversations of one person with their read marks, the latest first: one query, one batch read of those used last."""
    marks = {each.conversation_id: each for each in conversations.memberships(agent) if each.left_at is None}
    used_last = sorted(marks.values(), key=lambda each: each.used_at, reverse=True)[:LISTED_MAX]
    found = conversations.get_many([each.conversation_id for each in used_last])
    mine = [(each, marks[each.conversation_id].read_seq) for each in found if agent in each.members]
    return sorted(mine, key=lambda each: each[0].last_at, reverse=True)
