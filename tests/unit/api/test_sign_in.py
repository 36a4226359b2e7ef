"""How people come in: sessions, addresses, the second factor, passwords, the sign-in log."""

import time
from typing import Any

import msgspec
import pytest

from parlor.domain.ids import AgentId, TenantId
from parlor.domain.jobs import DesksPutOut, SignInFailed
from parlor.domain.presence import AgentSocket
from parlor.storage.limits import LimitStore
from parlor.usecases.note_failed_sign_in import note_failed_sign_in
from tests.fakes.api import Api, Person, Reply, colleague, sign_up
from tests.fakes.capacity import billed
from tests.totp import totp

PASSWORD = "a good password"
DAY_MS = 86_400_000
PERIOD = "from=2026-09-01&to=2026-12-31"


def sign_in(api: Api, email: str = "owner@example.com", password: str = PASSWORD, **headers: str) -> Reply:
    return api.call("POST", "/auth/sign-in", {"email": email, "password": password}, headers=headers)


def again(person: Person, **headers: str) -> Person:
    """Another sign-in of the same person."""
    reply = sign_in(person.api, person.email, **headers)
    assert reply.status == 200, reply.text
    return Person(person.api, person.email, reply.json, person.tenant)


def cookie(api: Api, session: Person) -> dict[str, str]:
    origin = session.token.rpartition(":")[2]
    return {"Cookie": f"parlor_refresh=refresh:{session.email}:{origin}"}


def change_rules(admin: Person, **changes: Any) -> Reply:
    version = admin.get("/sign-in-rules")["version"]
    return admin.call("PATCH", "/sign-in-rules", {"version": version} | changes)


def let_time_pass(api: Api) -> None:
    """What functions remember of rules is forgotten."""
    api.clock.now += 4_000


def work_through_failures(api: Api) -> None:
    for _, job in api.timers.of(SignInFailed):
        note_failed_sign_in(job, api.house.companies, lambda tenant: api.house.office(tenant).sign_in_log)
    api.timers.jobs.clear()


def test_a_sign_in_is_listed_and_ends_at_once_with_its_desk(api: Api, admin: Person) -> None:
    api.clock.now += 60_000
    phone = again(admin, **{"user-agent": "Phone", "x-forwarded-for": "1.2.3.4, 10.0.0.1"})
    listed = admin.get("/me/sessions")["sessions"]
    assert [(each.get("device", ""), each.get("address"), each.get("current", False)) for each in listed] == [
        ("Phone", "1.2.3.4", False),
        ("", "203.0.113.7", True),
    ]
    presence = api.house.office(TenantId(admin.tenant)).presence
    for name, session in (("phones desk", listed[0]), ("my desk", listed[1])):
        desk = AgentSocket(AgentId(admin.agent_id), name, frozenset(), False, session=session["session_id"])
        presence.add_agent_socket(desk, api.clock.now)
    assert phone.call("GET", "/me").status == 200
    assert admin.call("DELETE", f"/me/sessions/{listed[0]['session_id']}").status == 204
    assert (phone.call("GET", "/me").status, phone.call("POST", "/socket-ticket").status) == (401, 401)
    assert api.call("POST", "/auth/refresh", headers=cookie(api, phone)).status == 401
    assert api.sockets.closed == ["phones desk"]
    assert [job.session_id for _, job in api.timers.of(DesksPutOut)] == [listed[0]["session_id"]]
    assert admin.call("GET", "/me").status == 200
    for gone in (listed[0]["session_id"], listed[1]["session_id"], api.ulid()):
        assert admin.call("DELETE", f"/me/sessions/{gone}").status == 404


def test_who_keeps_the_people_ends_a_colleagues_sign_ins_and_it_stands_in_the_audit_log(api: Api, admin: Person, stranger: Person) -> None:
    agent = colleague(admin, "lin@example.com", "7")
    other = Person(api, agent.email, sign_in(api, agent.email, "another password").json, admin.tenant)
    access = admin.get(f"/agents/{agent.agent_id}/access")
    assert len(access["sessions"]) == 2
    assert access["password_changed_at"] == api.clock.now
    assert stranger.call("GET", f"/agents/{agent.agent_id}/access").status == 404
    assert agent.call("GET", f"/agents/{agent.agent_id}/access").status == 403
    assert admin.call("DELETE", f"/agents/{agent.agent_id}/sessions").json == {"ended": 2}
    assert [each.call("GET", "/me").status for each in (agent, other, admin)] == [401, 401, 200]
    entries = admin.get(f"/audit?{PERIOD}")["entries"]
    assert [each["about_name"] for each in entries if each["action"] == "end_agent_session"] == ["lin", "lin"]


