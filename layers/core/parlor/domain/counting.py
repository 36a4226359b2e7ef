"""From what has happened to what it counts. Pure: the live roll-up and a count from the records come to the same numbers."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from msgspec import Struct

from parlor.domain.events import (
    AgentStateChanged,
    CardMade,
    ConversationAccepted,
    ConversationEnded,
    ConversationOpened,
    ConversationRated,
    ConversationWrappedUp,
    Event,
    GoalReached,
    InvitationAccepted,
    InvitationSent,
    MessageLeft,
    MessageSaid,
    PageShown,
    RuleShown,
    VisitStarted,
)
from parlor.domain.figures import DIMENSIONS, ORIGIN_DIMENSIONS, VALUE_LENGTH_MAX, Dimension, FigureName, agent_code, code_of
from parlor.domain.ids import TenantId, ulid_time
from parlor.domain.metrics import HOUR_MS, Count, Counted, hour_of
from parlor.domain.origin import Origin, host_and_path

STATE_COUNTED_MS = 72 * HOUR_MS
"""Of one stretch in a state so much counts, from its end backwards: who never signs out is not at work for weeks."""


def counted(event: Event) -> Counted | None:
    """What the event counts, if it counts anything."""
    counts = tuple(each for each in _counts(event) if each.amount)
    return Counted(event.tenant, _name(event), event.at, counts) if counts else None


def _name(event: Event) -> str:
    """Names the event for ever within the tenant."""
    match event:
        case ConversationOpened():
            return f"opened {event.conversation_id}"
        case ConversationAccepted():
            return f"accepted {event.conversation_id}"
        case ConversationEnded():
            return f"ended {event.conversation_id}"
        case ConversationRated():
            return f"rated {event.conversation_id} {event.seq}"
        case ConversationWrappedUp():
            return f"wrapped {event.conversation_id} {event.seq}"
        case MessageSaid():
            return f"said {event.conversation_id} {event.seq}"
        case MessageLeft():
            return f"left {event.left_message_id}"
        case VisitStarted():
            return f"visit {event.visit_id}"
        case GoalReached():
            return f"goal {event.visit_id} {event.goal_id}"
        case PageShown():
            return f"view {event.view}"
        case InvitationSent():
            return f"invited {event.invitation_id}"
        case InvitationAccepted():
            return f"came {event.invitation_id}"
        case RuleShown():
            return f"rule {event.mark}"
        case CardMade():
            return f"card {event.customer_id}"
        case AgentStateChanged():
            return f"state {event.agent_id} {event.at}"


def _counts(event: Event) -> Iterator[Count]:
    match event:
        case ConversationOpened():
            yield from _opened(event)
        case ConversationAccepted():
            opened = ulid_time(event.conversation_id)
            if not event.again:
                yield Count("accepted", opened)
                yield Count("accepted_in_time", opened, int(event.in_time))
        case ConversationEnded():
            yield from _ended(event)
        case ConversationRated():
            yield from _rated(event)
        case ConversationWrappedUp():
            yield from _wrapped_up(event)
        case MessageLeft():
            yield Count("consultations_offline", event.at)
        case VisitStarted():
            yield Count("visits", event.at)
            yield from _of_origin("visits", event.at, event.origin)
        case GoalReached():
            yield Count("goals", event.started_at, 1, "goal", code_of("goal", event.goal_id) + event.source)
        case PageShown():
            yield Count("views", event.at)
        case InvitationSent():
            yield Count("invitations_shown", event.at)
        case InvitationAccepted():
            yield Count("invitations_accepted", event.at)
        case RuleShown():
            yield Count("invitations_shown", event.at, event.shown)
            yield Count("invitations_accepted", event.at, event.accepted)
        case CardMade():
            yield Count("cards", event.at)
        case AgentStateChanged():
            yield from _state(event)
        case MessageSaid():
            return


def _opened(event: ConversationOpened) -> Iterator[Count]:
    yield Count("consultations_online", event.at)
    by: dict[Dimension, str] = {
        "department": code_of("department", event.department_id),
        "style": code_of("style", event.style_id),
        "page": page_of(event.page_url),
    }
    for dimension, value in by.items():
        yield Count("consultations_online", event.at, 1, dimension, value)
    yield from _of_origin("consultations_online", event.at, event.origin)


def _of_origin(figure: FigureName, at: int, origin: Origin | None) -> Iterator[Count]:
    for dimension, value in origin_values(origin).items():
        yield Count(figure, at, 1, dimension, value)


def origin_values(origin: Origin | None) -> dict[Dimension, str]:
    """The values of a visit; what is not known is '', so that the shares of a dimension are shares of the whole.

    What only some visits have (province, engine, referrer, keyword) counts only for those.
    """
    source, place, device = (origin.source, origin.place, origin.device) if origin else (None, None, None)
    searched = source is not None and source.kind == "search"
    known: dict[Dimension, str | None] = {
        "country": (place.country if place else None) or "",
        "province": place.province if place else None,
        "source": source.kind if source else "",
        "engine": source.name if source and searched else None,
        "referrer": source.name if source and not searched else None,
        "keyword": source.keyword if source else None,
        "browser": _without_version((device.browser if device else None) or ""),
        "system": (device.system if device else None) or "",
        "device": device.kind if device else "",
    }
    return {dimension: tidy(value) for dimension in ORIGIN_DIMENSIONS if (value := known[dimension]) is not None}


def _without_version(browser: str) -> str:
    """There is a new one every month."""
    name, _, version = browser.rpartition(" ")
    return name if name and version[:1].isdigit() else browser


def page_of(url: str) -> str:
    """Host and path: parameters are countless, and may name people."""
    return tidy(host_and_path(url))


def tidy(value: str) -> str:
    """A value as the name of an attribute: one line, not long, without what DynamoDB's paths are written with."""
    return " ".join(value.replace("[", "(").replace("]", ")").split())[:VALUE_LENGTH_MAX].strip()


