"""Staff come in: by password, by a first password of their own, or by the session that they have."""

from collections.abc import Callable

from msgspec import Struct

from parlor.domain.directory import Companies, Directory, normal_email
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
        clock: Clock,
    ) -> None:
        self._identity = identity
        self._companies = companies
        self._directory_of = directory_of
        self._presence_of = presence_of
        self._clock = clock

    def by_password(self, body: rest.SignIn) -> Entered:
        """Also for those whom a supervisor has signed out.

        Raises `Unauthorized`; `Forbidden` with `not_confirmed` or `new_password_required`.
        """
        entered = self._enter(self._identity.sign_in(normal_email(body.email), body.password))
        for member in entered.session.memberships:
            self._presence_of(TenantId(member.tenant_id)).sign_in(AgentId(member.agent_id))
        return entered

    def by_first_password(self, body: rest.SetFirstPassword) -> Entered:
        signed_in = self._identity.set_first_password(normal_email(body.email), body.temporary_password, body.new_password)
        return self._enter(signed_in)

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
