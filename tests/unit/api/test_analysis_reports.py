"""Reports by dimension, of agents, of satisfaction, and the funnel, through the API."""

from datetime import UTC, datetime
from typing import Any

import pytest

from parlor.domain.care import rate
from parlor.domain.conversation import Party, accept, close, open_conversation
from parlor.domain.counting import counted
from parlor.domain.events import AgentPart, AgentStateChanged, ConversationEnded, ConversationOpened, ConversationRated, Event, VisitStarted
from parlor.domain.ids import AgentId, ConversationId, DepartmentId, TenantId, VisitorId, new_ulid
from parlor.domain.metrics import HOUR_MS
from parlor.domain.origin import Device, Origin, Place, Source
from parlor.domain.survey import SurveyAnswer
from parlor.storage.conversations import ConversationStore
from parlor.storage.metrics import MetricCounter
from parlor.storage.presence import PresenceStore
from tests.fakes.api import Api, Person, colleague
from tests.fakes.figures import one

MINUTE_MS = 60_000
DAY = "from=2026-09-21&to=2026-09-21"
"""Now is 2026-09-21 22:13 in Shanghai."""


def tell(api: Api, *events: Event) -> None:
    MetricCounter(api.clock.now_ms).count(each for event in events if (each := counted(event)) is not None)


def opened(tenant: str, at: int, department: str = "", province: str = "浙江", page: str = "https://tea.example/") -> ConversationOpened:
    origin = Origin(Source("search", "Baidu"), Device("phone", "iOS", "Safari"), Place("中国", province))
    return ConversationOpened(TenantId(tenant), ConversationId(new_ulid(at)), at, department, "", page, origin)


def test_conversations_by_province_with_their_course_and_the_day_before(api: Api, admin: Person, stranger: Person) -> None:
    now = api.clock.now
    tell(api, *(opened(admin.tenant, now - n * HOUR_MS) for n in range(3)))
    tell(api, opened(admin.tenant, now, province="广东"), opened(admin.tenant, now - 24 * HOUR_MS, province="四川"))
    tell(api, opened(stranger.tenant, now))
    report = admin.get(f"/reports/breakdown?of=consultations&by=province&{DAY}&grain=hour&compare=1")
    rows = [(row["value"], row["total"], row.get("before", 0)) for row in report["rows"]]
    assert rows == [("浙江", 3, 0), ("广东", 1, 0), ("四川", 0, 1)]
    assert (report["total"], report["before_total"]) == (4, 1)
    assert sum(report["before_course"]) == 1
    course = dict(zip(report["points"], report["rows"][0]["course"], strict=True))
    assert {at for at, number in course.items() if number} == {"2026-09-21T20", "2026-09-21T21", "2026-09-21T22"}
    assert sum(report["course"]) == 4
    alone = admin.get(f"/reports/breakdown?of=consultations&by=province&{DAY}&grain=day")
    assert [row["value"] for row in alone["rows"]] == ["浙江", "广东"]
    assert alone.get("before_total", 0) == 0


def test_ids_have_their_names(api: Api, admin: Person) -> None:
    department = admin.get("/departments")["departments"][0]
    tell(api, opened(admin.tenant, api.clock.now, department["department_id"]), opened(admin.tenant, api.clock.now, new_ulid(1)))
    rows = admin.get(f"/reports/breakdown?of=consultations&by=department&{DAY}&grain=day")["rows"]
    assert sorted(row.get("name", "gone") for row in rows) == sorted([department["name"], "gone"])


def test_visits_by_what_is_known_of_them(api: Api, admin: Person) -> None:
    now, tenant = api.clock.now, TenantId(admin.tenant)
    for origin in (None, Origin(Source("direct")), Origin(Source("direct"))):
        tell(api, VisitStarted(tenant, VisitorId(new_ulid(now)), new_ulid(now), now, origin))
    rows = admin.get(f"/reports/breakdown?of=visits&by=source&{DAY}&grain=day")["rows"]
    assert [(row["value"], row["total"]) for row in rows] == [("direct", 2), ("", 1)]


