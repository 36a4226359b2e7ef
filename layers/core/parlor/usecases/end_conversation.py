"""The visitor or the agent ends the conversation."""

from parlor.domain.conversation import Conversation, Party, Transition, close
from parlor.domain.directory import Directory
from parlor.domain.ids import ConversationId
from parlor.domain.ports import Clock, Conversations
from parlor.protocol.frames import EndConversation
from parlor.usecases.reception import Reception
from parlor.usecases.transitions import change


def end_conversation(
    frame: EndConversation, party: Party, directory: Directory, conversations: Conversations, reception: Reception, clock: Clock
) -> Transition | None:
    """Raises `Conflict` (`conversation_closed`), `Forbidden` (`not_a_member`). The room it leaves is filled from the queue."""
    service = directory.service()

    def decide(conversation: Conversation) -> Transition:
        survey = service.survey_of(conversation.department_id) if service.switches.survey_at_end else None
        return close(conversation, party, clock.now_ms(), survey=survey, wrap_up=service.switches.wrap_up)

    transition = change(conversations, ConversationId(frame.conversation_id), decide)
    if transition is not None:
        reception.ended(transition)
    return transition
