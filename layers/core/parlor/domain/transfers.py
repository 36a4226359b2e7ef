"""Handing a conversation to a colleague, who may decline, or to a department's queue; asking a colleague to come in.

Transitions like those of domain/conversation.py. A conversation has one offer at a time, and an offer ends exactly once.
"""

from typing import Literal

from msgspec.structs import replace

from parlor.domain.conversation import Conversation, Offer, Party, Transition, check_open, check_responsible, queued_again
from parlor.domain.errors import Conflict, Forbidden
from parlor.domain.ids import AgentId, DepartmentId, TransferId
from parlor.domain.log import SYSTEM, Author, Queued, TransferEnded, TransferOffered, Transferred
from parlor.domain.members import check_may_join, join, with_agent

TRANSFER_OFFER_MS = 30_000
"""A colleague has so long to answer an offer."""


def offer_transfer(
    conversation: Conversation, agent: Party, to: Party, *, note: str, transfer_id: TransferId, now: int, join: bool = False
) -> Transition:
    """Asks the colleague to take over or, with `join`, to come in.

    Raises `Forbidden` for others than the conversation's agent, `Conflict` when closed, pending, or to oneself, and to who
    has joined already (`already_member`) or when there are too many (`limit_reached`).
    """
    check_open(conversation)
    check_responsible(conversation, agent)
    if to.id == agent.id:
        raise Conflict("The conversation is yours already.", code="no_offer_to_self", field="to_agent_id")
    _check_no_offer(conversation, now)
    if join:
        check_may_join(conversation, to)
    seq = conversation.seq + 1
    entry = TransferOffered(
        seq=seq, at=now, by=agent.author(), transfer_id=transfer_id, to_agent_id=to.id, to_agent_name=to.name, note=note, join=join
    )
    offer = Offer(
        transfer_id=transfer_id,
        from_agent_id=AgentId(agent.id),
        from_agent_name=agent.name,
        to_agent_id=AgentId(to.id),
        to_agent_name=to.name,
        note=note,
        expires_at=now + TRANSFER_OFFER_MS,
        join=join,
    )
    return Transition(conversation, replace(conversation, seq=seq, offer=offer), entry)


def _check_no_offer(conversation: Conversation, now: int) -> None:
    if conversation.offer is not None and conversation.offer.expires_at > now:
        raise Conflict("Another transfer waits for its answer.", code="transfer_pending", field="conversation_id")


def _pending(conversation: Conversation, transfer_id: str) -> Offer:
    if conversation.state != "active" or conversation.offer is None or conversation.offer.transfer_id != transfer_id:
        raise Conflict("The transfer is over.", code="transfer_over", field="transfer_id")
    return conversation.offer


def accept_transfer(
    conversation: Conversation, agent: Party, transfer_id: str, now: int, *, title: str = "", agent_socket: str | None = None
) -> Transition:
    """Who was asked takes over, or comes in. Members stay; `agent_socket` of one who comes in gets the entries from now on.

    Raises `Conflict` (`transfer_over`) when it was answered, taken back, ended or expired; `Forbidden` for others.
    """
    offer = _pending(conversation, transfer_id)
    if offer.to_agent_id != agent.id:
        raise Forbidden("Somebody else was asked.", field="transfer_id")
    if offer.expires_at <= now:
        raise Conflict("The transfer has expired.", code="transfer_over", field="transfer_id")
    if offer.join:
        return join(conversation, agent, now, invited_by=offer.from_agent_name, agent_socket=agent_socket)
    seq = conversation.seq + 1
    entry = Transferred(seq=seq, at=now, by=agent.author(), transfer_id=transfer_id, agent_id=agent.id, agent_name=agent.name)
    return Transition(conversation, with_agent(conversation, agent, seq, now, title=title), entry)


def decline_transfer(conversation: Conversation, agent: Party, transfer_id: str, now: int, *, note: str = "") -> Transition:
    """`note` says why, to the colleague who asked."""
    offer = _pending(conversation, transfer_id)
    if offer.to_agent_id != agent.id:
        raise Forbidden("Somebody else was asked.", field="transfer_id")
    return _end_offer(conversation, agent.author(), offer, "declined", now, note=note)


def cancel_transfer(conversation: Conversation, agent: Party, transfer_id: str, now: int) -> Transition:
    offer = _pending(conversation, transfer_id)
    if offer.from_agent_id != agent.id:
        raise Forbidden("Only who offered can take it back.", field="transfer_id")
    return _end_offer(conversation, agent.author(), offer, "cancelled", now)


def expire_transfer(conversation: Conversation, transfer_id: str, now: int) -> Transition:
    """Raises `Conflict` (`transfer_over`) when it has been answered meanwhile."""
    return _end_offer(conversation, SYSTEM, _pending(conversation, transfer_id), "expired", now)


def _end_offer(
    conversation: Conversation, by: Author, offer: Offer, outcome: Literal["declined", "expired", "cancelled"], now: int, *, note: str = ""
) -> Transition:
    seq = conversation.seq + 1
    entry = TransferEnded(seq=seq, at=now, by=by, transfer_id=offer.transfer_id, outcome=outcome, note=note)
    return Transition(conversation, replace(conversation, seq=seq, offer=None), entry)


def move_to_department(conversation: Conversation, agent: Party, department_id: DepartmentId, department_name: str, now: int) -> Transition:
    """Back into a queue, at the place of the present moment; who had joined is not in it any more."""
    check_open(conversation)
    check_responsible(conversation, agent)
    _check_no_offer(conversation, now)
    seq = conversation.seq + 1
    entry = Queued(seq=seq, at=now, by=agent.author(), department_id=department_id, department_name=department_name)
    moved = replace(conversation, department_id=department_id, department_name=department_name, skill=None)
    return Transition(conversation, queued_again(moved, seq, now), entry)
