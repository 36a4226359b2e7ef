"""Staff come in: by password, by a first password of their own, or by the session that they have."""

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from msgspec import Struct

from parlor.domain.audit import Actor, AuditLog, note_sign_in
from parlor.domain.directory import Companies, Directory, normal_email
from parlor.domain.errors import Forbidden, NotFound, Unauthorized
from parlor.domain.identity import Identity, SignedIn
from parlor.domain.ids import AgentId, TenantId
from parlor.domain.office_ports import OfficePresence
from parlor.domain.ports import Clock
from parlor.domain.single_sign_on import check_way_in
from parlor.protocol import rest


class Entered(Struct, frozen=True):
    """`refresh_token` goes into the cookie, never into a body; None leaves the cookie as it is."""

    session: rest.Session
    refresh_token: str | None


class Sessions(Protocol):
    """The user pool that a refresh token is of."""

    def refresh(self, refresh_token: str) -> SignedIn: ...

    def sign_out(self, refresh_token: str) -> None: ...


class SignIn:
    def __init__(
        self,
        identity: Identity,
        sessions_of: Callable[[str], Sessions],
        companies: Companies,
        directory_of: Callable[[TenantId], Directory],
        presence_of: Callable[[TenantId], OfficePresence],
        audit_of: Callable[[TenantId], AuditLog],
        clock: Clock,
    ) -> None:
        self._identity = identity
        self._sessions_of = sessions_of
        self._companies = companies
        self._directory_of = directory_of
        self._presence_of = presence_of
        self._audit_of = audit_of
        self._clock = clock

    def by_password(self, body: rest.SignIn, address: str, device: str) -> Entered:
        """Also for those whom a supervisor has signed out. Each company of the person reads of it in its sign-in log.

        Raises `Unauthorized`, which is noted, too; `Forbidden` with `not_confirmed` or `new_password_required`.
        """
        email = normal_email(body.email)
        try:
            signed_in = self._identity.sign_in(email, body.password)
        except Unauthorized:
            with suppress(NotFound):
                self._note(self._identity.subject_of(email), address, device, failed=True)
            raise
        return self._arrive(signed_in, address, device)

    def by_sign_on(self, signed_in: SignedIn, address: str, device: str) -> Entered:
        """Who has come from their company's provider (usecases/enter_by_sign_on.py). Raises as `by_refresh_token`."""
        return self._arrive(signed_in, address, device)

    def _arrive(self, signed_in: SignedIn, address: str, device: str) -> Entered:
        entered = self._enter(signed_in)
        for member in entered.session.memberships:
            self._presence_of(TenantId(member.tenant_id)).sign_in(AgentId(member.agent_id))
        self._note(signed_in.subject, address, device)
        return entered

    def by_first_password(self, body: rest.SetFirstPassword, address: str, device: str) -> Entered:
        signed_in = self._identity.set_first_password(normal_email(body.email), body.temporary_password, body.new_password)
        self._note(signed_in.subject, address, device)
        return self._enter(signed_in)

    def _note(self, subject: str, address: str, device: str, *, failed: bool = False) -> None:
        for member in self._companies.of_person(subject):
            actor = Actor(member.agent.agent_id, member.agent.name, address)
            note_sign_in(self._audit_of(member.tenant_id), actor, device, failed=failed)

    def by_refresh_token(self, refresh_token: str) -> Entered:
        """Raises `Unauthorized`, `Forbidden` (`sso_required`)."""
        return self._enter(self._sessions_of(refresh_token).refresh(refresh_token))

    def sign_out(self, refresh_token: str) -> None:
        self._sessions_of(refresh_token).sign_out(refresh_token)

    def _enter(self, signed_in: SignedIn) -> Entered:
        memberships = self._memberships(signed_in.subject)
        session = rest.Session(
            access_token=signed_in.access_token,
            expires_at=self._clock.now_ms() + signed_in.expires_in_s * 1000,
            email=signed_in.email,
            memberships=memberships,
        )
        return Entered(session, signed_in.refresh_token)

    def _memberships(self, subject: str) -> list[rest.Membership]:
        """The companies that let this person in the way that they came. Raises what the last one said when none does."""
        entered: list[rest.Membership] = []
        refusal: Unauthorized | Forbidden | None = None
        for member in self._companies.of_person(subject):
            company = self._directory_of(member.tenant_id).company()
            try:
                check_way_in(subject, member.agent, company)
            except (Unauthorized, Forbidden) as closed:
                refusal = closed
                continue
            entered.append(
                rest.Membership(tenant_id=member.tenant_id, company=company.company, agent_id=member.agent.agent_id, role=member.agent.role)
            )
        if refusal is not None and not entered:
            raise refusal
        return entered
