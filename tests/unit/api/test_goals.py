"""The company's goals through the API, and the funnel with them; words in conversations."""

from typing import Any

from parlor.domain.events import ConversationEnded, GoalReached, VisitStarted
from parlor.domain.ids import ConversationId, TenantId, VisitorId, new_ulid
from parlor.domain.metrics import HOUR_MS
from parlor.domain.origin import Origin, Source
from tests.fakes.api import Api, Person, colleague
from tests.unit.api.test_analysis_reports import DAY, opened, tell

ORDER = {"goal_id": new_ulid(1), "name": "Order", "kind": "conversion", "match": "order"}


def keep(admin: Person, *goals: dict[str, str], version: int = 0) -> Any:
    return admin.call("PATCH", "/goals", {"version": version, "goals": list(goals)})


def test_goals_are_kept_by_who_keeps_settings_with_their_faults_named(admin: Person, stranger: Person) -> None:
    assert admin.get("/goals") == {"version": 0, "goals": []}
    assert keep(admin, ORDER).json == {"version": 1, "goals": [ORDER]}
    assert keep(admin, ORDER).code == "conflict"
    wrong = keep(admin, ORDER, {**ORDER, "goal_id": new_ulid(2)}, version=1)
    assert (wrong.status, wrong.json["field"]) == (400, "goals[1].name")
    assert keep(admin, {**ORDER, "kind": "page", "match": "a b"}, version=1).json["field"] == "goals[0].match"
    assert keep(colleague(admin, "wang@example.com", "2"), version=1).code == "forbidden"
    assert stranger.get("/goals")["goals"] == []
    entries = [each for each in admin.get("/audit?from=2026-09-21&to=2026-09-21")["entries"] if each["action"] == "change_goals"]
    (entry,) = [each for each in entries if each.get("right") is None]
    assert entry["after"]["goals"][0]["name"] == "Order"


def test_the_funnel_ends_with_the_goals_by_source_beside_the_day_before(api: Api, admin: Person) -> None:
    keep(admin, ORDER)
    now, tenant = api.clock.now, TenantId(admin.tenant)
    for source, at, reached in (("search", now, True), ("search", now, False), ("direct", now, True), ("direct", now - 24 * HOUR_MS, True)):
        visit = new_ulid(at)
        tell(api, VisitStarted(tenant, VisitorId(new_ulid(at)), visit, at, Origin(Source(source))))  # type: ignore[arg-type]
        if reached:
            tell(api, GoalReached(tenant, visit, ORDER["goal_id"], at + 60_000, at, source))
    funnel = admin.get(f"/reports/funnel?{DAY}")
    assert funnel["goals"] == [
        {"goal_id": ORDER["goal_id"], "name": "Order", "total": 2, "before": 1, "sources": {"search": 1, "direct": 1}}
    ]
    assert funnel["sources"] == {"search": 2, "direct": 1}


def test_words_in_conversations_with_their_course(api: Api, admin: Person) -> None:
    now, tenant = api.clock.now, TenantId(admin.tenant)
    for hours, words in ((0, ("龙井", "delivery")), (1, ("龙井",)), (24, ("退货",))):
        talk = ConversationId(new_ulid(now - hours * HOUR_MS))
        tell(api, opened(admin.tenant, now - hours * HOUR_MS), ConversationEnded(tenant, talk, now, "D", True, (), words))
    report = admin.get(f"/reports/breakdown?of=consultations&by=word&{DAY}&grain=hour&compare=1")
    assert [(row["value"], row["total"], row.get("before", 0)) for row in report["rows"]] == [
        ("龙井", 2, 0),
        ("delivery", 1, 0),
        ("退货", 0, 1),
    ]
    assert sum(report["rows"][0]["course"]) == 2


def test_provinces_that_the_database_names_in_two_ways_are_one_row(api: Api, admin: Person) -> None:
    tell(api, opened(admin.tenant, api.clock.now, province="广东"), opened(admin.tenant, api.clock.now, province="广东省"))
    rows = admin.get(f"/reports/breakdown?of=consultations&by=province&{DAY}&grain=day")["rows"]
    assert [(row["value"], row["total"]) for row in rows] == [("广东", 2)]
