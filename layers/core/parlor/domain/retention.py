"""How long a company keeps what (保留期限): periods that its administrators choose, from when they hold, and which days are over.

What is over goes by whole days of UTC, and a day later than the period says at the soonest. A change that lets more go begins a day
after it was made, so that it can be taken back (docs/privacy.md, "Periods").
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Literal, Protocol, get_args

from msgspec import Struct

from parlor.domain.errors import Invalid
from parlor.domain.ids import ConversationId, LeftMessageId, TenantId, VisitorId
from parlor.domain.personal_data import Row

RetentionKind = Literal["conversations", "left_messages", "profiles", "audit"]
"""
conversations  ended ones with messages, notes, files, ratings, their lines in the archive and the visitors' words in the figures
left_messages  with answers and notes, from the last word on
profiles       what visitors without a card said of themselves, from their last visit on
audit          the audit log and the sign-in log
"""
KINDS: tuple[RetentionKind, ...] = get_args(RetentionKind)
CHOICES = (3, 6, 12, 24, 36)
"""Months."""
AUDIT_LEAST = 6
"""Months: whoever does harm must not be able to wipe away soon who it was."""
DAY_MS = 86_400_000
NOTICE_MS = DAY_MS
"""Between a change that lets more go and its beginning."""
COUNTED_MAX = 2_000
"""So many of a kind are counted while somebody waits."""


class KeptFor(Struct, frozen=True, kw_only=True):
    """Months; None: for ever."""

    conversations: int | None = None
    left_messages: int | None = None
    profiles: int | None = None
    audit: int | None = None

    def of(self, kind: RetentionKind) -> int | None:
        months: int | None = getattr(self, kind)
        return months

    @property
    def any(self) -> bool:
        return any(self.of(kind) is not None for kind in KINDS)


class Retention(Struct, frozen=True, kw_only=True):
    """A company's document. `following` takes the place of `periods` at `following_at` (milliseconds since 1970 UTC)."""

    version: int = 0
    periods: KeptFor = KeptFor()
    following: KeptFor | None = None
    following_at: int | None = None
    changed_at: int | None = None
    changed_by: str = ""

    def at(self, now: int) -> KeptFor:
        """What holds then."""
        begun = self.following is not None and self.following_at is not None and self.following_at <= now
        return self.following if begun and self.following is not None else self.periods


class Kept(Struct, frozen=True, kw_only=True):
    """What has gone so far by place, when something went for the last time, and how far visitors have been looked through.

    `profiles_until` is a UTC day: visits before it have been looked through. `worked_on` is the UTC day of the last run that came to
    its end.
    """

    gone: dict[str, int] = {}
    last_at: int | None = None
    profiles_until: str = ""
    worked_on: str = ""


class Aged(Struct, frozen=True):
    """An ended conversation that is over."""

    conversation_id: ConversationId
    visitor_id: VisitorId
    closed_at: int


class Oldest(Struct, frozen=True):
    """`found` of a kind before a moment, counted up to a limit; `since` is the oldest one's moment."""

    found: int
    more: bool = False
    since: int | None = None


class RetentionSettings(Protocol):
    """One tenant's; see storage/retention.py for what each call costs."""

    def fresh(self) -> Retention: ...
    def change(self, before: Retention, after: Retention) -> Retention:
        """Raises `Conflict` when somebody has changed it since it was read."""

    def kept(self) -> Kept: ...
    def note(self, kept: Kept) -> None: ...


class AgedRows(Protocol):
    """One tenant's rows by age. Moments are in milliseconds since 1970 UTC; what a call gives came before them."""

    def conversations(self, before: int) -> Iterator[Aged]:
        """Oldest first. While they are read they may be deleted."""

    def left_messages(self, before: int) -> Iterator[tuple[LeftMessageId, int]]:
        """With the moment of the last word."""

    def log_entries(self, before: int) -> Iterator[Row]:
        """Of the audit log and of the sign-in log."""

    def of_conversations(self, aged: Iterable[Aged]) -> Iterator[Row]:
        """What stands elsewhere than in the conversations: the lines of the visitors' histories."""

    def profiles(self, visitors: Iterable[VisitorId], before: int) -> Iterator[tuple[VisitorId, list[Row]]]:
        """Those without a card that were not seen since, with the rows that go; what leads to conversations that are kept stays."""

    def oldest(self, kind: RetentionKind, before: int, most: int) -> Oldest | None:
        """None for what cannot be counted."""


def first_day_kept(months: int, now: int) -> str:
    """The UTC day (`2026-11-22`) from which on everything stays: the same day so many months ago, and a day more."""
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    place = today.year * 12 + today.month - 1 - months
    year, month = divmod(place, 12)
    for day in range(today.day, 0, -1):
        try:
            same = today.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
        return (same - timedelta(days=1)).isoformat()
    raise AssertionError("Every month has a first day.")


def start_of(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000)


def day_after(day: str) -> str:
    return (datetime.fromisoformat(day) + timedelta(days=1)).date().isoformat()


def check_periods(wanted: KeptFor) -> None:
    """Raises `Invalid` naming the kind."""
    for kind in KINDS:
        months = wanted.of(kind)
        if months is not None and months not in CHOICES:
            raise Invalid(f"Choose one of {CHOICES} months, or none.", field=f"periods.{kind}")
    if wanted.audit is not None and wanted.audit < AUDIT_LEAST:
        raise Invalid(f"The audit log is kept for {AUDIT_LEAST} months at least.", code="too_short", field="periods.audit")


def shorter(before: KeptFor, after: KeptFor) -> tuple[RetentionKind, ...]:
    """Of what more goes."""
    return tuple(kind for kind in KINDS if _months(after.of(kind)) < _months(before.of(kind)))


def changed(before: Retention, wanted: KeptFor, now: int, by: str) -> Retention:
    """What is kept longer is kept longer at once; what goes sooner goes sooner after the days of notice, unless it was to go so already."""
    holds = before.at(now)
    sooner = shorter(holds, wanted)
    now_on = KeptFor(**{kind: holds.of(kind) if kind in sooner else wanted.of(kind) for kind in KINDS})
    waits = before.following is not None and before.following == wanted and before.at(now) == before.periods
    begins = before.following_at if waits else now + NOTICE_MS
    return Retention(
        version=before.version,
        periods=now_on,
        following=wanted if sooner else None,
        following_at=begins if sooner else None,
        changed_at=now,
        changed_by=by,
    )


def _months(period: int | None) -> float:
    return float("inf") if period is None else period


class RetentionMarks(Protocol):
    def all(self) -> list[TenantId]:
        """The companies that let anything go."""
