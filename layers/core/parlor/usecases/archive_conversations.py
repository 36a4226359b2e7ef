"""Conversations that have ended, or changed after their end, go to the archive that records are searched in."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from parlor.domain.archive import Archive, ArchivedConversation, Ended, archived
from parlor.domain.conversation import Conversation
from parlor.domain.events import Parking, PoisonRecord
from parlor.domain.ids import ConversationId, TenantId
from parlor.domain.log import Entry

CONSUMER = "archive"
_PAGE = 500
_ENTRIES_MAX = 5_000


class Logs(Protocol):
    def log(self, conversation_id: ConversationId, after: int, limit: int) -> list[Entry]: ...


def archive_conversations(
    records: Iterable[Any],
    ended_of: Callable[[Any], Ended | None],
    logs_of: Callable[[TenantId], Logs],
    archive: Archive,
    parking: Parking,
) -> int:
    """Returns how many lines were written. One read of the log for each conversation, one object for each company and day.

    Raises only for faults of the infrastructure; then the whole batch may come again, which writes the same lines.
    """
    newest: dict[tuple[TenantId, ConversationId], Conversation] = {}
    for record in records:
        try:
            ended = ended_of(record)
        except PoisonRecord as poison:
            parking.park(CONSUMER, str(poison), record)
            continue
        if ended is not None:
            newest[ended.tenant, ended.conversation.conversation_id] = ended.conversation
    lines: dict[TenantId, list[ArchivedConversation]] = {}
    for (tenant, _), conversation in newest.items():
        lines.setdefault(tenant, []).append(archived(conversation, whole_log(conversation, logs_of(tenant))))
    for tenant, own in lines.items():
        archive.keep(tenant, own)
    return sum(map(len, lines.values()))


def whole_log(conversation: Conversation, logs: Logs) -> Iterator[Entry]:
    """All entries, of a very long conversation the first 5,000."""
    after = 0
    while after < min(conversation.seq, _ENTRIES_MAX):
        page = logs.log(conversation.conversation_id, after, _PAGE)
        if not page:
            return
        yield from page
        after = page[-1].seq
