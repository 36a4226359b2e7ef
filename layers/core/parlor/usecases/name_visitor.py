"""A visitor is known under another name: in the list of visitors, in the open conversation, on every desk."""

from msgspec.structs import replace

from parlor.domain.care import name_visitor as named
from parlor.domain.conversation import Conversation, Transition
from parlor.domain.ids import VisitorId
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.usecases.pushing import Pushes
from parlor.usecases.transitions import change


def name_visitor(
    visitor: VisitorId, name: str | None, conversations: Conversations, presence: Presence, pushes: Pushes, clock: Clock
) -> None:
    """None: by the number again. The profile has the name already; this is for what is on screens."""
    open_now = conversations.open_of(visitor)
    if open_now is not None:
        transition = change(conversations, open_now, lambda found: _named(found, name, clock.now_ms()))
        if transition is not None:
            pushes.transition(transition)
    presence.name_visitor(visitor, name or "", clock.now_ms())


def _named(conversation: Conversation, name: str | None, now: int) -> Transition | None:
    if (conversation.visitor_name or None) == name:
        return None
    transition = named(conversation, name or "", now)
    return transition and Transition(transition.before, replace(transition.after, visitor_name=name), transition.entry)
