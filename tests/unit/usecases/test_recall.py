"""A sender takes a message back: within two minutes, only the own one, and nobody gets it over a socket any more."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec import convert

from parlor.domain.conversation import RECALL_MS, Transition, close
from parlor.domain.errors import Conflict, Forbidden, NotFound, ParlorError
from parlor.domain.files import StoredFile
from parlor.domain.ids import FileId
from parlor.domain.log import Message, Recalled
from parlor.domain.service import Service, Switches
from parlor.protocol.frames import Ack, AskHistory, ConversationFrame, EntryFrame, RecallMessage, SendMessage, SyncLog
from parlor.usecases.recall_message import recall_message
from parlor.usecases.sync_log import send_history, sync_log
from parlor.usecases.transitions import change
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage


class Talk:
    """An accepted conversation between the visitor `tab` and the agent `lin`."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.lin, self.visitor = self.stage.agent("lin"), self.stage.visitor()
        self.id = self.stage.accept(self.lin, self.stage.open(self.visitor).conversation_id).conversation_id

    def say(self, caller: Any, n: int, text: str = "the price is 1 yuan") -> Message:
        message = self.stage.say(caller, self.id, n, text)
        assert message is not None
        return message

    def recall(self, caller: Any, seq: int) -> Transition | None:
        stage = self.stage
        frame = RecallMessage(action="chat", conversation_id=self.id, seq=seq)
        return recall_message(frame, caller.party, stage.directory, stage.conversations, stage.enclosures, stage.pushes, stage.clock)

    def refused(self, caller: Any, kind: type[ParlorError], seq: int) -> tuple[str, str | None]:
        before = self.stage.conversations.get(self.id), self.stage.conversations.log(self.id, 0, 100)
        with pytest.raises(kind) as refusal:
            self.recall(caller, seq)
        assert (self.stage.conversations.get(self.id), self.stage.conversations.log(self.id, 0, 100)) == before
        return refusal.value.code, refusal.value.field

    def end(self, caller: Any) -> None:
        change(self.stage.conversations, self.id, lambda found: close(found, caller.party, self.stage.clock.now))

    def synced(self, caller: Any, *, watch: bool = False) -> list[Any]:
        stage = self.stage
        ask = SyncLog(action="chat", conversation_id=self.id, after=0, watch=watch)
        return sync_log(ask, caller, stage.conversations, stage.pushes, stage.clock, stage.watches.append).entries

    def history(self, caller: Any) -> list[Any]:
        stage = self.stage
        ask = AskHistory(action="chat", conversation_id=self.id, before=1_000)
        return send_history(ask, caller, stage.conversations, stage.pushes, stage.clock).entries


@pytest.fixture
def talk() -> Iterator[Talk]:
    with tables():
        yield Talk()


def test_both_sides_are_told_and_nobody_gets_the_words_again(talk: Talk) -> None:
    said = talk.say(talk.lin, 1)
    assert talk.recall(talk.lin, said.seq) is not None

    for connection in ("tab", "lin"):
        (told,) = [frame.entry for frame in talk.stage.sockets.got(connection, EntryFrame) if isinstance(frame.entry, Recalled)]
        assert (told.target, told.seq) == (said.seq, said.seq + 1)
    supervisor = talk.stage.agent("kim", staff_role="supervisor")
    for caller in (talk.visitor, talk.lin, supervisor):
        for entries in (talk.synced(caller, watch=caller is supervisor), talk.history(caller)):
            (gone,) = [entry for entry in entries if entry.seq == said.seq]
            assert (gone.recalled, gone.text, gone.by.id) == (True, "", talk.lin.subject)
    assert talk.stage.texts(talk.id) == ["the price is 1 yuan"], "the record still holds it"


def test_a_recall_costs_the_list_its_last_words_only_if_they_were_the_last(talk: Talk) -> None:
    first, last = talk.say(talk.visitor, 1, "first"), talk.say(talk.visitor, 2, "last")
    talk.recall(talk.visitor, first.seq)
    found = talk.stage.conversations.get(talk.id)
    assert (found.last_text, found.last_kind) == ("last", "text")

    talk.recall(talk.visitor, last.seq)
    found = talk.stage.conversations.get(talk.id)
    assert (found.last_text, found.last_kind, found.message_count) == ("", "recalled", 2)
    assert talk.stage.sockets.got("lin", ConversationFrame)[-1].conversation.last_kind == "recalled"

    talk.say(talk.visitor, 3, "again")
    found = talk.stage.conversations.get(talk.id)
    assert (found.last_text, found.last_kind) == ("again", "text")


def test_the_other_side_s_words_stay_in_the_list(talk: Talk) -> None:
    asked = talk.say(talk.visitor, 1, "question")
    talk.say(talk.lin, 1, "answer")
    talk.recall(talk.visitor, asked.seq)
    assert talk.stage.conversations.get(talk.id).last_text == "answer"


def test_twice_is_once(talk: Talk) -> None:
    said = talk.say(talk.lin, 1)
    talk.recall(talk.lin, said.seq)
    seq = talk.stage.conversations.get(talk.id).seq
    talk.stage.clock.pass_ms(RECALL_MS + 1)
    assert talk.recall(talk.lin, said.seq) is None
    assert talk.stage.conversations.get(talk.id).seq == seq


