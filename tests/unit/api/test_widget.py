"""What the widget asks: the visit, leaving a message, and the way out of its mails."""

from typing import Any

import pytest

from parlor.domain.credentials import UnsubscribeClaims
from parlor.domain.ids import AgentId, TenantId, VisitorId
from parlor.domain.jobs import LeftMessageReceipt
from parlor.domain.origin import Place
from parlor.storage.conversations import ConversationStore
from parlor.storage.limits import LimitStore
from parlor.storage.notices import NoticeStore
from parlor.storage.presence import PresenceStore
from parlor.usecases.send_receipt import send_receipt
from tests.fakes.api import Api, Person, colleague, restyle
from tests.fakes.capacity import billed


def visit(admin: Person, **more: Any) -> dict[str, Any]:
    style = admin.get("/styles")["styles"][0]["style_id"]
    reply = admin.api.call("POST", "/widget/visit", {"tenant_id": admin.tenant, "style_id": style} | more)
    assert reply.status == 200, reply.text
    answer: dict[str, Any] = reply.json
    return answer


def message(api: Api, token: str, **changes: Any) -> dict[str, Any]:
    body = {"visitor_token": token, "client_id": api.ulid(), "email": "li@example.com", "text": "Do you ship to Macau?", "name": "李女士"}
    return body | changes


def test_a_new_visitor_gets_all_that_the_loader_needs(api: Api, admin: Person) -> None:
    answer = visit(admin)
    assert (answer["availability"], answer["company"]) == ("offline", "Tea & Co")
    claims = api.house.tokens.verify_ticket(answer["socket"]["ticket"])
    assert (claims.role, claims.subject, claims.tenant) == ("visitor", answer["visitor_id"], admin.tenant)


def test_a_visit_speaks_the_visitors_language(admin: Person) -> None:
    asked = visit(admin, languages="fr,zh-Hant-TW,en")
    assert asked["language"] == "zh-TW"
    assert visit(admin)["language"] == "en"
    # What no page says: neither refused nor stored.
    assert visit(admin, languages=",;*/<b>,")["language"] == "en"
    refused = admin.api.call("POST", "/widget/visit", {"tenant_id": admin.tenant, "style_id": admin.tenant, "languages": "x" * 201})
    assert (refused.status, refused.json["field"]) == (400, "languages")
    restyle(admin, language="ja")
    assert visit(admin, languages="zh-CN")["language"] == "ja"


def test_the_widget_knows_what_is_allowed_and_which_form_comes_first(admin: Person) -> None:
    fields = [
        {"key": "name", "kind": "name", "label": "Name", "required": True},
        {"key": "mobile", "kind": "phone", "label": "Phone"},
        {"key": "about", "kind": "choice", "label": "About", "options": [{"value": "Tea"}, {"value": "Cups"}]},
        {"key": "size", "kind": "choice", "label": "Size", "options": [{"value": "S"}, {"value": "L"}]},
    ]
    plain = visit(admin)
    assert ("pre_chat" in plain, "fields_known" in plain) == (False, False)
    form = {"enabled": True, "intro": "Hello", "fields": fields}
    changed = admin.call("PATCH", "/service", {"version": 0, "pre_chat": form, "switches": {"visitor_files": False}})
    assert changed.status == 200, changed.text
    first = visit(admin)
    assert first["pre_chat"] == form
    assert first["switches"]["visitor_files"] is False
    assert "fields_known" not in first
    store = ConversationStore(TenantId(admin.tenant))
    store.change_profile(VisitorId(first["visitor_id"]), name="Li", phone="555", form_values={"about": "Cups", "size": "XXL", "old": "x"})
    again = visit(admin, visitor_token=first["visitor_token"])
    assert again["fields_known"] == {"name": "Li", "mobile": "555", "about": "Cups"}, "what is no choice any more is left out"
    admin.call("PATCH", "/service", {"version": 1, "pre_chat": {"enabled": False, "fields": fields}})
    last = visit(admin, visitor_token=first["visitor_token"])
    assert ("pre_chat" in last, "fields_known" in last) == (False, False)


