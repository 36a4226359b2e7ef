"""Several agents in one conversation: who joins, leaves and takes over, and what a private note touches."""

from collections.abc import Iterator
from typing import Any

import pytest

from parlor.domain.caller import Caller
from parlor.domain.conversation import Conversation
from parlor.domain.errors import Conflict, Forbidden, Invalid, MissingRight, ParlorError
from parlor.domain.ids import AgentId, ConversationId
from parlor.domain.jobs import AgentLost, TransferExpired
from parlor.domain.log import ClientId, Joined, Left, Message, PageCard, Recalled, TransferEnded, Transferred, Void, as_visitor_sees
from parlor.domain.members import MEMBERS_MAX
from parlor.domain.transcripts import Frame, transcript
from parlor.protocol.frames import (
    Ack,
    AnswerTransfer,
    AskHistory,
    CancelTransfer,
    EndConversation,
    EntryFrame,
    InviteColleague,
    JoinConversation,
    LeaveConversation,
    MarkRead,
    OfferTransfer,
    RecallMessage,
    SendMessage,
    SyncLog,
    Typing,
    TypingFrame,
)
from parlor.storage.audit import AuditStore, bind
from parlor.usecases.end_conversation import end_conversation
from parlor.usecases.join_conversation import join_conversation
from parlor.usecases.leave_conversation import leave_conversation
from parlor.usecases.mark_read import mark_read
from parlor.usecases.recall_message import recall_message
from parlor.usecases.release_agent import release_agent
from parlor.usecases.show_typing import show_typing
from parlor.usecases.sync_log import send_history, sync_log
from tests.fakes.capacity import billed
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage


class Office(Stage):
    """A visitor with lin; su works beside her; chief leads."""

    def __init__(self) -> None:
        super().__init__()
        bind("Chat")
        self.audit = AuditStore(self.tenant, self.clock.now_ms)
        self.lin, self.su, self.chief = self.agent("lin"), self.agent("su"), self.agent("chief", staff_role="supervisor")
        self.guest = self.visitor()
        self.talk = self.accept(self.lin, self.open(self.guest).conversation_id).conversation_id

    def now(self) -> Conversation:
        found = self.conversations.get(self.talk)
        assert found is not None
        return found  # type: ignore[no-any-return]

    def invite(self, agent: Caller, by: Caller | None = None, note: str = "") -> str:
        frame = InviteColleague(action="transfer", conversation_id=self.talk, agent_id=agent.subject, note=note)
        offered = self.transfers.invite(frame, (by or self.lin).party)
        assert offered is not None
        assert offered.after.offer is not None
        return offered.after.offer.transfer_id

    def answer(self, agent: Caller, transfer_id: str, *, accept: bool = True, note: str = "") -> None:
        frame = AnswerTransfer(action="transfer", conversation_id=self.talk, transfer_id=transfer_id, accept=accept, note=note)
        self.transfers.answer(frame, agent.party, agent.connection)

    def come_in(self, agent: Caller) -> None:
        self.answer(agent, self.invite(agent))

    def join(self, agent: Caller) -> None:
        frame = JoinConversation(action="chat", conversation_id=self.talk)
        join_conversation(frame, agent, self.conversations, self.audit, self.pushes, self.clock)

    def leave(self, agent: Caller) -> None:
        frame = LeaveConversation(action="chat", conversation_id=self.talk)
        leave_conversation(
            frame, agent.party, agent.connection, self.directory, self.conversations, self.presence, self.reception, self.pushes, self.clock
        )

    def note(self, agent: Caller, n: int, text: str = "he asks for too much", **more: Any) -> Message | None:
        key = ClientId(agent.connection.ljust(12, "0")[:12], n)
        return self.send(agent, SendMessage(action="chat", conversation_id=self.talk, client_id=key, text=text, note=True, **more))

    def loads(self) -> dict[str, int]:
        return {agent.name: agent.load for agent in self.presence.agents()}

    def seen_by_guest(self) -> list[Any]:
        """Everything that ever went to the visitor's socket."""
        return self.sockets.frames["tab"]


@pytest.fixture
def office() -> Iterator[Office]:
    with tables():
        yield Office()


# --- coming in -----------------------------------------------------------------------------------------------------


def test_an_invited_colleague_comes_in_and_writes_under_their_own_name(office: Office) -> None:
    office.come_in(office.su)

    now = office.now()
    assert (now.agent_id, [member.name for member in now.members], now.offer) == (office.lin.subject, ["su"], None)
    assert office.loads() == {"lin": 1, "su": 0, "chief": 0}, "taking part does not count"
    assert office.conversations.joined_by(AgentId(office.su.subject), 10) == [office.talk]
    joined = next(entry for entry in office.conversations.log(office.talk, 0, 10) if isinstance(entry, Joined))
    assert (joined.agent_name, joined.invited_by) == ("su", "lin")
    assert office.say(office.su, office.talk, 1, "I know that tea") is not None
    said = office.sockets.got("tab", EntryFrame)[-1].entry
    assert (said.text, said.by.name) == ("I know that tea", "su")
    assert office.sockets.got("lin", EntryFrame)[-1].entry.text == "I know that tea"


