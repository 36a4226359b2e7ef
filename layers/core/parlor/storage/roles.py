"""The company's own roles in the Directory table: `T` / `ROLE#<role>`, and what of them the writing of an agent touches.

A role carries how many agents have it, and a number that grows with each of them: who changes what a role brings has counted how many
administrators come or go by it, and that count holds only while nobody has taken or left the role.
"""

from collections.abc import Iterable

import msgspec
from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute

from parlor.domain.directory import Agent
from parlor.domain.errors import Conflict
from parlor.domain.ids import RoleId
from parlor.domain.roles import Role, fixed_role, role_of_today
from parlor.storage import connection, keys
from parlor.storage.rows import Row, attributes
from parlor.storage.transactions import Delete, Put, Step, Update, stale


class RoleRow(Row):
    class Meta:
        table_name = ""

    role_id = UnicodeAttribute()
    name = UnicodeAttribute()
    description = UnicodeAttribute(null=True)
    rights: ListAttribute[UnicodeAttribute] = ListAttribute(of=UnicodeAttribute)
    department_ids: "ListAttribute[UnicodeAttribute]" = ListAttribute(of=UnicodeAttribute, null=True)
    members = NumberAttribute()
    joined = NumberAttribute()
    rights_as_of = NumberAttribute()
    version = NumberAttribute()


def bind(directory_table: str) -> None:
    connection.bind((RoleRow,), directory_table)


def read_roles(pk: str) -> list[Role]:
    """½ RU for some eight roles, by name."""
    rows = RoleRow.query(pk, RoleRow.sk.startswith(keys.ROLE), consistent_read=True)
    return sorted((_role(row) for row in rows), key=lambda role: role.name)


def read_role(pk: str, role: str) -> Role | None:
    """None for a fixed role, which nobody reads, and for one that is gone."""
    if fixed_role(role):
        return None
    try:
        return _role(RoleRow.get(pk, keys.ROLE + role, consistent_read=True))
    except RoleRow.DoesNotExist:
        return None


def _role(row: RoleRow) -> Role:
    said = {name: value for name, value in row.attribute_values.items() if value is not None}
    return msgspec.convert(role_of_today(said), Role)


def put_role(pk: str, role: Role) -> Step:
    return Put(_row(pk, role), RoleRow.pk.does_not_exist(), stale())


def replace_role(pk: str, before: Role, after: Role) -> Step:
    """Only while nobody has taken or left it, and nobody else has changed it."""
    unchanged = (RoleRow.version == before.version) & (RoleRow.joined == before.joined)
    return Put(_row(pk, after), unchanged, stale())


def delete_role(pk: str, role: Role) -> Step:
    refusal = Conflict("Agents have this role. Say which they shall have instead.", code="role_in_use", field="successor_id")
    return Delete(RoleRow(pk, keys.ROLE + role.role_id), RoleRow.members == 0, refusal)


def _row(pk: str, role: Role) -> RoleRow:
    said = attributes(role) | {"description": role.description or None}
    return RoleRow(pk, keys.ROLE + role.role_id, **said)


def counted(pk: str, befores: Iterable[Agent], afters: Iterable[Agent]) -> list[Step]:
    """What the roles' rows learn of agents who change, come or go: how many have each, on condition that it is the role that was read.
    Agents who stay in their role and in what decides whether they may keep people touch nothing."""
    old, new = {each.agent_id: each for each in befores}, {each.agent_id: each for each in afters}
    change: dict[RoleId, int] = {}
    versions: dict[RoleId, int] = {}
    for agent_id in old.keys() | new.keys():
        before, after = old.get(agent_id), new.get(agent_id)
        if before is not None and after is not None and _bearing(before) == _bearing(after):
            continue
        for agent, by in ((before, -1), (after, 1)):
            if agent is not None and agent.own_role is not None:
                role = agent.own_role
                change[role.role_id] = change.get(role.role_id, 0) + by
                versions[role.role_id] = role.version
    return [_count(pk, role_id, by, versions[role_id]) for role_id, by in sorted(change.items())]


def _bearing(agent: Agent) -> tuple[object, ...]:
    return agent.role, agent.disabled, agent.rights_added, agent.rights_removed


def _count(pk: str, role_id: RoleId, by: int, version: int) -> Step:
    row = RoleRow(pk, keys.ROLE + role_id)
    return Update(row, [RoleRow.members.add(by), RoleRow.joined.add(1)], RoleRow.version == version, stale())
