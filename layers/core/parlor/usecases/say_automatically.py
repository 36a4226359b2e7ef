"""Something is said that nobody typed: a welcome, a word to who waits, a question whether somebody is still there."""

from parlor.domain.content import Content
from parlor.domain.conversation import automatic_id, place_of
from parlor.domain.ids import ConversationId
from parlor.domain.log import Author, Message
from parlor.domain.ports import Clock, Conversations
from parlor.usecases.pushing import Pushes
from parlor.usecases.send_message import fill_place


def say_automatically(
    conversation_id: ConversationId, text: str, author: Author, due_at: int, conversations: Conversations, pushes: Pushes, clock: Clock
) -> Message | None:
    """Says it once for the moment `due_at` (ms), however often a job is repeated, and tells both sides. 2 WU.

    `author` is the agent in whose name it is, or `SYSTEM`. It does not count as an answer, nor against the agent's rate.
    Returns None, and says nothing, if the conversation is closed or gone, if the agent does not have it, or if a later
    automatic message was said.
    """
    content = Content(text=text, automatic=True)
    client_id = automatic_id(due_at)
    now = clock.now_ms()
    after = conversations.take_automatic_place(conversation_id, author, client_id, content, now)
    if after is not None:
        placed = after, after.seq
    else:
        conversation = conversations.get(conversation_id)
        place = place_of(conversation, client_id) if conversation else None
        if conversation is None or place is None or not place.seq:
            return None
        placed = conversation, place.seq
    stored = fill_place(conversation_id, placed, content, author, client_id, conversations, now)
    if stored is None:
        return None
    pushes.entry(*stored)
    return stored[1]
