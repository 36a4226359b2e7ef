"""Persons in the Directory table: sessions and what we keep of an account, beside the memberships that storage/directory.py writes.

Everything of a person shares the partition `P#<subject>`, so one query gives it. A request of staff reads the session in place of the
membership, which the session names: who is signed in where costs no read of its own.
"""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from pynamodb.attributes import JSONAttribute, ListAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from parlor.domain.directory import Agent
from parlor.domain.ids import TenantId
from parlor.domain.sign_in import Account, Held, Person, Seat, StaffSession, Whence
from parlor.storage import connection, keys
from parlor.storage.directory import member_of, members_of
from parlor.storage.rows import Row, thing


class _PersonRow(Row):
    """Any row of a person: `<tenant>` a membership, `S#<tenant>#<origin>` a session, `ACCOUNT` the account."""

    class Meta:
        table_name = ""

    agent_id = UnicodeAttribute(null=True)

    session_id = UnicodeAttribute(null=True)
    tenant_id = UnicodeAttribute(null=True)
    origin = UnicodeAttribute(null=True)
    way = UnicodeAttribute(null=True)
    address = UnicodeAttribute(null=True)
    device = UnicodeAttribute(null=True)
    place = JSONAttribute(null=True)
    begun_at = NumberAttribute(null=True)
    used_at = NumberAttribute(null=True)
    expires_at = NumberAttribute(null=True)
    held: Any = ListAttribute(of=UnicodeAttribute, null=True)
    ttl = NumberAttribute(null=True)

    second_factor_at = NumberAttribute(null=True)
    recovery_codes = UnicodeSetAttribute(null=True)
    password_changed_at = NumberAttribute(null=True)


def bind(directory_table: str) -> None:
    """Gives the model its table."""
    connection.bind((_PersonRow,), directory_table)


class PeopleStore:
    """`now_ms` is the time in milliseconds since 1970 UTC: rows expire late, so the moment is looked at."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms

    def person(self, subject: str) -> Person:
        rows = list(_PersonRow.query(keys.person(subject), consistent_read=True))
        account = next((_account(row) for row in rows if row.sk == keys.ACCOUNT), Account())
        wanted = [(keys.company(TenantId(row.sk)), keys.AGENT + row.agent_id) for row in rows if row.sk < keys.AFTER_MEMBERSHIPS]
        return Person(account, members_of(wanted), self._sessions(rows))

    def seat(self, subject: str, tenant: TenantId, origin: str) -> Seat | None:
        try:
            session = _session(_PersonRow.get(keys.person(subject), keys.staff_session(tenant, origin), consistent_read=True))
        except _PersonRow.DoesNotExist:
            return None
        member = member_of(tenant, session.agent_id, subject)
        return Seat(member, session) if member is not None and session.holds(self._now_ms()) else None

    def sessions_of(self, agent: Agent, tenant: TenantId) -> list[StaffSession]:
        within = _PersonRow.sk.startswith(keys.staff_sessions(tenant))
        rows = [row for subject in agent.subjects for row in _PersonRow.query(keys.person(subject), within, consistent_read=True)]
        return sorted(self._sessions(rows), key=lambda each: each.used_at, reverse=True)

    def account(self, subject: str) -> Account:
        try:
            return _account(_PersonRow.get(keys.person(subject), keys.ACCOUNT, consistent_read=True))
        except _PersonRow.DoesNotExist:
            return Account()

    def _sessions(self, rows: Iterable[_PersonRow]) -> list[StaffSession]:
        sessions = (_session(row) for row in rows if row.sk.startswith("S#"))
        return [session for session in sessions if session.holds(self._now_ms())]

    # --- sessions

    def begin(self, session: StaffSession) -> None:
        """1 WU."""
        row = self._row(session)
        said = msgspec.to_builtins(session)
        row.attribute_values.update({name: value for name, value in said.items() if name != "subject" and value not in ("", [], None)})
        row.ttl = session.expires_at // 1000
        row.save()

    def used(self, session: StaffSession, whence: Whence, now: int) -> bool:
        """1 WU."""
        return self._change(
            self._row(session),
            [
                _PersonRow.used_at.set(now),
                _PersonRow.address.set(whence.address),
                _set(_PersonRow.place, msgspec.to_builtins(whence.place)),
                _set(_PersonRow.device, whence.device),
            ],
            _PersonRow.pk.exists(),
        )

    def release(self, session: StaffSession, held: tuple[Held, ...]) -> None:
        self._change(self._row(session), [_set(_PersonRow.held, list(held))], _PersonRow.pk.exists())

    def end(self, session: StaffSession) -> None:
        self._row(session).delete()

    def leave(self, tenant: TenantId, subject: str) -> bool:
        """Membership and sessions of one company end, whatever becomes of its agent. True when there is no other company: then nothing
        is kept of them. 1 RU for some 12 sessions, 1 WU a row."""
        rows = list(_PersonRow.query(keys.person(subject), consistent_read=True))
        ours = [row for row in rows if row.sk == tenant or row.sk.startswith(keys.staff_sessions(tenant))]
        elsewhere = any(row.sk < keys.AFTER_MEMBERSHIPS and row.sk != tenant for row in rows)
        for row in ours if elsewhere else rows:
            row.delete()
        return not elsewhere

    # --- the account

    def note_password(self, subject: str, now: int) -> None:
        self._account_row(subject).update(actions=[_PersonRow.password_changed_at.set(now)])

    def set_second_factor(self, subject: str, now: int, recovery_codes: frozenset[str]) -> None:
        actions: list[Action] = [_PersonRow.second_factor_at.set(now), _PersonRow.recovery_codes.set(set(recovery_codes))]
        self._account_row(subject).update(actions=actions)

    def remove_second_factor(self, subject: str) -> None:
        gone: list[Action] = [_PersonRow.second_factor_at.remove(), _PersonRow.recovery_codes.remove()]
        self._account_row(subject).update(actions=gone)

    def replace_recovery_codes(self, subject: str, recovery_codes: frozenset[str]) -> None:
        self._account_row(subject).update(actions=[_PersonRow.recovery_codes.set(set(recovery_codes))])

    def use_recovery_code(self, subject: str, recovery_code: str) -> bool:
        """1 WU. Of two at once, one gets in."""
        taken = [_PersonRow.recovery_codes.delete({recovery_code})]
        return self._change(self._account_row(subject), taken, _PersonRow.recovery_codes.contains(recovery_code))

    # --- rows

    def _row(self, session: StaffSession) -> _PersonRow:
        return _PersonRow(keys.person(session.subject), keys.staff_session(session.tenant_id, session.origin))

    def _account_row(self, subject: str) -> _PersonRow:
        return _PersonRow(keys.person(subject), keys.ACCOUNT)

    def _change(self, row: _PersonRow, actions: list[Any], condition: Any) -> bool:
        try:
            row.update(actions=actions, condition=condition)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True


def _set(attribute: Any, value: Any) -> Any:
    return attribute.set(value) if value else attribute.remove()


def _session(row: _PersonRow) -> StaffSession:
    return msgspec.structs.replace(thing(row, StaffSession), subject=keys.subject_of(row.pk))


def _account(row: _PersonRow) -> Account:
    return thing(row, Account)
