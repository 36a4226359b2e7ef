"""An automatic invitation is accepted: who gets the visitor, what stands in the conversation, what is counted."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from parlor.domain.errors import Conflict
from parlor.domain.ids import new_ulid
from parlor.domain.invitation_rules import InvitationRule, Invitations, RuleTexts
from parlor.domain.languages import VISITOR_LANGUAGES
from parlor.domain.origin import Origin, Place, Source
from parlor.domain.presence import Page, Visit
from parlor.protocol.frames import FactsFrame
from parlor.storage import rule_counts
from parlor.usecases.count_rules import count_rules
from parlor.usecases.give_facts import give_facts
from tests.fakes.capacity import billed
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage

RULE, FOR_LIN = new_ulid(1), new_ulid(2)


@pytest.fixture
def stage() -> Iterator[Stage]:
    with tables():
        stage = Stage()
        rule = InvitationRule(rule_id=RULE, name="Undecided", texts=RuleTexts(zh_cn="需要帮忙吗？", en="May I help?"))
        stage.style = replace(stage.style, invitations=Invitations(rules=[rule]))
        stage.directory._styles = [stage.style]
        yield stage


def with_agent(stage: Stage, agent_id: str) -> None:
    rule = InvitationRule(rule_id=FOR_LIN, name="Lin's", agent_id=agent_id, texts=RuleTexts(en="Hello"))
    invitations = Invitations(rules=[*stage.style.invitations.rules, rule])
    stage.directory._styles = [replace(stage.style, invitations=invitations)]


def test_the_least_loaded_agent_speaks_and_gets_the_visitor(stage: Stage) -> None:
    full, free = stage.agent("full", ceiling=1), stage.agent("free")
    stage.accept(full, stage.open(stage.visitor("first")).conversation_id)
    opened = stage.open(stage.visitor(), rule_id=RULE, rule_language="en")
    assert (opened.state, opened.agent_id, opened.rule) == ("active", free.subject, "Undecided")
    assert stage.texts(opened.conversation_id) == ["May I help?"]
    stored: Any = stage.conversations.get(opened.conversation_id)
    assert stored.rule == "Undecided"


def test_a_text_is_said_in_the_visitors_language_or_the_nearest_to_it() -> None:
    texts = RuleTexts(zh_cn="您好", en="Hello", ja="こんにちは")
    assert [texts.said(language) for language in VISITOR_LANGUAGES] == ["您好", "您好", "Hello", "こんにちは"]
    assert RuleTexts(ja="こんにちは").said("zh-TW") == "こんにちは"
    assert RuleTexts(zh_tw="您好", en="Hello").said("ja") == "Hello"
    assert RuleTexts(en=" ").by_language == {}


def test_a_text_of_the_time_of_two_languages_is_read_and_written_anew() -> None:
    old = msgspec.convert({"zh": "您好", "en": "Hello"}, RuleTexts)
    assert (old.zh_cn, old.said("zh-TW"), msgspec.to_builtins(old)) == ("您好", "您好", {"zh-CN": "您好", "en": "Hello"})


def test_the_named_agent_speaks_while_there_is_room(stage: Stage) -> None:
    lin, _ = stage.agent("lin", ceiling=1), stage.agent("su")
    with_agent(stage, lin.subject)
    first = stage.open(stage.visitor("a"), rule_id=FOR_LIN)
    assert (first.agent_id, stage.texts(first.conversation_id)) == (lin.subject, ["Hello"])
    second = stage.open(stage.visitor("b"), rule_id=FOR_LIN)
    assert (second.state, second.agent_id, stage.texts(second.conversation_id)) == ("waiting", None, []), "not to su"


def test_an_invitation_opens_no_door_that_is_closed(stage: Stage) -> None:
    lin = stage.agent("lin")
    stage.presence.set_state(lin.as_agent(), "away")
    with pytest.raises(Conflict, match="Nobody"):
        stage.open(stage.visitor(), rule_id=RULE)


def test_a_rule_that_is_gone_is_an_ordinary_request(stage: Stage) -> None:
    stage.agent("lin")
    opened = stage.open(stage.visitor(), rule_id=new_ulid(5))
    assert (opened.state, opened.rule) == ("waiting", None)


def test_answers_are_counted_with_what_was_shown(stage: Stage) -> None:
    rule_counts.bind("Chat")
    counts = rule_counts.RuleCountStore(stage.tenant)
    visitor = stage.visitor()
    with billed() as bill:
        count_rules(visitor, RULE, "later", {RULE: 2, new_ulid(9): 20}, stage.directory, counts)
    assert (bill.write_units, bill.requests) == (1, ["UpdateItem"])
    count_rules(stage.visitor("b"), RULE, "never", {}, stage.directory, counts)
    (row,) = counts.of([RULE, new_ulid(9)])
    assert (row.shown, row.accepted, row.later, row.never) == (2, 0, 1, 1)


def test_facts_are_told_once_the_visit_has_a_page(stage: Stage) -> None:
    visitor = stage.visitor()
    give_facts(visitor, stage.presence, stage.pushes)
    origin = Origin(Source("search", "百度", "龙井"), None, Place("中国", "浙江省"))
    now = stage.clock.now
    visit = Visit(visitor_id=visitor.as_visitor(), visit_id=stage.ulid(), started_at=now, visits=4, origin=origin)
    stage.presence.start_visit(visit, Page(now, "https://tea.example/", "Tea"), stage.ulid())
    give_facts(visitor, stage.presence, stage.pushes)
    assert stage.sockets.got("tab", FactsFrame) == [FactsFrame(), FactsFrame(visits=4, source=origin.source, place=origin.place)]
