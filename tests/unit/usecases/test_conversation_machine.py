"""Random histories with faults between any two writes; after each step the invariants of the contract hold.

The same ones in every run; `make fuzz` takes others, and more.
"""

import os
from contextlib import ExitStack
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from parlor.domain.conversation import Conversation
from parlor.domain.errors import ParlorError, StaleWrite
from parlor.domain.log import (
    SYSTEM,
    ClientId,
    Entry,
    Message,
    Recalled,
    as_visitor_sees,
)
from parlor.protocol.frames import (
    AnswerTransfer,
    EndConversation,
    InviteColleague,
    LeaveConversation,
    OfferTransfer,
    RecallMessage,
    SendMessage,
    SyncLog,
)
from parlor.usecases.connect import VisitorGone, visitor_gone
from parlor.usecases.end_conversation import end_conversation
from parlor.usecases.leave_conversation import leave_conversation
from parlor.usecases.recall_message import recall_message
from parlor.usecases.say_automatically import say_automatically
from parlor.usecases.sync_log import read_before, read_log, read_newest, sync_log
from parlor.usecases.transfer_conversation import Transfers
from tests.fakes.dynamo import tables
from tests.fakes.histories import told_by
from tests.fakes.stage import Stage

WRITES = ("apply", "take_place", "take_automatic_place", "take_other_place", "put_entry", "attach", "mark_read", "see_silence")
FAULTS = st.sampled_from([None, None, None, ("before", 1), ("after", 1), ("before", 2), ("after", 2)])


