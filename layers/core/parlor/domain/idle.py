"""What silence in a conversation leads to, and when to look at it again. Decided from times alone.

Each step has a moment that follows from the conversation: the reminder stands so many seconds after the visitor's
unanswered message, and so on. A look takes the steps whose moment has passed since the last one, and says when to look
next. A message writes nothing for this: it moves the moments, and the next look finds them where they are then.
"""

from typing import Literal

from msgspec import Struct

from parlor.domain.conversation import Conversation
from parlor.domain.service import AutoReplies, IdleRules, QueueLimit

Step = Literal["prompt", "no_answer", "remind", "reassign", "still_there", "overflow", "close"]

PROMPTS_MAX = 5
"""So often who waits in a queue is spoken to."""
ASLEEP_LOOK_MS = 900_000
"""A conversation that sleeps is looked at rarely; the visitor's message wakes it."""


class Look(Struct, frozen=True):
    """`steps` are due now, in this order. `next_at` is None when nothing can become due by itself."""

    steps: tuple[Step, ...] = ()
    next_at: int | None = None


NO_LIMIT = QueueLimit()


def look(conversation: Conversation, idle: IdleRules, replies: AutoReplies, now: int, limit: QueueLimit = NO_LIMIT) -> Look:
    """`replies` are those that hold for the conversation's agent and department, `limit` that of the department's queue."""
    if conversation.state == "closed":
        return Look()
    seen = conversation.silence_seen_at or 0
    moments = _moments(conversation, idle, replies, now, limit)
    due = {step for step, at in moments if seen < at <= now}
    soonest = [at for _, at in moments if at > now]
    change = _soonest_after_a_change(conversation, idle, replies, now)
    if change is not None:
        soonest.append(now + change)
    return Look(_in_order(due), min(soonest, default=None))


def reassign_at(conversation: Conversation, idle: IdleRules) -> int | None:
    """When the conversation goes back to its queue if its agent stays silent."""
    return agent_silent_since(conversation) + idle.agent_reassign_s * 1000 if idle.agent_reassign_s else None


def agent_silent_since(conversation: Conversation) -> int:
    """The visitor's message that has no answer; a new agent begins anew."""
    times = (conversation.unanswered_since, conversation.accepted_at, conversation.transferred_at, conversation.snoozed_until)
    return max(time for time in times if time is not None)


def _moments(conversation: Conversation, idle: IdleRules, replies: AutoReplies, now: int, limit: QueueLimit) -> list[tuple[Step, int]]:
    if conversation.state == "waiting":
        return _in_queue(conversation, idle, replies, limit)
    if conversation.unanswered_since is not None:
        return _agent_silent(conversation, idle, replies, now)
    return _visitor_silent(conversation, idle, replies)


def _in_queue(conversation: Conversation, idle: IdleRules, replies: AutoReplies, limit: QueueLimit) -> list[tuple[Step, int]]:
    since = conversation.queued_at or conversation.opened_at
    if not conversation.visitor_present:
        left_at = max(conversation.visitor_moved_at or 0, since)
        return [("close", left_at + idle.visitor_close_s * 1000)] if idle.visitor_close_s else []
    moments: list[tuple[Step, int]] = [("overflow", since + limit.max_wait_s * 1000)] if limit.max_wait_s else []
    if replies.waiting and replies.waiting_s:
        moments += [("prompt", since + turn * replies.waiting_s * 1000) for turn in range(1, PROMPTS_MAX + 1)]
    return moments


def _agent_silent(conversation: Conversation, idle: IdleRules, replies: AutoReplies, now: int) -> list[tuple[Step, int]]:
    since = agent_silent_since(conversation)
    moments: list[tuple[Step, int]] = []
    if replies.no_answer and replies.no_answer_s:
        moments.append(("no_answer", since + replies.no_answer_s * 1000))
    if idle.agent_remind_s:
        moments.append(("remind", since + idle.agent_remind_s * 1000))
    if idle.agent_reassign_s:
        at = since + idle.agent_reassign_s * 1000
        # A colleague who is being asked has time to answer first.
        offered = conversation.offer is not None and conversation.offer.expires_at > now
        moments.append(("reassign", max(at, conversation.offer.expires_at) if conversation.offer and offered else at))
    return moments


def _visitor_silent(conversation: Conversation, idle: IdleRules, replies: AutoReplies) -> list[tuple[Step, int]]:
    back_at = conversation.visitor_moved_at if conversation.visitor_present else None
    since = max(conversation.last_at, back_at or 0, conversation.snoozed_until or 0)
    warn_s = idle.visitor_warn_s if replies.still_there else 0
    if conversation.prompts and conversation.silence_seen_at:
        # The visitor has been asked: they have the same time to answer, however late the question was.
        rest_s = max(idle.visitor_close_s - warn_s, 0)
        return [("close", conversation.silence_seen_at + max(rest_s * 1000, 1))] if idle.visitor_close_s else []
    moments: list[tuple[Step, int]] = []
    if warn_s and not 0 < idle.visitor_close_s <= warn_s:
        moments.append(("still_there", since + warn_s * 1000))
    if idle.visitor_close_s:
        moments.append(("close", since + idle.visitor_close_s * 1000))
    return moments


def _soonest_after_a_change(conversation: Conversation, idle: IdleRules, replies: AutoReplies, now: int) -> int | None:
    """Somebody may write, leave or come right after this look: the shortest time, in ms, until that leads to something."""
    if conversation.state == "waiting":
        seconds = [idle.visitor_close_s, replies.waiting_s if replies.waiting else 0]
    else:
        seconds = [
            replies.no_answer_s if replies.no_answer else 0,
            idle.agent_remind_s,
            idle.agent_reassign_s,
            idle.visitor_warn_s if replies.still_there else 0,
            idle.visitor_close_s,
        ]
    times = [each * 1000 for each in seconds if each]
    if not times:
        return None
    asleep = conversation.snoozed_until is not None and conversation.snoozed_until > now
    return max(min(times), ASLEEP_LOOK_MS) if asleep else min(times)


def _in_order(due: set[Step]) -> tuple[Step, ...]:
    """What ends or moves the conversation stands for itself; who has just been asked is not sent away in the same breath."""
    if "still_there" in due:
        return ("still_there",)
    for alone in ("reassign", "overflow", "close"):
        if alone in due:
            return (alone,)
    order: tuple[Step, ...] = ("prompt", "no_answer", "remind")
    return tuple(step for step in order if step in due)
