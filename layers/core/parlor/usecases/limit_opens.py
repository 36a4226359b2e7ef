"""A visitor who opens one conversation after the other is slowed. Counted from the visitor's history: no write of its own."""

from parlor.domain.caller import Caller
from parlor.domain.limits import OPENED_AT_MOST, OPENED_WITHIN_MS, OPENS, Buckets, check_within
from parlor.domain.ports import Clock, Conversations


def limit_opens(caller: Caller, buckets: Buckets, conversations: Conversations, clock: Clock) -> None:
    """Who has an open conversation gets it, however many there were. ½ RU. Raises `RateLimited`."""
    visitor, now = caller.as_visitor(), clock.now_ms()
    buckets.take(OPENS, caller.tenant, visitor, now)
    opened = conversations.opened_of(visitor, now - OPENED_WITHIN_MS, OPENED_AT_MOST)
    if len(opened) == OPENED_AT_MOST and conversations.open_of(visitor) is None:
        check_within(opened, OPENED_AT_MOST, OPENED_WITHIN_MS, now)