class Faulty:
    """Breaks the connection before or after the n-th write from now."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.fault: tuple[str, int] | None = None

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._store, name)
        return self._watched(method) if name in WRITES else method

    def _watched(self, method: Any) -> Any:
        def call(*arguments: Any, **named: Any) -> Any:
            due = self._due()
            if due == "before":
                raise ConnectionError
            result = method(*arguments, **named)
            if due == "after":
                raise ConnectionError
            return result

        return call

    def _due(self) -> str | None:
        if self.fault is None:
            return None
        when, writes = self.fault
        self.fault = (when, writes - 1) if writes > 1 else None
        return when if writes == 1 else None


TIMES = int(os.environ.get("FUZZ", "0"))
"""0: the quick part."""


class Histories(RuleBasedStateMachine):
    """Two visitors, two agents, several tabs. A tab repeats its message until it is acknowledged, as clients do."""

    tabs = Bundle("tabs")

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self._stack.enter_context(tables())
        self.stage = Stage()
        self.stage.conversations = self.faulty = Faulty(self.stage.conversations)
        self.agents = [self.stage.agent("lin"), self.stage.agent("su", ceiling=1)]
        self.visitors = [self.stage.visitor("a"), self.stage.visitor("b")]
        self.talks: dict[str, set[str]] = {"a": set(), "b": set()}
        self.unsent: dict[tuple[str, str], tuple[int, str]] = {}
        self.acknowledged: dict[str, set[tuple[str, int, str]]] = {}
        self.count = 0
        self.moment = 1
        self.seen: dict[tuple[str, int], tuple[Conversation, list[Entry]]] = {}

    def teardown(self) -> None:
        self._stack.close()

    def attempt(self, fault: tuple[str, int] | None, step: Any) -> Any:
        """A request: the function may crash, the rules may refuse; the world goes on."""
        self.faulty.fault = fault
        try:
            return step()
        except (ConnectionError, ParlorError, StaleWrite):
            return None
        finally:
            self.faulty.fault = None
            self.stage.clock.pass_ms(700)

    def look(self, talk: str) -> tuple[Conversation, list[Entry]]:
        """A conversation and its whole log, holes filled. Read once after each step: the clock moves on with every step."""
        moment = (talk, self.stage.clock.now)
        if moment not in self.seen:
            conversation = self.stage.conversations.get(talk)
            entries = read_log(conversation, 0, 10_000, self.stage.conversations, self.stage.clock.now + 60_000)
            self.seen[moment] = (conversation, entries)
        return self.seen[moment]

    def every_talk(self) -> list[str]:
        return sorted(self.talks["a"] | self.talks["b"])

    def pick(self, index: int) -> str | None:
        talks = self.every_talk()
        return talks[index % len(talks)] if talks else None

    @rule(visitor=st.integers(0, 1), fault=FAULTS)
    def open(self, visitor: int, fault: Any) -> None:
        caller = self.visitors[visitor]
        self.attempt(fault, lambda: self.stage.open(caller))
        found = self.stage.conversations.open_of(caller.subject)
        if found:
            self.talks[caller.connection].add(found)

    @rule(index=st.integers(0, 5), agent=st.integers(0, 1), fault=FAULTS)
    def accept(self, index: int, agent: int, fault: Any) -> None:
        if talk := self.pick(index):
            self.attempt(fault, lambda: self.stage.accept(self.agents[agent], talk))

    @rule(index=st.integers(0, 5), who=st.integers(0, 3), fault=FAULTS)
    def send(self, index: int, who: int, fault: Any) -> None:
        talk = self.pick(index)
        if talk is None:
            return
        caller = (self.visitors + self.agents)[who]
        key = (talk, caller.connection)
        if key not in self.unsent:
            self.count += 1
            before = sum(1 for each in self.acknowledged.get(talk, ()) if each[0] == caller.connection)
            self.unsent[key] = (before + 1, f"message {self.count}")
        n, text = self.unsent[key]
        if self.attempt(fault, lambda: self.stage.say(caller, talk, n, text)) is not None:
            self.acknowledged.setdefault(talk, set()).add((caller.connection, n, text))
            del self.unsent[key]

    @rule(index=st.integers(0, 5), who=st.integers(0, 3), back=st.integers(1, 6), fault=FAULTS)
    def recall(self, index: int, who: int, back: int, fault: Any) -> None:
        if talk := self.pick(index):
            stage, caller = self.stage, (self.visitors + self.agents)[who]
            frame = RecallMessage(action="chat", conversation_id=talk, seq=max(1, stage.conversations.get(talk).seq + 1 - back))
            more = (stage.directory, stage.conversations, stage.enclosures, stage.pushes, stage.clock)
            self.attempt(fault, lambda: recall_message(frame, caller.party, *more))

    @rule(index=st.integers(0, 5), agent=st.booleans(), again=st.booleans(), fault=FAULTS)
    def say_by_itself(self, index: int, agent: bool, again: bool, fault: Any) -> None:
        """A job that comes again, whether it had died or not, says the same for the same moment."""
        talk = self.pick(index)
        if talk is None:
            return
        stage, by = self.stage, self.agents[0].party.author() if agent else SYSTEM
        self.moment += not again
        text = f"for moment {self.moment}"
        self.attempt(fault, lambda: say_automatically(talk, text, by, self.moment, stage.conversations, stage.pushes, stage.clock))

    @rule(index=st.integers(0, 5), fault=FAULTS)
    def offer(self, index: int, fault: Any) -> None:
        if talk := self.pick(index):
            frame = OfferTransfer(action="transfer", conversation_id=talk, to_agent_id=self.agents[1].subject)
            self.attempt(fault, lambda: self.transfers().offer(frame, self.agents[0].party))

    @rule(index=st.integers(0, 5), fault=FAULTS)
    def invite(self, index: int, fault: Any) -> None:
        if talk := self.pick(index):
            frame = InviteColleague(action="transfer", conversation_id=talk, agent_id=self.agents[1].subject)
            self.attempt(fault, lambda: self.transfers().invite(frame, self.agents[0].party))

    @rule(index=st.integers(0, 5), agent=st.integers(0, 1), fault=FAULTS)
    def go(self, index: int, agent: int, fault: Any) -> None:
        if talk := self.pick(index):
            stage, caller = self.stage, self.agents[agent]
            frame = LeaveConversation(action="chat", conversation_id=talk)
            more = (stage.directory, stage.conversations, stage.presence, stage.reception, stage.pushes, stage.clock)
            self.attempt(fault, lambda: leave_conversation(frame, caller.party, caller.connection, *more))

    @rule(index=st.integers(0, 5), agent=st.integers(0, 1), fault=FAULTS)
    def note(self, index: int, agent: int, fault: Any) -> None:
        talk = self.pick(index)
        if talk is None:
            return
        caller, key = self.agents[agent], (talk, ("noteA", "noteB")[agent])
        n = sum(1 for each in self.acknowledged.get(talk, ()) if each[0] == key[1]) + 1
        frame = SendMessage(action="chat", conversation_id=talk, client_id=ClientId(key[1].ljust(12, "0"), n), text=f"about {n}", note=True)
        if self.attempt(fault, lambda: self.stage.send(caller, frame)) is not None:
            self.acknowledged.setdefault(talk, set()).add((key[1], n, f"about {n}"))

    @rule(index=st.integers(0, 5), accept=st.booleans(), fault=FAULTS)
    def answer(self, index: int, accept: bool, fault: Any) -> None:
        if (talk := self.pick(index)) and (offer := self.stage.conversations.get(talk).offer):
            frame = AnswerTransfer(action="transfer", conversation_id=talk, transfer_id=offer.transfer_id, accept=accept)
            self.attempt(fault, lambda: self.transfers().answer(frame, self.agents[1].party, self.agents[1].connection))

    @rule(index=st.integers(0, 5), department=st.booleans(), fault=FAULTS)
    def to_department(self, index: int, department: bool, fault: Any) -> None:
        if talk := self.pick(index):
            target = self.stage.support if department else self.stage.sales
            frame = OfferTransfer(action="transfer", conversation_id=talk, to_department_id=target.department_id)
            self.attempt(fault, lambda: self.transfers().offer(frame, self.agents[0].party))

    @rule(index=st.integers(0, 5), who=st.integers(0, 3), fault=FAULTS)
    def end(self, index: int, who: int, fault: Any) -> None:
        if talk := self.pick(index):
            frame = EndConversation(action="chat", conversation_id=talk)
            party = (self.visitors + self.agents)[who].party
            stage = self.stage
            self.attempt(
                fault,
                lambda: end_conversation(frame, party, stage.directory, stage.conversations, stage.reception, stage.clock),
            )

    @rule(visitor=st.integers(0, 1), fault=FAULTS)
    def leave(self, visitor: int, fault: Any) -> None:
        caller, stage = self.visitors[visitor], self.stage
        stage.presence.remove_visitor_socket(caller.subject, caller.connection)
        job = VisitorGone(tenant=stage.tenant, visitor_id=caller.subject)
        self.attempt(fault, lambda: visitor_gone(job, stage.conversations, stage.presence, stage.pushes, stage.clock))

    @rule(index=st.integers(0, 5), fault=FAULTS)
    def come_back_and_sync(self, index: int, fault: Any) -> None:
        talk = self.pick(index)
        if talk is None:
            return
        caller = self.visitors[0] if talk in self.talks["a"] else self.visitors[1]
        stage = self.stage
        stage.presence.add_visitor_socket(caller.subject, caller.connection, stage.clock.now)
        frame = SyncLog(action="chat", conversation_id=talk, after=0)
        self.attempt(fault, lambda: sync_log(frame, caller, stage.conversations, stage.pushes, stage.clock, stage.watches.append))

    def transfers(self) -> Transfers:
        stage = self.stage
        return stage.transfers

    # --- what always holds -----------------------------------------------------------------------------------------

    @invariant()
    def every_acknowledged_message_stands_once_in_an_unbroken_log(self) -> None:
        for talk in self.every_talk():
            conversation, entries = self.look(talk)
            assert [entry.seq for entry in entries] == list(range(1, conversation.seq + 1))
            messages = [entry for entry in entries if isinstance(entry, Message)]
            keys = [entry.client_id for entry in messages]
            assert len(keys) == len({(key.producer, key.n) for key in keys})
            stored = {(entry.client_id.producer.rstrip("0"), entry.client_id.n, entry.text) for entry in messages}
            assert self.acknowledged.get(talk, set()) <= stored

    @invariant()
    def a_message_is_recalled_once_by_its_sender_and_its_words_are_kept_from_sockets(self) -> None:
        for talk in self.every_talk():
            _, entries = self.look(talk)
            recalls = {entry.target: entry for entry in entries if isinstance(entry, Recalled)}
            gone = {entry.seq: entry for entry in entries if isinstance(entry, Message) and entry.recalled}
            assert recalls.keys() == gone.keys()
            assert len(recalls) == sum(isinstance(entry, Recalled) for entry in entries)
            assert all(recalls[seq].by == message.by and recalls[seq].seq > seq for seq, message in gone.items())

    @invariant()
    def the_log_read_upwards_is_the_same_log(self) -> None:
        for talk in self.every_talk():
            (conversation, entries), now = self.look(talk), self.stage.clock.now + 60_000
            upwards = read_newest(conversation, 4, self.stage.conversations, now)
            while upwards[0].seq > 1:
                upwards = read_before(conversation, upwards[0].seq, 4, self.stage.conversations, now) + upwards
            assert upwards == entries

    @invariant()
    def the_row_of_the_list_shows_the_last_message(self) -> None:
        for talk in self.every_talk():
            conversation, entries = self.look(talk)
            assert conversation.last_text == "" or conversation.last_kind == "text"
            messages = [entry for entry in entries if isinstance(entry, Message)]
            said = [entry for entry in messages if not entry.note]
            assert not conversation.last_text.startswith("about")
            assert all(as_visitor_sees(entry).by == SYSTEM for entry in messages if entry.note)
            if said and said[-1].recalled and said[-1].seq == max(conversation.last_visitor_seq, conversation.last_agent_seq):
                assert conversation.last_text != said[-1].text

    @invariant()
    def the_log_tells_the_state(self) -> None:
        for talk in self.every_talk():
            conversation, entries = self.look(talk)
            members = [each.agent_id for each in conversation.members]
            assert told_by(entries) == (conversation.state, conversation.agent_id, members, conversation.visitor_present)

    @invariant()
    def a_desk_finds_what_its_agent_has_joined(self) -> None:
        talks = [self.look(talk)[0] for talk in self.every_talk()]
        for agent in self.agents:
            joined = {talk.conversation_id for talk in talks if talk.has_member(agent.subject)}
            assert set(self.stage.conversations.joined_by(agent.subject, 100)) == joined

    @invariant()
    def loads_are_what_agents_have_and_below_the_ceiling(self) -> None:
        talks = [self.look(talk)[0] for talk in self.every_talk()]
        for agent in self.stage.presence.agents():
            assert agent.load == sum(talk.state == "active" and talk.agent_id == agent.agent_id for talk in talks)
            assert agent.load <= agent.ceiling

    @invariant()
    def a_visitor_has_at_most_one_open_conversation(self) -> None:
        for caller in self.visitors:
            talks = [self.look(talk)[0] for talk in self.talks[caller.connection]]
            open_now = [talk.conversation_id for talk in talks if talk.state != "closed"]
            assert open_now == [each for each in [self.stage.conversations.open_of(caller.subject)] if each]


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=12 * (1 + TIMES),
    derandomize=not TIMES,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
