"""Conversations among colleagues: one for a pair, members only, the contract and the cost of every message."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from parlor.domain.caller import Caller
from parlor.domain.directory import Agent
from parlor.domain.errors import Forbidden, Invalid, NotFound, ParlorError
from parlor.domain.ids import AgentId, ConversationId
from parlor.domain.internal import InternalChange, InternalConversation
from parlor.domain.log import ClientId, MemberLeft, Message
from parlor.protocol.frames import Ack, EntryFrame
from parlor.protocol.frames_internal import (
    InternalConversationFrame,
    InternalLeftFrame,
    InternalReadFrame,
    MarkInternalRead,
    RecallInternal,
    SendInternal,
    SyncInternal,
)
from parlor.storage import keys
from parlor.storage.internal import PRODUCERS_MAX, InternalStore
from parlor.storage.streams import event_of
from parlor.storage.tables import LogRow
from parlor.usecases.internal_pushes import InternalPushes
from parlor.usecases.keep_internal import KeepInternal
from parlor.usecases.read_internal import list_internal, mark_internal_read, sync_internal
from parlor.usecases.recall_message import recall_message
from parlor.usecases.send_message import say
from tests.fakes.capacity import billed
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage

LINE = "临安仓今天能发的只有 250 g 的礼盒，散装要等到周三，客户问起来先别承诺时间。辛苦各位在备注里写一下。"


class Office(Stage):
    """The stage with colleagues whom the directory knows."""

    @property
    def internal(self) -> InternalStore:
        return InternalStore(self.tenant)

    @property
    def internal_pushes(self) -> InternalPushes:
        return InternalPushes(self.pushes)

    def colleague(self, name: str) -> Caller:
        caller = self.agent(name)
        agent = Agent(agent_id=AgentId(caller.subject), subject=name, email=f"{name}@tea.example", number=name, name=name)
        self.directory.known_agents[caller.subject] = agent
        return caller

    def keep(self, caller: Caller) -> KeepInternal:
        return KeepInternal(caller.party, self.directory, self.internal, self.internal_pushes, self.clock)

    def pair(self, one: Caller, other: Caller) -> ConversationId:
        return self.keep(one).open_with(AgentId(other.subject)).conversation_id

    def group(self, maker: Caller, *others: Caller, name: str = "仓库") -> ConversationId:
        return self.keep(maker).open_group(name, [AgentId(each.subject) for each in others]).conversation_id

    def tell(self, caller: Caller, conversation_id: str, n: int, text: str = "hello", producer: str = "", **more: Any) -> Message:
        key = ClientId((producer or caller.connection).ljust(12, "0")[:12], n)
        frame = SendInternal(action="internal", conversation_id=conversation_id, client_id=key, text=text, **more)
        said = say(frame, caller.party, caller.connection, self.internal, self.internal_pushes, self.clock, self.enclosures)
        assert said is not None
        return said[1]

    def sync(self, caller: Caller, conversation_id: str, after: int | None = None) -> list[Any]:
        frame = SyncInternal(action="internal", conversation_id=conversation_id, after=after)
        return sync_internal(frame, caller.party, caller.connection, self.internal, self.internal_pushes, self.clock).entries

    def read(self, caller: Caller, conversation_id: str, seq: int) -> bool:
        frame = MarkInternalRead(action="internal", conversation_id=conversation_id, seq=seq)
        return mark_internal_read(frame, caller.party, caller.connection, self.internal, self.internal_pushes, self.clock)

    def recall(self, caller: Caller, conversation_id: str, seq: int) -> Any:
        frame = RecallInternal(action="internal", conversation_id=conversation_id, seq=seq)
        pushes = self.internal_pushes
        return recall_message(frame, caller.party, self.directory, self.internal, self.enclosures, pushes, self.clock)

    def unread(self, caller: Caller) -> dict[str, int]:
        mine = list_internal(AgentId(caller.subject), self.internal)
        return {each.conversation_id: 0 if each.last_by_id == caller.subject else each.seq - read for each, read in mine}


@pytest.fixture
def office() -> Iterator[Office]:
    with tables():
        yield Office()


def test_two_colleagues_have_one_conversation_whoever_begins_and_however_often(office: Office) -> None:
    lin, chen = office.colleague("lin"), office.colleague("chen")

    class Late(InternalStore):
        """Between its look and its write the colleague begins."""

        def apply(self, transition: InternalChange) -> None:
            office.pair(chen, lin)
            super().apply(transition)

    keep = KeepInternal(lin.party, office.directory, Late(office.tenant), office.internal_pushes, office.clock)
    first = keep.open_with(AgentId(chen.subject)).conversation_id
    assert {first, office.pair(lin, chen), office.pair(chen, lin)} == {first}
    office.tell(lin, first, 1, "在吗")
    assert [entry.text for entry in office.sync(chen, first)] == ["在吗"]
    assert office.unread(chen) == {first: 1}


def test_nobody_talks_to_themselves_to_strangers_or_to_who_has_left(office: Office) -> None:
    lin, chen = office.colleague("lin"), office.colleague("chen")
    office.directory.known_agents[chen.subject] = Agent(
        agent_id=AgentId(chen.subject), subject="chen", email="c@tea.example", number="c", name="chen", disabled=True
    )
    with pytest.raises(Invalid):
        office.pair(lin, lin)
    for other in (AgentId(chen.subject), AgentId(office.ulid())):
        with pytest.raises(NotFound):
            office.keep(lin).open_with(other)
        with pytest.raises(NotFound):
            office.keep(lin).open_group("x", [other])
    with pytest.raises(Invalid):
        office.keep(lin).open_group("x", [AgentId(lin.subject)])


def test_who_is_no_member_learns_nothing(office: Office) -> None:
    lin, chen, zhou = office.colleague("lin"), office.colleague("chen"), office.colleague("zhou")
    pair = office.pair(lin, chen)
    office.tell(lin, pair, 1, "secret")
    unknown = office.ulid()

    def asked(conversation_id: str) -> list[str]:
        refusals = []
        for ask in (
            lambda: office.sync(zhou, conversation_id),
            lambda: office.tell(zhou, conversation_id, 1),
            lambda: office.read(zhou, conversation_id, 1),
            lambda: office.recall(zhou, conversation_id, 1),
            lambda: office.keep(zhou).add(ConversationId(conversation_id), [AgentId(zhou.subject)]),
            lambda: office.keep(zhou).rename(ConversationId(conversation_id), "mine"),
            lambda: office.keep(zhou).remove(ConversationId(conversation_id), AgentId(lin.subject)),
        ):
            with pytest.raises(ParlorError) as refused:
                ask()
            refusals.append((refused.value.code, refused.value.message))
        return refusals

    assert asked(pair) == asked(unknown), "the same words as for a conversation that does not exist"
    assert {code for code, _ in asked(pair)} == {"not_found"}
    assert office.unread(zhou) == {}
    assert not office.sockets.got("zhou", EntryFrame)
    assert not office.sockets.got("zhou", InternalConversationFrame)


def test_another_company_does_not_find_it(office: Office) -> None:
    lin, chen = office.colleague("lin"), office.colleague("chen")
    pair = office.pair(lin, chen)
    other = Office()
    stranger = other.colleague("lin")
    with pytest.raises(NotFound):
        other.sync(stranger, pair)
    with pytest.raises(NotFound):
        other.keep(stranger).open_with(AgentId(chen.subject))


def test_a_group_grows_shrinks_and_goes_on_without_its_maker(office: Office) -> None:
    lin, chen, zhou = office.colleague("lin"), office.colleague("chen"), office.colleague("zhou")
    group = office.group(lin, chen)
    office.tell(chen, group, 1, "first")
    office.keep(chen).add(group, [AgentId(zhou.subject)])
    office.keep(chen).rename(group, "仓库与客服")
    assert office.unread(zhou) == {group: 2}, "what was said before counts as read; that they came and the name do not"
    with pytest.raises(Forbidden):
        office.keep(chen).remove(group, AgentId(zhou.subject))
    office.keep(lin).remove(group, AgentId(lin.subject))
    found = office.internal.get(group)
    assert found is not None
    assert (found.name, list(found.members), found.creator_id) == ("仓库与客服", [chen.subject, zhou.subject], chen.subject)
    assert office.sockets.got("lin", InternalLeftFrame)[0].conversation_id == group
    with pytest.raises(NotFound):
        office.tell(lin, group, 1, "still here?")
    assert office.unread(lin) == {}
    assert isinstance(office.sync(zhou, group)[-1], MemberLeft)
    office.keep(chen).remove(group, AgentId(zhou.subject))
    office.keep(chen).add(group, [AgentId(lin.subject)])
    assert [each.kind for each in (office.internal.get(group),) if each] == ["group"]


def test_members_of_a_pair_do_not_change(office: Office) -> None:
    lin, chen, zhou = office.colleague("lin"), office.colleague("chen"), office.colleague("zhou")
    pair = office.pair(lin, chen)
    for change in (
        lambda: office.keep(lin).add(pair, [AgentId(zhou.subject)]),
        lambda: office.keep(lin).remove(pair, AgentId(chen.subject)),
        lambda: office.keep(lin).rename(pair, "x"),
    ):
        with pytest.raises(ParlorError) as refused:
            change()
        assert refused.value.code == "not_a_group"


def test_a_message_is_stored_once_in_order_and_told_to_every_desk_of_the_members(office: Office) -> None:
    lin, chen, zhou = office.colleague("lin"), office.colleague("chen"), office.colleague("zhou")
    group = office.group(lin, chen, zhou)
    for _ in range(3):
        assert office.tell(lin, group, 1, "one").seq == 2
    office.tell(chen, group, 1, "two", quote=2)
    with pytest.raises(ParlorError) as refused:
        office.tell(chen, group, 4, "skipped")
    assert refused.value.code == "out_of_order"
    entries = office.sync(zhou, group)
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert [entry.text for entry in entries[1:]] == ["one", "two"]
    assert {frame.entry.seq for frame in office.sockets.got("zhou", EntryFrame)} >= {2, 3}
    assert office.sockets.got("lin", Ack)[0].seq == 2
    assert not any(frame.entry.seq == 2 for frame in office.sockets.got("lin", EntryFrame)), "not to the socket that sent it"


def test_a_member_who_is_sent_away_between_check_and_write_is_refused(office: Office) -> None:
    lin, chen, zhou = office.colleague("lin"), office.colleague("chen"), office.colleague("zhou")
    group = office.group(lin, chen, zhou)

    class Late(InternalStore):
        def _members(self, conversation_id: ConversationId) -> Any:
            seen = super()._members(conversation_id)
            if zhou.subject in (seen.members if seen else {}):
                office.keep(lin).remove(conversation_id, AgentId(zhou.subject))
            return seen

    frame = SendInternal(action="internal", conversation_id=group, client_id=ClientId("zhou00000000", 1), text="too late")
    with pytest.raises(NotFound):
        say(frame, zhou.party, "zhou", Late(office.tenant), office.internal_pushes, office.clock, office.enclosures)
    assert not any(isinstance(entry, Message) for entry in office.sync(lin, group))


def test_the_sender_takes_a_message_back_and_nobody_else(office: Office) -> None:
    lin, chen = office.colleague("lin"), office.colleague("chen")
    pair = office.pair(lin, chen)
    seq = office.tell(lin, pair, 1, "oops").seq
    with pytest.raises(Forbidden):
        office.recall(chen, pair, seq)
    assert office.recall(lin, pair, seq) is not None
    assert office.recall(lin, pair, seq) is None, "once"
    message, recalled = office.sync(chen, pair)
    assert (message.text, message.recalled, recalled.target) == ("", True, seq)
    found = office.internal.get(pair)
    assert found is not None
    assert (found.last_text, found.last_kind) == ("", "recalled")
    late = office.tell(lin, pair, 2, "later").seq
    office.clock.pass_ms(200_000)
    with pytest.raises(ParlorError) as refused:
        office.recall(lin, pair, late)
    assert refused.value.code == "too_late"


def test_unread_is_what_is_behind_ones_own_mark_and_ones_other_desks_learn_of_it(office: Office) -> None:
    lin, chen = office.colleague("lin"), office.colleague("chen")
    pair = office.pair(lin, chen)
    for n in (1, 2, 3):
        office.tell(lin, pair, n)
    assert (office.unread(chen), office.unread(lin)) == ({pair: 3}, {pair: 0})
    assert office.read(chen, pair, 2)
    assert office.unread(chen) == {pair: 1}
    assert not office.read(chen, pair, 1), "a mark never goes back"
    assert office.read(chen, pair, 99)
    assert office.unread(chen) == {pair: 0}, "nor beyond the end"
    assert not office.sockets.got("lin", InternalReadFrame), "what one has read is one's own"


def test_a_message_costs_two_writes_whatever_the_number_of_members(office: Office) -> None:
    lin = office.colleague("lin")
    others = [office.colleague(f"agent{n}") for n in range(30)]
    group = office.group(lin, *others, name="全体客服与仓库")
    for n in range(1, 7):
        office.tell(lin, group, n, LINE)
        office.tell(others[n], group, 1, LINE)
        office.clock.pass_ms(6_000)
    office.sockets.pushes = 0
    with billed() as bill:
        office.tell(lin, group, 7, LINE)
    assert bill.requests == ["GetItem", "UpdateItem", "PutItem", "Query"], "members, place, message, desks"
    assert bill.write_units == 2
    assert office.sockets.pushes == 31, "one for each other member's desk, and the acknowledgement"

    pair = office.pair(lin, others[0])
    office.tell(lin, pair, 1, LINE)
    office.sockets.pushes = 0
    with billed() as bill:
        office.tell(lin, pair, 2, LINE)
    assert bill.write_units == 2
    assert bill.requests == ["GetItem", "UpdateItem", "PutItem", "Query", "Query"]
    assert office.sockets.pushes == 2


def test_a_read_mark_is_one_write_and_reading_none(office: Office) -> None:
    lin, chen = office.colleague("lin"), office.colleague("chen")
    pair = office.pair(lin, chen)
    office.tell(lin, pair, 1)
    with billed() as bill:
        office.sync(chen, pair)
    assert bill.requests == ["BatchGetItem", "Query"]
    with billed() as bill:
        office.read(chen, pair, 1)
    assert bill.requests == ["BatchGetItem", "UpdateItem", "Query"]
    assert bill.write_units == 1


def test_years_of_tabs_neither_fill_the_conversation_nor_double_a_message(office: Office) -> None:
    lin, chen = office.colleague("lin"), office.colleague("chen")
    pair = office.pair(lin, chen)
    tabs = [f"tab{n:09d}" for n in range(3 * PRODUCERS_MAX)]
    places = {}
    for tab in tabs:
        places[tab] = office.tell(lin, pair, 1, tab, producer=tab).seq
        office.clock.pass_ms(6_000)
    found = office.internal.get(pair)
    assert found is not None
    assert len(found.places) <= PRODUCERS_MAX
    for tab in tabs[:3]:
        assert office.tell(lin, pair, 1, tab, producer=tab).seq == places[tab], "an old repetition finds its message"
        office.clock.pass_ms(6_000)
    assert office.tell(lin, pair, 2, "and more", producer=tabs[0]).text == "and more"
    texts = [entry.text for entry in office.sync(chen, pair) if isinstance(entry, Message)]
    assert texts == [*tabs, "and more"]


def test_parallel_senders_leave_a_whole_log(office: Office) -> None:
    people = [office.colleague(name) for name in ("lin", "chen", "zhou", "wu")]
    group = office.group(people[0], *people[1:])

    def talk(caller: Caller) -> list[int]:
        return [office.tell(caller, group, n, f"{caller.name} {n}").seq for n in (1, 2)]

    with ThreadPoolExecutor(4) as pool:
        seqs = [seq for each in pool.map(talk, people) for seq in each]
    assert sorted(seqs) == list(range(2, 10))
    assert [entry.seq for entry in office.sync(people[0], group)] == list(range(1, 10))


def test_the_stream_passes_over_what_colleagues_say(office: Office) -> None:
    """The consumers' filters take the kinds `message`, `queued` and `accepted`, and items with a key of index 2."""
    lin, chen = office.colleague("lin"), office.colleague("chen")
    group = office.group(lin, chen)
    office.tell(lin, group, 1)
    partition = keys.internal(office.tenant, group)
    rows = list(LogRow.query(partition, LogRow.sk.startswith(keys.LOG_FIRST)))
    assert [row.kind for row in rows] == ["internal_group_opened", "internal_message"]
    for row in rows:
        image = {name: {"S": str(value)} for name, value in row.attribute_values.items() if value is not None}
        assert event_of({"eventName": "INSERT", "dynamodb": {"NewImage": image}}) is None


def test_flooding_is_slowed(office: Office) -> None:
    lin, chen = office.colleague("lin"), office.colleague("chen")
    pair = office.pair(lin, chen)
    for n in range(1, 11):
        office.tell(lin, pair, n)
    with pytest.raises(ParlorError) as refused:
        office.tell(lin, pair, 11)
    assert refused.value.code == "rate_limited"
    office.clock.pass_ms(6_000)
    assert office.tell(lin, pair, 11).seq == 11


def test_a_group_has_a_limit(office: Office) -> None:
    lin = office.colleague("lin")
    many = [office.colleague(f"a{n}") for n in range(80)]
    with pytest.raises(Invalid):
        office.group(lin, *many)
    found: InternalConversation | None = office.internal.get(office.group(lin, *many[:79]))
    assert found is not None
    assert len(found.members) == 80
