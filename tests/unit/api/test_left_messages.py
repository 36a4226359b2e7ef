"""Left messages worked through to the end: given to somebody, noted, answered more than once, written on from the mail, and audited."""

import re
from typing import Any

import pytest

from parlor.domain.ids import new_ulid
from tests.fakes.api import Api, Person, colleague
from tests.fakes.capacity import billed
from tests.unit.api.test_widget import message, visit

DAYS = "from=2026-08-01&to=2026-10-30"


@pytest.fixture
def left(api: Api, admin: Person) -> str:
    """A message; its address in the API."""
    taken = api.call("POST", "/widget/left-messages", message(api, visit(admin)["visitor_token"]))
    return f"/left-messages/{taken.json['left_message_id']}"


def change(person: Person, address: str, **body: Any) -> dict[str, Any]:
    version = person.get(address)["left_message"]["version"]
    reply = person.call("PATCH", address, {"version": version} | body)
    assert reply.status == 200, reply.text
    answer: dict[str, Any] = reply.json
    return answer


def answer(person: Person, address: str, text: str) -> str:
    """Answers; the token in the mail."""
    version = person.get(address)["left_message"]["version"]
    reply = person.call("POST", f"{address}/answer", {"version": version, "text": text})
    assert reply.status == 200, reply.text
    return re.findall(r"letter\.html#(\S+)", person.api.mail.mails[-1].text)[0]


def test_who_gets_a_message_sees_that_it_is_new_until_they_open_it(api: Api, admin: Person, left: str) -> None:
    lin, wu = colleague(admin, "lin@example.com", "2"), colleague(admin, "wu@example.com", "3")
    place = admin.get("/departments")["departments"][0]["department_id"]
    assigned = change(admin, left, assignee_id=lin.agent_id, department_id=place)
    assert (assigned["state"], assigned["assignee_name"], assigned["department_id"]) == ("working", "lin", place)

    def listed(person: Person, filters: str) -> list[str]:
        return [each["left_message_id"] for each in person.get(f"/left-messages?{filters}")["left_messages"]]

    here = [left.rpartition("/")[2]]
    for filters in ("assignee=me", f"assignee={lin.agent_id}", f"department_id={place}&state=todo", "state=working", DAYS):
        assert listed(lin, filters) == here, filters
    nothing = ("assignee=nobody", f"assignee={wu.agent_id}", "state=open", f"department_id={new_ulid(1)}", "from=2026-08-01&to=2026-08-02")
    for filters in nothing:
        assert listed(lin, filters) == [], filters
    assert listed(wu, "assignee=me") == []
    # Others may look; that reads it for nobody.
    assert "unread" not in wu.get("/left-messages")
    wu.get(left)
    assert lin.get("/left-messages")["unread"] == 1
    lin.get(left)
    assert "unread" not in lin.get("/left-messages")
    # Taking it oneself makes nothing unread; giving it on and away again neither leaves a mark.
    change(wu, left, assignee_id=wu.agent_id)
    assert "unread" not in wu.get("/left-messages")
    change(wu, left, assignee_id=lin.agent_id)
    change(wu, left, assignee_id=None)
    assert "unread" not in lin.get("/left-messages")


def test_several_answers_and_what_the_visitor_writes_between_them_are_one_thread(api: Api, admin: Person, left: str) -> None:
    token = answer(admin, left, "Yes, within 3 days.")
    version = admin.get(left)["left_message"]["version"]
    assert admin.call("POST", f"{left}/notes", {"version": version, "text": "Has bought before."}).status == 200
    api.clock.now += 1_000
    letter = {"token": token, "client_id": new_ulid(api.clock.now), "text": "And to Taipa?"}
    for _ in range(2):
        reply = api.call("POST", "/widget/letter/entries", letter)
        assert reply.status == 200, reply.text
    assert [(each["by"], each["text"]) for each in reply.json["entries"]] == [
        ("visitor", "Do you ship to Macau?"),
        ("agent", "Yes, within 3 days."),
        ("visitor", "And to Taipa?"),
    ]
    thread = admin.get(left)
    assert [each["kind"] for each in thread["entries"]] == ["answer", "note", "visitor"]
    assert (thread["left_message"]["state"], thread["left_message"]["said"]) == ("open", 3)
    api.clock.now += 1_000
    answer(admin, left, "There, too.")
    assert "> And to Taipa?" in api.mail.mails[-1].text
    assert admin.get(left)["left_message"]["state"] == "answered"


def test_what_is_spam_stays_spam_and_what_is_closed_is_opened_before_it_is_answered(api: Api, admin: Person, left: str) -> None:
    token = answer(admin, left, "Yes.")
    change(admin, left, state="spam")
    again = {"token": token, "client_id": new_ulid(1), "text": "Buy now"}
    assert api.call("POST", "/widget/letter/entries", again).status == 200
    assert admin.get(left)["left_message"]["state"] == "spam"
    version = admin.get(left)["left_message"]["version"]
    refused = admin.call("POST", f"{left}/answer", {"version": version, "text": "No."})
    assert (refused.status, refused.code) == (409, "closed")
    change(admin, left, state="closed")
    assert api.call("POST", "/widget/letter/entries", again | {"client_id": new_ulid(2)}).status == 200
    assert admin.get(left)["left_message"]["state"] == "open"


