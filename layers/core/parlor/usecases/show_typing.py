"""What is being typed, shown while it is typed. Nothing is stored."""

from parlor.domain.conversation import Party, Side, check_member
from parlor.domain.directory import Directory
from parlor.domain.ids import ConversationId
from parlor.domain.ports import Conversations
from parlor.protocol.frames import Typing, TypingFrame
from parlor.usecases.pushing import Pushes
from parlor.usecases.transitions import readable


def show_typing(frame: Typing, party: Party, directory: Directory, conversations: Conversations, pushes: Pushes) -> None:
    """Agents see a visitor's text only if the company has switched that on; visitors only learn that somebody types."""
    conversation = readable(conversations, ConversationId(frame.conversation_id), party)
    check_member(conversation, party)
    if conversation.state == "closed":
        return
    preview = frame.text if party.side == "visitor" and directory.company().typing_preview else ""
    other: Side = "agent" if party.side == "visitor" else "visitor"
    name = party.name if party.side == "agent" else ""
    told = TypingFrame(conversation_id=conversation.conversation_id, by=party.side, text=preview, name=name)
    pushes.in_passing(conversation, other, told)
