"""Hours of UTC read as hours and days of a time zone, on the days too when clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parlor.domain.errors import Invalid
from parlor.domain.metrics import HOUR_MS, Period, by_time, check_period, today, total, utc_days, zone

ZONES = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "UTC",
    "Asia/Kolkata",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "America/St_Johns",
]
SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def test_a_day_begins_at_the_tenants_midnight() -> None:
    hours = {at("2026-11-21T15:00"): 1, at("2026-11-21T16:00"): 2, at("2026-11-22T15:00"): 4, at("2026-11-22T16:00"): 8}
    day = Period(date(2026, 11, 22), date(2026, 11, 22), SHANGHAI)
    assert by_time(hours, day, "day") == {"2026-11-22": 6}
    assert total(hours, day) == 6
    by_hour = by_time(hours, day, "hour")
    assert (len(by_hour), by_hour["2026-11-22T00"], by_hour["2026-11-22T23"]) == (24, 2, 4)


def test_the_day_that_summer_time_ends_has_one_hour_twice() -> None:
    day = Period(date(2026, 10, 25), date(2026, 10, 25), BERLIN)
    hours = {at("2026-10-25T00:00"): 1, at("2026-10-25T01:00"): 2}
    by_hour = by_time(hours, day, "hour")
    assert len(list(day.hours())) == 25
    assert (len(by_hour), by_hour["2026-10-25T02"]) == (24, 3)


def test_the_day_that_summer_time_begins_lacks_an_hour() -> None:
    day = Period(date(2026, 3, 29), date(2026, 3, 29), BERLIN)
    by_hour = by_time({}, day, "hour")
    assert len(by_hour) == 23
    assert "2026-03-29T02" not in by_hour


def test_the_period_before_has_the_same_length_and_touches() -> None:
    week = Period(date(2026, 11, 16), date(2026, 11, 22), SHANGHAI)
    assert (week.before.first, week.before.last) == (date(2026, 11, 9), date(2026, 11, 15))
    assert week.before.end_ms == week.start_ms


@settings(deadline=None)
@given(
    st.sampled_from(ZONES),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.integers(1, 40),
    st.lists(st.integers(at("2023-12-01T00:00") // HOUR_MS, at("2028-03-01T00:00") // HOUR_MS), max_size=60),
)
def test_every_hour_counts_on_exactly_one_local_day_and_hours_and_days_agree(
    name: str, first: date, length: int, events: list[int]
) -> None:
    in_zone = ZoneInfo(name)
    hours: dict[int, int] = {}
    for event in events:
        hours[event * HOUR_MS] = hours.get(event * HOUR_MS, 0) + 1
    days = [first + timedelta(days=offset) for offset in range(length)]
    whole = Period(days[0], days[-1], in_zone)
    expected = sum(count for hour, count in hours.items() if days[0] <= datetime.fromtimestamp(hour / 1000, in_zone).date() <= days[-1])
    assert sum(by_time(hours, whole, "hour").values()) == expected
    assert sum(by_time(hours, whole, "day").values()) == expected
    assert sum(total(hours, Period(day, day, in_zone)) for day in days) == expected


@settings(deadline=None)
@given(st.sampled_from(ZONES), st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(1, 400))
def test_the_utc_days_of_a_period_hold_all_its_hours(name: str, first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length - 1), ZoneInfo(name))
    low, high = utc_days(period.start_ms, period.end_ms)
    names = [datetime.fromtimestamp(hour / 1000, UTC).strftime("%Y%m%d") for hour, _ in period.hours()]
    assert low <= min(names) <= max(names) <= high


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2026-11-22", "2026-11-21", "to"),
        ("2025-01-01", "2026-02-05", "to"),
        ("2026-02-30", "2026-03-01", "from"),
        ("22.11.2026", "2026-11-22", "from"),
        ("0001-01-01", "0001-01-01", "from"),
        ("2026-11-22", "9999-12-31", "to"),
        ("20261122", "2026-11-22", "from"),
        ("", "", "from"),
    ],
)
def test_an_absurd_period_names_the_wrong_end(first: str, last: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_period(first, last, SHANGHAI)
    assert refusal.value.field == field


def test_four_hundred_days_are_a_period() -> None:
    assert check_period("2025-01-01", "2026-02-04", SHANGHAI).days == 400


def test_today_is_the_tenants_today() -> None:
    assert today(at("2026-11-22T16:00"), SHANGHAI).first == date(2026, 11, 23)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc/passwd", "Asia", "/etc/localtime", "asia shanghai", "\x00"])
def test_a_name_that_is_no_time_zone_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        zone(name)
    assert refusal.value.field == "time_zone"
