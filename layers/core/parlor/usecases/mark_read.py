"""What has been on the reader's screen."""

from parlor.domain.conversation import Conversation, Party
from parlor.domain.ids import ConversationId
from parlor.domain.ports import Conversations
from parlor.protocol.frames import MarkRead, ReadFrame
from parlor.usecases.pushing import Pushes
from parlor.usecases.transitions import readable


def mark_read(frame: MarkRead, party: Party, connection: str, conversations: Conversations, pushes: Pushes) -> Conversation | None:
    """Moves the mark forward and tells both sides; a mark that would go back, or beyond the end, changes nothing."""
    conversation_id = ConversationId(frame.conversation_id)
    after = conversations.mark_read(conversation_id, party, frame.seq)
    if after is None:
        readable(conversations, conversation_id, party)
        return None
    told = ReadFrame(conversation_id=conversation_id, by=party.side, seq=frame.seq)
    pushes.side(after, "visitor", told, but=connection)
    pushes.side(after, "agent", told, but=connection)
    return after
