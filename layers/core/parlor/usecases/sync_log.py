"""A client asks for what it has missed, and for pushes from now on."""

import msgspec

from parlor.domain.conversation import HOLE_GRACE_MS, Conversation, Party, visitor_returned
from parlor.domain.errors import NotFound
from parlor.domain.ids import ConversationId
from parlor.domain.log import SYSTEM, Entry, Void, as_visitor_sees
from parlor.domain.ports import Clock, Conversations
from parlor.protocol.frames import LogFrame, SyncLog
from parlor.protocol.present import conversation_view
from parlor.usecases.pushing import Pushes
from parlor.usecases.transitions import change, readable

_BYTES_MAX = 96 * 1024
"""API Gateway carries 128 KB to a client in one message; the rest is the frame's own."""


def sync_log(frame: SyncLog, party: Party, connection: str, conversations: Conversations, pushes: Pushes, clock: Clock) -> LogFrame:
    """Attaches the socket, then reads: whatever comes later is pushed, whatever came before is in the answer.

    1 RU for a client that is attached and has missed nothing, which is what most ask.
    """
    conversation_id = ConversationId(frame.conversation_id)
    conversation = readable(conversations, conversation_id, party)
    if connection not in conversation.sockets(party.side):
        conversation = _attached(conversation_id, party, connection, conversations)
    if party.side == "visitor" and not conversation.visitor_present:
        conversation = _welcome_back(conversation_id, conversations, pushes, clock) or conversation
    entries = read_log(conversation, frame.after, frame.limit, conversations, clock.now_ms())
    answer = LogFrame(
        conversation=conversation_view(conversation, party.side),
        entries=[as_visitor_sees(entry) if party.side == "visitor" else entry for entry in entries],
        last_seq=conversation.seq,
    )
    pushes.answer(connection, answer)
    return answer


def read_log(conversation: Conversation, after: int, limit: int, conversations: Conversations, now: int) -> list[Entry]:
    """Contiguous entries behind `after`, at most `limit` and 96 KB. Stops before a hole, or closes it when it is old."""
    if after >= conversation.seq:
        return []
    found = conversations.log(conversation.conversation_id, after, limit)
    entries: list[Entry] = []
    size = 0
    for seq in range(after + 1, min(conversation.seq, after + limit) + 1):
        entry = found[0] if found and found[0].seq == seq else None
        if entry is None:
            younger = found[0].at if found else conversation.last_at
            if now - younger < HOLE_GRACE_MS:
                break
            entry = conversations.put_entry(conversation.conversation_id, Void(seq=seq, at=younger, by=SYSTEM))
        else:
            found.pop(0)
        size += len(msgspec.json.encode(entry))
        if entries and size > _BYTES_MAX:
            break
        entries.append(entry)
    return entries


def read_conversation(
    conversation_id: ConversationId, party: Party, after: int, limit: int, conversations: Conversations, now: int
) -> tuple[Conversation, list[Entry]]:
    """The same without a socket, for REST."""
    conversation = readable(conversations, conversation_id, party)
    return conversation, read_log(conversation, after, limit, conversations, now)


def _attached(conversation_id: ConversationId, party: Party, connection: str, conversations: Conversations) -> Conversation:
    attached = conversations.attach(conversation_id, party.side, connection)
    if attached is None:
        raise NotFound("There is no such conversation.", field="conversation_id")
    return attached


def _welcome_back(conversation_id: ConversationId, conversations: Conversations, pushes: Pushes, clock: Clock) -> Conversation | None:
    transition = change(conversations, conversation_id, lambda found: visitor_returned(found, clock.now_ms()))
    if transition is None:
        return None
    pushes.transition(transition)
    return transition.after
