"""An agent has gone off line and does not come back: whom they talked with shall not wait for nobody."""

from parlor.domain.ids import AgentId
from parlor.domain.jobs import AgentLost
from parlor.domain.ports import Conversations, Presence
from parlor.usecases.reception import Reception

_AT_ONCE = 100
"""More than any ceiling allows."""
_TRIES = 5


def release_agent(job: AgentLost, conversations: Conversations, presence: Presence, reception: Reception) -> int:
    """Gives the agent's conversations back to their queues, unless they are at a desk again. Returns how many."""
    agent_id = AgentId(job.agent_id)
    if presence.agent_sockets(agent_id):
        return 0
    return give_back_all(agent_id, conversations, reception)


def give_back_all(agent_id: AgentId, conversations: Conversations, reception: Reception) -> int:
    """Every conversation that the agent has goes back to its queue. Returns how many."""
    given_back = 0
    for conversation_id in conversations.active_with(agent_id, _AT_ONCE):
        for _ in range(_TRIES):
            conversation = conversations.get(conversation_id)
            if conversation is None or conversation.state != "active" or conversation.agent_id != agent_id:
                break
            if reception.give_back(conversation, "agent_gone"):
                given_back += 1
                break
    return given_back
