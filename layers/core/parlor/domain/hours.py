"""When a company is open: a plan of the week, holidays, and the company's own clock. Times of the day are wall times.

An interval belongs to the day on which it begins, also the part of it behind midnight. A time of the day that a change of
the clocks leaves out is the one that the offset before the change gives (RFC 5545, 3.3.5); of one that comes twice, opening
means the first and closing the second: nobody is sent away an hour early.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from parlor.domain.errors import Invalid

_Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="YYYY-MM-DD")]

INTERVALS_MAX = 6
HOLIDAY_DAYS_MAX = 366
_HORIZON_DAYS = 400
"""So far a change is looked for: the longest holiday and a few weeks."""


class Interval(Struct, frozen=True, forbid_unknown_fields=True):
    """From `opens` to `closes`; a time of closing that is not later is one of the next day. 00:00 to 24:00 is the whole day."""

    opens: Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    closes: Annotated[str, Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]

    @property
    def minutes(self) -> tuple[int, int]:
        """Both ends in minutes after the midnight that the day begins with."""
        opens, closes = _minutes(self.opens), _minutes(self.closes)
        return opens, closes if closes > opens else closes + 24 * 60


Intervals = Annotated[list[Interval], Meta(max_length=INTERVALS_MAX)]

WHOLE_DAY = [Interval("00:00", "24:00")]


class WeekPlan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The intervals of Monday to Sunday; a day without any is closed."""

    days: Annotated[list[Intervals], Meta(min_length=7, max_length=7)]


class Holiday(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days that are not as their weekday: closed, or with intervals of their own. `last` is the last of them."""

    name: Annotated[str, Meta(max_length=60)] = ""
    first: _Day
    last: _Day
    intervals: Intervals = []


def open_at(plan: WeekPlan | None, holidays: Sequence[Holiday], zone: ZoneInfo, now_ms: int) -> bool:
    """Without a plan every day is open the whole day, holidays apart."""
    return any(opens <= now_ms < closes for opens, closes in _moments(plan, holidays, zone, now_ms, 1))


def next_change(plan: WeekPlan | None, holidays: Sequence[Holiday], zone: ZoneInfo, now_ms: int) -> int | None:
    """When it closes if it is open now, and opens if it is closed; None if that is not within the next year."""
    until: int | None = None
    for opens, closes in _moments(plan, holidays, zone, now_ms, _HORIZON_DAYS):
        if until is None and opens > now_ms:
            return opens
        if until is not None and opens > until:
            return until
        if closes > now_ms:
            until = max(until or 0, closes)
    last = _moment(_today(zone, now_ms) + timedelta(_HORIZON_DAYS), 0, zone)
    return until if until is not None and until < last else None


def check_plan(plan: WeekPlan, path: str) -> None:
    """Raises `Invalid` naming an interval that is empty or begins before the one before it has ended."""
    for index, intervals in enumerate(plan.days):
        check_intervals(intervals, f"{path}.days[{index}]")


def check_intervals(intervals: Sequence[Interval], path: str) -> None:
    end = 0
    for index, interval in enumerate(intervals):
        opens, closes = interval.minutes
        if interval.opens == interval.closes:
            raise Invalid("It opens and closes at the same time.", field=f"{path}[{index}]")
        if opens < end:
            raise Invalid("It begins before the one before it has ended.", field=f"{path}[{index}]")
        end = closes


def check_holidays(holidays: Sequence[Holiday], path: str) -> None:
    """Raises `Invalid` for a day that is not in the calendar, and for one that belongs to two of them."""
    taken: dict[date, int] = {}
    for index, holiday in enumerate(holidays):
        first, last = _day(holiday.first, f"{path}[{index}].first"), _day(holiday.last, f"{path}[{index}].last")
        if not first <= last < first + timedelta(HOLIDAY_DAYS_MAX):
            raise Invalid(f"The last day is not before the first, and at most {HOLIDAY_DAYS_MAX} days.", field=f"{path}[{index}].last")
        check_intervals(holiday.intervals, f"{path}[{index}].intervals")
        for offset in range((last - first).days + 1):
            if taken.setdefault(first + timedelta(offset), index) != index:
                raise Invalid("One of these days is here twice.", field=f"{path}[{index}].first")


def _day(text: str, path: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Invalid("There is no such day.", field=path) from None
    if not 2000 <= day.year < 2200:
        raise Invalid("The year lies between 2000 and 2199.", field=path)
    return day


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _today(zone: ZoneInfo, now_ms: int) -> date:
    return datetime.fromtimestamp(now_ms / 1000, zone).date()


def _moments(plan: WeekPlan | None, holidays: Sequence[Holiday], zone: ZoneInfo, now_ms: int, days: int) -> Iterator[tuple[int, int]]:
    """The intervals of yesterday, which may reach into today, and of the days from today on, by their beginning."""
    today = _today(zone, now_ms)
    for offset in range(-1, days):
        day = today + timedelta(offset)
        for interval in _intervals(plan, holidays, day):
            opens, closes = interval.minutes
            yield _moment(day, opens, zone), _moment(day, closes, zone, closing=True)


def _intervals(plan: WeekPlan | None, holidays: Sequence[Holiday], day: date) -> Sequence[Interval]:
    text = day.isoformat()
    for holiday in holidays:
        if holiday.first <= text <= holiday.last:
            return holiday.intervals
    return WHOLE_DAY if plan is None else plan.days[day.weekday()]


def _moment(day: date, minutes: int, zone: ZoneInfo, *, closing: bool = False) -> int:
    wall = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minutes)
    first = _ms(wall)
    return max(first, _ms(wall.replace(fold=1))) if closing else first


def _ms(wall: datetime) -> int:
    return round(wall.astimezone(UTC).timestamp() * 1000)
