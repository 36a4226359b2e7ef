"""The administrator changes an agent: name, number, role, departments, ceiling, or whether they may work here at all."""

from msgspec.structs import replace

from parlor.domain.directory import Agent, DirectoryEditor, check_admin_left, check_departments, check_version
from parlor.domain.ids import AgentId, DepartmentId
from parlor.domain.office_ports import OfficePresence, SocketCloser
from parlor.protocol import rest
from parlor.usecases.change_company import given
from parlor.usecases.checks import written


def change_agent(
    agent_id: AgentId, body: rest.ChangeAgent, directory: DirectoryEditor, presence: OfficePresence, closer: SocketCloser
) -> Agent:
    """Takes effect at once: an agent who is here works on with the new name and ceiling; one who is disabled is put out.

    Departments and role of an open desk follow at its next connection.
    Raises `NotFound`, `Conflict` (`conflict`, `exists`, `last_admin`).
    """
    changes = given(body)
    if "name" in changes:
        changes["name"] = written(changes["name"], "name")
    rows = directory.fresh()
    before = rows.agent(agent_id)
    if "department_ids" in changes:
        wanted = tuple(DepartmentId(each) for each in changes["department_ids"])
        changes["department_ids"] = check_departments(wanted, rows.departments())
    check_version(body.version, before.version)
    after = replace(before, **changes)
    check_admin_left(before, after, sum(agent.active_admin for agent in rows.agents()))
    changed = directory.change_agent(before, after)
    if presence.agent(agent_id) is not None:
        presence.register_agent(
            agent_id,
            number=changed.number,
            name=changed.name,
            staff_role=changed.role,
            departments=changed.department_ids,
            ceiling=changed.ceiling,
        )
        if changed.disabled:
            presence.set_state(agent_id, "offline")
            closer.close(socket.connection for socket in presence.agent_sockets(agent_id))
    return changed
