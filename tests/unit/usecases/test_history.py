"""A client opens a conversation at its end and reads upwards: contiguous pages over holes, bounded, few reads; and delivered marks."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from parlor.domain.content import Content
from parlor.domain.errors import NotFound
from parlor.domain.ids import ConnectionId
from parlor.domain.log import ClientId, Message, TransferOffered, Void
from parlor.protocol.frames import AskHistory, DeliveredFrame, HistoryFrame, LogFrame, SyncLog
from parlor.usecases.sync_log import send_history, sync_log
from tests.fakes.capacity import billed
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage


class Talk:
    """An accepted conversation between the visitor `tab` and the agent `lin`; two entries are in its log."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.lin, self.visitor = self.stage.agent("lin"), self.stage.visitor()
        self.id = self.stage.accept(self.lin, self.stage.open(self.visitor).conversation_id).conversation_id
        self._n = 0

    def lines(self, count: int, text: str = "line") -> None:
        for _ in range(count):
            self._n += 1
            self.stage.say(self.visitor, self.id, self._n, text)
            self.stage.clock.pass_ms(600)

    def hole(self) -> ClientId:
        """A send that takes its place and dies."""
        self._n += 1
        client_id = ClientId("tab000000000", self._n)
        store, stage = self.stage.conversations, self.stage
        assert store.take_place(self.id, self.visitor.party, client_id, Content(text="late"), stage.clock.now) is not None
        stage.clock.pass_ms(600)
        return client_id

    def tail(self, limit: int = 100, caller: Any = None) -> LogFrame:
        stage, caller = self.stage, caller or self.lin
        ask = SyncLog(action="chat", conversation_id=self.id, limit=limit)
        return sync_log(ask, caller, stage.conversations, stage.pushes, stage.clock, stage.watches.append)

    def sync(self, after: int) -> LogFrame:
        stage = self.stage
        ask = SyncLog(action="chat", conversation_id=self.id, after=after)
        return sync_log(ask, self.lin, stage.conversations, stage.pushes, stage.clock, stage.watches.append)

    def history(self, before: int, limit: int = 100, caller: Any = None) -> HistoryFrame:
        stage, caller = self.stage, caller or self.lin
        ask = AskHistory(action="chat", conversation_id=self.id, before=before, limit=limit)
        return send_history(ask, caller, stage.conversations, stage.pushes, stage.clock)

    @property
    def second_tab(self) -> Any:
        return replace(self.visitor, connection="tab2")


@pytest.fixture
def talk() -> Iterator[Talk]:
    with tables():
        yield Talk()


def seqs(answer: LogFrame | HistoryFrame) -> list[int]:
    return [entry.seq for entry in answer.entries]


def test_the_end_comes_first_and_the_rest_page_by_page(talk: Talk) -> None:
    talk.lines(20)
    tail = talk.tail(limit=5)
    assert (seqs(tail), tail.last_seq) == ([18, 19, 20, 21, 22], 22)
    assert seqs(talk.history(18, limit=10)) == list(range(8, 18))
    assert seqs(talk.history(8, limit=10)) == list(range(1, 8))
    assert seqs(talk.history(1)) == []
    assert talk.stage.sockets.got("lin", HistoryFrame)[-1].before == 1


def test_a_short_log_comes_whole(talk: Talk) -> None:
    assert seqs(talk.tail()) == [1, 2]
    assert seqs(talk.history(1_000)) == [1, 2], "before is beyond the end"


def test_a_young_hole_ends_the_tail_and_an_old_one_is_closed(talk: Talk) -> None:
    talk.lines(3)
    talk.hole()
    talk.lines(2)
    young = talk.tail(limit=4)
    assert (seqs(young), young.last_seq) == ([5], 8)
    assert seqs(talk.sync(after=5)) == []
    talk.stage.clock.pass_ms(10_000)
    old = talk.tail(limit=4)
    assert seqs(old) == [5, 6, 7, 8]
    assert isinstance(old.entries[1], Void)


def test_a_tail_that_begins_with_a_young_hole_gives_what_is_before_it(talk: Talk) -> None:
    talk.lines(3)
    talk.hole()
    talk.lines(2)
    assert seqs(talk.tail(limit=3)) == [3, 4, 5]


