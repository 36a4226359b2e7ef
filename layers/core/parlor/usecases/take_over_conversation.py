"""A supervisor takes a conversation from the agent who has it."""

from parlor.domain.caller import Caller
from parlor.domain.conversation import Conversation, Transition
from parlor.domain.directory import Directory
from parlor.domain.ids import AgentId, ConversationId
from parlor.domain.ports import Clock, Conversations
from parlor.domain.supervision import take_over
from parlor.protocol.frames import TakeOver
from parlor.usecases.automatic_words import title_of
from parlor.usecases.pushing import Pushes
from parlor.usecases.reception import Reception
from parlor.usecases.transitions import change


def take_over_conversation(
    frame: TakeOver,
    caller: Caller,
    directory: Directory,
    conversations: Conversations,
    pushes: Pushes,
    reception: Reception,
    clock: Clock,
) -> Transition | None:
    """One conditional transition moves conversation and loads. Raises like `take_over`, and `Conflict` (`at_ceiling`).

    The agent who had it has room again, which is filled from the queue.
    """
    title = title_of(AgentId(caller.subject), directory)

    def decide(found: Conversation) -> Transition:
        return take_over(found, caller, clock.now_ms(), title=title)

    transition = change(conversations, ConversationId(frame.conversation_id), decide)
    if transition is not None:
        pushes.transition(transition)
        reception.fill_room(transition)
    return transition
