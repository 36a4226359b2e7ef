"""Single sign-on (单点登录): a company lets its own identity provider say who its people are.

Who comes in this way is a subject of their own, `sso:<client>:<subject>`: it names the company's client of the user pool for federated
people, which accepts one provider and nothing else. It never becomes the subject of an account with a password, whatever e-mail
address the provider claims (docs/decisions/0023-single-sign-on.md).
"""

import hmac
import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Literal, Protocol

from msgspec import Struct

from parlor.domain.directory import Agent, Company
from parlor.domain.errors import Forbidden, Invalid, Unauthorized
from parlor.domain.identity import SIGN_ON, SignedIn, came_by_sign_on
from parlor.domain.ids import DepartmentId, TenantId
from parlor.domain.rights import StaffRole

Kind = Literal["oidc", "saml"]
Joining = Literal["invited", "anybody"]
"""Who may come for the first time: colleagues who have been added before, or anybody with an address of a proved domain."""

DOMAINS_MAX = 20
PENDING_LIFE_S = 600
"""So long somebody may take at their provider."""
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\Z")
_HTTPS = re.compile(r"https://[^\s/?#@]+(?:[/?][^\s#]*)?\Z")
_LOOPBACK = re.compile(r"http://(?:localhost|127\.0\.0\.1)(?::\d+)?(?:[/?][^\s#]*)?\Z")
_ENTITY = re.compile(r"<(?:[\w.-]+:)?EntityDescriptor\b[^>]*\bentityID\s*=\s*(?:\"([^\"]{1,1024})\"|'([^']{1,1024})')")
_HEAD = 20_000
"""Characters of a metadata document in which its root must stand."""
_ANYBODYS_ISSUERS = re.compile(r"//login\.microsoftonline\.com/(?:common|organizations|consumers)(?:/|\Z)")


class Domain(Struct, frozen=True):
    """A domain of e-mail addresses. `proved_at`: when its TXT record was found; None: not yet."""

    domain: str
    proved_at: int | None = None


class SignOn(Struct, frozen=True, kw_only=True):
    """How a company's people sign in. `provider` and `client` are the user pool's names; empty: nothing is set up.

    The client secret of OIDC and the metadata of SAML are with the user pool only; `entity_id` is who the metadata speaks of.
    `email_from` and `name_from` are the provider's claims (OIDC) or attributes (SAML).
    """

    kind: Kind = "oidc"
    provider: str = ""
    client: str = ""
    issuer: str = ""
    client_id: str = ""
    metadata_url: str = ""
    entity_id: str = ""
    email_from: str = "email"
    name_from: str = "name"
    required: bool = False
    """Passwords are for administrators only."""
    joining: Joining = "invited"
    role: StaffRole = "agent"
    """Of those who come for the first time, like `department_ids`."""
    department_ids: tuple[DepartmentId, ...] = ()
    domains: tuple[Domain, ...] = ()
    version: int = 0

    @property
    def proved(self) -> frozenset[str]:
        return frozenset(each.domain for each in self.domains if each.proved_at is not None)

    @property
    def identity(self) -> tuple[str, ...]:
        """What decides whose word a subject is. With another one the same subject may be somebody else."""
        return (self.kind, self.issuer, self.client_id, self.metadata_url, self.entity_id)


class Provider(Struct, frozen=True):
    """What the user pool is told. `secret` and `metadata` None: as before."""

    settings: SignOn
    secret: str | None = None
    metadata: str | None = None


class Claimed(Struct, frozen=True):
    """What a provider says of somebody, checked to be its word. `verified` None: it says nothing of the address."""

    provider: str
    email: str
    name: str
    verified: bool | None
    session: SignedIn


class Pending(Struct, frozen=True):
    """Somebody is on the way to their provider. `browser` is a hash: only the browser that went may come back."""

    tenant_id: TenantId
    client: str
    verifier: str
    nonce: str
    browser: str


class SignOnPool(Protocol):
    """The user pool of people who come by single sign-on. All methods raise `RateLimited` when it is asked too often."""

    @property
    def available(self) -> bool:
        """Whether this installation has an address for it."""

    @property
    def callback(self) -> tuple[str, str, str]:
        """What the company enters at its provider: address for OIDC, address for SAML, entity id for SAML."""

    def add(self, provider: Provider) -> str:
        """Makes provider and client; returns the client. Raises `Invalid`."""

    def change(self, provider: Provider) -> None:
        """Raises `Invalid`."""

    def delete(self, provider: str, client: str) -> None:
        """Both; what is gone already is no error."""

    def address(self, settings: SignOn, state: str, challenge: str, nonce: str) -> str:
        """Where the browser goes."""

    def claimed(self, pending: Pending, code: str) -> Claimed:
        """Raises `Unauthorized` for a code that is no good, and for tokens that are not for this sign-in."""

    def refresh(self, refresh_token: str) -> SignedIn:
        """Raises `Unauthorized`."""

    def sign_out(self, refresh_token: str) -> None:
        """Ends the session."""


class SignOns(Protocol):
    """Sign-ins under way, and whose a domain is."""

    def put(self, state: str, pending: Pending) -> None: ...

    def take(self, state: str) -> Pending | None:
        """Works once, for ten minutes."""

    def owner(self, domain: str) -> TenantId | None: ...


