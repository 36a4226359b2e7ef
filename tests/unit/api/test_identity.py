"""Signed identities through the API: one visitor for all devices, nobody else's conversations, the secret and its warnings."""

import json
from threading import Thread
from typing import Any

import pytest

from parlor.domain.conversation import Party, close, open_conversation
from parlor.domain.ids import ConversationId, DepartmentId, TenantId, VisitorId, new_ulid
from parlor.domain.signed_identity import DATA_SUFFIX, sign
from parlor.runtime.office import Office
from tests.fakes.api import Api, Person, Reply, colleague
from tests.fakes.capacity import billed

HOUR = 3_600_000


def office(admin: Person) -> Office:
    return admin.api.house.office(TenantId(admin.tenant))


def secret(admin: Person) -> str:
    found: str = admin.call("POST", "/identity/secret").json["secret"]
    return found


def report(admin: Person) -> dict[str, Any]:
    found: dict[str, Any] = admin.get("/identity")["report"]
    return found


def asked(admin: Person, **more: Any) -> Reply:
    style = admin.get("/styles")["styles"][0]["style_id"]
    return admin.api.call("POST", "/widget/visit", {"tenant_id": admin.tenant, "style_id": style} | more)


class Browser:
    """Keeps the token, as the loader does."""

    def __init__(self, admin: Person) -> None:
        self.admin = admin
        self.token: str | None = None
        self.visitor = ""
        self.outcome: str | None = None

    def visit(self, **more: Any) -> str:
        reply = asked(self.admin, visitor_token=self.token, **more)
        assert reply.status == 200, reply.text
        self.token, self.visitor, self.outcome = reply.json["visitor_token"], reply.json["visitor_id"], reply.json.get("identity")
        return self.visitor

    def sign_in(self, user_id: Any = "42", key: str = "", **more: Any) -> str:
        return self.visit(identity={"user_id": user_id, "hmac": sign(key or secret(self.admin), str(user_id))} | more)

    def sign_out(self) -> str:
        return self.visit(identity=None)


def talk(admin: Person, visitor: str) -> ConversationId:
    department = admin.get("/departments")["departments"][0]
    now = admin.api.clock.now
    opened = open_conversation(
        conversation_id=ConversationId(new_ulid(now)),
        visitor=Party("visitor", visitor, ""),
        department_id=DepartmentId(department["department_id"]),
        department_name=department["name"],
        now=now,
    )
    office(admin).conversations.apply(opened)
    return opened.after.conversation_id


def end(admin: Person, conversation_id: ConversationId) -> None:
    store = office(admin).conversations
    found = store.get(conversation_id)
    assert found is not None
    store.apply(close(found, Party("visitor", found.visitor_id), admin.api.clock.now))


def card(admin: Person, visitor: str) -> dict[str, Any]:
    found: dict[str, Any] = admin.get(f"/visitors/{visitor}/card")
    return found


def test_two_devices_are_one_visitor_and_another_user_is_another(admin: Person) -> None:
    phone, computer = Browser(admin), Browser(admin)
    computer.visit()
    anonymous = computer.visitor
    assert phone.sign_in(name="Li Na") == computer.sign_in()
    assert (phone.outcome, computer.visitor != anonymous) == ("verified", True)
    assert computer.visit() == phone.visitor, "a page that says nothing goes on with who was there"
    former = computer.visitor
    assert computer.sign_in("43") not in (former, anonymous)
    assert computer.sign_in("42") == former


