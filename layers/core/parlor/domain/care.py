"""What happens to a conversation besides its messages: forms, ratings, sorting, wrapping up, and what silence leads to.

Transitions like those of domain/conversation.py: pure functions from the conversation as read to the one after it.
"""

from collections.abc import Sequence
from typing import Literal

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from parlor.domain.caller import Caller
from parlor.domain.conversation import (
    Conversation,
    Party,
    Transition,
    WrapUp,
    check_may_read,
    check_open,
    closed,
    queued_again,
    rate_limit,
    still_recent,
)
from parlor.domain.errors import Conflict, Forbidden, Invalid, NotFound
from parlor.domain.forms import checked_values
from parlor.domain.ids import DepartmentId
from parlor.domain.log import SYSTEM, Entry, FormAnswered, Message, Organized, Priority, Queued, Rated, VisitorNamed, WrappedUp
from parlor.domain.service import Label, Topic
from parlor.domain.supervision import Onlooker
from parlor.domain.survey import RATING_OPEN_MS, Survey, SurveyAnswer, score_of

SNOOZE_MAX_MS = 90 * 24 * 3600 * 1000


# --- the visitor's part --------------------------------------------------------------------------------------------


def answer_form(conversation: Conversation, visitor: Party, asked: Entry | None, values: dict[str, str], now: int) -> Transition:
    """`asked` is what stands in the log where the form should be.

    Raises `NotFound` when there is no form, `Conflict` (`already_answered`, `conversation_closed`), `Invalid` naming
    `values.<key>`.
    """
    check_may_read(conversation, visitor)
    check_open(conversation)
    if not isinstance(asked, Message) or asked.form is None or asked.recalled:
        raise NotFound("There is no such form.", field="form_seq")
    if asked.seq in conversation.answered_forms:
        raise Conflict("The form has been filled in.", code="already_answered", field="form_seq")
    seq = conversation.seq + 1
    checked = checked_values(asked.form.fields, values, "values")
    entry = FormAnswered(seq=seq, at=now, by=visitor.author(), form_seq=asked.seq, values=checked)
    after = replace(
        conversation,
        seq=seq,
        answered_forms=(*conversation.answered_forms, asked.seq),
        last_at=now,
        last_by="visitor",
        last_text="",
        last_kind="form",
        last_visitor_seq=seq,
        unanswered_since=conversation.unanswered_since or now,
        snoozed_until=None,
        snoozed_at=None,
        prompts=0,
    )
    return Transition(conversation, after, entry)


def name_visitor(conversation: Conversation, name: str, now: int) -> Transition | None:
    """None when the visitor is known by that name, or the conversation has ended."""
    if conversation.state == "closed" or conversation.visitor_name == name:
        return None
    seq = conversation.seq + 1
    entry = VisitorNamed(seq=seq, at=now, by=SYSTEM, name=name)
    return Transition(conversation, replace(conversation, seq=seq, visitor_name=name), entry)


def check_may_rate(conversation: Conversation, visitor: Party, survey: Survey | None, now: int) -> Survey:
    """The survey to answer. Raises `NotFound` for a foreign conversation or without a survey, `Conflict` (`too_late`)."""
    check_may_read(conversation, visitor)
    if survey is None:
        raise NotFound("There is no survey.", field="conversation_id")
    if conversation.closed_at is not None and now > conversation.closed_at + RATING_OPEN_MS:
        raise Conflict("The survey is over.", code="too_late", field="conversation_id")
    return survey


def rate(
    conversation: Conversation, visitor: Party, answers: Sequence[SurveyAnswer], newest: Sequence[SurveyAnswer], now: int
) -> Transition | None:
    """None when the `newest` answers, those given before, say the same. Raises `RateLimited`."""
    if list(answers) == list(newest):
        return None
    if refusal := rate_limit(conversation.recent_visitor, now):
        raise refusal
    seq = conversation.seq + 1
    score = score_of(answers)
    entry = Rated(seq=seq, at=now, by=visitor.author(), answers=list(answers), score=score)
    after = replace(
        conversation,
        seq=seq,
        score=score,
        rated_seq=seq,
        recent_visitor=(*still_recent(conversation.recent_visitor, now), now),
    )
    return Transition(conversation, after, entry)


# --- the agents' part ----------------------------------------------------------------------------------------------


class Sorting(Struct, frozen=True, kw_only=True):
    """What an agent changes; what is unset stays."""

    labels: list[str] | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET
    snoozed_until: int | None | UnsetType = UNSET


