"""How the company serves its visitors, and what each agent sets for themselves."""

from typing import Any

import pytest

from parlor.domain.ids import new_ulid
from tests.fakes.api import Person, colleague

TOPIC = {"topic_id": new_ulid(1), "name": "发货", "group": "物流"}
LABEL = {"label_id": new_ulid(1), "name": "VIP", "color": "red"}
STARS = {"key": "stars", "kind": "stars", "label": "How was it?"}


def form(**more: Any) -> dict[str, Any]:
    return {"form_id": new_ulid(1), "title": "Address", "fields": [{"key": "street", "kind": "text", "label": "Street"}]} | more


def choice(*values: str, **more: Any) -> dict[str, Any]:
    return {"key": "about", "kind": "choice", "label": "About", "options": [{"value": value} | more for value in values]}


@pytest.fixture
def department(admin: Person) -> str:
    found: str = admin.get("/departments")["departments"][0]["department_id"]
    return found


def test_a_company_begins_with_the_products_own_rules(admin: Person) -> None:
    service = admin.get("/service")
    assert (service["version"], service["topics"], service["pre_chat"]) == (0, [], {"enabled": False, "intro": "", "fields": []})
    assert (service["switches"]["recall"], service["idle"]["visitor_warn_s"], service["replies"]["welcome"]) == (True, 300, None)


def test_sections_change_one_by_one_and_each_wholly(admin: Person, department: str) -> None:
    changes: list[dict[str, Any]] = [
        {"switches": {"recall": False}, "idle": {"visitor_close_s": 0}},
        {"replies": {"welcome": "您好"}, "department_replies": {department: {"welcome": "Hello"}}},
        {"topics": [TOPIC], "labels": [LABEL], "categories": ["Wholesale", "茶馆"]},
        {"pre_chat": {"enabled": True, "fields": [choice("Tea", "Cups", department_id=department)]}},
        {"forms": [form()], "surveys": {"default": {"questions": [STARS]}, department: {"questions": [STARS], "thanks": "!"}}},
    ]
    for version, change in enumerate(changes):
        reply = admin.call("PATCH", "/service", {"version": version} | change)
        assert (reply.status, reply.json["version"]) == (200, version + 1), reply.text
    service = admin.get("/service")
    assert (service["switches"]["recall"], service["switches"]["transcripts"], service["idle"]["visitor_close_s"]) == (False, True, 0)
    assert (service["topics"], service["labels"], service["forms"][0]["title"]) == ([TOPIC], [LABEL], "Address")
    assert service["categories"] == ["Wholesale", "茶馆"]
    assert service["department_replies"][department]["welcome"] == "Hello"
    admin.call("PATCH", "/service", {"version": 5, "switches": {"transcripts": False}})
    switches = admin.get("/service")["switches"]
    assert (switches["recall"], switches["transcripts"]) == (True, False)


