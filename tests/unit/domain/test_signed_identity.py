"""Which identities hold, and what is said of those that do not."""

import json
from typing import Any

import pytest

from parlor.domain.ids import TenantId
from parlor.domain.signed_identity import (
    ATTRIBUTES_MAX,
    DATA_SUFFIX,
    GivenIdentity,
    Secrets,
    SecretState,
    Tally,
    hint_of,
    judge,
    sign,
)

NOW = 1_790_000_000_000
TENANT = TenantId("01M3250V00000000000000000T")
FIRST = SecretState()


def secrets(state: SecretState = FIRST, tenant: TenantId = TENANT) -> Secrets:
    return Secrets(b"master", tenant, state)


def of_user(user_id: Any = "42", key: str = "", **more: Any) -> GivenIdentity:
    return GivenIdentity(user_id=user_id, hmac=sign(key or secrets().current, str(user_id)), **more)


def of_data(said: Any, key: str = "") -> GivenIdentity:
    text = said if isinstance(said, str) else json.dumps(said)
    return GivenIdentity(data=text, hmac=sign(key or secrets().current + DATA_SUFFIX, text))


def test_the_signature_is_what_everybody_computes() -> None:
    """printf %s 42 | openssl dgst -sha256 -hmac secret"""
    assert sign("secret", "42") == "93c121e7aa437a1e01e3c512c6f0ce3c821a839025dca4408f85616de4aaee70"


def test_a_right_signature_holds_and_what_else_is_said_is_kept_unsigned() -> None:
    given = of_user(
        "42", name=" Li  Na ", email="li@example.com", phone="+86 139", attributes={"level": "gold", "cart": 3, "vip": True, "x": None}
    )
    verdict = judge(given, secrets(), NOW)
    assert verdict.warned is None
    found = verdict.identity
    assert found is not None
    assert (found.user_id, found.name, found.email, found.phone) == ("42", "Li Na", "li@example.com", "+86 139")
    assert (found.attributes, found.signed) == ({"level": "gold", "cart": "3", "vip": "true"}, False)
    assert judge(of_user(42), secrets(), NOW).identity is not None, "a number is its digits"
    upper = GivenIdentity(user_id="42", hmac=f" {sign(secrets().current, '42').upper()}\n")
    assert judge(upper, secrets(), NOW).identity is not None


def test_a_text_that_is_signed_as_a_whole_is_signed_in_all_its_parts() -> None:
    said = {"user_id": "客户-7", "name": "李娜", "attributes": {"会员等级": "金卡"}, "expires": NOW / 1000 + 60}
    found = judge(of_data(said), secrets(), NOW).identity
    assert found is not None
    assert (found.user_id, found.name, found.attributes, found.signed) == ("客户-7", "李娜", {"会员等级": "金卡"}, True)


