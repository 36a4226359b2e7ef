"""REST bodies of the goals that visitors reach (转化目标)."""

from typing import Annotated

from msgspec import Meta, Struct

from parlor.domain.goals import GOALS_MAX, Goal


class GoalList(Struct, frozen=True, kw_only=True):
    """What the company wants its visitors to do, in the order in which the funnel shows it."""

    version: int
    goals: list[Goal]


class ChangeGoals(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of them; one that is left out is not counted any more."""

    version: int
    goals: Annotated[list[Goal], Meta(max_length=GOALS_MAX)]