def test_a_company_ends_its_own_sessions_and_no_other_companys(api: Api, admin: Person, stranger: Person) -> None:
    """Given a person of two companies, when one of them ends the sign-in, it goes on in the other."""
    departments = [stranger.get("/departments")["departments"][0]["department_id"]]
    guest = {"email": admin.email, "name": "Guest", "number": "9", "department_ids": departments}
    agent_id = stranger.call("POST", "/agents", guest).json["agent_id"]
    both = sign_in(api).json
    assert stranger.call("DELETE", f"/agents/{agent_id}/sessions").json == {"ended": 1}
    there = [api.call("GET", "/me", token=both["access_token"], tenant=each).status for each in (stranger.tenant, admin.tenant)]
    assert there == [401, 200]
    reply = api.call("POST", "/auth/refresh", headers=cookie(api, Person(api, admin.email, both, admin.tenant)))
    assert [each["tenant_id"] for each in reply.json["memberships"]] == [admin.tenant]
    assert stranger.call("DELETE", f"/agents/{agent_id}/second-factor").code == "no_second_factor"


def test_with_one_too_many_the_one_that_was_not_used_for_longest_ends(api: Api, admin: Person) -> None:
    assert change_rules(admin, sessions_max=2).json["sessions_max"] == 2
    let_time_pass(api)
    second = again(admin)
    let_time_pass(api)
    assert api.call("POST", "/auth/refresh", headers=cookie(api, admin)).status == 200
    let_time_pass(api)
    third = again(admin)
    assert [each.call("GET", "/me").status for each in (admin, second, third)] == [200, 401, 200]


def test_signing_out_ends_the_session_before_its_token_does(api: Api, admin: Person) -> None:
    assert api.call("POST", "/auth/sign-out", headers=cookie(api, admin)).status == 204
    assert admin.call("GET", "/me").status == 401


def test_a_request_of_staff_reads_no_more_than_without_sessions(api: Api, admin: Person) -> None:
    with billed() as bill:
        assert api.house.people.seat("sub-0", TenantId(admin.tenant), admin.token.rpartition(":")[2]) is not None
    assert (bill.requests, bill.read_units) == (["GetItem", "GetItem"], 2), "the session in place of the membership, and the agent"


# --- addresses -----------------------------------------------------------------------------------------------------


def test_nobody_comes_in_from_elsewhere(api: Api, admin: Person) -> None:
    agent = colleague(admin, "lin@example.com", "7")
    ranges = [{"range": "203.0.113.0/24", "note": "Office"}, {"range": "2001:DB8::/32"}]
    assert change_rules(admin, addresses=ranges, exempt_roles=["supervisor"]).status == 200
    let_time_pass(api)
    outside = {"x-forwarded-for": "198.51.100.9, 10.0.0.1"}
    reply = sign_in(api, agent.email, "another password", **outside)
    assert (reply.status, reply.code) == (403, "address_refused")
    refreshed = api.call("POST", "/auth/refresh", headers=cookie(api, agent) | outside)
    assert (refreshed.status, refreshed.code) == (403, "address_refused")
    assert agent.call("POST", "/socket-ticket", headers=outside).code == "address_refused"
    assert agent.call("POST", "/socket-ticket").status == 200
    for inside in ("203.0.113.200", "::ffff:203.0.113.9", "2001:db8::7"):
        assert sign_in(api, agent.email, "another password", **{"x-forwarded-for": f"{inside}, 10.0.0.1"}).status == 200
    log = admin.get(f"/sign-ins?{PERIOD}&outcome=refused")["entries"]
    assert {(each["reason"], each["address"]) for each in log} == {("address", "198.51.100.9")}
    departments = [admin.get("/departments")["departments"][0]["department_id"]]
    chief = {"email": "su@example.com", "name": "Su", "number": "8", "role": "supervisor", "department_ids": departments}
    assert admin.call("POST", "/agents", chief).status == 200
    first = {"email": "su@example.com", "temporary_password": "temporary-1", "new_password": "another password"}
    assert api.call("POST", "/auth/first-password", first, headers=outside).status == 200


def test_an_address_is_believed_from_the_cdn_only(api: Api, admin: Person) -> None:
    api.house.settings = msgspec.structs.replace(api.house.settings, edge_key="the cdn")
    said = {"x-forwarded-for": "198.51.100.9, 10.0.0.1"}
    addresses = [
        Person(api, admin.email, sign_in(api, **headers).json, admin.tenant).get("/sign-in-rules")["your_address"]
        for headers in (said, said | {"x-parlor-edge": "somebody"}, said | {"x-parlor-edge": "the cdn"})
    ]
    log = admin.get(f"/sign-ins?{PERIOD}")["entries"]
    assert addresses == ["203.0.113.7"] * 3
    assert sorted(each["address"] for each in log) == ["198.51.100.9", "203.0.113.7", "203.0.113.7", "203.0.113.7"]


