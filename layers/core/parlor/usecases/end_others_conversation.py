"""A supervisor ends a conversation of somebody else."""

from parlor.domain.caller import Caller
from parlor.domain.conversation import Conversation, Transition
from parlor.domain.directory import Directory
from parlor.domain.ids import ConversationId
from parlor.domain.ports import Clock, Conversations
from parlor.domain.supervision import end_other
from parlor.protocol.frames import EndOther
from parlor.usecases.reception import Reception
from parlor.usecases.transitions import change


def end_others_conversation(
    frame: EndOther, caller: Caller, directory: Directory, conversations: Conversations, reception: Reception, clock: Clock
) -> Transition | None:
    """Raises like `end_other`. The room that it leaves is filled from the queue."""
    service = directory.service()

    def decide(found: Conversation) -> Transition:
        survey = service.survey_of(found.department_id) if service.switches.survey_at_end else None
        return end_other(found, caller, clock.now_ms(), survey=survey, wrap_up=service.switches.wrap_up)

    transition = change(conversations, ConversationId(frame.conversation_id), decide)
    if transition is not None:
        reception.ended(transition)
    return transition
