"""What staff may do: one table. A role brings a set of rights; an agent may have single ones besides, or be without some.

A right is asked for where the thing is done, on the server, by its name; the desk hides what would be refused. `docs/rights.md`
is written from this table (`make rights`).
"""

from collections.abc import Iterable
from typing import Literal, get_args

from msgspec import Struct

from parlor.domain.errors import MissingRight

StaffRole = Literal["admin", "supervisor", "agent"]
"""The three roles that every company has and nobody changes."""
Right = Literal[
    "receive",
    "invite",
    "transfer",
    "block",
    "see_all",
    "see_monitor",
    "watch",
    "whisper",
    "join",
    "take_over",
    "end_others",
    "sign_out_others",
    "be_invisible",
    "read_records",
    "export_records",
    "wrap_up_others",
    "read_left_messages",
    "answer_left_messages",
    "read_internal",
    "keep_customers",
    "personal",
    "read_reports",
    "read_work",
    "export_reports",
    "publish_notices",
    "keep_black_list",
    "keep_library",
    "keep_people",
    "delete_agents",
    "keep_departments",
    "keep_roles",
    "keep_company",
    "keep_settings",
    "keep_routing",
    "keep_styles",
    "keep_integration",
    "read_audit",
]
Menu = Literal["talk", "supervise", "records", "reports", "content", "people", "settings"]


class Entry(Struct, frozen=True):
    """`least` is the lowest of the fixed roles that brings the right; those above have it, too. `bounded`: where a role is limited
    to departments, the right counts only inside them."""

    right: Right
    menu: Menu
    least: StaffRole
    what: str
    bounded: bool = False


TABLE: tuple[Entry, ...] = (
    Entry("receive", "talk", "agent", "have conversations with visitors; without it an agent can only be away"),
    Entry("invite", "talk", "agent", "address visitors who look around"),
    Entry("transfer", "talk", "agent", "hand conversations to colleagues and departments"),
    Entry("block", "talk", "agent", "block a visitor from the desk, for a day at most"),
    Entry("see_all", "supervise", "supervisor", "the queues and conversations of departments that are not one's own", bounded=True),
    Entry("see_monitor", "supervise", "supervisor", "the wall of agents and figures as they are, and who is invisible", bounded=True),
    Entry("watch", "supervise", "supervisor", "look into conversations of others as they happen", bounded=True),
    Entry("whisper", "supervise", "supervisor", "say something to the agent that the visitor does not see", bounded=True),
    Entry("join", "supervise", "supervisor", "take part in a conversation without being asked", bounded=True),
    Entry("take_over", "supervise", "supervisor", "take a conversation from the agent who has it", bounded=True),
    Entry("end_others", "supervise", "supervisor", "end conversations of others", bounded=True),
    Entry("sign_out_others", "supervise", "supervisor", "sign an agent out", bounded=True),
    Entry("be_invisible", "supervise", "supervisor", "be there without being seen"),
    Entry("read_records", "records", "agent", "read conversations that are over, and search them", bounded=True),
    Entry("export_records", "records", "supervisor", "take records and left messages out of the product, as files", bounded=True),
    Entry("wrap_up_others", "records", "supervisor", "say what conversations of others were about", bounded=True),
    Entry("read_left_messages", "records", "agent", "read what visitors left"),
    Entry("answer_left_messages", "records", "agent", "answer left messages and close them"),
    Entry("read_internal", "records", "supervisor", "read internal conversations of others"),
    Entry("keep_customers", "records", "agent", "make and change customers' cards, and link visitors to them"),
    Entry("personal", "records", "admin", "give out, and erase for good, everything that is kept of one person; say how long what is kept"),
    Entry("read_reports", "reports", "agent", "figures of conversations and visits", bounded=True),
    Entry("read_work", "reports", "supervisor", "figures of single agents, and what visitors said of them", bounded=True),
    Entry("export_reports", "reports", "supervisor", "take figures out of the product: files, and reports by mail", bounded=True),
    Entry("publish_notices", "content", "supervisor", "write notices to all, to a department, to a person"),
    Entry("keep_black_list", "content", "supervisor", "keep the black list"),
    Entry("keep_library", "content", "supervisor", "keep the company's phrases, links and files"),
    Entry("keep_people", "people", "admin", "invite, change and disable agents, give them roles and single rights"),
    Entry("delete_agents", "people", "admin", "delete agents for good"),
    Entry("keep_departments", "people", "admin", "keep the departments"),
    Entry("keep_roles", "people", "admin", "keep the company's own roles"),
    Entry("keep_company", "settings", "admin", "change the company's data"),
    Entry("keep_settings", "settings", "admin", "change switches, texts, forms, surveys, topics and hours"),
    Entry("keep_routing", "settings", "admin", "change who gets whom"),
    Entry("keep_styles", "settings", "admin", "change how the widget looks, and its automatic invitations"),
    Entry("keep_integration", "settings", "admin", "keep what ties the company's site to the product: signed users, checks of the snippet"),
    Entry("read_audit", "settings", "admin", "read who changed what"),
)
ENTRIES: dict[Right, Entry] = {entry.right: entry for entry in TABLE}
BOUNDED: frozenset[Right] = frozenset(entry.right for entry in TABLE if entry.bounded)
FIXED_ROLES: tuple[StaffRole, ...] = ("agent", "supervisor", "admin")
"""From the lowest up: each has what the one before it has."""
ROLE_RIGHTS: dict[StaffRole, frozenset[Right]] = {
    role: frozenset(entry.right for entry in TABLE if FIXED_ROLES.index(entry.least) <= rank) for rank, role in enumerate(FIXED_ROLES)
}

GENERATION = 2
"""Of the table. Rows of agents say with which one their single rights were written; what an older right meant has been divided since."""
_DIVIDED: dict[Right, tuple[Right, ...]] = {
    "see_all": ("wrap_up_others",),
    "see_monitor": ("read_work",),
    "keep_people": ("delete_agents", "keep_departments", "keep_roles"),
    "keep_settings": ("keep_company", "keep_routing", "keep_styles", "keep_integration"),
}


def of_today(rights: Iterable[Right], generation: int) -> tuple[Right, ...]:
    """Rights that were written down with an earlier table, in the words of this one."""
    if generation >= GENERATION:
        return tuple(rights)
    return tuple(dict.fromkeys(each for right in rights for each in (right, *_DIVIDED.get(right, ()))))


def rights_of(role: StaffRole, added: Iterable[Right] = (), removed: Iterable[Right] = ()) -> frozenset[Right]:
    """What a role brings, with what a person has besides and without what was taken away."""
    return (ROLE_RIGHTS[role] | set(added)) - set(removed)


def check_right(rights: Iterable[str], wanted: Right) -> None:
    """Raises `MissingRight`, which whoever answers the request also writes into the audit log."""
    if wanted not in rights:
        raise MissingRight(wanted)


ALL_RIGHTS: tuple[Right, ...] = get_args(Right)
