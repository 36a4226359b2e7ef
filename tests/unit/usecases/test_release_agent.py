"""An agent who stays away: their conversations go to those who are there."""

from collections.abc import Iterator

import pytest

from parlor.domain.jobs import AgentGone, AgentLost
from parlor.domain.log import Queued
from parlor.domain.presence import AgentSocket
from parlor.domain.service import IdleRules, Service
from parlor.usecases.connect import agent_gone
from parlor.usecases.release_agent import release_agent
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    with tables():
        yield Stage()


def leave(stage: Stage, agent) -> list[object]:  # type: ignore[no-untyped-def]
    """The desk closes and its grace time passes. Returns what is to be done when the agent stays away."""
    stage.presence.remove_agent_socket(agent.subject, agent.connection)
    job = AgentGone(tenant=stage.tenant, agent_id=agent.subject)
    agent_gone(job, stage.directory, stage.presence, stage.pushes, stage.timers)
    return [job for _, job in stage.timers.of(AgentLost)]


def release(stage: Stage, agent) -> int:  # type: ignore[no-untyped-def]
    job = AgentLost(tenant=stage.tenant, agent_id=agent.subject)
    return release_agent(job, stage.conversations, stage.presence, stage.reception)


def test_conversations_go_back_to_the_queue_and_the_load_with_them(stage: Stage) -> None:
    lin = stage.agent("lin")
    held = [stage.accept(lin, stage.open(stage.visitor(f"tab{number}")).conversation_id) for number in range(2)]
    assert leave(stage, lin) == [AgentLost(tenant=stage.tenant, agent_id=lin.subject)]

    assert release(stage, lin) == 2
    for conversation in held:
        after = stage.conversations.get(conversation.conversation_id)
        assert (after.state, after.agent_id) == ("waiting", None)
        queued = stage.conversations.log(conversation.conversation_id, after.seq - 1, 1)[0]
        assert isinstance(queued, Queued)
        assert queued.reason == "agent_gone"
    assert stage.presence.agent(lin.subject).load == 0
    assert release(stage, lin) == 0, "a job that comes twice acts once"


def test_a_department_that_assigns_by_itself_gives_them_to_who_is_there(stage: Stage) -> None:
    lin = stage.agent("lin", stage.support)
    conversation = stage.open(stage.visitor(), department_id=stage.support.department_id)
    assert stage.conversations.get(conversation.conversation_id).agent_id == lin.subject
    su = stage.agent("su", stage.support)
    leave(stage, lin)
    assert release(stage, lin) == 1
    assert stage.conversations.get(conversation.conversation_id).agent_id == su.subject


def test_who_comes_back_keeps_them(stage: Stage) -> None:
    lin = stage.agent("lin")
    conversation = stage.accept(lin, stage.open(stage.visitor()).conversation_id)
    leave(stage, lin)
    stage.presence.add_agent_socket(_socket_of(stage, lin), stage.clock.now)
    assert release(stage, lin) == 0
    assert stage.conversations.get(conversation.conversation_id).agent_id == lin.subject


def _socket_of(stage: Stage, agent):  # type: ignore[no-untyped-def]
    return AgentSocket(agent.subject, agent.connection, agent.departments, agent.sees_all)


def test_a_company_may_leave_them_where_they_are(stage: Stage) -> None:
    stage.directory.known_service = Service(idle=IdleRules(agent_gone_s=0))
    lin = stage.agent("lin")
    assert leave(stage, lin) == []
