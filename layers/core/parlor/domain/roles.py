"""Roles: three that every company has (domain/rights.py) and those of its own, which may be limited to departments.

A role that is limited makes all bounded rights of its agents count inside its departments only, those given singly, too. What nobody
can name by a department, such as the keeping of settings, a role has or has not.
"""

from collections.abc import Iterable
from typing import Any, Literal

from msgspec import Struct

from parlor.domain.errors import Conflict, Forbidden, NotFound
from parlor.domain.ids import DepartmentId, RoleId
from parlor.domain.rights import ALL_RIGHTS, BOUNDED, FIXED_ROLES, GENERATION, ROLE_RIGHTS, Right, StaffRole, of_today

ROLES_MAX = 50
Reach = frozenset[DepartmentId] | None
"""Where bounded rights count; None: everywhere."""


class Role(Struct, frozen=True, kw_only=True):
    """A company's own. `department_ids` None: its rights count everywhere; those that are gone count nowhere.

    `members` counts the agents who have it, disabled ones too. `joined` grows with every agent who takes or leaves it, or is changed
    in what decides whether they may keep people: who changes the role relies on having seen them all.
    """

    role_id: RoleId
    name: str
    description: str = ""
    rights: tuple[Right, ...] = ()
    department_ids: tuple[DepartmentId, ...] | None = None
    members: int = 0
    joined: int = 0
    rights_as_of: int = GENERATION
    version: int = 1

    @property
    def reach(self) -> Reach:
        return None if self.department_ids is None else frozenset(self.department_ids)


def role_of_today(said: dict[str, Any]) -> dict[str, Any]:
    """A role as written down at any time, in the words of today's table; rights that the table has no more are left out."""
    rights = of_today(said.get("rights") or (), int(said.get("rights_as_of") or 1))
    return said | {"rights": [right for right in rights if right in ALL_RIGHTS], "rights_as_of": GENERATION}


def fixed_role(role: str) -> StaffRole | None:
    """The role, if it is one of those that every company has."""
    return next((each for each in FIXED_ROLES if each == role), None)


def own_role(role: str, roles: Iterable[Role], field: str = "role") -> Role | None:
    """The company's role of this id; None for a fixed one. Raises `NotFound`."""
    if fixed_role(role):
        return None
    found = next((each for each in roles if each.role_id == role), None)
    if found is None:
        raise NotFound("There is no such role.", field=field)
    return found


class Powers(Struct, frozen=True):
    """What somebody may do, and where."""

    rights: frozenset[Right] = frozenset()
    reach: Reach = None

    def has(self, right: Right, reach: Reach) -> bool:
        """Whether the right counts wherever it does in `reach`."""
        if right not in self.rights:
            return False
        return right not in BOUNDED or self.reach is None or (reach is not None and reach <= self.reach)


NO_POWERS = Powers()


def powers_of(role: str, own: Role | None) -> Powers:
    """What a role brings. One that is gone brings nothing."""
    if own is not None:
        return Powers(frozenset(own.rights), own.reach)
    fixed = fixed_role(role)
    return Powers(ROLE_RIGHTS[fixed]) if fixed else NO_POWERS


def check_may_grant(giver: Powers, before: Powers, after: Powers, field: str) -> None:
    """Raises `Forbidden` if somebody would get a right, or a right in a department, that the giver has not: nobody may lift themselves
    up by others."""
    for right in sorted(after.rights):
        if not before.has(right, after.reach) and not giver.has(right, after.reach):
            raise Forbidden(f"You can only give rights that you have, where you have them; {right} is not among them.", field=field)


def check_name_free(name: str, role_id: str, roles: Iterable[Role]) -> None:
    """Raises `Conflict` (`exists`)."""
    if any(each.name.casefold() == name.casefold() and each.role_id != role_id for each in roles):
        raise Conflict("Another role has this name.", code="exists", field="name")


Source = Literal["role", "added", "removed", "none"]


class Grant(Struct, frozen=True, kw_only=True):
    """Why somebody has a right, or has it not. `removed`: the role brings it, it was taken away. `department_ids` None: wherever it
    counts by itself."""

    right: Right
    has: bool
    source: Source
    department_ids: tuple[DepartmentId, ...] | None = None


def grants(by_role: Powers, added: Iterable[Right], removed: Iterable[Right]) -> list[Grant]:
    """Of every right of the table, in its order."""
    given, taken = set(added), set(removed)
    return [_grant(right, by_role, given, taken) for right in ALL_RIGHTS]


def _grant(right: Right, by_role: Powers, added: set[Right], removed: set[Right]) -> Grant:
    source: Source = "none"
    if right in by_role.rights:
        source = "removed" if right in removed else "role"
    elif right in added and right not in removed:
        source = "added"
    has = source in ("role", "added")
    bounded = has and right in BOUNDED and by_role.reach is not None
    return Grant(right=right, has=has, source=source, department_ids=tuple(sorted(by_role.reach or ())) if bounded else None)
