"""Deciding on what is stored now, and again if somebody came between."""

from collections.abc import Callable

from parlor.domain.conversation import Conversation, Party, Transition, check_may_read
from parlor.domain.errors import Conflict, NotFound, StaleWrite
from parlor.domain.ids import ConversationId
from parlor.domain.ports import Conversations

_TRIES = 25
"""Each lost try means that somebody else's write succeeded, so this bounds how many may overtake."""


def change(
    conversations: Conversations, conversation_id: ConversationId, decide: Callable[[Conversation], Transition | None]
) -> Transition | None:
    """Reads, decides, writes; repeats while others were faster. `decide` may refuse, or return None for nothing to do."""
    for _ in range(_TRIES):
        transition = decide(existing(conversations, conversation_id))
        if transition is None:
            return None
        try:
            conversations.apply(transition)
        except StaleWrite:
            continue
        return transition
    raise Conflict("Too much happens in this conversation at once. Try again.", field="conversation_id")


def existing(conversations: Conversations, conversation_id: ConversationId) -> Conversation:
    """Raises `NotFound`, also for another tenant's conversation: the store is bound to the caller's."""
    conversation = conversations.get(conversation_id)
    if conversation is None:
        raise NotFound("There is no such conversation.", field="conversation_id")
    return conversation


def readable(conversations: Conversations, conversation_id: ConversationId, party: Party) -> Conversation:
    conversation = existing(conversations, conversation_id)
    check_may_read(conversation, party)
    return conversation
