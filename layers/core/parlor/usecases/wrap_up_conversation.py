"""An agent says what a conversation was about and worth (对话评估)."""

from parlor.domain.caller import Caller
from parlor.domain.care import wrap_up
from parlor.domain.conversation import Transition
from parlor.domain.directory import Directory
from parlor.domain.errors import NotFound
from parlor.domain.ids import ConversationId
from parlor.domain.ports import Clock, Conversations
from parlor.domain.service import Topic
from parlor.protocol.frames import ConversationFrame, WrapUpConversation
from parlor.protocol.present import conversation_view
from parlor.usecases.pushing import Pushes
from parlor.usecases.transitions import change, existing


def wrap_up_conversation(
    frame: WrapUpConversation, caller: Caller, directory: Directory, conversations: Conversations, pushes: Pushes, clock: Clock
) -> Transition | None:
    """None when the newest wrap-up says the same. Raises `NotFound` for an unknown topic, `Forbidden` (`not_a_member`)."""
    caller.as_agent()
    conversation_id = ConversationId(frame.conversation_id)
    topic = _topic(frame.topic_id, directory)
    note = frame.note.strip()
    transition = change(conversations, conversation_id, lambda found: wrap_up(found, caller, topic, frame.value, note, clock.now_ms()))
    if transition is None:
        now_is = existing(conversations, conversation_id)
        pushes.answer(caller.connection, ConversationFrame(conversation=conversation_view(now_is)))
    else:
        pushes.transition(transition)
    return transition


def _topic(topic_id: str | None, directory: Directory) -> Topic | None:
    if topic_id is None:
        return None
    topic = directory.service().topic(topic_id)
    if topic is None:
        raise NotFound("There is no such topic.", field="topic_id")
    return topic
