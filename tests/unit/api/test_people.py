"""Agents, departments, phrases, the company and its styles."""

from base64 import b64encode
from typing import Any

import pytest

from parlor.domain.ids import AgentId, ConnectionId, TenantId
from parlor.domain.presence import AgentSocket
from parlor.storage.presence import PresenceStore
from tests.fakes.api import TEMPORARY, Api, Person, colleague, restyle
from tests.unit.api.test_records_and_reports import talk


def departments(person: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = person.get("/departments")["departments"]
    return found


def agents(person: Person) -> dict[str, dict[str, Any]]:
    return {agent["email"]: agent for agent in person.get("/agents")["agents"]}


def invitation(admin: Person, **changes: Any) -> dict[str, Any]:
    department = departments(admin)[0]["department_id"]
    return {"email": "Wang@Example.com", "name": "小王", "number": "A7", "department_ids": [department]} | changes


def test_a_colleague_comes_by_invitation(api: Api, admin: Person) -> None:
    added = admin.call("POST", "/agents", invitation(admin, title="茶艺师", ceiling=3)).json
    assert (added["email"], added["state"], added["load"], added["disabled"]) == ("wang@example.com", "offline", 0, False)
    first = {"email": "wang@example.com", "password": TEMPORARY}
    assert api.call("POST", "/auth/sign-in", first).code == "new_password_required"
    chosen = {"email": "wang@example.com", "temporary_password": TEMPORARY, "new_password": "a password of mine"}
    session = api.call("POST", "/auth/first-password", chosen).json
    me = Person(api, "wang@example.com", session, admin.tenant).get("/me")
    assert (me["role"], me["number"], me["name"]) == ("agent", "A7", "小王")
    assert departments(admin)[0]["members"] == 2


def test_who_has_an_account_joins_with_it_and_is_told(api: Api, admin: Person, stranger: Person) -> None:
    assert admin.call("POST", "/agents", invitation(admin, email=stranger.email)).status == 200
    assert (api.mail.mails[-1].to, "Tea &amp; Co" in api.mail.mails[-1].html) == (stranger.email, True)
    session = api.call("POST", "/auth/sign-in", {"email": stranger.email, "password": "a good password"}).json
    assert api.call("GET", "/me", token=session["access_token"], tenant=admin.tenant).json["name"] == "小王"


def test_an_invitation_is_sent_again_withdrawn_and_made_anew(api: Api, admin: Person, stranger: Person) -> None:
    wang = admin.call("POST", "/agents", invitation(admin)).json
    assert (wang["invited"], agents(admin)["wang@example.com"]["invited"]) == (True, True)
    again = f"/agents/{wang['agent_id']}/invitation"
    assert admin.call("POST", again).status == 204
    assert (api.identity.invited_again, api.mail.mails) == (["wang@example.com"], [])
    assert admin.call("DELETE", f"/agents/{wang['agent_id']}").status == 204, "withdrawn"
    assert admin.call("POST", again).status == 404
    assert admin.call("POST", "/agents", invitation(admin)).status == 200
    assert api.mail.mails == [], "a temporary password again, and not the news of an account that they never had"

    known = admin.call("POST", "/agents", invitation(admin, email=stranger.email, number="A8")).json
    assert admin.call("POST", f"/agents/{known['agent_id']}/invitation").status == 204
    assert [mail.to for mail in api.mail.mails] == [stranger.email, stranger.email]
    session = api.call("POST", "/auth/sign-in", {"email": stranger.email, "password": "a good password"}).json
    assert api.call("POST", "/socket-ticket", token=session["access_token"], tenant=admin.tenant).status == 200
    assert "invited" not in agents(admin)[stranger.email]
    assert admin.call("POST", f"/agents/{known['agent_id']}/invitation").code == "exists"


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"email": "owner@example.com"}, 409, "exists", "email"),
        ({"number": "1000"}, 409, "exists", "number"),
        ({"department_ids": ["sales"]}, 400, "invalid", "department_ids[0]"),
        ({"department_ids": ["01M3250V00000000000000000Z"]}, 404, "not_found", "department_ids[0]"),
        ({"department_ids": []}, 400, "invalid", "department_ids"),
        ({"number": "sieben sieben"}, 400, "invalid", "number"),
        ({"role": "owner"}, 400, "invalid", "role"),
        ({"ceiling": 0}, 400, "invalid", "ceiling"),
        ({"ceiling": 51}, 400, "invalid", "ceiling"),
        ({"ceiling": 2.5}, 400, "invalid", "ceiling"),
        ({"name": " "}, 400, "invalid", "name"),
        ({"email": "x"}, 400, "invalid", "email"),
    ],
)
def test_an_invitation_that_cannot_be(api: Api, admin: Person, change: dict[str, Any], status: int, code: str, field: str | None) -> None:
    reply = admin.call("POST", "/agents", invitation(admin, **change))
    assert (reply.status, reply.code, reply.json.get("field")) == (status, code, field)
    assert len(agents(admin)) == 1
    assert set(api.identity.accounts) == {"owner@example.com"}