def test_a_visit_costs_what_it_did(api: Api, admin: Person) -> None:
    """While the company is in the function's memory: limits, agents, and for who came before
    the profile, their sockets and the open conversation."""
    first = visit(admin)
    visit_again(admin, first, None)
    with billed() as new:
        visit_again(admin, first, None)
    with billed() as known:
        visit_again(admin, first, first["visitor_token"])
    assert (new.requests, known.requests) == (
        ["UpdateItem", "Query"],
        ["UpdateItem"] * 2 + ["GetItem", "Query"] * 2,
    )


def visit_again(admin: Person, first: dict[str, Any], token: str | None) -> None:
    style = admin.api.house.tokens.verify_ticket(first["socket"]["ticket"]).style
    body = {"tenant_id": admin.tenant, "style_id": style} | ({"visitor_token": token} if token else {})
    assert admin.api.call("POST", "/widget/visit", body).status == 200


def test_the_token_makes_the_same_visitor_again(admin: Person) -> None:
    first = visit(admin)
    again = visit(admin, visitor_token=first["visitor_token"])
    assert (again["visitor_id"], again["visitor_token"]) == (first["visitor_id"], first["visitor_token"])


def test_a_token_of_nobody_or_of_another_company_begins_a_new_visitor(admin: Person, stranger: Person) -> None:
    theirs = visit(stranger)
    for token in ("", "nonsense", theirs["visitor_token"], theirs["visitor_token"][:-2] + "AA"):
        mine = visit(admin, visitor_token=token)
        assert mine["visitor_id"] != theirs["visitor_id"]


def test_another_companys_style_does_not_exist(api: Api, admin: Person, stranger: Person) -> None:
    style = stranger.get("/styles")["styles"][0]["style_id"]
    assert api.call("POST", "/widget/visit", {"tenant_id": admin.tenant, "style_id": style}).status == 404
    assert api.call("POST", "/widget/visit", {"tenant_id": api.ulid(), "style_id": style}).status == 404


def test_whether_somebody_is_there_is_that_of_the_styles_department(api: Api, admin: Person) -> None:
    agent = colleague(admin, "wang@example.com", "2", ceiling=1)
    other = colleague(admin, "zhao@example.com", "3", department_ids=[admin.get("/departments")["departments"][1]["department_id"]])
    for person in (agent, other):
        person.call("POST", "/socket-ticket")
    presence = PresenceStore(TenantId(admin.tenant))
    states = []
    for who, state in ((other, "online"), (agent, "away"), (agent, "busy"), (agent, "online")):
        presence.set_state(AgentId(who.agent_id), state)  # type: ignore[arg-type]
        states.append(visit(admin)["availability"])
    assert states == ["offline", "offline", "busy", "online"]


def test_a_left_message_is_answered_by_mail(api: Api, admin: Person) -> None:
    token = visit(admin)["visitor_token"]
    taken = api.call("POST", "/widget/left-messages", message(api, token, page_url="https://tea.example/green", phone="+86 10"))
    assert taken.status == 200
    listed = admin.get("/left-messages?state=open")["left_messages"]
    assert [(each["left_message_id"], each["state"], each["name"]) for each in listed] == [
        (taken.json["left_message_id"], "open", "李女士")
    ]
    address = f"/left-messages/{taken.json['left_message_id']}"
    answer = {"version": 1, "text": "Yes, <b>within 3 days</b>."}
    answered = admin.call("POST", f"{address}/answer", answer).json
    assert (answered["state"], answered["answered_by"], answered["version"]) == ("answered", "Owner", 2)
    again = admin.call("POST", f"{address}/answer", answer)
    assert (again.status, again.json["field"]) == (409, "version")
    mail = api.mail.mails[-1]
    assert (mail.to, mail.subject, len(api.mail.mails)) == ("li@example.com", "Tea & Co has answered your message", 1)
    assert "&lt;b&gt;within 3 days&lt;/b&gt;" in mail.html
    assert "> Do you ship to Macau?" in mail.text
    assert admin.call("PATCH", address, {"version": 2, "state": "closed"}).json["state"] == "closed"
    assert admin.call("POST", f"{address}/answer", answer | {"version": 3}).code == "closed"
    assert admin.get("/left-messages?state=open") == {"left_messages": []}


