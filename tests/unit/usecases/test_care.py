"""What happens to a conversation besides its messages, and how bad input is refused without changing anything."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from parlor.domain.blocking import Block
from parlor.domain.conversation import Conversation
from parlor.domain.errors import Conflict, Forbidden, Invalid, NotFound, ParlorError, RateLimited
from parlor.domain.forms import Form, FormField, FormValue, Option
from parlor.domain.ids import AgentId, new_ulid
from parlor.domain.log import ClientId, FormAnswered, Organized, Queued, Rated, VisitorNamed, Void, WrappedUp, as_visitor_sees
from parlor.domain.service import Label, PreChat, Service, Topic
from parlor.domain.survey import RATING_OPEN_MS, GivenAnswer, Question, Survey, SurveyAnswer
from parlor.protocol.frames import (
    AnswerForm,
    ConversationFrame,
    EndConversation,
    EntryFrame,
    GiveContact,
    OrganizeConversation,
    RateConversation,
    SendMessage,
    WrapUpConversation,
)
from parlor.usecases.answer_form import answer_form
from parlor.usecases.end_conversation import end_conversation
from parlor.usecases.give_contact import give_contact
from parlor.usecases.organize_conversation import organize_conversation
from parlor.usecases.rate_conversation import rate_conversation
from parlor.usecases.wrap_up_conversation import wrap_up_conversation
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage

TEA, SHIPPING = new_ulid(1), new_ulid(2)
HOT, VIP = new_ulid(3), new_ulid(4)
CARD = new_ulid(5)
DAY_MS = 24 * 3_600_000
FIELDS = [
    FormField(key="who", kind="name", label="Your name", required=True),
    FormField(key="phone", kind="phone", label="Telephone"),
    FormField(key="firm", kind="company", label="Company"),
    FormField(key="what", kind="choice", label="About", options=[Option("order"), Option("return")]),
]
SURVEY = Survey(
    questions=[
        Question(key="stars", kind="stars", label="How was it?", required=True),
        Question(key="why", kind="text", label="Why?"),
    ]
)
SERVICE = Service(
    topics=[Topic(topic_id=TEA, name="Tea"), Topic(topic_id=SHIPPING, name="Shipping")],
    labels=[Label(label_id=HOT, name="hot"), Label(label_id=VIP, name="VIP", color="purple")],
    forms=[Form(CARD, "Your card", FIELDS)],
    surveys={"default": SURVEY},
)


class Talk(Stage):
    """A conversation between `visitor` and `lin`; `su` works beside her, `wang` elsewhere, `chief` sees all."""

    def __init__(self) -> None:
        super().__init__()
        self.directory.known_service = SERVICE
        self.lin, self.su = self.agent("lin"), self.agent("su")
        self.wang, self.chief = self.agent("wang", self.support), self.agent("chief", self.support, staff_role="supervisor")
        self.shopper, self.stranger = self.visitor("tab"), self.visitor("other")
        self.id = self.accept(self.lin, self.open(self.shopper).conversation_id).conversation_id

    @property
    def now_is(self) -> Conversation:
        found: Conversation = self.conversations.get(self.id)
        return found

    @property
    def log(self) -> list[Any]:
        return self.conversations.log(self.id, 0, 1_000)

    def end(self, caller: Any = None) -> None:
        frame = EndConversation(action="chat", conversation_id=self.id)
        end_conversation(frame, (caller or self.lin).party, self.directory, self.conversations, self.reception, self.clock)

    def push_form(self, n: int = 1) -> int:
        frame = SendMessage(action="chat", conversation_id=self.id, client_id=ClientId("lin000000000", n), form_id=CARD)
        message = self.send(self.lin, frame)
        assert message is not None
        return message.seq

    def fill(self, form_seq: int, values: dict[str, str], caller: Any = None) -> Any:
        frame = AnswerForm(action="chat", conversation_id=self.id, form_seq=form_seq, values=values)
        return answer_form(frame, caller or self.shopper, self.conversations, self.presence, self.blocks, self.pushes, self.clock)

    def rate(self, stars: int, why: str = "", caller: Any = None, **more: Any) -> Any:
        answers = [GivenAnswer("stars", stars), GivenAnswer("why", value=why)]
        frame = RateConversation(action="chat", conversation_id=self.id, answers=more.get("answers", answers))
        return rate_conversation(frame, caller or self.shopper, self.directory, self.conversations, self.pushes, self.clock)

    def organize(self, caller: Any = None, **more: Any) -> Any:
        frame = OrganizeConversation(action="chat", conversation_id=self.id, **more)
        return organize_conversation(frame, caller or self.lin, self.directory, self.conversations, self.pushes, self.clock)

    def wrap_up(self, caller: Any = None, **more: Any) -> Any:
        frame = WrapUpConversation(action="chat", conversation_id=self.id, **more)
        return wrap_up_conversation(frame, caller or self.lin, self.directory, self.conversations, self.pushes, self.clock)

    def contact(self, **more: Any) -> None:
        frame = GiveContact(action="chat", **more)
        give_contact(frame, self.shopper.subject, self.conversations, self.presence, self.pushes, self.clock)  # type: ignore[arg-type]

    def refused(self, kind: type[ParlorError], step: Callable[[], Any]) -> tuple[str, str | None]:
        """The refusal's code and field; nothing has changed."""
        before = self.now_is, self.log, self.conversations.profile(self.shopper.subject)
        with pytest.raises(kind) as refusal:
            step()
        assert (self.now_is, self.log, self.conversations.profile(self.shopper.subject)) == before
        return refusal.value.code, refusal.value.field

    def overtaken_by(self, overtake: Callable[[], Any]) -> None:
        """Somebody else acts between the reading and the first `apply`."""
        real = self.conversations

        class Overtaken:
            def __getattr__(inner, name: str) -> Any:  # noqa: N805
                if name == "apply" and self.conversations is inner:
                    self.conversations = real
                    overtake()
                return getattr(real, name)

        self.conversations = Overtaken()


