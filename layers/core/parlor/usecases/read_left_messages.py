"""Staff reads what visitors left: the list by state, person, department and time, and one with all that followed."""

from typing import get_args

from msgspec import Struct

from parlor.domain.directory import Directory
from parlor.domain.errors import Invalid
from parlor.domain.ids import LeftMessageId, is_ulid
from parlor.domain.left_messages import LeftEntry, LeftMessage, LeftMessages, LeftMessageState, thread
from parlor.domain.metrics import check_period, zone
from parlor.domain.ports import Clock
from parlor.domain.staff import Staff

NOBODY = "nobody"
_TO_DO = "todo"
_BEGINNING_MS = 1


class LeftQuery(Struct, frozen=True):
    """`state` is one of the states, or `todo` for open and in work; `assignee` an agent, `me` or `nobody`. Both days or none."""

    state: str = ""
    assignee: str = ""
    department_id: str = ""
    first: str = ""
    last: str = ""


def check_left_query(asked: LeftQuery) -> None:
    """Raises `Invalid` naming the parameter."""
    if asked.state and asked.state not in (*get_args(LeftMessageState), _TO_DO):
        raise Invalid(f"One of {', '.join(get_args(LeftMessageState))}, {_TO_DO}.", field="state")
    if asked.assignee and asked.assignee not in ("me", NOBODY) and not is_ulid(asked.assignee):
        raise Invalid("An agent, me or nobody.", field="assignee")
    if asked.department_id and not is_ulid(asked.department_id):
        raise Invalid("There is no such department.", field="department_id")
    if bool(asked.first) != bool(asked.last):
        raise Invalid("Both days or none.", field="to" if asked.first else "from")


def list_left_messages(
    asked: LeftQuery, position: str | None, staff: Staff, directory: Directory, left_messages: LeftMessages, clock: Clock
) -> tuple[list[LeftMessage], str | None]:
    """A page, newest first, and where the next one begins. Raises `Invalid` for an absurd period."""
    company = directory.company()
    since, until = company.created_at, clock.now_ms()
    if asked.first:
        period = check_period(asked.first, asked.last, zone(company.time_zone))
        since, until = period.start_ms, period.end_ms - 1
    assignee = {"me": str(staff.agent_id), NOBODY: NOBODY}.get(asked.assignee, asked.assignee)

    def wanted(message: LeftMessage) -> bool:
        return (
            (not asked.state or message.state in (("open", "working") if asked.state == _TO_DO else (asked.state,)))
            and (not assignee or (message.assignee_id or NOBODY) == assignee)
            and (not asked.department_id or message.department_id == asked.department_id)
        )

    return left_messages.newest(wanted, position, since, until)


def read_left_message(left_message_id: LeftMessageId, staff: Staff, left_messages: LeftMessages) -> tuple[LeftMessage, list[LeftEntry]]:
    """With what followed, oldest first. When its assignee reads it, it is read. Raises `NotFound`."""
    message = left_messages.get(left_message_id)
    if message.unread and message.assignee_id == staff.agent_id:
        left_messages.note_read(left_message_id, staff.agent_id)
    return message, thread(message, left_messages.entries(left_message_id))
