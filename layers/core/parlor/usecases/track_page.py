"""A visitor sees a page. It is only written down: desks learn of it behind, see usecases/tell_visitors.py."""

from collections.abc import Callable

from msgspec.structs import replace

from parlor.domain.caller import Caller
from parlor.domain.ids import new_ulid
from parlor.domain.limits import PAGES_A_MINUTE, check_within
from parlor.domain.origin import Tracing
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.domain.presence import Page, Visit
from parlor.domain.routing_rules import linked_agent
from parlor.protocol.frames import PageVisited

_USER_AGENT_MAX = 300
_MINUTE_MS = 60_000


def track_page(
    frame: PageVisited,
    caller: Caller,
    conversations: Conversations,
    presence: Presence,
    clock: Clock,
    tracing: Callable[[], Tracing],
) -> Visit:
    """Goes on with the visit, or begins one. A page view of a known visitor writes one item and reads two.

    An address that names an agent costs one more write, the first time.
    `tracing` is asked for by a visit that begins: what it needs takes long to load. Raises `RateLimited` for more pages than anybody
    looks at.
    """
    visitor = caller.as_visitor()
    now = clock.now_ms()
    named = linked_agent(frame.url)
    page, ulid = Page(now, frame.url, frame.title, frame.referrer), new_ulid(now)
    visit = presence.visit_since(visitor, now - _MINUTE_MS, PAGES_A_MINUTE)
    check_within((each.at for each in visit.pages) if visit else (), PAGES_A_MINUTE, _MINUTE_MS, now)
    if visit is None or visit.is_over(now):
        begun = presence.start_visit(_begin(frame, caller, conversations, tracing(), now), page, ulid)
        if open_now := conversations.open_of(visitor):
            conversation = conversations.get(open_now)
            if conversation is not None:
                presence.mark_conversation(conversation, now)
        return begun
    visit = presence.add_page(visit, page, ulid)
    if visit.left_at is not None:
        presence.mark_back(visitor, now)
        visit = replace(visit, left_at=None)
    if named and visit.link_agent != named:
        presence.mark_link_agent(visitor, named)
    return visit


def _begin(frame: PageVisited, caller: Caller, conversations: Conversations, tracing: Tracing, now: int) -> Visit:
    visitor = caller.as_visitor()
    user_agent = caller.user_agent[:_USER_AGENT_MAX]
    profile = conversations.count_visit(visitor, now)
    return Visit(
        visitor_id=visitor,
        visit_id=new_ulid(now),
        started_at=now,
        name=profile.name,
        visits=profile.visits,
        referrer=frame.referrer,
        language=frame.language,
        screen=frame.screen,
        ip=caller.ip or None,
        user_agent=user_agent or None,
        link_agent=linked_agent(frame.url),
        origin=tracing.origin(frame.url, frame.referrer, user_agent, caller.ip),
    )
