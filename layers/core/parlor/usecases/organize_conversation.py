"""An agent sorts the work: labels, priority, snooze."""

from parlor.domain.caller import Caller
from parlor.domain.care import Sorting, organize
from parlor.domain.conversation import Transition
from parlor.domain.directory import Directory
from parlor.domain.ids import ConversationId
from parlor.domain.ports import Clock, Conversations
from parlor.protocol.frames import ConversationFrame, OrganizeConversation
from parlor.protocol.present import conversation_view
from parlor.usecases.pushing import Pushes
from parlor.usecases.transitions import change, existing


def organize_conversation(
    frame: OrganizeConversation, caller: Caller, directory: Directory, conversations: Conversations, pushes: Pushes, clock: Clock
) -> Transition | None:
    """None when it is so already. Raises `Forbidden` (`not_a_member`), `Conflict` (`conversation_closed`), `Invalid`."""
    caller.as_agent()
    conversation_id = ConversationId(frame.conversation_id)
    wanted = Sorting(labels=frame.labels, priority=frame.priority, snoozed_until=frame.snoozed_until)
    labels = directory.service().labels
    transition = change(conversations, conversation_id, lambda found: organize(found, caller, wanted, labels, clock.now_ms()))
    if transition is None:
        now_is = existing(conversations, conversation_id)
        pushes.answer(caller.connection, ConversationFrame(conversation=conversation_view(now_is)))
    else:
        pushes.transition(transition)
    return transition