def test_two_minutes_by_our_clock_and_no_longer(talk: Talk) -> None:
    first, second = talk.say(talk.lin, 1), talk.say(talk.lin, 2)
    talk.stage.clock.pass_ms(RECALL_MS)
    assert talk.recall(talk.lin, first.seq) is not None
    talk.stage.clock.pass_ms(1)
    assert talk.refused(talk.lin, Conflict, second.seq) == ("too_late", "seq")


def test_only_the_sender_recalls(talk: Talk) -> None:
    lin, su, visitor = talk.lin, talk.stage.agent("su"), talk.visitor
    said, asked = talk.say(lin, 1), talk.say(visitor, 1)
    assert talk.refused(visitor, Forbidden, said.seq) == ("forbidden", "seq")
    assert talk.refused(lin, Forbidden, asked.seq) == ("forbidden", "seq")
    assert talk.refused(su, Forbidden, said.seq) == ("not_a_member", "conversation_id")
    assert talk.refused(talk.stage.visitor("other"), NotFound, asked.seq) == ("not_found", "conversation_id")


@pytest.mark.parametrize("seq", [1, 2, 99])
def test_what_is_no_message_cannot_be_recalled(talk: Talk, seq: int) -> None:
    assert talk.refused(talk.lin, NotFound, seq) == ("not_found", "seq")


def test_after_the_end_it_is_too_late(talk: Talk) -> None:
    said = talk.say(talk.visitor, 1)
    talk.end(talk.visitor)
    assert talk.refused(talk.visitor, Conflict, said.seq) == ("conversation_closed", "conversation_id")


def test_a_company_may_forbid_it(talk: Talk) -> None:
    said = talk.say(talk.visitor, 1)
    talk.stage.directory.known_service = Service(switches=Switches(recall=False))
    assert talk.refused(talk.visitor, Forbidden, said.seq) == ("forbidden", "seq")


def test_a_file_is_nobody_s_to_see_any_more(talk: Talk) -> None:
    stage = talk.stage
    file_id = FileId(stage.ulid())
    common = {"by_side": "visitor", "by_id": talk.visitor.subject, "name": "a.png", "type": "image/png", "size": 9, "announced_at": 1}
    stage.files.put_pending(StoredFile(file_id=file_id, conversation_id=talk.id, **common))  # type: ignore[arg-type]
    stage.files.mark_ready(file_id)
    key = {"producer": "tab000000000", "n": 1}
    frame = {"action": "chat", "type": "send", "conversation_id": talk.id, "client_id": key, "file_id": file_id}
    said = stage.send(talk.visitor, convert(frame, SendMessage))
    assert said is not None
    talk.recall(talk.visitor, said.seq)
    assert stage.files.get(file_id).recalled
    assert talk.synced(talk.lin)[said.seq - 1].file is None


# --- races ---------------------------------------------------------------------------------------------------------


class Overtaken:
    """A store on which somebody else acts before the first call of `method`."""

    def __init__(self, store: object, method: str, overtake: Callable[[], object]) -> None:
        self._store = store
        self._method = method
        self._overtake: Callable[[], object] | None = overtake

    def __getattr__(self, name: str) -> object:
        if name == self._method and self._overtake is not None:
            overtake, self._overtake = self._overtake, None
            overtake()
        return getattr(self._store, name)


def overtaken(talk: Talk, method: str, overtake: Callable[[], object]) -> None:
    real = talk.stage.conversations

    def act() -> None:
        kept, talk.stage.conversations = talk.stage.conversations, real
        overtake()
        talk.stage.conversations = kept

    talk.stage.conversations = Overtaken(real, method, act)


def test_a_message_that_comes_between_keeps_the_list_s_words(talk: Talk) -> None:
    said = talk.say(talk.visitor, 1, "wrong")
    overtaken(talk, "apply", lambda: talk.say(talk.visitor, 2, "right"))
    transition = talk.recall(talk.visitor, said.seq)
    assert transition is not None
    assert transition.entry.seq == said.seq + 2
    assert talk.stage.conversations.get(talk.id).last_text == "right"


def test_two_tabs_that_recall_at_once_recall_once(talk: Talk) -> None:
    said = talk.say(talk.visitor, 1)
    overtaken(talk, "apply", lambda: talk.recall(talk.visitor, said.seq))
    assert talk.recall(talk.visitor, said.seq) is None
    assert sum(isinstance(entry, Recalled) for entry in talk.synced(talk.lin)) == 1


def test_an_end_that_comes_between_wins(talk: Talk) -> None:
    said = talk.say(talk.visitor, 1)
    overtaken(talk, "apply", lambda: talk.end(talk.lin))
    with pytest.raises(Conflict) as refused:
        talk.recall(talk.visitor, said.seq)
    assert refused.value.code == "conversation_closed"
    assert talk.synced(talk.visitor)[said.seq - 1].text == "the price is 1 yuan"


def test_a_message_that_is_repeated_after_its_recall_tells_nobody_its_words(talk: Talk) -> None:
    said = talk.say(talk.visitor, 1)
    talk.recall(talk.visitor, said.seq)
    talk.stage.sockets.frames.clear()
    talk.say(talk.visitor, 1)
    (again,) = [frame.entry for frame in talk.stage.sockets.got("lin", EntryFrame)]
    assert (again.seq, again.recalled, again.text) == (said.seq, True, "")
    (ack,) = talk.stage.sockets.got("tab", Ack)
    assert ack.seq == said.seq
