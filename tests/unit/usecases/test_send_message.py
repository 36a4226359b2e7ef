"""The contract of a message, on real stores: stored once, in order, refused with a reason."""

from collections.abc import Iterator

import pytest

from parlor.domain.errors import Conflict, Forbidden, Invalid, NotFound, RateLimited
from parlor.domain.ids import TenantId
from parlor.domain.log import Message, Void
from parlor.protocol.frames import Ack, ConversationFrame, EntryFrame, SyncLog
from parlor.storage.conversations import ConversationStore
from parlor.usecases.end_conversation import end_conversation
from parlor.usecases.sync_log import sync_log
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    with tables():
        yield Stage()


def test_a_message_is_stored_pushed_and_acknowledged(stage: Stage) -> None:
    agent, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(agent, stage.open(visitor).conversation_id)

    stage.say(visitor, talk.conversation_id, 1, "Is it in stock?")

    (entry,) = [frame.entry for frame in stage.sockets.got("lin", EntryFrame) if isinstance(frame.entry, Message)]
    (ack,) = stage.sockets.got("tab", Ack)
    assert (entry.text, entry.seq) == ("Is it in stock?", ack.seq)
    assert stage.texts(talk.conversation_id) == ["Is it in stock?"]
    assert not [frame for frame in stage.sockets.got("tab", EntryFrame) if isinstance(frame.entry, Message)], "no echo to the sender"


def test_the_same_client_id_makes_one_message_however_often_it_comes(stage: Stage) -> None:
    visitor = stage.visitor()
    stage.agent("lin")
    talk = stage.open(visitor)

    first = stage.say(visitor, talk.conversation_id, 1)
    again = [stage.say(visitor, talk.conversation_id, 1) for _ in range(3)]

    assert again == [first] * 3
    assert len(stage.texts(talk.conversation_id)) == 1
    assert {ack.seq for ack in stage.sockets.got("tab", Ack)} == {first.seq if first else 0}


def test_a_much_older_repetition_is_acknowledged_without_a_place(stage: Stage) -> None:
    visitor = stage.visitor()
    stage.agent("lin")
    talk = stage.open(visitor)
    for n in (1, 2, 3):
        stage.say(visitor, talk.conversation_id, n, f"line {n}")

    assert stage.say(visitor, talk.conversation_id, 1, "line 1") is None
    assert stage.texts(talk.conversation_id) == ["line 1", "line 2", "line 3"]
    assert stage.sockets.got("tab", Ack)[-1].seq is None


def test_a_number_that_is_not_the_next_is_refused(stage: Stage) -> None:
    visitor = stage.visitor()
    stage.agent("lin")
    talk = stage.open(visitor)
    with pytest.raises(Conflict) as refused:
        stage.say(visitor, talk.conversation_id, 2)
    assert (refused.value.code, refused.value.field) == ("out_of_order", "client_id.n")
    assert stage.texts(talk.conversation_id) == []


def test_the_eleventh_message_in_five_seconds_is_refused_and_taken_later(stage: Stage) -> None:
    visitor = stage.visitor()
    stage.agent("lin")
    talk = stage.open(visitor)
    for n in range(1, 11):
        stage.say(visitor, talk.conversation_id, n)
        stage.clock.pass_ms(100)

    with pytest.raises(RateLimited) as refused:
        stage.say(visitor, talk.conversation_id, 11)
    assert refused.value.retry_after_ms == 4_000
    with pytest.raises(RateLimited):
        stage.say(visitor, talk.conversation_id, 1, producer="another0tab")
    assert len(stage.texts(talk.conversation_id)) == 10

    stage.clock.pass_ms(4_000)
    stage.say(visitor, talk.conversation_id, 11)
    assert len(stage.texts(talk.conversation_id)) == 11


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_nothing_said_is_nothing_stored(stage: Stage, text: str) -> None:
    visitor = stage.visitor()
    stage.agent("lin")
    talk = stage.open(visitor)
    with pytest.raises(Invalid) as refused:
        stage.say(visitor, talk.conversation_id, 1, text)
    assert refused.value.field == "text"