@pytest.fixture
def talk() -> Iterator[Talk]:
    with tables():
        yield Talk()


# --- forms ---------------------------------------------------------------------------------------------------------


def test_a_form_is_filled_in_once_and_the_visitor_is_known_from_then_on(talk: Talk) -> None:
    form = talk.push_form()
    talk.clock.pass_ms(1_000)
    talk.fill(form, {"who": " Mrs. Wu ", "phone": "+86 571 1234", "firm": "Teahouse", "what": "order"})

    (answered,) = [entry for entry in talk.log if isinstance(entry, FormAnswered)]
    assert answered.form_seq == form
    assert answered.values[0] == FormValue("who", "Your name", "Mrs. Wu")
    assert answered in [frame.entry for frame in talk.sockets.got("lin", EntryFrame)]
    profile = talk.conversations.profile(talk.shopper.subject)
    assert (profile.name, profile.phone, profile.company) == ("Mrs. Wu", "+86 571 1234", "Teahouse")
    now = talk.now_is
    assert (now.visitor_name, now.answered_forms, now.unanswered_since) == ("Mrs. Wu", (form,), talk.clock.now)
    (named,) = [entry for entry in talk.log if isinstance(entry, VisitorNamed)]
    assert isinstance(as_visitor_sees(named), Void)
    assert talk.refused(Conflict, lambda: talk.fill(form, {"who": "Mr. Wu"})) == ("already_answered", "form_seq")
    assert talk.sockets.got("lin", ConversationFrame)[-1].conversation.visitor_name == "Mrs. Wu"


def test_what_is_no_form_cannot_be_filled_in(talk: Talk) -> None:
    said = talk.say(talk.lin, talk.id, 1)
    assert said is not None
    for seq in (1, said.seq, 99):
        assert talk.refused(NotFound, lambda seq=seq: talk.fill(seq, {"who": "x"})) == ("not_found", "form_seq")


