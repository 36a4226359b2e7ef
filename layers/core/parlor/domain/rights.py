"""What staff may do: one table. A role brings a set of rights; an agent may have single ones besides, or be without some.

A right is asked for where the thing is done, on the server, by its name; the desk hides what would be refused.
"""

from collections.abc import Iterable
from typing import Literal

from parlor.domain.errors import MissingRight

StaffRole = Literal["admin", "supervisor", "agent"]
Right = Literal[
    "receive",
    "invite",
    "transfer",
    "block",
    "see_all",
    "watch",
    "whisper",
    "join",
    "take_over",
    "end_others",
    "sign_out_others",
    "be_invisible",
    "publish_notices",
    "read_internal",
    "see_monitor",
    "keep_black_list",
    "keep_library",
    "keep_people",
    "keep_settings",
    "read_audit",
]
"""
receive          have conversations with visitors; without it an agent can only be away
invite           address visitors who look around
transfer         hand conversations to colleagues and departments
block            block a visitor from the desk, for a day at most
see_all          the queues and conversations of every department, and what was recalled
watch            look into conversations of others as they happen
whisper          say something to the agent that the visitor does not see
join             take part in a conversation without being asked
take_over        take a conversation from the agent who has it
end_others       end conversations of others
sign_out_others  sign an agent out
be_invisible     be there without being seen
publish_notices  write notices to all, to a department, to a person
read_internal    read internal conversations of others
see_monitor      the wall of agents and figures as they are
keep_black_list  keep the black list
keep_library     keep the company's phrases, links and files
keep_people      keep agents, departments, roles and rights
keep_settings    keep the company's data, styles, texts, rules
read_audit       read who changed what
"""

_AGENT: tuple[Right, ...] = ("receive", "invite", "transfer", "block")
_SUPERVISOR: tuple[Right, ...] = (
    *_AGENT,
    "see_all",
    "watch",
    "whisper",
    "join",
    "take_over",
    "end_others",
    "sign_out_others",
    "be_invisible",
    "publish_notices",
    "read_internal",
    "see_monitor",
    "keep_black_list",
    "keep_library",
)
ROLE_RIGHTS: dict[StaffRole, frozenset[Right]] = {
    "agent": frozenset(_AGENT),
    "supervisor": frozenset(_SUPERVISOR),
    "admin": frozenset((*_SUPERVISOR, "keep_people", "keep_settings", "read_audit")),
}


def rights_of(role: StaffRole, added: Iterable[Right] = (), removed: Iterable[Right] = ()) -> frozenset[Right]:
    """What a role brings, with what a person has besides and without what was taken away."""
    return (ROLE_RIGHTS[role] | set(added)) - set(removed)


def check_right(rights: Iterable[str], wanted: Right) -> None:
    """Raises `MissingRight`, which whoever answers the request also writes into the audit log."""
    if wanted not in rights:
        raise MissingRight(wanted)
