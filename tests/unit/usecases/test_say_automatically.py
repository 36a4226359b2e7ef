"""What nobody typed is said once for its moment, counts as nobody's answer, and never to a conversation that is over."""

from collections.abc import Iterator
from typing import Any

import pytest

from parlor.domain.conversation import close
from parlor.domain.ids import ConversationId
from parlor.domain.log import SYSTEM, Author, Message
from parlor.protocol.frames import EntryFrame
from parlor.usecases.say_automatically import say_automatically
from parlor.usecases.transitions import change
from tests.fakes.capacity import billed
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage


class Talk:
    def __init__(self) -> None:
        self.stage = Stage()
        self.lin, self.visitor = self.stage.agent("lin"), self.stage.visitor()
        self.id = self.stage.accept(self.lin, self.stage.open(self.visitor).conversation_id).conversation_id

    def say(self, text: str, due_at: int, author: Author | None = None, talk: str = "") -> Message | None:
        stage, by = self.stage, author or self.lin.party.author()
        return say_automatically(ConversationId(talk or self.id), text, by, due_at, stage.conversations, stage.pushes, stage.clock)

    @property
    def row(self) -> Any:
        return self.stage.conversations.get(self.id)


@pytest.fixture
def talk() -> Iterator[Talk]:
    with tables():
        yield Talk()


def test_both_sides_read_it_in_the_agent_s_name(talk: Talk) -> None:
    with billed() as bill:
        said = talk.say("Welcome!", 1_000)
    assert said is not None
    assert (said.text, said.automatic, said.by.name, said.seq) == ("Welcome!", True, "lin", 3)
    for connection in ("tab", "lin"):
        assert talk.stage.sockets.got(connection, EntryFrame)[-1].entry == said
    assert (talk.row.last_text, talk.row.last_by) == ("Welcome!", "agent")
    assert bill.requests == ["UpdateItem", "PutItem"]


def test_it_is_no_answer_and_no_haste(talk: Talk) -> None:
    talk.stage.say(talk.visitor, talk.id, 1, "hello?")
    waiting = talk.row.unanswered_since
    for moment in range(1, 15):
        talk.say("One moment, please.", moment)
    assert talk.row.unanswered_since == waiting is not None
    assert talk.row.recent_agent == ()
    assert talk.stage.say(talk.lin, talk.id, 1) is not None


def test_a_repeated_job_says_it_once_and_an_older_one_says_nothing(talk: Talk) -> None:
    first = talk.say("Still there?", 2_000)
    assert talk.say("Still there?", 2_000) == first
    assert talk.say("Welcome!", 1_000) is None
    assert talk.say("Goodbye", 3_000, SYSTEM) is not None
    assert talk.stage.texts(talk.id) == ["Still there?", "Goodbye"]
    assert talk.row.last_by == "system"


def test_a_job_that_died_between_its_writes_is_finished_by_its_repetition(talk: Talk) -> None:
    real = talk.stage.conversations
    talk.stage.conversations = Breaking(real)
    with pytest.raises(ConnectionError):
        talk.say("Welcome!", 1_000)
    talk.stage.conversations = real
    said = talk.say("Welcome!", 1_000)
    assert said is not None
    assert (said.seq, talk.row.seq) == (3, 3)


def test_nothing_is_said_after_the_end_or_for_who_has_left_the_conversation(talk: Talk) -> None:
    assert talk.say("Welcome!", 1, Author("agent", talk.stage.agent("su").subject, "su")) is None
    assert talk.say("Welcome!", 1, talk=talk.stage.ulid()) is None
    change(talk.stage.conversations, talk.id, lambda found: close(found, talk.lin.party, talk.stage.clock.now))
    assert talk.say("Welcome!", 1) is None
    assert talk.say("Goodbye", 2, SYSTEM) is None
    assert talk.stage.texts(talk.id) == []


class Breaking:
    def __init__(self, store: object) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        if name == "put_entry":
            raise ConnectionError
        return getattr(self._store, name)
