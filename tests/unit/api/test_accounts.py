"""Sign-up, sign-in, the session in its cookie."""

from typing import Any

import pytest

from parlor.storage.limits import LimitStore
from tests.fakes.api import CODE, Api, Person, colleague, sign_up

SIGN_UP = {"company": "Tea", "name": "Lin", "email": "Lin@Example.com", "password": "a good password"}
CONFIRM = {"email": "lin@example.com", "code": CODE}
SIGN_IN = {"email": "lin@example.com", "password": "a good password"}


def start(api: Api, **changes: Any) -> None:
    assert api.call("POST", "/auth/sign-up", SIGN_UP | changes).json == {"email": "lin@example.com"}


def test_from_sign_up_to_a_company_that_works(api: Api) -> None:
    start(api)
    assert api.call("POST", "/auth/sign-in", SIGN_IN).code == "not_confirmed"
    assert api.call("POST", "/auth/confirm", CONFIRM | {"code": "000000"}).code == "wrong_code"
    assert api.call("POST", "/auth/confirm", CONFIRM).status == 204
    reply = api.call("POST", "/auth/sign-in", SIGN_IN)
    membership = reply.json["memberships"][0]
    assert (membership["company"], membership["role"]) == ("Tea", "admin")
    me = Person(api, "lin@example.com", reply.json, membership["tenant_id"]).get("/me")
    assert (me["name"], me["number"], me["time_zone"], len(me["department_ids"])) == ("Lin", "1000", "Asia/Shanghai", 2)


def test_confirming_twice_makes_one_company(api: Api) -> None:
    start(api)
    assert [api.call("POST", "/auth/confirm", CONFIRM).status for _ in range(3)] == [204, 204, 204]
    assert len(api.call("POST", "/auth/sign-in", SIGN_IN).json["memberships"]) == 1


def test_a_confirmation_that_was_cut_off_is_completed_by_the_next_try(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    start(api)
    with monkeypatch.context() as patched:
        patched.setattr(api.house.companies, "create", lambda new: 1 / 0)
        assert api.call("POST", "/auth/confirm", CONFIRM).status == 500
    assert api.call("POST", "/auth/confirm", CONFIRM).status == 204
    assert len(api.call("POST", "/auth/sign-in", SIGN_IN).json["memberships"]) == 1


def test_a_code_for_an_address_that_nobody_signed_up_with_is_just_wrong(api: Api) -> None:
    assert api.call("POST", "/auth/confirm", CONFIRM).code == "wrong_code"


def test_the_password_is_that_of_the_last_sign_up_before_the_proof(api: Api) -> None:
    """Given somebody else signed up with the address first, when its owner signs up and proves it, theirs counts."""
    start(api, password="of somebody else")
    start(api)
    api.call("POST", "/auth/confirm", CONFIRM)
    assert api.call("POST", "/auth/sign-in", SIGN_IN | {"password": "of somebody else"}).status == 401
    assert api.call("POST", "/auth/sign-in", SIGN_IN).status == 200


def test_a_known_address_is_told_by_mail_only(api: Api) -> None:
    sign_up(api, email="lin@example.com")
    start(api, password="another password", company="<b>Other</b>")
    assert [(mail.to, mail.subject) for mail in api.mail.mails] == [("lin@example.com", "您已经有帐号了")]
    assert api.call("POST", "/auth/sign-in", SIGN_IN).status == 200


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"email": "not an address"}, "invalid", "email"),
        ({"email": "a" * 250 + "@b.cd"}, "too_long", "email"),
        ({"password": "short"}, "invalid", "password"),
        ({"password": "x" * 129}, "too_long", "password"),
        ({"company": ""}, "invalid", "company"),
        ({"company": "   "}, "invalid", "company"),
        ({"company": "x" * 81}, "too_long", "company"),
        ({"time_zone": "Mars/Olympus"}, "invalid", "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "invalid", "time_zone"),
        ({"language": "de"}, "invalid", "language"),
        ({"name": 7}, "invalid", "name"),
    ],
)
def test_what_a_sign_up_must_be(api: Api, change: dict[str, Any], code: str, field: str) -> None:
    reply = api.call("POST", "/auth/sign-up", SIGN_UP | change)
    assert (reply.status, reply.code, reply.json["field"]) == (400, code, field)
    assert api.identity.accounts == {}


def test_half_a_character_is_refused(api: Api) -> None:
    assert api.call("POST", "/auth/sign-up", SIGN_UP | {"name": "\ud800"}).code == "bad_frame"


