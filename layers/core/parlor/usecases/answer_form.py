"""A visitor fills in the form that an agent has sent."""

from parlor.domain import care
from parlor.domain.blocking import Blocks, Newcomer
from parlor.domain.caller import Caller
from parlor.domain.conversation import Conversation, Transition
from parlor.domain.forms import known_of
from parlor.domain.ids import ConversationId
from parlor.domain.log import Entry, FormAnswered, Message
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.protocol.frames import AnswerForm
from parlor.usecases.check_blocked import check_visitor
from parlor.usecases.know_visitor import know_visitor
from parlor.usecases.pushing import Pushes
from parlor.usecases.transitions import change, readable


def answer_form(
    frame: AnswerForm, caller: Caller, conversations: Conversations, presence: Presence, blocks: Blocks, pushes: Pushes, clock: Clock
) -> Transition | None:
    """Once for each form; what it says of the visitor goes into the visitor's profile.

    Raises `NotFound`, `Conflict` (`already_answered`, `conversation_closed`), `Invalid` naming `values.<key>`, `Forbidden`
    (`blocked`) for a telephone number that is kept out.
    """
    visitor = caller.as_visitor()
    conversation_id = ConversationId(frame.conversation_id)
    readable(conversations, conversation_id, caller.party)
    asked = next(iter(conversations.log(conversation_id, frame.form_seq - 1, 1)), None)
    if asked is not None and asked.seq != frame.form_seq:
        asked = None
    phones = _phones(asked, frame)
    if phones:
        check_visitor(blocks, Newcomer(visitor, caller.ip, phones), clock)

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


def _phones(asked: Entry | None, frame: AnswerForm) -> tuple[str, ...]:
    """The telephone numbers among the answers."""
    form = asked.form if isinstance(asked, Message) else None
    wanted = {field.key for field in form.fields if field.kind == "phone"} if form else set()
    return tuple(value for key, value in frame.values.items() if key in wanted and value)