def test_who_leaves_a_message_is_answered_in_their_language(api: Api, admin: Person) -> None:
    token = visit(admin)["visitor_token"]
    reply = api.call("POST", "/widget/left-messages", message(api, token, language="ja"))
    assert reply.status == 200, reply.text
    answered = admin.call("POST", f"/left-messages/{reply.json['left_message_id']}/answer", {"version": 1, "text": "はい"})
    assert answered.status == 200, answered.text
    assert api.mail.mails[-1].subject == "Tea & Co からお問い合わせへの返信"
    profile = ConversationStore(TenantId(admin.tenant)).profile(api.house.tokens.verify_visitor(token).visitor)
    assert profile
    assert profile.language == "ja"


def test_who_leaves_a_message_gets_one_receipt_that_repeats_nothing(api: Api, admin: Person) -> None:
    body = message(api, visit(admin)["visitor_token"])
    office = api.house.office(TenantId(admin.tenant))
    for _ in range(2):
        assert api.call("POST", "/widget/left-messages", body).status == 200
    jobs = [job for _, job in api.timers.of(LeftMessageReceipt)]
    outcomes = [send_receipt(job, office.directory, office.left_messages, api.mail, api.clock) for job in jobs]
    assert outcomes == ["sent", "told before"]
    mail = api.mail.mails[0]
    assert (mail.to, mail.subject, len(api.mail.mails)) == ("li@example.com", "Tea & Co has received your message", 1)
    assert "Macau" not in mail.text + mail.html
    assert admin.get("/left-messages")["left_messages"][0]["version"] == 1
    again = api.call("POST", "/widget/left-messages", body)
    assert (again.status, len(api.timers.of(LeftMessageReceipt))) == (200, 2)
    nothing = LeftMessageReceipt(tenant=admin.tenant, left_message_id=api.ulid())
    assert send_receipt(nothing, office.directory, office.left_messages, api.mail, api.clock) == "no message"


def test_a_mail_that_cannot_go_out_leaves_the_message_open(api: Api, admin: Person) -> None:
    token = visit(admin)["visitor_token"]
    taken = api.call("POST", "/widget/left-messages", message(api, token)).json["left_message_id"]
    api.mail.broken = True
    assert admin.call("POST", f"/left-messages/{taken}/answer", {"version": 1, "text": "Yes."}).status == 500
    left = admin.get("/left-messages")["left_messages"][0]
    assert (left["state"], left["version"]) == ("open", 3)
    api.mail.broken = False
    assert admin.call("POST", f"/left-messages/{taken}/answer", {"version": 3, "text": "Yes."}).status == 200


def test_sending_a_message_again_makes_no_second_one(api: Api, admin: Person) -> None:
    token = visit(admin)["visitor_token"]
    body = message(api, token)
    first, second = (api.call("POST", "/widget/left-messages", body).json for _ in range(2))
    assert first == second
    assert len(admin.get("/left-messages")["left_messages"]) == 1
    thief = api.call("POST", "/widget/left-messages", body | {"visitor_token": visit(admin)["visitor_token"]})
    assert (thief.status, thief.json["field"]) == (409, "client_id")


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"email": "nobody"}, 400, "email"),
        ({"text": ""}, 400, "text"),
        ({"text": " \n "}, 400, "text"),
        ({"text": "x" * 4_001}, 400, "text"),
        ({"phone": "call me"}, 400, "phone"),
        ({"name": "x" * 81}, 400, "name"),
        ({"client_id": "1"}, 400, "client_id"),
        ({"visitor_token": "forged"}, 401, None),
        ({"page_url": "x" * 2_001}, 400, "page_url"),
    ],
)
def test_a_message_that_cannot_be(api: Api, admin: Person, change: dict[str, Any], status: int, field: str | None) -> None:
    reply = api.call("POST", "/widget/left-messages", message(api, visit(admin)["visitor_token"], **change))
    assert (reply.status, reply.json.get("field")) == (status, field)
    assert admin.get("/left-messages") == {"left_messages": []}


