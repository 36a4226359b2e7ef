"""Our own tokens: what was signed comes back; what was changed in any place is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parlor.domain.credentials import TicketClaims, UnsubscribeClaims, VisitorClaims
from parlor.domain.errors import Unauthorized
from parlor.domain.ids import TenantId, VisitorId, new_ulid
from parlor.gateways.tokens import Tokens

NOW = 1_790_000_000_000
LIFE_MS = 30_000
TENANT = TenantId(new_ulid(NOW))
VISITOR = VisitorId(new_ulid(NOW))


def tokens(now: int = NOW, key: bytes = b"a key of the tests") -> Tokens:
    return Tokens(lambda: key, lambda: now)


def ticket(name: str = "小王", departments: tuple[str, ...] = ("01J0000000000000000000000A",)) -> TicketClaims:
    return TicketClaims(TENANT, "agent", str(VISITOR), name, "101", departments, "admin", "", "jti", NOW + LIFE_MS)


def test_a_visitor_token_comes_back_as_it_was_signed() -> None:
    claims = VisitorClaims(TENANT, VISITOR, NOW)
    assert tokens().verify_visitor(tokens().sign_visitor(claims)) == claims


@given(st.text(max_size=80), st.lists(st.text(max_size=26), max_size=20))
def test_a_ticket_comes_back_whatever_the_names_hold(name: str, departments: list[str]) -> None:
    claims = ticket(name, tuple(departments))
    assert tokens().verify_ticket(tokens().sign_ticket(claims)) == claims


def test_a_ticket_is_refused_when_its_time_is_over() -> None:
    signed = tokens().sign_ticket(ticket())
    assert tokens(NOW + LIFE_MS - 1).verify_ticket(signed)
    with pytest.raises(Unauthorized):
        tokens(NOW + LIFE_MS).verify_ticket(signed)


@given(st.data())
def test_no_single_character_of_a_token_can_be_changed(data: st.DataObject) -> None:
    signed = tokens().sign_ticket(ticket())
    place = data.draw(st.integers(0, len(signed) - 2))
    other = data.draw(st.sampled_from("ABCxyz019-_.").filter(lambda char: char != signed[place]))
    with pytest.raises(Unauthorized):
        tokens().verify_ticket(signed[:place] + other + signed[place + 1 :])


def test_one_kind_never_passes_as_another() -> None:
    visitor = tokens().sign_visitor(VisitorClaims(TENANT, VISITOR, NOW))
    unsubscribe = tokens().sign_unsubscribe(UnsubscribeClaims(TENANT, VISITOR))
    for check in (tokens().verify_ticket, tokens().verify_unsubscribe, tokens().verify_cursor):
        with pytest.raises(Unauthorized):
            check(visitor)
    with pytest.raises(Unauthorized):
        tokens().verify_visitor(unsubscribe)


def test_another_key_makes_another_signature() -> None:
    signed = tokens(key=b"another key").sign_visitor(VisitorClaims(TENANT, VISITOR, NOW))
    with pytest.raises(Unauthorized):
        tokens().verify_visitor(signed)


@pytest.mark.parametrize("nonsense", ["", ".", "...", "v1", "v1.v", "v1.v..", "v2.v.W10.AAAA", "é.ü.ö.ß", "a" * 1_000, "v1.v.====.===="])
def test_nonsense_is_refused_and_not_a_fault(nonsense: str) -> None:
    with pytest.raises(Unauthorized):
        tokens().verify_visitor(nonsense)


def test_a_cursor_keeps_its_place() -> None:
    assert tokens().verify_cursor(tokens().sign_cursor(["a", "b#c"])) == ["a", "b#c"]
