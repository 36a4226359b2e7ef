"""From a visit to a card, and to what the company wants of it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import get_args

from parlor.domain.directory import Directory
from parlor.domain.figures import CODE_LENGTH, code_of
from parlor.domain.goals import Goal
from parlor.domain.metrics import LONG_MAX_DAYS, PERIOD_MAX_DAYS, Figures, Period, check_period, points_of, total, zone
from parlor.protocol.rest_reports import Funnel, FunnelGoal, FunnelName, FunnelStep


def read_funnel(figures: Figures, directory: Directory, first: str, last: str, goals: Sequence[Goal] = ()) -> Funnel:
    """One query for each step, over the period and the one before; where there are goals also the sheets of goals and of visits.

    Raises `Invalid` naming `from` or `to`.
    """
    time_zone = directory.company().time_zone
    period = check_period(first, last, zone(time_zone), max_days=PERIOD_MAX_DAYS if goals else LONG_MAX_DAYS)
    steps = []
    for step in get_args(FunnelName):
        hours = figures.hours(step, period.before.start_ms, period.end_ms)
        steps.append(FunnelStep(step=step, total=total(hours, period), before=total(hours, period.before)))
    if not goals:
        return Funnel(time_zone=time_zone, steps=steps)
    return Funnel(time_zone=time_zone, steps=steps, goals=_goals(figures, goals, period), sources=_visits_by_source(figures, period))


def _goals(figures: Figures, goals: Sequence[Goal], period: Period) -> list[FunnelGoal]:
    hours = points_of(period, "year")
    sources: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    before: dict[str, int] = defaultdict(int)
    length = CODE_LENGTH["goal"]
    for cut in figures.cuts("goal", period.before.start_ms, period.end_ms, ("goals", "goal")):
        if cut.hour in hours:
            sources[cut.value[:length]][cut.value[length:]] += cut.amount
        elif cut.hour < period.start_ms:
            before[cut.value[:length]] += cut.amount
    return [
        FunnelGoal(
            goal_id=goal.goal_id,
            name=goal.name,
            total=sum(sources[code].values()),
            before=before[code],
            sources=dict(sources[code]),
        )
        for goal in goals
        for code in [code_of("goal", goal.goal_id)]
    ]


def _visits_by_source(figures: Figures, period: Period) -> dict[str, int]:
    hours = points_of(period, "year")
    found: dict[str, int] = defaultdict(int)
    for cut in figures.cuts("visit", period.start_ms, period.end_ms, ("visits", "source")):
        if cut.hour in hours:
            found[cut.value] += cut.amount
    return dict(found)
