"""The administrator changes an agent: name, number, role, rights, departments, ceiling, or whether they may work here at all."""

from msgspec.structs import replace

from parlor.domain.audit import Trail
from parlor.domain.directory import (
    Agent,
    DirectoryEditor,
    check_admin_left,
    check_departments,
    check_may_change,
    check_version,
    lost_by,
    with_single_rights,
)
from parlor.domain.errors import Invalid
from parlor.domain.ids import AgentId, DepartmentId
from parlor.domain.office_ports import OfficePresence, SocketCloser
from parlor.domain.presence import fitting_state
from parlor.domain.roles import own_role
from parlor.domain.staff import Staff
from parlor.domain.style_content import StyleFiles
from parlor.protocol import rest
from parlor.usecases.change_company import given
from parlor.usecases.checks import last_admin_by, written
from parlor.usecases.pushing import Pushes
from parlor.usecases.renew_desks import bearings


def change_agent(
    agent_id: AgentId,
    body: rest.ChangeAgent,
    staff: Staff,
    directory: DirectoryEditor,
    presence: OfficePresence,
    pushes: Pushes,
    closer: SocketCloser,
    files: StyleFiles,
    trail: Trail,
) -> Agent:
    """Takes effect at once. What a desk may do was settled when its socket opened: after a change of rights, role or departments
    the agent's sockets are closed, and the desks open new ones. One who is disabled is put out.

    Raises `NotFound`, also for a role, `Forbidden` for a right that the giver has not, `Conflict` (`conflict`, `exists`, `last_admin`).
    """
    changes = given(body)
    if "name" in changes:
        changes["name"] = written(changes["name"], "name")
    rows = directory.fresh()
    before = rows.agent(agent_id)
    check_photo(changes.get("photo", ""), files)
    if "department_ids" in changes:
        wanted = tuple(DepartmentId(each) for each in changes["department_ids"])
        changes["department_ids"] = check_departments(wanted, rows.departments())
    for name in ("skills", "languages"):
        if name in changes:
            changes[name] = tuple(dict.fromkeys(written(each, name) for each in changes[name]))
    check_version(body.version, before.version)
    if "role" in changes:
        changes["own_role"] = own_role(changes["role"], rows.roles())
    after = with_single_rights(replace(before, **changes))
    check_may_change(staff.agent, before, after)
    check_admin_left(before, after, sum(agent.active_admin for agent in rows.agents()))
    with last_admin_by(lost_by(before, after)):
        changed = directory.change_agent(before, after)
    trail.done("change_agent", ("agent", agent_id, changed.name), before, changed)
    bring_into_effect(before, changed, presence, pushes, closer)
    return changed


def check_photo(url: str, files: StyleFiles) -> None:
    """Raises `Invalid`."""
    if url and not files.is_ours(url):
        raise Invalid("Upload the picture first.", field="photo")


def bring_into_effect(before: Agent, changed: Agent, presence: OfficePresence, pushes: Pushes, closer: SocketCloser) -> None:
    here = presence.agent(changed.agent_id)
    if here is None:
        return
    presence.register_agent(
        changed.agent_id,
        number=changed.number,
        name=changed.name,
        staff_role=changed.role,
        departments=changed.department_ids,
        ceiling=changed.ceiling,
        skills=changed.skills,
        languages=changed.languages,
        rank=changed.rank,
    )
    state = "offline" if changed.disabled else fitting_state(here.state, changed.rights)
    now = presence.set_state(changed.agent_id, state, cause="staff") if state != here.state else None
    if now is not None:
        pushes.agent(now)
    if changed.disabled or bearings(before) != bearings(changed):
        closer.close(socket.connection for socket in presence.agent_sockets(changed.agent_id))
