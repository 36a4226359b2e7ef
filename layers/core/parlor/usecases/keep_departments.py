"""The administrator keeps the departments."""

from msgspec.structs import replace

from parlor.domain.audit import Trail
from parlor.domain.directory import Department, DirectoryEditor, check_parent, check_version
from parlor.domain.errors import Conflict
from parlor.domain.ids import DepartmentId, new_ulid
from parlor.domain.ports import Clock, Conversations
from parlor.protocol import rest
from parlor.usecases.change_company import given
from parlor.usecases.checks import written

DEPARTMENTS_MAX = 100


def add_department(body: rest.AddDepartment, directory: DirectoryEditor, trail: Trail, clock: Clock) -> Department:
    """Stands last. Raises `Conflict` (`limit_reached`, `too_deep`), `NotFound` for a parent that does not exist."""
    existing = directory.fresh().departments()
    if len(existing) >= DEPARTMENTS_MAX:
        raise Conflict(f"A company has at most {DEPARTMENTS_MAX} departments.", code="limit_reached")
    if body.parent_id:
        check_parent(DepartmentId(""), DepartmentId(body.parent_id), existing)
    order = min(max((department.order for department in existing), default=-1) + 1, 999)
    department = directory.add_department(
        Department(
            department_id=DepartmentId(new_ulid(clock.now_ms())),
            name=written(body.name, "name"),
            order=order,
            assignment=body.assignment,
            parent_id=DepartmentId(body.parent_id) if body.parent_id else None,
            skill=body.skill.strip() or None,
        )
    )
    trail.done("add_department", _about(department), after=department)
    return department


def change_department(department_id: DepartmentId, body: rest.ChangeDepartment, directory: DirectoryEditor, trail: Trail) -> Department:
    """Raises `NotFound`, `Conflict` (`conflict`, `cycle`, `too_deep`)."""
    changes = given(body)
    if "name" in changes:
        changes["name"] = written(changes["name"], "name")
    if "skill" in changes:
        changes["skill"] = (changes["skill"] or "").strip() or None
    rows = directory.fresh()
    before = rows.department(department_id)
    check_version(body.version, before.version)
    above = check_parent(department_id, DepartmentId(changes["parent_id"]), rows.departments()) if changes.get("parent_id") else []
    after = directory.change_department(before, replace(before, **changes), above)
    trail.done("change_department", _about(after), before, after)
    return after


def delete_department(department_id: DepartmentId, directory: DirectoryEditor, conversations: Conversations, trail: Trail) -> None:
    """While anything leads there: `Conflict` (`has_members`, `has_children`, `has_styles`, `has_roles`, `has_visitors`). Raises
    `NotFound`."""
    rows = directory.fresh()
    department = rows.department(department_id)
    if department.members:
        raise Conflict("Agents belong to this department. Move them first.", code="has_members")
    if any(each.parent_id == department_id for each in rows.departments()):
        raise Conflict("Departments stand below this one. Move them first.", code="has_children")
    if any(style.department_id == department_id for style in rows.styles()):
        raise Conflict("A style of the widget leads to this department. Change it first.", code="has_styles")
    if any(department_id in (role.department_ids or ()) for role in rows.roles()):
        raise Conflict("A role is limited to this department. Change it first.", code="has_roles")
    if conversations.waiting_in(department_id, 1):
        raise Conflict("Visitors wait in this department.", code="has_visitors")
    directory.delete_department(department_id)
    trail.done("delete_department", _about(department), before=department)


def _about(department: Department) -> tuple[str, str, str]:
    return "department", department.department_id, department.name
