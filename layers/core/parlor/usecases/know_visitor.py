"""What a visitor says of themselves is remembered, and a new name is seen wherever the visitor is."""

from collections.abc import Mapping

from parlor.domain.care import name_visitor
from parlor.domain.errors import NotFound
from parlor.domain.ids import VisitorId
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.usecases.pushing import Pushes
from parlor.usecases.transitions import change


def know_visitor(
    visitor: VisitorId, known: Mapping[str, str | None], conversations: Conversations, presence: Presence, pushes: Pushes, clock: Clock
) -> None:
    """`known` is by kind: name, email, phone, company, language of mails. What is absent stays. An open conversation gets the new name.

    Who has a card keeps its name.
    """
    profile = conversations.change_profile(
        visitor,
        name=known.get("name"),
        email=known.get("email"),
        phone=known.get("phone"),
        company=known.get("company"),
        language=known.get("language"),
    )
    name = profile.name
    if not name or not known.get("name"):
        return
    presence.name_visitor(visitor, name, clock.now_ms())
    conversation_id = conversations.open_of(visitor)
    if conversation_id is None:
        return
    try:
        transition = change(conversations, conversation_id, lambda found: name_visitor(found, name, clock.now_ms()))
    except NotFound:
        return
    if transition is not None:
        pushes.transition(transition)
