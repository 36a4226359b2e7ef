"""The Directory table: what tenants are made of. Reads may come from memory for a few seconds; changes never do.

Rows of a tenant share the partition `T`; the sort key says what they are. Uniqueness (an agent's number, a person's
membership) is a row of its own, put in the same transaction, so a race cannot break it. So are the number of
administrators and of a department's members. Phrases and links have their own store (storage/library.py).
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec
from pynamodb.attributes import BooleanAttribute, JSONAttribute, ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError

from parlor.domain.directory import (
    Agent,
    Company,
    Department,
    Member,
    NewCompany,
    PendingCompany,
    Style,
    in_words_of_today,
    last_admin,
)
from parlor.domain.errors import Conflict, NotFound
from parlor.domain.ids import AgentId, DepartmentId, StyleId, TenantId
from parlor.domain.presence import VISIT_LIFE_MS
from parlor.domain.roles import Role, fixed_role
from parlor.domain.service import PersonalSettings, Service
from parlor.storage import connection, keys, roles, styles
from parlor.storage.memory import Memory, Thing
from parlor.storage.rows import Row, attributes, thing
from parlor.storage.styles import StyleRow, first_steps, style_of
from parlor.storage.transactions import Check, Delete, Put, Step, Update, stale, transact

Document = TypeVar("Document", Service, PersonalSettings)
MOVED_AT_ONCE = 40
"""Agents whose role is changed in one transaction, with the rows of both roles and of the company."""
SEEN_MS = 60_000
"""How old a style may be for who only looks at a page: a page view reads none."""


class CompanyRow(Row):
    class Meta:
        table_name = ""

    tenant_id = UnicodeAttribute()
    company = UnicodeAttribute()
    time_zone = UnicodeAttribute()
    language = UnicodeAttribute()
    created_at = NumberAttribute()
    short_name = UnicodeAttribute(null=True)
    logo: Any = JSONAttribute(null=True)
    industry = UnicodeAttribute(null=True)
    address = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    website = UnicodeAttribute(null=True)
    invoice_title = UnicodeAttribute(null=True)
    tax_number = UnicodeAttribute(null=True)
    typing_preview = BooleanAttribute()
    invitations = BooleanAttribute()
    forced_conversations = BooleanAttribute()
    unread_grace_s = NumberAttribute()
    wait_limit_s = NumberAttribute()
    widget_seen_at = NumberAttribute(null=True)
    suspended_at = NumberAttribute(null=True)
    closing_at = NumberAttribute(null=True)
    visitor_shards = NumberAttribute(null=True)
    visitor_shards_before = NumberAttribute(null=True)
    visitor_shards_raised_at = NumberAttribute(null=True)
    sso_client = UnicodeAttribute(null=True)
    sso_required = BooleanAttribute(null=True)
    admins = NumberAttribute(default=1)
    """Administrators who are not disabled; never below one."""
    version = NumberAttribute()


class DepartmentRow(Row):
    class Meta:
        table_name = ""

    department_id = UnicodeAttribute()
    name = UnicodeAttribute()
    order = NumberAttribute()
    assignment = UnicodeAttribute()
    members = NumberAttribute()
    parent_id = UnicodeAttribute(null=True)
    skill = UnicodeAttribute(null=True)
    version = NumberAttribute()


class AgentRow(Row):
    class Meta:
        table_name = ""

    agent_id = UnicodeAttribute()
    subject = UnicodeAttribute()
    sso_subject = UnicodeAttribute(null=True)
    email = UnicodeAttribute()
    number = UnicodeAttribute()
    name = UnicodeAttribute()
    title = UnicodeAttribute()
    phone = UnicodeAttribute(null=True)
    photo = UnicodeAttribute(null=True)
    role = UnicodeAttribute()
    department_ids: ListAttribute[UnicodeAttribute] = ListAttribute(of=UnicodeAttribute)
    ceiling = NumberAttribute()
    skills: Any = ListAttribute(of=UnicodeAttribute, null=True)
    languages: Any = ListAttribute(of=UnicodeAttribute, null=True)
    rank = NumberAttribute(null=True)
    disabled = BooleanAttribute()
    rights_added: Any = ListAttribute(of=UnicodeAttribute, null=True)
    rights_removed: Any = ListAttribute(of=UnicodeAttribute, null=True)
    rights_as_of = NumberAttribute(null=True)
    version = NumberAttribute()


class ServiceRow(Row):
    """`body` is the whole document as JSON: it is read and changed as one."""

    class Meta:
        table_name = ""

    body = UnicodeAttribute()
    version = NumberAttribute()


class PersonalRow(Row):
    """`PERSONAL#<agent>`: an agent's own settings, as JSON."""

    class Meta:
        table_name = ""

    body = UnicodeAttribute()
    version = NumberAttribute()


