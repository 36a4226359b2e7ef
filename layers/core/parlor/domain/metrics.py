"""Figures: what is counted, when it counts, and how UTC hours become hours and days of a tenant's time zone.

One definition for each figure. Cards, tables, charts and files all read the same counters.

    visits                  visits that started: a visitor's stay with less than 30 minutes' pause
    views                   pages that were shown
    consultations_online    conversations, by the hour in which they opened
    accepted                conversations that an agent took at least once, by the hour in which they *opened*, so that
                            accepted / online is a share of the same conversations
    accepted_in_time        those of them that an agent took within the company's limit (`in_time`)
    consultations_offline   messages left
    consultations           consultations_online + consultations_offline

Counters are kept by UTC hour. In a zone whose offset is not a whole number of hours a UTC hour belongs to the local hour
and day in which it begins.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from parlor.domain.errors import Invalid
from parlor.domain.ids import TenantId

Metric = Literal["visits", "views", "consultations_online", "consultations_offline", "accepted", "accepted_in_time"]
Grain = Literal["hour", "day"]

HOUR_MS = 3_600_000
PERIOD_MAX_DAYS = 400
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


class Counted(Struct, frozen=True):
    """Something that happened and counts one. `event` names it for ever within the tenant: the same event counts once."""

    tenant: TenantId
    metric: Metric
    at: int
    """Milliseconds since 1970 UTC: the hour in which it counts."""
    event: str


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


def total(hours: Mapping[int, int], period: Period) -> int:
    return sum(hours.get(hour, 0) for hour, _ in period.hours())


def by_time(hours: Mapping[int, int], period: Period, grain: Grain) -> dict[str, int]:
    """Every hour or day of the period with its count, zeros too, named by its local start.

    An hour that the clock runs through twice in autumn is one entry with both counts; one that spring skips has none.
    """
    points: dict[str, int] = {}
    for hour, local in period.hours():
        name = local.strftime("%Y-%m-%dT%H") if grain == "hour" else local.strftime("%Y-%m-%d")
        points[name] = points.get(name, 0) + hours.get(hour, 0)
    return points


class Counters(Protocol):
    """Counts, each event once however often it is told."""

    def count(self, counted: Iterable[Counted]) -> None:
        """Raises only when the table cannot be reached; then everything may be told again."""


class Figures(Protocol):
    """One tenant's counters."""

    def hours(self, metric: Metric, start_ms: int, end_ms: int) -> dict[int, int]:
        """Counts by the start of their UTC hour; hours without any are absent."""

    def ever(self, metric: Metric) -> bool:
        """Whether anything was ever counted."""
