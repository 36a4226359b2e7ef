"""Past conversations, the desk, visitors, reports: what was written by others, read by staff."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from msgspec.structs import replace

from parlor.domain.conversation import Party, accept, close, open_conversation
from parlor.domain.happenings import Happening
from parlor.domain.ids import AgentId, ConversationId, DepartmentId, TenantId, VisitorId, new_ulid, visitor_number
from parlor.domain.metrics import HOUR_MS
from parlor.domain.origin import Arrival
from parlor.domain.presence import Page, Visit
from parlor.storage.conversations import ConversationStore
from parlor.storage.happenings import HappeningStore, bind
from parlor.storage.metrics import MetricCounter
from parlor.storage.presence import PresenceStore
from tests.fakes.api import Api, Person, colleague
from tests.fakes.figures import one

DAY_MS = 24 * HOUR_MS


def talk(
    person: Person,
    at: int,
    *,
    name: str = "",
    visitor: str = "",
    closes: bool = True,
    accepts: bool = True,
    department: int = 0,
    arrival: Arrival | None = None,
) -> ConversationId:
    """A conversation that this person took and ended, with a new visitor unless one is given."""
    store = ConversationStore(TenantId(person.tenant))
    person.call("POST", "/socket-ticket")
    PresenceStore(TenantId(person.tenant)).set_state(AgentId(person.agent_id), "online")
    place = person.get("/departments")["departments"][department]
    opening = open_conversation(
        conversation_id=ConversationId(new_ulid(at)),
        visitor=Party("visitor", visitor or new_ulid(at), name),
        department_id=DepartmentId(place["department_id"]),
        department_name=place["name"],
        now=at,
        arrival=arrival,
    )
    store.apply(opening)
    now = opening.after
    if accepts:
        step = accept(now, Party("agent", person.agent_id, "Owner"), at + 1_000)
        store.apply(step)
        now = step.after
    if closes:
        store.apply(close(now, Party("agent", person.agent_id, "Owner"), at + 2_000))
    return now.conversation_id


def test_records_by_time_agent_and_visitor(api: Api, admin: Person) -> None:
    agent = colleague(admin, "wang@example.com", "2")
    at = api.clock.now
    old = talk(admin, at - 40 * DAY_MS, name="Frau Müller")
    mine, theirs = talk(admin, at - DAY_MS, name="李女士"), talk(agent, at)
    talk(admin, at, closes=False)

    def found(more: str = "", since: str = "2026-07-01") -> list[str]:
        page = admin.get(f"/conversations?from={since}&to=2026-09-30{more}")
        return [each["conversation_id"] for each in page["conversations"]]

    assert found() == [theirs, mine, old]
    assert found(since="2026-09-20") == [theirs, mine]
    assert found(f"&agent_id={agent.agent_id}") == [theirs]
    assert found("&visitor=m%C3%BCller") == [old]
    number = visitor_number(VisitorId(ConversationStore(TenantId(admin.tenant)).get(mine).visitor_id))  # type: ignore[union-attr]
    assert found(f"&visitor={number.lower()}") == [mine]
    log = admin.get(f"/conversations/{mine}/log")
    assert [entry["kind"] for entry in log["entries"]] == ["queued", "accepted", "closed"]
    assert (log["last_seq"], log["conversation"]["state"]) == (3, "closed")
    assert [entry["seq"] for entry in admin.get(f"/conversations/{mine}/log?after=2")["entries"]] == [3]


def test_records_of_another_company_do_not_exist(api: Api, admin: Person, stranger: Person) -> None:
    theirs = talk(stranger, api.clock.now)
    assert admin.get("/conversations?from=2026-09-01&to=2026-09-30") == {"conversations": []}
    assert admin.call("GET", f"/conversations/{theirs}/log").status == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-09-22&to=2026-09-21", "to"),
        ("from=2024-01-01&to=2026-09-21", "to"),
        ("from=yesterday&to=2026-09-21", "from"),
        ("from=2026-09-01&to=2026-13-01", "to"),
        ("from=2026-09-01&to=2026-09-30&visitor=" + "x" * 81, "visitor"),
        ("from=2026-09-01&to=2026-09-30&cursor=v1.c.W10.AAAA", "cursor"),
    ],
)
def test_a_search_that_cannot_be(admin: Person, query: str, field: str) -> None:
    reply = admin.call("GET", f"/conversations?{query}")
    assert (reply.status, reply.json["field"]) == (400, field)


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "99999999999", "٣"])
def test_a_place_in_the_log_is_a_number(api: Api, admin: Person, after: str) -> None:
    conversation = talk(admin, api.clock.now)
    assert admin.call("GET", f"/conversations/{conversation}/log?after={after}").json["field"] == "after"


def test_the_desk_shows_who_waits_and_who_is_served(api: Api, admin: Person) -> None:
    agent = colleague(admin, "wang@example.com", "2")
    at = api.clock.now
    elsewhere = talk(admin, at, accepts=False, closes=False, department=1)
    second, first = talk(admin, at - 1_000, accepts=False, closes=False), talk(admin, at - 9_000, accepts=False, closes=False)
    served, own = talk(admin, at, closes=False), talk(agent, at, closes=False)
    hers = talk(admin, at, closes=False, department=1)

    def ids(desk: dict[str, Any], part: str) -> list[str]:
        return [each["conversation_id"] for each in desk[part]]

    desk = agent.get("/desk")
    assert (ids(desk, "waiting"), ids(desk, "mine"), ids(desk, "colleagues")) == ([first, second], [own], [served])
    assert (desk["state"], len(desk["agents"]), len(desk["departments"])) == ("online", 2, 2)
    boss = admin.get("/desk")
    assert set(ids(boss, "waiting")) == {first, second, elsewhere}
    assert (set(ids(boss, "mine")), ids(boss, "colleagues")) == ({served, hers}, [own])


def test_visitors_and_their_track(api: Api, admin: Person, stranger: Person) -> None:
    presence, at = PresenceStore(TenantId(admin.tenant)), api.clock.now
    conversation = talk(admin, at, closes=False)
    guest = ConversationStore(TenantId(admin.tenant)).get(conversation).visitor_id  # type: ignore[union-attr]
    here = Visit(visitor_id=guest, visit_id=new_ulid(at), started_at=at, referrer="https://search.example/?q=tea")
    gone = replace(here, visitor_id=VisitorId(new_ulid(at)), started_at=at - 2 * HOUR_MS)
    pages = [Page(at + n, f"https://tea.example/{n}", f"Page {n}") for n in range(3)]
    presence.start_visit(gone, pages[0], new_ulid(at))
    begun = presence.start_visit(here, pages[0], new_ulid(at))
    presence.mark_conversation(ConversationStore(TenantId(admin.tenant)).get(conversation), at)  # type: ignore[arg-type]
    for n, page in enumerate(pages[1:], start=1):
        begun = presence.add_page(begun, page, new_ulid(at + n))
    presence.mark_left(gone.visitor_id, at - HOUR_MS - 1)
    listed = admin.get("/visitors")["visitors"]
    assert [(each["visitor_id"], each["page_count"], each["page_title"]) for each in listed] == [(guest, 3, "Page 2")]
    assert (listed[0]["conversation_id"], listed[0]["agent_id"]) == (conversation, admin.agent_id)
    fitting, not_fitting = ([{"field": "page", "value": "PAGE 2", "negated": negated}] for negated in (False, True))
    assert len(admin.get(f"/visitors?conditions={quote(json.dumps(fitting))}")["visitors"]) == 1
    assert admin.get(f"/visitors?conditions={quote(json.dumps(not_fitting))}")["visitors"] == []
    refused = admin.call("GET", f"/visitors?conditions={quote(json.dumps([{'field': 'visits', 'value': 'many'}]))}")
    assert (refused.status, refused.json["field"]) == (400, "conditions[0].value")
    track = admin.get(f"/visitors/{guest}/track")
    assert [page["title"] for page in track["pages"]] == ["Page 2", "Page 1", "Page 0"]
    bind("Presence")
    told = HappeningStore(TenantId(admin.tenant))
    told.add(guest, Happening(at=at - 60_000, kind="tag", name="of an earlier visit"))
    told.add(guest, Happening(at=at + 1, kind="event", name="size-chart", value=3, fields={"colour": "green"}))
    (event,) = admin.get(f"/visitors/{guest}/track")["happenings"]
    assert event == {"at": at + 1, "kind": "event", "name": "size-chart", "value": 3.0, "fields": {"colour": "green"}}
    assert stranger.get("/visitors") == {"visitors": [], "online": 0}
    assert stranger.get(f"/visitors/{guest}/track") == {"pages": []}


def count(api: Api, tenant: str, **numbers: tuple[int, int]) -> None:
    """`metric=(hours before now, how many)`."""
    told = [
        one(TenantId(tenant), metric, api.clock.now - hours * HOUR_MS, f"{metric} {hours} {n}")  # type: ignore[arg-type]
        for metric, (hours, number) in numbers.items()
        for n in range(number)
    ]
    MetricCounter(api.clock.now_ms).count(told)


def test_consultations_by_hour_and_day_beside_the_period_before(api: Api, admin: Person, stranger: Person) -> None:
    """Now is 2026-09-21 22:13 in Shanghai."""
    count(api, admin.tenant, consultations_online=(0, 5), consultations_offline=(23, 2), accepted=(0, 4))
    count(api, stranger.tenant, consultations_online=(0, 50))
    by_day = admin.get("/reports/consultations?from=2026-09-21&to=2026-09-21&grain=day")
    assert by_day["points"] == [{"at": "2026-09-21", "total": 5, "online": 5, "offline": 0, "answered": 0}]
    assert (by_day["accepted"], by_day["before_total"], by_day["before_offline"]) == (4, 2, 2)
    by_hour = admin.get("/reports/consultations?from=2026-09-20&to=2026-09-21&grain=hour")
    busy = {point["at"]: point["total"] for point in by_hour["points"] if point["total"]}
    assert busy == {"2026-09-20T23": 2, "2026-09-21T22": 5}
    assert (by_hour["total"], by_hour["online"], by_hour["offline"], len(by_hour["points"])) == (7, 5, 2, 48)


def test_visits_follow_the_companys_time_zone(api: Api, admin: Person) -> None:
    count(api, admin.tenant, views=(23, 9), visits=(23, 3), consultations_online=(23, 1), consultations_offline=(23, 1))
    report = admin.get("/reports/visits?from=2026-09-20&to=2026-09-20&grain=day")
    assert report["points"] == [{"at": "2026-09-20", "views": 9, "visits": 3, "consultations": 2}]
    admin.call("PATCH", "/company", {"version": 1, "time_zone": "Asia/Tokyo"})
    moved = admin.get("/reports/visits?from=2026-09-20&to=2026-09-21&grain=day")
    assert [point["views"] for point in moved["points"]] == [0, 9]
    assert moved["time_zone"] == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-09-22&to=2026-09-21&grain=day", "to"),
        ("from=2026-01-01&to=2026-09-21&grain=hour", "to"),
        ("from=2020-01-01&to=2026-09-21&grain=day", "to"),
        ("from=2026-09-21&to=2026-09-21&grain=minute", "grain"),
        ("from=2026-9-1&to=2026-09-21&grain=day", "from"),
    ],
)
def test_a_report_that_cannot_be(admin: Person, query: str, field: str) -> None:
    for report in ("consultations", "visits"):
        reply = admin.call("GET", f"/reports/{report}?{query}")
        assert (reply.status, reply.json["field"]) == (400, field)


def test_home_counts_today_in_the_companys_zone(api: Api, admin: Person) -> None:
    count(api, admin.tenant, visits=(0, 4), consultations_online=(3, 2), consultations_offline=(23, 7))
    home = admin.get("/home")
    day = home["day"]["today"]
    assert (day["visits"], day["conversations"], day.get("left_messages", 0)) == (4, 2, 0)
    assert home["set_up"]["test"] is True
