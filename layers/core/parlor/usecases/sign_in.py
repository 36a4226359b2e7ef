"""Staff come in: by password, by a first password of their own, or by the session that they have."""

from collections.abc import Callable
from contextlib import suppress

from msgspec import Struct

from parlor.domain.audit import Actor, AuditLog, note_sign_in
from parlor.domain.directory import Companies, Directory, normal_email
from parlor.domain.errors import NotFound, Unauthorized
from parlor.domain.identity import Identity, SignedIn
from parlor.domain.ids import AgentId, TenantId
from parlor.domain.office_ports import OfficePresence
from parlor.domain.ports import Clock
from parlor.protocol import rest


class Entered(Struct, frozen=True):
    """`refresh_token` goes into the cookie, never into a body; None leaves the cookie as it is."""

    session: rest.Session
    refresh_token: str | None


class SignIn:
    def __init__(
        self,
        identity: Identity,
        companies: Companies,
        directory_of: Callable[[TenantId], Directory],
        presence_of: Callable[[TenantId], OfficePresence],
        audit_of: Callable[[TenantId], AuditLog],
        clock: Clock,
    ) -> None:
        self._identity = identity
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
        return self._enter(self._identity.refresh(refresh_token))

    def _enter(self, signed_in: SignedIn) -> Entered:
        memberships = [
            rest.Membership(
                tenant_id=member.tenant_id,
                company=self._directory_of(member.tenant_id).company().company,
                agent_id=member.agent.agent_id,
                role=member.agent.role,
            )
            for member in self._companies.of_person(signed_in.subject)
        ]
        session = rest.Session(
            access_token=signed_in.access_token,
            expires_at=self._clock.now_ms() + signed_in.expires_in_s * 1000,
            email=signed_in.email,
            memberships=memberships,
        )
        return Entered(session, signed_in.refresh_token)