def test_a_message_goes_to_the_company_of_its_visitor_only(api: Api, admin: Person, stranger: Person) -> None:
    api.call("POST", "/widget/left-messages", message(api, visit(admin)["visitor_token"]))
    assert stranger.get("/left-messages") == {"left_messages": []}
    taken = admin.get("/left-messages")["left_messages"][0]["left_message_id"]
    assert stranger.call("POST", f"/left-messages/{taken}/answer", {"version": 1, "text": "Mine."}).status == 404


def signed_in_again(person: Person) -> Person:
    """After more days than a sign-in lasts."""
    session = person.api.call("POST", "/auth/sign-in", {"email": person.email, "password": "a good password"}).json
    return Person(person.api, person.email, session, person.tenant)


def test_left_messages_come_in_pages_over_months(api: Api, admin: Person) -> None:
    token = visit(admin)["visitor_token"]
    for _ in range(60):
        assert api.call("POST", "/widget/left-messages", message(api, token)).status == 200
        api.clock.now += 2 * 86_400_000
    admin = signed_in_again(admin)
    first = admin.get("/left-messages")
    second = admin.get(f"/left-messages?cursor={first['cursor']}")
    stamps = [each["left_at"] for page in (first, second) for each in page["left_messages"]]
    assert (len(first["left_messages"]), len(stamps), "cursor" in second) == (50, 60, False)
    assert stamps == sorted(stamps, reverse=True)
    assert len(set(stamps)) == 60
    for cursor, state in ((first["cursor"], "open"), ("nonsense", ""), (first["cursor"][:-3], "")):
        reply = admin.call("GET", f"/left-messages?state={state}&cursor={cursor}")
        assert (reply.status, reply.json["field"]) == (400, "cursor")


def test_a_visitor_who_leaves_too_many_messages_waits(api: Api, admin: Person) -> None:
    token = visit(admin)["visitor_token"]
    api.house.limits = LimitStore(api.clock.now_ms)
    replies = [api.call("POST", "/widget/left-messages", message(api, token)) for _ in range(7)]
    assert [reply.status for reply in replies] == [200] * 5 + [429] * 2
    assert replies[-1].headers["access-control-allow-origin"] == "*"
    assert api.call("POST", "/widget/left-messages", message(api, visit(admin)["visitor_token"])).status == 200


def test_unsubscribing_takes_a_click_and_not_only_a_look(api: Api, admin: Person) -> None:
    visitor = VisitorId(visit(admin)["visitor_id"])
    notices = NoticeStore(TenantId(admin.tenant))
    token = api.house.tokens.sign_unsubscribe(UnsubscribeClaims(TenantId(admin.tenant), visitor))
    shown = api.call("GET", f"/unsubscribe?token={token}")
    assert (shown.status, shown.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert notices.wants_mail(visitor)
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert api.call("POST", f"/unsubscribe?token={token}", raw="List-Unsubscribe=One-Click", headers=form).status == 200
    assert not notices.wants_mail(visitor)
    assert api.call("GET", "/unsubscribe?token=forged").status == 401


def test_who_is_not_served_reads_why_in_their_language(admin: Person) -> None:
    class Tokyo:
        def place(self, address: str) -> Place:
            return Place("日本")

    admin.api.house.places = lambda: Tokyo()  # type: ignore[method-assign]
    texts = {"ja": "この地域には対応していません。", "en": "We do not serve your region yet."}
    areas = {"mode": "only", "areas": [{"country": "中国"}], "texts": texts}
    version = admin.get("/service")["version"]
    assert admin.call("PATCH", "/service", {"version": version, "routing": {"service_areas": areas}}).status == 200
    told = visit(admin, languages="ja")
    assert (told["availability"], told["region_text"]) == ("offline", texts["ja"])
    assert "region_text" not in visit(admin, languages="zh-CN"), "no words of the company in this language"
    areas["areas"] = [{"country": "日本"}]
    admin.call("PATCH", "/service", {"version": version + 1, "routing": {"service_areas": areas}})
    assert "region_text" not in visit(admin, languages="ja"), "who is served"
    too_long = areas | {"texts": {"en": "x" * 501}}
    refused = admin.call("PATCH", "/service", {"version": version + 2, "routing": {"service_areas": too_long}})
    assert (refused.status, refused.json["field"]) == (400, "routing.service_areas.texts.en")
