"""Notices of messages that nobody read: who is told, and that it happens once for each silence."""

from typing import Protocol

from parlor.domain.conversation import Conversation, Side
from parlor.domain.ids import ConversationId, VisitorId


def still_unread(conversation: Conversation, reader: Side, seq: int) -> bool:
    """Whether the reader has not seen the message at `seq`. A later message of the same side has a job of its own."""
    return (conversation.read_visitor if reader == "visitor" else conversation.read_agent) < seq


class Notices(Protocol):
    """The notice marks of one tenant's conversations, and who wants no mail."""

    def claim(self, conversation_id: ConversationId, reader: Side, seq: int) -> bool:
        """True once for each silence, which ends when the reader reads. From then on the notice counts as sent."""

    def give_back(self, conversation_id: ConversationId, reader: Side, seq: int) -> None:
        """The notice could not be sent after all."""

    def wants_mail(self, visitor: VisitorId) -> bool: ...

    def unsubscribe(self, visitor: VisitorId, now: int) -> None: ...
