"""How figures are counted and read: hours of UTC, and how they become hours, days, weeks, months and years of a tenant's time zone.

What each figure means stands in domain/figures.py. Counters are kept by UTC hour. In a zone whose offset is not a whole number of
hours a UTC hour belongs to the local hour and day in which it begins.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal, Protocol, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from parlor.domain.errors import Invalid
from parlor.domain.figures import Dimension, FigureName, Sheet, Total
from parlor.domain.ids import TenantId

Grain = Literal["hour", "day", "week", "month", "year"]

HOUR_MS = 3_600_000
PERIOD_MAX_DAYS = 400
LONG_MAX_DAYS = 5 * 366
"""By months and years."""
HOURLY_MAX_DAYS = 62
"""More hours than this are a wall of bars that nobody reads."""


def in_time(opened_at: int, accepted_at: int, limit_s: int) -> bool:
    """Whether an agent took a conversation within the company's limit of waiting (`wait_limit_s`), counted from its opening.

    It is decided when the agent accepts, by the limit of that moment, and stored in the log: a limit that changes later
    changes no figure. A conversation that goes back to a queue and is taken again does not become in time by that.
    """
    return accepted_at - opened_at <= limit_s * 1000


def service_level(opened: int, accepted_in_time: int, waiting: int) -> float | None:
    """Of the conversations that were opened in a period and do not wait any more, the share that was accepted in time.

    `waiting` is how many wait now: nobody knows yet whether they will be in time. Who left the queue or was sent away after
    too long a wait counts as not in time. None when there is nothing to measure.
    """
    decided = max(opened - waiting, accepted_in_time)
    return accepted_in_time / decided if decided > 0 else None


def missed(opened: int, accepted: int, waiting: int) -> int:
    """Of the conversations that were opened in a period, those that nobody accepted and that do not wait any more."""
    return max(opened - accepted - waiting, 0)


class Count(Struct, frozen=True):
    """What an event adds: to the figure's total or, with a dimension, to one of its values."""

    figure: FigureName
    at: int
    """Milliseconds since 1970 UTC: the hour in which it counts."""
    amount: int = 1
    dimension: Dimension | None = None
    value: str = ""


class Counted(Struct, frozen=True):
    """Something that happened and counts. `event` names it for ever within the tenant: the same event counts once, wholly."""

    tenant: TenantId
    event: str
    at: int
    """When it happened, in milliseconds since 1970 UTC."""
    counts: tuple[Count, ...]


def hour_of(at_ms: int) -> int:
    """The start of the UTC hour."""
    return at_ms - at_ms % HOUR_MS


# --- reading -------------------------------------------------------------------------------------------------------


class Period(Struct, frozen=True):
    """Whole days of a time zone, both included."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """The period of the same length that ends where this one begins."""
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1), self.zone)

    @property
    def start_ms(self) -> int:
        return _midnight_ms(self.first, self.zone)

    @property
    def end_ms(self) -> int:
        """The first moment after the period."""
        return _midnight_ms(self.last + timedelta(days=1), self.zone)

    def hours(self) -> Iterator[tuple[int, datetime]]:
        """The UTC hours that begin within the period, with their local time. 23 or 25 on the days when clocks change."""
        hour = hour_of(self.start_ms)
        while hour < self.end_ms:
            local = datetime.fromtimestamp(hour / 1000, self.zone)
            if self.first <= local.date() <= self.last:
                yield hour, local
            hour += HOUR_MS


def _midnight_ms(day: date, zone: ZoneInfo) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1000)


def zone(name: str) -> ZoneInfo:
    """Raises `Invalid` for a name that is not in the IANA data base."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Invalid("This is not a time zone of the IANA data base, such as Asia/Shanghai.", field="time_zone") from None


def check_period(first: str, last: str, in_zone: ZoneInfo, *, max_days: int = PERIOD_MAX_DAYS) -> Period:
    """The period from `first` to `last` (`2026-11-22`). Raises `Invalid` when it is none, reversed, or too long."""
    period = Period(_day(first, "from"), _day(last, "to"), in_zone)
    if period.days < 1:
        raise Invalid("The period ends before it begins.", field="to")
    if period.days > max_days:
        raise Invalid(f"The period is longer than {max_days} days.", field="to")
    return period


