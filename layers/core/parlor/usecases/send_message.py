"""A visitor or an agent says something. The contract of a message is kept here; see docs/life-of-a-message.md."""

from parlor.domain.conversation import LAST_TEXT_MAX, Conversation, Party, check_may_read, place_of, why_refused
from parlor.domain.errors import Conflict, Invalid
from parlor.domain.ids import ConversationId
from parlor.domain.log import ClientId, Message
from parlor.domain.ports import Clock, Conversations
from parlor.protocol.frames import Ack, SendMessage
from parlor.usecases.pushing import Pushes
from parlor.usecases.transitions import existing

_TRIES = 5


def send_message(
    frame: SendMessage, party: Party, connection: str, conversations: Conversations, pushes: Pushes, clock: Clock
) -> Message | None:
    """Stores the message once, tells the others, acknowledges.

    Returns the stored message, or None when a much older one was repeated. Raises `ParlorError` if it is refused; then
    nothing has changed.
    """
    conversation_id = ConversationId(frame.conversation_id)
    stored = store_message(conversation_id, party, frame.client_id, frame.text, conversations, clock.now_ms())
    if stored is None:
        pushes.answer(connection, Ack(conversation_id=conversation_id, client_id=frame.client_id))
        return None
    conversation, message = stored
    pushes.entry(conversation, message, but=connection)
    pushes.answer(connection, Ack(conversation_id=conversation_id, client_id=frame.client_id, seq=message.seq, at=message.at))
    if conversation.state == "waiting":
        pushes.conversation(conversation)
    return message


def store_message(
    conversation_id: ConversationId, party: Party, client_id: ClientId, text: str, conversations: Conversations, now: int
) -> tuple[Conversation, Message] | None:
    """Two writes: take the next place, fill it. A repetition finds its place and fills it if that had not happened."""
    if not text.strip():
        raise Invalid("Write something.", field="text")
    placed = _place(conversation_id, party, client_id, text, conversations, now)
    for _ in range(_TRIES):
        if placed is None:
            return None
        conversation, seq = placed
        message = Message(seq=seq, at=now, by=party.author(), client_id=client_id, text=text)
        found = conversations.put_entry(conversation_id, message)
        if isinstance(found, Message) and found.client_id == client_id:
            return conversation, found
        placed = _place_again(conversation_id, party, client_id, seq, conversations, now)
    raise Conflict("The message could not be stored. Send it again.", field="conversation_id")


def _place(
    conversation_id: ConversationId, party: Party, client_id: ClientId, text: str, conversations: Conversations, now: int
) -> tuple[Conversation, int] | None:
    """The message's place in the log: a new one, or the one that an earlier try has taken. None for an older repetition."""
    full: tuple[int, ...] | None = None
    for _ in range(_TRIES):
        after = conversations.take_place(conversation_id, party, client_id, text[:LAST_TEXT_MAX], now, full)
        if after is not None:
            return after, after.seq
        conversation = existing(conversations, conversation_id)
        check_may_read(conversation, party)
        place = place_of(conversation, client_id)
        if place is not None:
            return (conversation, place.seq) if place.seq else None
        refusal = why_refused(conversation, party, client_id, now)
        if refusal is not None:
            raise refusal
        full = conversation.recent(party.side)
    raise Conflict("Too much happens in this conversation at once. Send it again.", field="conversation_id")


def _place_again(
    conversation_id: ConversationId, party: Party, client_id: ClientId, voided: int, conversations: Conversations, now: int
) -> tuple[Conversation, int] | None:
    """The place was closed by a reader before it was filled: take another, unless a parallel try has."""
    after = conversations.take_other_place(conversation_id, party, client_id, voided, now)
    if after is not None:
        return after, after.seq
    conversation = existing(conversations, conversation_id)
    place = place_of(conversation, client_id)
    if place is None or place.seq == voided:
        raise Conflict("The conversation has ended.", code="conversation_closed", field="conversation_id")
    return (conversation, place.seq) if place.seq else None