def test_the_last_administrator_stays(admin: Person) -> None:
    me = agents(admin)[admin.email]
    for change in ({"role": "agent"}, {"disabled": True}):
        reply = admin.call("PATCH", f"/agents/{admin.agent_id}", {"version": me["version"]} | change)
        assert (reply.status, reply.code) == (409, "last_admin")
    second = colleague(admin, "second@example.com", "2", role="admin")
    assert admin.call("PATCH", f"/agents/{admin.agent_id}", {"version": me["version"], "role": "agent"}).status == 200
    assert admin.call("POST", "/departments", {"name": "VIP"}).status == 403
    assert second.call("POST", "/departments", {"name": "VIP"}).status == 200


def test_a_disabled_agent_is_out_at_once(api: Api, admin: Person) -> None:
    agent = colleague(admin, "wang@example.com", "2")
    assert agent.call("POST", "/socket-ticket").status == 200
    presence = PresenceStore(TenantId(admin.tenant))
    presence.add_agent_socket(AgentSocket(AgentId(agent.agent_id), "desk-1", frozenset(), False), api.clock.now)
    presence.set_state(AgentId(agent.agent_id), "online")
    reply = admin.call("PATCH", f"/agents/{agent.agent_id}", {"version": 1, "disabled": True})
    assert (reply.json["disabled"], reply.json["state"]) == (True, "offline")
    assert api.sockets.closed == ["desk-1"]
    assert agent.call("GET", "/me").status == 403
    assert admin.call("PATCH", f"/agents/{agent.agent_id}", {"version": 2, "disabled": False}).status == 200
    assert agent.call("GET", "/me").status == 200
    presence.remove_agent_socket(AgentId(agent.agent_id), ConnectionId("desk-1"))


def test_a_new_ceiling_counts_for_who_is_here(admin: Person) -> None:
    admin.call("POST", "/socket-ticket")
    admin.call("PATCH", f"/agents/{admin.agent_id}", {"version": 1, "ceiling": 2, "name": "Lin"})
    here = PresenceStore(TenantId(admin.tenant)).agent(AgentId(admin.agent_id))
    assert here is not None
    assert (here.ceiling, here.name, here.state) == (2, "Lin", "offline")


def test_two_administrators_do_not_overwrite_each_other(admin: Person) -> None:
    department = departments(admin)[0]
    for address, change in (
        ("/company", {"wait_limit_s": 90}),
        (f"/departments/{department['department_id']}", {"name": "A"}),
        (f"/agents/{admin.agent_id}", {"title": "Owner"}),
    ):
        assert admin.call("PATCH", address, {"version": 1} | change).json["version"] == 2
        late = admin.call("PATCH", address, {"version": 1} | change)
        assert (late.status, late.code, late.json["field"]) == (409, "conflict", "version")


