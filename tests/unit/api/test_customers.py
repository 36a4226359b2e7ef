"""Customers' cards: kept, found, linked to visitors; and what stands beside a conversation."""

from typing import Any

import pytest

from parlor.domain.ids import TenantId, VisitorId, new_ulid, visitor_number
from parlor.domain.presence import Page, Visit
from parlor.storage.conversations import ConversationStore
from parlor.storage.presence import PresenceStore
from tests.fakes.api import Api, Person, colleague
from tests.unit.api.test_records_and_reports import talk

CARD = {"name": "李 女士", "phone": "+86 138-0000-0001", "email": "Li@Example.com", "company": "茶友会", "note": "VIP"}


@pytest.fixture
def agent(admin: Person) -> Person:
    return colleague(admin, "wang@example.com", "2")


def added(person: Person, **more: Any) -> dict[str, Any]:
    reply = person.call("POST", "/customers", CARD | more)
    assert reply.status == 200, reply.text
    card: dict[str, Any] = reply.json
    return card


def found(person: Person, query: str) -> list[str]:
    return [card["name"] for card in person.get(f"/customers?{query}")["customers"]]


def guest(person: Person, **profile: str) -> VisitorId:
    """Somebody who looks at the company's site."""
    now = person.api.clock.now
    visitor = VisitorId(new_ulid(now))
    store = ConversationStore(TenantId(person.tenant))
    store.count_visit(visitor, now)
    store.change_profile(visitor, **profile)
    visit = Visit(visitor_id=visitor, visit_id=new_ulid(now), started_at=now, name=profile.get("name"))
    PresenceStore(TenantId(person.tenant)).start_visit(visit, Page(now, "https://tea.example/", "Tea"), new_ulid(now))
    return visitor


def test_a_card_is_kept_and_changed(api: Api, agent: Person) -> None:
    card = added(agent)
    assert (card["name"], card["email"], card["version"], card["created_at"]) == ("李 女士", "Li@Example.com", 1, api.clock.now)
    address = f"/customers/{card['customer_id']}"
    api.clock.now += 5_000
    changed = agent.call("PATCH", address, {"version": 1, "note": "", "title": " 经理 "}).json
    assert (changed["title"], changed.get("note", ""), changed["company"], changed["version"]) == ("经理", "", "茶友会", 2)
    assert (changed["created_at"], changed["changed_at"]) == (api.clock.now - 5_000, api.clock.now)
    assert agent.get(address) == changed
    stale = agent.call("PATCH", address, {"version": 1, "note": "Mine"})
    assert (stale.status, stale.code, stale.json["field"]) == (409, "conflict", "version")
    assert agent.get(address) == changed


def test_a_card_is_found_by_number_address_and_the_beginning_of_its_name(agent: Person, stranger: Person) -> None:
    added(agent)
    added(agent, name="Li Lei", phone="010 5555", email="")
    added(agent, name="  li   PING ", phone="", email="ping@example.com")
    assert found(agent, "phone=(86)13800000001") == ["李 女士"]
    assert found(agent, "phone=138") == []
    assert found(agent, "email=LI@example.com") == ["李 女士"]
    assert found(agent, "name=li") == ["Li Lei", "li   PING"]
    assert found(agent, "name=LI%20%20p") == ["li   PING"]
    assert found(agent, "name=ei") == []
    assert found(agent, "phone=0105555&email=ping@example.com") == ["Li Lei", "li   PING"]
    assert found(agent, "") == ["Li Lei", "li   PING", "李 女士"]
    assert found(stranger, "name=li") == found(stranger, "phone=0105555") == []


def test_a_changed_card_is_found_by_what_it_says_now(agent: Person) -> None:
    card = added(agent)
    agent.call("PATCH", f"/customers/{card['customer_id']}", {"version": 1, "name": "王 女士", "phone": "", "email": "wang@example.com"})
    assert found(agent, "phone=8613800000001") == found(agent, "email=li@example.com") == found(agent, "name=%E6%9D%8E") == []
    assert found(agent, "email=wang@example.com") == found(agent, "name=%E7%8E%8B") == ["王 女士"]