def test_more_than_two_hundred_values_are_the_rest(api: Api, admin: Person) -> None:
    now = api.clock.now
    for hours in range(7):
        tell(api, *(opened(admin.tenant, now - hours * HOUR_MS, page=f"https://tea.example/{hours}/{n}") for n in range(30)))
    report = admin.get(f"/reports/breakdown?of=consultations&by=page&{DAY}&grain=day")
    assert (len(report["rows"]), report["rest"], report["total"]) == (200, 10, 210)
    assert [len(row.get("course", [])) for row in report["rows"][:6]] == [1, 1, 1, 1, 1, 0]


def test_by_weeks_months_and_years_of_the_companys_zone(api: Api, admin: Person) -> None:
    late = int(datetime(2026, 8, 31, 16, 30, tzinfo=UTC).timestamp() * 1000)
    tell(api, opened(admin.tenant, late))
    of_month = admin.get("/reports/breakdown?of=consultations&by=country&from=2026-08-01&to=2026-09-21&grain=month")
    assert (of_month["points"], of_month["rows"][0]["course"]) == (["2026-08", "2026-09"], [0, 1])
    weeks = admin.get("/reports/consultations?from=2026-08-26&to=2026-09-02&grain=week")["points"]
    assert [(point["at"], point["online"]) for point in weeks] == [("2026-08-24", 0), ("2026-08-31", 1)]
    years = admin.get("/reports/visits?from=2024-01-01&to=2026-09-21&grain=year")["points"]
    assert [point["at"] for point in years] == ["2024", "2025", "2026"]


def count(api: Api, person: Person, **moments: int) -> None:
    told = (one(TenantId(person.tenant), figure, at, f"{figure} {at}") for figure, at in moments.items())  # type: ignore[arg-type]
    MetricCounter(api.clock.now_ms).count(told)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("of=consultations&by=province&from=2026-09-22&to=2026-09-21&grain=day", "to"),
        ("of=consultations&by=province&from=2024-01-01&to=2026-09-21&grain=month", "to"),
        ("of=consultations&by=province&from=2026-01-01&to=2026-09-21&grain=hour", "to"),
        ("of=consultations&by=shoe&from=2026-09-21&to=2026-09-21&grain=day", "by"),
        ("of=visits&by=agent&from=2026-09-21&to=2026-09-21&grain=day", "by"),
        ("of=money&by=province&from=2026-09-21&to=2026-09-21&grain=day", "of"),
        ("of=visits&by=province&from=2026-09-21&to=2026-09-21&grain=minute", "grain"),
        ("of=visits&by=province&from=2026-02-30&to=2026-09-21&grain=day", "from"),
    ],
)
def test_a_breakdown_that_cannot_be_names_its_field(admin: Person, query: str, field: str) -> None:
    reply = admin.call("GET", f"/reports/breakdown?{query}")
    assert (reply.status, reply.json["field"]) == (400, field)


@pytest.mark.parametrize("path", ["/reports/agents?", "/reports/satisfaction?grain=day&", "/reports/ratings?", "/reports/funnel?"])
def test_the_other_reports_refuse_a_period_that_is_none(admin: Person, path: str) -> None:
    reply = admin.call("GET", f"{path}from=2026-09-22&to=2026-09-21")
    assert (reply.status, reply.json["field"]) == (400, "to")


def test_the_work_of_agents_is_for_those_who_may_see_it(admin: Person) -> None:
    agent = colleague(admin, "wang@example.com", "2")
    for path in ("agents?", "satisfaction?grain=day&", "ratings?", "breakdown?of=consultations&by=agent&grain=day&"):
        assert agent.call("GET", f"/reports/{path}{DAY}").code == "forbidden", path
    agent.get(f"/reports/breakdown?of=consultations&by=province&grain=day&{DAY}")
    agent.get(f"/reports/funnel?{DAY}")


