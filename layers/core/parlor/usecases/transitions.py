"""Deciding on what is stored now, and again if somebody came between."""

from collections.abc import Callable
from typing import TypeVar

from parlor.domain.conversation import Party, Talk
from parlor.domain.errors import Conflict, NotFound, StaleWrite
from parlor.domain.ids import ConversationId
from parlor.domain.ports import Talks

_TRIES = 25
"""Each lost try means that somebody else's write succeeded, so this bounds how many may overtake."""
T = TypeVar("T", bound=Talk)
Step = TypeVar("Step")


def change(conversations: Talks[T], conversation_id: ConversationId, decide: Callable[[T], Step | None]) -> Step | None:
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


def existing(conversations: Talks[T], conversation_id: ConversationId) -> T:
    """Raises `NotFound`, also for another tenant's conversation: the store is bound to the caller's."""
    conversation = conversations.get(conversation_id)
    if conversation is None:
        raise NotFound("There is no such conversation.", field="conversation_id")
    return conversation


def readable(conversations: Talks[T], conversation_id: ConversationId, party: Party) -> T:
    conversation = existing(conversations, conversation_id)
    conversation.check_may_read(party)
    return conversation
