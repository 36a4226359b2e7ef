"""A timer for each open conversation: has anybody been silent for too long? What follows is in break_silence.py.

The job goes out before the conversation is written. A job too many finds another mark and ends; a job too few would
leave the conversation unwatched.
"""

from math import ceil

from parlor.domain.conversation import Conversation
from parlor.domain.directory import Directory
from parlor.domain.idle import Look, look
from parlor.domain.ids import TenantId
from parlor.domain.jobs import IdleCheck
from parlor.domain.ports import Timers
from parlor.usecases.automatic_words import replies_of

HOP_MAX_S = 900
"""A timer's longest delay; a longer time takes several hops."""


def watch(tenant: TenantId, conversation: Conversation, directory: Directory, timers: Timers, now: int) -> bool:
    """Has the conversation, as it will be stored, looked at when something can be due. False when nothing can."""
    service = directory.service()
    found = look(conversation, service.idle, replies_of(conversation, directory), now, service.limit_of(conversation.department_id))
    return look_again(tenant, conversation, found, timers, now)


def look_again(tenant: TenantId, conversation: Conversation, found: Look, timers: Timers, now: int) -> bool:
    if found.next_at is None or conversation.silence_seen_at is None:
        return False
    seconds = min(max(ceil((found.next_at - now) / 1000), 1), HOP_MAX_S)
    timers.after(seconds, IdleCheck(tenant=tenant, conversation_id=conversation.conversation_id, seen_at=conversation.silence_seen_at))
    return True
