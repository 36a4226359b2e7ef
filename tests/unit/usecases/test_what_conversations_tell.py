"""What the rows that use cases write tell the roll-up: the facts of the figures are on the way."""

from collections.abc import Iterator
from typing import Any

import pytest

from parlor.domain.care import rate, wrap_up
from parlor.domain.conversation import Party, close
from parlor.domain.counting import counted
from parlor.domain.customers import Customer
from parlor.domain.events import (
    AgentPart,
    AgentStateChanged,
    CardMade,
    ConversationAccepted,
    ConversationEnded,
    ConversationOpened,
    ConversationRated,
    ConversationWrappedUp,
    Event,
    InvitationAccepted,
    InvitationSent,
    RuleShown,
    Verdict,
    VisitStarted,
)
from parlor.domain.ids import CustomerId, InvitationId
from parlor.domain.origin import Device, Origin, Place, Source
from parlor.domain.presence import Invitation, Page, Visit
from parlor.domain.service import Topic
from parlor.domain.survey import SurveyAnswer
from parlor.storage import customers, rule_counts
from parlor.storage.streams import event_of
from parlor.usecases.roll_up import with_facts
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage
from tests.fakes.words import SpacedWords

ORIGIN = Origin(Source("search", "Baidu", "龙井"), Device("phone", "iOS", "Safari"), Place("中国", "浙江", "杭州"))


@pytest.fixture
def dynamodb() -> Iterator[Any]:
    with tables() as client:
        yield client


@pytest.fixture
def stage(dynamodb: Any) -> Stage:
    return Stage()


def told(client: Any, table: str, name: str = "INSERT") -> list[Event]:
    """Every row of a table as the stream would tell it when it was new, or has been changed."""
    rows = client.scan(TableName=table)["Items"]
    more = {"ApproximateCreationDateTime": 1_790_000_000, "SequenceNumber": "7"}
    records = [{"eventName": name, "dynamodb": {"NewImage": row} | more} for row in rows]
    return [event for record in records if (event := event_of(record)) is not None]


def of(events: list[Event], kind: type) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def arrive(stage: Stage, visitor: Any) -> None:
    visit = Visit(visitor_id=visitor.subject, visit_id=stage.ulid(), started_at=stage.clock.now, origin=ORIGIN)
    stage.presence.start_visit(visit, Page(stage.clock.now, "https://tea.example/green", "Green"), stage.ulid())


def test_a_conversation_tells_where_it_came_from_what_it_was_worth_and_who_had_it(dynamodb: Any, stage: Stage) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    arrive(stage, visitor)
    talk = stage.open(visitor, page_url="https://tea.example/green?a=1", page_title="Green").conversation_id
    stage.clock.pass_ms(4_000)
    stage.accept(lin, talk)
    stage.say(visitor, talk, 1, "Tea green GREEN")
    stage.clock.pass_ms(3_000)
    stage.say(lin, talk, 1)
    now, agent = stage.clock.now, Party("agent", lin.subject, "lin")
    found = stage.conversations.get(talk)
    for topic, value in (("T1", "valid"), ("T2", "invalid")):
        stage.conversations.apply(wrap_up(found, lin, Topic(topic_id=topic, name=topic), value, "", now))  # type: ignore[arg-type]
        found = stage.conversations.get(talk)
    for stars in (2, 5):
        stage.conversations.apply(rate(found, visitor.party, [SurveyAnswer("q", "How?", stars)], [], now))
        found = stage.conversations.get(talk)
    stage.clock.pass_ms(10_000)
    stage.conversations.apply(close(found, agent, stage.clock.now))

    events = told(dynamodb, "Chat")

    (opened,) = of(events, ConversationOpened)
    assert (opened.department_id, opened.style_id, opened.page_url) == (
        stage.sales.department_id,
        stage.style.style_id,
        "https://tea.example/green?a=1",
    )
    assert opened.origin == ORIGIN
    (accepted,) = of(events, ConversationAccepted)
    assert accepted.again is False
    first, second = of(events, ConversationWrappedUp)
    assert (first.was, first.now, second.was, second.now) == (None, Verdict("T1"), Verdict("T1"), Verdict("T2", "invalid"))
    assert [(each.was, each.score, each.agent_id) for each in of(events, ConversationRated)] == [
        (None, 2, lin.subject),
        (2, 5, lin.subject),
    ]
    (ended,) = of(events, ConversationEnded)
    with_all = with_facts(ended, stage.conversations.log(talk, 0, 100), SpacedWords())
    (part,) = with_all.agents
    assert part == AgentPart(agent_id=lin.subject, ended=True, first_reply_ms=3_000, replies=1, reply_ms=3_000, length_ms=13_000)
    assert of(told(dynamodb, "Presence"), VisitStarted)[0].origin == ORIGIN
    assert with_all.words == ("green", "tea"), "the most frequent first, and nothing that the agent said"


