"""REST bodies of roles, and of where a right comes from."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from parlor.domain.rights import Menu, Right, StaffRole
from parlor.domain.roles import Source
from parlor.protocol.limits import NAME_MAX
from parlor.protocol.views import Ulid

RoleRef = Annotated[str, Meta(pattern=r"^(agent|supervisor|admin|[0-7][0-9A-HJKMNP-TV-Z]{25})$")]
"""One of the three roles that every company has, or the id of one of its own."""
RoleName = Annotated[str, Meta(min_length=1, max_length=NAME_MAX)]
RoleText = Annotated[str, Meta(max_length=200)]
RightList = Annotated[list[Right], Meta(max_length=60)]
RoleDepartments = Annotated[list[Ulid], Meta(min_length=1, max_length=20)]


class _Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class _Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class RightFacts(_Answer, frozen=True, kw_only=True):
    """A right of the table. `least` is the lowest of the fixed roles that brings it; `bounded`: it counts by department."""

    right: Right
    menu: Menu
    least: StaffRole
    bounded: bool = False


class OwnRole(_Answer, frozen=True, kw_only=True):
    """One of the company's own. `department_ids` is there if the role is limited: bounded rights count in these only, for
    its agents' single rights, too."""

    role_id: Ulid
    name: str
    description: str = ""
    rights: list[Right]
    department_ids: list[Ulid] | None = None
    members: int = 0
    version: int


class RoleList(_Answer, frozen=True, kw_only=True):
    """`fixed` are the rights of the three roles that every company has; `table` is every right there is, by menu."""

    roles: list[OwnRole]
    fixed: dict[StaffRole, list[Right]]
    table: list[RightFacts]


class AddRole(_Body, frozen=True, kw_only=True):
    """With `copy_of` what is not said is as it is there."""

    name: RoleName
    description: RoleText | UnsetType = UNSET
    rights: RightList | UnsetType = UNSET
    department_ids: RoleDepartments | None | UnsetType = UNSET
    copy_of: RoleRef | None = None


class ChangeRole(_Body, frozen=True, kw_only=True):
    """Fields that are absent stay; `department_ids` null: everywhere. `version` is the one that was read."""

    version: int
    name: RoleName | UnsetType = UNSET
    description: RoleText | UnsetType = UNSET
    rights: RightList | UnsetType = UNSET
    department_ids: RoleDepartments | None | UnsetType = UNSET


class Grant(_Answer, frozen=True, kw_only=True):
    """Why somebody has a right or has it not. `role`: by the role. `added`: given singly. `removed`: the role brings it, it was taken
    away. `department_ids` is there if it counts in these departments only."""

    right: Right
    has: bool
    source: Source
    department_ids: list[Ulid] | None = None


class GrantList(_Answer, frozen=True, kw_only=True):
    agent_id: Ulid
    role: str
    role_name: str = ""
    """Of a role of the company's own."""
    grants: list[Grant]
