"""Notices to staff: who writes them, whom they reach, that they are read once, and what that costs."""

from typing import Any

import pytest

from parlor.domain.ids import AgentId, ConnectionId, DepartmentId, TenantId
from parlor.domain.presence import AgentSocket
from parlor.domain.staff_notices import LIVE_MAX
from parlor.protocol.frames import StaffNoticeFrame
from tests.fakes.api import Api, Person, colleague
from tests.fakes.capacity import billed
from tests.fakes.world import RecordingSockets

DAY_MS = 86_400_000


@pytest.fixture
def sockets(api: Api) -> RecordingSockets:
    recording = RecordingSockets()
    api.house.sockets = recording  # type: ignore[assignment]
    return recording


@pytest.fixture
def lead(admin: Person) -> Person:
    return colleague(admin, "lead@example.com", "2", "supervisor")


@pytest.fixture
def agent(admin: Person) -> Person:
    return colleague(admin, "agent@example.com", "7")


def publish(by: Person, title: str = "Hours", **more: Any) -> Any:
    reply = by.call("POST", "/notices", {"title": title, "text": "We close at six."} | more)
    assert reply.status == 200, reply.text
    return reply.json


def titles(of: Person) -> list[tuple[str, bool]]:
    return [(each["notice"]["title"], each.get("read", False)) for each in of.get("/me/notices")["notices"]]


def departments(admin: Person) -> list[str]:
    return [each["department_id"] for each in admin.get("/departments")["departments"]]


def open_desk(of: Person, department_ids: list[str]) -> None:
    presence = of.api.house.office(TenantId(of.tenant)).presence
    ids = frozenset(DepartmentId(each) for each in department_ids)
    presence.add_agent_socket(AgentSocket(AgentId(of.agent_id), ConnectionId(of.email), ids, False), of.api.clock.now)


def test_a_notice_reaches_the_desks_that_it_means_is_read_once_and_withdrawn(
    admin: Person, lead: Person, agent: Person, sockets: RecordingSockets
) -> None:
    sales, support = departments(admin)
    open_desk(agent, [sales])
    open_desk(admin, [sales, support])
    published = publish(lead, " Stock ", audience="departments", department_ids=[sales, sales])
    assert (published["title"], published["department_ids"], published["by_name"]) == ("Stock", [sales], "lead")
    (told,) = sockets.got("agent@example.com", StaffNoticeFrame)
    assert told.notice is not None
    assert told.notice.title == "Stock"
    admin.api.clock.now += 1
    publish(lead, "Only support", audience="departments", department_ids=[support])
    assert len(sockets.got("agent@example.com", StaffNoticeFrame)) == 1
    assert len(sockets.got("owner@example.com", StaffNoticeFrame)) == 2

    assert (titles(agent), titles(lead)) == ([("Stock", False)], [("Stock", True)]), "who wrote it has read it"
    url = f"/me/notices/{published['notice_id']}/read"
    with billed() as bill:
        assert agent.call("POST", url).status == 204
    assert bill.write_units == 1
    agent.api.clock.now += 1_000
    assert agent.call("POST", url).status == 204
    assert titles(agent) == [("Stock", True)]
    readers = lead.get(f"/notices/{published['notice_id']}/readers")
    assert [(each["number"], each.get("read_at")) for each in readers["readers"]] == [("1000", None), ("7", agent.api.clock.now - 1_000)]
    assert readers["read"] == 1

    withdrawn = lead.call("POST", f"/notices/{published['notice_id']}/withdraw").json
    assert withdrawn["withdrawn_by"] == "lead"
    assert sockets.got("agent@example.com", StaffNoticeFrame)[-1] == StaffNoticeFrame(notice_id=published["notice_id"])
    assert titles(agent) == []
    again = lead.call("POST", f"/notices/{published['notice_id']}/withdraw")
    assert (again.status, again.code) == (409, "over")
    assert agent.call("POST", url).status == 404
    history = admin.get("/notices")["notices"]
    assert [(each["title"], "withdrawn_at" in each) for each in history] == [("Only support", False), ("Stock", True)]
    entries = admin.api.house.office(TenantId(admin.tenant)).audit.page(0, admin.api.clock.now, None)[0]
    assert {"publish_notice", "withdraw_notice"} <= {entry.action for entry in entries}


