"""When reports are due, what they are of, and who gets them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from parlor.domain.directory import Agent
from parlor.domain.ids import AgentId
from parlor.domain.report_schedules import (
    Cadence,
    ReportSchedule,
    days_of,
    following,
    next_due,
    recipients,
    run_of,
    state_of,
)

SHANGHAI, BERLIN, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
DAY_MS = 86_400_000


def schedule(cadence: Cadence = "daily", **more: object) -> ReportSchedule:
    fields: dict[str, object] = {"reports": ("consultations",), "hour": 8, "agent_ids": (AgentId("A"),)} | more
    return ReportSchedule(schedule_id="S", name="Numbers", cadence=cadence, language="en", made_by="Ada", made_at=0, **fields)  # type: ignore[arg-type]


def ms(text: str, zone: ZoneInfo, fold: int = 0) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).timestamp() * 1000)


def local(at: int, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(at / 1000, zone).isoformat()


@pytest.mark.parametrize(
    ("wanted", "after", "due"),
    [
        (schedule(), "2026-11-22T07:59", "2026-11-22T08:00"),
        (schedule(), "2026-11-22T08:00", "2026-11-23T08:00"),
        (schedule("weekly", weekday=0), "2026-11-22T12:00", "2026-11-23T08:00"),
        (schedule("weekly", weekday=6), "2026-11-22T12:00", "2026-11-29T08:00"),
        (schedule("monthly", day=1), "2026-11-22T12:00", "2026-12-01T08:00"),
        (schedule("monthly", day=31), "2026-11-22T12:00", "2026-11-30T08:00"),
        (schedule("monthly", day=30), "2027-02-01T12:00", "2027-02-28T08:00"),
        (schedule(hour=0), "2026-11-22T23:59", "2026-11-23T00:00"),
    ],
)
def test_the_next_moment_in_the_zone_of_the_company(wanted: ReportSchedule, after: str, due: str) -> None:
    assert next_due(wanted, ms(after, SHANGHAI), SHANGHAI) == ms(due, SHANGHAI)


def test_an_hour_that_the_clock_jumps_over_is_sent_once_after_the_jump() -> None:
    at = next_due(schedule(hour=2), ms("2026-03-28T02:00", BERLIN), BERLIN)
    assert local(at, BERLIN) == "2026-03-29T03:00:00+02:00"
    assert local(next_due(schedule(hour=2), at, BERLIN), BERLIN) == "2026-03-30T02:00:00+02:00"


def test_an_hour_that_comes_twice_is_sent_the_first_time() -> None:
    at = next_due(schedule(hour=1), ms("2026-10-31T12:00", NEW_YORK), NEW_YORK)
    assert local(at, NEW_YORK) == "2026-11-01T01:00:00-04:00"
    assert local(next_due(schedule(hour=1), at, NEW_YORK), NEW_YORK) == "2026-11-02T01:00:00-05:00"
    between = ms("2026-11-01T01:30", NEW_YORK, fold=1)
    assert local(next_due(schedule(hour=1), between, NEW_YORK), NEW_YORK) == "2026-11-02T01:00:00-05:00"


@pytest.mark.parametrize("zone", [SHANGHAI, BERLIN, NEW_YORK, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Australia/Lord_Howe")])
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 23])
def test_every_day_of_a_year_has_one_moment(zone: ZoneInfo, hour: int) -> None:
    at, runs = ms("2025-12-31T23:30", zone), []
    for _ in range(365):
        at = next_due(schedule(hour=hour), at, zone)
        runs.append(run_of(schedule(hour=hour), at, zone))
    assert len(set(runs)) == 365
    assert (runs[0], runs[-1]) == ("d2026-01-01", "d2026-12-31")


@pytest.mark.parametrize(
    ("cadence", "at", "days"),
    [
        ("daily", "2026-11-23T00:00", ("2026-11-22", "2026-11-22")),
        ("weekly", "2026-11-23T08:00", ("2026-11-16", "2026-11-22")),
        ("monthly", "2026-03-01T08:00", ("2026-02-01", "2026-02-28")),
        ("monthly", "2026-03-31T08:00", ("2026-02-01", "2026-02-28")),
        ("daily", "2026-03-29T23:00", ("2026-03-28", "2026-03-28")),
    ],
)
def test_what_a_mail_is_about(cadence: Cadence, at: str, days: tuple[str, str]) -> None:
    assert days_of(cadence, ms(at, BERLIN), BERLIN) == days


def test_periods_that_were_late_are_made_up_for_but_not_those_of_a_long_outage() -> None:
    at = ms("2026-11-22T08:00", SHANGHAI)
    assert following(schedule(), at, at + DAY_MS + 1, SHANGHAI) == at + DAY_MS
    assert following(schedule(), at, at + 10 * DAY_MS + 1, SHANGHAI) == at + 11 * DAY_MS


def agent(name: str, **more: object) -> Agent:
    return Agent(agent_id=AgentId(name), subject=name, email=f"{name}@example.com", number=name, name=name, **more)  # type: ignore[arg-type]


def test_who_gets_it_is_decided_by_what_they_may_now() -> None:
    wanted = schedule(reports=("agents",), agent_ids=tuple(AgentId(each) for each in "ABCDEF"), unsubscribed=(AgentId("E"),))
    agents = [
        agent("A", role="admin"),
        agent("B", role="admin", disabled=True),
        agent("C"),
        agent("D", rights_added=("export_reports", "read_work")),
        agent("E", role="admin"),
    ]
    assert [each.agent_id for each in recipients(wanted, agents)] == ["A", "D"]
    states = {each.agent_id: state_of(wanted, each, each.agent_id) for each in agents}
    assert states == {"A": "gets_it", "B": "gone", "C": "no_right", "D": "gets_it", "E": "unsubscribed"}
    assert state_of(wanted, None, AgentId("F")) == "gone"