def test_a_forms_bad_answers_are_refused_field_by_field(talk: Talk) -> None:
    form = talk.push_form()
    for values, code, field in [
        ({}, "required", "values.who"),
        ({"who": "x", "age": "3"}, "unknown_field", "values.age"),
        ({"who": "x", "phone": "call me"}, "invalid", "values.phone"),
        ({"who": "x", "what": "else"}, "invalid", "values.what"),
        ({"who": "x" * 501}, "too_long", "values.who"),
    ]:
        assert talk.refused(Invalid, lambda values=values: talk.fill(form, values)) == (code, field)


def test_a_telephone_number_that_is_kept_out_is_not_taken_from_a_form(talk: Talk) -> None:
    form = talk.push_form()
    talk.blocks.entries = [
        Block(
            block_id=new_ulid(9),
            kind="phone",
            value="8613800001111",
            effect="refuse",
            reason="Fraud",
            from_at=0,
            by_agent_id=AgentId(talk.lin.subject),
            by_name="lin",
        )
    ]
    assert talk.refused(Forbidden, lambda: talk.fill(form, {"who": "Wu", "phone": "+86 138-0000-1111"})) == ("blocked", None)
    assert len(talk.blocks.hits) == 1
    talk.fill(form, {"who": "Wu", "phone": "+86 138-0000-1112"})
    assert len(talk.blocks.hits) == 1


def test_a_form_is_for_its_visitor_alone(talk: Talk) -> None:
    form = talk.push_form()
    assert talk.refused(NotFound, lambda: talk.fill(form, {"who": "x"}, talk.stranger)) == ("not_found", "conversation_id")
    assert talk.refused(Forbidden, lambda: talk.fill(form, {"who": "x"}, talk.lin)) == ("forbidden", None)
    talk.end()
    assert talk.refused(Conflict, lambda: talk.fill(form, {"who": "x"})) == ("conversation_closed", "conversation_id")


def test_two_tabs_that_fill_in_a_form_at_once_fill_it_in_once(talk: Talk) -> None:
    form = talk.push_form()
    talk.overtaken_by(lambda: talk.fill(form, {"who": "first"}))
    with pytest.raises(Conflict) as refusal:
        talk.fill(form, {"who": "second"})
    assert refusal.value.code == "already_answered"
    assert talk.now_is.visitor_name == "first"


# --- the form before a conversation --------------------------------------------------------------------------------


def with_form(stage: Stage, *, enabled: bool = True) -> None:
    ask = FormField(key="ask", kind="choice", label="About", options=[Option("order"), Option("return", stage.support.department_id)])
    fields = [FIELDS[0], FormField(key="mail", kind="email", label="Mail"), ask]
    stage.directory.known_service = Service(pre_chat=PreChat(enabled=enabled, fields=fields))


def test_the_form_before_leads_to_a_department_and_is_remembered(talk: Talk) -> None:
    with_form(talk)
    opened = talk.open(talk.stranger, form={"who": "Mr. Li", "mail": "li@example.com", "ask": "return"})
    assert opened.department_id == talk.support.department_id
    assert opened.visitor_name == "Mr. Li"
    queued = talk.conversations.log(opened.conversation_id, 0, 1)[0]
    assert isinstance(queued, Queued)
    assert queued.form == [
        FormValue("who", "Your name", "Mr. Li"),
        FormValue("mail", "Mail", "li@example.com"),
        FormValue("ask", "About", "return"),
    ]
    profile = talk.conversations.profile(talk.stranger.subject)
    assert (profile.name, profile.email) == ("Mr. Li", "li@example.com")
    assert profile.form_values == {"who": "Mr. Li", "mail": "li@example.com", "ask": "return"}


def test_the_department_that_the_visitor_names_comes_first_and_one_that_is_gone_does_not_count(talk: Talk) -> None:
    with_form(talk)
    named = talk.open(talk.stranger, form={"who": "Li", "ask": "return"}, department_id=talk.sales.department_id)
    assert named.department_id == talk.sales.department_id
    talk.directory._departments.remove(talk.support)
    assert talk.open(talk.visitor("third"), form={"who": "Li", "ask": "return"}).department_id == talk.sales.department_id