def test_a_notice_for_a_person_for_a_time(admin: Person, lead: Person, agent: Person, sockets: RecordingSockets) -> None:
    open_desk(agent, departments(admin)[:1])
    now = admin.api.clock.now
    planned = publish(admin, "Planned", audience="agents", agent_ids=[agent.agent_id], from_at=now + DAY_MS, until=now + 2 * DAY_MS)
    assert sockets.got("agent@example.com", StaffNoticeFrame) == [], "it begins tomorrow"
    assert agent.get("/me/notices") == {"notices": [], "next_at": now + DAY_MS}
    assert agent.call("POST", f"/me/notices/{planned['notice_id']}/read").status == 404
    admin.api.clock.now = now + DAY_MS
    assert (titles(agent), titles(lead)) == ([("Planned", False)], [])
    assert lead.call("POST", f"/me/notices/{planned['notice_id']}/read").status == 404
    admin.api.clock.now = now + 2 * DAY_MS
    assert titles(agent) == []


def test_bad_notices_are_refused_and_name_the_field(admin: Person, agent: Person, stranger: Person) -> None:
    now = admin.api.clock.now
    for body, code, field in [
        ({"title": " "}, "invalid", "title"),
        ({"text": " \n"}, "invalid", "text"),
        ({"audience": "departments"}, "invalid", "department_ids"),
        ({"audience": "departments", "department_ids": departments(stranger)}, "not_found", "department_ids[0]"),
        ({"audience": "agents"}, "invalid", "agent_ids"),
        ({"audience": "agents", "agent_ids": [agent.agent_id, stranger.agent_id]}, "not_found", "agent_ids[1]"),
        ({"until": now}, "bad_period", "until"),
        ({"from_at": now + DAY_MS, "until": now + 1}, "bad_period", "until"),
        ({"until": now + 91 * DAY_MS}, "bad_period", "until"),
    ]:
        reply = admin.call("POST", "/notices", {"title": "Hours", "text": "We close at six."} | body)
        assert (reply.code, reply.json.get("field")) == (code, field), reply.text
    assert admin.get("/notices") == {"notices": []}


def test_who_has_no_right_writes_none_and_sees_no_history(admin: Person, agent: Person, stranger: Person) -> None:
    published = publish(admin)
    for method, url in (
        ("POST", "/notices"),
        ("GET", "/notices"),
        ("POST", f"/notices/{published['notice_id']}/withdraw"),
        ("GET", f"/notices/{published['notice_id']}/readers"),
    ):
        reply = agent.call(method, url, {"title": "x", "text": "y"} if url == "/notices" and method == "POST" else None)
        assert (reply.status, reply.code) == (403, "forbidden")
    assert titles(stranger) == []
    assert stranger.call("POST", f"/notices/{published['notice_id']}/withdraw").status == 404


def test_what_is_over_costs_nothing_and_so_many_hold_at_a_time(admin: Person, agent: Person) -> None:
    for number in range(LIVE_MAX):
        publish(admin, f"No. {number}", until=admin.api.clock.now + DAY_MS)
    full = admin.call("POST", "/notices", {"title": "x", "text": "y"})
    assert (full.status, full.code) == (409, "limit_reached")
    first = admin.get("/notices")
    second = admin.get(f"/notices?cursor={first['cursor']}")
    assert (len(first["notices"]), len(second["notices"]), "cursor" in second) == (30, 20, False)
    admin.api.clock.now += DAY_MS
    with billed() as bill:
        assert titles(agent) == []
    assert bill.requests.count("Query") == 1
    assert bill.requests.count("BatchGetItem") == 0
    publish(admin)
