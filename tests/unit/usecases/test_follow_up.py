"""What belongs to a change of state is done by the look that follows it, once."""

from collections.abc import Iterator

import pytest

from parlor.domain.jobs import StepFollowed
from parlor.domain.log import Message
from parlor.domain.service import AutoReplies, Service
from parlor.protocol.frames import AcceptConversation, ConversationFrame, EndConversation
from parlor.usecases.accept_conversation import accept_conversation
from parlor.usecases.end_conversation import end_conversation
from parlor.usecases.follow_up import FollowUp
from parlor.usecases.open_conversation import OpenConversationUseCase
from tests.fakes.capacity import billed
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    with tables():
        yield Stage()


def look(stage: Stage, talk: str, seq: int, **more: object) -> str:
    follow = FollowUp(stage.directory, stage.conversations, stage.reception, stage.pushes, stage.clock)
    job = StepFollowed(tenant=stage.tenant, conversation_id=talk, seq=seq, at=stage.clock.now, **more)  # type: ignore[arg-type]
    return follow(job)


class Cut(BaseException):
    """The function's process ends."""


def cut(*_: object, **__: object) -> None:
    raise Cut


def test_who_was_cut_off_before_the_assignment_gets_an_agent(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.agent("su", stage.support)
    visitor = stage.visitor()
    with monkeypatch.context() as patched:
        patched.setattr(OpenConversationUseCase, "_give_to_somebody", cut)
        with pytest.raises(Cut):
            stage.open(visitor, department_id=stage.support.department_id)
    talk = stage.conversations.open_of(visitor.subject)
    assert look(stage, talk, 1) == "waiting"
    assert stage.conversations.get(talk).state == "active"


def test_the_room_of_a_conversation_that_ended_is_filled(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    su = stage.agent("su", stage.support, ceiling=1)
    first = stage.open(stage.visitor("first"), department_id=stage.support.department_id)
    second = stage.open(stage.visitor("second"), department_id=stage.support.department_id)
    assert (first.agent_id, second.state) == (su.subject, "waiting")
    reception = stage.reception
    monkeypatch.setattr(reception, "ended", cut)
    frame = EndConversation(action="chat", conversation_id=first.conversation_id)
    with pytest.raises(Cut):
        end_conversation(frame, su.party, stage.directory, stage.conversations, reception, stage.clock)
    look(stage, first.conversation_id, stage.conversations.get(first.conversation_id).seq, released=su.subject)
    assert stage.conversations.get(second.conversation_id).agent_id == su.subject


def test_the_welcome_is_said_once_however_often_the_look_comes(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.directory.known_service = Service(replies=AutoReplies(welcome="Welcome."))
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.open(visitor).conversation_id
    with monkeypatch.context() as patched:
        patched.setattr("parlor.usecases.reception.Reception.accepted", cut)
        with pytest.raises(Cut):
            stage.accept(lin, talk)
    for _ in range(3):
        look(stage, talk, 2, accepted=True)
    said = [entry.text for entry in stage.conversations.log(talk, 0, 100) if isinstance(entry, Message)]
    assert said == ["Welcome."]
    assert stage.sockets.got("lin", ConversationFrame)[-1].conversation.agent_id == lin.subject


def test_the_look_costs_reads_and_no_write_when_nothing_was_cut_off(stage: Stage) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.open(visitor).conversation_id
    stage.accept(lin, talk)
    stage.say(visitor, talk, 1)
    with billed() as bill:
        assert look(stage, talk, 2, accepted=True) == "active"
    assert (bill.write_units, bill.read_units) == (0, 2), "the conversation, and what the agent says by themselves"


def test_an_agent_who_accepts_again_because_no_answer_came_is_told_that_it_is_theirs(stage: Stage) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.open(visitor).conversation_id
    stage.accept(lin, talk)
    before = len(stage.sockets.got("lin", ConversationFrame))
    frame = AcceptConversation(action="chat", conversation_id=talk)
    assert accept_conversation(frame, lin, stage.conversations, stage.reception, stage.pushes, stage.clock) is None
    assert len(stage.sockets.got("lin", ConversationFrame)) == before + 1
