"""The sender takes a message back."""

from typing import Any

from parlor.domain.conversation import Party, Talk
from parlor.domain.directory import Directory
from parlor.domain.errors import Forbidden
from parlor.domain.ids import ConversationId
from parlor.domain.log import Entry, Message
from parlor.domain.ports import Clock, Talks
from parlor.protocol.frames import RecallMessage
from parlor.protocol.frames_internal import RecallInternal
from parlor.usecases.compose_message import Enclosures
from parlor.usecases.pushing import Telling
from parlor.usecases.transitions import change


def recall_message(
    frame: RecallMessage | RecallInternal,
    party: Party,
    directory: Directory,
    conversations: Talks[Any],
    enclosures: Enclosures,
    pushes: Telling[Any],
    clock: Clock,
) -> Any:
    """Tells everybody in the conversation; what was said stays stored for supervisors. None, and nothing changes,
    for one that is recalled already.

    Raises `Forbidden` (also when the company does not allow it), `NotFound`, `Conflict` (`too_late`, `conversation_closed`).
    """
    conversation_id = ConversationId(frame.conversation_id)
    target: Entry | None = None

    def decide(conversation: Talk) -> Any:
        nonlocal target
        conversation.check_may_read(party)
        if not directory.service().switches.recall:
            raise Forbidden("This company does not take messages back.", field="seq")
        found = conversations.log(conversation_id, frame.seq - 1, 1)
        target = found[0] if found and found[0].seq == frame.seq else None
        return conversation.taken_back(party, target, clock.now_ms())

    transition = change(conversations, conversation_id, decide)
    if isinstance(target, Message):
        enclosures.take_back(target, conversation_id)
    if transition is not None:
        pushes.transition(transition)
    return transition
