"""Reports that are mailed by themselves (定时报表): which, to whom, when. docs/reports.md says what holds.

A *run* is one sending: of a period (`d2026-11-22`: the daily mail of that day), or one that somebody asked for (`n<ulid>`). Whoever gets
a run's mail gets it once, however often a job is told.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from msgspec import Struct

from parlor.domain.directory import Agent, Language
from parlor.domain.errors import Conflict
from parlor.domain.ids import AgentId, TenantId
from parlor.domain.metrics import Grain
from parlor.domain.reports import ReportName, right_for
from parlor.domain.rights import Right

Cadence = Literal["daily", "weekly", "monthly"]

SCHEDULES_MAX = 20
REPORTS_MAX = 10
RECIPIENTS_MAX = 50
TRIES = 4
"""Of one run; they are some five minutes apart. Then it is given up and shown as failed."""
LATE_MS = 3 * 86_400_000
"""A period that is later than this is not made up for."""


class Result(Struct, frozen=True, kw_only=True):
    """How the last run ended. `names` are those who should have got a mail and did not."""

    at: int
    outcome: Literal["sent", "partly", "failed", "nobody"]
    sent: int = 0
    names: tuple[str, ...] = ()
    asked_for: bool = False
    """Somebody asked for it; not one of the periods."""


class ReportSchedule(Struct, frozen=True, kw_only=True):
    """`weekday` (0: Monday) belongs to weekly, `day` of the month to monthly; in a shorter month its last day stands for it.

    `hour` is one of the company's time zone. `agent_ids` get the mail; those in `unsubscribed` do not want it any more.
    """

    schedule_id: str
    name: str
    reports: tuple[ReportName, ...]
    cadence: Cadence
    weekday: int = 0
    day: int = 1
    hour: int = 8
    grain: Grain = "day"
    language: Language
    attach: bool = True
    agent_ids: tuple[AgentId, ...]
    unsubscribed: tuple[AgentId, ...] = ()
    paused: bool = False
    made_by: str
    made_at: int
    version: int = 1

    @property
    def rights(self) -> frozenset[Right]:
        """What it takes to get it: what the reports take, and to take figures out of the product."""
        return frozenset(("export_reports", *(right_for(name) for name in self.reports)))


class Progress(Struct, frozen=True, kw_only=True):
    """`next_at`: when the next period's mail is due; None while it is paused."""

    next_at: int | None = None
    last: Result | None = None


class Due(Struct, frozen=True):
    """A run that is to be done at `at`, in milliseconds since 1970 UTC."""

    at: int
    tenant: TenantId
    schedule_id: str
    run: str


# --- when ----------------------------------------------------------------------------------------------------------


def next_due(schedule: ReportSchedule, after_ms: int, zone: ZoneInfo) -> int:
    """The first moment after `after_ms` that the schedule names.

    On the day on which the clock jumps over the hour, the moment after the jump; where the hour comes twice, the first of them.
    """
    day = datetime.fromtimestamp(after_ms / 1000, zone).date() - timedelta(days=1)
    while True:
        if _falls_on(schedule, day):
            moment = datetime(day.year, day.month, day.day, schedule.hour, tzinfo=zone)
            at = int(moment.astimezone(UTC).timestamp() * 1000)
            if at > after_ms:
                return at
        day += timedelta(days=1)


def _falls_on(schedule: ReportSchedule, day: date) -> bool:
    match schedule.cadence:
        case "daily":
            return True
        case "weekly":
            return day.weekday() == schedule.weekday
        case "monthly":
            return day.day == min(schedule.day, monthrange(day.year, day.month)[1])


def run_of(schedule: ReportSchedule, at: int, zone: ZoneInfo) -> str:
    """The name of the period's run: a day has one, whatever its hour was changed to."""
    return f"{schedule.cadence[0]}{datetime.fromtimestamp(at / 1000, zone).date().isoformat()}"


def days_of(cadence: Cadence, at: int, zone: ZoneInfo) -> tuple[str, str]:
    """What a mail at `at` is about: the day before; the seven days before; the month before."""
    today = datetime.fromtimestamp(at / 1000, zone).date()
    yesterday = today - timedelta(days=1)
    match cadence:
        case "daily":
            first, last = yesterday, yesterday
        case "weekly":
            first, last = today - timedelta(days=7), yesterday
        case "monthly":
            last = today.replace(day=1) - timedelta(days=1)
            first = last.replace(day=1)
    return first.isoformat(), last.isoformat()


def following(schedule: ReportSchedule, at: int, now: int, zone: ZoneInfo) -> int:
    """The period after that of `at`; after a long outage the next one from now on."""
    return next_due(schedule, at if now - at < LATE_MS else now, zone)


# --- to whom -------------------------------------------------------------------------------------------------------

RecipientState = Literal["gets_it", "no_right", "unsubscribed", "gone"]


def state_of(schedule: ReportSchedule, agent: Agent | None, agent_id: AgentId) -> RecipientState:
    """The figures are the company's, so who is limited to departments has no right to them."""
    if agent is None or agent.disabled or not agent.email:
        return "gone"
    if not schedule.rights <= agent.rights or agent.reach is not None:
        return "no_right"
    return "unsubscribed" if agent_id in schedule.unsubscribed else "gets_it"


def recipients(schedule: ReportSchedule, agents: Iterable[Agent]) -> list[Agent]:
    """Those who get it, by what they may now."""
    known = {agent.agent_id: agent for agent in agents}
    found = ((agent_id, known.get(agent_id)) for agent_id in schedule.agent_ids)
    return [agent for agent_id, agent in found if agent and state_of(schedule, agent, agent_id) == "gets_it"]


def check_room(schedules: Sequence[ReportSchedule]) -> None:
    """Raises `Conflict` (`limit_reached`)."""
    if len(schedules) >= SCHEDULES_MAX:
        raise Conflict(f"A company has at most {SCHEDULES_MAX} scheduled reports. Delete one first.", code="limit_reached")


class ReportSchedules(Protocol):
    """One tenant's schedules. All that changes one raises `Conflict` when the stored version is another one."""

    def all(self) -> list[tuple[ReportSchedule, Progress]]:
        """By name."""

    def find(self, schedule_id: str) -> tuple[ReportSchedule, Progress] | None: ...

    def add(self, schedule: ReportSchedule, due: Due | None) -> None: ...

    def change(self, before: ReportSchedule, after: ReportSchedule, due: Due | None) -> ReportSchedule:
        """`due` takes the place of the period that was awaited."""

    def unsubscribe(self, schedule_id: str, agent_id: AgentId) -> bool:
        """Whether there was something to stop."""

    def delete(self, schedule: ReportSchedule) -> None: ...

    def ask_for(self, due: Due) -> None:
        """A run besides the periods."""

    # --- while a run is done

    def begin(self, due: Due, now: int, until: int) -> int | None:
        """Takes the run until `until`. How often it was begun, this time included; None while somebody else has it or when it is over."""

    def is_over(self, due: Due) -> bool: ...

    def claim(self, due: Due, agent_id: AgentId) -> bool:
        """False when this agent has had the run's mail."""

    def give_back(self, due: Due, agent_id: AgentId) -> None: ...

    def leave(self, due: Due) -> None:
        """Somebody may begin it again."""

    def finish(self, due: Due, result: Result | None, following: Due | None) -> None:
        """The run is over, and the period after it awaited, unless the schedule was changed meanwhile."""


class DueReports(Protocol):
    """What is to be sent, of all tenants."""

    def until(self, now: int) -> Iterable[Due]:
        """The longest overdue first."""