def test_a_search_shows_twenty_cards(agent: Person) -> None:
    for n in range(22):
        added(agent, name=f"Li {n:02}")
    assert found(agent, "name=li") == [f"Li {n:02}" for n in range(20)]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"name": ""}, "invalid", "name"),
        ({"name": "   "}, "invalid", "name"),
        ({"name": "x" * 81}, "too_long", "name"),
        ({"phone": "call me"}, "invalid", "phone"),
        ({"phone": "+-()"}, "invalid", "phone"),
        ({"email": "li"}, "invalid", "email"),
        ({"email": "a b@example.com"}, "invalid", "email"),
        ({"qq": "1" * 21}, "too_long", "qq"),
        ({"wechat": "x" * 41}, "too_long", "wechat"),
        ({"category": "x" * 41}, "too_long", "category"),
        ({"note": "x" * 2_001}, "too_long", "note"),
        ({"address": 7}, "invalid", "address"),
    ],
)
def test_a_card_that_cannot_be(agent: Person, change: dict[str, Any], code: str, field: str) -> None:
    card = added(agent)
    replies = (
        agent.call("POST", "/customers", CARD | change),
        agent.call("PATCH", f"/customers/{card['customer_id']}", {"version": 1} | change),
    )
    for reply in replies:
        assert (reply.status, reply.code, reply.json["field"]) == (400, code, field)
    assert agent.get("/customers")["customers"] == [card]


def test_a_card_has_a_name(agent: Person) -> None:
    reply = agent.call("POST", "/customers", {"phone": "123"})
    assert (reply.status, reply.code, reply.json["field"]) == (400, "required", "name")


@pytest.mark.parametrize(
    ("query", "field"), [("phone=" + "1" * 33, "phone"), ("email=" + "x" * 255, "email"), ("name=" + "x" * 81, "name")]
)
def test_a_search_that_cannot_be(agent: Person, query: str, field: str) -> None:
    reply = agent.call("GET", f"/customers?{query}")
    assert (reply.status, reply.code, reply.json["field"]) == (400, "too_long", field)


def test_a_visitor_is_known_by_the_card_and_by_their_own_name_again_without_it(api: Api, agent: Person) -> None:
    visitor = guest(agent, name="Lili", phone="555")
    address = f"/visitors/{visitor}"
    card = added(agent)
    linked = agent.call("POST", f"{address}/customer", {"customer_id": card["customer_id"]}).json
    assert (linked["customer"], linked["profile"]["name"], linked["visitor_number"]) == (card, "李 女士", visitor_number(visitor))
    assert agent.get(f"{address}/card") == linked
    assert agent.get("/visitors")["visitors"][0]["name"] == "李 女士"
    other = added(agent, name="赵 女士")
    assert agent.call("POST", f"{address}/customer", {"customer_id": other["customer_id"]}).json["profile"]["name"] == "赵 女士"
    assert agent.call("DELETE", f"{address}/customer").status == 204
    assert agent.call("DELETE", f"{address}/customer").status == 204, "unlinking twice is no fault"
    alone = agent.get(f"{address}/card")
    assert ("customer" in alone, alone["profile"]["name"], alone["profile"]["visits"]) == (False, "Lili", 1)
    assert agent.get("/visitors")["visitors"][0]["name"] == "Lili"
    agent.call("PATCH", f"/customers/{card['customer_id']}", {"version": 1, "name": "Nobody"})
    agent.call("PATCH", f"/customers/{other['customer_id']}", {"version": 1, "name": "Nobody"})
    assert agent.get(f"{address}/card")["profile"]["name"] == "Lili"


def test_what_visitors_call_themselves_is_kept_behind_the_card(agent: Person) -> None:
    visitor = guest(agent, name="Lili")
    added(agent, visitor_id=visitor)
    store = ConversationStore(TenantId(agent.tenant))
    assert store.change_profile(visitor, name="Mrs. Li", phone="555").name == "李 女士"
    assert agent.get(f"/visitors/{visitor}/card")["profile"]["name"] == "李 女士"
    agent.call("DELETE", f"/visitors/{visitor}/customer")
    profile = agent.get(f"/visitors/{visitor}/card")["profile"]
    assert (profile["name"], profile["phone"]) == ("Mrs. Li", "555")


def test_who_had_no_name_has_none_again(agent: Person) -> None:
    visitor = guest(agent)
    card = added(agent, visitor_id=visitor)
    assert agent.get(f"/visitors/{visitor}/card")["customer"] == card
    agent.call("DELETE", f"/visitors/{visitor}/customer")
    assert agent.get(f"/visitors/{visitor}/card")["profile"].get("name", "") == ""
    assert "name" not in agent.get("/visitors")["visitors"][0]


