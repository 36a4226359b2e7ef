"""What a visitor does may be what the company wants (domain/goals.py). It is noted once a visit; the roll-up counts what was noted."""

from collections.abc import Callable, Iterable

from parlor.domain.goals import Goal, Reached, ReachedGoals
from parlor.domain.ports import Clock
from parlor.domain.presence import Visit


def reach_goals(goals: Iterable[Goal], visit: Callable[[], Visit | None], reached: ReachedGoals, clock: Clock) -> None:
    """1 WU for each goal; nothing at all while there is none. `visit` is asked for only then; without one nothing is noted."""
    goals = list(goals)
    found = visit() if goals else None
    if found is None:
        return
    for goal in goals:
        reached.note(
            Reached(
                goal_id=goal.goal_id,
                visitor_id=found.visitor_id,
                visit_id=found.visit_id,
                started_at=found.started_at,
                at=clock.now_ms(),
                origin=found.origin,
            )
        )