def check_report(first: str, last: str, grain: str, in_zone: ZoneInfo, *, max_days: int | None = None) -> tuple[Period, Grain]:
    """The period of a report and its grain. Raises `Invalid` naming `from`, `to` or `grain` for what no report can be of.

    By months and years it may be longer, unless `max_days` says how long it may be.
    """
    found = next((each for each in get_args(Grain) if each == grain), None)
    if found is None:
        raise Invalid("Choose hour, day, week, month or year.", field="grain")
    longest = LONG_MAX_DAYS if found in ("month", "year") else PERIOD_MAX_DAYS
    limit = HOURLY_MAX_DAYS if found == "hour" else max_days or longest
    return check_period(first, last, in_zone, max_days=limit), found


def _day(text: str, field: str) -> date:
    try:
        found = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2100:
        raise Invalid("Write a day as 2026-11-22.", field=field)
    return found


def today(now_ms: int, in_zone: ZoneInfo) -> Period:
    day = datetime.fromtimestamp(now_ms / 1000, in_zone).date()
    return Period(day, day, in_zone)


def utc_days(start_ms: int, end_ms: int) -> tuple[str, str]:
    """The first and last UTC day, as `20261122`, of the hours in a stretch of time."""
    first, last = (datetime.fromtimestamp(at / 1000, UTC).strftime("%Y%m%d") for at in (hour_of(start_ms), end_ms - 1))
    return first, last


def points_of(period: Period, grain: Grain) -> dict[int, str]:
    """Every UTC hour of the period with the name of its point, in order."""
    return {hour: point_of(local, grain) for hour, local in period.hours()}


def total(hours: Mapping[int, int], period: Period) -> int:
    return sum(hours.get(hour, 0) for hour, _ in period.hours())


def point_of(local: datetime, grain: Grain) -> str:
    """The name of the hour, day, week, month or year: `2026-11-22T10`, `2026-11-22`, the week's Monday, `2026-11`, `2026`."""
    match grain:
        case "hour":
            return local.strftime("%Y-%m-%dT%H")
        case "day":
            return local.strftime("%Y-%m-%d")
        case "week":
            return (local.date() - timedelta(days=local.weekday())).isoformat()
        case "month":
            return local.strftime("%Y-%m")
        case "year":
            return local.strftime("%Y")


def by_time(hours: Mapping[int, int], period: Period, grain: Grain) -> dict[str, int]:
    """Every hour, day, week, month or year of the period with its count, zeros too, named by its local start.

    An hour that the clock runs through twice in autumn is one entry with both counts; one that spring skips has none. A week, month or
    year that the period cuts has what lies within.
    """
    points: dict[str, int] = {}
    for hour, local in period.hours():
        name = point_of(local, grain)
        points[name] = points.get(name, 0) + hours.get(hour, 0)
    return points


class Counters(Protocol):
    """Counts, each event once however often it is told."""

    def count(self, counted: Iterable[Counted]) -> None:
        """Raises only when the table cannot be reached; then everything may be told again."""


class Cut(Struct, frozen=True):
    """One number of a sheet: a figure by a value of a dimension in a UTC hour."""

    hour: int
    figure: FigureName
    dimension: Dimension
    value: str
    amount: int


class Figures(Protocol):
    """One tenant's counters."""

    def hours(self, metric: Total, start_ms: int, end_ms: int) -> dict[int, int]:
        """Totals by the start of their UTC hour; hours without any are absent."""

    def cuts(self, sheet: Sheet, start_ms: int, end_ms: int, only: tuple[FigureName, Dimension] | None = None) -> Iterator[Cut]:
        """Everything of a sheet, or one figure by one dimension of it, hour by hour."""

    def ever(self, metric: Total) -> bool:
        """Whether anything was ever counted."""