def test_the_names_of_a_cards_visitors_follow_it_into_the_open_conversation(api: Api, agent: Person) -> None:
    conversation = talk(agent, api.clock.now, name="Lili", closes=False)
    store = ConversationStore(TenantId(agent.tenant))
    visitor = store.get(conversation).visitor_id  # type: ignore[union-attr]
    card = added(agent, visitor_id=visitor)
    assert agent.get("/desk")["mine"][0]["visitor_name"] == "李 女士"
    agent.call("PATCH", f"/customers/{card['customer_id']}", {"version": 1, "name": "王 女士"})
    assert agent.get("/desk")["mine"][0]["visitor_name"] == "王 女士"
    agent.call("DELETE", f"/visitors/{visitor}/customer")
    assert "visitor_name" not in agent.get("/desk")["mine"][0], "who has a profile without a name is known by the number"
    log = agent.get(f"/conversations/{conversation}/log")["entries"]
    assert [entry.get("name", "") for entry in log if entry["kind"] == "visitor_named"] == ["李 女士", "王 女士", ""]


def test_cards_with_the_same_number_or_address_are_pointed_out(agent: Person) -> None:
    visitor = guest(agent, phone="86 13800000001", email="li@example.com")
    same_phone, same_mail = added(agent, name="A", email=""), added(agent, name="B", phone="")
    added(agent, name="C", phone="1", email="c@example.com")
    card = agent.get(f"/visitors/{visitor}/card")
    assert (card["duplicates"], "customer" in card) == ([same_phone, same_mail], False)
    linked = agent.call("POST", f"/visitors/{visitor}/customer", {"customer_id": same_mail["customer_id"]}).json
    assert linked["duplicates"] == [same_phone]


def test_conversations_of_a_visitor_stand_newest_first(api: Api, agent: Person) -> None:
    old = talk(agent, api.clock.now - 86_400_000, name="Lili")
    store = ConversationStore(TenantId(agent.tenant))
    visitor = store.get(old).visitor_id  # type: ignore[union-attr]
    newer = [talk(agent, api.clock.now - 60_000 * n, visitor=visitor) for n in range(21)]
    card = agent.get(f"/visitors/{visitor}/card")
    assert [each["conversation_id"] for each in card["conversations"]] == newer[:20]
    assert card["profile"] == {}, "a visitor without a profile may still have talked"


def test_a_visitor_of_another_company_does_not_exist(api: Api, agent: Person, stranger: Person) -> None:
    theirs, mine = guest(stranger, name="Secret"), guest(agent)
    their_card, my_card = added(stranger), added(agent)
    calls = (
        ("GET", f"/visitors/{theirs}/card", None, "visitor_id"),
        ("POST", f"/visitors/{theirs}/customer", {"customer_id": my_card["customer_id"]}, "visitor_id"),
        ("POST", f"/visitors/{mine}/customer", {"customer_id": their_card["customer_id"]}, "customer_id"),
        ("DELETE", f"/visitors/{theirs}/customer", None, "visitor_id"),
        ("POST", "/customers", CARD | {"visitor_id": theirs}, "visitor_id"),
        ("PATCH", f"/customers/{their_card['customer_id']}", {"version": 1, "name": "Mine"}, "customer_id"),
    )
    for method, path, body, field in calls:
        reply = agent.call(method, path, body)
        assert (reply.status, reply.code, reply.json["field"]) == (404, "not_found", field)
    assert stranger.get(f"/visitors/{theirs}/card")["profile"]["name"] == "Secret"
    assert len(agent.get("/customers")["customers"]) == 1


def test_what_is_done_with_cards_is_in_the_audit_log(api: Api, admin: Person, agent: Person) -> None:
    visitor = guest(agent, name="Li")
    card = added(agent)
    api.clock.now += 1
    agent.call("PATCH", f"/customers/{card['customer_id']}", {"version": 1, "title": "经理"})
    api.clock.now += 1
    agent.call("POST", f"/visitors/{visitor}/customer", {"customer_id": card["customer_id"]})
    api.clock.now += 1
    assert agent.call("DELETE", f"/visitors/{visitor}/customer").status == 204
    days = "from=2026-08-01&to=2026-10-30"
    entries = admin.get(f"/audit?{days}&kind=customer&about_id={card['customer_id']}")["entries"]
    told = [(each["action"], each.get("before", {}), each.get("after", {})) for each in reversed(entries)]
    assert told[0][0] == "add_customer"
    assert told[0][2] | CARD == told[0][2]
    assert told[1:] == [
        ("change_customer", {"title": ""}, {"title": "经理"}),
        ("link_customer", {"card": None}, {"card": "李 女士"}),
        ("unlink_customer", {"card": "李 女士"}, {"card": None}),
    ]
    changed = admin.get(f"/audit?{days}&action=change_customer&agent_id={agent.agent_id}")["entries"]
    assert [each["about_name"] for each in changed] == ["李 女士"]
    assert admin.get(f"/audit?{days}&action=change_customer&agent_id={admin.agent_id}")["entries"] == []
    refused = admin.call("GET", f"/audit?{days}&agent_id=me")
    assert (refused.status, refused.json["field"]) == (400, "agent_id")