class TakenRow(Row):
    """A name that only one row may have."""

    class Meta:
        table_name = ""

    owner = UnicodeAttribute()


class PersonRow(Row):
    """`P#<subject>` / `<tenant>`: a person is a member of a tenant at most once."""

    class Meta:
        table_name = ""

    agent_id = UnicodeAttribute()


class PendingRow(Row):
    class Meta:
        table_name = ""

    email = UnicodeAttribute()
    subject = UnicodeAttribute()
    tenant_id = UnicodeAttribute()
    agent_id = UnicodeAttribute()
    department_ids: ListAttribute[UnicodeAttribute] = ListAttribute(of=UnicodeAttribute)
    style_id = UnicodeAttribute()
    company = UnicodeAttribute()
    name = UnicodeAttribute()
    language = UnicodeAttribute()
    time_zone = UnicodeAttribute()
    created_at = NumberAttribute()
    ttl = NumberAttribute()


_MODELS: tuple[type[Row], ...] = (
    CompanyRow,
    DepartmentRow,
    AgentRow,
    ServiceRow,
    PersonalRow,
    TakenRow,
    PersonRow,
    PendingRow,
)


def bind(directory_table: str) -> None:
    """Gives the models their table."""
    connection.bind(_MODELS, directory_table)
    styles.bind(directory_table)
    roles.bind(directory_table)


_COMPANY_CHANGES = (
    "company",
    "short_name",
    "industry",
    "address",
    "phone",
    "email",
    "website",
    "invoice_title",
    "tax_number",
    "time_zone",
    "language",
    "typing_preview",
    "invitations",
    "forced_conversations",
    "unread_grace_s",
    "wait_limit_s",
    "version",
)
"""What the administrator changes, beside the logo."""


