"""Somebody comes in by single sign-on: to their company's provider, and back."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from parlor.domain.audit import SIGN_IN, Actor, AuditLog
from parlor.domain.directory import Agent, DirectoryEditor, check_not_suspended, normal_email
from parlor.domain.errors import Conflict, Forbidden, ParlorError
from parlor.domain.identity import SignedIn
from parlor.domain.ids import AgentId, TenantId, new_ulid
from parlor.domain.ports import Clock
from parlor.domain.single_sign_on import (
    Claimed,
    Pending,
    SignOn,
    SignOnEditor,
    SignOnPool,
    SignOns,
    check_claim,
    domain_of,
    is_of,
    next_number,
)
from parlor.protocol import rest_sign_on
from parlor.protocol.limits import NAME_MAX
from parlor.usecases.invite_colleague import AGENTS_MAX

_NUMBERS_TRIED = 5


class Arrived(Struct, frozen=True):
    """The session of one who came, and who they are in the company."""

    session: SignedIn
    tenant: TenantId
    agent: Agent


class EnterBySignOn:
    """The stores of the company that a state or a domain leads to, and what reaches across companies."""

    def __init__(
        self,
        pool: SignOnPool,
        signs: SignOns,
        settings_of: Callable[[TenantId], SignOnEditor],
        directory_of: Callable[[TenantId], DirectoryEditor],
        audit_of: Callable[[TenantId], AuditLog],
        clock: Clock,
    ) -> None:
        self._pool = pool
        self._signs = signs
        self._settings_of = settings_of
        self._directory_of = directory_of
        self._audit_of = audit_of
        self._clock = clock

    def begin(self, email: str, browser: str) -> rest_sign_on.SignOnBegun:
        """`browser` is a secret of the browser that goes; only the same one can come back."""
        found = self._leading(domain_of(normal_email(email)))
        if found is None:
            return rest_sign_on.SignOnBegun(url="")
        tenant, settings = found
        state, verifier, nonce = (secrets.token_urlsafe(32) for _ in range(3))
        self._signs.put(state, Pending(tenant, settings.client, verifier, nonce, _hash(browser)))
        challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        return rest_sign_on.SignOnBegun(url=self._pool.address(settings, state, challenge, nonce))

    def _leading(self, domain: str) -> tuple[TenantId, SignOn] | None:
        tenant = self._signs.owner(domain)
        if tenant is None or not self._pool.available:
            return None
        settings = self._settings_of(tenant).read()
        return (tenant, settings) if settings.provider and domain in settings.proved else None

    def finish(self, code: str, state: str, browser: str, address: str) -> Arrived:
        """Raises `Forbidden` (`sso_over`, `sso_no_email`, `sso_unverified`, `sso_foreign_address`, `sso_not_invited`, `sso_disabled`,
        `sso_other_person`), `Unauthorized`; what a company's people are refused stands in its audit log."""
        pending = self._signs.take(state)
        if pending is None or not browser or not hmac.compare_digest(pending.browser, _hash(browser)):
            raise Forbidden("The sign-in is over. Begin again.", code="sso_over")
        settings = self._settings_of(pending.tenant_id).read()
        if settings.client != pending.client:
            raise Forbidden("The sign-in is over. Begin again.", code="sso_over")
        claimed = self._pool.claimed(pending, code)
        try:
            check_claim(claimed, settings)
            agent = self._agent_of(pending.tenant_id, settings, claimed)
        except ParlorError as refusal:
            email = normal_email(claimed.email)
            self._audit_of(pending.tenant_id).refused(Actor(AgentId(""), email, address), SIGN_IN, refusal.code, about=(SIGN_IN, "", email))
            raise
        return Arrived(claimed.session, pending.tenant_id, agent)

    def _agent_of(self, tenant: TenantId, settings: SignOn, claimed: Claimed) -> Agent:
        """Who this is in the provider's own company. Nothing of another company is looked at."""
        directory, subject = self._directory_of(tenant), claimed.session.subject
        check_not_suspended(directory.fresh().company())
        agents, email = directory.agents(), normal_email(claimed.email)
        known = next((agent for agent in agents if agent.sso_subject == subject), None)
        agent = known or next((agent for agent in agents if agent.email == email), None)
        if agent is None:
            return self._join(directory, tenant, settings, claimed, agents)
        if agent.disabled:
            raise Forbidden("Your access has been switched off.", code="sso_disabled")
        if known is None:
            if is_of(agent.sso_subject, settings.client):
                raise Forbidden("Somebody else of your company signs in as this colleague.", code="sso_other_person")
            agent = directory.link_sign_on(agent, subject)
        return agent

    def _join(self, directory: DirectoryEditor, tenant: TenantId, settings: SignOn, claimed: Claimed, agents: list[Agent]) -> Agent:
        if settings.joining == "invited":
            raise Forbidden("Nobody has added you to your company yet.", code="sso_not_invited")
        if len(agents) >= AGENTS_MAX:
            raise Conflict(f"A company has at most {AGENTS_MAX} agents.", code="limit_reached")
        email, subject = normal_email(claimed.email), claimed.session.subject
        known = {department.department_id for department in directory.departments()}
        newcomer = Agent(
            agent_id=AgentId(new_ulid(self._clock.now_ms())),
            subject=subject,
            sso_subject=subject,
            email=email,
            number="",
            name=(claimed.name.strip() or email.partition("@")[0])[:NAME_MAX],
            role=settings.role,
            department_ids=tuple(each for each in settings.department_ids if each in known),
        )
        agent = _add(directory, newcomer, agents)
        self._audit_of(tenant).done(
            Actor(agent.agent_id, agent.name), "join_by_sign_on", about=("agent", agent.agent_id, agent.name), after={"email": email}
        )
        return agent


def _add(directory: DirectoryEditor, newcomer: Agent, agents: list[Agent]) -> Agent:
    """With the next free number; colleagues who come at the same moment may be faster."""
    number = int(next_number(agents))
    for _ in range(_NUMBERS_TRIED - 1):
        try:
            return directory.add_agent(replace(newcomer, number=str(number)))
        except Conflict as taken:
            if taken.field != "number":
                raise
            number += 1
    return directory.add_agent(replace(newcomer, number=str(number)))


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