def test_of_two_administrators_one_has_to_read_again(admin: Person) -> None:
    assert admin.call("PATCH", "/service", {"version": 0, "topics": [TOPIC]}).status == 200
    for version in (0, 2):
        reply = admin.call("PATCH", "/service", {"version": version, "labels": [LABEL]})
        assert (reply.status, reply.code, reply.json["field"]) == (409, "conflict", "version")
    service = admin.get("/service")
    assert (service["topics"], service["labels"]) == ([TOPIC], [])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"topics": [TOPIC, TOPIC]}, "topics[1]"),
        ({"hours": {"default": {"days": [[]] * 6}}}, "hours.default.days"),
        ({"hours": {"default": {"days": [[{"opens": "9:00", "closes": "18:00"}]] + [[]] * 6}}}, "hours.default.days[0][0].opens"),
        ({"hours": {"default": {"days": [[{"opens": "09:00", "closes": "09:00"}]] + [[]] * 6}}}, "hours.default.days[0][0]"),
        ({"hours": {new_ulid(7): {"days": [[]] * 7}}}, f"hours.{new_ulid(7)}"[:6]),
        ({"holidays": [{"first": "2026-02-30", "last": "2026-03-01"}]}, "holidays[0].first"),
        ({"queue": {"default": {"max_length": 501}}}, "queue.default.max_length"),
        ({"queue": {"default": {"overflow_department_id": new_ulid(7)}}}, "queue.default.overflow_department_id"),
        ({"topics": [TOPIC | {"topic_id": "1"}]}, "topics[0].topic_id"),
        ({"labels": [LABEL, LABEL | {"label_id": new_ulid(2)}]}, "labels[1]"),
        ({"labels": [LABEL | {"color": "pink"}]}, "labels[0].color"),
        ({"categories": ["A", " A"]}, "categories[1]"),
        ({"categories": [" "]}, "categories[0]"),
        ({"pre_chat": {"enabled": True}}, "pre_chat.fields"),
        ({"pre_chat": {"fields": [choice("Tea")]}}, "pre_chat.fields[0].options"),
        ({"pre_chat": {"fields": [choice("Tea", "Tea")]}}, "pre_chat.fields[0].options[1]"),
        ({"pre_chat": {"fields": [choice("Tea", "Cups", department_id=new_ulid(1))]}}, "pre_chat.fields[0].options[0].department_id"),
        ({"pre_chat": {"fields": [{"key": "Name", "kind": "name", "label": "N"}]}}, "pre_chat.fields[0].key"),
        ({"forms": [form(form_id=new_ulid(1)[:-1] + "0")] * 2}, "forms[1]"),
        ({"forms": [form(fields=[])]}, "forms[0].fields"),
        ({"forms": [form(script="x")]}, "forms[0].script"),
        ({"surveys": {new_ulid(7): {"questions": [STARS]}}}, f"surveys.{new_ulid(7)}"[:8]),
        ({"surveys": {"default": {"questions": [STARS, STARS]}}}, "surveys.default.questions[1]"),
        ({"surveys": {"default": {"questions": []}}}, "surveys.default.questions"),
        ({"department_replies": {new_ulid(7): {}}}, "department_replies"),
        ({"replies": {"welcome": "x" * 1_001}}, "replies.welcome"),
        ({"idle": {"visitor_warn_s": -1}}, "idle.visitor_warn_s"),
        ({"idle": {"visitor_warn_s": 86_401}}, "idle.visitor_warn_s"),
        ({"switches": {"recall": "no"}}, "switches.recall"),
        ({"switches": {"surprise": True}}, "switches.surprise"),
    ],
)
def test_what_cannot_be_names_its_place_and_changes_nothing(admin: Person, change: dict[str, Any], field: str) -> None:
    reply = admin.call("PATCH", "/service", {"version": 0} | change)
    assert reply.status == 400, reply.text
    assert reply.json["field"].startswith(field)
    assert admin.get("/service")["version"] == 0


def test_a_department_that_went_blocks_nothing(admin: Person) -> None:
    """Given a survey, replies and a form that lead to it, what is read can be saved again as it is."""
    gone = admin.call("POST", "/departments", {"name": "VIP"}).json["department_id"]
    sections = {
        "surveys": {gone: {"questions": [STARS]}, "default": {"questions": [STARS]}},
        "department_replies": {gone: {"welcome": "Hello"}},
        "hours": {gone: {"days": [[]] * 7}},
        "queue": {"default": {"max_length": 3, "overflow_department_id": gone}, gone: {}},
        "pre_chat": {"enabled": True, "fields": [choice("Tea", "Cups", department_id=gone)]},
        "forms": [form(fields=[choice("Tea", "Cups", department_id=gone)])],
    }
    assert admin.call("PATCH", "/service", {"version": 0} | sections).status == 200
    assert admin.call("DELETE", f"/departments/{gone}").status == 204
    assert admin.call("PATCH", "/service", {"version": 1, "topics": [TOPIC]}).status == 200
    service = admin.get("/service")
    assert (list(service["surveys"]), service["department_replies"]) == (["default"], {})
    assert service["pre_chat"]["fields"] == service["forms"][0]["fields"] == [choice("Tea", "Cups")]
    saved = admin.call("PATCH", "/service", {"version": 2} | {name: service[name] for name in sections})
    assert saved.json == service | {"version": 3}