def _ended(event: ConversationEnded) -> Iterator[Count]:
    opened = ulid_time(event.conversation_id)
    if event.answered or not event.agents:
        figure: FigureName = "answered" if event.answered else "missed"
        yield Count(figure, opened)
        yield Count(figure, opened, 1, "department", code_of("department", event.department_id))
    for word in event.words:
        yield Count("words", opened, 1, "word", word)
    for part in event.agents:
        amounts: dict[FigureName, int] = {
            "taken": 1,
            "ended": int(part.ended),
            "returned": part.returned,
            "first_replies": int(part.first_reply_ms is not None),
            "first_reply_ms": part.first_reply_ms or 0,
            "replies": part.replies,
            "reply_ms": part.reply_ms,
            "length_ms": part.length_ms,
        }
        for name, amount in amounts.items():
            yield Count(name, opened, amount, "agent", agent_code(part.agent_id))


def _rated(event: ConversationRated) -> Iterator[Count]:
    """The rating before, if there was one, goes away."""
    opened = ulid_time(event.conversation_id)
    agent = agent_code(event.agent_id)
    if event.was is not None:
        yield Count("rated", opened, -1, "score", f"{event.was}{agent}")
    if event.score is not None:
        yield Count("rated", opened, 1, "score", f"{event.score}{agent}")


def _wrapped_up(event: ConversationWrappedUp) -> Iterator[Count]:
    opened = ulid_time(event.conversation_id)
    before, now = event.was, event.now
    if before is None:
        yield Count("wrapped", opened, 1, "agent", agent_code(event.agent_id))
    by: dict[Dimension, tuple[str | None, str]] = {
        "topic": (code_of("topic", before.topic_id) if before else None, code_of("topic", now.topic_id)),
        "value": (before.value if before else None, now.value),
    }
    for dimension, (was, is_) in by.items():
        if was is not None and was != is_:
            yield Count("wrapped", opened, -1, dimension, was)
        if was != is_:
            yield Count("wrapped", opened, 1, dimension, is_)


_STATES: dict[str, FigureName] = {"online": "online_ms", "busy": "busy_ms", "away": "away_ms", "invisible": "invisible_ms"}


def _state(event: AgentStateChanged) -> Iterator[Count]:
    figure = _STATES.get(event.was)
    if figure is None or event.was_since is None:
        return
    for hour, ms in by_hours(max(event.was_since, event.at - STATE_COUNTED_MS), event.at):
        yield Count(figure, hour, ms, "agent", agent_code(event.agent_id))


def by_hours(start_ms: int, end_ms: int) -> Iterator[tuple[int, int]]:
    """A stretch of time cut at the hours: the start of each hour with the milliseconds that fall into it."""
    at = start_ms
    while at < end_ms:
        following = min(hour_of(at) + HOUR_MS, end_ms)
        yield hour_of(at), following - at
        at = following


class Cell(Struct, frozen=True):
    """Where one number stands: a figure by a value of a dimension in a UTC hour. `dimension` is None for the total."""

    tenant: TenantId
    figure: FigureName
    dimension: Dimension | None
    value: str
    hour: int


class Recount(Struct, frozen=True):
    """`cells` without what comes to nothing. `first` is when a value came up first, of dimensions that strangers write."""

    cells: dict[Cell, int]
    first: dict[Cell, int]


def recount(events: Iterable[Event]) -> dict[Cell, int]:
    """All figures from all events, in any order and told any number of times. What comes to nothing is left out."""
    return recount_told(told for event in events if (told := counted(event)) is not None).cells


def recount_told(told: Iterable[Counted]) -> Recount:
    """The same from what events count. It remembers of each event eight bytes."""
    seen: set[bytes] = set()
    cells: dict[Cell, int] = {}
    first: dict[Cell, int] = {}
    for each in told:
        name = blake2b(f"{each.tenant} {each.event}".encode(), digest_size=8).digest()
        if name in seen:
            continue
        seen.add(name)
        for count in each.counts:
            cell = Cell(each.tenant, count.figure, count.dimension, count.value, hour_of(count.at))
            cells[cell] = cells.get(cell, 0) + count.amount
            if count.dimension is not None and DIMENSIONS[count.dimension].values_max is not None:
                first[cell] = min(first.get(cell, each.at), each.at)
    return Recount({cell: number for cell, number in cells.items() if number}, first)
