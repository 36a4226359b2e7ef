"""Conversations that have ended, or changed after their end, go to the archive that records are searched in."""

from collections.abc import Callable, Iterable
from typing import Any

from parlor.domain.archive import Archive, ArchivedConversation, Ended, archived
from parlor.domain.conversation import Conversation
from parlor.domain.events import Parking, PoisonRecord
from parlor.domain.ids import ConversationId, TenantId
from parlor.domain.ports import Logs

CONSUMER = "archive"


def archive_conversations(
    records: Iterable[Any],
    ended_of: Callable[[Any], Ended | None],
    logs: Logs,
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
        lines.setdefault(tenant, []).append(archived(conversation, logs(tenant, conversation.conversation_id)))
    for tenant, own in lines.items():
        archive.keep(tenant, own)
    return sum(map(len, lines.values()))
