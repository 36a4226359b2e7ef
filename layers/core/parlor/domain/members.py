"""Several agents in one conversation: one has it, colleagues may join.

Members read, write under their own name, note, and leave; the conversation's agent alone transfers, ends and wraps up.
Being a member does not count toward an agent's ceiling. Who has it leaves by handing it to a member, and when they have
gone off line the member who has been there longest takes over; without one it goes to the queue. In a queue there are no
members, and an end ends membership.

Transitions like those of domain/conversation.py.
"""

from typing import Literal

from msgspec.structs import replace

from parlor.domain.conversation import Conversation, Member, Party, Transition, check_open
from parlor.domain.errors import Conflict, Forbidden
from parlor.domain.ids import AgentId
from parlor.domain.log import SYSTEM, Joined, Left, Transferred

MEMBERS_MAX = 8
"""More in one conversation is a meeting; and its row stays small."""


def check_may_join(conversation: Conversation, agent: Party) -> None:
    """Raises `Conflict`: `already_member`, `limit_reached`, `nobody_to_join` while nobody has it, `conversation_closed`."""
    check_open(conversation)
    if conversation.has_agent(agent.id):
        raise Conflict(f"{agent.name} takes part already.", code="already_member", field="conversation_id")
    if conversation.state != "active":
        raise Conflict("Nobody has this conversation yet: accept it.", code="nobody_to_join", field="conversation_id")
    if len(conversation.members) >= MEMBERS_MAX:
        raise Conflict(f"At most {MEMBERS_MAX} colleagues can join.", code="limit_reached", field="conversation_id")


def join(
    conversation: Conversation, agent: Party, now: int, *, invited_by: str | None = None, agent_socket: str | None = None
) -> Transition:
    """Raises like `check_may_join`. An offer that asked this agent is answered by it. `agent_socket` gets the entries from now on."""
    check_may_join(conversation, agent)
    seq = conversation.seq + 1
    entry = Joined(seq=seq, at=now, by=agent.author(), agent_id=agent.id, agent_name=agent.name, invited_by=invited_by)
    offer = conversation.offer
    after = replace(
        conversation,
        seq=seq,
        members=(*conversation.members, Member(AgentId(agent.id), agent.name, seq)),
        offer=None if offer is not None and offer.join and offer.to_agent_id == agent.id else offer,
        agent_sockets=conversation.agent_sockets | {agent_socket} if agent_socket else conversation.agent_sockets,
    )
    return Transition(conversation, after, entry)


def leave(conversation: Conversation, agent: Party, now: int, *, agent_socket: str | None = None) -> Transition:
    """A member goes. Raises `Conflict` (`conversation_closed`), `Forbidden` (`not_a_member`).

    `agent_socket` gets no entries any more.
    """
    check_open(conversation)
    if not conversation.has_member(agent.id):
        raise Forbidden("You are not in this conversation.", code="not_a_member", field="conversation_id")
    seq = conversation.seq + 1
    entry = Left(seq=seq, at=now, by=agent.author(), agent_id=agent.id, agent_name=agent.name)
    after = replace(
        conversation, seq=seq, members=_without(conversation, agent.id), agent_sockets=conversation.agent_sockets - {agent_socket}
    )
    return Transition(conversation, after, entry)


def hand_over(conversation: Conversation, to: Member, reason: Literal["left", "agent_gone"], now: int, *, title: str = "") -> Transition:
    """A member has the conversation from now on: its agent leaves, or has gone off line. An offer of that agent is over."""
    seq = conversation.seq + 1
    by = Party("agent", conversation.agent_id or "", conversation.agent_name or "").author() if reason == "left" else SYSTEM
    entry = Transferred(seq=seq, at=now, by=by, agent_id=to.agent_id, agent_name=to.name, reason=reason)
    return Transition(conversation, with_agent(conversation, Party("agent", to.agent_id, to.name), seq, now, title=title), entry)


def with_agent(conversation: Conversation, agent: Party, seq: int, now: int, *, title: str) -> Conversation:
    """Another agent has it from now on; members stay, the agent who had it does not. `title` is what visitors read of the new one."""
    members = _without(conversation, agent.id)
    return replace(
        conversation,
        seq=seq,
        agent_id=AgentId(agent.id),
        agent_name=agent.name,
        agent_title=title or None,
        transferred_at=now,
        offer=None,
        members=members,
        recent_agent=(),
        agent_sockets=conversation.agent_sockets if conversation.members else frozenset(),
    )


def _without(conversation: Conversation, agent_id: str) -> tuple[Member, ...]:
    return tuple(member for member in conversation.members if member.agent_id != agent_id)
