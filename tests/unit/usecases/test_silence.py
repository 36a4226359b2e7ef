"""Silence, from the first look to the last: what is said by itself, who is reminded, who gets the conversation, how it ends."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from parlor.domain.caller import Caller
from parlor.domain.jobs import IdleCheck, VisitorGone
from parlor.domain.log import Accepted, Closed, Message, Queued
from parlor.domain.presence import Pace
from parlor.domain.service import AutoReplies, IdleRules, PersonalSettings, Service, Switches
from parlor.domain.survey import Question, Survey
from parlor.protocol.frames import AnswerTransfer, ConversationFrame, EndConversation, EntryFrame, OfferTransfer, QueueFrame, ReminderFrame
from parlor.usecases.break_silence import SilenceChecks
from parlor.usecases.connect import visitor_gone
from parlor.usecases.end_conversation import end_conversation
from tests.fakes.capacity import billed
from tests.fakes.dynamo import tables
from tests.fakes.ringing import RingingTimers
from tests.fakes.stage import Stage

SURVEY = Survey(questions=[Question(key="stars", kind="stars", label="How was it?")])
WORDS = AutoReplies(
    welcome="{visitor}, this is {agent} ({number}) of {company}.",
    no_answer="One moment.",
    no_answer_s=30,
    still_there="Still there?",
    closing="Good bye.",
    waiting="Please wait.",
    waiting_s=120,
)
RULES = IdleRules(visitor_warn_s=300, visitor_close_s=900, agent_remind_s=60, agent_reassign_s=600)
OFF = IdleRules(visitor_warn_s=0, visitor_close_s=0, agent_remind_s=0, agent_reassign_s=0)


class Quiet(Stage):
    """A stage on which time passes."""

    def __init__(self) -> None:
        super().__init__()
        self.timers: Any = RingingTimers(self.clock)
        self.serve(Service(idle=RULES, replies=WORDS, surveys={"default": SURVEY}))

    def serve(self, service: Service) -> None:
        self.directory.known_service = service

    @property
    def checks(self) -> SilenceChecks:
        return SilenceChecks(self.tenant, self.directory, self.conversations, self.pushes, self.timers, self.clock, self.reception)

    def pass_s(self, seconds: float) -> list[str]:
        return self.timers.pass_s(seconds, lambda job: self.checks.check(job) if isinstance(job, IdleCheck) else "over")

    def said(self, conversation_id: str) -> list[str]:
        """What nobody typed."""
        entries = self.conversations.log(conversation_id, 0, 1_000)
        return [entry.text for entry in entries if isinstance(entry, Message) and entry.automatic]

    def kinds(self, conversation_id: str) -> list[str]:
        return [entry.__struct_config__.tag for entry in self.conversations.log(conversation_id, 0, 1_000)]


@pytest.fixture
def stage() -> Iterator[Quiet]:
    with tables():
        yield Quiet()


def leave(stage: Quiet, visitor: Caller) -> None:
    stage.presence.remove_visitor_socket(visitor.as_visitor(), visitor.connection)
    job = VisitorGone(tenant=stage.tenant, visitor_id=visitor.subject)
    visitor_gone(job, stage.conversations, stage.presence, stage.pushes, stage.clock)


def mute(stage: Quiet, **replies: Any) -> None:
    stage.serve(Service(idle=RULES, replies=AutoReplies(**replies), surveys={"default": SURVEY}))


# --- welcome -------------------------------------------------------------------------------------------------------


def test_the_first_accept_says_the_welcome_in_the_agents_name_and_later_ones_do_not(stage: Quiet) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    known = stage.directory.known_agents
    known[lin.subject] = replace(known[lin.subject], number="1001", title="Tea master")
    stage.conversations.change_profile(visitor.subject, name="Mrs. Wu")
    talk = stage.accept(lin, stage.open(visitor).conversation_id)

    (welcome,) = [entry for entry in stage.conversations.log(talk.conversation_id, 0, 9) if isinstance(entry, Message)]
    assert welcome.text == "Mrs. Wu, this is lin (1001) of Tea."
    assert (welcome.by.role, welcome.by.id, welcome.automatic) == ("agent", lin.subject, True)
    assert welcome in [frame.entry for frame in stage.sockets.got("tab", EntryFrame)]
    assert talk.agent_title == "Tea master"
    assert stage.conversations.get(talk.conversation_id).unanswered_since is not None, "nobody has answered yet"

    frame = OfferTransfer(action="transfer", conversation_id=talk.conversation_id, to_department_id=stage.sales.department_id)
    stage.transfers.offer(frame, lin.party)
    assert stage.conversations.get(talk.conversation_id).agent_title is None
    stage.accept(lin, talk.conversation_id)
    assert len(stage.said(talk.conversation_id)) == 1


def test_who_takes_over_has_a_title_of_their_own_and_time_to_answer(stage: Quiet) -> None:
    mute(stage)
    lin, su, visitor = stage.agent("lin"), stage.agent("su"), stage.visitor()
    for agent, title in ((lin, "Tea master"), (su, "Shipping")):
        known = stage.directory.known_agents
        known[agent.subject] = replace(known[agent.subject], title=title)
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    assert talk.agent_title == "Tea master"
    stage.pass_s(590)
    offer = OfferTransfer(action="transfer", conversation_id=talk.conversation_id, to_agent_id=su.subject)
    offered = stage.transfers.offer(offer, lin.party)
    assert offered is not None
    assert offered.after.offer is not None
    assert stage.pass_s(20) == [], "a colleague is being asked"
    answer = AnswerTransfer(
        action="transfer", conversation_id=talk.conversation_id, transfer_id=offered.after.offer.transfer_id, accept=True
    )
    stage.transfers.answer(answer, su.party, su.connection)
    assert stage.conversations.get(talk.conversation_id).agent_title == "Shipping"
    assert stage.pass_s(599) == ["remind"]
    assert stage.pass_s(2) == ["reassign"]


def test_who_is_assigned_gets_the_welcome_of_that_agent(stage: Quiet) -> None:
    lin = stage.agent("lin", stage.support)
    stage.directory.known_personal[lin.subject] = PersonalSettings(replies=AutoReplies(welcome="Lin here, {foo}."))
    talk = stage.open(stage.visitor(), department_id=stage.support.department_id)
    assert stage.said(talk.conversation_id) == ["Lin here, {foo}."]


# --- the agent is silent -------------------------------------------------------------------------------------------


def test_a_silent_agent_is_reminded_and_then_loses_the_conversation_to_the_queue(stage: Quiet) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    since = stage.clock.now
    assert stage.pass_s(29) == []
    assert stage.pass_s(2) == ["no_answer"]
    assert stage.said(talk.conversation_id)[1:] == ["One moment."]
    assert stage.pass_s(40) == ["remind"]
    (reminder,) = stage.sockets.got("lin", ReminderFrame)
    assert (reminder.waiting_since, reminder.reassign_at) == (since, since + 600_000)

    assert stage.pass_s(530) == ["reassign"]
    now = stage.conversations.get(talk.conversation_id)
    assert (now.state, now.agent_id, now.queued_at) == ("waiting", None, since + 600_000)
    queued = stage.conversations.log(talk.conversation_id, now.seq - 1, 1)[0]
    assert isinstance(queued, Queued)
    assert (queued.reason, queued.by.role) == ("silent", "system")
    assert stage.presence.agent(lin.subject).load == 0
    assert stage.sockets.got("tab", QueueFrame)[-1].ahead == 0
    assert stage.sockets.got("lin", ConversationFrame)[-1].conversation.state == "waiting"


def test_an_answer_in_time_ends_the_silence_without_any_write_of_its_own(stage: Quiet) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    stage.say(lin, talk.conversation_id, 1)
    assert stage.pass_s(100) == []
    stage.say(visitor, talk.conversation_id, 1)
    assert stage.pass_s(29) == []
    assert stage.pass_s(1) == ["no_answer"]
    stage.say(lin, talk.conversation_id, 2)
    assert stage.pass_s(250) == []


def test_somebody_else_gets_it_if_there_is_room_and_otherwise_it_waits(stage: Quiet) -> None:
    mute(stage)
    lin, visitor = stage.agent("lin", stage.support), stage.visitor()
    su = stage.agent("su", stage.support, state="away")
    talk = stage.open(visitor, department_id=stage.support.department_id)
    assert talk.agent_id == lin.subject
    stage.presence.set_state(su.subject, "online")
    assert stage.pass_s(605) == ["remind", "reassign"]
    assert stage.conversations.get(talk.conversation_id).agent_id == su.subject
    assert {agent.name: agent.load for agent in stage.presence.agents()} == {"lin": 0, "su": 1}

    stage.presence.set_state(lin.subject, "away")
    stage.pass_s(605)
    assert stage.conversations.get(talk.conversation_id).state == "waiting"
    accepted = [entry.agent_name for entry in stage.conversations.log(talk.conversation_id, 0, 99) if isinstance(entry, Accepted)]
    assert accepted == ["lin", "su"]


def test_what_a_silent_agent_gives_back_is_not_kept_going_for_a_visitor_who_has_gone(stage: Quiet) -> None:
    mute(stage)
    stage.agent("lin", stage.support)
    stage.agent("su", stage.support)
    visitor = stage.visitor()
    talk = stage.open(visitor, department_id=stage.support.department_id)
    stage.say(visitor, talk.conversation_id, 1)
    leave(stage, visitor)
    assert stage.pass_s(3_600) == ["remind", "reassign", "close"]
    assert stage.kinds(talk.conversation_id).count("accepted") == 1


# --- the visitor is silent -----------------------------------------------------------------------------------------


def test_a_silent_visitor_is_asked_and_then_the_conversation_ends(stage: Quiet) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    stage.say(lin, talk.conversation_id, 1, "Anything else?")
    assert stage.pass_s(300) == ["still_there"]
    assert stage.pass_s(599) == []
    assert stage.pass_s(2) == ["close"]

    assert stage.said(talk.conversation_id)[1:] == ["Still there?", "Good bye."]
    now = stage.conversations.get(talk.conversation_id)
    closed = stage.conversations.log(talk.conversation_id, now.seq - 1, 1)[0]
    assert isinstance(closed, Closed)
    assert (closed.reason, closed.by.role, closed.survey) == ("silent", "system", SURVEY)
    assert stage.presence.agent(lin.subject).load == 0
    assert stage.conversations.open_of(visitor.subject) is None
    assert stage.conversations.unwrapped_of(lin.subject, 9) == [talk.conversation_id]
    assert stage.pass_s(10_000) == []
    assert stage.timers.waiting == [], "what is over is not looked at any more"


def test_a_visitor_who_answers_the_question_has_the_whole_time_again(stage: Quiet) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    stage.say(lin, talk.conversation_id, 1)
    assert stage.pass_s(301) == ["still_there"]
    stage.say(visitor, talk.conversation_id, 1, "yes")
    stage.say(lin, talk.conversation_id, 2)
    assert stage.pass_s(299) == []
    assert stage.pass_s(600) == ["still_there"]
    assert stage.conversations.get(talk.conversation_id).state == "active"
    assert stage.pass_s(2) == ["close"]


def test_after_a_long_fault_the_visitor_is_asked_before_the_end(stage: Quiet) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    stage.say(lin, talk.conversation_id, 1)
    stage.clock.pass_ms(3_600_000)
    assert stage.pass_s(1) == ["still_there"]
    assert stage.pass_s(590) == []
    assert stage.pass_s(20) == ["close"]


# --- in the queue --------------------------------------------------------------------------------------------------


def test_who_waits_is_spoken_to_five_times(stage: Quiet) -> None:
    stage.agent("lin")
    talk = stage.open(stage.visitor())
    assert stage.pass_s(3_600) == ["prompt"] * 5
    messages = [entry for entry in stage.conversations.log(talk.conversation_id, 0, 99) if isinstance(entry, Message)]
    assert {(entry.by.role, entry.text) for entry in messages} == {("system", "Please wait.")}
    assert stage.conversations.get(talk.conversation_id).state == "waiting"


def test_who_has_left_the_queue_is_taken_out_of_it(stage: Quiet) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.open(visitor)
    stage.pass_s(60)
    leave(stage, visitor)
    assert stage.pass_s(899) == []
    assert stage.pass_s(2) == ["close"]
    now = stage.conversations.get(talk.conversation_id)
    assert (now.state, now.unwrapped) == ("closed", False)
    closed = stage.conversations.log(talk.conversation_id, now.seq - 1, 1)[0]
    assert isinstance(closed, Closed)
    assert (closed.reason, closed.survey) == ("silent", None), "nobody has served them"
    assert stage.conversations.waiting_in(stage.sales.department_id, 9) == []
    assert stage.conversations.unwrapped_of(lin.subject, 9) == []


# --- what it costs, and what goes wrong ----------------------------------------------------------------------------


def test_a_look_at_which_nothing_is_due_is_one_read(stage: Quiet) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    stage.say(lin, talk.conversation_id, 1)
    with billed() as bill:
        assert stage.pass_s(130) == []
    assert set(bill.requests) == {"GetItem"}
    assert len(stage.timers.waiting) == 1


def test_without_rules_nobody_is_looked_at(stage: Quiet) -> None:
    stage.serve(Service(idle=OFF))
    lin, visitor = stage.agent("lin"), stage.visitor()
    stage.accept(lin, stage.open(visitor).conversation_id)
    assert stage.timers.waiting == []


def test_rules_that_are_switched_off_end_the_looks(stage: Quiet) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    stage.accept(lin, stage.open(visitor).conversation_id)
    stage.serve(Service(idle=OFF))
    assert stage.pass_s(5_000) == []
    assert stage.timers.waiting == []


def test_jobs_that_come_again_and_again_do_everything_once(stage: Quiet) -> None:
    stage.timers.copies = 3
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    stage.say(visitor, talk.conversation_id, 1)
    assert stage.pass_s(100) == ["no_answer", "remind"]
    stage.timers.copies = 1
    stage.say(lin, talk.conversation_id, 1)
    assert stage.pass_s(905) == ["still_there", "close"]
    assert stage.said(talk.conversation_id)[1:] == ["One moment.", "Still there?", "Good bye."]
    assert len(stage.sockets.got("lin", ReminderFrame)) == 1


class Overtaken:
    """A store on which somebody else acts before the first of the writes named."""

    def __init__(self, store: Any, writes: set[str], overtake: Any) -> None:
        self._store, self._writes, self._overtake = store, writes, overtake

    def __getattr__(self, name: str) -> Any:
        if name in self._writes and self._overtake is not None:
            overtake, self._overtake = self._overtake, None
            overtake()
        return getattr(self._store, name)


def overtaken(stage: Quiet, overtake: Any, *writes: str) -> None:
    real = stage.conversations

    def act() -> None:
        kept, stage.conversations = stage.conversations, real
        overtake()
        stage.conversations = kept

    stage.conversations = Overtaken(real, set(writes), act)


def test_an_agent_who_answers_at_the_last_moment_keeps_the_conversation(stage: Quiet) -> None:
    mute(stage)
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    stage.pass_s(590)
    overtaken(stage, lambda: stage.say(lin, talk.conversation_id, 1, "Here I am."), "apply")
    assert stage.pass_s(15) == []
    now = stage.conversations.get(talk.conversation_id)
    assert (now.state, now.agent_id) == ("active", lin.subject)
    assert stage.pass_s(900) == ["close"], "the looks go on"


def test_a_visitor_who_writes_while_being_asked_is_not_asked(stage: Quiet) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    stage.say(lin, talk.conversation_id, 1)
    stage.pass_s(290)
    overtaken(stage, lambda: stage.say(visitor, talk.conversation_id, 1, "Yes!"), "see_silence")
    assert stage.pass_s(12) == []
    assert len(stage.said(talk.conversation_id)) == 1
    assert stage.pass_s(30) == ["no_answer"]


def test_a_visitor_who_writes_while_the_conversation_is_ended_for_silence_keeps_it(stage: Quiet) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    stage.say(lin, talk.conversation_id, 1)
    stage.pass_s(890)
    overtaken(stage, lambda: stage.say(visitor, talk.conversation_id, 1, "Wait!"), "apply")
    assert stage.pass_s(15) == []
    assert stage.conversations.get(talk.conversation_id).state == "active"
    assert stage.pass_s(30) == ["no_answer"]


def test_an_end_that_comes_first_leaves_nothing_to_do(stage: Quiet) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    stage.say(lin, talk.conversation_id, 1)
    stage.pass_s(890)
    frame = EndConversation(action="chat", conversation_id=talk.conversation_id)
    overtaken(
        stage,
        lambda: end_conversation(frame, visitor.party, stage.directory, stage.conversations, stage.reception, stage.clock),
        "apply",
    )
    assert stage.pass_s(15) == []
    assert stage.kinds(talk.conversation_id).count("closed") == 1


@pytest.mark.parametrize("write", ["see_silence", "apply", "take_automatic_place", "put_entry"])
@pytest.mark.parametrize("after", [False, True])
def test_a_job_that_breaks_off_comes_again_and_the_looks_go_on(stage: Quiet, write: str, after: bool) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    stage.say(lin, talk.conversation_id, 1)
    real = stage.conversations
    broken: list[str] = []

    class Breaking:
        def __getattr__(self, name: str) -> Any:
            method = getattr(real, name)
            if name != write or broken:
                return method

            def call(*arguments: Any, **named: Any) -> Any:
                broken.append(name)
                if after:
                    method(*arguments, **named)
                raise ConnectionError

            return call

    stage.conversations = Breaking()

    def ring(job: IdleCheck) -> str:
        try:
            return stage.checks.check(job)
        except ConnectionError:
            stage.timers.after(30, job)
            return "quiet"

    stage.timers.pass_s(4_000, ring)
    assert broken == [write]
    assert real.get(talk.conversation_id).state == "closed"
    said = stage.said(talk.conversation_id)
    assert len(said) == len(set(said)), "nothing is said twice"
    assert stage.kinds(talk.conversation_id).count("closed") == 1
    assert stage.presence.agent(lin.subject).load == 0


def test_a_job_whose_conversation_was_never_stored_ends(stage: Quiet) -> None:
    assert stage.checks.check(IdleCheck(tenant=stage.tenant, conversation_id=stage.ulid(), seen_at=1)) == "over"


# --- how long it takes ---------------------------------------------------------------------------------------------


def test_who_waits_learns_how_long_it_may_take(stage: Quiet) -> None:
    mute(stage)
    lin = stage.agent("lin")
    tabs = [stage.visitor(name) for name in ("a", "b", "c", "d")]
    talks = []
    for tab in tabs:
        talks.append(stage.open(tab))
        stage.clock.pass_ms(1)
    assert stage.sockets.got("b", QueueFrame)[-1].estimated_wait_s is None, "nobody knows yet"

    stage.clock.pass_ms(39_996)
    stage.accept(lin, talks[0].conversation_id)
    assert [stage.sockets.got(name, QueueFrame)[-1].estimated_wait_s for name in ("b", "c", "d")] == [40, 80, 120]

    stage.clock.pass_ms(90_000)
    stage.accept(lin, talks[1].conversation_id)
    assert stage.presence.pace(stage.sales.department_id) == Pace(stage.clock.now, 50_000)
    assert stage.sockets.got("d", QueueFrame)[-1] == QueueFrame(conversation_id=talks[3].conversation_id, ahead=1, estimated_wait_s=100)
    stage.open(tabs[3])
    assert stage.sockets.got("d", QueueFrame)[-1].estimated_wait_s == 100

    stage.clock.pass_ms(3_700_000)
    stage.open(tabs[3])
    assert stage.sockets.got("d", QueueFrame)[-1].estimated_wait_s is None, "that was too long ago"


def test_who_is_assigned_at_once_says_nothing_about_the_queue(stage: Quiet) -> None:
    stage.agent("lin", stage.support)
    stage.open(stage.visitor(), department_id=stage.support.department_id)
    assert stage.presence.pace(stage.support.department_id) is None


def test_of_two_who_note_the_pace_at_once_one_is_left_out(stage: Quiet) -> None:
    department = stage.sales.department_id
    assert stage.presence.change_pace(department, None, Pace(1, 10))
    assert not stage.presence.change_pace(department, None, Pace(2, 20))
    assert stage.presence.change_pace(department, Pace(1, 10), Pace(3, 30))
    assert not stage.presence.change_pace(department, Pace(1, 10), Pace(4, 40))
    assert stage.presence.pace(department) == Pace(3, 30)


def test_without_the_switch_nobody_is_asked_and_nothing_waits_for_its_topic(stage: Quiet) -> None:
    service = stage.directory.known_service
    stage.serve(replace(service, switches=Switches(survey_at_end=False, wrap_up=False)))
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    frame = EndConversation(action="chat", conversation_id=talk.conversation_id)
    end_conversation(frame, lin.party, stage.directory, stage.conversations, stage.reception, stage.clock)
    closed = stage.conversations.log(talk.conversation_id, 0, 99)[-1]
    assert isinstance(closed, Closed)
    assert closed.survey is None
    assert stage.conversations.unwrapped_of(lin.subject, 9) == []