@pytest.mark.parametrize("expires", [NOW // 1000, NOW / 1000 - 5, NOW - 1, 0])
def test_a_text_that_has_ended_does_not_hold(expires: float) -> None:
    verdict = judge(of_data({"user_id": "42", "expires": expires}), secrets(), NOW)
    assert (verdict.identity, verdict.warned, verdict.field) == (None, "expired", "data.expires")


def test_a_users_id_never_passes_as_a_signed_text() -> None:
    """Whoever may choose their own id on the site could choose one that looks like a text."""
    chosen = json.dumps({"user_id": "1", "attributes": {"level": "gold"}})
    assert judge(of_user(chosen[:100]), secrets(), NOW).identity is not None
    as_data = GivenIdentity(data=chosen, hmac=sign(secrets().current, chosen))
    assert judge(as_data, secrets(), NOW).warned == "wrong_hmac"
    as_id = GivenIdentity(user_id=chosen, hmac=sign(secrets().current + DATA_SUFFIX, chosen))
    assert judge(as_id, secrets(), NOW).warned == "wrong_hmac"


def test_another_companys_secret_is_useless() -> None:
    other = secrets(tenant=TenantId("01M3250V0000000000000000XX"))
    assert other.current != secrets().current
    assert judge(of_user(key=other.current), secrets(), NOW).warned == "wrong_hmac"


def test_the_secret_before_holds_for_the_overlap_and_is_recognised_after() -> None:
    rotated = FIRST.rotated(NOW, 1_000, "Ada")
    old = of_user(key=secrets().current)
    assert judge(old, secrets(rotated), NOW + 999).identity is not None
    assert judge(old, secrets(rotated), NOW + 1_000).warned == "old_secret"
    assert judge(of_user(key=secrets(rotated).current), secrets(rotated), NOW + 1_000).identity is not None
    at_once = FIRST.rotated(NOW, 0, "Ada")
    assert judge(old, secrets(at_once), NOW).warned == "old_secret"
    twice = rotated.rotated(NOW, 1_000, "Ada")
    assert judge(old, secrets(twice), NOW).warned == "wrong_hmac", "only the one before has an overlap"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (GivenIdentity(hmac="x"), "user_id"),
        (GivenIdentity(hmac="x", user_id="1", data="{}"), "data"),
        (of_user(""), "user_id"),
        (of_user("x" * 129), "user_id"),
        (of_user("a\x00b"), "user_id"),
        (of_user("   "), "user_id"),
        (of_data("no JSON"), "data"),
        (of_data('{"user_id":"1","expires":NaN}'), "data"),
        (of_data({}), "data.user_id"),
        (of_data({"user_id": "1", "level": "gold"}), "data.level"),
        (of_data({"user_id": "1", "attributes": {"a": []}}), "data.attributes"),
        (of_data({"user_id": "1", "name": "x" * 9_000}), "data"),
        (GivenIdentity(hmac=of_data({"user_id": "1"}).hmac, data='{"user_id": "1"}', name="Eve"), "data"),
    ],
)
def test_what_is_not_documented_is_named(given: GivenIdentity, field: str) -> None:
    verdict = judge(given, secrets(), NOW)
    assert (verdict.identity, verdict.warned) == (None, "wrong_form")
    assert verdict.field.startswith(field), verdict.field


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": "x" * 61}, "name"),
        ({"email": "no address"}, "email"),
        ({"phone": "call me"}, "phone"),
        ({"attributes": {"cart": "x" * 201}}, "attributes.cart"),
        ({"attributes": {"k" * 41: "x"}}, "attributes." + "k" * 40),
        ({"attributes": {" ": "x"}}, "attributes."),
        ({"attributes": {f"k{n}": n for n in range(ATTRIBUTES_MAX + 1)}}, "attributes"),
    ],
)
def test_what_is_too_much_is_left_out_and_the_identity_holds(more: dict[str, Any], field: str) -> None:
    verdict = judge(of_user(**more), secrets(), NOW)
    assert (verdict.warned, verdict.field) == ("left_out", field)
    assert verdict.identity is not None
    assert len(verdict.identity.attributes) <= ATTRIBUTES_MAX


def test_the_same_words_have_the_same_mark() -> None:
    def mark(**more: Any) -> str:
        found = judge(of_user(**more), secrets(), NOW).identity
        assert found is not None
        return found.mark

    assert mark(attributes={"a": 1, "b": 2}) == mark(attributes={"b": 2, "a": 1})
    assert len({mark(), mark(name="Li"), mark(attributes={"a": 1}), mark(attributes={"a": 2})}) == 4


def test_a_hint_says_what_was_probably_done() -> None:
    key = secrets().current
    hints = {
        "base64": GivenIdentity(user_id="42", hmac="kWx1Zm9v+/A="),
        "line_end": GivenIdentity(user_id="42", hmac=sign(key, "42\n")),
        "id_key": GivenIdentity(user_id="42", hmac=sign(key + DATA_SUFFIX, "42")),
        "data_key": GivenIdentity(data="{}", hmac=sign(key, "{}")),
        None: GivenIdentity(user_id="42", hmac="0" * 64),
    }
    assert {hint_of(given, secrets()): given for given in hints.values()} == hints


def test_a_flood_is_written_once_a_minute_and_loses_no_number() -> None:
    tally, written = Tally(60_000), []

    def write(number: int) -> bool:
        written.append(number)
        return len(written) != 2

    for second in range(125):
        tally.count(TENANT, NOW + second * 1_000, write)
    assert written == [1, 60, 120], "the second write was refused: somebody else had written"
