"""The random histories once more, with all that happens besides messages, and with silence: time passes, timers ring."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from parlor.domain.errors import ParlorError
from parlor.domain.forms import Form, FormField
from parlor.domain.ids import new_ulid
from parlor.domain.jobs import IdleCheck
from parlor.domain.log import ClientId, FormAnswered, Message, Organized, Queued, Rated, VisitorNamed, WrappedUp
from parlor.domain.service import AutoReplies, IdleRules, Label, Service, Topic
from parlor.domain.survey import GivenAnswer, Question, Survey
from parlor.protocol.frames import AnswerForm, GiveContact, OrganizeConversation, RateConversation, SendMessage, WrapUpConversation
from parlor.usecases.answer_form import answer_form
from parlor.usecases.break_silence import SilenceChecks
from parlor.usecases.give_contact import give_contact
from parlor.usecases.organize_conversation import organize_conversation
from parlor.usecases.rate_conversation import rate_conversation
from parlor.usecases.wrap_up_conversation import wrap_up_conversation
from tests.fakes.ringing import RingingTimers
from tests.unit.usecases.test_conversation_machine import FAULTS, TIMES, Histories

TOPIC, LABEL, FORM = new_ulid(1), new_ulid(2), new_ulid(3)
SERVICE = Service(
    idle=IdleRules(visitor_warn_s=10, visitor_close_s=30, agent_remind_s=5, agent_reassign_s=20),
    replies=AutoReplies(
        welcome="Welcome", no_answer="Soon", no_answer_s=3, still_there="There?", closing="Bye", waiting="Wait", waiting_s=7
    ),
    topics=[Topic(topic_id=TOPIC, name="Tea")],
    labels=[Label(label_id=LABEL, name="hot")],
    forms=[Form(FORM, "Card", [FormField("who", "name", "Name", required=True)])],
    surveys={"default": Survey([Question("stars", "stars", "How?")])},
)
TALKS = st.integers(0, 5)
NAMES = st.sampled_from(["Wu", "Li"])


class CareHistories(Histories):
    def __init__(self) -> None:
        super().__init__()
        self.timers = RingingTimers(self.stage.clock)
        self.stage.timers = self.timers  # type: ignore[assignment]
        self.stage.directory.known_service = SERVICE

    def visitor_of(self, talk: str) -> Any:
        return self.visitors[0] if talk in self.talks["a"] else self.visitors[1]

    @property
    def ports(self) -> tuple[Any, ...]:
        return self.stage.directory, self.stage.conversations, self.stage.pushes, self.stage.clock

    @property
    def people(self) -> tuple[Any, ...]:
        return self.stage.conversations, self.stage.presence, self.stage.pushes, self.stage.clock

    @rule(index=TALKS, stars=st.integers(1, 5), fault=FAULTS)
    def rate(self, index: int, stars: int, fault: Any) -> None:
        if talk := self.pick(index):
            frame = RateConversation(action="chat", conversation_id=talk, answers=[GivenAnswer("stars", stars)])
            self.attempt(fault, lambda: rate_conversation(frame, self.visitor_of(talk), *self.ports))

    @rule(index=TALKS, agent=st.integers(0, 1), hot=st.booleans(), snooze=st.booleans(), fault=FAULTS)
    def organize(self, index: int, agent: int, hot: bool, snooze: bool, fault: Any) -> None:
        if talk := self.pick(index):
            until = self.stage.clock.now + 15_000 if snooze else None
            frame = OrganizeConversation(action="chat", conversation_id=talk, labels=[LABEL] if hot else [], snoozed_until=until)
            self.attempt(fault, lambda: organize_conversation(frame, self.agents[agent], *self.ports))

    @rule(index=TALKS, agent=st.integers(0, 1), note=st.sampled_from(["", "again"]), fault=FAULTS)
    def wrap_up(self, index: int, agent: int, note: str, fault: Any) -> None:
        if talk := self.pick(index):
            frame = WrapUpConversation(action="chat", conversation_id=talk, topic_id=TOPIC, note=note)
            self.attempt(fault, lambda: wrap_up_conversation(frame, self.agents[agent], *self.ports))

    @rule(visitor=st.integers(0, 1), name=NAMES, fault=FAULTS)
    def contact(self, visitor: int, name: str, fault: Any) -> None:
        frame = GiveContact(action="chat", name=name)
        self.attempt(fault, lambda: give_contact(frame, self.visitors[visitor].subject, *self.people))  # type: ignore[arg-type]

    @rule(index=TALKS, agent=st.integers(0, 1), fault=FAULTS)
    def push_form(self, index: int, agent: int, fault: Any) -> None:
        if talk := self.pick(index):
            self.count += 1
            frame = SendMessage(action="chat", conversation_id=talk, client_id=ClientId(f"form{self.count:08d}", 1), form_id=FORM)
            self.attempt(fault, lambda: self.stage.send(self.agents[agent], frame))

    @rule(index=TALKS, name=NAMES, fault=FAULTS)
    def fill_in(self, index: int, name: str, fault: Any) -> None:
        talk = self.pick(index)
        if talk is None:
            return
        pushed = [entry.seq for entry in self.look(talk)[1] if isinstance(entry, Message) and entry.form]
        if pushed:
            frame = AnswerForm(action="chat", conversation_id=talk, form_seq=pushed[0], values={"who": name})
            stage = self.stage
            ports = stage.conversations, stage.presence, stage.blocks, stage.pushes, stage.clock
            self.attempt(fault, lambda: answer_form(frame, self.visitor_of(talk), *ports))

    @rule(seconds=st.sampled_from([3, 8, 12, 25, 60]), fault=FAULTS)
    def time_passes(self, seconds: int, fault: Any) -> None:
        self.faulty.fault = fault
        self.timers.pass_s(seconds, self.ring)
        self.faulty.fault = None

    def ring(self, job: Any) -> str:
        """The queue delivers a job again that broke off."""
        stage = self.stage
        checks = SilenceChecks(stage.tenant, stage.directory, stage.conversations, stage.pushes, stage.timers, stage.clock, stage.reception)
        if isinstance(job, IdleCheck):
            try:
                return checks.check(job)
            except (ConnectionError, ParlorError):
                stage.timers.after(2, job)
        return "over"

    # --- what always holds -----------------------------------------------------------------------------------------

    @invariant()
    def the_log_tells_what_was_said_of_the_conversation(self) -> None:
        for talk in self.every_talk():
            now, entries = self.look(talk)
            labels: list[str] = []
            name, score, wrapped, forms = None, None, None, []
            for entry in entries:
                match entry:
                    case Queued(seq=1):
                        name = entry.by.name
                    case Organized():
                        labels = entry.labels
                    case VisitorNamed():
                        name = entry.name
                    case Rated():
                        score = entry.score
                    case WrappedUp():
                        wrapped = entry.note
                    case FormAnswered():
                        forms.append(entry.form_seq)
            assert (list(now.labels), now.visitor_name, now.score) == (labels, name, score)
            assert (now.wrap_up.note if now.wrap_up else None) == wrapped
            assert list(now.answered_forms) == forms
            assert len(forms) == len(set(forms))

    @invariant()
    def what_has_ended_without_a_topic_waits_for_it(self) -> None:
        talks = [self.look(talk)[0] for talk in self.every_talk()]
        for agent in self.agents:
            mine = [talk for talk in talks if talk.state == "closed" and talk.agent_id == agent.subject and not talk.wrap_up]
            assert set(self.stage.conversations.unwrapped_of(agent.subject, 100)) == {talk.conversation_id for talk in mine}

    @invariant()
    def every_open_conversation_is_watched(self) -> None:
        watched = {(job.conversation_id, job.seen_at) for _, job in self.timers.waiting if isinstance(job, IdleCheck)}
        for talk in self.every_talk():
            conversation, _ = self.look(talk)
            assert conversation.state == "closed" or (talk, conversation.silence_seen_at) in watched


TestCareHistories = CareHistories.TestCase
TestCareHistories.settings = settings(
    max_examples=6 * (1 + TIMES),
    derandomize=not TIMES,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
