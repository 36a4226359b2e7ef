"""The work of agents in a period: conversations, how fast they answered, ratings, time on line."""

from collections import defaultdict

from parlor.domain.counting import STATE_COUNTED_MS, by_hours
from parlor.domain.directory import Agent, Directory
from parlor.domain.figures import Sheet, agent_code
from parlor.domain.metrics import PERIOD_MAX_DAYS, Figures, check_report, points_of, zone
from parlor.domain.ports import Clock, Presence
from parlor.domain.staff import Staff
from parlor.protocol.rest_reports import AgentFigures, AgentReport

_SHEETS: tuple[Sheet, ...] = ("agent", "score", "state")
_SUMS = (
    *("taken", "ended", "returned", "first_replies", "first_reply_ms", "replies", "reply_ms", "length_ms", "wrapped"),
    *("online_ms", "busy_ms", "away_ms", "invisible_ms"),
)
_PRESENT = ("online_ms", "busy_ms", "away_ms", "invisible_ms")


class _Sums:
    """One agent's, while the sheets are read."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = defaultdict(int)
        self.scores = [0] * 5
        self.days: set[str] = set()

    def add(self, figure: str, day: str, amount: int) -> None:
        self.numbers[figure] += amount
        if figure in _PRESENT and amount > 0:
            self.days.add(day)


def read_agent_report(
    staff: Staff, figures: Figures, directory: Directory, presence: Presence, clock: Clock, first: str, last: str
) -> AgentReport:
    """Reads three sheets over the period, and who is there now. Whose role is limited sees the agents of their departments.

    Raises `Invalid` naming `from` or `to`.
    """
    time_zone = directory.company().time_zone
    period, _ = check_report(first, last, "day", zone(time_zone), max_days=PERIOD_MAX_DAYS)
    days = points_of(period, "day")
    found: dict[str, _Sums] = defaultdict(_Sums)
    for sheet in _SHEETS:
        for cut in figures.cuts(sheet, period.start_ms, period.end_ms):
            day = days.get(cut.hour)
            if day is None:
                continue
            if cut.dimension == "agent":
                found[cut.value].add(cut.figure, day, cut.amount)
            elif cut.dimension == "score":
                found[cut.value[1:]].scores[int(cut.value[0]) - 1] += cut.amount
    _add_now(found, presence, clock.now_ms(), days)
    shown = [each for each in directory.agents() if staff.agent.reach is None or any(map(staff.reaches, each.department_ids))]
    known = sorted(shown, key=lambda each: (len(each.number), each.number))
    wanted = [each for each in known if not each.disabled or agent_code(each.agent_id) in found]
    return AgentReport(time_zone=time_zone, agents=[_row(each, found[agent_code(each.agent_id)]) for each in wanted])


def _add_now(found: dict[str, _Sums], presence: Presence, now: int, days: dict[int, str]) -> None:
    """The stretches that go on: they are counted when they end, see domain/counting.py."""
    for agent in presence.agents():
        if agent.state == "offline" or agent.state_since is None:
            continue
        for hour, ms in by_hours(max(agent.state_since, now - STATE_COUNTED_MS), now):
            if hour in days:
                found[agent_code(agent.agent_id)].add(f"{agent.state}_ms", days[hour], ms)


def _row(agent: Agent, sums: _Sums) -> AgentFigures:
    return AgentFigures(
        agent_id=agent.agent_id,
        number=agent.number,
        name=agent.name,
        gone=agent.disabled,
        scores=sums.scores if any(sums.scores) else [],
        days=len(sums.days),
        **{name: sums.numbers[name] for name in _SUMS},
    )
