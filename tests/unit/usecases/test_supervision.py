"""Supervision: looking on without being seen, taking over, ending, signing out; each by its right and within one's departments."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from parlor.domain.caller import Caller
from parlor.domain.conversation import Conversation
from parlor.domain.errors import Conflict, Forbidden, MissingRight, ParlorError
from parlor.domain.ids import ConnectionId, ConversationId
from parlor.domain.log import Accepted, ClientId, Closed, Message, PageCard, Queued, Transferred, Void
from parlor.domain.rights import Right, rights_of
from parlor.protocol.frames import (
    AskHistory,
    EndOther,
    EntryFrame,
    LogFrame,
    SendMessage,
    SignedOutFrame,
    SignOutAgent,
    SyncLog,
    TakeOver,
    Typing,
    TypingFrame,
)
from parlor.storage import audit
from parlor.storage.audit import AuditStore
from parlor.usecases.connect import connect
from parlor.usecases.end_others_conversation import end_others_conversation
from parlor.usecases.show_typing import show_typing
from parlor.usecases.sign_out_agent import sign_out_agent
from parlor.usecases.sync_log import send_history, sync_log
from parlor.usecases.take_over_conversation import take_over_conversation
from parlor.usecases.whisper import whisper
from tests.fakes.capacity import billed
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage


class Closer:
    def __init__(self) -> None:
        self.closed: list[str] = []

    def close(self, connections: Any) -> None:
        self.closed += connections


class Floor(Stage):
    """`lin` talks with a visitor; `ada` supervises everything, `kim` the support department only."""

    def __init__(self) -> None:
        super().__init__()
        self.lin, self.guest = self.agent("lin"), self.visitor()
        self.ada = self.agent("ada", staff_role="supervisor")
        kim = self.agent("kim", self.support, staff_role="supervisor")
        self.kim = replace(kim, rights=kim.rights - {"see_all"})
        self.id = self.accept(self.lin, self.open(self.guest).conversation_id).conversation_id
        self.closer = Closer()
        audit.bind("Chat")
        self.audit = AuditStore(self.tenant, self.clock.now_ms)

    def now(self) -> Conversation:
        found: Conversation = self.conversations.get(self.id)
        return found

    def look(self, who: Caller, *, watch: bool = True) -> LogFrame:
        ask = SyncLog(action="chat", conversation_id=self.id, watch=watch)
        return sync_log(ask, who, self.conversations, self.pushes, self.clock, self.watches.append)

    def scroll(self, who: Caller) -> None:
        send_history(AskHistory(action="chat", conversation_id=self.id, before=2), who, self.conversations, self.pushes, self.clock)

    def take_over(self, who: Caller) -> None:
        frame = TakeOver(action="supervise", conversation_id=self.id)
        take_over_conversation(frame, who, self.directory, self.conversations, self.pushes, self.reception, self.clock)

    def whisper(self, who: Caller, n: int = 1) -> Message | None:
        frame = SendMessage(
            action="chat", conversation_id=self.id, client_id=ClientId("whisper00000", n), text="offer the 250 g tin", whisper=True
        )
        return whisper(frame, who, self.conversations, self.pushes, self.clock, self.enclosures, self.audit)

    def end(self, who: Caller) -> None:
        frame = EndOther(action="supervise", conversation_id=self.id)
        end_others_conversation(frame, who, self.directory, self.conversations, self.reception, self.clock)

    def sign_out(self, who: Caller) -> None:
        frame = SignOutAgent(action="supervise", agent_id=self.lin.subject)
        sign_out_agent(frame, who, self.conversations, self.presence, self.pushes, self.reception, self.closer)

    def entries(self, connection: str) -> list[Any]:
        return [frame.entry for frame in self.sockets.got(connection, EntryFrame)]

    def load(self, who: Caller) -> int:
        agent = self.presence.agent(who.as_agent())
        assert agent is not None
        return agent.load


@pytest.fixture
def floor() -> Iterator[Floor]:
    with tables():
        yield Floor()


ACTIONS: list[tuple[Right, Callable[[Floor, Caller], object]]] = [
    ("watch", Floor.look),
    ("watch", Floor.scroll),
    ("whisper", Floor.whisper),
    ("take_over", Floor.take_over),
    ("end_others", Floor.end),
    ("sign_out_others", Floor.sign_out),
]


@pytest.mark.parametrize(("right", "action"), ACTIONS, ids=[action.__name__ for _, action in ACTIONS])
def test_each_deed_wants_its_right_and_the_department(floor: Floor, right: Right, action: Callable[[Floor, Caller], object]) -> None:
    before, log = floor.now(), floor.conversations.log(floor.id, 0, 100)
    with pytest.raises(MissingRight) as refusal:
        action(floor, floor.agent("su"))
    assert refusal.value.right == right
    with pytest.raises(MissingRight):
        action(floor, replace(floor.ada, rights=floor.ada.rights - {right}))
    with pytest.raises(Forbidden) as foreign:
        action(floor, floor.kim)
    assert (foreign.value.code, type(foreign.value)) == ("not_a_member", Forbidden)
    assert (floor.now(), floor.conversations.log(floor.id, 0, 100)) == (before, log), "nothing has changed"
    assert floor.closer.closed == []

    action(floor, replace(floor.ada, rights=rights_of("agent", added=[right, "see_all"])))


def test_who_watches_gets_all_that_the_agent_gets_and_counts_for_nothing(floor: Floor) -> None:
    floor.sockets.frames.clear()
    floor.conversations.detach(floor.id, "agent", {"lin"}, 1)
    seen = floor.look(floor.ada)

    assert [type(entry) for entry in seen.entries] == [Queued, Accepted]
    assert [found.conversation_id for found in floor.watches] == [floor.id]
    assert floor.now().delivered_agent == 1, "looking on is no delivery"
    message = floor.say(floor.guest, floor.id, 1, "is it green?")
    show_typing(
        Typing(action="chat", conversation_id=floor.id, text="and how"),
        floor.guest.party,
        floor.directory,
        floor.conversations,
        floor.pushes,
    )

    assert floor.entries("ada") == [message]
    assert [frame.text for frame in floor.sockets.got("ada", TypingFrame)] == ["and how"]
    assert floor.sockets.got("tab", TypingFrame) == []
    assert [frame.delivered for frame in floor.sockets.frames["tab"] if type(frame).__name__ == "Ack"] == [False]
    floor.look(floor.ada)
    assert len(floor.watches) == 1, "begun once"


def test_a_watcher_costs_one_push_more_and_nothing_else_and_is_forgotten_when_gone(floor: Floor) -> None:
    floor.look(floor.ada)
    floor.sockets.pushes = 0
    with billed() as bill:
        floor.say(floor.guest, floor.id, 1)
    assert (bill.requests, floor.sockets.pushes) == (["UpdateItem", "PutItem"], 3)

    floor.sockets.gone.add("ada")
    floor.say(floor.guest, floor.id, 2)
    assert floor.now().watchers == frozenset()
    assert floor.now().agent_sockets == {"lin"}


def test_an_agent_who_is_not_in_it_is_refused_without_an_entry_in_the_audit_log(floor: Floor) -> None:
    with pytest.raises(Forbidden) as refusal:
        floor.look(floor.agent("su"), watch=False)
    assert (type(refusal.value), refusal.value.code) == (Forbidden, "not_a_member")


def test_a_whisper_reaches_the_agent_once_and_never_the_visitor(floor: Floor) -> None:
    floor.look(floor.ada)
    floor.sockets.frames.clear()
    said = floor.whisper(floor.ada)
    floor.clock.pass_ms(900)
    again = floor.whisper(floor.ada)

    assert said is not None
    assert said == again
    assert (said.note, said.whisper, said.by.name) == (True, True, "ada")
    assert said in floor.entries("lin")
    assert {type(entry) for entry in floor.entries("tab")} == {Void}
    assert [type(entry) for entry in floor.look(floor.guest, watch=False).entries] == [Queued, Accepted, Void]
    assert floor.now().unanswered_since is not None, "it is no answer"
    assert [entry.action for entry in floor.audit.page(0, floor.clock.now + 1, None)[0]] == ["supervise.whisper"], "noted once"


def test_a_whisper_is_words_and_wants_somebody_to_hear_it(floor: Floor) -> None:
    frame = SendMessage(
        action="chat", conversation_id=floor.id, client_id=ClientId("whisper00000", 1), page=PageCard("https://tea.example/"), whisper=True
    )
    with pytest.raises(ParlorError) as refusal:
        whisper(frame, floor.ada, floor.conversations, floor.pushes, floor.clock, floor.enclosures, floor.audit)
    assert refusal.value.field == "page"
    words = replace(frame, page=None, text="psst")
    with pytest.raises(Forbidden):
        whisper(words, floor.guest, floor.conversations, floor.pushes, floor.clock, floor.enclosures, floor.audit)
    floor.id = ConversationId(floor.open(floor.visitor("tab2")).conversation_id)
    with pytest.raises(Conflict) as nobody:
        floor.whisper(floor.ada)
    assert nobody.value.code == "not_active"


def test_take_over_moves_conversation_and_load_and_tells_everybody_once(floor: Floor) -> None:
    floor.look(floor.ada)
    floor.sockets.frames.clear()
    floor.take_over(floor.ada)

    taken = floor.now()
    assert (taken.agent_id, taken.agent_name, taken.state) == (floor.ada.subject, "ada", "active")
    assert (floor.load(floor.lin), floor.load(floor.ada)) == (0, 1)
    for connection in ("lin", "tab", "ada"):
        (entry,) = floor.entries(connection)
        assert isinstance(entry, Transferred)
        assert (entry.agent_name, entry.reason, entry.by.name) == ("ada", "taken_over", "ada")
    with pytest.raises(ParlorError) as refusal:
        floor.say(floor.lin, floor.id, 1)
    assert refusal.value.code == "not_a_member"
    floor.look(floor.ada)
    floor.say(floor.guest, floor.id, 1)
    assert len(floor.entries("ada")) == 2, "as the agent and as a watcher, told once"
    with pytest.raises(Conflict) as again:
        floor.take_over(floor.ada)
    assert again.value.code == "already_yours"


def test_of_two_supervisors_the_later_takes_it_from_the_first_and_loads_stay_right(floor: Floor) -> None:
    eve = floor.agent("eve", staff_role="supervisor")
    floor.take_over(floor.ada)
    floor.take_over(eve)
    assert [floor.load(each) for each in (floor.lin, floor.ada, eve)] == [0, 0, 1]


def test_take_over_needs_room_and_an_agent_to_take_from(floor: Floor) -> None:
    full = floor.agent("full", staff_role="supervisor", ceiling=1)
    waiting = floor.open(floor.visitor("tab2")).conversation_id
    floor.accept(full, waiting)
    with pytest.raises(Conflict) as refusal:
        floor.take_over(full)
    assert refusal.value.code == "at_ceiling"
    assert floor.load(floor.lin) == 1
    other = floor.open(floor.visitor("tab3")).conversation_id
    floor.id = ConversationId(other)
    with pytest.raises(Conflict) as nobody:
        floor.take_over(floor.ada)
    assert nobody.value.code == "not_active"


def test_end_is_in_the_supervisors_name_and_leaves_the_topic_to_the_agent(floor: Floor) -> None:
    floor.end(floor.ada)
    ended = floor.now()
    entry = floor.conversations.log(floor.id, 0, 100)[-1]
    assert isinstance(entry, Closed)
    assert (ended.state, ended.agent_id, ended.unwrapped, entry.by.name) == ("closed", floor.lin.subject, True, "ada")
    assert floor.load(floor.lin) == 0
    with pytest.raises(Conflict):
        floor.end(floor.ada)


def test_sign_out_tells_the_desk_closes_it_gives_back_and_lets_nobody_in_before_a_new_sign_in(floor: Floor) -> None:
    floor.sign_out(floor.ada)

    assert [frame.by for frame in floor.sockets.got("lin", SignedOutFrame)] == ["ada"]
    assert floor.closer.closed == ["lin"]
    agent = floor.presence.agent(floor.lin.as_agent())
    assert agent is not None
    assert (agent.state, agent.load, agent.signed_out) == ("offline", 0, True)
    assert floor.presence.agent_sockets(floor.lin.as_agent()) == []
    assert isinstance(floor.conversations.log(floor.id, 0, 100)[-1], Queued)
    assert floor.now().state == "waiting"

    late = replace(floor.lin, connection=ConnectionId("late"))
    with pytest.raises(Forbidden) as refusal:
        connect(late, floor.presence, lambda: floor.reception, floor.pushes, floor.timers, floor.clock)
    assert refusal.value.code == "signed_out"
    assert floor.presence.agent_sockets(floor.lin.as_agent()) == []

    floor.presence.sign_in(floor.lin.as_agent())
    connect(late, floor.presence, lambda: floor.reception, floor.pushes, floor.timers, floor.clock)
    assert floor.presence.agent(floor.lin.as_agent()).state == "online"  # type: ignore[union-attr]


def test_nobody_signs_themselves_out_that_way(floor: Floor) -> None:
    floor.lin = floor.ada
    with pytest.raises(Conflict) as refusal:
        floor.sign_out(floor.ada)
    assert refusal.value.code == "not_yourself"