def test_a_members_message_costs_two_writes_and_no_read_and_so_does_a_note(office: Office) -> None:
    office.come_in(office.su)
    with billed() as message:
        office.say(office.su, office.talk, 1, "I know that tea")
    with billed() as note:
        office.note(office.su, 2)
    assert message.requests == note.requests == ["UpdateItem", "PutItem"]
    assert (message.write_units, note.write_units) == (2, 2)


def test_the_visitor_sees_which_of_them_types(office: Office) -> None:
    office.come_in(office.su)
    for caller in (office.lin, office.su, office.guest):
        frame = Typing(action="chat", conversation_id=office.talk)
        show_typing(frame, caller.party, office.directory, office.conversations, office.pushes)
    assert [frame.name for frame in office.sockets.got("tab", TypingFrame)] == ["lin", "su"]
    assert {frame.name for frame in office.sockets.got("lin", TypingFrame)} == {""}


def test_a_colleague_who_is_busy_or_full_may_come_in_but_not_take_over(office: Office) -> None:
    busy, full = office.agent("busy", state="busy"), office.agent("full", ceiling=1)
    office.accept(full, office.open(office.visitor("other")).conversation_id)
    for colleague, code in ((busy, "agent_unavailable"), (full, "at_ceiling")):
        with pytest.raises(Conflict) as refused:
            office.transfers.offer(
                OfferTransfer(action="transfer", conversation_id=office.talk, to_agent_id=colleague.subject), office.lin.party
            )
        assert (refused.value.code, refused.value.field) == (code, "to_agent_id")
        office.come_in(colleague)
    assert [member.name for member in office.now().members] == ["busy", "full"]


@pytest.mark.parametrize("end", ["decline", "silence", "cancel"])
def test_who_was_asked_and_did_not_come_reads_no_further(office: Office, end: str) -> None:
    transfer_id = office.invite(office.su)
    look = SyncLog(action="chat", conversation_id=office.talk, after=0)
    sync_log(look, office.su, office.conversations, office.pushes, office.clock, office.watches.append)
    assert "su" in office.now().agent_sockets

    if end == "decline":
        office.answer(office.su, transfer_id, accept=False)
    elif end == "cancel":
        office.transfers.cancel(CancelTransfer(action="transfer", conversation_id=office.talk, transfer_id=transfer_id), office.lin.party)
    else:
        seconds, job = office.timers.of(TransferExpired)[-1]
        office.clock.pass_ms(seconds * 1000)
        office.transfers.expire(job)
    office.sockets.frames["su"].clear()
    office.say(office.guest, office.talk, 1, "my card number is …")

    assert "su" not in office.now().agent_sockets
    assert office.sockets.got("su", EntryFrame) == []


def test_declining_says_why_and_silence_takes_the_question_back(office: Office) -> None:
    office.answer(office.su, office.invite(office.su), accept=False, note="  at lunch ")
    ended = office.conversations.log(office.talk, 0, 20)[-1]
    assert isinstance(ended, TransferEnded)
    assert (ended.outcome, ended.note) == ("declined", "at lunch")

    office.invite(office.su)
    seconds, job = office.timers.of(TransferExpired)[-1]
    office.clock.pass_ms(seconds * 1000)
    office.transfers.expire(job)
    assert (office.now().offer, office.now().members) == (None, ())


def test_only_who_has_it_invites_and_nobody_twice(office: Office) -> None:
    office.come_in(office.su)
    for by, whom, code in ((office.su, office.chief, "not_a_member"), (office.lin, office.su, "already_member")):
        with pytest.raises(ParlorError) as refused:
            office.invite(whom, by)
        assert refused.value.code == code


def test_who_leads_joins_without_being_asked_and_others_may_not(office: Office) -> None:
    with pytest.raises(MissingRight):
        office.join(office.su)
    office.join(office.chief)
    assert [member.name for member in office.now().members] == ["chief"]
    with pytest.raises(Conflict) as refused:
        office.join(office.chief)
    assert refused.value.code == "already_member"
    entries, _ = office.audit.page(0, office.clock.now + 1, None)
    assert [(entry.action, entry.actor.name, entry.about_id, entry.after) for entry in entries] == [
        ("chat.join", "chief", office.talk, {"agent": "lin"})
    ]