def test_two_devices_at_the_same_moment_are_one_visitor(admin: Person) -> None:
    identities, found = office(admin).identities, list[str]()
    threads = [Thread(target=lambda n=n: found.append(identities.add("42", VisitorId(f"visitor-{n}")))) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert set(found) == {identities.visitor_of("42")}


def test_what_the_site_says_stands_beside_the_conversation(admin: Person) -> None:
    browser = Browser(admin)
    browser.sign_in(name="Li Na", email="li@example.com", phone="139", attributes={"level": "gold", "cart": 3})
    profile = card(admin, browser.visitor)["profile"]
    assert (profile["name"], profile["email"], profile["phone"]) == ("Li Na", "li@example.com", "139")
    assert profile["identity"] == {"user_id": "42", "attributes": {"level": "gold", "cart": "3"}, "at": admin.api.clock.now}
    text = json.dumps({"user_id": 42, "attributes": {"level": "platinum"}})
    browser.visit(identity={"data": text, "hmac": sign(secret(admin) + DATA_SUFFIX, text)})
    profile = card(admin, browser.visitor)["profile"]
    assert (profile["name"], profile["identity"]["attributes"], profile["identity"]["signed"]) == ("Li Na", {"level": "platinum"}, True)


def test_the_same_words_again_write_nothing(admin: Person) -> None:
    browser = Browser(admin)
    said = {"name": "Li Na", "attributes": {"level": "gold"}}
    browser.sign_in(**said)
    identity = {"user_id": "42", "hmac": sign(secret(admin), "42")} | said
    style = admin.get("/styles")["styles"][0]["style_id"]
    body = {"tenant_id": admin.tenant, "style_id": style, "visitor_token": browser.token}
    for _ in range(2):
        with billed() as alone:
            admin.api.call("POST", "/widget/visit", body)
        with billed() as signed:
            assert admin.api.call("POST", "/widget/visit", body | {"identity": identity}).json["identity"] == "verified"
    assert (signed.write_units, signed.read_units - alone.read_units) == (alone.write_units, 2), "who the user is, and what is known"


def test_who_signs_in_while_talking_goes_on_talking(admin: Person) -> None:
    browser, elsewhere = Browser(admin), Browser(admin)
    anonymous = browser.visit()
    conversation = talk(admin, anonymous)
    assert browser.sign_in(name="Li Na") == anonymous
    user = elsewhere.sign_in()
    assert user != anonymous
    assert card(admin, anonymous)["profile"]["identity"]["user_id"] == "42", "the agent sees who it is"
    assert [each["conversation_id"] for each in card(admin, user)["conversations"]] == [conversation], "it is in the user's history"
    found = office(admin).conversations.get(conversation)
    assert (found and found.visitor_name) == "Li Na"
    end(admin, conversation)
    assert browser.sign_in() == user


def test_somebody_else_at_the_same_computer_sees_nothing_of_the_former(admin: Person) -> None:
    browser = Browser(admin)
    first = browser.sign_in("42")
    talk(admin, first)
    second = browser.sign_in("43")
    assert second != first
    assert "conversation" not in asked(admin, visitor_token=browser.token).json
    browser.sign_in("42")
    assert browser.visitor == first
    third = browser.sign_out()
    assert third not in (first, second)
    assert "conversation" not in asked(admin, visitor_token=browser.token).json
    assert browser.sign_out() == third, "who never was anybody stays as they are, page after page"
    conversation = talk(admin, third)
    assert browser.sign_in("44") == third
    assert browser.sign_in("45") != third, "the conversation is the other user's now"
    end(admin, conversation)


def test_a_wrong_signature_is_an_anonymous_visitor_and_a_warning(api: Api, admin: Person) -> None:
    browser = Browser(admin)
    assert report(admin) == {}
    mine = browser.sign_in("42")
    assert report(admin) == {"last_verified_at": api.clock.now}
    browser.visit(identity={"user_id": "42", "hmac": "0" * 64, "name": "Eve", "attributes": {"level": "gold"}})
    assert (browser.outcome, browser.visitor != mine) == ("refused", True)
    assert "identity" not in card_profile(admin, browser.visitor)
    warned = {"warnings": 1, "last_warned_at": api.clock.now, "last_warned": "wrong_hmac", "last_field": "hmac"}
    assert report(admin) == warned | {"last_verified_at": api.clock.now}
    anonymous = browser.visitor
    assert browser.visit(identity={"user_id": "42", "hmac": "x"}) == anonymous, "who is anonymous stays so"


def card_profile(admin: Person, visitor: str) -> dict[str, Any]:
    reply = admin.call("GET", f"/visitors/{visitor}/card")
    return {} if reply.status == 404 else dict(reply.json["profile"])


def test_a_flood_of_wrong_ones_costs_a_write_a_minute(api: Api, admin: Person) -> None:
    wrong = {"user_id": "42", "hmac": "0" * 64}
    style = admin.get("/styles")["styles"][0]["style_id"]
    body = {"tenant_id": admin.tenant, "style_id": style, "identity": wrong}
    api.call("POST", "/widget/visit", body)
    with billed() as flood:
        for _ in range(20):
            api.call("POST", "/widget/visit", body)
    assert flood.requests.count("UpdateItem") == 20, "the limit of the address, and nothing else"
    assert report(admin)["warnings"] == 1
    api.clock.now += 60_000
    api.call("POST", "/widget/visit", body)
    assert report(admin)["warnings"] == 22
    nobody = body | {"tenant_id": api.ulid()}
    with billed() as elsewhere:
        assert api.call("POST", "/widget/visit", nobody).status == 404
    assert elsewhere.requests.count("UpdateItem") == 1, "a company that does not exist gets no row"
    assert admin.call("DELETE", "/identity/warnings").status == 204
    assert report(admin) == {}


def test_a_part_that_is_too_long_is_left_out_with_a_warning(admin: Person) -> None:
    browser = Browser(admin)
    browser.sign_in(name="x" * 200, attributes={"cart": "y" * 500, "level": "gold"})
    assert browser.outcome == "verified"
    assert card(admin, browser.visitor)["profile"]["identity"]["attributes"] == {"level": "gold"}
    assert (report(admin)["last_warned"], report(admin)["last_field"]) == ("left_out", "name")


@pytest.mark.parametrize(
    ("identity", "field"),
    [
        ({"user_id": "42"}, "identity"),
        ({"user_id": ["42"], "hmac": "x"}, "identity.user_id"),
        ({"user_id": "42", "hmac": "x", "admin": True}, "identity"),
        ({"user_id": "42", "hmac": "x", "attributes": {"order": {"id": 1}}}, "identity.attributes"),
        ("42", "identity"),
    ],
)
def test_what_is_no_identity_is_refused_with_its_field(admin: Person, identity: Any, field: str) -> None:
    reply = asked(admin, identity=identity)
    assert reply.status == 400
    assert reply.json["field"].startswith(field), reply.text


def test_a_new_secret_has_an_overlap_with_the_one_before(api: Api, admin: Person) -> None:
    old, browser = secret(admin), Browser(admin)
    user = browser.sign_in(key=old)
    rotated = admin.call("POST", "/identity/rotate", {"version": 0, "overlap_hours": 1})
    assert (rotated.status, rotated.json["secret_version"], rotated.json["previous_until"]) == (200, 2, api.clock.now + HOUR)
    new = secret(admin)
    assert new != old
    assert {browser.sign_in(key=old), browser.sign_in(key=new)} == {user}
    api.clock.now += HOUR
    browser.sign_in(key=old)
    assert (browser.outcome, report(admin)["last_warned"]) == ("refused", "old_secret")
    assert browser.sign_in(key=new) == user
    refused = admin.call("POST", "/identity/rotate", {"version": 0})
    assert (refused.status, refused.code) == (409, "conflict")
    admin.call("POST", "/identity/rotate", {"version": 1, "overlap_hours": 0})
    browser.sign_in(key=new)
    assert browser.outcome == "refused", "a secret that has leaked ends at once"
    log = [entry["action"] for entry in admin.get(f"/audit?from=2026-09-01&to={today(api)}")["entries"]]
    assert log.count("rotate_identity_secret") == 2
    assert "reveal_identity_secret" in log
    assert new not in admin.call("GET", f"/audit?from=2026-09-01&to={today(api)}").text


def today(api: Api) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(api.clock.now / 1000 + 8 * 3600, UTC).strftime("%Y-%m-%d")


def test_another_companys_secret_and_user_are_others(admin: Person, stranger: Person) -> None:
    assert secret(admin) != secret(stranger)
    browser, theirs = Browser(admin), Browser(stranger)
    browser.sign_in(key=secret(stranger))
    assert browser.outcome == "refused"
    assert browser.sign_in() != theirs.sign_in()


def test_the_secret_is_for_who_keeps_the_settings(admin: Person) -> None:
    agent = colleague(admin, "agent@example.com", "7", role="supervisor")
    for method, url in (("GET", "/identity"), ("POST", "/identity/secret"), ("DELETE", "/identity/warnings")):
        assert agent.call(method, url).status == 403


def test_a_signature_can_be_tried(admin: Person) -> None:
    def tried(**body: Any) -> dict[str, Any]:
        reply = admin.call("POST", "/identity/try", body)
        assert reply.status == 200, reply.text
        return dict(reply.json)

    key = secret(admin)
    assert tried(user_id="42", hmac=sign(key, "42")) == {"verified": True, "user_id": "42"}
    wrong = {"verified": False, "warned": "wrong_hmac", "field": "hmac"}
    assert tried(user_id="42", hmac=sign(key, "42\n")) == wrong | {"hint": "line_end"}
    assert tried(user_id="42", hmac="0" * 64) == wrong
    text = '{"user_id": "42", "expires": 1}'
    assert tried(data=text, hmac=sign(key + DATA_SUFFIX, text))["warned"] == "expired"
    assert report(admin) == {}, "trying is no visit"