@pytest.mark.parametrize(
    ("form", "code", "field"),
    [
        ({}, "required", "form.who"),
        ({"who": "Li", "shoe": "42"}, "unknown_field", "form.shoe"),
        ({"who": "Li", "mail": "li at home"}, "invalid", "form.mail"),
    ],
)
def test_a_bad_form_opens_nothing_and_remembers_nothing(talk: Talk, form: dict[str, str], code: str, field: str) -> None:
    with_form(talk)
    with pytest.raises(Invalid) as refusal:
        talk.open(talk.stranger, form=form)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert talk.conversations.open_of(talk.stranger.subject) is None
    assert talk.conversations.profile(talk.stranger.subject) is None


def test_a_form_that_nobody_asked_for_is_refused(talk: Talk) -> None:
    with_form(talk, enabled=False)
    with pytest.raises(Invalid) as refusal:
        talk.open(talk.stranger, form={"who": "Li"})
    assert (refusal.value.code, refusal.value.field) == ("unknown_field", "form.who")


def test_who_is_in_a_conversation_need_not_fill_in_anything(talk: Talk) -> None:
    with_form(talk)
    assert talk.open(talk.shopper).conversation_id == talk.id
    assert talk.open(talk.shopper, form={"nonsense": "x"}).conversation_id == talk.id


def test_a_form_that_nobody_is_there_for_is_not_remembered(talk: Talk) -> None:
    with_form(talk)
    for agent in talk.presence.agents():
        talk.presence.set_state(agent.agent_id, "away")
    with pytest.raises(Conflict) as refusal:
        talk.open(talk.stranger, form={"who": "Li"})
    assert refusal.value.code == "nobody_online"
    assert talk.conversations.profile(talk.stranger.subject) is None


# --- names ---------------------------------------------------------------------------------------------------------


def test_a_new_name_is_seen_in_the_open_conversation_and_an_old_one_changes_nothing(talk: Talk) -> None:
    talk.contact(name="Mrs. Wu", email="wu@example.com")
    assert talk.now_is.visitor_name == "Mrs. Wu"
    seq = talk.now_is.seq
    talk.contact(name="Mrs. Wu", phone="123")
    assert talk.now_is.seq == seq
    talk.end()
    talk.contact(name="Mr. Wu")
    assert talk.now_is.visitor_name == "Mrs. Wu"
    assert talk.conversations.profile(talk.shopper.subject).name == "Mr. Wu"


# --- ratings -------------------------------------------------------------------------------------------------------


def test_a_visitor_rates_and_rates_again_and_the_newest_counts(talk: Talk) -> None:
    talk.rate(2, "slow")
    talk.end()
    assert talk.rate(2, " slow ") is None, "the same again"
    talk.clock.pass_ms(3_600_000)
    talk.rate(5)
    ratings = [entry for entry in talk.log if isinstance(entry, Rated)]
    assert [rating.score for rating in ratings] == [2, 5]
    assert ratings[0].answers == [SurveyAnswer("stars", "How was it?", 2), SurveyAnswer("why", "Why?", value="slow")]
    assert (talk.now_is.score, talk.now_is.state) == (5, "closed")
    assert talk.sockets.got("lin", ConversationFrame)[-1].conversation.score == 5
    assert talk.conversations.open_of(talk.shopper.subject) is None


def test_a_rating_is_refused_after_a_day_and_from_others(talk: Talk) -> None:
    talk.end()
    assert talk.refused(NotFound, lambda: talk.rate(5, caller=talk.stranger)) == ("not_found", "conversation_id")
    assert talk.refused(Forbidden, lambda: talk.rate(5, caller=talk.lin)) == ("forbidden", None)
    talk.clock.pass_ms(RATING_OPEN_MS + 1)
    assert talk.refused(Conflict, lambda: talk.rate(5)) == ("too_late", "conversation_id")