def test_nobody_joins_a_queue_and_the_ninth_does_not_come_in(office: Office) -> None:
    waiting = office.open(office.visitor("other")).conversation_id
    frame = JoinConversation(action="chat", conversation_id=waiting)
    with pytest.raises(Conflict) as refused:
        join_conversation(frame, office.chief, office.conversations, office.audit, office.pushes, office.clock)
    assert refused.value.code == "nobody_to_join"
    for number in range(MEMBERS_MAX):
        office.come_in(office.agent(f"a{number}"))
    with pytest.raises(Conflict) as full:
        office.join(office.chief)
    assert full.value.code == "limit_reached"


def test_two_who_join_at_once_are_both_in(office: Office) -> None:
    other, real = office.agent("head", staff_role="supervisor"), office.conversations

    class Overtaken:
        done = False

        def __getattr__(self, name: str) -> Any:
            if name == "apply" and not self.done:
                self.done = True
                office.join(other)
            return getattr(real, name)

    office.conversations = Overtaken()
    office.join(office.chief)
    assert [member.name for member in office.now().members] == ["head", "chief"]
    assert [entry.seq for entry in real.log(office.talk, 0, 10)] == [1, 2, 3, 4]


# --- going ---------------------------------------------------------------------------------------------------------


def test_a_member_leaves_and_hears_no_more(office: Office) -> None:
    office.come_in(office.su)
    office.leave(office.su)
    assert office.now().members == ()
    assert office.conversations.joined_by(AgentId(office.su.subject), 10) == []
    assert isinstance(office.sockets.got("su", EntryFrame)[-1].entry, Left), "the last thing that is pushed"
    office.say(office.guest, office.talk, 1)
    assert isinstance(office.sockets.got("su", EntryFrame)[-1].entry, Left)
    with pytest.raises(Forbidden):
        office.say(office.su, office.talk, 1)
    with pytest.raises(Forbidden):
        office.leave(office.su)


def test_who_has_it_leaves_it_to_the_member_who_was_there_first_and_can(office: Office) -> None:
    away = office.agent("away")
    for colleague in (away, office.su, office.chief):
        office.come_in(colleague)
    office.presence.set_state(AgentId(away.subject), "away")
    office.leave(office.lin)
    now = office.now()
    assert (now.agent_name, [member.name for member in now.members]) == ("su", ["away", "chief"])
    assert office.loads() == {"lin": 0, "su": 1, "chief": 0, "away": 0}
    entry = office.conversations.log(office.talk, 0, 50)[-1]
    assert isinstance(entry, Transferred)
    assert (entry.by.name, entry.agent_name, entry.reason) == ("lin", "su", "left")


def test_its_only_agent_cannot_just_go(office: Office) -> None:
    with pytest.raises(Conflict) as refused:
        office.leave(office.lin)
    assert refused.value.code == "nobody_takes_over"


def test_members_stay_when_it_is_handed_over_and_the_one_who_takes_it_is_none_any_more(office: Office) -> None:
    office.come_in(office.su)
    office.come_in(office.chief)
    offered = office.transfers.offer(
        OfferTransfer(action="transfer", conversation_id=office.talk, to_agent_id=office.su.subject), office.lin.party
    )
    assert offered is not None
    assert offered.after.offer is not None
    office.answer(office.su, offered.after.offer.transfer_id)
    now = office.now()
    assert (now.agent_name, [member.name for member in now.members]) == ("su", ["chief"])
    office.say(office.guest, office.talk, 1, "hello all")
    assert office.sockets.got("chief", EntryFrame)[-1].entry.text == "hello all"
    assert office.conversations.joined_by(AgentId(office.su.subject), 10) == []


def test_to_a_department_and_at_the_end_nobody_is_a_member(office: Office) -> None:
    office.come_in(office.su)
    office.transfers.offer(
        OfferTransfer(action="transfer", conversation_id=office.talk, to_department_id=office.support.department_id), office.lin.party
    )
    assert (office.now().members, office.conversations.joined_by(AgentId(office.su.subject), 10)) == ((), [])

    office.talk = office.accept(office.lin, office.open(office.visitor("b")).conversation_id).conversation_id
    office.come_in(office.su)
    with pytest.raises(Forbidden):
        end(office, office.su)
    end(office, office.lin)
    assert (office.now().state, office.now().members) == ("closed", ())
    assert office.conversations.joined_by(AgentId(office.su.subject), 10) == []


def end(office: Office, caller: Caller) -> None:
    frame = EndConversation(action="chat", conversation_id=office.talk)
    end_conversation(frame, caller.party, office.directory, office.conversations, office.reception, office.clock)


def test_when_its_agent_has_gone_off_line_a_member_takes_over(office: Office) -> None:
    office.come_in(office.su)
    office.presence.remove_agent_socket(AgentId(office.lin.subject), office.lin.connection)
    job = AgentLost(tenant=office.tenant, agent_id=office.lin.subject)
    given = release_agent(job, office.conversations, office.presence, office.reception)
    assert (given, office.now().agent_name, office.now().state) == (1, "su", "active")
    assert office.loads()["su"] == 1


