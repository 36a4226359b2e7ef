"""Who gets a waiting conversation without anybody picking it: least loaded first, never above the ceiling."""

from parlor.domain.conversation import Conversation, Party, Transition, accept
from parlor.domain.errors import Conflict, StaleWrite
from parlor.domain.ids import DepartmentId
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.domain.presence import AgentPresence, in_department, least_loaded
from parlor.usecases.pushing import Pushes

_SWEEP = 10
"""Conversations that one sweep of a queue looks at: an agent who comes or ends one has room for few."""


def assign(conversation: Conversation, candidates: list[AgentPresence], conversations: Conversations, clock: Clock) -> Transition | None:
    """Gives the conversation to the first candidate who has room. None if nobody has, or somebody else took it."""
    for agent in candidates:
        transition = accept(conversation, Party("agent", agent.agent_id, agent.name), clock.now_ms(), automatic=True)
        try:
            conversations.apply(transition)
        except Conflict:
            continue
        except StaleWrite:
            return None
        return transition
    return None


def sweep_queue(department: DepartmentId, conversations: Conversations, presence: Presence, pushes: Pushes, clock: Clock) -> int:
    """Assigns who waits in a department that assigns by itself, longest first. Returns how many."""
    waiting = conversations.get_many(conversations.waiting_in(department, _SWEEP))
    assigned = 0
    for conversation in sorted(waiting, key=lambda each: each.queued_at or 0):
        if conversation.state != "waiting":
            continue
        transition = assign(conversation, least_loaded(in_department(presence.agents(), department)), conversations, clock)
        if transition is None:
            break
        pushes.transition(transition)
        assigned += 1
    if assigned:
        pushes.queue(department)
    return assigned
