"""Conversations that have ended, or changed after their end, go to the archive that records are searched in."""

from collections.abc import Callable, Iterable
from typing import Any

from parlor.domain.archive import Archive, ArchivedConversation, Ended, archived
from parlor.domain.conversation import Conversation
from parlor.domain.events import Parking, PoisonRecord
from parlor.domain.ids import ConversationId, TenantId
from parlor.domain.ports import Logs
from parlor.domain.record_facts import FactsOfRecords

CONSUMER = "archive"


def archive_conversations(
    records: Iterable[Any],
    ended_of: Callable[[Any], Ended | None],
    logs: Logs,
    facts: Callable[[TenantId], FactsOfRecords],
    archive: Archive,
    parking: Parking,
) -> int:
    """Returns how many lines were written. For each conversation one read of the log and two of single rows; one object
    for each company and day. What comes late of a person whose data was erased is left out.

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
    by_tenant: dict[TenantId, list[Conversation]] = {}
    for (tenant, _), conversation in newest.items():
        by_tenant.setdefault(tenant, []).append(conversation)
    for tenant, own in by_tenant.items():
        lines = _lines(tenant, own, logs, facts(tenant))
        if lines:
            archive.keep(tenant, lines)
    return len(newest)


def _lines(tenant: TenantId, conversations: list[Conversation], logs: Logs, facts: FactsOfRecords) -> list[ArchivedConversation]:
    known = facts.of(conversations)
    return [
        archived(each, logs(tenant, each.conversation_id), known[each.conversation_id])
        for each in conversations
        if not known[each.conversation_id].erased
    ]
