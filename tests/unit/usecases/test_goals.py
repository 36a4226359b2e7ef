"""What visitors reach of what the company wants: noted once a visit, at no cost to those who reach nothing, and counted."""

from collections.abc import Iterator
from typing import Any

import pytest

from parlor.domain.counting import recount
from parlor.domain.errors import Conflict, Invalid
from parlor.domain.goals import Goal, Goals, check_goals, reached_by, reached_by_page
from parlor.domain.happenings import Happening
from parlor.domain.ids import new_ulid
from parlor.domain.origin import Origin, Source
from parlor.domain.presence import Page, Visit
from parlor.storage import goals as goal_storage
from parlor.storage.goals import GoalStore
from parlor.storage.memory import CACHE_MS, Memory
from parlor.storage.streams import event_of
from parlor.usecases.reach_goals import reach_goals
from tests.fakes.capacity import billed
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage

ORDER = Goal(goal_id=new_ulid(1), name="Order", kind="conversion", match="order")
THANKS = Goal(goal_id=new_ulid(2), name="Thanks", kind="page", match="/thanks*")
SHARED = Goal(goal_id=new_ulid(3), name="Shared", kind="event", match="share")
ALL = [ORDER, THANKS, SHARED]


@pytest.fixture
def dynamodb() -> Iterator[Any]:
    with tables() as client:
        goal_storage.bind("Directory", "Presence")
        yield client


@pytest.fixture
def stage(dynamodb: Any) -> Stage:
    return Stage()


def store(stage: Stage) -> GoalStore:
    return GoalStore(stage.tenant, Memory(stage.clock.now_ms))


def test_a_goal_is_reached_by_its_event_conversion_or_page() -> None:
    def by(kind: str, name: str) -> list[Goal]:
        return reached_by(ALL, Happening(at=0, kind=kind, name=name))  # type: ignore[arg-type]

    assert (by("conversion", "order"), by("event", "share"), by("event", "order"), by("tag", "share")) == ([ORDER], [SHARED], [], [])
    assert reached_by_page(ALL, "https://tea.example/Thanks/now?x=1") == [THANKS]
    assert reached_by_page(ALL, "https://tea.example/no/thanks") == []


@pytest.mark.parametrize(
    ("goals", "field"),
    [
        ([ORDER, Goal(goal_id=new_ulid(9), name="Order ", kind="event", match="x")], "goals[1].name"),
        ([ORDER, Goal(goal_id=ORDER.goal_id, name="B", kind="event", match="x")], "goals[1].goal_id"),
        ([Goal(goal_id=new_ulid(9), name=" ", kind="event", match="x")], "goals[0].name"),
        ([Goal(goal_id=new_ulid(9), name="A", kind="event", match=" ")], "goals[0].match"),
        ([Goal(goal_id=new_ulid(9), name="A", kind="page", match="/a b")], "goals[0].match"),
        ([Goal(goal_id=new_ulid(9), name="A", kind="page", match="*****")], "goals[0].match"),
    ],
)
def test_goals_that_cannot_be_are_named(goals: list[Goal], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_goals(goals)
    assert refusal.value.field == field


def test_it_counts_once_a_visit_where_the_visit_came_from_and_nothing_costs_nothing(dynamodb: Any, stage: Stage) -> None:
    visitor = stage.visitor().as_visitor()
    visit = Visit(visitor_id=visitor, visit_id=stage.ulid(), started_at=stage.clock.now, origin=Origin(Source("search", "Baidu")))
    stage.presence.start_visit(visit, Page(stage.clock.now, "https://tea.example/", "Tea"), stage.ulid())
    reached, asked = store(stage), lambda: stage.presence.stay(visitor)
    with billed() as bill:
        reach_goals([], asked, reached, stage.clock)
    assert bill.requests == []
    stage.clock.pass_ms(60_000)
    with billed() as bill:
        reach_goals([ORDER], asked, reached, stage.clock)
    assert (bill.write_units, bill.read_units) == (1, 1)
    reach_goals([ORDER, THANKS], asked, reached, stage.clock)
    reach_goals([ORDER], lambda: None, reached, stage.clock)

    rows = dynamodb.scan(TableName="Presence")["Items"]
    events = [event_of({"eventName": "INSERT", "dynamodb": {"NewImage": row}}) for row in rows if "reached" in row]
    counted = recount(event for event in events if event is not None)
    assert {(cell.value, cell.hour) for cell in counted if cell.figure == "goals"} == {
        (f"{goal.goal_id[-10:]}search", visit.started_at - visit.started_at % 3_600_000) for goal in (ORDER, THANKS)
    }


def test_two_who_change_the_goals_at_once_are_told_and_a_change_is_heeded_after_seconds(stage: Stage) -> None:
    reader, editor = store(stage), store(stage)
    assert reader.goals() == Goals()
    first = editor.change(editor.fresh(), Goals(goals=[ORDER]))
    with pytest.raises(Conflict):
        editor.change(Goals(), Goals(goals=[THANKS]))
    assert editor.change(first, Goals(goals=[SHARED])).version == 2
    assert reader.goals().goals == []
    stage.clock.pass_ms(CACHE_MS)
    assert reader.goals().goals == [SHARED]