@pytest.mark.parametrize(
    ("answers", "code", "field"),
    [
        ([GivenAnswer("why", value="x")], "required", "answers.stars"),
        ([GivenAnswer("stars", 5), GivenAnswer("shoe", value="42")], "unknown_field", "answers.shoe"),
        ([GivenAnswer("stars", value="five")], "invalid", "answers.stars"),
    ],
)
def test_a_rating_that_does_not_answer_the_survey_is_refused(talk: Talk, answers: list[GivenAnswer], code: str, field: str) -> None:
    assert talk.refused(Invalid, lambda: talk.rate(1, answers=answers)) == (code, field)


def test_without_a_survey_there_is_nothing_to_rate(talk: Talk) -> None:
    talk.directory.known_service = Service()
    assert talk.refused(NotFound, lambda: talk.rate(5)) == ("not_found", "conversation_id")


def test_ratings_are_no_way_to_fill_the_log(talk: Talk) -> None:
    for turn in range(10):
        talk.rate(1 + turn % 2)
    assert talk.refused(RateLimited, lambda: talk.rate(5)) == ("rate_limited", None)


def test_a_rating_while_the_conversation_ends_is_kept(talk: Talk) -> None:
    talk.overtaken_by(talk.end)
    talk.rate(4)
    now = talk.now_is
    assert (now.state, now.score, now.seq) == ("closed", 4, talk.log[-1].seq)
    assert talk.conversations.unwrapped_of(talk.lin.subject, 9) == [talk.id]


# --- sorting -------------------------------------------------------------------------------------------------------


def test_the_work_is_sorted_and_all_desks_see_it_but_not_the_visitor(talk: Talk) -> None:
    until = talk.clock.now + DAY_MS
    talk.organize(talk.su, labels=[VIP, HOT, VIP], priority="urgent", snoozed_until=until)
    now = talk.now_is
    assert (now.labels, now.priority, now.snoozed_until, now.snoozed_at) == ((VIP, HOT), "urgent", until, talk.clock.now)
    entry = talk.log[-1]
    assert isinstance(entry, Organized)
    assert (entry.labels, entry.priority, entry.snoozed_until, entry.by.name) == ([VIP, HOT], "urgent", until, "su")
    for desk in ("lin", "su", "chief"):
        assert talk.sockets.got(desk, ConversationFrame)[-1].conversation.labels == [VIP, HOT]
    seen = talk.sockets.got("tab", ConversationFrame)[-1].conversation
    assert (seen.labels, seen.priority, seen.snoozed_until) == ([], "normal", None)
    assert isinstance(talk.sockets.got("tab", EntryFrame)[-1].entry, Void)


def test_what_is_absent_stays_and_the_same_again_changes_nothing(talk: Talk) -> None:
    talk.organize(labels=[HOT])
    talk.organize(priority="low")
    assert (talk.now_is.labels, talk.now_is.priority) == ((HOT,), "low")
    frames = len(talk.sockets.got("lin", ConversationFrame))
    assert talk.organize(labels=[HOT], priority="low") is None
    assert len(talk.sockets.got("lin", ConversationFrame)) == frames + 1, "the answer still comes"
    talk.organize(labels=[])
    assert talk.now_is.labels == ()


def test_a_message_of_the_visitor_or_the_agent_wakes_what_sleeps(talk: Talk) -> None:
    talk.organize(snoozed_until=talk.clock.now + DAY_MS)
    talk.say(talk.shopper, talk.id, 1)
    assert (talk.now_is.snoozed_until, talk.now_is.snoozed_at) == (None, None)
    talk.organize(snoozed_until=talk.clock.now + DAY_MS)
    talk.organize(snoozed_until=None)
    assert talk.now_is.snoozed_until is None