@pytest.mark.parametrize(
    ("changes", "status", "code", "field"),
    [
        ({"addresses": [{"range": "198.51.100.0/24"}]}, 400, "locks_out", "addresses"),
        ({"addresses": [{"range": "203.0.113.7"}, {"range": "office"}]}, 400, "bad_ip", "addresses[1].range"),
        ({"addresses": [{"range": "203.0.113.7"}, {"range": "0.0.0.0/0"}]}, 400, "too_wide", "addresses[1].range"),
        ({"addresses": [{"range": "203.0.113.7"}, {"range": "203.0.113.7/32"}]}, 400, "exists", "addresses[1].range"),
        ({"addresses": [{"range": "203.0.113.7", "note": "x" * 61}]}, 400, "too_long", "addresses[0].note"),
        ({"exempt_agents": ["01M3250V00000000000000000Z"]}, 404, "not_found", "exempt_agents[0]"),
        ({"second_factor": "roles"}, 400, "required", "second_factor_roles"),
        ({"sessions_max": 0}, 400, "invalid", "sessions_max"),
        ({"password_min": 9}, 400, "invalid", "password_min"),
        ({"password_days": -1}, 400, "invalid", "password_days"),
        ({"version": 7}, 409, "conflict", "version"),
    ],
)
def test_rules_that_are_refused_change_nothing(admin: Person, changes: dict[str, Any], status: int, code: str, field: str) -> None:
    before = admin.get("/sign-in-rules")
    reply = change_rules(admin, **changes)
    assert (reply.status, reply.code, reply.json["field"]) == (status, code, field)
    assert admin.get("/sign-in-rules") == before


def test_what_was_changed_of_the_rules_is_kept_with_before_and_after(admin: Person) -> None:
    assert change_rules(admin, password_min=14).status == 200
    entry = next(each for each in admin.get(f"/audit?{PERIOD}")["entries"] if each["action"] == "change_sign_in_rules")
    assert (entry["before"], entry["after"]) == ({"password_min": 10}, {"password_min": 14})


# --- second factor -------------------------------------------------------------------------------------------------


def switch_on(person: Person) -> tuple[str, list[str]]:
    """The authenticator's secret and the recovery codes."""
    made = person.call("POST", "/me/authenticator", {}).json
    assert made["secret"] in made["address"]
    assert person.call("POST", "/me/second-factor", {"code": "000000"}).code == "wrong_code"
    reply = person.call("POST", "/me/second-factor", {"code": totp(made["secret"])})
    assert reply.status == 200, reply.text
    return made["secret"], reply.json["recovery_codes"]


def test_a_second_factor_from_switching_on_to_off(api: Api, admin: Person) -> None:
    secret, codes = switch_on(admin)
    assert (len(codes), len(set(codes))) == (10, 10)
    asked = sign_in(api)
    assert (asked.status, asked.code) == (403, "second_factor_required")
    challenge = asked.json["challenge"]
    assert api.call("POST", "/auth/code", {"challenge": challenge, "code": "000000"}).code == "wrong_code"
    assert api.call("POST", "/auth/code", {"challenge": challenge[:-2], "code": totp(secret)}).status == 401
    entered = api.call("POST", "/auth/code", {"challenge": challenge, "code": totp(secret)})
    assert entered.status == 200
    recovery = {"email": admin.email, "password": PASSWORD, "recovery_code": codes[0].lower().replace("-", " ")}
    assert api.call("POST", "/auth/recovery", recovery | {"password": "wrong"}).status == 401
    assert api.call("POST", "/auth/recovery", recovery).status == 200
    assert api.call("POST", "/auth/recovery", recovery).json["field"] == "recovery_code"
    assert sign_in(api).code == "second_factor_required", "a recovery code is used in place of one code, and changes nothing"
    access = admin.get("/me/access")
    assert (access["second_factor_at"], access["recovery_codes_left"]) == (api.clock.now, 9)
    renewed = admin.call("POST", "/me/recovery-codes", {"password": PASSWORD}).json["recovery_codes"]
    assert not set(renewed) & set(codes)
    assert api.call("POST", "/auth/recovery", recovery | {"recovery_code": codes[1]}).code == "wrong_code"
    assert admin.call("POST", "/me/authenticator", {}).json["field"] == "password", "another device takes the password"
    assert admin.call("POST", "/me/second-factor/off", {"password": "wrong one"}).code == "wrong_password"
    assert admin.call("POST", "/me/second-factor/off", {"password": PASSWORD}).status == 204
    assert sign_in(api).status == 200
    done = {each["action"] for each in admin.get(f"/audit?{PERIOD}")["entries"]}
    assert {"set_second_factor", "use_recovery_code", "renew_recovery_codes", "remove_second_factor"} <= done
    work_through_failures(api)
    reasons = [each["reason"] for each in admin.get(f"/sign-ins?{PERIOD}&outcome=refused")["entries"]]
    assert set(reasons) == {"code", "password", "recovery_code"}


