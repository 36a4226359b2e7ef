"""Two who want the same at once: the store's condition lets one through, the other decides again on what is true by then."""

from collections.abc import Callable, Iterator

import pytest

from parlor.domain.errors import Conflict, ParlorError
from parlor.domain.jobs import TransferExpired
from parlor.protocol.frames import AnswerTransfer, EndConversation, OfferTransfer
from parlor.usecases.end_conversation import end_conversation
from parlor.usecases.transfer_conversation import Transfers
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    with tables():
        yield Stage()


class Overtaken:
    """A store on which somebody else acts between the reading and the first `apply`."""

    def __init__(self, store: object, overtake: Callable[[], object]) -> None:
        self._store = store
        self._overtake: Callable[[], object] | None = overtake

    def __getattr__(self, name: str) -> object:
        if name == "apply" and self._overtake is not None:
            overtake, self._overtake = self._overtake, None
            overtake()
        return getattr(self._store, name)


def transfers(stage: Stage) -> Transfers:
    return stage.transfers


def end(stage: Stage, conversation_id: str, party) -> None:  # type: ignore[no-untyped-def]
    frame = EndConversation(action="chat", conversation_id=conversation_id)
    end_conversation(frame, party, stage.directory, stage.conversations, stage.reception, stage.clock)


def test_of_two_agents_who_accept_one_gets_the_visitor(stage: Stage) -> None:
    lin, su, visitor = stage.agent("lin"), stage.agent("su"), stage.visitor()
    talk = stage.open(visitor)
    real = stage.conversations

    def su_is_faster() -> None:
        stage.conversations = real
        stage.accept(su, talk.conversation_id)

    stage.conversations = Overtaken(real, su_is_faster)
    with pytest.raises(Conflict) as refused:
        stage.accept(lin, talk.conversation_id)

    assert refused.value.code == "already_accepted"
    assert "su" in refused.value.message
    assert real.get(talk.conversation_id).agent_id == su.subject
    assert [agent.load for agent in sorted(stage.presence.agents(), key=lambda each: each.name)] == [0, 1]


def test_a_message_in_between_does_not_lose_the_accept(stage: Stage) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.open(visitor)
    real = stage.conversations

    def visitor_writes() -> None:
        kept, stage.conversations = stage.conversations, real
        stage.say(visitor, talk.conversation_id, 1, "still there?")
        stage.conversations = kept

    stage.conversations = Overtaken(real, visitor_writes)
    accepted = stage.accept(lin, talk.conversation_id)
    assert (accepted.state, accepted.seq) == ("active", 3)
    assert [entry.seq for entry in real.log(talk.conversation_id, 0, 10)] == [1, 2, 3]


def test_two_tabs_that_open_at_once_share_one_conversation(stage: Stage) -> None:
    visitor = stage.visitor()
    stage.agent("lin")
    real = stage.conversations
    opened = []

    def other_tab() -> None:
        kept, stage.conversations = stage.conversations, real
        opened.append(stage.open(visitor))
        stage.conversations = kept

    stage.conversations = Overtaken(real, other_tab)
    assert stage.open(visitor).conversation_id == opened[0].conversation_id
    assert len(real.waiting_in(stage.sales.department_id, 10)) == 1


@pytest.mark.parametrize("accepts", [True, False])
def test_a_transfer_that_is_answered_while_the_conversation_ends(stage: Stage, accepts: bool) -> None:
    lin, su, visitor = stage.agent("lin"), stage.agent("su"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    offered = transfers(stage).offer(
        OfferTransfer(action="transfer", conversation_id=talk.conversation_id, to_agent_id=su.subject), lin.party
    )
    assert offered is not None
    assert offered.after.offer is not None
    answer = AnswerTransfer(
        action="transfer", conversation_id=talk.conversation_id, transfer_id=offered.after.offer.transfer_id, accept=accepts
    )
    real = stage.conversations

    def visitor_ends() -> None:
        kept, stage.conversations = stage.conversations, real
        end(stage, talk.conversation_id, visitor.party)
        stage.conversations = kept

    stage.conversations = Overtaken(real, visitor_ends)
    with pytest.raises(ParlorError) as refused:
        transfers(stage).answer(answer, su.party, su.connection)
    assert refused.value.code == "transfer_over"
    assert real.get(talk.conversation_id).state == "closed"
    assert {agent.load for agent in stage.presence.agents()} == {0}


def test_an_offer_is_accepted_once_and_does_not_expire_afterwards(stage: Stage) -> None:
    lin, su, visitor = stage.agent("lin"), stage.agent("su"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    transfers(stage).offer(OfferTransfer(action="transfer", conversation_id=talk.conversation_id, to_agent_id=su.subject), lin.party)
    ((seconds, expiry),) = stage.timers.of(TransferExpired)
    answer = AnswerTransfer(action="transfer", conversation_id=talk.conversation_id, transfer_id=expiry.transfer_id, accept=True)
    transfers(stage).answer(answer, su.party, su.connection)

    with pytest.raises(Conflict):
        transfers(stage).answer(answer, su.party, su.connection)
    stage.clock.pass_ms(seconds * 1000)
    assert transfers(stage).expire(expiry) is None
    now = stage.conversations.get(talk.conversation_id)
    assert (now.agent_id, now.offer) == (su.subject, None)
    assert {agent.name: agent.load for agent in stage.presence.agents()} == {"lin": 0, "su": 1}


def test_an_offer_that_nobody_answers_comes_back(stage: Stage) -> None:
    lin, su, visitor = stage.agent("lin"), stage.agent("su"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    transfers(stage).offer(OfferTransfer(action="transfer", conversation_id=talk.conversation_id, to_agent_id=su.subject), lin.party)
    ((seconds, expiry),) = stage.timers.of(TransferExpired)
    assert seconds == 30
    stage.clock.pass_ms(30_000)
    ended = transfers(stage).expire(expiry)
    assert ended is not None
    assert (ended.after.agent_id, ended.after.offer) == (lin.subject, None)


def test_nobody_passes_the_ceiling(stage: Stage) -> None:
    lin = stage.agent("lin", ceiling=1)
    first, second = stage.open(stage.visitor("a")), stage.open(stage.visitor("b"))
    stage.accept(lin, first.conversation_id)
    with pytest.raises(Conflict) as refused:
        stage.accept(lin, second.conversation_id)
    assert refused.value.code == "at_ceiling"
    assert stage.conversations.get(second.conversation_id).state == "waiting"


def test_the_least_loaded_gets_the_next_and_the_queue_moves_up(stage: Stage) -> None:
    stage.agent("lin", stage.support, ceiling=1)
    stage.agent("su", stage.support, ceiling=1)
    visitors = [stage.visitor(name) for name in ("a", "b", "c")]
    talks = [stage.open(each, department_id=stage.support.department_id) for each in visitors]

    assert [talk.state for talk in talks] == ["active", "active", "waiting"]
    assert talks[0].agent_id != talks[1].agent_id
    end(stage, talks[0].conversation_id, visitors[0].party)
    moved = stage.conversations.get(talks[2].conversation_id)
    assert (moved.state, moved.agent_id) == ("active", talks[0].agent_id)
