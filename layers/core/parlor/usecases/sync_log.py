"""A client asks for what it has missed, and for pushes from now on; or for what was before."""

from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from typing import Any

import msgspec

from parlor.domain import measures
from parlor.domain.caller import Caller
from parlor.domain.conversation import HOLE_GRACE_MS, Conversation, Party, Side, Talk, visitor_returned
from parlor.domain.errors import NotFound
from parlor.domain.ids import ConversationId
from parlor.domain.log import SYSTEM, Entry, Void, as_visitor_sees, without_recalled
from parlor.domain.ports import Clock, Conversations, Talks
from parlor.domain.supervision import seat_of
from parlor.protocol.frames import AskHistory, DeliveredFrame, HistoryFrame, LogFrame, SyncLog
from parlor.protocol.present import conversation_view
from parlor.usecases.pushing import Pushes
from parlor.usecases.transitions import change, readable

_BYTES_MAX = 96 * 1024
"""API Gateway carries 128 KB to a client in one message; the rest is the frame's own."""


def sync_log(
    frame: SyncLog, caller: Caller, conversations: Conversations, pushes: Pushes, clock: Clock, begins: Callable[[Conversation], None]
) -> LogFrame:
    """Attaches the socket, then reads: whatever comes later is pushed, whatever came before is in the answer.

    `begins` is told of a supervisor who starts to look on. 1 RU for a client that is attached and has missed nothing, which
    is what most ask. Raises like `seat_of`.
    """
    conversation_id = ConversationId(frame.conversation_id)
    party, connection = caller.party, caller.connection
    conversation = readable(conversations, conversation_id, party)
    seat = seat_of(conversation, caller, watch=frame.watch)
    if seat == "watcher" and connection not in conversation.watchers:
        conversation = conversations.watch(conversation_id, connection) or conversation
        begins(conversation)
    elif seat != "watcher" and connection not in conversation.sockets(party.side):
        delivered = conversation.delivered_to(party.side)
        conversation = _attached(conversation_id, party, connection, conversations)
        if delivered < conversation.seq:
            _tell_delivered(conversation, party, pushes)
    if party.side == "visitor" and not conversation.visitor_present:
        conversation = _welcome_back(conversation_id, conversations, pushes, clock) or conversation
    entries = read_asked(conversation, frame.after, frame.limit, conversations, clock.now_ms())
    if frame.after is not None and entries:
        measures.note("GapsSynced")
    answer = LogFrame(
        conversation=conversation_view(conversation, party.side),
        entries=[_shown(entry, party) for entry in entries],
        last_seq=conversation.seq,
    )
    pushes.answer(connection, answer)
    return answer


def send_history(frame: AskHistory, caller: Caller, conversations: Conversations, pushes: Pushes, clock: Clock) -> HistoryFrame:
    """What is above the top of a client's screen. Raises like `seat_of`."""
    party = caller.party
    conversation = readable(conversations, ConversationId(frame.conversation_id), party)
    seat_of(conversation, caller, watch=True)
    entries = read_before(conversation, frame.before, frame.limit, conversations, clock.now_ms())
    answer = HistoryFrame(conversation_id=frame.conversation_id, before=frame.before, entries=[_shown(entry, party) for entry in entries])
    pushes.answer(caller.connection, answer)
    return answer


def read_asked(conversation: Talk, after: int | None, limit: int, conversations: Talks[Any], now: int) -> list[Entry]:
    """Entries behind `after`; without it, the newest."""
    if after is None:
        return read_newest(conversation, limit, conversations, now)
    return read_log(conversation, after, limit, conversations, now)


def read_log(conversation: Talk, after: int, limit: int, conversations: Talks[Any], now: int) -> list[Entry]:
    """Contiguous entries behind `after`, at most `limit` and 96 KB. Stops before a hole, or closes it when it is old."""
    return _fitting(_places(conversation, after, min(conversation.seq, after + limit), conversations, now))


def read_newest(conversation: Talk, limit: int, conversations: Talks[Any], now: int) -> list[Entry]:
    """The same at the log's end. A hole that is not closed yet and all behind it are left for the next question."""
    after = max(0, conversation.seq - limit)
    places = _places(conversation, after, conversation.seq, conversations, now)
    whole = list(takewhile(lambda entry: entry is not None, places))
    return _fitting(reversed(whole))[::-1] if whole else read_before(conversation, after + 1, limit, conversations, now)


def read_before(conversation: Talk, before: int, limit: int, conversations: Talks[Any], now: int) -> list[Entry]:
    """Contiguous entries that end just before `before`, at most `limit` and 96 KB."""
    upto = min(before - 1, conversation.seq)
    places = list(_places(conversation, max(0, upto - limit), upto, conversations, now))
    return _fitting(reversed(places))[::-1]


def _places(conversation: Talk, after: int, upto: int, conversations: Talks[Any], now: int) -> Iterator[Entry | None]:
    """What stands behind `after` and up to `upto`: None for a hole; one that is old is closed on the way."""
    if after >= upto:
        return
    # The entry behind the last place tells how old a hole there is.
    found = conversations.log(conversation.conversation_id, after, upto - after + (upto < conversation.seq))
    for seq in range(after + 1, upto + 1):
        if found and found[0].seq == seq:
            yield found.pop(0)
            continue
        younger = found[0].at if found else conversation.written_at
        if now - younger < HOLE_GRACE_MS:
            yield None
        else:
            yield conversations.put_entry(conversation.conversation_id, Void(seq=seq, at=younger, by=SYSTEM))


def _fitting(entries: Iterable[Entry | None]) -> list[Entry]:
    """The first ones, up to a hole and as many as one frame carries; at least one."""
    fitting: list[Entry] = []
    size = 0
    for entry in entries:
        if entry is None:
            break
        size += len(msgspec.json.encode(entry))
        if fitting and size > _BYTES_MAX:
            break
        fitting.append(entry)
    return fitting


def _shown(entry: Entry, party: Party) -> Entry:
    """What was recalled goes to nobody over a socket."""
    return as_visitor_sees(entry) if party.side == "visitor" else without_recalled(entry)


def _tell_delivered(conversation: Conversation, party: Party, pushes: Pushes) -> None:
    other: Side = "agent" if party.side == "visitor" else "visitor"
    told = DeliveredFrame(conversation_id=conversation.conversation_id, to=party.side, seq=conversation.seq)
    pushes.side(conversation, other, told)


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
