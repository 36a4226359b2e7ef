"""A visitor says how satisfied they are (满意度评价)."""

from parlor.domain.caller import Caller
from parlor.domain.care import check_may_rate, newest_answers, rate
from parlor.domain.conversation import Conversation, Transition
from parlor.domain.directory import Directory
from parlor.domain.ids import ConversationId
from parlor.domain.ports import Clock, Conversations
from parlor.domain.survey import SurveyAnswer, checked_answers
from parlor.protocol.frames import ConversationFrame, RateConversation
from parlor.protocol.present import conversation_view
from parlor.usecases.pushing import Pushes
from parlor.usecases.transitions import change, readable


def rate_conversation(
    frame: RateConversation, caller: Caller, directory: Directory, conversations: Conversations, pushes: Pushes, clock: Clock
) -> Transition | None:
    """None when the same was answered before.

    Raises `NotFound` for a foreign conversation or without a survey, `Conflict` (`too_late`), `Invalid` naming
    `answers.<key>`, `RateLimited`.
    """
    caller.as_visitor()
    conversation_id = ConversationId(frame.conversation_id)
    conversation = readable(conversations, conversation_id, caller.party)
    service = directory.service()

    def decide(found: Conversation) -> Transition | None:
        now = clock.now_ms()
        survey = check_may_rate(found, caller.party, service.survey_of(found.department_id), now)
        return rate(found, caller.party, checked_answers(survey, frame.answers), _given_before(found, conversations), now)

    transition = change(conversations, conversation_id, decide)
    if transition is None:
        pushes.answer(caller.connection, ConversationFrame(conversation=conversation_view(conversation, "visitor")))
    else:
        pushes.transition(transition)
    return transition


def _given_before(conversation: Conversation, conversations: Conversations) -> list[SurveyAnswer]:
    if conversation.rated_seq is None:
        return []
    return newest_answers(next(iter(conversations.log(conversation.conversation_id, conversation.rated_seq - 1, 1)), None))
