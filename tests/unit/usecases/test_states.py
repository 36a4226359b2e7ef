"""States of agents: rights and reasons, who sees what, what is kept for attendance, and desks that fell silent."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from parlor.domain.errors import Conflict, Invalid, MissingRight, NotFound
from parlor.domain.ids import ConnectionId
from parlor.domain.jobs import AgentGone, DesksWatched
from parlor.domain.presence import SEEN_EVERY_MS, SILENT_MS, WATCH_EVERY_S, availability, check_state
from parlor.domain.rights import rights_of
from parlor.domain.service import Attendance, AwayReason, Service
from parlor.protocol.frames import AgentFrame, SetAgentState
from parlor.usecases.connect import agent_gone, connect, disconnect, set_agent_state
from parlor.usecases.watch_desks import heart_beat, look_at_desks
from tests.fakes.capacity import billed
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage

BREAK = "01M3250V00000000000000000B"


@pytest.fixture
def stage() -> Iterator[Stage]:
    with tables():
        made = Stage()
        made.directory.known_service = Service(attendance=Attendance(away_reasons=[AwayReason(reason_id=BREAK, name="休息")]))
        yield made


class Closer:
    def __init__(self) -> None:
        self.closed: list[str] = []

    def close(self, connections) -> None:  # type: ignore[no-untyped-def]
        self.closed += connections


def be(stage: Stage, caller, state: str, **more):  # type: ignore[no-untyped-def]
    frame = SetAgentState(action="presence", state=state, **more)  # type: ignore[arg-type]
    return set_agent_state(frame, caller, lambda: stage.directory, stage.presence, lambda: stage.reception, stage.pushes)


def come(stage: Stage, caller) -> None:  # type: ignore[no-untyped-def]
    connect(caller, stage.presence, lambda: stage.reception, stage.pushes, stage.timers, stage.clock)


def beat(stage: Stage, caller) -> bool:  # type: ignore[no-untyped-def]
    return heart_beat(caller, stage.presence, stage.timers, stage.clock, lambda: come(stage, caller))


def state_of(stage: Stage, caller) -> str:  # type: ignore[no-untyped-def]
    return stage.presence.agent(caller.subject).state  # type: ignore[union-attr]


# --- states --------------------------------------------------------------------------------------------------------


def test_a_change_of_state_costs_two_write_units_and_is_kept_with_its_time(stage: Stage) -> None:
    lin = stage.agent("lin", state="offline")
    began = stage.clock.now
    stage.presence.come_online(lin.subject)
    stage.clock.pass_ms(60_000)
    with billed() as bill:
        be(stage, lin, "away", reason_id=BREAK)
    assert bill.write_units == 2
    stage.clock.pass_ms(60_000)
    be(stage, lin, "busy")
    with billed() as bill:
        be(stage, lin, "busy")
    assert bill.write_units == 1, "the same again is no change"

    kept = stage.presence.state_changes(began, lin.subject)
    assert [(change.was, change.state, change.at - began, change.reason, change.cause) for change in kept][-3:] == [
        ("offline", "online", 0, "", "connection"),
        ("online", "away", 60_000, "休息", "self"),
        ("away", "busy", 120_000, "", "self"),
    ]
    assert kept[-1].was_since == began + 60_000
    assert stage.presence.state_changes(began + 86_400_000) == []


def test_a_reason_is_one_of_the_companys_and_for_away_only(stage: Stage) -> None:
    lin, su = stage.agent("lin"), stage.agent("su")
    be(stage, lin, "away", reason_id=BREAK)
    told = stage.sockets.got(su.connection, AgentFrame)[-1].agent
    assert (told.state, told.reason, told.by_itself) == ("away", "休息", False)
    with pytest.raises(Invalid):
        be(stage, lin, "busy", reason_id=BREAK)
    with pytest.raises(NotFound):
        be(stage, lin, "away", reason_id="01M3250V00000000000000000C")
    be(stage, lin, "away", by_itself=True)
    assert stage.sockets.got(su.connection, AgentFrame)[-1].agent.by_itself
    be(stage, lin, "online")
    told = stage.sockets.got(su.connection, AgentFrame)[-1].agent
    assert (told.state, told.reason, told.by_itself) == ("online", "", False)


def test_who_does_not_receive_can_only_be_away(stage: Stage) -> None:
    lin = replace(stage.agent("lin", state="offline"), rights=rights_of("agent", removed=["receive"]))
    come(stage, lin)
    assert state_of(stage, lin) == "away"
    for state in ("online", "busy"):
        with pytest.raises(MissingRight) as refused:
            be(stage, lin, state)
        assert refused.value.right == "receive"
    be(stage, lin, "away", reason_id=BREAK)
    check_state("away", [])


def test_who_is_invisible_is_off_line_for_colleagues_and_visitors(stage: Stage) -> None:
    boss = stage.agent("boss", staff_role="supervisor")
    other = stage.agent("other", staff_role="supervisor")
    lin = stage.agent("lin", state="away")
    with pytest.raises(MissingRight):
        be(stage, lin, "invisible")
    be(stage, boss, "invisible")
    be(stage, other, "away")
    seen = {name: stage.sockets.got(name, AgentFrame) for name in ("boss", "other", "lin")}
    assert [frame.agent.state for frame in seen["lin"] if frame.agent.name == "boss"] == ["offline"]
    assert "invisible" in [frame.agent.state for frame in seen["other"]]
    assert "invisible" in [frame.agent.state for frame in seen["boss"]]
    assert availability(stage.presence.agents()) == "offline", "visitors leave a message"
    with pytest.raises(Conflict) as refused:
        stage.open(stage.visitor())
    assert refused.value.code == "nobody_online"


def test_busy_lets_visitors_wait_and_whoever_comes_back_empties_the_queue(stage: Stage) -> None:
    lin = stage.agent("lin", stage.support)
    be(stage, lin, "busy")
    conversation = stage.open(stage.visitor(), department_id=stage.support.department_id)
    assert conversation.state == "waiting"
    be(stage, lin, "online")
    assert stage.conversations.get(conversation.conversation_id).agent_id == lin.subject


# --- sockets and heart-beats ---------------------------------------------------------------------------------------


def test_several_desks_are_one_presence_and_coming_back_empties_the_queue(stage: Stage) -> None:
    stage.agent("su", stage.support, state="busy")
    lin = stage.agent("lin", stage.support, state="offline")
    second = replace(lin, connection=ConnectionId("second"))
    come(stage, lin)
    come(stage, second)
    disconnect(stage.tenant, "agent", lin.subject, lin.connection, stage.presence, stage.timers)
    assert stage.timers.of(AgentGone) == []
    disconnect(stage.tenant, "agent", lin.subject, second.connection, stage.presence, stage.timers)
    ((_, gone),) = stage.timers.of(AgentGone)
    agent_gone(gone, stage.directory, stage.presence, stage.pushes, stage.timers)
    assert state_of(stage, lin) == "offline"

    waiting = stage.open(stage.visitor(), department_id=stage.support.department_id)
    assert waiting.state == "waiting"
    come(stage, lin)
    assert stage.conversations.get(waiting.conversation_id).agent_id == lin.subject


def test_a_fresh_heart_beat_writes_nothing_and_a_stale_one_a_unit(stage: Stage) -> None:
    lin = stage.agent("lin", state="offline")
    come(stage, lin)
    stage.timers.jobs.clear()
    for passed in (30_000, SEEN_EVERY_MS - 31_000):
        stage.clock.pass_ms(passed)
        with billed() as bill:
            assert beat(stage, lin) is False
        assert (bill.write_units, bill.requests) == (0, ["GetItem"])
    stage.clock.pass_ms(2_000)
    with billed() as bill:
        assert beat(stage, lin) is True
    assert bill.write_units == 1
    assert stage.timers.jobs == [], "the watch goes on by itself"
    assert beat(stage, stage.visitor()) is False


def test_a_desk_that_fell_silent_is_closed_and_its_agent_goes_off_line(stage: Stage) -> None:
    lin = stage.agent("lin", state="offline")
    come(stage, lin)
    closer, outcomes = Closer(), []
    while not stage.timers.of(AgentGone):
        ((seconds, job),) = stage.timers.of(DesksWatched)
        stage.timers.jobs.clear()
        stage.clock.pass_ms(seconds * 1000)
        outcomes.append(look_at_desks(job, stage.presence, stage.timers, closer, stage.clock))
        assert len(outcomes) < 5
    assert outcomes == ["0 of 1 silent", "1 of 1 silent"]
    assert closer.closed == [lin.connection]
    ((_, gone),) = stage.timers.of(AgentGone)
    agent_gone(gone, stage.directory, stage.presence, stage.pushes, stage.timers)
    assert state_of(stage, lin) == "offline"
    ((_, job),) = stage.timers.of(DesksWatched)
    stage.timers.jobs.clear()
    assert look_at_desks(job, stage.presence, stage.timers, closer, stage.clock) == "over"
    assert stage.timers.jobs == [], "nobody on line, no chain"


def test_a_desk_that_beats_is_left_alone_beside_one_that_does_not(stage: Stage) -> None:
    lin = stage.agent("lin", state="offline")
    silent = replace(lin, connection=ConnectionId("laptop"))
    come(stage, silent)
    stage.clock.pass_ms(SILENT_MS + 1)
    come(stage, lin)
    ((_, job),) = stage.timers.of(DesksWatched)
    closer = Closer()
    assert look_at_desks(job, stage.presence, stage.timers, closer, stage.clock) == "1 of 2 silent"
    assert closer.closed == ["laptop"]
    assert stage.timers.of(AgentGone) == []
    assert state_of(stage, lin) == "online"


def test_a_look_that_comes_twice_makes_no_second_chain(stage: Stage) -> None:
    lin = stage.agent("lin", state="offline")
    come(stage, lin)
    ((_, job),) = stage.timers.of(DesksWatched)
    stage.clock.pass_ms(WATCH_EVERY_S * 1000)
    look_at_desks(job, stage.presence, stage.timers, Closer(), stage.clock)
    assert look_at_desks(job, stage.presence, stage.timers, Closer(), stage.clock) == "over"
    assert len(stage.timers.of(DesksWatched)) == 2


def test_heart_beats_mend_a_chain_that_was_cut_and_take_back_a_desk_that_was_given_up(stage: Stage) -> None:
    lin = stage.agent("lin", state="offline")
    come(stage, lin)
    stage.timers.jobs.clear()
    stage.clock.pass_ms(WATCH_EVERY_S * 2_000 + 1_000)
    beat(stage, lin)
    assert len(stage.timers.of(DesksWatched)) == 1
    stage.presence.remove_agent_socket(lin.subject, lin.connection)
    stage.presence.set_state(lin.subject, "offline")
    assert beat(stage, lin) is True
    assert state_of(stage, lin) == "online"
    assert [socket.connection for socket in stage.presence.agent_sockets(lin.subject)] == [lin.connection]
