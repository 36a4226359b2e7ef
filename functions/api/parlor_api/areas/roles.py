"""The company's own roles, and where a right comes from."""

from parlor.domain.ids import AgentId, RoleId
from parlor.domain.rights import FIXED_ROLES, ROLE_RIGHTS, TABLE
from parlor.domain.roles import Role, grants
from parlor.domain.staff import Staff
from parlor.protocol import rest_roles
from parlor.runtime.office import Office
from parlor.usecases import keep_roles
from parlor_api.asked import Asked


def list_roles(asked: Asked, staff: Staff, office: Office) -> rest_roles.RoleList:
    return rest_roles.RoleList(
        roles=[_answer(role) for role in office.directory.fresh().roles()],
        fixed={role: sorted(ROLE_RIGHTS[role]) for role in FIXED_ROLES},
        table=[rest_roles.RightFacts(right=each.right, menu=each.menu, least=each.least, bounded=each.bounded) for each in TABLE],
    )


def add_role(asked: Asked, staff: Staff, office: Office) -> rest_roles.OwnRole:
    return _answer(keep_roles.add_role(asked.body, staff, office.directory, office.trail(staff, asked.address), office.clock))


def change_role(asked: Asked, staff: Staff, office: Office) -> rest_roles.OwnRole:
    trail = office.trail(staff, asked.address)
    role = keep_roles.change_role(
        RoleId(asked.path["role_id"]),
        asked.body,
        staff,
        office.directory,
        office.presence,
        office.pushes,
        office.house.closer,
        trail,
    )
    return _answer(role)


def delete_role(asked: Asked, staff: Staff, office: Office) -> None:
    keep_roles.delete_role(
        RoleId(asked.path["role_id"]),
        asked.query.get("successor_id") or None,
        staff,
        office.directory,
        office.presence,
        office.pushes,
        office.house.closer,
        office.trail(staff, asked.address),
    )


def explain_rights(asked: Asked, staff: Staff, office: Office) -> rest_roles.GrantList:
    agent = office.directory.fresh().agent(AgentId(asked.path["agent_id"]))
    return rest_roles.GrantList(
        agent_id=agent.agent_id,
        role=agent.role,
        role_name=agent.own_role.name if agent.own_role else "",
        grants=[
            rest_roles.Grant(
                right=each.right,
                has=each.has,
                source=each.source,
                department_ids=None if each.department_ids is None else list(each.department_ids),
            )
            for each in grants(agent.by_role, agent.rights_added, agent.rights_removed)
        ],
    )


def _answer(role: Role) -> rest_roles.OwnRole:
    return rest_roles.OwnRole(
        role_id=role.role_id,
        name=role.name,
        description=role.description,
        rights=list(role.rights),
        department_ids=None if role.department_ids is None else list(role.department_ids),
        members=role.members,
        version=role.version,
    )


HANDLERS = {
    "list_roles": list_roles,
    "add_role": add_role,
    "change_role": change_role,
    "delete_role": delete_role,
    "explain_rights": explain_rights,
}