class SignOnEditor(Protocol):
    """One tenant's settings, read from the table. Changes raise `Conflict` when the stored version is another one."""

    def read(self) -> SignOn: ...

    def change(self, before: SignOn, after: SignOn) -> SignOn: ...

    def change_domains(self, before: SignOn, domains: tuple[Domain, ...], *, won: str = "", lost: str = "") -> SignOn:
        """`won` has just been proved, from whomever it was; `lost` is given up."""


class DomainRecords(Protocol):
    def texts(self, name: str) -> list[str]:
        """The TXT records of a name; none if the name does not exist. Raises `Unavailable`."""


# --- subjects ------------------------------------------------------------------------------------------------------


def subject_of(client: str, subject: str) -> str:
    return f"{SIGN_ON}{client}:{subject}"


def is_of(subject: str, client: str) -> bool:
    """Whether the company's client of today says so. One who was replaced says nothing any more."""
    return client != "" and subject.startswith(f"{SIGN_ON}{client}:")


def check_way_in(subject: str, agent: Agent, company: Company) -> None:
    """Whether who has signed in as `subject` may work as `agent`, whose membership it is.

    Raises `Unauthorized` for a provider that is the company's no longer, `Forbidden` (`sso_required`) for a password where the
    company wants none. Administrators keep theirs: a provider that fails must not lock a company out.
    """
    if came_by_sign_on(subject):
        if not is_of(subject, company.sso_client) or agent.sso_subject != subject:
            raise Unauthorized("The way in has changed. Sign in again.")
    elif company.sso_required and not agent.active_admin:
        raise Forbidden("Your company wants you to sign in by single sign-on.", code="sso_required")


# --- settings ------------------------------------------------------------------------------------------------------


def check_provider(provider: Provider, before: SignOn) -> None:
    """Raises `Invalid` with the field. What Cognito alone can find out (a wrong secret, an issuer that is none) it says itself."""
    wanted = provider.settings
    for name in ("email_from", "name_from"):
        if not getattr(wanted, name).strip():
            raise Invalid("Say what the provider calls it.", field=name)
    if wanted.kind == "oidc":
        _check_oidc(provider, before)
    else:
        _check_saml(provider, before)


def _check_oidc(provider: Provider, before: SignOn) -> None:
    wanted = provider.settings
    check_address(wanted.issuer, "issuer")
    if _ANYBODYS_ISSUERS.search(wanted.issuer):
        raise Invalid("This issuer is for everybody's accounts. Use the address with your own tenant's id.", field="issuer")
    if not wanted.client_id.strip():
        raise Invalid("Say which client of the provider this is.", field="client_id")
    if provider.secret is None and wanted.identity != before.identity:
        raise Invalid("The client's secret is needed.", code="required", field="client_secret")


def _check_saml(provider: Provider, before: SignOn) -> None:
    wanted = provider.settings
    if wanted.metadata_url:
        check_address(wanted.metadata_url, "metadata_url")
    elif provider.metadata is None and not (wanted.entity_id and wanted.identity == before.identity):
        raise Invalid("Give the metadata's address or its text.", code="required", field="metadata_url")


def check_address(url: str, field: str) -> None:
    """https, or the same machine in the clear. The user pool fetches it, we never do. Raises `Invalid`."""
    if not (_HTTPS.match(url) or _LOOPBACK.match(url)):
        raise Invalid("This is not an address that begins with https://.", field=field)


def entity_of(metadata: str) -> str:
    """Who a metadata document of SAML speaks of. Raises `Invalid`."""
    found = _ENTITY.search(metadata[:_HEAD])
    if "<!DOCTYPE" in metadata or found is None or "IDPSSODescriptor" not in metadata:
        raise Invalid("This is not the metadata of an identity provider.", field="metadata")
    return found[1] or found[2]


# --- domains -------------------------------------------------------------------------------------------------------


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].lower()


def check_domain(text: str) -> str:
    """The domain as it is kept. Raises `Invalid`."""
    try:
        domain = text.strip().lower().rstrip(".").encode("idna").decode()
    except UnicodeError:
        domain = ""
    if not _DOMAIN.match(domain):
        raise Invalid("This is not a domain, such as example.com.", field="domain")
    return domain


def record_name(domain: str) -> str:
    """Where the proof stands."""
    return f"_parlor.{domain}"


def record_value(key: bytes, tenant: TenantId, domain: str) -> str:
    """What stands there: only this company can be shown it, so only who has both the company and the domain can put it there."""
    return f"parlor-sso={hmac.new(key, f'domain:{tenant}:{domain}'.encode(), sha256).hexdigest()[:40]}"


# --- people --------------------------------------------------------------------------------------------------------


def check_claim(claimed: Claimed, settings: SignOn) -> None:
    """Raises `Unauthorized` for another provider's word, `Forbidden` (`sso_no_email`, `sso_unverified`, `sso_foreign_address`)."""
    if claimed.provider != settings.provider:
        raise Unauthorized("This is not the word of the company's provider.")
    if "@" not in claimed.email:
        raise Forbidden("The provider did not say an e-mail address.", code="sso_no_email")
    if claimed.verified is False:
        raise Forbidden("The provider has not proved this e-mail address.", code="sso_unverified")
    if domain_of(claimed.email) not in settings.proved:
        raise Forbidden("This e-mail address is not of a domain of the company.", code="sso_foreign_address")


def next_number(agents: Iterable[Agent]) -> str:
    """The number after the highest; letters do not count."""
    return str(max((int(agent.number) for agent in agents if agent.number.isdecimal() and len(agent.number) < 9), default=1000) + 1)