def test_departments_come_change_and_go_when_nothing_leads_there(admin: Person) -> None:
    added = admin.call("POST", "/departments", {"name": "VIP", "assignment": "automatic"}).json
    address = f"/departments/{added['department_id']}"
    assert (added["order"], added["members"]) == (2, 0)
    agent = colleague(admin, "wang@example.com", "2", department_ids=[added["department_id"]])
    assert admin.call("DELETE", address).code == "has_members"
    other = departments(admin)[0]["department_id"]
    admin.call("PATCH", f"/agents/{agent.agent_id}", {"version": 1, "department_ids": [other]})
    assert restyle(admin, department_id=added["department_id"]).status == 200
    assert admin.call("DELETE", address).code == "has_styles"
    assert restyle(admin, department_id=None).status == 200
    assert admin.call("DELETE", address).status == 204
    assert admin.call("DELETE", address).status == 404
    assert [each["name"] for each in departments(admin)] == ["Sales", "Support"]


def test_the_company_and_its_zone(admin: Person) -> None:
    changed = admin.call("PATCH", "/company", {"version": 1, "company": "Blue Leaf", "time_zone": "Europe/Berlin", "language": "zh-CN"})
    assert (changed.json["company"], changed.json["time_zone"]) == ("Blue Leaf", "Europe/Berlin")
    assert admin.get("/me")["time_zone"] == "Europe/Berlin"
    for change, field in (
        ({"time_zone": "Europe"}, "time_zone"),
        ({"unread_grace_s": 5}, "unread_grace_s"),
        ({"unread_grace_s": 901}, "unread_grace_s"),
        ({"wait_limit_s": "60"}, "wait_limit_s"),
        ({"typing_preview": 1}, "typing_preview"),
    ):
        reply = admin.call("PATCH", "/company", {"version": 2} | change)
        assert (reply.status, reply.json["field"]) == (400, field)
    assert admin.get("/company")["version"] == 2


def test_a_ticket_says_who_opens_the_socket(api: Api, admin: Person) -> None:
    answer = admin.call("POST", "/socket-ticket").json
    claims = api.house.tokens.verify_ticket(answer["ticket"])
    assert (claims.role, claims.subject, claims.tenant, claims.staff_role) == ("agent", admin.agent_id, admin.tenant, "admin")
    assert (answer["expires_in_s"], len(claims.departments)) == (30, 2)


def test_the_check_list_of_a_new_company(admin: Person) -> None:
    home = admin.get("/home")
    assert (home.get("widget_seen_at"), home["set_up"]) == (None, {})
    style = admin.get("/styles")["styles"][0]["style_id"]
    admin.api.call("POST", "/widget/visit", {"tenant_id": admin.tenant, "style_id": style})
    colleague(admin, "wang@example.com", "2")
    admin.api.clock.now += 3_000
    home = admin.get("/home")
    assert (home["widget_seen_at"], home["set_up"]) == (admin.api.clock.now - 3_000, {"code": True, "colleagues": True})


def test_a_deleted_agent_leaves_what_was_theirs_to_a_colleague(api: Api, admin: Person) -> None:
    gone, heir = colleague(admin, "wang@example.com", "2"), colleague(admin, "li@example.com", "3")
    presence = PresenceStore(TenantId(admin.tenant))
    gone.call("POST", "/socket-ticket")
    presence.add_agent_socket(AgentSocket(AgentId(gone.agent_id), "desk-1", frozenset(), False), api.clock.now)
    phrase = {"title": "Hello", "text": "Hello!", "shortcut": "hi", "scope": "personal", "folder": ""}
    assert heir.call("POST", "/canned-phrases", phrase | {"title": "Own"}).status == 200
    assert gone.call("POST", "/canned-phrases", phrase).status == 200
    link = {"title": "Tea", "url": "https://tea.example/", "scope": "personal", "folder": ""}
    assert gone.call("POST", "/links", link).status == 200
    rule = {"rule_id": api.ulid(), "name": "gifts", "pages": ["/gift"], "agent_id": gone.agent_id}
    assert admin.call("PATCH", "/service", {"version": 0, "routing": {"rules": [rule]}}).status == 200

    reply = admin.call("DELETE", f"/agents/{gone.agent_id}?heir_id={heir.agent_id}")

    assert reply.status == 204, reply.text
    assert gone.call("GET", "/me").status == 403
    assert "wang@example.com" not in agents(admin)
    assert (api.sockets.closed, presence.agent(AgentId(gone.agent_id))) == (["desk-1"], None)
    assert sorted((each["title"], each.get("shortcut", "")) for each in heir.get("/canned-phrases")["phrases"]) == [
        ("Hello", ""),
        ("Own", "hi"),
    ]
    assert [each["url"] for each in heir.get("/links")["links"]] == ["https://tea.example/"]
    assert admin.get("/service")["routing"]["rules"][0]["agent_id"] == heir.agent_id
    assert departments(admin)[0]["members"] == 2
    # The number and the person are free again.
    assert admin.call("POST", "/agents", invitation(admin, email="new@example.com", number="2")).status == 200
    assert admin.call("DELETE", f"/agents/{gone.agent_id}").status == 404


