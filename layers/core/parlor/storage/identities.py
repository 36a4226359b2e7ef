"""Signed identities: who is who in the Chat table, secrets and warnings in the Directory table."""

from typing import Any, cast

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from parlor.domain.ids import ConversationId, TenantId, VisitorId
from parlor.domain.signed_identity import VERIFIED_EVERY_MS, WARNED_EVERY_MS, IdentityReport, SecretState, Verdict, Warned
from parlor.domain.visitor import Identified
from parlor.storage import connection, keys
from parlor.storage.memory import Memory
from parlor.storage.tables import HistoryRow, ProfileRow
from parlor.storage.transactions import stale

_REFUSED = "ConditionalCheckFailedException"


class _Row(Model):
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class IdentityRow(_Row):
    """`T#ID#<hash of the user's id>` / `META`."""

    class Meta:
        table_name = ""

    user_id = UnicodeAttribute()
    visitor_id = UnicodeAttribute()


class SecretRow(_Row):
    """`IDENTITY`: which secrets hold. The secrets themselves are derived and stand nowhere."""

    class Meta:
        table_name = ""

    secret_version = NumberAttribute()
    previous_until = NumberAttribute(null=True)
    rotated_at = NumberAttribute()
    rotated_by = UnicodeAttribute()
    version = NumberAttribute()


class ReportRow(_Row):
    """`IDENTITY#REPORT`: one row for each company, whatever comes."""

    class Meta:
        table_name = ""

    warnings = NumberAttribute(default=0)
    last_warned_at = NumberAttribute(null=True)
    last_warned = UnicodeAttribute(null=True)
    last_field = UnicodeAttribute(null=True)
    last_verified_at = NumberAttribute(null=True)


def bind(chat_table: str, directory_table: str) -> None:
    """Gives the models their tables."""
    connection.bind((IdentityRow,), chat_table)
    connection.bind((SecretRow, ReportRow), directory_table)


class IdentityStore:
    """Who is who, of one tenant."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant

    def visitor_of(self, user_id: str) -> VisitorId | None:
        """1 RU."""
        try:
            row = IdentityRow.get(keys.identity(self._tenant, user_id), keys.META, consistent_read=True)
        except DoesNotExist:
            return None
        return VisitorId(row.visitor_id)

    def add(self, user_id: str, visitor: VisitorId) -> VisitorId:
        """1 WU, once for each user. Two devices at the same time are the same visitor."""
        row = IdentityRow(keys.identity(self._tenant, user_id), keys.META, user_id=user_id, visitor_id=visitor)
        try:
            row.save(condition=IdentityRow.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != _REFUSED:
                raise
            return self.visitor_of(user_id) or visitor
        return visitor

    def known_of(self, visitor: VisitorId) -> Identified | None:
        """The newest state: who has just signed out must not be taken for who was here. 1 RU."""
        try:
            row = ProfileRow.get(keys.visitor(self._tenant, visitor), keys.PROFILE, consistent_read=True)
        except DoesNotExist:
            return None
        return msgspec.convert(row.identity, Identified) if row.identity else None

    def remember(self, visitor: VisitorId, known: Identified) -> None:
        """1 WU, more for many attributes."""
        row = ProfileRow(keys.visitor(self._tenant, visitor), keys.PROFILE)
        row.update(actions=[ProfileRow.identity.set(msgspec.to_builtins(known))])

    def add_to_history(self, visitor: VisitorId, conversation_id: ConversationId) -> None:
        """1 WU."""
        HistoryRow(keys.visitor(self._tenant, visitor), keys.history(conversation_id)).save()


class IntegrationStore:
    """A company's secrets and what became of the identities that came."""

    def __init__(self, tenant: TenantId, memory: Memory) -> None:
        self._tenant = tenant
        self._pk = keys.company(tenant)
        self._memory = memory

    def state(self) -> SecretState:
        """From memory for some seconds: a new secret holds everywhere after so long."""
        return self._memory.answer(self._tenant, keys.IDENTITY, self.fresh)

    def fresh(self) -> SecretState:
        """1 RU."""
        try:
            row = SecretRow.get(self._pk, keys.IDENTITY, consistent_read=True)
        except DoesNotExist:
            return SecretState()
        return msgspec.convert(_values(row), SecretState)

    def rotate(self, before: SecretState, after: SecretState) -> None:
        """1 WU. Raises `Conflict` if somebody else was quicker."""
        row = SecretRow(self._pk, keys.IDENTITY, **msgspec.structs.asdict(after))
        condition: Condition = SecretRow.version == before.version if before.version else SecretRow.pk.does_not_exist()
        try:
            row.save(condition=condition)
        except PutError as error:
            if error.cause_response_code != _REFUSED:
                raise
            raise stale() from None
        self._memory.forget(self._tenant)

    def report(self) -> IdentityReport:
        """1 RU."""
        try:
            row = ReportRow.get(self._pk, keys.IDENTITY_REPORT, consistent_read=True)
        except DoesNotExist:
            return IdentityReport()
        return msgspec.convert(_values(row), IdentityReport)

    def warn(self, number: int, verdict: Verdict, now: int) -> bool:
        """False if somebody wrote within the minute. 1 WU."""
        actions: list[Action] = [
            ReportRow.warnings.add(number),
            ReportRow.last_warned_at.set(now),
            ReportRow.last_warned.set(cast("Warned", verdict.warned)),
            ReportRow.last_field.set(verdict.field),
        ]
        return self._note(actions, ReportRow.last_warned_at, now - WARNED_EVERY_MS)

    def note_verified(self, now: int) -> bool:
        """False if somebody wrote within ten minutes. 1 WU."""
        return self._note([ReportRow.last_verified_at.set(now)], ReportRow.last_verified_at, now - VERIFIED_EVERY_MS)

    def _note(self, actions: list[Action], last: NumberAttribute, before: int) -> bool:
        try:
            ReportRow(self._pk, keys.IDENTITY_REPORT).update(actions=actions, condition=last.does_not_exist() | (last <= before))
        except UpdateError as error:
            if error.cause_response_code != _REFUSED:
                raise
            return False
        return True

    def forget_warnings(self) -> None:
        """What was there before somebody mended the site. 1 WU."""
        gone = (ReportRow.warnings, ReportRow.last_warned_at, ReportRow.last_warned, ReportRow.last_field)
        ReportRow(self._pk, keys.IDENTITY_REPORT).update(actions=[attribute.remove() for attribute in gone])


def _values(row: Model) -> dict[str, Any]:
    return {name: value for name, value in row.attribute_values.items() if name not in ("pk", "sk") and value is not None}
