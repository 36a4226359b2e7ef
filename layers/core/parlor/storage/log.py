"""The log of a conversation, whatever its kind: entries at their places, and the parts of the update that takes a place."""

from collections.abc import Iterator
from typing import Any, get_args

import msgspec
from pynamodb.exceptions import PutError
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from parlor.domain.content import Content
from parlor.domain.conversation import RATE_LIMIT, still_recent
from parlor.domain.ids import ConversationId, TenantId
from parlor.domain.log import ClientId, Entry, LogEntry, Message
from parlor.storage import keys
from parlor.storage.tables import LogRow

_MORE_OF_MESSAGE = ("body", "quote", "file", "page", "form", "survey", "automatic", "whisper")
_ENTRY_FIELDS = frozenset(LogEntry.__struct_fields__)
_KINDS = {kind.__struct_config__.tag: kind for kind in get_args(Entry)}


class LogStore:
    """The logs of one tenant."""

    kind_prefix = ""
    """Before the kind of each stored entry: the streams' filters tell visitors' conversations by it."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant

    def partition(self, conversation_id: ConversationId) -> str:
        return keys.conversation(self._tenant, conversation_id)

    def log(self, conversation_id: ConversationId, after: int, limit: int) -> list[Entry]:
        """Entries behind `after` in order, as far as they are stored: there may be holes."""
        rows = LogRow.query(
            self.partition(conversation_id),
            LogRow.sk.between(keys.log_entry(after + 1), keys.LOG_END),
            limit=limit,
            consistent_read=True,
        )
        return [self._entry(row) for row in rows]

    def whole_log(self, conversation_id: ConversationId) -> Iterator[Entry]:
        """From its beginning, page by page: 1 RU for 4 KB."""
        rows = LogRow.query(self.partition(conversation_id), LogRow.sk.startswith(keys.LOG_FIRST), consistent_read=True)
        return (self._entry(row) for row in rows)

    def put_entry(self, conversation_id: ConversationId, entry: Entry) -> Entry:
        """Stores an entry at its place unless the place is filled. 1 WU a KB. Returns what stands there."""
        row = self.log_row(conversation_id, entry)
        try:
            row.save(condition=LogRow.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return self._entry(LogRow.get(row.pk, row.sk, consistent_read=True))
        return entry

    def log_row(self, conversation_id: ConversationId, entry: Entry) -> LogRow:
        row = LogRow(
            self.partition(conversation_id),
            keys.log_entry(entry.seq),
            kind=f"{self.kind_prefix}{entry.__struct_config__.tag}",
            tenant=self._tenant,
            conversation_id=conversation_id,
            seq=entry.seq,
            at=entry.at,
            by_role=entry.by.role,
            by_id=entry.by.id,
            by_name=entry.by.name,
        )
        if isinstance(entry, Message):
            row.producer, row.n, row.text = entry.client_id.producer, entry.client_id.n, entry.text
            more = {name: value for name in _MORE_OF_MESSAGE if (value := getattr(entry, name))}
            row.body = msgspec.json.encode(more).decode() if more else None
            row.note = entry.note or None
        else:
            rest = {name: getattr(entry, name) for name in entry.__struct_fields__ if name not in _ENTRY_FIELDS}
            row.body = msgspec.json.encode(rest).decode() if rest else None
        return row

    def _entry(self, row: LogRow) -> Entry:
        return entry_of(row, self.kind_prefix)


def entry_of(row: LogRow, kind_prefix: str = "") -> Entry:
    """What a row of a log says."""
    kind = row.kind.removeprefix(kind_prefix)
    common = {"kind": kind, "seq": row.seq, "at": row.at, "by": {"role": row.by_role, "id": row.by_id, "name": row.by_name}}
    if kind == "message":
        rest: dict[str, Any] = {"client_id": {"producer": row.producer, "n": row.n}, "text": row.text or ""}
        rest |= {name: True for name in ("recalled", "note") if getattr(row, name)}
        rest |= msgspec.json.decode(row.body) if row.body else {}
    else:
        rest = msgspec.json.decode(row.body) if row.body else {}
    entry: Entry = msgspec.convert(common | rest, _KINDS[kind])
    return entry


# --- taking a place; `row` is the model of the conversation's item ---------------------------------------------------


def next_place(row: Any, client_id: ClientId) -> list[Action]:
    return [row.seq.set(row.seq + 1), row.producer_seq[client_id.producer].set(row.seq + 1)]


def last_said(row: Any, content: Content) -> list[Action]:
    """What a list of conversations shows of the newest message."""
    return [
        row.last_text.set(content.beginning),
        row.last_kind.remove() if content.kind == "text" else row.last_kind.set(content.kind),
        row.message_count.set(row.message_count + 1),
    ]


def remembered(row: Any, client_id: ClientId, times: Any, now: int, full: tuple[int, ...] | None) -> list[Action]:
    """The producer's number and the rate list. `full` is that list as read, when it is full of times that no longer count."""
    return [
        row.producer_n[client_id.producer].set(client_id.n),
        times.set(times.append([now])) if full is None else times.set([*still_recent(full, now), now]),
    ]


def in_turn(row: Any, client_id: ClientId, producers_max: int) -> Condition:
    """The producer's last number plus one; for a new producer, room among those that are remembered."""
    number = row.producer_n[client_id.producer]
    if client_id.n == 1:
        new: Condition = number.does_not_exist() & (size(row.producer_n) < producers_max)
        return new
    next_one: Condition = number == client_id.n - 1
    return next_one


def has_room(times: Any, full: tuple[int, ...] | None) -> Condition:
    if full is None:
        room: Condition = size(times) < RATE_LIMIT
        return room
    unchanged: Condition = (size(times) == len(full)) & (times[0] == full[0])
    return unchanged