def test_a_code_takes_ten_minutes_at_most_and_ten_tries(api: Api, admin: Person) -> None:
    secret, _ = switch_on(admin)
    api.clock.now += 900_000
    challenge = sign_in(api).json["challenge"]
    api.house.limits = LimitStore(api.clock.now_ms)
    tries = [api.call("POST", "/auth/code", {"challenge": challenge, "code": f"00000{n % 10}"}).status for n in range(12)]
    assert set(tries[:10]) == {400}
    assert tries[10:] == [429, 429]
    api.clock.now += 900_000
    assert api.call("POST", "/auth/code", {"challenge": challenge, "code": totp(secret)}).status == 401


def test_who_must_have_a_second_factor_sets_it_up_before_anything_else(api: Api, admin: Person) -> None:
    assert change_rules(admin, second_factor="roles", second_factor_roles=["agent"]).status == 200
    let_time_pass(api)
    agent = colleague(admin, "lin@example.com", "7")
    session = sign_in(api, agent.email, "another password").json
    assert session["memberships"][0]["held"] == ["second_factor"]
    agent = Person(api, agent.email, session, admin.tenant)
    for method, url in (("GET", "/me"), ("GET", "/desk"), ("POST", "/socket-ticket"), ("GET", "/me/sessions")):
        assert agent.call(method, url).code == "held"
    assert (agent.get("/me/access")["wanted"], agent.get("/me/access")["held"]) == (True, ["second_factor"])
    switch_on(agent)
    assert agent.call("GET", "/me").status == 200
    assert "held" not in again(admin).get("/me/access")
    assert admin.call("DELETE", f"/agents/{agent.agent_id}/second-factor").status == 204
    assert sign_in(api, agent.email, "another password").json["memberships"][0]["held"] == ["second_factor"]
    entry = next(each for each in admin.get(f"/audit?{PERIOD}")["entries"] if each["action"] == "reset_second_factor")
    assert (entry["about_name"], entry["after"]) == ("lin", {"second_factor_at": None})


def test_nobody_resets_the_second_factor_of_who_works_elsewhere_too(api: Api, admin: Person, stranger: Person) -> None:
    departments = [stranger.get("/departments")["departments"][0]["department_id"]]
    guest = {"email": admin.email, "name": "Guest", "number": "9", "department_ids": departments}
    agent_id = stranger.call("POST", "/agents", guest).json["agent_id"]
    switch_on(admin)
    reply = stranger.call("DELETE", f"/agents/{agent_id}/second-factor")
    assert (reply.status, reply.code) == (409, "belongs_elsewhere")
    assert sign_in(api).code == "second_factor_required"


def test_a_pool_that_forgot_to_ask_lets_nobody_in(api: Api, admin: Person) -> None:
    """Given a sign-in by recovery code was cut off, when the password alone comes, the question is switched on again."""
    switch_on(admin)
    api.identity.accounts[admin.email]["asks"] = "no"
    assert sign_in(api).status == 503
    assert sign_in(api).code == "second_factor_required"


# --- passwords -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("1234567890", "password_common"),
        ("PASSWORD123", "password_common"),
        ("abababababab", "password_common"),
        ("asdfghjklzxcv", "password_common"),
        ("1234567890" * 4, "password_common"),
        ("secret-secret-secret", "password_common"),
        ("Tea & Co 2026", "password_names"),
        ("owner-owner-1", "password_names"),
        ("a good password", "same_password"),
    ],
)
def test_a_password_that_is_tried_first_is_refused(admin: Person, password: str, code: str) -> None:
    body = {"company": "Teahouse Co", "name": "B", "email": "b@example.com", "password": password}
    if code == "password_common":
        assert admin.api.call("POST", "/auth/sign-up", body).code == code
    reply = admin.call("POST", "/me/password", {"old_password": PASSWORD, "new_password": password})
    named = "Tea & Co" in password
    assert (reply.status, reply.json["field"]) == ((204, None) if named and reply.status == 204 else (400, "new_password"))
    assert reply.code == code


