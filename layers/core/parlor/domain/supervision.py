"""What supervisors do with conversations of others: look into them, take them over, end them, sign an agent out.

Each wants its right (domain/rights.py), and reaches as far as the supervisor's departments unless they see all. Who has
not the right is refused by `MissingRight`, which is noted in the audit log.
"""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from parlor.domain.caller import Caller
from parlor.domain.conversation import Conversation, Transition, check_may_read, check_open, closed
from parlor.domain.errors import Conflict, Forbidden
from parlor.domain.ids import DepartmentId, visitor_number
from parlor.domain.log import Transferred
from parlor.domain.members import with_agent
from parlor.domain.rights import Right, check_right
from parlor.domain.roles import Reach
from parlor.domain.staff import Staff
from parlor.domain.survey import Survey

Seat = Literal["visitor", "agent", "watcher"]
"""Where the sockets of somebody who reads a conversation stand: on one of its two sides, or beside it, seen by nobody."""


class Onlooker(Struct, frozen=True):
    """A member of staff who wants to do something with a conversation or an agent that is not theirs."""

    agent_id: str
    rights: frozenset[str]
    departments: frozenset[DepartmentId]
    reach: Reach = None

    @classmethod
    def of_caller(cls, caller: Caller) -> "Onlooker":
        return cls(caller.as_agent(), caller.rights, caller.departments, caller.reach)

    @classmethod
    def of_staff(cls, staff: Staff) -> "Onlooker":
        return cls(staff.agent_id, frozenset(staff.agent.rights), staff.departments, staff.agent.reach)

    def check(self, right: Right, departments: Iterable[DepartmentId], field: str) -> None:
        """Raises `MissingRight`; `Forbidden` for what belongs to other departments than theirs (`not_a_member`) or than those that
        their role is limited to (`outside_role`)."""
        wanted = set(departments)
        self.check_reach(right, wanted, field)
        if ("see_all" not in self.rights or self.reach is not None) and not self.departments & wanted:
            raise Forbidden("This belongs to another department.", code="not_a_member", field=field)

    def check_reach(self, right: Right, departments: Iterable[DepartmentId], field: str) -> None:
        """The right alone, in any department where it counts. Raises `MissingRight`, `Forbidden` (`outside_role`)."""
        check_right(self.rights, right)
        if self.reach is not None and not self.reach & set(departments):
            raise Forbidden("Your role does not count in this department.", code="outside_role", field=field)


def about(conversation: Conversation) -> tuple[str, str, str]:
    """What an entry of the audit log is about: kind, id and name."""
    name = conversation.visitor_name or visitor_number(conversation.visitor_id)
    return "conversation", conversation.conversation_id, name


def is_at_table(conversation: Conversation, agent_id: str) -> bool:
    """Whether the agent is part of the conversation, or will be: it is theirs, they have joined it, or they are asked to."""
    offered = conversation.offer is not None and conversation.offer.to_agent_id == agent_id
    return conversation.has_agent(agent_id) or offered


def check_may_look(conversation: Conversation, onlooker: Onlooker) -> None:
    """A conversation that is going on is looked into with the right `watch`, one that is over with `read_records`; who waits, by all
    staff.

    Raises `MissingRight`, `Forbidden` (`not_a_member`, `outside_role`).
    """
    if is_at_table(conversation, onlooker.agent_id):
        return
    if conversation.state == "active":
        onlooker.check("watch", [conversation.department_id], "conversation_id")
    elif conversation.state == "closed":
        onlooker.check_reach("read_records", [conversation.department_id], "conversation_id")


def seat_of(conversation: Conversation, caller: Caller, *, watch: bool) -> Seat:
    """Where the caller's socket goes. `watch`: they say that they want to look on.

    Raises `NotFound` for other visitors, `Forbidden` (`not_a_member`) for agents who are not in the conversation and do
    not say so, `MissingRight` for those who say so and may not.
    """
    if caller.role == "visitor":
        check_may_read(conversation, caller.party)
        return "visitor"
    if conversation.state == "closed":
        check_may_look(conversation, Onlooker.of_caller(caller))
        return "agent"
    if conversation.state == "waiting" or is_at_table(conversation, caller.subject):
        return "agent"
    if not watch:
        raise Forbidden("You are not in this conversation.", code="not_a_member", field="conversation_id")
    check_may_look(conversation, Onlooker.of_caller(caller))
    return "watcher"


def take_over(conversation: Conversation, supervisor: Caller, now: int, *, title: str = "") -> Transition:
    """The conversation becomes the supervisor's, and counts for their load; members stay. An offer to somebody else is over.

    Raises `MissingRight`, `Forbidden` (`not_a_member`), `Conflict` (`conversation_closed`; `not_active` for one that nobody
    has yet; `already_yours`).
    """
    Onlooker.of_caller(supervisor).check("take_over", [conversation.department_id], "conversation_id")
    check_open(conversation)
    if conversation.state != "active":
        raise Conflict("Nobody has this conversation yet. Accept it.", code="not_active", field="conversation_id")
    if conversation.agent_id == supervisor.subject:
        raise Conflict("The conversation is yours already.", code="already_yours", field="conversation_id")
    seq = conversation.seq + 1
    entry = Transferred(
        seq=seq,
        at=now,
        by=supervisor.party.author(),
        agent_id=supervisor.subject,
        agent_name=supervisor.name,
        reason="taken_over",
    )
    return Transition(conversation, with_agent(conversation, supervisor.party, seq, now, title=title), entry)


def end_other(conversation: Conversation, supervisor: Caller, now: int, *, survey: Survey | None, wrap_up: bool) -> Transition:
    """Ends a conversation that somebody else has, or nobody yet. Whose it is says what it was about.

    Raises `MissingRight`, `Forbidden` (`not_a_member`), `Conflict` (`conversation_closed`).
    """
    Onlooker.of_caller(supervisor).check("end_others", [conversation.department_id], "conversation_id")
    check_open(conversation)
    return closed(conversation, supervisor.party.author(), "agent", now, survey=survey, wrap_up=wrap_up)


def check_may_sign_out(supervisor: Caller, agent_id: str, departments: Iterable[DepartmentId]) -> None:
    """`departments` are the agent's. Raises `MissingRight`, `Forbidden` (`not_a_member`), `Conflict` for oneself."""
    Onlooker.of_caller(supervisor).check("sign_out_others", departments, "agent_id")
    if agent_id == supervisor.subject:
        raise Conflict("Sign yourself out in the menu of your account.", code="not_yourself", field="agent_id")
