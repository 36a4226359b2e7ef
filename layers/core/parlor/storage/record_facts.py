"""What the records know besides the conversations' rows: kept beside the first entry of the log, and in the visitors' profiles."""

from collections.abc import Sequence

from msgspec.structs import replace

from parlor.domain.conversation import Conversation
from parlor.domain.counted_facts import OpenedFacts, decoded
from parlor.domain.ids import ConversationId, TenantId, VisitorId
from parlor.domain.record_facts import NOTHING, RecordFacts
from parlor.storage import keys
from parlor.storage.tables import LogRow, ProfileRow


class RecordFactsStore:
    """One tenant's. The tables are bound as for conversations."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant

    def of(self, conversations: Sequence[Conversation]) -> dict[ConversationId, RecordFacts]:
        """½ RU for each first entry and for each visitor's profile."""
        opened = self._opened([each.conversation_id for each in conversations])
        people = self._people({each.visitor_id for each in conversations})
        return {each.conversation_id: _both(opened.get(each.conversation_id), people.get(each.visitor_id)) for each in conversations}

    def _opened(self, ids: Sequence[ConversationId]) -> dict[ConversationId, OpenedFacts]:
        of_key = {keys.conversation(self._tenant, each): each for each in ids}
        wanted = [(key, keys.log_entry(1)) for key in of_key]
        rows = LogRow.batch_get(wanted, attributes_to_get=["pk", "sk", "counted"]) if wanted else ()
        told = ((of_key[row.pk], decoded(row.counted)) for row in rows if row.counted)
        return {conversation_id: facts for conversation_id, facts in told if isinstance(facts, OpenedFacts)}

    def _people(self, visitors: set[VisitorId]) -> dict[VisitorId, RecordFacts]:
        of_key = {keys.visitor(self._tenant, each): each for each in visitors}
        wanted = [(key, keys.PROFILE) for key in of_key]
        rows = ProfileRow.batch_get(wanted, attributes_to_get=["pk", "sk", "phone", "email", "customer_id", "erased_at"]) if wanted else ()
        return {
            of_key[row.pk]: RecordFacts(
                phone=row.phone or "", email=row.email or "", customer_id=row.customer_id or "", erased=row.erased_at is not None
            )
            for row in rows
        }


def _both(opened: OpenedFacts | None, person: RecordFacts | None) -> RecordFacts:
    known = person or NOTHING
    return known if opened is None else replace(known, origin=opened.origin, ip=opened.ip, referrer=opened.referrer)
