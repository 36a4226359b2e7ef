"""Keys with which a company's own programs ask the REST API: what each may do, from where, until when.

A key is `parlor_sk_<company>_<key>_<secret>`. The secret is kept as a hash only: 190 random bits need no slow one.
"""

import hmac
import re
from collections.abc import Sequence
from hashlib import sha256
from ipaddress import ip_address, ip_network
from typing import Annotated, Literal, Protocol

from msgspec import Meta, Struct

from parlor.domain.directory import Agent
from parlor.domain.errors import Conflict, Forbidden, Invalid, Unauthorized
from parlor.domain.ids import AgentId, TenantId, is_ulid
from parlor.domain.rights import ROLE_RIGHTS, Right

KEYS_MAX = 20
ADDRESSES_MAX = 20
USED_EVERY_MS = 3_600_000
"""When a key was used last is noted so often."""
PREFIX = "parlor_sk_"
_FORM = re.compile(r"parlor_sk_([0-9A-Z]{26})_([0-9A-Z]{26})_([A-Za-z0-9_-]{32})")

Scope = Literal[
    "records.read",
    "left_messages.read",
    "left_messages.write",
    "customers.read",
    "customers.write",
    "visitors.read",
    "reports.read",
    "people.read",
    "blocks.write",
    "personal.write",
]
Name = Annotated[str, Meta(min_length=1, max_length=60)]


class Powers(Struct, frozen=True):
    """The operations (protocol/operations.py) that a scope opens, and the rights that these ask for."""

    operations: tuple[str, ...]
    rights: tuple[Right, ...]


SCOPES: dict[Scope, Powers] = {
    "records.read": Powers(
        ("list_conversations", "search_records", "get_conversation_log", "search_conversation"), ("read_records", "see_all")
    ),
    "left_messages.read": Powers(("list_left_messages", "get_left_message"), ("read_left_messages",)),
    "left_messages.write": Powers(("answer_left_message", "change_left_message", "note_left_message"), ("answer_left_messages",)),
    "customers.read": Powers(("find_customers", "get_customer"), ()),
    "customers.write": Powers(("add_customer", "change_customer"), ("keep_customers",)),
    "visitors.read": Powers(("list_visitors", "get_track", "get_visitor_card"), ("see_all",)),
    "reports.read": Powers(
        (
            "report_consultations",
            "report_visits",
            "report_breakdown",
            "report_agents",
            "report_satisfaction",
            "list_ratings",
            "report_funnel",
        ),
        ("read_reports", "read_work"),
    ),
    "people.read": Powers(("list_agents", "list_departments"), ()),
    "personal.write": Powers(
        (
            "look_at_person",
            "erase_person",
            "list_erasures",
            "get_erasure",
            "continue_erasure",
            "start_download",
            "list_downloads",
            "open_download",
            "delete_download",
        ),
        ("personal",),
    ),
    "blocks.write": Powers(("list_blocks", "add_block", "change_block", "delete_block"), ("keep_black_list",)),
}


class ApiKey(Struct, frozen=True, kw_only=True):
    """`digest` is the SHA-256 of the secret in hex. Without `addresses` it is good from everywhere, without `expires_at` for ever.

    Times are in milliseconds since 1970 UTC.
    """

    key_id: str
    name: str
    digest: str
    scopes: tuple[Scope, ...]
    addresses: tuple[str, ...] = ()
    expires_at: int | None = None
    created_at: int
    created_by: str = ""
    last_used_at: int | None = None

    @property
    def rights(self) -> frozenset[Right]:
        return frozenset(right for scope in self.scopes for right in SCOPES[scope].rights)

    def as_agent(self) -> Agent:
        """The key in the place of a person: with its rights and no role's."""
        by_role = ROLE_RIGHTS["agent"]
        return Agent(
            agent_id=AgentId(self.key_id),
            subject="",
            email="",
            number="API",
            name=self.name,
            role="agent",
            rights_added=tuple(self.rights - by_role),
            rights_removed=tuple(by_role - self.rights),
        )


class ApiKeys(Protocol):
    """One tenant's keys."""

    def all(self) -> list[ApiKey]: ...

    def find(self, key_id: str) -> ApiKey | None: ...

    def add(self, key: ApiKey) -> None: ...

    def delete(self, key_id: str) -> None: ...

    def note_used(self, key: ApiKey, now: int) -> None: ...


class GivenKey(Struct, frozen=True):
    tenant: TenantId
    key_id: str
    secret: str


def is_key(token: str) -> bool:
    return token.startswith(PREFIX)


def read_key(token: str) -> GivenKey:
    """Raises `Unauthorized` for what cannot be one of ours."""
    found = _FORM.fullmatch(token)
    if found is None or not is_ulid(found[1]) or not is_ulid(found[2]):
        raise Unauthorized("This is not a key.")
    return GivenKey(TenantId(found[1]), found[2], found[3])


def written_key(tenant: TenantId, key_id: str, secret: str) -> str:
    return f"{PREFIX}{tenant}_{key_id}_{secret}"


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def check_key(key: ApiKey | None, given: GivenKey, address: str, now: int) -> ApiKey:
    """Raises `Unauthorized` for one that is unknown, wrong or over (the same words for all), `Forbidden` (`wrong_address`)."""
    digest = digest_of(given.secret)
    if not hmac.compare_digest(digest, key.digest if key else "0" * 64) or key is None:
        raise Unauthorized("The key is not good.")
    if key.expires_at is not None and key.expires_at <= now:
        raise Unauthorized("The key is not good.")
    if key.addresses and not _within(address, key.addresses):
        raise Forbidden("The key may not be used from this address.", code="wrong_address")
    return key


def check_scope(key: ApiKey, operation: str) -> None:
    """Raises `Forbidden` (`outside_scope`)."""
    if any(operation in SCOPES[scope].operations for scope in key.scopes):
        return
    wanted = [scope for scope, powers in SCOPES.items() if operation in powers.operations]
    raise Forbidden(
        f"The key lacks the scope {wanted[0]}." if wanted else "This is for people only: no key opens it.", code="outside_scope"
    )


def check_addresses(addresses: Sequence[str]) -> tuple[str, ...]:
    """Addresses and CIDR networks in their normal form. Raises `Invalid` with the place in the list."""
    found = []
    for place, text in enumerate(addresses):
        try:
            found.append(str(ip_network(text.strip(), strict=False)))
        except ValueError:
            raise Invalid("This is neither an address nor a network.", field=f"addresses[{place}]") from None
    return tuple(dict.fromkeys(found))


def check_room(keys: Sequence[ApiKey]) -> None:
    if len(keys) >= KEYS_MAX:
        raise Conflict(f"A company has at most {KEYS_MAX} keys.", code="limit_reached")


def _within(address: str, networks: Sequence[str]) -> bool:
    try:
        known = ip_address(address)
    except ValueError:
        return False
    known = getattr(known, "ipv4_mapped", None) or known
    return any(known in ip_network(network) for network in networks)