def test_of_two_at_once_one_is_told(admin: Person, left: str) -> None:
    first = admin.call("PATCH", left, {"version": 1, "state": "closed"})
    assert first.status == 200
    for method, address, body in (
        ("PATCH", left, {"state": "spam"}),
        ("POST", f"{left}/notes", {"text": "x"}),
        ("POST", f"{left}/answer", {"text": "x"}),
    ):
        second = admin.call(method, address, {"version": 1} | body)
        assert second.status == 409
    assert admin.get(left) == {"left_message": first.json, "entries": []}
    assert admin.api.mail.mails == []


def test_everything_is_in_the_audit_log(api: Api, admin: Person, left: str) -> None:
    change(admin, left, assignee_id=admin.agent_id)
    api.clock.now += 1
    admin.call("POST", f"{left}/notes", {"version": 2, "text": "Wait"})
    api.clock.now += 1
    answer(admin, left, "Yes.")
    api.clock.now += 1
    change(admin, left, state="closed")
    entries = admin.get(f"/audit?{DAYS}&kind=left_message")["entries"]
    told = [(each["action"], each.get("before", {}), each.get("after", {})) for each in reversed(entries)]
    assert told == [
        ("change_left_message", {"state": "open", "assignee_name": None}, {"state": "working", "assignee_name": "Owner"}),
        ("note_left_message", {"said": 0}, {"said": 1}),
        ("answer_left_message", {"state": "working", "said": 1, "answer": None}, {"state": "answered", "said": 2, "answer": "Yes."}),
        ("change_left_message", {"state": "answered"}, {"state": "closed"}),
    ]
    assert {each["about_id"] for each in entries} == {left.rpartition("/")[2]}


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "field"),
    [
        ("GET", "/left-messages?state=new", None, 400, "state"),
        ("GET", "/left-messages?assignee=you", None, 400, "assignee"),
        ("GET", "/left-messages?department_id=1", None, 400, "department_id"),
        ("GET", "/left-messages?from=2026-09-01", None, 400, "to"),
        ("GET", "/left-messages?from=2026-09-02&to=2026-09-01", None, 400, "to"),
        ("GET", "/left-messages?from=2026-02-30&to=2026-09-01", None, 400, "from"),
        ("GET", "/left-messages?color=red", None, 400, "color"),
        ("GET", "/left-messages/0000000005G9F8AKT17GNB0ZCN", None, 404, None),
        ("PATCH", "", {"state": "new"}, 400, "state"),
        ("PATCH", "", {"assignee_id": "me"}, 400, "assignee_id"),
        ("PATCH", "", {"assignee_id": new_ulid(5)}, 400, "assignee_id"),
        ("PATCH", "", {"department_id": new_ulid(5)}, 400, "department_id"),
        ("PATCH", "", {"version": 0}, 400, "version"),
        ("PATCH", "", {"email": "other@example.com"}, 400, "email"),
        ("POST", "/notes", {"text": " "}, 400, "text"),
        ("POST", "/answer", {"text": ""}, 400, "text"),
        ("POST", "/answer", {"text": "x" * 4_001}, 400, "text"),
    ],
)
def test_what_cannot_be_is_named_and_changes_nothing(
    admin: Person, left: str, method: str, path: str, body: dict[str, Any] | None, status: int, field: str | None
) -> None:
    before = admin.get(left)
    address = path if method == "GET" else left + path
    reply = admin.call(method, address, {"version": 1} | body if body is not None else None)
    assert (reply.status, reply.json.get("field")) == (status, field), reply.text
    assert admin.get(left) == before


def test_a_letter_needs_the_link_from_the_mail(api: Api, admin: Person, left: str) -> None:
    token = answer(admin, left, "Yes.")
    assert api.call("POST", "/widget/letter", {"token": token[:-3] + "abc"}).status == 401
    assert api.call("POST", "/widget/letter", {"token": visit(admin)["visitor_token"]}).status == 401
    for wrong in ({"client_id": "1"}, {"text": " "}, {"text": "x" * 4_001}):
        reply = api.call("POST", "/widget/letter/entries", {"token": token, "client_id": new_ulid(1), "text": "?"} | wrong)
        assert (reply.status, reply.json["field"]) == (400, next(iter(wrong)))
    api.clock.now += 91 * 86_400_000
    assert api.call("POST", "/widget/letter", {"token": token}).status == 401


def test_what_a_message_costs_does_not_grow_with_the_others(api: Api, admin: Person, left: str) -> None:
    with billed() as once:
        admin.get(left)
    for _ in range(5):
        api.call("POST", "/widget/left-messages", message(api, visit(admin)["visitor_token"]))
    with billed() as again:
        admin.get(left)
    assert again.read_units == once.read_units
    with billed() as noted:
        admin.call("POST", f"{left}/notes", {"version": 1, "text": "x"})
    # The entry and the message in one transaction, and the audit log.
    assert noted.requests.count("TransactWriteItems") == 1
    assert noted.write_units == 1