def test_who_is_not_in_the_conversation_cannot_speak_in_it(stage: Stage) -> None:
    lin, su = stage.agent("lin"), stage.agent("su")
    visitor, stranger = stage.visitor(), stage.visitor("other")
    talk = stage.accept(lin, stage.open(visitor).conversation_id)

    with pytest.raises(Forbidden) as refused:
        stage.say(su, talk.conversation_id, 1)
    assert refused.value.code == "not_a_member"
    with pytest.raises(NotFound):
        stage.say(stranger, talk.conversation_id, 1)
    stage.conversations = ConversationStore(TenantId(stage.ulid()))
    with pytest.raises(NotFound):
        stage.say(visitor, talk.conversation_id, 1)


def test_a_closed_conversation_takes_nothing_but_still_acknowledges_what_it_has(stage: Stage) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    said = stage.say(visitor, talk.conversation_id, 1)
    end = _ending(talk.conversation_id)
    end_conversation(end, lin.party, stage.directory, stage.conversations, stage.reception, stage.clock)

    with pytest.raises(Conflict) as refused:
        stage.say(visitor, talk.conversation_id, 2)
    assert refused.value.code == "conversation_closed"
    assert stage.say(visitor, talk.conversation_id, 1) == said


def test_a_send_that_broke_between_its_writes_is_completed_by_the_repetition(stage: Stage) -> None:
    visitor = stage.visitor()
    stage.agent("lin")
    talk = stage.open(visitor)
    real, stage.conversations = stage.conversations, Breaking(stage.conversations, "put_entry")
    with pytest.raises(ConnectionError):
        stage.say(visitor, talk.conversation_id, 1, "kept")
    stage.conversations = real

    said = stage.say(visitor, talk.conversation_id, 1, "kept")

    assert said is not None
    assert stage.texts(talk.conversation_id) == ["kept"]
    assert real.get(talk.conversation_id).seq == said.seq == 2


def test_a_hole_is_waited_for_then_closed_and_the_late_sender_gets_another_place(stage: Stage) -> None:
    visitor = stage.visitor()
    stage.agent("lin")
    talk = stage.open(visitor)
    real, stage.conversations = stage.conversations, Breaking(stage.conversations, "put_entry")
    with pytest.raises(ConnectionError):
        stage.say(visitor, talk.conversation_id, 1, "late")
    stage.conversations = real
    stage.say(visitor, talk.conversation_id, 1, "after", producer="second0tab")

    ask = SyncLog(action="chat", conversation_id=talk.conversation_id, after=1)
    early = sync_log(ask, visitor, real, stage.pushes, stage.clock, stage.watches.append)
    assert (early.entries, early.last_seq) == ([], 3)
    stage.clock.pass_ms(10_000)
    full = sync_log(ask, visitor, real, stage.pushes, stage.clock, stage.watches.append)
    assert [type(entry) for entry in full.entries] == [Void, Message]

    late = stage.say(visitor, talk.conversation_id, 1, "late")
    assert late is not None
    assert late.seq == 4
    assert stage.texts(talk.conversation_id) == ["after", "late"]


def test_colleagues_see_a_waiting_visitor_write(stage: Stage) -> None:
    visitor = stage.visitor()
    stage.agent("lin")
    talk = stage.open(visitor)
    stage.say(visitor, talk.conversation_id, 1, "anybody?")
    newest = stage.sockets.got("lin", ConversationFrame)[-1].conversation
    assert (newest.last_text, newest.state) == ("anybody?", "waiting")


def test_a_socket_that_is_gone_is_forgotten(stage: Stage) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    stage.sockets.gone.add("lin")
    stage.say(visitor, talk.conversation_id, 1)
    assert stage.conversations.get(talk.conversation_id).agent_sockets == frozenset()


class Breaking:
    """A store whose connection breaks when `method` is called."""

    def __init__(self, store: object, method: str) -> None:
        self._store = store
        self._method = method

    def __getattr__(self, name: str) -> object:
        if name == self._method:
            raise ConnectionError
        return getattr(self._store, name)


def _ending(conversation_id: str):  # type: ignore[no-untyped-def]
    from parlor.protocol.frames import EndConversation

    return EndConversation(action="chat", conversation_id=conversation_id)