def test_ones_own_password_takes_the_old_one_and_ends_other_sign_ins(api: Api, admin: Person) -> None:
    other = again(admin)
    change = {"old_password": PASSWORD, "new_password": "fresh leaves of spring"}
    wrong = admin.call("POST", "/me/password", change | {"old_password": "wrong"})
    assert (wrong.code, wrong.json["field"]) == ("wrong_password", "old_password")
    assert change_rules(admin, password_min=30).status == 200
    let_time_pass(api)
    assert admin.call("POST", "/me/password", change).code == "password_short"
    assert change_rules(admin, password_min=10).status == 200
    let_time_pass(api)
    assert admin.call("POST", "/me/password", change).status == 204
    assert [each.call("GET", "/me").status for each in (admin, other)] == [200, 401]
    assert sign_in(api, password="fresh leaves of spring").status == 200


def test_a_password_that_is_too_old_or_too_short_is_changed_before_anything_else(api: Api, admin: Person) -> None:
    assert change_rules(admin, password_days=20).status == 200
    api.clock.now += 20 * DAY_MS
    session = sign_in(api).json
    assert session["memberships"][0]["held"] == ["password"]
    held = Person(api, admin.email, session, admin.tenant)
    assert held.call("GET", "/me").code == "held"
    change = {"old_password": PASSWORD, "new_password": "fresh leaves of spring"}
    assert held.call("POST", "/me/password", change).status == 204
    assert held.call("GET", "/me").status == 200
    assert change_rules(held, password_min=24).status == 200
    let_time_pass(api)
    assert sign_in(api, password="fresh leaves of spring").json["memberships"][0]["held"] == ["password"]


def test_a_password_by_mail_ends_all_sign_ins(api: Api, admin: Person) -> None:
    reset = {"email": admin.email, "code": "246810", "password": "fresh leaves of spring"}
    assert api.call("POST", "/auth/reset", reset | {"password": "1234567890"}).code == "password_common"
    assert api.call("POST", "/auth/reset", reset).status == 204
    assert admin.call("GET", "/me").status == 401


# --- the log -------------------------------------------------------------------------------------------------------


def test_the_sign_in_log_says_who_when_where_with_what_and_why_not(api: Api, admin: Person) -> None:
    agent = colleague(admin, "lin@example.com", "7")
    for _ in range(3):
        assert sign_in(api, agent.email, "wrong", **{"x-forwarded-for": "36.27.0.1, 10.0.0.1", "user-agent": "Phone"}).status == 401
    known, unknown = len(api.timers.of(SignInFailed)), sign_in(api, "nobody@example.com", "wrong")
    assert (unknown.status, len(api.timers.of(SignInFailed))) == (401, known + 1), "an address that nobody has is as much work"
    work_through_failures(api)
    log = admin.get(f"/sign-ins?{PERIOD}")["entries"]
    failed = [each for each in log if "reason" in each]
    assert [(each["agent_name"], each["reason"], each["device"], each["place"]["country"]) for each in failed] == [
        ("lin", "password", "Phone", "中国")
    ]
    assert [each["way"] for each in log if each["agent_id"] == agent.agent_id and "reason" not in each] == ["first_password"]
    assert {each["agent_id"] for each in admin.get(f"/sign-ins?{PERIOD}&agent_id={admin.agent_id}")["entries"]} == {admin.agent_id}
    assert all("reason" not in each for each in admin.get(f"/sign-ins?{PERIOD}&outcome=done")["entries"])
    assert admin.call("GET", f"/sign-ins?{PERIOD}&outcome=maybe").json["field"] == "outcome"
    assert admin.call("GET", "/sign-ins?from=2026-10-02&to=2026-10-01").status == 400
    assert agent.call("GET", f"/sign-ins?{PERIOD}").status == 403


def test_the_sign_in_log_comes_in_pages(api: Api, admin: Person) -> None:
    for _ in range(54):
        api.clock.now += 1_000
        admin = again(admin)
    first = admin.get(f"/sign-ins?{PERIOD}")
    second = admin.get(f"/sign-ins?{PERIOD}&cursor={first['cursor']}")
    assert (len(first["entries"]), len(second["entries"])) == (50, 5)
    other = sign_up(api, company="Other", email="other@example.com")
    assert other.call("GET", f"/sign-ins?{PERIOD}&cursor={first['cursor']}").json["field"] == "cursor"


def test_an_authenticators_code_is_that_of_the_standard() -> None:
    """The example of RFC 6238, appendix B, with six digits."""
    assert totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 1_111_111_109) == "081804"
    assert len(totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", time.time())) == 6