def test_what_the_figures_want_is_no_part_of_an_entry_and_messages_carry_none_of_it(dynamodb: Any, stage: Stage) -> None:
    stage.agent("lin")
    visitor = stage.visitor()
    arrive(stage, visitor)
    talk = stage.open(visitor).conversation_id
    stage.say(visitor, talk, 1)
    rows = {row["sk"]["S"]: row for row in dynamodb.scan(TableName="Chat")["Items"] if row["pk"]["S"].endswith(talk)}
    assert "浙江" in rows["L#0000000001"]["counted"]["S"]
    assert "counted" not in rows["L#0000000002"]
    assert not [name for name, value in rows["META"].items() if "浙江" in str(value)], "the row that every message writes stays small"
    assert "浙江" not in str(stage.conversations.log(talk, 0, 10))


def test_agents_cards_and_invitations_tell_of_themselves(dynamodb: Any, stage: Stage) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    stage.clock.pass_ms(60_000)
    stage.presence.set_state(lin.subject, "away")  # type: ignore[arg-type]
    customers.bind("Chat")
    card = Customer(customer_id=CustomerId(stage.ulid()), name="Zhou", created_at=stage.clock.now, changed_at=stage.clock.now)
    customers.CustomerStore(stage.tenant).add(card)
    rule_counts.bind("Chat")
    rule_counts.RuleCountStore(stage.tenant).count(stage.ulid(), shown=3, answer="accepted")
    invitation = Invitation(
        invitation_id=InvitationId(stage.ulid()),
        visitor_id=visitor.subject,  # type: ignore[arg-type]
        kind="invitation",
        agent_id=lin.subject,  # type: ignore[arg-type]
        agent_name="lin",
        text="Tea?",
        sent_at=stage.clock.now,
    )
    stage.presence.add_invitation(invitation)

    events = told(dynamodb, "Chat")

    changes = [(each.was, each.at - each.was_since) for each in of(events, AgentStateChanged) if each.was_since]
    assert ("online", 60_000) in changes
    assert [each.customer_id for each in of(events, CardMade)] == [card.customer_id]
    assert [(each.shown, each.accepted) for each in of(events, RuleShown)] == [(3, 1)]
    assert [each.invitation_id for each in of(told(dynamodb, "Presence"), InvitationSent)] == [invitation.invitation_id]
    assert of(told(dynamodb, "Presence", "MODIFY"), InvitationAccepted) == []
    stage.presence.answer_invitation(visitor.subject, invitation.invitation_id, "accept")  # type: ignore[arg-type]
    assert len(of(told(dynamodb, "Presence", "MODIFY"), InvitationAccepted)) == 1
    assert not of(told(dynamodb, "Chat", "MODIFY"), CardMade)


def test_a_rule_counts_what_its_sums_have_grown_by(stage: Stage) -> None:
    row = {"pk": {"S": f"{stage.tenant}#RULES"}, "sk": {"S": stage.ulid()}}
    before, after = ({"shown": {"N": str(shown)}, "accepted": {"N": "2"}} for shown in (10, 14))
    more = {"ApproximateCreationDateTime": 1_790_000_000.5, "SequenceNumber": "9"}
    record = {"eventName": "MODIFY", "dynamodb": {"NewImage": row | after, "OldImage": row | before} | more}
    told_once = counted(event_of(record))  # type: ignore[arg-type]
    assert told_once is not None
    assert [(each.figure, each.amount) for each in told_once.counts] == [("invitations_shown", 4)]
    assert told_once == counted(event_of(record))  # type: ignore[arg-type]