class DirectoryStore:
    """The rows of one tenant."""

    def __init__(self, tenant: TenantId, memory: Memory) -> None:
        self._tenant = tenant
        self._pk = keys.company(tenant)
        self._memory = memory

    # --- reading

    def company(self) -> Company:
        return self._memory.answer(self._tenant, keys.COMPANY, lambda: self._get(CompanyRow, keys.COMPANY, Company))

    def styles(self) -> list[Style]:
        return self._memory.answer(self._tenant, keys.STYLE, self._styles)

    def style(self, style_id: StyleId) -> Style:
        return self._memory.answer(self._tenant, keys.STYLE + style_id, lambda: self._style(style_id))

    def seen_style(self, style_id: StyleId, published_version: int = 0) -> Style:
        question = keys.SEEN_STYLE + style_id
        found = self._memory.answer(self._tenant, question, lambda: self._style(style_id), keep_ms=SEEN_MS)
        if found.published_version >= published_version:
            return found
        self._memory.forget_answer(self._tenant, question)
        return self._memory.answer(self._tenant, question, lambda: self._style(style_id), keep_ms=SEEN_MS)

    def departments(self) -> list[Department]:
        return self._memory.answer(self._tenant, keys.DEPARTMENT, self._departments)

    def department(self, department_id: DepartmentId) -> Department:
        return self._find(self.departments, lambda department: department.department_id == department_id)

    def agents(self) -> list[Agent]:
        return self._memory.answer(self._tenant, keys.AGENT, self._agents)

    def agent(self, agent_id: AgentId) -> Agent:
        return self._find(self.agents, lambda agent: agent.agent_id == agent_id)

    def roles(self) -> list[Role]:
        return self._memory.answer(self._tenant, keys.ROLE, lambda: roles.read_roles(self._pk))

    def service(self) -> Service:
        return self._memory.answer(self._tenant, keys.SERVICE, lambda: self._document(ServiceRow, keys.SERVICE, Service()))

    def personal(self, agent_id: AgentId) -> PersonalSettings:
        sk = keys.PERSONAL + agent_id
        return self._memory.answer(self._tenant, sk, lambda: self._document(PersonalRow, sk, PersonalSettings()))

    def look_again(self) -> None:
        self._memory.forget(self._tenant)

    def fresh(self) -> "DirectoryStore":
        self.look_again()
        return self

    def _find(self, read: Callable[[], list[Thing]], wanted: Callable[[Thing], bool]) -> Thing:
        """What memory does not know may be a moment old: only the table can say that there is none."""
        try:
            return _found(read(), wanted)
        except NotFound:
            self._memory.forget(self._tenant)
            return _found(read(), wanted)

    def _styles(self) -> list[Style]:
        return [style_of(row) for row in StyleRow.query(self._pk, StyleRow.sk.startswith(keys.STYLE), consistent_read=True)]

    def _style(self, style_id: StyleId) -> Style:
        try:
            return style_of(StyleRow.get(self._pk, keys.STYLE + style_id, consistent_read=True))
        except StyleRow.DoesNotExist:
            raise NotFound("There is no such style.", field="style_id") from None

    def _departments(self) -> list[Department]:
        return sorted(self._all(DepartmentRow, keys.DEPARTMENT, Department), key=lambda found: (found.order, found.name))

    def _agents(self) -> list[Agent]:
        rows = AgentRow.query(self._pk, AgentRow.sk.startswith(keys.AGENT), consistent_read=True)
        agents = [_agent(row) for row in rows]
        if any(fixed_role(agent.role) is None for agent in agents):
            own = {str(role.role_id): role for role in roles.read_roles(self._pk)}
            agents = [msgspec.structs.replace(agent, own_role=own.get(agent.role)) for agent in agents]
        return sorted(agents, key=lambda agent: (len(agent.number), agent.number))

    def _get(self, model: type[Row], sk: str, kind: type[Thing]) -> Thing:
        try:
            return thing(model.get(self._pk, sk, consistent_read=True), kind)
        except model.DoesNotExist:
            raise NotFound(f"There is no such {kind.__name__.lower()}.") from None

    def _document(self, model: type[ServiceRow] | type[PersonalRow], sk: str, unchanged: Document) -> Document:
        """`unchanged` is what holds while nobody has changed anything."""
        try:
            row = model.get(self._pk, sk, consistent_read=True)
        except model.DoesNotExist:
            return unchanged
        body = msgspec.json.decode(row.body)
        return msgspec.convert({**body, "version": int(row.version)}, type(unchanged))

    def _all(self, model: type[Row], prefix: str, kind: type[Thing]) -> list[Thing]:
        rows = model.query(self._pk, model.sk.startswith(prefix), consistent_read=True)
        return [thing(row, kind) for row in rows]

    # --- changing

    def change_company(self, before: Company, after: Company) -> Company:
        changed = msgspec.structs.replace(after, version=before.version + 1)
        row = CompanyRow(self._pk, keys.COMPANY)
        try:
            row.update(
                actions=[getattr(CompanyRow, name).set(getattr(changed, name)) for name in _COMPANY_CHANGES] + [_logo_action(changed)],
                condition=CompanyRow.version == before.version,
            )
        except UpdateError as error:
            raise _as_conflict(error) from None
        self._memory.forget(self._tenant)
        return changed

    def raise_visitor_shards(self, number: int, now: int) -> Company:
        """Spreads visitors who come from now on over so many partitions; those who are here are found where they are.

        Raises `Conflict` when that is not more than now, or when the number grew within the last day: visits last no longer, and only
        one number of before is remembered.
        """
        row = CompanyRow(self._pk, keys.COMPANY)
        before = self.fresh().company()
        try:
            row.update(
                actions=[
                    CompanyRow.visitor_shards.set(number),
                    CompanyRow.visitor_shards_before.set(before.visitor_shards),
                    CompanyRow.visitor_shards_raised_at.set(now),
                ],
                condition=CompanyRow.tenant_id.exists()
                & (CompanyRow.visitor_shards.does_not_exist() | (CompanyRow.visitor_shards < number))
                & (CompanyRow.visitor_shards_raised_at.does_not_exist() | (CompanyRow.visitor_shards_raised_at < now - VISIT_LIFE_MS)),
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise Conflict("The number only grows, and at most once a day.", field="visitor_shards") from None
        return self.fresh().company()

    def note_widget_seen(self, style_id: StyleId, now: int) -> None:
        row, style = CompanyRow(self._pk, keys.COMPANY), StyleRow(self._pk, keys.STYLE + style_id)
        self._once(row, CompanyRow.widget_seen_at.set(now), CompanyRow.tenant_id.exists() & CompanyRow.widget_seen_at.does_not_exist())
        self._once(style, StyleRow.widget_seen_at.set(now), StyleRow.style_id.exists() & StyleRow.widget_seen_at.does_not_exist())
        self._memory.forget(self._tenant)

    def _once(self, row: Row, action: Any, condition: Any) -> None:
        try:
            row.update(actions=[action], condition=condition)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise

    def suspend(self, now: int | None) -> Company:
        """Since `now`, or not any more. Raises `NotFound`."""
        row = CompanyRow(self._pk, keys.COMPANY)
        action = CompanyRow.suspended_at.remove() if now is None else CompanyRow.suspended_at.set(now)
        try:
            row.update(actions=[action], condition=CompanyRow.tenant_id.exists())
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise NotFound("There is no such company.") from None
        return self.fresh().company()

    def add_department(self, department: Department) -> Department:
        row = DepartmentRow(self._pk, keys.DEPARTMENT + department.department_id, **attributes(department))
        self._write([Put(row, DepartmentRow.pk.does_not_exist(), stale())])
        return department

    def change_department(self, before: Department, after: Department, above: Sequence[Department] = ()) -> Department:
        changed = msgspec.structs.replace(after, version=before.version + 1)
        actions = [
            DepartmentRow.name.set(changed.name),
            DepartmentRow.order.set(changed.order),
            DepartmentRow.assignment.set(changed.assignment),
            DepartmentRow.parent_id.set(changed.parent_id) if changed.parent_id else DepartmentRow.parent_id.remove(),
            DepartmentRow.skill.set(changed.skill) if changed.skill else DepartmentRow.skill.remove(),
            DepartmentRow.version.set(changed.version),
        ]
        row = DepartmentRow(self._pk, keys.DEPARTMENT + before.department_id)
        moved = changed.parent_id is not None and changed.parent_id != before.parent_id
        standing = [self._stands(each) for each in above] if moved else []
        self._write([*standing, Update(row, actions, DepartmentRow.version == before.version, stale())])
        return changed

    def _stands(self, department: Department) -> Step:
        """Where it stood when the tree was looked at."""
        row = DepartmentRow(self._pk, keys.DEPARTMENT + department.department_id)
        parent = DepartmentRow.parent_id
        return Check(
            row, parent == department.parent_id if department.parent_id else DepartmentRow.pk.exists() & parent.does_not_exist(), stale()
        )

    def delete_department(self, department_id: DepartmentId) -> None:
        row = DepartmentRow(self._pk, keys.DEPARTMENT + department_id)
        refusal = Conflict("Agents belong to this department. Move them first.", code="has_members")
        self._write([Delete(row, DepartmentRow.members == 0, refusal)])

    def add_agent(self, agent: Agent) -> Agent:
        row = _agent_row(self._pk, agent)
        steps: list[Step] = [
            Put(row, AgentRow.pk.does_not_exist(), stale()),
            Put(
                PersonRow(keys.person(agent.subject), str(self._tenant), agent_id=agent.agent_id),
                PersonRow.pk.does_not_exist(),
                Conflict("This person is a colleague already.", code="exists", field="email"),
            ),
            self._take(keys.taken_number(agent.number), agent, "Another agent has this number.", "number"),
            *(self._count_member(department_id, 1) for department_id in agent.department_ids),
            *roles.counted(self._pk, [], [agent]),
            *self._count_admins([], [agent]),
        ]
        self._write(steps)
        return agent

    def change_agent(self, before: Agent, after: Agent) -> Agent:
        changed = msgspec.structs.replace(after, version=before.version + 1)
        steps: list[Step] = [Put(_agent_row(self._pk, changed), AgentRow.version == before.version, stale())]
        if keys.taken_number(changed.number) != keys.taken_number(before.number):
            steps.append(self._take(keys.taken_number(changed.number), changed, "Another agent has this number.", "number"))
            steps.append(Delete(TakenRow(self._pk, keys.taken_number(before.number)), None, stale()))
        joined = set(changed.department_ids) - set(before.department_ids)
        left = set(before.department_ids) - set(changed.department_ids)
        steps += [self._count_member(department_id, 1) for department_id in joined]
        steps += [self._count_member(department_id, -1) for department_id in left]
        steps += [*roles.counted(self._pk, [before], [changed]), *self._count_admins([before], [changed])]
        self._write(steps)
        return changed

    def link_sign_on(self, agent: Agent, subject: str) -> Agent:
        linked = msgspec.structs.replace(agent, sso_subject=subject, version=agent.version + 1)
        person = PersonRow(keys.person(subject), str(self._tenant), agent_id=agent.agent_id)
        steps: list[Step] = [
            Put(_agent_row(self._pk, linked), AgentRow.version == agent.version, stale()),
            Put(person, PersonRow.pk.does_not_exist(), stale()),
        ]
        if agent.sso_subject:
            steps.append(Delete(PersonRow(keys.person(agent.sso_subject), str(self._tenant)), None, stale()))
        self._write(steps)
        return linked

    def delete_agent(self, agent: Agent) -> None:
        self._write(
            [
                *self._forget_sign_on(agent),
                Delete(AgentRow(self._pk, keys.AGENT + agent.agent_id), AgentRow.version == agent.version, stale()),
                Delete(PersonRow(keys.person(agent.subject), str(self._tenant)), None, stale()),
                Delete(TakenRow(self._pk, keys.taken_number(agent.number)), None, stale()),
                Delete(PersonalRow(self._pk, keys.PERSONAL + agent.agent_id), None, stale()),
                *(self._count_member(department_id, -1) for department_id in agent.department_ids),
                *roles.counted(self._pk, [agent], []),
            ]
        )

    def add_role(self, role: Role) -> Role:
        self._write([roles.put_role(self._pk, role)])
        return role

    def change_role(self, before: Role, after: Role, admins: int) -> Role:
        changed = msgspec.structs.replace(after, version=before.version + 1)
        self._write([roles.replace_role(self._pk, before, changed), *self._add_admins(admins)])
        return changed

    def move_agents(self, agents: Sequence[Agent], role: str, own: Role | None) -> list[Agent]:
        moved: list[Agent] = []
        for start in range(0, len(agents), MOVED_AT_ONCE):
            befores = agents[start : start + MOVED_AT_ONCE]
            afters = [msgspec.structs.replace(each, role=role, own_role=own, version=each.version + 1) for each in befores]
            puts: list[Step] = [
                Put(_agent_row(self._pk, after), AgentRow.version == before.version, stale())
                for before, after in zip(befores, afters, strict=True)
            ]
            self._write([*puts, *roles.counted(self._pk, befores, afters), *self._count_admins(befores, afters)])
            moved += afters
        return moved

    def delete_role(self, role: Role) -> None:
        self._write([roles.delete_role(self._pk, role)])

    def _forget_sign_on(self, agent: Agent) -> list[Step]:
        if not agent.sso_subject or agent.sso_subject == agent.subject:
            return []
        return [Delete(PersonRow(keys.person(agent.sso_subject), str(self._tenant)), None, stale())]

    def change_service(self, before: Service, after: Service) -> Service:
        return self._change_document(ServiceRow, keys.SERVICE, before, after)

    def change_personal(self, agent_id: AgentId, before: PersonalSettings, after: PersonalSettings) -> PersonalSettings:
        return self._change_document(PersonalRow, keys.PERSONAL + agent_id, before, after)

    def _change_document(self, model: type[ServiceRow] | type[PersonalRow], sk: str, before: Document, after: Document) -> Document:
        changed = msgspec.structs.replace(after, version=before.version + 1)
        body = {name: value for name, value in msgspec.to_builtins(changed).items() if name != "version"}
        row = model(self._pk, sk, body=msgspec.json.encode(body).decode(), version=changed.version)
        unchanged = model.version == before.version if before.version else model.pk.does_not_exist()
        self._write([Put(row, unchanged, stale())])
        return changed

    def _take(self, sk: str, agent: Agent, message: str, field: str) -> Step:
        row = TakenRow(self._pk, sk, owner=agent.agent_id)
        return Put(row, TakenRow.pk.does_not_exist(), Conflict(message, code="exists", field=field))

    def _count_member(self, department_id: DepartmentId, by: int) -> Step:
        row = DepartmentRow(self._pk, keys.DEPARTMENT + department_id)
        refusal = NotFound("There is no such department.", field="department_ids")
        return Update(row, [DepartmentRow.members.add(by)], DepartmentRow.pk.exists(), refusal)

    def _count_admins(self, befores: Sequence[Agent], afters: Sequence[Agent]) -> list[Step]:
        return self._add_admins(sum(each.active_admin for each in afters) - sum(each.active_admin for each in befores))

    def _add_admins(self, by: int) -> list[Step]:
        """One is left, however many go at the same moment."""
        row = CompanyRow(self._pk, keys.COMPANY)
        return [Update(row, [CompanyRow.admins.add(by)], CompanyRow.admins >= max(1, 1 - by), last_admin())] if by else []

    def _write(self, steps: list[Step]) -> None:
        transact(steps)
        self._memory.forget(self._tenant)


class CompanyStore:
    """What reaches across tenants: sign-up and a person's memberships."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms

    def of_person(self, subject: str) -> list[Member]:
        people = PersonRow.query(keys.person(subject), PersonRow.sk < keys.AFTER_MEMBERSHIPS, consistent_read=True)
        return members_of([(keys.company(TenantId(row.sk)), keys.AGENT + row.agent_id) for row in people])

    def member(self, subject: str, tenant: TenantId) -> Member | None:
        try:
            person = PersonRow.get(keys.person(subject), str(tenant), consistent_read=True)
        except PersonRow.DoesNotExist:
            return None
        return member_of(tenant, AgentId(person.agent_id), subject)

    def pending(self, email: str) -> PendingCompany | None:
        try:
            row = PendingRow.get(keys.pending(email), keys.META, consistent_read=True)
        except PendingRow.DoesNotExist:
            return None
        return thing(row, PendingCompany) if int(row.ttl) * 1000 > self._now_ms() else None

    def put_pending(self, pending: PendingCompany, expires_at_s: int) -> None:
        PendingRow(keys.pending(pending.email), keys.META, ttl=expires_at_s, **attributes(pending)).save()

    def delete_pending(self, email: str) -> None:
        PendingRow(keys.pending(email), keys.META).delete()

    def create(self, new: NewCompany) -> None:
        pk = keys.company(new.company.tenant_id)
        already = Conflict("The company exists already.", code="exists")
        steps: list[Step] = [
            Put(CompanyRow(pk, keys.COMPANY, admins=1, **attributes(new.company)), CompanyRow.pk.does_not_exist(), already),
            *first_steps(pk, new.style, new.content, already),
            Put(_agent_row(pk, new.admin), None, already),
            Put(PersonRow(keys.person(new.admin.subject), pk, agent_id=new.admin.agent_id), None, already),
            Put(TakenRow(pk, keys.taken_number(new.admin.number), owner=new.admin.agent_id), None, already),
            *(
                Put(DepartmentRow(pk, keys.DEPARTMENT + found.department_id, **attributes(found)), None, already)
                for found in new.departments
            ),
        ]
        try:
            transact(steps)
        except Conflict as conflict:
            if conflict is not already:
                raise


def _agent_row(pk: str, agent: Agent) -> AgentRow:
    said = {name: value for name, value in attributes(agent).items() if name != "own_role"}
    return AgentRow(pk, keys.AGENT + agent.agent_id, **said)


def members_of(wanted: list[tuple[str, str]]) -> list[Member]:
    """Those of the rows with these keys that are not disabled, by tenant."""
    rows = AgentRow.batch_get(wanted, consistent_read=True) if wanted else ()
    members = [Member(TenantId(row.pk), _whole(row)) for row in rows]
    return sorted((member for member in members if not member.agent.disabled), key=lambda member: member.tenant_id)


def member_of(tenant: TenantId, agent_id: AgentId, subject: str) -> Member | None:
    """None for an agent who is not there, not this person's, or disabled."""
    try:
        agent = _whole(AgentRow.get(keys.company(tenant), keys.AGENT + agent_id, consistent_read=True))
    except AgentRow.DoesNotExist:
        return None
    return None if agent.disabled or subject not in agent.subjects else Member(tenant, agent)


def _logo_action(company: Company) -> Any:
    return CompanyRow.logo.set(msgspec.to_builtins(company.logo)) if company.logo else CompanyRow.logo.remove()


def _agent(row: AgentRow) -> Agent:
    row.rights_as_of = row.rights_as_of or 1
    return in_words_of_today(thing(row, Agent))


def _whole(row: AgentRow) -> Agent:
    """With the role of its own that it has: ½ RU more, where it has one."""
    agent = _agent(row)
    return msgspec.structs.replace(agent, own_role=roles.read_role(row.pk, agent.role))


def _found(things: list[Thing], wanted: Callable[[Thing], bool]) -> Thing:
    for each in things:
        if wanted(each):
            return each
    raise NotFound("There is no such thing here.")


def _as_conflict(error: UpdateError) -> Exception:
    return stale() if error.cause_response_code == "ConditionalCheckFailedException" else error