def test_the_document_has_an_end(admin: Person) -> None:
    values = [f"{n:02}".ljust(60, "x") for n in range(30)]
    fields = [choice(*values) | {"key": f"f{n}"} for n in range(12)]
    questions = [{"key": f"q{n}", "kind": "choice", "label": "x", "options": values[:12]} for n in range(8)]
    departments = [admin.call("POST", "/departments", {"name": f"D{n}"}).json["department_id"] for n in range(3)]
    sections: list[dict[str, Any]] = [
        {"forms": [form(form_id=new_ulid(n), fields=fields) for n in range(2)]},
        {"pre_chat": {"fields": fields}},
        {"topics": [{"topic_id": new_ulid(n), "name": "x" * 60, "group": "x" * 60} for n in range(200)]},
    ]
    for version, section in enumerate(sections):
        assert admin.call("PATCH", "/service", {"version": version} | section).status == 200
    surveys = {department: {"questions": questions} for department in ["default", *departments]}
    reply = admin.call("PATCH", "/service", {"version": 3, "surveys": surveys})
    assert (reply.status, reply.code, reply.json["field"]) == (400, "too_long", "surveys")
    assert admin.get("/service")["version"] == 3


def test_agents_set_what_they_say_by_themselves(admin: Person) -> None:
    agent = colleague(admin, "wang@example.com", "2")
    assert agent.get("/me/settings")["version"] == 0
    changed = agent.call("PATCH", "/me/settings", {"version": 0, "replies": {"welcome": "我是小王", "no_answer_s": 30}})
    assert (changed.status, changed.json["version"], changed.json["replies"]["welcome"]) == (200, 1, "我是小王")
    assert agent.get("/me/settings") == changed.json
    assert admin.get("/me/settings")["replies"]["welcome"] is None
    stale = agent.call("PATCH", "/me/settings", {"version": 0, "replies": {}})
    assert (stale.status, stale.code, stale.json["field"]) == (409, "conflict", "version")
    for change, field in (
        ({"welcome": "x" * 1_001}, "replies.welcome"),
        ({"no_answer_s": "soon"}, "replies.no_answer_s"),
        ({"x": 1}, "replies.x"),
    ):
        reply = agent.call("PATCH", "/me/settings", {"version": 1, "replies": change})
        assert (reply.status, reply.json["field"]) == (400, field)
    assert agent.get("/service")["version"] == 0, "staff read the company's document"


def test_agents_set_what_rings(admin: Person) -> None:
    agent = colleague(admin, "wang@example.com", "2")
    before = agent.get("/me/settings")["alerts"]
    assert (before["visitor"]["on"], before["request"]["on"], before["quiet"]) == (False, True, "never")
    alerts = {"message": {"tune": "alarm", "volume": 20}, "quiet": "away", "desktop": True}
    changed = agent.call("PATCH", "/me/settings", {"version": 0, "alerts": alerts}).json
    assert changed["alerts"]["message"] == {"tune": "alarm", "on": True, "volume": 20}
    assert agent.get("/me/settings")["alerts"]["quiet"] == "away"
    assert admin.get("/me/settings")["alerts"]["quiet"] == "never"
    for wrong, field in (
        ({"message": {"tune": "song"}}, "alerts.message.tune"),
        ({"message": {"tune": "bell", "volume": 101}}, "alerts.message.volume"),
        ({"quiet": "always"}, "alerts.quiet"),
        ({"smell": True}, "alerts.smell"),
    ):
        reply = agent.call("PATCH", "/me/settings", {"version": 1, "alerts": wrong})
        assert (reply.status, reply.json["field"]) == (400, field)
