"""Who gets in: working hours, the length of the queue, how long anybody waits in it, and who helps out."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from parlor.domain.errors import Closed, Conflict
from parlor.domain.hours import Holiday, Interval, WeekPlan
from parlor.domain.jobs import IdleCheck
from parlor.domain.log import Closed as ClosedEntry
from parlor.domain.log import Queued
from parlor.domain.service import IdleRules, QueueLimit, Service
from parlor.usecases.admission import Admission
from parlor.usecases.break_silence import SilenceChecks
from tests.fakes.dynamo import tables
from tests.fakes.ringing import RingingTimers
from tests.fakes.stage import Stage

OPEN = WeekPlan(days=[[Interval("00:00", "24:00")]] * 7)
SHUT = WeekPlan(days=[[]] * 7)
NO_SILENCE = IdleRules(visitor_warn_s=0, visitor_close_s=0, agent_remind_s=0, agent_reassign_s=0)


class Door(Stage):
    def __init__(self) -> None:
        super().__init__()
        self.timers: Any = RingingTimers(self.clock)
        self.zone = ZoneInfo("Asia/Shanghai")

    def serve(self, **sections: Any) -> None:
        self.directory.known_service = Service(idle=NO_SILENCE, **sections)

    @property
    def admission(self) -> Admission:
        return self.reception.admission

    def pass_s(self, seconds: float) -> list[str]:
        checks = SilenceChecks(self.tenant, self.directory, self.conversations, self.pushes, self.timers, self.clock, self.reception)
        return self.timers.pass_s(seconds, lambda job: checks.check(job) if isinstance(job, IdleCheck) else "over")

    def opens_in(self, hours: int) -> tuple[WeekPlan, int]:
        """A plan that opens at the full hour so many hours from now, and that moment."""
        then = datetime.fromtimestamp(self.clock.now / 1000 + hours * 3600, self.zone).replace(minute=0, second=0, microsecond=0)
        days: list[list[Interval]] = [[] for _ in range(7)]
        days[then.weekday()] = [Interval(f"{then.hour:02d}:00", f"{then.hour:02d}:59")]
        return WeekPlan(days=days), int(then.timestamp() * 1000)


@pytest.fixture
def stage() -> Iterator[Door]:
    with tables():
        yield Door()


def test_outside_its_hours_a_department_is_as_if_nobody_were_there(stage: Door) -> None:
    plan, opens_at = stage.opens_in(5)
    stage.serve(hours={"default": plan})
    stage.agent("lin")
    visitor = stage.visitor()
    with pytest.raises(Closed) as refusal:
        stage.open(visitor)
    assert (refusal.value.code, refusal.value.opens_at) == ("nobody_online", opens_at)
    assert stage.conversations.open_of(visitor.subject) is None
    assert stage.admission.seen_from(stage.sales.department_id) == ("offline", opens_at)


def test_a_departments_own_plan_goes_before_that_of_the_company(stage: Door) -> None:
    stage.serve(hours={"default": SHUT, stage.support.department_id: OPEN})
    stage.agent("lin", stage.sales, stage.support)
    assert stage.admission.seen_from(stage.sales.department_id) == ("offline", None)
    assert stage.admission.seen_from(stage.support.department_id) == ("online", None)
    assert stage.admission.seen_from(None) == ("online", None), "one of them is open"
    assert stage.open(stage.visitor(), department_id=stage.support.department_id).state == "active"


def test_agents_of_closed_departments_do_not_count(stage: Door) -> None:
    stage.serve(hours={stage.sales.department_id: SHUT})
    stage.agent("lin", stage.sales)
    assert stage.admission.seen_from(None) == ("offline", None)


def test_a_holiday_closes_a_department_without_a_plan(stage: Door) -> None:
    today = datetime.fromtimestamp(stage.clock.now / 1000, stage.zone).date().isoformat()
    stage.serve(holidays=[Holiday(first=today, last=today)])
    stage.agent("lin")
    with pytest.raises(Closed):
        stage.open(stage.visitor())


def test_who_waits_when_the_department_closes_stays(stage: Door) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.open(visitor)
    stage.serve(hours={"default": SHUT})
    assert stage.open(visitor).conversation_id == talk.conversation_id
    assert stage.accept(lin, talk.conversation_id).state == "active"


def test_a_full_queue_takes_nobody_and_says_so(stage: Door) -> None:
    stage.serve(queue={"default": QueueLimit(max_length=2)})
    lin = stage.agent("lin")
    first, _ = stage.open(stage.visitor()), stage.open(stage.visitor())
    late = stage.visitor()
    with pytest.raises(Conflict) as refusal:
        stage.open(late)
    assert refusal.value.code == "queue_full"
    stage.accept(lin, first.conversation_id)
    assert stage.open(late).state == "waiting"


def test_a_full_queue_does_not_keep_anybody_from_an_agent_with_room(stage: Door) -> None:
    stage.serve(queue={"default": QueueLimit(max_length=1)})
    stage.agent("lin", stage.support, ceiling=2)
    talks = [stage.open(stage.visitor(), department_id=stage.support.department_id) for _ in range(3)]
    assert [talk.state for talk in talks] == ["active", "active", "waiting"]


def test_another_department_helps_out_while_it_has_room_itself(stage: Door) -> None:
    sales, support = stage.sales.department_id, stage.support.department_id
    limits = {sales: QueueLimit(max_length=1, overflow_department_id=support), support: QueueLimit(max_length=1)}
    stage.serve(queue=limits)
    stage.agent("lin")
    stage.agent("su", stage.support, ceiling=1)
    stage.open(stage.visitor())
    helped = [stage.open(stage.visitor()) for _ in range(2)]
    assert [(each.state, each.department_id) for each in helped] == [("active", support), ("waiting", support)]
    with pytest.raises(Conflict) as refusal:
        stage.open(stage.visitor())
    assert refusal.value.code == "queue_full"


@pytest.mark.parametrize("missing", ["closed", "deserted", "gone"])
def test_a_department_that_cannot_help_is_not_asked(stage: Door, missing: str) -> None:
    support = stage.support.department_id if missing != "gone" else stage.ulid()
    stage.serve(
        queue={stage.sales.department_id: QueueLimit(max_length=1, overflow_department_id=support)},
        hours={support: SHUT} if missing == "closed" else {},
    )
    stage.agent("lin")
    stage.agent("su", stage.support, state="online" if missing == "closed" else "offline")
    stage.open(stage.visitor())
    with pytest.raises(Conflict) as refusal:
        stage.open(stage.visitor())
    assert refusal.value.code == "queue_full"


def test_who_waits_too_long_goes_to_the_department_that_helps_out(stage: Door) -> None:
    limit = QueueLimit(max_wait_s=120, overflow_department_id=stage.support.department_id)
    stage.serve(queue={stage.sales.department_id: limit})
    stage.agent("lin")
    stage.agent("su", stage.support)
    talk = stage.open(stage.visitor())
    assert stage.pass_s(119) == []
    assert "overflow" in stage.pass_s(2)
    moved = stage.conversations.get(talk.conversation_id)
    assert (moved.state, moved.department_id, moved.agent_name, moved.overflowed) == ("active", stage.support.department_id, "su", True)
    (queued,) = [entry for entry in stage.conversations.log(talk.conversation_id, 1, 9) if isinstance(entry, Queued)]
    assert (queued.reason, queued.department_name) == ("overflow", "Support")


def test_who_waits_too_long_everywhere_is_asked_to_leave_a_message(stage: Door) -> None:
    """Two departments that help each other out do not pass a visitor to and fro."""
    sales, support = stage.sales.department_id, stage.support.department_id
    limits = [QueueLimit(max_wait_s=120, overflow_department_id=each) for each in (support, sales)]
    stage.serve(queue={sales: limits[0], support: limits[1]})
    stage.agent("lin")
    stage.agent("su", stage.support, state="busy")
    visitor = stage.visitor()
    talk = stage.open(visitor)
    stage.pass_s(121)
    assert stage.conversations.get(talk.conversation_id).department_id == support
    stage.pass_s(122)
    over = stage.conversations.get(talk.conversation_id)
    assert (over.state, over.unwrapped) == ("closed", False)
    (entry,) = [each for each in stage.conversations.log(talk.conversation_id, 1, 9) if isinstance(each, ClosedEntry)]
    assert (entry.reason, entry.survey) == ("waited", None)
    assert stage.conversations.open_of(visitor.subject) is None


def test_who_was_accepted_in_time_is_left_alone(stage: Door) -> None:
    stage.serve(queue={"default": QueueLimit(max_wait_s=120)})
    lin = stage.agent("lin")
    talk = stage.open(stage.visitor())
    stage.pass_s(60)
    stage.accept(lin, talk.conversation_id)
    stage.pass_s(300)
    assert stage.conversations.get(talk.conversation_id).state == "active"
