"""Somebody says something, to a visitor, to staff, to a colleague. The contract is kept here; see docs/life-of-a-message.md."""

from typing import TypeVar

from parlor.domain import measures
from parlor.domain.content import Content
from parlor.domain.conversation import AUTOMATIC_PRODUCER, Party, Talk, place_of
from parlor.domain.errors import Conflict, Invalid, ParlorError
from parlor.domain.ids import ConversationId
from parlor.domain.log import Author, ClientId, Message, Role, without_recalled
from parlor.domain.ports import Clock, Conversations, Talks
from parlor.protocol.frames import Ack, SendMessage
from parlor.protocol.frames_internal import SendInternal
from parlor.usecases.compose_message import Enclosures, carried, check_content, words
from parlor.usecases.pushing import Pushes, Telling
from parlor.usecases.transitions import existing, readable

_TRIES = 5
T = TypeVar("T", bound=Talk)


def send_message(
    frame: SendMessage,
    party: Party,
    connection: str,
    conversations: Conversations,
    pushes: Pushes,
    clock: Clock,
    enclosures: Enclosures,
) -> Message | None:
    """A visitor or the conversation's agent says something; see `say`. The queue's row shows the newest words."""
    said = say(frame, party, connection, conversations, pushes, clock, enclosures)
    if said is None:
        return None
    conversation, message = said
    if conversation.state == "waiting":
        pushes.conversation(conversation)
    return message


def say(
    frame: SendMessage | SendInternal,
    party: Party,
    connection: str,
    conversations: Talks[T],
    pushes: Telling[T],
    clock: Clock,
    enclosures: Enclosures,
) -> tuple[T, Message] | None:
    """Stores the message once, tells the others, acknowledges.

    Returns the stored message with its conversation, or None when a much older one was repeated. Raises `ParlorError` if
    it is refused; then nothing has changed.
    """
    check_content(frame, party)
    _check_producer(frame.client_id)
    conversation_id = ConversationId(frame.conversation_id)
    if carried(frame):
        stored = _store_with_enclosure(frame, party, conversations, clock.now_ms(), enclosures)
    else:
        stored = store_message(conversation_id, party, frame.client_id, words(frame), conversations, clock.now_ms())
    if stored is None:
        pushes.answer(connection, Ack(conversation_id=conversation_id, client_id=frame.client_id))
        return None
    conversation, message = stored
    reached = pushes.entry(conversation, message, but=connection)
    pushes.answer(
        connection,
        Ack(
            conversation_id=conversation_id,
            client_id=frame.client_id,
            seq=message.seq,
            at=message.at,
            entry=without_recalled(message) if carried(frame) or frame.body is not None else None,
            delivered=not message.note and ("agent" if party.side == "visitor" else "visitor") in reached,
        ),
    )
    return stored


def store_message(
    conversation_id: ConversationId, party: Party, client_id: ClientId, content: Content, conversations: Talks[T], now: int
) -> tuple[T, Message] | None:
    """Two writes: take the next place, fill it. A repetition finds its place and fills it if that had not happened."""
    placed = _place(conversation_id, party, client_id, content, conversations, now)
    return fill_place(conversation_id, placed, content, party.author(), client_id, conversations, now) if placed else None


def fill_place(
    conversation_id: ConversationId,
    placed: tuple[T, int],
    content: Content,
    by: Author,
    client_id: ClientId,
    conversations: Talks[T],
    now: int,
) -> tuple[T, Message] | None:
    """Stores the message at the place that it took, or at another one if a reader has closed that as a hole."""
    conversation, seq = placed
    for _ in range(_TRIES):
        found = conversations.put_entry(conversation_id, content.at(seq, now, by, client_id))
        if isinstance(found, Message) and found.client_id == client_id:
            return conversation, found
        again = _place_again(conversation_id, by.role, client_id, seq, conversations, now, note=content.note)
        if again is None:
            return None
        conversation, seq = again
    raise Conflict("The message could not be stored. Send it again.", field="conversation_id")


def _check_producer(client_id: ClientId) -> None:
    if client_id.producer == AUTOMATIC_PRODUCER:
        raise Invalid("This name is not for clients.", field="client_id.producer")


def _store_with_enclosure(
    frame: SendMessage | SendInternal, party: Party, conversations: Talks[T], now: int, enclosures: Enclosures
) -> tuple[T, Message] | None:
    """What a message carries depends on the conversation, so this reads it first. A repetition does not depend on it any more."""
    conversation = readable(conversations, ConversationId(frame.conversation_id), party)
    try:
        content = enclosures.content(frame, party, conversation)
    except ParlorError:
        known = _known(conversation, frame.client_id, conversations)
        if known is None:
            raise
        measures.note("DuplicatesRefused")
        return conversation, known
    stored = store_message(conversation.conversation_id, party, frame.client_id, content, conversations, now)
    if stored is not None:
        enclosures.note_sent(stored[1], party, conversation.conversation_id)
    return stored


def _known(conversation: T, client_id: ClientId, conversations: Talks[T]) -> Message | None:
    place = place_of(conversation, client_id)
    if place is None or not place.seq:
        return None
    found = conversations.log(conversation.conversation_id, place.seq - 1, 1)
    return next((entry for entry in found if isinstance(entry, Message) and entry.client_id == client_id), None)


def _place(
    conversation_id: ConversationId, party: Party, client_id: ClientId, content: Content, conversations: Talks[T], now: int
) -> tuple[T, int] | None:
    """The message's place in the log: a new one, or the one that an earlier try has taken. None for an older repetition."""
    full: tuple[int, ...] | None = None
    for _ in range(_TRIES):
        after = conversations.take_place(conversation_id, party, client_id, content, now, full)
        if after is not None:
            return after, after.seq
        conversation = existing(conversations, conversation_id)
        conversation.check_may_read(party)
        place = place_of(conversation, client_id)
        if place is not None:
            measures.note("DuplicatesRefused")
            return (conversation, place.seq) if place.seq else None
        refusal = conversation.refusal(party, client_id, content, now)
        if refusal is not None:
            raise refusal
        full = conversation.recent(party.side)
    raise Conflict("Too much happens in this conversation at once. Send it again.", field="conversation_id")


def _place_again(
    conversation_id: ConversationId, role: Role, client_id: ClientId, voided: int, conversations: Talks[T], now: int, *, note: bool
) -> tuple[T, int] | None:
    """The place was closed by a reader before it was filled: take another, unless a parallel try has."""
    after = conversations.take_other_place(conversation_id, role, client_id, voided, now, note=note)
    if after is not None:
        return after, after.seq
    conversation = existing(conversations, conversation_id)
    place = place_of(conversation, client_id)
    if place is None or place.seq == voided:
        raise Conflict("The conversation has ended.", code="conversation_closed", field="conversation_id")
    return (conversation, place.seq) if place.seq else None