def organize(conversation: Conversation, agent: Caller, wanted: Sorting, labels: Sequence[Label], now: int) -> Transition | None:
    """None when it is so already. `labels` are those of the company.

    Raises `Forbidden` for agents of other departments, `Conflict` (`conversation_closed`), `Invalid` for a label that
    does not exist or a time that does not lie in the next 90 days.
    """
    check_concerned(conversation, agent)
    check_open(conversation)
    sorted_now = _sorted(conversation, wanted, {label.label_id for label in labels}, now)
    if sorted_now == conversation:
        return None
    seq = conversation.seq + 1
    entry = Organized(
        seq=seq,
        at=now,
        by=agent.party.author(),
        labels=list(sorted_now.labels),
        priority=sorted_now.priority,
        snoozed_until=sorted_now.snoozed_until,
    )
    return Transition(conversation, replace(sorted_now, seq=seq), entry)


def _sorted(conversation: Conversation, wanted: Sorting, known: set[str], now: int) -> Conversation:
    if wanted.labels is not UNSET:
        for index, label_id in enumerate(wanted.labels):
            if label_id not in known:
                raise Invalid("There is no such label.", field=f"labels[{index}]")
        conversation = replace(conversation, labels=tuple(dict.fromkeys(wanted.labels)))
    if wanted.priority is not UNSET:
        conversation = replace(conversation, priority=wanted.priority)
    if wanted.snoozed_until is UNSET or wanted.snoozed_until == conversation.snoozed_until:
        return conversation
    if wanted.snoozed_until is None:
        return replace(conversation, snoozed_until=None, snoozed_at=None)
    if not now < wanted.snoozed_until <= now + SNOOZE_MAX_MS:
        raise Invalid("Choose a time within the next 90 days.", field="snoozed_until")
    return replace(conversation, snoozed_until=wanted.snoozed_until, snoozed_at=now)


def check_concerned(conversation: Conversation, agent: Caller) -> None:
    """Raises `Forbidden` (`not_a_member`) unless the agent takes part, works in the conversation's department, or sees all."""
    if agent.sees_all or conversation.has_agent(agent.subject) or conversation.department_id in agent.departments:
        return
    raise Forbidden("This conversation belongs to another department.", code="not_a_member", field="conversation_id")


def wrap_up(
    conversation: Conversation, agent: Caller, topic: Topic | None, value: Literal["valid", "invalid"], note: str, now: int
) -> Transition | None:
    """None when the newest wrap-up says the same. One of somebody else wants the right `wrap_up_others`.

    Raises `MissingRight`, `Forbidden` (`not_a_member`, `outside_role`).
    """
    if agent.subject != conversation.agent_id:
        Onlooker.of_caller(agent).check("wrap_up_others", [conversation.department_id], "conversation_id")
    said = WrapUp(at=now, topic_id=topic.topic_id if topic else None, topic=topic.name if topic else "", value=value, note=note)
    if conversation.wrap_up is not None and replace(conversation.wrap_up, at=now) == said:
        return None
    seq = conversation.seq + 1
    entry = WrappedUp(seq=seq, at=now, by=agent.party.author(), topic_id=said.topic_id, topic=said.topic, value=value, note=note)
    return Transition(conversation, replace(conversation, seq=seq, wrap_up=said, unwrapped=False), entry)


# --- by itself -----------------------------------------------------------------------------------------------------


def give_back(conversation: Conversation, reason: Literal["silent", "agent_gone"], now: int) -> Transition:
    """Its agent was silent or has gone: it goes to the end of its department's queue."""
    seq = conversation.seq + 1
    entry = Queued(
        seq=seq,
        at=now,
        by=SYSTEM,
        department_id=conversation.department_id,
        department_name=conversation.department_name,
        reason=reason,
    )
    return Transition(conversation, queued_again(conversation, seq, now), entry)


def overflow(conversation: Conversation, department_id: DepartmentId, department_name: str, now: int) -> Transition:
    """Too long in one queue: to the end of another department's."""
    seq = conversation.seq + 1
    entry = Queued(seq=seq, at=now, by=SYSTEM, department_id=department_id, department_name=department_name, reason="overflow")
    moved = replace(conversation, department_id=department_id, department_name=department_name, overflowed=True, skill=None)
    return Transition(conversation, queued_again(moved, seq, now), entry)


def close_waited(conversation: Conversation, now: int) -> Transition:
    """Nobody came in time: the visitor is asked to leave a message."""
    return closed(conversation, SYSTEM, "waited", now, survey=None, wrap_up=False)


def close_silent(conversation: Conversation, now: int, *, survey: Survey | None, wrap_up: bool) -> Transition:
    """The visitor was silent, or has left the queue for good."""
    return closed(conversation, SYSTEM, "silent", now, survey=survey, wrap_up=wrap_up)


def newest_answers(entry: Entry | None) -> list[SurveyAnswer]:
    return entry.answers if isinstance(entry, Rated) else []
