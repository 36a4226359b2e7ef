"""A visitor fills in the form that an agent has sent."""

from parlor.domain import care
from parlor.domain.caller import Caller
from parlor.domain.conversation import Conversation, Transition
from parlor.domain.forms import known_of
from parlor.domain.ids import ConversationId
from parlor.domain.log import FormAnswered, Message
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.protocol.frames import AnswerForm
from parlor.usecases.know_visitor import know_visitor
from parlor.usecases.pushing import Pushes
from parlor.usecases.transitions import change, readable


def answer_form(
    frame: AnswerForm, caller: Caller, conversations: Conversations, presence: Presence, pushes: Pushes, clock: Clock
) -> Transition | None:
    """Once for each form; what it says of the visitor goes into the visitor's profile.

    Raises `NotFound`, `Conflict` (`already_answered`, `conversation_closed`), `Invalid` naming `values.<key>`.
    """
    visitor = caller.as_visitor()
    conversation_id = ConversationId(frame.conversation_id)
    readable(conversations, conversation_id, caller.party)
    asked = next(iter(conversations.log(conversation_id, frame.form_seq - 1, 1)), None)
    if asked is not None and asked.seq != frame.form_seq:
        asked = None

    def decide(conversation: Conversation) -> Transition:
        return care.answer_form(conversation, caller.party, asked, frame.values, clock.now_ms())

    transition = change(conversations, conversation_id, decide)
    if transition is None:
        return None
    pushes.transition(transition)
    if isinstance(asked, Message) and asked.form and isinstance(transition.entry, FormAnswered):
        known = known_of(asked.form.fields, transition.entry.values)
        if known:
            know_visitor(visitor, known, conversations, presence, pushes, clock)
    return transition
