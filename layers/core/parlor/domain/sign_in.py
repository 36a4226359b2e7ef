"""How a company's people come in: sessions, network addresses, the second factor, passwords, and the log of it all (登录日志).

A person's account is the user pool's. What stands here is one company's view: a sign-in makes one session in each company that lets the
person in, and a company ends its own and nobody else's.
"""

from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Literal, Protocol

from msgspec import Struct

from parlor.domain.audit import SIGN_IN, Actor, AuditEntry
from parlor.domain.directory import Agent, Member
from parlor.domain.errors import Forbidden, Invalid
from parlor.domain.ids import AgentId, TenantId
from parlor.domain.jobs import Reason
from parlor.domain.origin import Place
from parlor.domain.passwords import LENGTH_MIN

SESSIONS_MAX = 50
"""Of one person in one company. With one more, the one that was not used for longest ends."""
ADDRESSES_MAX = 100
SESSION_LIFE_MS = 30 * 86_400_000
"""As long as the user pool's refresh tokens live (infra/identity.yaml)."""
_DAY_MS = 86_400_000
_WIDEST = {4: 8, 6: 16}
"""A shorter prefix would let in half of the world by a slip."""

Way = Literal["password", "code", "recovery", "first_password", "single_sign_on"]
"""How somebody came in: `code` with a second factor, `recovery` with a recovery code in its place."""
Held = Literal["second_factor", "password"]
"""What a session has to do before anything else: set up a second factor, choose another password."""
Wanted = Literal["own", "all", "roles"]
"""Who must have a second factor: everybody as they like, all, or those of certain roles."""


class AllowedAddress(Struct, frozen=True):
    """`range` is an address or a range in CIDR notation."""

    range: str
    note: str = ""


class SignInRules(Struct, frozen=True, kw_only=True):
    """Without `addresses`, people come in from anywhere. `password_days` 0: passwords do not grow old. Roles and agents by their ids;
    those that are exempt come in from anywhere. `version` 0: nobody has changed them."""

    addresses: tuple[AllowedAddress, ...] = ()
    exempt_roles: tuple[str, ...] = ()
    exempt_agents: tuple[str, ...] = ()
    sessions_max: int = SESSIONS_MAX
    second_factor: Wanted = "own"
    second_factor_roles: tuple[str, ...] = ()
    password_min: int = LENGTH_MIN
    password_days: int = 0
    version: int = 0

    def lets_in(self, agent: Agent, address: str) -> bool:
        if not self.addresses or _has_role(agent, self.exempt_roles) or agent.agent_id in self.exempt_agents:
            return True
        return any(within(address, allowed.range) for allowed in self.addresses)

    def wants_second_factor(self, agent: Agent) -> bool:
        return self.second_factor == "all" or (self.second_factor == "roles" and _has_role(agent, self.second_factor_roles))


def check_address(rules: SignInRules, agent: Agent, address: str) -> None:
    """Raises `Forbidden` (`address_refused`)."""
    if not rules.lets_in(agent, address):
        raise Forbidden("Your company lets nobody in from this network address.", code="address_refused")


def _has_role(agent: Agent, roles: Iterable[str]) -> bool:
    return agent.role in roles


class Account(Struct, frozen=True, kw_only=True):
    """What we keep of a person beside the user pool's account, the same in every company. `recovery_codes` are hashes of those that are
    left. `password_changed_at` is when the password was set, or when we first saw it."""

    second_factor_at: int | None = None
    recovery_codes: frozenset[str] = frozenset()
    password_changed_at: int | None = None

    @property
    def second_factor(self) -> bool:
        return self.second_factor_at is not None


class StaffSession(Struct, frozen=True, kw_only=True):
    """One sign-in of a person, in one company. `subject` is as whom; `origin` is the user pool's name for it, which every access token
    that comes of it carries; it never leaves the server. Times are in milliseconds since 1970 UTC; `used_at` is when the page was last
    opened or went on for another half an hour."""

    session_id: str
    tenant_id: TenantId
    origin: str
    subject: str = ""
    agent_id: AgentId
    way: Way = "password"
    address: str = ""
    device: str = ""
    place: Place | None = None
    begun_at: int
    used_at: int
    expires_at: int
    held: tuple[Held, ...] = ()

    def holds(self, now: int) -> bool:
        return now < self.expires_at


class Person(Struct, frozen=True):
    """Everything that is kept of a person: what they are a member of, and the sessions that are not over."""

    account: Account
    members: list[Member]
    sessions: list[StaffSession]

    def session_in(self, tenant: TenantId, origin: str) -> StaffSession | None:
        return next((each for each in self.sessions if each.tenant_id == tenant and each.origin == origin), None)


class Seat(Struct, frozen=True):
    """A member with the session that they ask with."""

    member: Member
    session: StaffSession


class Whence(Struct, frozen=True):
    """Where a request comes from: network address, the program as it calls itself, and the place of the address, as far as it is known."""

    address: str
    device: str
    place: Place | None = None