def test_what_cannot_be_sorted_is_refused(talk: Talk) -> None:
    now = talk.clock.now
    assert talk.refused(Invalid, lambda: talk.organize(labels=[HOT, new_ulid(9)])) == ("invalid", "labels[1]")
    for until in (now, now - 1, now + 90 * DAY_MS + 1):
        assert talk.refused(Invalid, lambda until=until: talk.organize(snoozed_until=until)) == ("invalid", "snoozed_until")
    assert talk.refused(Forbidden, lambda: talk.organize(talk.wang, priority="low")) == ("not_a_member", "conversation_id")
    assert talk.refused(Forbidden, lambda: talk.organize(talk.shopper, priority="low")) == ("forbidden", None)
    talk.organize(talk.chief, priority="high")
    talk.end()
    assert talk.refused(Conflict, lambda: talk.organize(priority="low")) == ("conversation_closed", "conversation_id")


# --- wrap-up -------------------------------------------------------------------------------------------------------


def test_an_ended_conversation_waits_for_its_topic_until_it_has_one(talk: Talk) -> None:
    talk.end()
    assert talk.conversations.unwrapped_of(talk.lin.subject, 9) == [talk.id]
    talk.wrap_up(topic_id=TEA, note=" likes green tea ")
    assert talk.conversations.unwrapped_of(talk.lin.subject, 9) == []
    wrapped = talk.now_is.wrap_up
    assert wrapped is not None
    assert (wrapped.topic_id, wrapped.topic, wrapped.value, wrapped.note) == (TEA, "Tea", "valid", "likes green tea")
    view = talk.sockets.got("lin", ConversationFrame)[-1].conversation
    assert view.wrap_up is not None
    assert view.wrap_up.topic == "Tea"


def test_it_may_be_wrapped_up_before_the_end_and_again_and_by_supervisors(talk: Talk) -> None:
    talk.wrap_up(topic_id=TEA)
    talk.end()
    assert talk.conversations.unwrapped_of(talk.lin.subject, 9) == []
    talk.clock.pass_ms(5)
    assert talk.wrap_up(topic_id=TEA) is None, "the same again"
    talk.wrap_up(talk.chief, topic_id=SHIPPING, value="invalid")
    topics = [entry.topic for entry in talk.log if isinstance(entry, WrappedUp)]
    assert topics == ["Tea", "Shipping"]
    assert talk.now_is.state == "closed"


def test_others_do_not_wrap_up_nor_with_topics_that_do_not_exist(talk: Talk) -> None:
    assert talk.refused(Forbidden, lambda: talk.wrap_up(talk.su, topic_id=TEA)) == ("forbidden", None)
    assert talk.refused(Forbidden, lambda: talk.wrap_up(talk.shopper)) == ("forbidden", None)
    assert talk.refused(NotFound, lambda: talk.wrap_up(topic_id=new_ulid(9))) == ("not_found", "topic_id")


def test_two_desks_that_wrap_up_at_once_leave_the_newest(talk: Talk) -> None:
    talk.end()
    talk.overtaken_by(lambda: talk.wrap_up(talk.chief, topic_id=SHIPPING))
    talk.wrap_up(topic_id=TEA)
    assert [entry.topic for entry in talk.log if isinstance(entry, WrappedUp)] == ["Shipping", "Tea"]
    wrapped = talk.now_is.wrap_up
    assert wrapped is not None
    assert wrapped.topic == "Tea"


def test_of_two_ends_one_counts(talk: Talk) -> None:
    talk.overtaken_by(lambda: talk.end(talk.shopper))
    with pytest.raises(Conflict) as refusal:
        talk.end(talk.lin)
    assert refusal.value.code == "conversation_closed"
    assert talk.presence.agent(talk.lin.subject).load == 0


def test_those_without_topic_come_newest_first(talk: Talk) -> None:
    talk.end()
    talk.clock.pass_ms(1_000)
    again = talk.accept(talk.lin, talk.open(talk.shopper).conversation_id).conversation_id
    talk.id, first = again, talk.id
    talk.end()
    assert talk.conversations.unwrapped_of(talk.lin.subject, 9) == [again, first]
    assert talk.conversations.unwrapped_of(talk.lin.subject, 1) == [again]