# --- notes ---------------------------------------------------------------------------------------------------------


def test_a_note_changes_nothing_but_the_log(office: Office) -> None:
    office.come_in(office.su)
    office.say(office.guest, office.talk, 1, "is it fresh?")
    before = office.now()
    office.clock.pass_ms(5_000)
    note = office.note(office.su, 1)
    after = office.now()

    assert note is not None
    assert after.seq == before.seq + 1
    untouched = ("last_text", "last_by", "last_at", "last_kind", "unanswered_since", "message_count", "last_agent_seq")
    untouched += ("read_agent", "read_visitor", "delivered_visitor", "delivered_agent", "prompts", "silence_seen_at")
    assert all(getattr(after, name) == getattr(before, name) for name in untouched)
    assert office.sockets.got("su", Ack)[-1].delivered is False
    assert office.sockets.got("lin", EntryFrame)[-1].entry.note is True


def test_a_note_reaches_the_visitor_neither_by_push_nor_sync_nor_history_nor_transcript(office: Office) -> None:
    secret = "he asks for too much"
    office.say(office.guest, office.talk, 1, "is it fresh?")
    note = office.note(office.lin, 1, secret)
    assert note is not None
    frame = RecallMessage(action="chat", conversation_id=office.talk, seq=note.seq)
    recall_message(frame, office.lin.party, office.directory, office.conversations, office.enclosures, office.pushes, office.clock)
    kept = office.note(office.lin, 2, secret)
    assert kept is not None
    office.say(office.lin, office.talk, 3, "picked last week")
    sync = SyncLog(action="chat", conversation_id=office.talk, after=0)
    everything = sync_log(sync, office.guest, office.conversations, office.pushes, office.clock, office.watches.append)
    asked = AskHistory(action="chat", conversation_id=office.talk, before=everything.last_seq + 1)
    above = send_history(asked, office.guest, office.conversations, office.pushes, office.clock)

    kinds = [type(entry) for entry in everything.entries]
    assert kinds[3:6] == [Void, Void, Void], "the note, that it was recalled, the second note"
    assert above.entries == everything.entries
    assert secret not in repr(office.seen_by_guest())
    assert not any(isinstance(entry, Recalled) for entry in everything.entries)
    log = office.conversations.log(office.talk, 0, 50)
    page = transcript(office.now(), log, Frame(company="Tea", zone="Asia/Shanghai", language="en", now=office.clock.now))
    assert secret not in page
    assert "picked last week" in page
    assert isinstance(as_visitor_sees(kept), Void)


def test_visitors_write_no_notes_and_a_note_carries_nothing_for_them(office: Office) -> None:
    with pytest.raises(Forbidden) as visitor:
        office.note(office.guest, 1)
    with pytest.raises(Invalid) as page:
        office.note(office.lin, 1, page=PageCard("https://tea.example/"))
    with pytest.raises(Forbidden) as outsider:
        office.note(office.su, 1)
    assert (visitor.value.field, page.value.field, outsider.value.code) == ("note", "page", "not_a_member")
    assert office.now().seq == 2


def test_a_note_that_is_sent_again_is_stored_once_and_one_that_broke_is_completed(office: Office) -> None:
    first = office.note(office.lin, 1)
    assert office.note(office.lin, 1) == first

    class Breaks:
        def __getattr__(self, name: str) -> Any:
            if name == "put_entry":
                raise ConnectionError
            return getattr(real, name)

    real = office.conversations
    office.conversations = Breaks()
    with pytest.raises(ConnectionError):
        office.note(office.lin, 2, "half")
    office.conversations = real
    sync = SyncLog(action="chat", conversation_id=office.talk, after=0)
    early = sync_log(sync, office.guest, office.conversations, office.pushes, office.clock, office.watches.append)
    assert len(early.entries) == 3, "a hole that is young stays open although the last message is old"
    again = office.note(office.lin, 2, "half")
    assert again is not None
    assert (again.text, again.note, again.seq) == ("half", True, 4)


def test_a_member_marks_as_read(office: Office) -> None:
    office.say(office.guest, office.talk, 1)
    frame = MarkRead(action="chat", conversation_id=office.talk, seq=3)
    assert mark_read(frame, office.su.party, "su", office.conversations, office.pushes) is None
    office.come_in(office.su)
    assert mark_read(frame, office.su.party, "su", office.conversations, office.pushes) is not None


def test_a_conversation_with_eight_members_still_costs_little(office: Office) -> None:
    for number in range(MEMBERS_MAX):
        office.come_in(office.agent(f"Agent {number}"))
    with billed() as bill:
        office.say(office.guest, ConversationId(office.talk), 1, "hello all of you")
    assert bill.requests == ["UpdateItem", "PutItem"]
    assert bill.write_units <= 4