def held_by(rules: SignInRules, agent: Agent, account: Account, way: Way, password_length: int | None, now: int) -> tuple[Held, ...]:
    """What has to be done first. Who comes through the company's own sign-in has neither a password nor a second factor here."""
    if way == "single_sign_on":
        return ()
    held: list[Held] = []
    if rules.wants_second_factor(agent) and not account.second_factor:
        held.append("second_factor")
    short = password_length is not None and password_length < rules.password_min
    if short or is_old(rules, account, now):
        held.append("password")
    return tuple(held)


def is_old(rules: SignInRules, account: Account, now: int) -> bool:
    changed = account.password_changed_at
    return bool(rules.password_days) and changed is not None and now - changed >= rules.password_days * _DAY_MS


def too_many(sessions: Iterable[StaffSession], most: int) -> list[StaffSession]:
    """Those that end when one begins: the ones that were not used for longest."""
    by_use = sorted(sessions, key=lambda each: (each.used_at, each.session_id))
    return by_use[: max(0, len(by_use) + 1 - most)]


# --- network addresses ---------------------------------------------------------------------------------------------


def within(address: str, allowed: str) -> bool:
    """False for what is no address."""
    try:
        return _plain(address) in ip_network(allowed)
    except ValueError:
        return False


def _plain(text: str) -> IPv4Address | IPv6Address:
    """IPv4 addresses that are written as IPv6 are IPv4 addresses."""
    address = ip_address(text)
    return getattr(address, "ipv4_mapped", None) or address


def normal_range(text: str, field: str) -> str:
    """An address or a range as it is kept. Raises `Invalid` (`bad_ip`, `too_wide`)."""
    try:
        network = ip_network(text.strip(), strict=False)
    except ValueError:
        raise Invalid("This is no IP address and no range, such as 203.0.113.0/24.", code="bad_ip", field=field) from None
    if network.prefixlen < _WIDEST[network.version]:
        raise Invalid(f"The range is too wide: /{_WIDEST[network.version]} at most.", code="too_wide", field=field)
    return str(network.network_address) if network.prefixlen == network.max_prefixlen else str(network)


# --- the log -------------------------------------------------------------------------------------------------------


class SignInEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody came in, or did not and why. `name` is that of the moment."""

    entry_id: str
    at: int
    agent_id: AgentId
    name: str
    way: Way = "password"
    reason: Reason | None = None
    address: str = ""
    device: str = ""
    place: Place | None = None


def as_audit_entry(entry: SignInEntry) -> AuditEntry:
    """For files, which have one form for both logs."""
    place = entry.place
    return AuditEntry(
        entry_id=entry.entry_id,
        at=entry.at,
        actor=Actor(entry.agent_id, entry.name, entry.address),
        action=SIGN_IN,
        outcome="refused" if entry.reason else "done",
        right=entry.reason or "",
        about_kind=SIGN_IN,
        about_id=entry.agent_id,
        about_name=entry.name,
        after={"device": entry.device, "way": entry.way}
        | ({"place": " ".join(each for each in (place.country, place.province, place.city) if each)} if place else {}),
    )


class SignInLog(Protocol):
    """One company's."""

    def came_in(self, agent: Agent, way: Way, whence: Whence) -> None: ...

    def refused(self, agent: Agent, reason: Reason, whence: Whence) -> None:
        """The same from the same address within a minute is one entry: whoever tries again and again cannot fill the log."""

    def page(
        self, from_ms: int, to_ms: int, position: str | None, wanted: Callable[[SignInEntry], bool]
    ) -> tuple[list[SignInEntry], str | None]:
        """Newest first, and where the next page begins. A page may be short while there is a next one."""


# --- ports ---------------------------------------------------------------------------------------------------------


class People(Protocol):
    """What is kept of persons, across companies."""

    def person(self, subject: str) -> Person:
        """One query, and one request for the agents. Disabled memberships are left out."""

    def seat(self, subject: str, tenant: TenantId, origin: str) -> Seat | None:
        """Who asks, with one session of theirs: two reads, that of the session and that of the agent. None when the session is over or
        ended, or there is no membership."""

    def sessions_of(self, agent: Agent, tenant: TenantId) -> list[StaffSession]:
        """Of one agent, whatever way they came, the last used first."""

    def account(self, subject: str) -> Account: ...

    def begin(self, session: StaffSession) -> None: ...

    def used(self, session: StaffSession, whence: Whence, now: int) -> bool:
        """False when the session was ended meanwhile, which stays so."""

    def release(self, session: StaffSession, held: tuple[Held, ...]) -> None:
        """What is still to be done before anything else."""

    def end(self, session: StaffSession) -> None: ...

    def note_password(self, subject: str, now: int) -> None: ...

    def set_second_factor(self, subject: str, now: int, recovery_codes: frozenset[str]) -> None: ...

    def remove_second_factor(self, subject: str) -> None: ...

    def replace_recovery_codes(self, subject: str, recovery_codes: frozenset[str]) -> None: ...

    def use_recovery_code(self, subject: str, recovery_code: str) -> bool:
        """True for the first use of a code that holds; it holds no longer."""


class KeptRules(Protocol):
    """One company's rules."""

    def rules(self) -> SignInRules:
        """May be a few seconds old."""

    def fresh(self) -> SignInRules: ...

    def change(self, before: SignInRules, after: SignInRules) -> SignInRules:
        """Raises `Conflict` when they are others by now."""