def test_the_refresh_token_is_in_the_cookie_and_nowhere_else(api: Api) -> None:
    sign_up(api, email="lin@example.com")
    reply = api.call("POST", "/auth/sign-in", SIGN_IN)
    cookie = reply.headers["set-cookie"]
    assert cookie.startswith("parlor_refresh=refresh:lin@example.com:")
    assert {"HttpOnly", "Secure", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "refresh:" not in reply.text
    assert reply.json["expires_at"] == api.clock.now + 1_800_000


def test_the_session_goes_on_by_its_cookie_until_signing_out(api: Api) -> None:
    sign_up(api, email="lin@example.com")
    cookie = {"Cookie": 'other="x"; parlor_refresh=refresh:lin@example.com:1'}
    reply = api.call("POST", "/auth/refresh", headers=cookie)
    assert (reply.status, reply.json["email"], len(reply.json["memberships"])) == (200, "lin@example.com", 1)
    out = api.call("POST", "/auth/sign-out", headers=cookie)
    assert (out.status, "Max-Age=0" in out.headers["set-cookie"]) == (204, True)
    assert api.call("POST", "/auth/refresh", headers=cookie).status == 401
    assert api.call("POST", "/auth/refresh").status == 401
    assert api.call("POST", "/auth/sign-out").status == 204


def test_a_refused_refresh_deletes_the_cookie(api: Api) -> None:
    reply = api.call("POST", "/auth/refresh", headers={"Cookie": "parlor_refresh=old"})
    assert (reply.status, "Max-Age=0" in reply.headers["set-cookie"]) == (401, True)


def test_a_forgotten_password(api: Api) -> None:
    sign_up(api, email="lin@example.com")
    for email in ("lin@example.com", "nobody@example.com"):
        assert api.call("POST", "/auth/forgot", {"email": email}).json == {"email": email}
    reset = {"email": "lin@example.com", "code": CODE, "password": "a new password"}
    assert api.call("POST", "/auth/reset", reset | {"code": "000000"}).code == "wrong_code"
    assert api.call("POST", "/auth/reset", reset).status == 204
    assert api.call("POST", "/auth/sign-in", SIGN_IN | {"password": "a new password"}).status == 200


def test_a_person_of_two_companies_says_which(api: Api, admin: Person, stranger: Person) -> None:
    departments = [stranger.get("/departments")["departments"][0]["department_id"]]
    body = {"email": admin.email, "name": "Guest", "number": "9", "department_ids": departments}
    assert stranger.call("POST", "/agents", body).status == 200
    session = api.call("POST", "/auth/sign-in", {"email": admin.email, "password": "a good password"}).json
    token, memberships = session["access_token"], session["memberships"]
    assert {each["company"] for each in memberships} == {"Tea & Co", "Other"}
    undecided = api.call("GET", "/me", token=token)
    assert (undecided.status, undecided.json["field"]) == (400, "X-Parlor-Tenant")
    roles = [api.call("GET", "/me", token=token, tenant=each["tenant_id"]).json["role"] for each in memberships]
    assert sorted(roles) == ["admin", "agent"]


def test_somebody_who_tries_passwords_is_stopped_but_not_the_office(api: Api) -> None:
    sign_up(api, email="lin@example.com")
    colleague(sign_up(api, email="mo@example.com"), "zhou@example.com", "5")
    api.house.limits = LimitStore(api.clock.now_ms)
    api.clock.now += 300_000
    tries = [api.call("POST", "/auth/sign-in", SIGN_IN | {"password": f"guess {n}"}) for n in range(20)]
    assert [reply.status for reply in tries].count(401) == 12
    refused = tries[-1]
    assert (refused.status, refused.code) == (429, "rate_limited")
    assert 0 < refused.json["retry_after_ms"] <= 300_000
    assert int(refused.headers["retry-after"]) * 1000 >= refused.json["retry_after_ms"]
    assert api.call("POST", "/auth/sign-in", {"email": "mo@example.com", "password": "a good password"}).status == 200
    api.clock.now += 300_000
    assert api.call("POST", "/auth/sign-in", SIGN_IN).status == 200


def test_nobodys_mail_box_is_flooded(api: Api) -> None:
    api.house.limits = LimitStore(api.clock.now_ms)
    replies = [api.call("POST", "/auth/forgot", {"email": "lin@example.com"}).status for _ in range(8)]
    assert replies == [200] * 6 + [429] * 2