def test_without_an_heir_a_rule_that_named_the_deleted_agent_rests(api: Api, admin: Person) -> None:
    gone = colleague(admin, "wang@example.com", "2")
    rule = {"rule_id": api.ulid(), "name": "gifts", "pages": ["/gift"], "agent_id": gone.agent_id}
    admin.call("PATCH", "/service", {"version": 0, "routing": {"rules": [rule]}})
    assert admin.call("DELETE", f"/agents/{gone.agent_id}").status == 204
    after = admin.get("/service")["routing"]["rules"][0]
    assert (after.get("agent_id"), after["enabled"]) == (None, False)


def test_nobody_deletes_themselves_or_hands_over_to_nobody(admin: Person, stranger: Person) -> None:
    agent, away = colleague(admin, "wang@example.com", "2"), colleague(admin, "li@example.com", "3")
    admin.call("PATCH", f"/agents/{away.agent_id}", {"version": 1, "disabled": True})
    assert admin.call("DELETE", f"/agents/{admin.agent_id}").code == "own_account"
    for heir in (agent.agent_id, away.agent_id, stranger.agent_id, "nobody"):
        reply = admin.call("DELETE", f"/agents/{agent.agent_id}?heir_id={heir}")
        assert (reply.status, reply.json["field"]) == (400, "heir_id")
    assert stranger.call("DELETE", f"/agents/{agent.agent_id}").status == 404
    assert agent.call("DELETE", f"/agents/{away.agent_id}").status == 403
    assert len(agents(admin)) == 3


def test_visitors_see_photo_and_telephone_of_who_talks_to_them(api: Api, admin: Person) -> None:
    dot = b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><circle cx="4" cy="4" r="3"/></svg>').decode()
    photo = admin.call("POST", "/style-pictures", {"name": "me.svg", "data": dot}).json["url"]
    me = agents(admin)["owner@example.com"]
    address = f"/agents/{me['agent_id']}"
    refused = admin.call("PATCH", address, {"version": me["version"], "photo": photo.replace("/files/", "/other/")})
    assert (refused.status, refused.json["field"]) == (400, "photo")
    assert admin.call("POST", "/agents", invitation(admin, photo="https://evil.example/x.png")).json["field"] == "photo"
    assert admin.call("PATCH", address, {"version": me["version"], "phone": "<b>"}).json["field"] == "phone"
    changed = admin.call("PATCH", address, {"version": me["version"], "photo": photo, "phone": "+86 571"})
    assert (changed.json["photo"], changed.json["phone"]) == (photo, "+86 571")

    body = {"tenant_id": admin.tenant, "style_id": admin.get("/styles")["styles"][0]["style_id"]}
    first = api.call("POST", "/widget/visit", body).json
    assert "agent" not in first
    talk(admin, api.clock.now_ms(), visitor=first["visitor_id"], closes=False)
    again = api.call("POST", "/widget/visit", body | {"visitor_token": first["visitor_token"]}).json
    assert again["agent"] == {"agent_id": me["agent_id"], "phone": "+86 571", "photo": photo}
