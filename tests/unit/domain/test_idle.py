"""What silence leads to: a table of moments. Times are in seconds after the conversation opened."""

from typing import Any

import pytest

from parlor.domain.conversation import Conversation, Offer
from parlor.domain.idle import Step, look
from parlor.domain.ids import AgentId, ConversationId, DepartmentId, TransferId, VisitorId
from parlor.domain.service import AutoReplies, IdleRules

OPENED = 1_770_000_000_000
RULES = IdleRules(visitor_warn_s=300, visitor_close_s=900, agent_remind_s=60, agent_reassign_s=600)
WORDS = AutoReplies(no_answer="soon", no_answer_s=30, still_there="there?", closing="bye", waiting="wait", waiting_s=120)
OFF = IdleRules(visitor_warn_s=0, visitor_close_s=0, agent_remind_s=0, agent_reassign_s=0)


def at(seconds: float) -> int:
    return OPENED + int(seconds * 1000)


def talk(seen: float = 0, **more: Any) -> Conversation:
    times = {"accepted_at", "unanswered_since", "last_at", "queued_at", "visitor_moved_at", "transferred_at", "snoozed_until", "closed_at"}
    given = {name: at(value) if name in times and value is not None else value for name, value in more.items()}
    return Conversation(
        **{
            "conversation_id": ConversationId("c"),
            "state": "waiting",
            "seq": 1,
            "visitor_id": VisitorId("v"),
            "department_id": DepartmentId("d"),
            "opened_at": OPENED,
            "queued_at": OPENED,
            "last_at": OPENED,
            "silence_seen_at": at(seen),
            **given,
        }
    )


def asked(seconds: float = 100, seen: float = 50, **more: Any) -> Conversation:
    """An agent has the conversation since second 50; the visitor waits for an answer."""
    given = {"accepted_at": 50, "unanswered_since": seconds, "last_at": seconds, "last_by": "visitor", "queued_at": None}
    return talk(seen, **({"state": "active", "agent_id": AgentId("a")} | given | more))


def answered(seconds: float = 100, seen: float = 50, **more: Any) -> Conversation:
    """The agent spoke last."""
    return asked(seconds, seen, **({"unanswered_since": None, "last_by": "agent"} | more))


def pending(until: float) -> Offer:
    return Offer(TransferId("t"), AgentId("a"), "lin", AgentId("b"), "su", "", at(until))


CASES: list[tuple[str, Conversation, float, tuple[Step, ...], float | None]] = [
    ("in the queue, before the first word", talk(), 10, (), 120),
    ("in the queue, the first word", talk(), 120, ("prompt",), 240),
    ("in the queue, said already", talk(seen=120), 130, (), 240),
    ("in the queue, several missed: one word", talk(seen=120), 370, ("prompt",), 480),
    ("in the queue, the fifth and last word", talk(seen=480), 600, ("prompt",), 720),
    ("in the queue, no sixth word", talk(seen=600), 720, (), 840),
    ("left the queue, may come back", talk(visitor_present=False, visitor_moved_at=30), 130, (), 250),
    ("left the queue for good", talk(visitor_present=False, visitor_moved_at=30), 930, ("close",), 1050),
    ("left another queue long ago, was moved here", talk(queued_at=800, visitor_present=False, visitor_moved_at=30), 930, (), 1050),
    ("the agent has just got it", asked(0, accepted_at=50), 79, (), 80),
    ("the agent does not answer", asked(), 130, ("no_answer",), 160),
    ("the agent is reminded", asked(seen=130), 160, ("remind",), 190),
    ("late look: word and reminder", asked(), 165, ("no_answer", "remind"), 195),
    ("a second message does not begin anew", asked(100, last_at=150, seen=160), 180, (), 210),
    ("the agent is silent for too long", asked(seen=160), 700, ("reassign",), 730),
    ("… but a colleague is being asked", asked(seen=160, offer=pending(710)), 700, (), 710),
    ("… who has not answered", asked(seen=160, offer=pending(710)), 711, ("reassign",), 741),
    ("a new agent begins anew", asked(transferred_at=690, seen=160), 700, (), 720),
    ("the agent spoke: the visitor has time", answered(), 130, (), 160),
    ("the visitor is asked", answered(), 400, ("still_there",), 430),
    ("a late look asks before it ends", answered(), 2_000, ("still_there",), 2_030),
    ("the visitor was asked and is silent", answered(prompts=1, seen=400), 999, (), 1_000),
    ("the visitor was asked and is silent for good", answered(prompts=1, seen=400), 1_000, ("close",), 1_030),
    ("asked late: the time to answer is the same", answered(prompts=1, seen=2_000), 2_030, (), 2_060),
    ("the visitor came back to the page", answered(visitor_moved_at=350), 400, (), 430),
    ("the visitor has left: nothing changes", answered(visitor_present=False, visitor_moved_at=350), 400, ("still_there",), 430),
    ("asleep", answered(snoozed_until=5_000), 2_000, (), 2_900),
    ("asleep with a question", asked(snoozed_until=5_000), 2_000, (), 2_900),
    ("awake again", answered(snoozed_until=5_000), 5_300, ("still_there",), 5_330),
    ("over", answered(state="closed", closed_at=200), 4_000, (), None),
]


@pytest.mark.parametrize(("conversation", "now", "steps", "next_s"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_due(conversation: Conversation, now: float, steps: tuple[Step, ...], next_s: float | None) -> None:
    found = look(conversation, RULES, WORDS, at(now))
    assert found.steps == steps
    assert found.next_at == (None if next_s is None else at(next_s))


@pytest.mark.parametrize("conversation", [talk(), talk(visitor_present=False, visitor_moved_at=1), asked(), answered()])
def test_without_rules_nothing_is_ever_due(conversation: Conversation) -> None:
    assert look(conversation, OFF, AutoReplies(), at(1_000_000)) == look(conversation, OFF, AutoReplies(waiting="x"), at(5))
    assert look(conversation, OFF, AutoReplies(), at(5)).next_at is None


def test_without_words_nobody_is_asked_but_the_end_comes() -> None:
    silent = answered()
    assert look(silent, RULES, AutoReplies(), at(400)).steps == ()
    assert look(silent, RULES, AutoReplies(), at(1_000)).steps == ("close",)


def test_who_is_sent_away_before_the_question_is_not_asked() -> None:
    hasty = IdleRules(visitor_warn_s=300, visitor_close_s=200, agent_remind_s=0, agent_reassign_s=0)
    assert look(answered(), hasty, WORDS, at(299)).steps == ()
    assert look(answered(), hasty, WORDS, at(400)).steps == ("close",)


def test_a_message_right_after_a_look_is_not_overlooked() -> None:
    """Whatever happens just after a look, its first consequence is not before the next one."""
    looked_at = 130
    found = look(answered(), RULES, WORDS, at(looked_at))
    after = asked(looked_at + 0.001)
    assert found.next_at is not None
    assert found.next_at <= at(looked_at + 30)
    late = look(after, RULES, WORDS, found.next_at)
    assert (late.steps, late.next_at) == ((), at(looked_at + 30.001))
