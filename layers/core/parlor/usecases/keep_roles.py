"""The administrator keeps the company's own roles."""

from collections.abc import Sequence

from msgspec import UNSET
from msgspec.structs import replace

from parlor.domain.audit import Trail
from parlor.domain.directory import Agent, DirectoryEditor, check_admins_left, check_departments, check_version
from parlor.domain.errors import Conflict, Invalid, NotFound
from parlor.domain.ids import DepartmentId, RoleId, new_ulid
from parlor.domain.office_ports import OfficePresence, SocketCloser
from parlor.domain.ports import Clock
from parlor.domain.rights import ALL_RIGHTS, Right
from parlor.domain.roles import (
    NO_POWERS,
    ROLES_MAX,
    Powers,
    Role,
    check_may_grant,
    check_name_free,
    fixed_role,
    own_role,
    powers_of,
)
from parlor.domain.staff import Staff
from parlor.protocol import rest_roles
from parlor.usecases.change_company import given
from parlor.usecases.checks import last_admin_by, written
from parlor.usecases.pushing import Pushes
from parlor.usecases.renew_desks import renew_desks


def add_role(body: rest_roles.AddRole, staff: Staff, directory: DirectoryEditor, trail: Trail, clock: Clock) -> Role:
    """Nobody has it yet. Raises `Conflict` (`limit_reached`, `exists`), `Forbidden` for a right that the maker has not, `NotFound` for
    a role to copy or a department that does not exist."""
    rows = directory.fresh()
    roles = rows.roles()
    if len(roles) >= ROLES_MAX:
        raise Conflict(f"A company has at most {ROLES_MAX} roles of its own.", code="limit_reached")
    like = _like(body.copy_of, roles)
    name = written(body.name, "name")
    check_name_free(name, "", roles)
    role = Role(
        role_id=RoleId(new_ulid(clock.now_ms())),
        name=name,
        description=like.description if body.description is UNSET else body.description.strip(),
        rights=like.rights if body.rights is UNSET else _in_order(body.rights),
        department_ids=like.department_ids if body.department_ids is UNSET else _departments(body.department_ids, rows),
    )
    _check_grants(staff, NO_POWERS, role)
    rows.add_role(role)
    trail.done("add_role", _about(role), after=role)
    return role


def change_role(
    role_id: RoleId,
    body: rest_roles.ChangeRole,
    staff: Staff,
    directory: DirectoryEditor,
    presence: OfficePresence,
    pushes: Pushes,
    closer: SocketCloser,
    trail: Trail,
) -> Role:
    """Takes effect at once for all who have it: desks that are open open new sockets.

    Raises `NotFound`, `Forbidden` for a right that the giver has not, `Conflict` (`conflict`, `exists`, `last_admin`).
    """
    changes = given(body)
    rows = directory.fresh()
    before = _role(role_id, rows.roles())
    check_version(body.version, before.version)
    if "name" in changes:
        changes["name"] = written(changes["name"], "name")
        check_name_free(changes["name"], role_id, rows.roles())
    if "description" in changes:
        changes["description"] = changes["description"].strip()
    if "rights" in changes:
        changes["rights"] = _in_order(changes["rights"])
    if "department_ids" in changes:
        changes["department_ids"] = _departments(changes["department_ids"], rows)
    after = replace(before, **changes)
    _check_grants(staff, Powers(frozenset(before.rights), before.reach), after)
    agents = rows.agents()
    befores = [agent for agent in agents if agent.role == role_id]
    afters = [replace(agent, own_role=after) for agent in befores]
    check_admins_left(agents, afters, "rights")
    more = sum(agent.active_admin for agent in afters) - sum(agent.active_admin for agent in befores)
    with last_admin_by("rights"):
        changed = rows.change_role(before, after, more)
    trail.done("change_role", _about(changed), before, changed)
    renew_desks(befores, afters, presence, pushes, closer)
    return changed


def delete_role(
    role_id: RoleId,
    successor: str | None,
    staff: Staff,
    directory: DirectoryEditor,
    presence: OfficePresence,
    pushes: Pushes,
    closer: SocketCloser,
    trail: Trail,
) -> None:
    """Who has the role has `successor` from then on, one of the three or of the company's own. Who is cut off on the way finds some of
    them moved, and deletes it again.

    Raises `NotFound`, `Conflict` (`role_in_use` without a successor, `last_admin`), `Forbidden` if the successor would lift somebody to
    a right that the deleter has not.
    """
    rows = directory.fresh()
    role = _role(role_id, rows.roles())
    agents = rows.agents()
    befores = [agent for agent in agents if agent.role == role_id]
    if befores:
        if not successor:
            raise Conflict("Agents have this role. Say which they shall have instead.", code="role_in_use", field="successor_id")
        if successor == role_id:
            raise Invalid("Choose another role.", field="successor_id")
        own = _successor(successor, rows.roles())
        afters = [replace(agent, role=successor, own_role=own) for agent in befores]
        for before, after in zip(befores, afters, strict=True):
            check_may_grant(staff.agent.powers, before.powers, after.powers, "successor_id")
        check_admins_left(agents, afters, "successor_id")
        with last_admin_by("successor_id"):
            moved = rows.move_agents(befores, successor, own)
        renew_desks(befores, moved, presence, pushes, closer)
        _note_moves(befores, moved, trail)
    rows.delete_role(role)
    trail.done("delete_role", _about(role), before=role)


def _note_moves(befores: Sequence[Agent], afters: Sequence[Agent], trail: Trail) -> None:
    for before, after in zip(befores, afters, strict=True):
        trail.done("change_agent", ("agent", after.agent_id, after.name), before, after)


def _role(role_id: str, roles: Sequence[Role]) -> Role:
    found = own_role(role_id, roles, "role_id")
    if found is None:
        raise NotFound("There is no such role.", field="role_id")
    return found


def _successor(successor: str, roles: Sequence[Role]) -> Role | None:
    return own_role(successor, roles, "successor_id")


def _like(copied: str | None, roles: Sequence[Role]) -> Role:
    """What is not said of a new role."""
    nothing = Role(role_id=RoleId(""), name="")
    if copied is None:
        return nothing
    own = own_role(copied, roles, "copy_of")
    if own is not None:
        return own
    fixed = fixed_role(copied)
    return replace(nothing, rights=_in_order(powers_of(copied, None).rights)) if fixed else nothing


def _in_order(rights: Sequence[Right] | frozenset[Right]) -> tuple[Right, ...]:
    wanted = set(rights)
    return tuple(right for right in ALL_RIGHTS if right in wanted)


def _departments(wanted: Sequence[str] | None, rows: DirectoryEditor) -> tuple[DepartmentId, ...] | None:
    if wanted is None:
        return None
    return check_departments(tuple(DepartmentId(each) for each in wanted), rows.departments())


def _check_grants(staff: Staff, before: Powers, after: Role) -> None:
    check_may_grant(staff.agent.powers, before, Powers(frozenset(after.rights), after.reach), "rights")


def _about(role: Role) -> tuple[str, str, str]:
    return "role", role.role_id, role.name