def test_what_an_agent_did(api: Api, admin: Person) -> None:
    now, tenant, agent = api.clock.now, TenantId(admin.tenant), admin.agent_id
    part = AgentPart(agent_id=agent, ended=True, returned=1, first_reply_ms=4_000, replies=3, reply_ms=30_000, length_ms=90_000)
    talk = ConversationId(new_ulid(now))
    tell(
        api,
        ConversationEnded(tenant, talk, now, "D", True, (part,)),
        ConversationRated(tenant, talk, 9, now, agent, 4),
        AgentStateChanged(tenant, agent, now - 2 * HOUR_MS, "online", now - 26 * HOUR_MS),
    )
    presence = PresenceStore(tenant, now_ms=lambda: now - 30 * MINUTE_MS)
    presence.register_agent(AgentId(agent), number="1", name="Lin", staff_role="admin", departments=[], ceiling=8)
    presence.set_state(AgentId(agent), "busy")

    (row,) = admin.get(f"/reports/agents?{DAY}")["agents"]

    # The day has begun 22 hours and 13 minutes ago; of the stretch that was online all but two hours at its end fall into it.
    assert row["online_ms"] == (20 * 60 + 13) * MINUTE_MS + 20_000
    assert row["busy_ms"] == 30 * MINUTE_MS, "the stretch that goes on"
    assert row["days"] == 1
    assert (row["taken"], row["ended"], row["returned"]) == (1, 1, 1)
    assert (row["first_replies"], row["first_reply_ms"], row["replies"], row["reply_ms"]) == (1, 4_000, 3, 30_000)
    assert row["length_ms"] == 90_000
    assert row["scores"] == [0, 0, 0, 1, 0]
    (by_agent,) = admin.get(f"/reports/breakdown?of=consultations&by=agent&{DAY}&grain=day")["rows"]
    assert (by_agent["value"], by_agent["total"]) == (agent, 1)


def test_satisfaction_by_time_and_agent_with_what_visitors_said(api: Api, admin: Person) -> None:
    now, tenant = api.clock.now, TenantId(admin.tenant)
    talk = rated_conversation(admin, now, [SurveyAnswer("a", "How was it?", 5), SurveyAnswer("b", "Why?", value="很快")])
    yesterday, former = now - 24 * HOUR_MS, new_ulid(now)
    tell(api, ConversationRated(tenant, talk, 5, now, admin.agent_id, 5))
    tell(api, ConversationRated(tenant, ConversationId(new_ulid(now)), 5, now, former, 1))
    tell(api, ConversationRated(tenant, ConversationId(new_ulid(yesterday)), 5, now, admin.agent_id, 3))

    report = admin.get(f"/reports/satisfaction?{DAY}&grain=day")

    assert (report["scores"], report["before_scores"], report["before_rated"]) == ([1, 0, 0, 0, 1], [0, 0, 1, 0, 0], [1])
    assert report["points"] == [{"at": "2026-09-21", "rated": 2, "stars": 6}]
    by_agent = [(row.get("agent_id"), row["scores"]) for row in report["agents"]]
    assert by_agent == [(admin.agent_id, [0, 0, 0, 0, 1]), (None, [1, 0, 0, 0, 0])]
    (rating,) = admin.get(f"/reports/ratings?{DAY}")["ratings"]
    assert (rating["conversation_id"], rating["score"], rating["agent_id"]) == (talk, 5, admin.agent_id)
    assert rating["answers"] == [{"label": "How was it?", "stars": 5}, {"label": "Why?", "value": "很快"}]


def rated_conversation(admin: Person, now: int, answers: list[SurveyAnswer]) -> ConversationId:
    """A conversation that has ended and was rated."""
    store: Any = ConversationStore(TenantId(admin.tenant))
    presence = PresenceStore(TenantId(admin.tenant))
    presence.register_agent(AgentId(admin.agent_id), number="1", name="Lin", staff_role="admin", departments=[], ceiling=8)
    presence.set_state(AgentId(admin.agent_id), "online")
    visitor, agent = Party("visitor", new_ulid(now), "Zhou"), Party("agent", admin.agent_id, "Lin")
    talk = ConversationId(new_ulid(now))
    store.apply(open_conversation(conversation_id=talk, visitor=visitor, department_id=DepartmentId("D"), department_name="D", now=now))
    store.apply(accept(store.get(talk), agent, now))
    store.apply(close(store.get(talk), agent, now))
    store.apply(rate(store.get(talk), visitor, answers, [], now))
    return talk


def test_the_funnel_from_a_visit_to_a_card(api: Api, admin: Person) -> None:
    now = api.clock.now
    count(api, admin, visits=now, invitations_shown=now, consultations_online=now, cards=now - 24 * HOUR_MS)
    steps = {step["step"]: (step["total"], step["before"]) for step in admin.get(f"/reports/funnel?{DAY}")["steps"]}
    assert steps == {
        "visits": (1, 0),
        "invitations_shown": (1, 0),
        "invitations_accepted": (0, 0),
        "consultations_online": (1, 0),
        "answered": (0, 0),
        "cards": (0, 1),
    }
