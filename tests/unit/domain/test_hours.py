"""When a company is open: a table of cases. Times are wall times of the zone, with their offset where that matters."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from parlor.domain.errors import Invalid
from parlor.domain.hours import Holiday, Interval, WeekPlan, check_holidays, check_plan, next_change, open_at

OFFICE = WeekPlan(days=[[Interval("09:00", "12:00"), Interval("13:30", "18:00")]] * 5 + [[Interval("10:00", "16:00")], []])
NIGHT = WeekPlan(days=[[]] * 4 + [[Interval("20:00", "02:00")], [Interval("20:00", "24:00")], [Interval("00:00", "01:00")]])
ALWAYS = WeekPlan(days=[[Interval("00:00", "24:00")]] * 7)
NEVER = WeekPlan(days=[[]] * 7)
SHORT_NIGHT = WeekPlan(days=[[Interval("01:30", "05:00")]] * 7)
LATE = WeekPlan(days=[[Interval("20:00", "01:30")]] * 7)
LEAP = WeekPlan(days=[[]] * 3 + [[Interval("09:00", "10:00")]] + [[]] * 3)
GOLDEN = Holiday(name="National Day", first="2026-10-01", last="2026-10-07")
WORKED = Holiday(name="Worked for it", first="2026-10-11", last="2026-10-11", intervals=[Interval("09:00", "12:00")])
NO_LEAP = Holiday(first="2028-02-29", last="2028-02-29", intervals=[Interval("22:00", "03:00")])

SHANGHAI, BERLIN, NEW_YORK = "Asia/Shanghai", "Europe/Berlin", "America/New_York"
# 2026: the clocks of New York go forward on 8 March at 2:00 and back on 1 November at 2:00, those of Berlin on 29 March
# and 25 October. 1 October 2026 is a Thursday, 29 February 2028 a Tuesday.
CASES: list[tuple[str, WeekPlan | None, list[Holiday], str, str, bool, str | None]] = [
    ("no plan is always open", None, [], SHANGHAI, "2026-11-22T03:00+08:00", True, None),
    ("all day, every day", ALWAYS, [], SHANGHAI, "2026-11-22T23:59+08:00", True, None),
    ("never", NEVER, [], SHANGHAI, "2026-11-22T12:00+08:00", False, None),
    ("before the first interval", OFFICE, [], SHANGHAI, "2026-11-23T08:59+08:00", False, "2026-11-23T09:00+08:00"),
    ("its first moment", OFFICE, [], SHANGHAI, "2026-11-23T09:00+08:00", True, "2026-11-23T12:00+08:00"),
    ("its last moment is closed", OFFICE, [], SHANGHAI, "2026-11-23T12:00+08:00", False, "2026-11-23T13:30+08:00"),
    ("the second interval", OFFICE, [], SHANGHAI, "2026-11-23T17:00+08:00", True, "2026-11-23T18:00+08:00"),
    ("from Saturday evening to Monday", OFFICE, [], SHANGHAI, "2026-11-21T16:00+08:00", False, "2026-11-23T09:00+08:00"),
    ("the zone, not UTC", OFFICE, [], NEW_YORK, "2026-11-23T09:30-05:00", True, "2026-11-23T12:00-05:00"),
    ("past midnight", NIGHT, [], SHANGHAI, "2026-11-21T01:00+08:00", True, "2026-11-21T02:00+08:00"),
    ("past midnight is over", NIGHT, [], SHANGHAI, "2026-11-21T02:00+08:00", False, "2026-11-21T20:00+08:00"),
    ("two that touch at midnight are one", NIGHT, [], SHANGHAI, "2026-11-21T23:00+08:00", True, "2026-11-22T01:00+08:00"),
    ("a holiday", OFFICE, [GOLDEN], SHANGHAI, "2026-10-05T10:00+08:00", False, "2026-10-08T09:00+08:00"),
    ("the day before a holiday", OFFICE, [GOLDEN], SHANGHAI, "2026-09-30T10:00+08:00", True, "2026-09-30T12:00+08:00"),
    ("a holiday without a plan", None, [GOLDEN], SHANGHAI, "2026-10-05T10:00+08:00", False, "2026-10-08T00:00+08:00"),
    ("open until a holiday", None, [GOLDEN], SHANGHAI, "2026-09-20T10:00+08:00", True, "2026-10-01T00:00+08:00"),
    ("a Sunday with hours of its own", OFFICE, [WORKED], SHANGHAI, "2026-10-11T10:00+08:00", True, "2026-10-11T12:00+08:00"),
    ("what began before the holiday goes on", LATE, [GOLDEN], SHANGHAI, "2026-10-01T01:00+08:00", True, "2026-10-01T01:30+08:00"),
    ("leap day", NEVER, [NO_LEAP], SHANGHAI, "2028-02-29T22:30+08:00", True, "2028-03-01T03:00+08:00"),
    ("a Thursday after leap day", LEAP, [], SHANGHAI, "2028-02-28T12:00+08:00", False, "2028-03-02T09:00+08:00"),
    ("summer time begins: the day is shorter", OFFICE, [], BERLIN, "2026-03-28T16:00+01:00", False, "2026-03-30T09:00+02:00"),
    ("a night with an hour less", NIGHT, [], NEW_YORK, "2026-03-08T00:30-05:00", True, "2026-03-08T01:00-05:00"),
    ("open through the missing hour", SHORT_NIGHT, [], NEW_YORK, "2026-03-08T03:10-04:00", True, "2026-03-08T05:00-04:00"),
    ("opening comes twice: the first", SHORT_NIGHT, [], NEW_YORK, "2026-11-01T01:20-04:00", False, "2026-11-01T01:30-04:00"),
    ("open when the hour comes again", SHORT_NIGHT, [], NEW_YORK, "2026-11-01T01:10-05:00", True, "2026-11-01T05:00-05:00"),
    ("closing comes twice: the second", LATE, [], NEW_YORK, "2026-11-01T01:40-04:00", True, "2026-11-01T01:30-05:00"),
    ("summer time ends: the day is longer", OFFICE, [], BERLIN, "2026-10-24T17:00+02:00", False, "2026-10-26T09:00+01:00"),
]


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1000)


@pytest.mark.parametrize(
    ("plan", "holidays", "zone", "now", "is_open", "changes"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_open_and_the_next_change(
    plan: WeekPlan | None, holidays: list[Holiday], zone: str, now: str, is_open: bool, changes: str | None
) -> None:
    assert open_at(plan, holidays, ZoneInfo(zone), ms(now)) is is_open
    assert next_change(plan, holidays, ZoneInfo(zone), ms(now)) == (ms(changes) if changes else None)


def test_an_opening_in_the_missing_hour_follows_the_offset_before_it() -> None:
    plan = WeekPlan(days=[[Interval("02:30", "05:00")]] * 7)
    assert next_change(plan, [], ZoneInfo(NEW_YORK), ms("2026-03-08T01:00-05:00")) == ms("2026-03-08T03:30-04:00")


def test_each_change_is_one_a_year_long() -> None:
    """What `next_change` says is where `open_at` changes, hour by hour through both changes of the clocks."""
    for plan in (OFFICE, NIGHT, SHORT_NIGHT, LATE):
        zone, now = ZoneInfo(NEW_YORK), ms("2026-01-01T00:00-05:00")
        while now < ms("2027-01-01T00:00-05:00"):
            before, at = open_at(plan, [], zone, now), next_change(plan, [], zone, now)
            assert at is not None
            assert at > now
            assert open_at(plan, [], zone, at - 1) is before
            assert open_at(plan, [], zone, at) is not before
            now = at


def plan(*intervals: Interval) -> WeekPlan:
    return WeekPlan(days=[[], list(intervals), [], [], [], [], []])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (plan(Interval("09:00", "09:00")), "p.days[1][0]"),
        (plan(Interval("09:00", "12:00"), Interval("11:59", "13:00")), "p.days[1][1]"),
        (plan(Interval("20:00", "02:00"), Interval("23:00", "24:00")), "p.days[1][1]"),
    ],
)
def test_a_plan_that_cannot_be_kept_names_the_interval(wrong: WeekPlan, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_plan(wrong, "p")
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ([Holiday(first="2026-02-29", last="2026-03-01")], "h[0].first"),
        ([Holiday(first="2026-03-01", last="2026-02-28")], "h[0].last"),
        ([Holiday(first="2026-03-01", last="2027-03-02")], "h[0].last"),
        ([Holiday(first="0001-03-01", last="0001-03-02")], "h[0].first"),
        ([GOLDEN, Holiday(first="2026-10-07", last="2026-10-08")], "h[1].first"),
        ([Holiday(first="2026-03-01", last="2026-03-01", intervals=[Interval("09:00", "09:00")])], "h[0].intervals[0]"),
    ],
)
def test_a_holiday_that_is_none_names_its_day(wrong: list[Holiday], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_holidays(wrong, "h")
    assert refusal.value.field == field
