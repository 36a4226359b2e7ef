"""Marks of notices on the conversation's item, and of unsubscribing on the visitor's profile (Chat table)."""

from pynamodb.exceptions import DoesNotExist, UpdateError

from parlor.domain.conversation import Side
from parlor.domain.ids import ConversationId, TenantId, VisitorId
from parlor.storage import keys
from parlor.storage.tables import ConversationRow, ProfileRow


class NoticeStore:
    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant

    def claim(self, conversation_id: ConversationId, reader: Side, seq: int) -> bool:
        """1 WU. The reader must not have read `seq`, and nothing may have been sent since the reader read last."""
        row = ConversationRow
        read, notified = (row.read_visitor, row.notified_visitor) if reader == "visitor" else (row.read_agent, row.notified_agent)
        since_last_reading = notified.does_not_exist() | (notified <= read)
        try:
            self._meta(conversation_id).update(actions=[notified.set(seq)], condition=row.pk.exists() & (read < seq) & since_last_reading)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def give_back(self, conversation_id: ConversationId, reader: Side, seq: int) -> None:
        notified = ConversationRow.notified_visitor if reader == "visitor" else ConversationRow.notified_agent
        try:
            self._meta(conversation_id).update(actions=[notified.set(0)], condition=notified == seq)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise

    def wants_mail(self, visitor: VisitorId) -> bool:
        try:
            profile = ProfileRow.get(keys.visitor(self._tenant, visitor), keys.PROFILE)
        except DoesNotExist:
            return True
        return profile.unsubscribed_at is None

    def unsubscribe(self, visitor: VisitorId, now: int) -> None:
        ProfileRow(keys.visitor(self._tenant, visitor), keys.PROFILE).update(actions=[ProfileRow.unsubscribed_at.set(now)])

    def _meta(self, conversation_id: ConversationId) -> ConversationRow:
        return ConversationRow(keys.conversation(self._tenant, conversation_id), keys.META)
