"""Staff gives a left message to somebody, says how far it is, and notes what colleagues should know."""

from msgspec import UNSET
from msgspec.structs import replace

from parlor.domain.directory import Directory, check_version
from parlor.domain.errors import Invalid, NotFound
from parlor.domain.ids import AgentId, DepartmentId, LeftMessageId, new_ulid
from parlor.domain.left_messages import Handler, LeftEntry, LeftMessage, LeftMessages, assigned, with_entry
from parlor.domain.ports import Clock
from parlor.domain.staff import Staff
from parlor.protocol import rest_left
from parlor.usecases.checks import written


def change_left_message(
    left_message_id: LeftMessageId, body: rest_left.ChangeLeftMessage, staff: Staff, directory: Directory, left_messages: LeftMessages
) -> tuple[LeftMessage, LeftMessage]:
    """The message before and after. Raises `NotFound`, `Conflict`, `Invalid` naming `assignee_id` or `department_id`."""
    before = left_messages.get(left_message_id)
    check_version(body.version, before.version)
    after = before
    if body.department_id is not UNSET:
        after = replace(after, department_id=_department(body.department_id, directory))
    if body.assignee_id is not UNSET:
        after = assigned(after, _handler(body.assignee_id, directory), staff.agent_id)
    if body.state is not UNSET:
        after = replace(after, state=body.state)
    return before, left_messages.change(before, after) if after != before else before


def note_left_message(
    left_message_id: LeftMessageId, body: rest_left.NoteLeftMessage, staff: Staff, left_messages: LeftMessages, clock: Clock
) -> tuple[LeftMessage, LeftMessage]:
    """Visitors never see it. Raises `NotFound`, `Conflict`."""
    text, now = written(body.text, "text"), clock.now_ms()
    before = left_messages.get(left_message_id)
    check_version(body.version, before.version)
    by = staff.agent
    entry = LeftEntry(entry_id=new_ulid(now), place=before.said + 1, kind="note", at=now, text=text, by_id=by.agent_id, by_name=by.name)
    return before, left_messages.change(before, with_entry(before, entry), entry)


def _handler(agent_id: str | None, directory: Directory) -> Handler | None:
    if agent_id is None:
        return None
    try:
        agent = directory.agent(AgentId(agent_id))
    except NotFound:
        raise Invalid("There is no such agent.", field="assignee_id") from None
    if agent.disabled:
        raise Invalid("This agent is disabled.", field="assignee_id")
    return Handler(agent.agent_id, agent.name)


def _department(department_id: str | None, directory: Directory) -> DepartmentId | None:
    if department_id is None:
        return None
    try:
        return directory.department(DepartmentId(department_id)).department_id
    except NotFound:
        raise Invalid("There is no such department.", field="department_id") from None
