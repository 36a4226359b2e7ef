"""The black list (黑名单): whom a company keeps out, from when until when, and how.

`hide`: the visitor is not seen on the site, and the widget does not show. `refuse`: the visitor is seen, but conversations
and messages are refused. Where several entries fit, hiding wins.
"""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Literal, Protocol

from msgspec import Struct

from parlor.domain.customers import phone_digits
from parlor.domain.errors import Conflict, Forbidden, Invalid
from parlor.domain.ids import AgentId, VisitorId, is_ulid, visitor_number
from parlor.domain.staff import Staff

BlockKind = Literal["visitor", "ip", "cidr", "phone"]
Effect = Literal["hide", "refuse"]

BLOCKS_MAX = 1_000
AGENT_LONGEST_MS = 24 * 3_600_000
"""Agents keep somebody out for so long at most; supervisors and administrators for ever."""
_WIDEST = {4: 8, 6: 16}
"""A shorter prefix would keep out half of the world by a slip."""
_PHONE_DIGITS_MIN = 5
_NUMBER = re.compile(r"V-[0-9A-HJKMNP-TV-Z]{6}\Z")


class Block(Struct, frozen=True, kw_only=True):
    """`value` is in its normal form (see `normal_value`). `until` None: for ever. `hits` are the arrivals and attempts it stopped."""

    block_id: str
    kind: BlockKind
    value: str
    effect: Effect
    reason: str
    from_at: int
    until: int | None = None
    by_agent_id: AgentId
    by_name: str
    hits: int = 0
    last_hit_at: int | None = None
    version: int = 1

    def is_over(self, now: int) -> bool:
        return self.until is not None and self.until <= now

    def holds(self, now: int) -> bool:
        return self.from_at <= now and not self.is_over(now)


class Newcomer(Struct, frozen=True):
    """What is known of who comes. An address that is none fits nothing."""

    visitor_id: VisitorId
    ip: str = ""
    phones: tuple[str, ...] = ()


class Blocks(Protocol):
    """One tenant's black list. `all` may be a few seconds old."""

    def all(self) -> list[Block]: ...

    def fresh(self) -> list[Block]:
        """From the table."""

    def get(self, block_id: str) -> Block:
        """From the table. Raises `NotFound`."""

    def add(self, block: Block) -> Block: ...

    def change(self, before: Block, after: Block) -> Block:
        """The hits stay. Raises `Conflict`."""

    def delete(self, block_id: str) -> None: ...

    def count_hit(self, block_id: str, now: int) -> None:
        """One that was deleted meanwhile stays so."""


def normal_value(kind: BlockKind, value: str) -> str:
    """The form in which a value is kept and compared. Raises `Invalid` naming `value`.

    A visitor is named by id or by number (V-K3M9QZ).
    """
    text = value.strip()
    if kind == "visitor":
        return _visitor(text)
    if kind == "ip":
        return _ip(text)
    if kind == "cidr":
        return _cidr(text)
    digits = phone_digits(text)
    if len(digits) < _PHONE_DIGITS_MIN:
        raise Invalid(f"A telephone number has at least {_PHONE_DIGITS_MIN} digits.", code="bad_phone", field="value")
    return digits


def fits(block: Block, who: Newcomer) -> bool:
    """Whether the entry means this visitor, whenever it holds."""
    match block.kind:
        case "visitor":
            return block.value in (who.visitor_id, visitor_number(who.visitor_id))
        case "ip" | "cidr":
            return _within(who.ip, block.value)
        case "phone":
            return any(phone_digits(phone) == block.value for phone in who.phones)


def who_stops(blocks: Iterable[Block], who: Newcomer, now: int) -> Block | None:
    """The entry that keeps the visitor out, the strongest if there are several."""
    found = [block for block in blocks if block.holds(now) and fits(block, who)]
    return min(found, key=lambda block: (block.effect != "hide", block.block_id), default=None)


def refusal() -> Forbidden:
    """What a visitor is told: not why, nor for how long."""
    return Forbidden("This cannot be done now.", code="blocked")


def check_period(from_at: int, until: int | None, now: int) -> None:
    """Raises `Invalid` naming `until`."""
    if until is not None and until <= max(from_at, now):
        raise Invalid("The end must lie after the beginning and in the future.", code="bad_period", field="until")


def check_may_block(staff: Staff, for_ms: int | None) -> None:
    """Raises `Forbidden` for more than a day, unless they keep the black list."""
    if "keep_black_list" not in staff.agent.rights and (for_ms is None or for_ms > AGENT_LONGEST_MS):
        raise Forbidden("Agents keep somebody out for 24 hours at most.", field="minutes")


def check_new(existing: list[Block], kind: BlockKind, value: str, now: int) -> None:
    """Raises `Conflict` (`exists`, `limit_reached`)."""
    if any((block.kind, block.value) == (kind, value) and not block.is_over(now) for block in existing):
        raise Conflict("This is in the black list already.", code="exists", field="value")
    if len(existing) >= BLOCKS_MAX:
        raise Conflict(f"The black list has {BLOCKS_MAX} entries at most.", code="limit_reached")


def _visitor(text: str) -> str:
    name = text.upper()
    if is_ulid(name) or _NUMBER.match(name):
        return name
    raise Invalid("A visitor has a number such as V-K3M9QZ.", code="bad_visitor", field="value")


def _ip(text: str) -> str:
    try:
        return str(_plain(text))
    except ValueError:
        raise Invalid("This is not an IP address, such as 203.0.113.7.", code="bad_ip", field="value") from None


def _cidr(text: str) -> str:
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        raise Invalid("This is not a range of addresses, such as 203.0.113.0/24.", code="bad_cidr", field="value") from None
    if network.prefixlen < _WIDEST[network.version]:
        raise Invalid(f"The range is too wide: /{_WIDEST[network.version]} at most.", code="too_wide", field="value")
    return str(network)


def _within(ip: str, network: str) -> bool:
    try:
        return _plain(ip) in ip_network(network)
    except ValueError:
        return False


def _plain(ip: str) -> IPv4Address | IPv6Address:
    """IPv4 within IPv6 (::ffff:203.0.113.7) is the same address."""
    address = ip_address(ip)
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
