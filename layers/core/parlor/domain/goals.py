"""What a company wants its visitors to do (转化目标): an event or conversion that its site tells of, or a page that is seen."""

import re
from typing import Annotated, Literal, Protocol

from msgspec import Meta, Struct, ValidationError, convert

from parlor.domain.errors import Invalid
from parlor.domain.happenings import Happening
from parlor.domain.ids import VisitorId
from parlor.domain.origin import Origin
from parlor.domain.pages import Pattern, page_expression

GoalKind = Literal["event", "conversion", "page"]
GOALS_MAX = 10
"""More last steps of a funnel nobody reads."""


class Goal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`match` is the name that the site tells, or a pattern of the page (domain/pages.py)."""

    goal_id: Annotated[str, Meta(pattern="^[0-7][0-9A-HJKMNP-TV-Z]{25}$")]
    name: Annotated[str, Meta(min_length=1, max_length=40)]
    kind: GoalKind
    match: Annotated[str, Meta(min_length=1, max_length=200)]


class Goals(Struct, frozen=True, kw_only=True):
    """The company's document."""

    version: int = 0
    goals: list[Goal] = []


class Reached(Struct, frozen=True, kw_only=True):
    """A visit that has reached a goal. `at` is when, `started_at` when the visit began."""

    goal_id: str
    visitor_id: VisitorId
    visit_id: str
    started_at: int
    at: int
    origin: Origin | None = None


class ReachedGoals(Protocol):
    """One tenant's."""

    def goals(self) -> Goals:
        """As they were some seconds ago."""

    def note(self, reached: Reached) -> None:
        """Once for each visit and goal, however often it is said."""


class GoalEditor(Protocol):
    """One tenant's document."""

    def fresh(self) -> Goals: ...

    def change(self, before: Goals, after: Goals) -> Goals:
        """Returns it with its new version. Raises `Conflict` when somebody else was faster."""


def check_goals(goals: list[Goal]) -> None:
    """Raises `Invalid` naming the path: each id and name is there once, and a page's pattern is one."""
    for place, goal in enumerate(goals):
        if not goal.name.strip() or any(goal.name.strip() == other.name.strip() for other in goals[:place]):
            raise Invalid("Each goal has a name of its own.", field=f"goals[{place}].name")
        if any(goal.goal_id == other.goal_id for other in goals[:place]):
            raise Invalid("This is here twice.", field=f"goals[{place}].goal_id")
        if not goal.match.strip():
            raise Invalid("Say what is to happen.", field=f"goals[{place}].match")
        if goal.kind == "page":
            try:
                convert(goal.match.strip(), Pattern)
            except ValidationError:
                raise Invalid(
                    "Write an address without spaces; * is anything, four times at most.", field=f"goals[{place}].match"
                ) from None


def reached_by_page(goals: list[Goal], url: str) -> list[Goal]:
    return [goal for goal in goals if goal.kind == "page" and re.match(page_expression([goal.match.strip()], []), url, re.IGNORECASE)]


def reached_by(goals: list[Goal], happening: Happening) -> list[Goal]:
    return [goal for goal in goals if goal.kind == happening.kind and goal.match.strip() == happening.name]
