"""A supervisor who looks on says something to the agent that the visitor never sees."""

from parlor.domain.audit import AuditLog, actor_of
from parlor.domain.caller import Caller
from parlor.domain.ids import ConversationId
from parlor.domain.log import Message
from parlor.domain.ports import Clock, Conversations
from parlor.domain.supervision import Onlooker, about
from parlor.protocol.frames import SendMessage
from parlor.usecases.compose_message import Enclosures
from parlor.usecases.pushing import Pushes
from parlor.usecases.send_message import send_message
from parlor.usecases.transitions import existing


def whisper(
    frame: SendMessage,
    caller: Caller,
    conversations: Conversations,
    pushes: Pushes,
    clock: Clock,
    enclosures: Enclosures,
    audit: AuditLog,
) -> Message | None:
    """The contract of a message holds: stored before it is acknowledged, and once. 1 RU and an entry in the log more.

    Raises `MissingRight`, `Forbidden` (`not_a_member`) for another department's, `Conflict` (`not_active`), and like
    `send_message`.
    """
    conversation = existing(conversations, ConversationId(frame.conversation_id))
    Onlooker.of_caller(caller).check("whisper", [conversation.department_id], "conversation_id")
    began = clock.now_ms()
    message = send_message(frame, caller.party, caller.connection, conversations, pushes, clock, enclosures)
    if message is not None and message.at >= began:
        audit.done(actor_of(caller), "supervise.whisper", about=about(conversation), after={"agent": conversation.agent_name})
    return message