def test_history_stops_at_a_young_hole_and_closes_an_old_one(talk: Talk) -> None:
    talk.lines(3)
    talk.hole()
    talk.lines(2)
    assert seqs(talk.history(9)) == [7, 8]
    assert seqs(talk.history(7)) == []
    talk.stage.clock.pass_ms(10_000)
    assert seqs(talk.history(7)) == [1, 2, 3, 4, 5, 6]


def test_a_hole_is_as_old_as_what_follows_it_not_as_what_was_said_last(talk: Talk) -> None:
    talk.hole()
    talk.lines(1)
    talk.stage.clock.pass_ms(10_000)
    talk.lines(1)
    assert seqs(talk.history(4)) == [1, 2, 3], "the hole at 3 is old, although somebody has just spoken"


def test_who_sent_late_finds_another_place_after_history_closed_the_hole(talk: Talk) -> None:
    late = talk.hole()
    talk.lines(1)
    talk.stage.clock.pass_ms(10_000)
    talk.history(5)
    again = talk.stage.say(talk.visitor, talk.id, late.n, "late", producer=late.producer)
    assert again is None, "the producer has gone on: a client sends the next only after the acknowledgement"


def test_large_entries_make_short_pages_from_the_end(talk: Talk) -> None:
    talk.lines(12, "长" * 4_000)
    tail = talk.tail()
    assert seqs(tail) == list(range(15 - len(tail.entries), 15))
    assert 5 <= len(tail.entries) <= 8
    above = talk.history(tail.entries[0].seq)
    assert seqs(above)[-1] == tail.entries[0].seq - 1
    assert 3 <= len(above.entries) <= 8


def test_visitors_read_their_own_and_see_nothing_of_staff(talk: Talk) -> None:
    other = talk.stage.visitor("other")
    with pytest.raises(NotFound):
        talk.history(10, caller=other)
    with pytest.raises(NotFound):
        talk.tail(caller=other)
    offered = TransferOffered(
        seq=3, at=talk.stage.clock.now, by=talk.lin.party.author(), transfer_id="t", to_agent_id="a", to_agent_name="su", note="difficult"
    )
    talk.hole()
    talk.stage.conversations.put_entry(talk.id, offered)
    assert isinstance(talk.history(4, caller=talk.visitor).entries[-1], Void)
    assert isinstance(talk.history(4).entries[-1], TransferOffered)


def test_the_first_screen_of_a_long_conversation_is_two_reads(talk: Talk) -> None:
    talk.lines(205)
    with billed() as first:
        assert len(talk.tail().entries) == 100
    assert first.requests == ["GetItem", "Query"]
    with billed() as above:
        assert len(talk.history(108).entries) == 100
    assert above.requests == ["GetItem", "Query"]
    with billed() as new_tab:
        talk.tail(caller=replace(talk.lin, connection=ConnectionId("lin2")))
    assert new_tab.requests == ["GetItem", "UpdateItem", "Query"]


# --- delivered -----------------------------------------------------------------------------------------------------


def told(talk: Talk, connection: str) -> list[tuple[str, int]]:
    return [(frame.to, frame.seq) for frame in talk.stage.sockets.got(connection, DeliveredFrame)]


def test_the_other_side_learns_when_what_it_said_arrives(talk: Talk) -> None:
    talk.stage.sockets.gone.add("tab")
    talk.stage.say(talk.lin, talk.id, 1, "are you there?")
    assert talk.stage.conversations.get(talk.id).delivered_to("visitor") == 2

    back = talk.second_tab
    talk.tail(caller=back)

    assert told(talk, "lin") == [("visitor", 3)]
    assert told(talk, "tab2") == []
    found = talk.stage.conversations.get(talk.id)
    assert (found.delivered_visitor, found.delivered_to("visitor")) == (3, 3)


def test_a_second_tab_is_no_news(talk: Talk) -> None:
    talk.stage.say(talk.lin, talk.id, 1)
    talk.tail(caller=talk.second_tab)
    talk.tail(caller=talk.second_tab)
    assert told(talk, "lin") == []


def test_the_mark_costs_no_write_of_its_own(talk: Talk) -> None:
    talk.stage.sockets.gone.add("tab")
    talk.stage.say(talk.lin, talk.id, 1)
    talk.stage.say(talk.lin, talk.id, 2)
    with billed() as bill:
        talk.tail(caller=talk.second_tab)
    assert bill.requests == ["GetItem", "UpdateItem", "Query"]
    assert [isinstance(entry, Message) for entry in talk.tail().entries] == [False, False, True, True]
