"""What a tenant is made of: company, styles, departments, agents. Small, read often.

`version` grows by one with every change. Who changes something says which version was read; a newer one refuses.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

from msgspec import Struct
from msgspec.structs import replace

from parlor.domain.errors import Conflict, Forbidden, Invalid, NotFound
from parlor.domain.identity import came_by_sign_on
from parlor.domain.ids import AgentId, DepartmentId, StyleId, TenantId
from parlor.domain.invitation_rules import Invitations
from parlor.domain.rights import GENERATION, Right, of_today
from parlor.domain.roles import NO_POWERS, Powers, Reach, Role, check_may_grant, powers_of
from parlor.domain.service import PersonalSettings, PreChat, Service
from parlor.domain.style_content import DEFAULT_COLOR, Asset, StyleContent, StyleKind, WidgetLanguage

Assignment = Literal["manual", "automatic", "round_robin", "ranked"]
"""Who picks: the agents themselves, or the department: the emptiest desk, the longest since the last, the lowest rank first."""
Language = Literal["zh-CN", "en"]

UNREAD_GRACE_S = 120
WAIT_LIMIT_S = 60
RANK = 5
DEPTH_MAX = 5
"""Of the tree of departments."""
PENDING_LIFE_S = 24 * 3600
"""A sign-up that nobody confirms is forgotten after so long; Cognito's code lives as long."""


class Company(Struct, frozen=True, kw_only=True):
    """The tenant's settings. `widget_seen_at` is when the first visitor arrived through the snippet."""

    tenant_id: TenantId
    company: str
    time_zone: str
    language: Language
    created_at: int
    short_name: str = ""
    """How visitors are addressed in the company's name; empty for the name itself."""
    logo: Asset | None = None
    industry: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    invoice_title: str = ""
    tax_number: str = ""
    typing_preview: bool = True
    invitations: bool = True
    forced_conversations: bool = True
    unread_grace_s: int = UNREAD_GRACE_S
    wait_limit_s: int = WAIT_LIMIT_S
    widget_seen_at: int | None = None
    suspended_at: int | None = None
    """Since when its widgets are switched off and nobody can connect."""
    closing_at: int | None = None
    """When everything of it will be deleted. Until then it is off for visitors, and staff can take it back and little else."""
    visitor_shards: int = 1
    """Over how many partitions the visitors on the site are spread; only ever grows (scripts/visitor_shards.py)."""
    visitor_shards_before: int | None = None
    sso_client: str = ""
    """Of single sign-on: whose word on who somebody is holds today, empty for nobody's (domain/single_sign_on.py)."""
    sso_required: bool = False
    """Passwords are for administrators only."""
    version: int = 1

    @property
    def is_off(self) -> bool:
        """Whether visitors see nothing of it."""
        return self.suspended_at is not None or self.closing_at is not None

    @property
    def public_name(self) -> str:
        """What visitors read."""
        return self.short_name or self.company

    @property
    def contact(self) -> str:
        """How to reach the company outside a conversation, in one line; empty for one that says nothing of it."""
        said = [each for each in (self.phone, self.email, self.website, self.address) if each]
        return " · ".join([self.company, *said]) if said else ""

    @property
    def shards(self) -> tuple[int, ...]:
        """The number of shards, and that of before, where visits that began then may lie."""
        return (self.visitor_shards, self.visitor_shards_before) if self.visitor_shards_before else (self.visitor_shards,)


class Style(Struct, frozen=True, kw_only=True):
    """What the server needs of a style to lead and address its visitors: department (None: they choose), language, automatic
    invitations and form are those of the published content, `color` and `kind` those of the draft (domain/style_content.py).

    `published_version` 0: never published.
    """

    style_id: StyleId
    name: str
    color: str = DEFAULT_COLOR
    kind: StyleKind = "floating"
    language: WidgetLanguage = "auto"
    department_id: DepartmentId | None = None
    invitations: Invitations = Invitations()
    pre_chat: PreChat | None = None
    published_version: int = 0
    published_at: int | None = None
    changed_at: int | None = None
    has_changes: bool = False
    widget_seen_at: int | None = None
    """When the first visitor arrived through its snippet."""
    version: int = 1


class Department(Struct, frozen=True, kw_only=True):
    """`members` counts the agents who belong to it, disabled ones too. `skill` is what all who get its visitors must have.

    One whose `parent_id` is gone stands at the top.
    """

    department_id: DepartmentId
    name: str
    order: int = 0
    assignment: Assignment = "manual"
    members: int = 0
    parent_id: DepartmentId | None = None
    skill: str | None = None
    version: int = 1

    @property
    def assigns(self) -> bool:
        """By itself, without anybody picking."""
        return self.assignment != "manual"


class Agent(Struct, frozen=True, kw_only=True):
    """A person's membership in one tenant. `subject` is the person's id in the user pool, the same in every tenant."""

    agent_id: AgentId
    subject: str
    email: str
    number: str
    name: str
    sso_subject: str = ""
    """Who this is by single sign-on, empty for who has never come so; the same as `subject` for who has no password."""
    title: str = ""
    phone: str = ""
    """Of the card that visitors see, like `photo`: the address of a picture of ours."""
    photo: str = ""
    role: str = "agent"
    """One of the three that every company has, or the id of one of the company's own."""
    own_role: Role | None = None
    """What `role` names, if it is one of the company's own; read with the agent, stored by itself."""
    department_ids: tuple[DepartmentId, ...] = ()
    ceiling: int = 8
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """Codes such as `zh` and `en`."""
    rank: int = RANK
    """Where a department assigns by rank, the lowest comes first."""
    disabled: bool = False
    rights_added: tuple[Right, ...] = ()
    rights_removed: tuple[Right, ...] = ()
    rights_as_of: int = GENERATION
    """Of which table of rights the two before speak."""
    version: int = 1

    @property
    def by_role(self) -> Powers:
        return powers_of(self.role, self.own_role)

    @property
    def rights(self) -> frozenset[Right]:
        """What the role brings, with what was given besides and without what was taken away."""
        return (self.by_role.rights | set(self.rights_added)) - set(self.rights_removed)

    @property
    def reach(self) -> Reach:
        """Where bounded rights count; None: everywhere."""
        return self.by_role.reach

    @property
    def powers(self) -> Powers:
        return Powers(self.rights, self.reach)

    @property
    def subjects(self) -> frozenset[str]:
        """As whom the agent may sign in: with a password, by single sign-on."""
        return frozenset(each for each in (self.subject, self.sso_subject) if each)

    @property
    def active_admin(self) -> bool:
        """Who may give every right to others, and has a password for it: a company always has one, whatever becomes of its provider of
        single sign-on."""
        return not self.disabled and self.rights >= ADMIN_RIGHTS and not came_by_sign_on(self.subject)


def in_words_of_today(agent: Agent) -> Agent:
    """An agent as written down at any time, with single rights of today's table."""
    if agent.rights_as_of >= GENERATION:
        return agent
    return replace(
        agent,
        rights_added=of_today(agent.rights_added, agent.rights_as_of),
        rights_removed=of_today(agent.rights_removed, agent.rights_as_of),
        rights_as_of=GENERATION,
    )


ADMIN_RIGHTS: frozenset[Right] = frozenset(("keep_people", "keep_roles"))
"""Without somebody who has both, what a company's people may do could never be put right again."""


class Member(Struct, frozen=True):
    """One of a person's memberships."""

    tenant_id: TenantId
    agent: Agent


class PendingCompany(Struct, frozen=True, kw_only=True):
    """A sign-up whose e-mail address is not proved yet. All ids are fixed here, so that confirming twice makes one company."""

    email: str
    subject: str
    tenant_id: TenantId
    agent_id: AgentId
    department_ids: tuple[DepartmentId, ...]
    style_id: StyleId
    company: str
    name: str
    language: Language
    time_zone: str
    created_at: int


DEFAULT_DEPARTMENTS: dict[Language, tuple[str, ...]] = {"zh-CN": ("售前咨询", "售后服务"), "en": ("Sales", "Support")}
DEFAULT_STYLE: dict[Language, str] = {"zh-CN": "默认风格", "en": "Default"}
FIRST_AGENT_NUMBER = "1000"


class NewCompany(Struct, frozen=True, kw_only=True):
    """What a confirmed sign-up creates."""

    company: Company
    style: Style
    content: StyleContent
    """The style's, published already: a sign-up ends with a snippet that works."""
    departments: tuple[Department, ...]
    admin: Agent


def new_company(pending: PendingCompany, now: int) -> NewCompany:
    """The company with its first departments, style and administrator, ready to receive visitors."""
    departments = tuple(
        Department(department_id=department_id, name=name, order=order, members=1)
        for order, (department_id, name) in enumerate(zip(pending.department_ids, DEFAULT_DEPARTMENTS[pending.language], strict=True))
    )
    return NewCompany(
        company=Company(
            tenant_id=pending.tenant_id,
            company=pending.company,
            time_zone=pending.time_zone,
            language=pending.language,
            created_at=now,
        ),
        style=Style(
            style_id=pending.style_id,
            name=DEFAULT_STYLE[pending.language],
            department_id=pending.department_ids[0],
            published_version=1,
            published_at=now,
            changed_at=now,
        ),
        content=StyleContent(department_id=pending.department_ids[0]),
        departments=departments,
        admin=Agent(
            agent_id=pending.agent_id,
            subject=pending.subject,
            email=pending.email,
            number=FIRST_AGENT_NUMBER,
            name=pending.name,
            role="admin",
            department_ids=pending.department_ids,
        ),
    )


def form_before(style: Style, service: Service) -> PreChat:
    """The form before a conversation: the style's own, else the company's. It may be switched off."""
    return style.pre_chat or service.pre_chat


def check_not_suspended(company: Company) -> None:
    """Raises `Forbidden` (`tenant_suspended`)."""
    if company.suspended_at is not None:
        raise Forbidden("This company is suspended.", code="tenant_suspended")


def check_open(company: Company) -> None:
    """Neither suspended nor closing. Raises `Forbidden` (`tenant_suspended`, `tenant_closing`)."""
    check_not_suspended(company)
    check_not_closing(company)


def check_not_closing(company: Company) -> None:
    """Raises `Forbidden` (`tenant_closing`)."""
    if company.closing_at is not None:
        raise Forbidden("This company is closing. An administrator can take that back.", code="tenant_closing")


def normal_email(email: str) -> str:
    """The form under which an address is kept and compared: people type capitals that mean nothing."""
    return email.strip().lower()


def check_version(read: int, current: int) -> None:
    """Raises `Conflict` if somebody changed the thing since it was read."""
    if read != current:
        raise Conflict("Somebody else has changed this meanwhile. Load it again.", field="version")


def check_departments(wanted: tuple[DepartmentId, ...], existing: list[Department]) -> tuple[DepartmentId, ...]:
    """The wanted departments, each once. Raises `NotFound` for one that the tenant does not have."""
    known = {department.department_id for department in existing}
    for index, department_id in enumerate(wanted):
        if department_id not in known:
            raise NotFound("There is no such department.", field=f"department_ids[{index}]")
    return tuple(dict.fromkeys(wanted))


def check_parent(department_id: DepartmentId, parent_id: DepartmentId, departments: list[Department]) -> list[Department]:
    """The departments above, nearest first. Raises `NotFound`, `Conflict` (`cycle`, `too_deep`)."""
    known = {each.department_id: each for each in departments}
    if parent_id not in known:
        raise NotFound("There is no such department.", field="parent_id")
    above: list[Department] = []
    found: Department | None = known[parent_id]
    while found is not None and found not in above:
        if found.department_id == department_id:
            raise Conflict("A department cannot stand below itself.", code="cycle", field="parent_id")
        above.append(found)
        found = known.get(found.parent_id) if found.parent_id else None
    if len(above) + _height(department_id, departments) > DEPTH_MAX:
        raise Conflict(f"Departments stand at most {DEPTH_MAX} deep.", code="too_deep", field="parent_id")
    return above


def _height(department_id: DepartmentId, departments: list[Department]) -> int:
    """How deep the tree is from a department on: 1 for one with nothing below."""
    below = [each for each in departments if each.parent_id == department_id and each.department_id != department_id]
    others = [each for each in departments if each.department_id != department_id]
    return 1 + max((_height(each.department_id, others) for each in below), default=0)


def check_admin_left(before: Agent, after: Agent, admins: int) -> None:
    """`admins` are those of now. Raises `Conflict` if the company would be without one who can sign in."""
    if before.active_admin and not after.active_admin and admins <= 1:
        raise last_admin(lost_by(before, after))


def lost_by(before: Agent, after: Agent) -> str:
    """The field by whose change an agent is no administrator any more."""
    if after.disabled and not before.disabled:
        return "disabled"
    return "rights_removed" if before.role == after.role else "role"


def check_admins_left(agents: Iterable[Agent], changed: Iterable[Agent], field: str) -> None:
    """`changed` are those of the agents, by id, who would have another role. Raises `Conflict` like `check_admin_left`."""
    after = {agent.agent_id: agent for agent in agents} | {agent.agent_id: agent for agent in changed}
    if not any(agent.active_admin for agent in after.values()):
        raise last_admin(field)


def last_admin(field: str | None = None) -> Conflict:
    message = "Nobody else may keep people and roles. Give somebody else these rights first."
    return Conflict(message, code="last_admin", field=field)


def check_may_change(giver: Agent, before: Agent | None, after: Agent) -> None:
    """Raises `Forbidden` if the agent would get what the giver has not."""
    field = "role" if before is not None and before.role != after.role and not after.rights_added else "rights_added"
    check_may_grant(giver.powers, before.powers if before else NO_POWERS, after.powers, field)


def with_single_rights(agent: Agent) -> Agent:
    """Rights given and taken away singly, as far as they differ from what the role brings."""
    by_role = agent.by_role.rights
    added, removed = set(agent.rights_added) - by_role, set(agent.rights_removed) & by_role
    return replace(agent, rights_added=tuple(sorted(added)), rights_removed=tuple(sorted(removed)))


def check_time_zone(name: str, known: frozenset[str] | set[str]) -> str:
    """Raises `Invalid` for a name that is not in the IANA data base."""
    if name not in known:
        raise Invalid("This is not a time zone of the IANA data base, such as Asia/Shanghai.", field="time_zone")
    return name


class Directory(Protocol):
    """One tenant's rows. Reading methods may answer from a few seconds ago unless they say otherwise."""

    def look_again(self) -> None:
        """Forgets what was read: what is asked next is read from the table."""

    def company(self) -> Company:
        """Raises `NotFound`."""

    def styles(self) -> list[Style]: ...

    def style(self, style_id: StyleId) -> Style:
        """Raises `NotFound`."""

    def seen_style(self, style_id: StyleId, published_version: int = 0) -> Style:
        """As of the last minute, for who only looks at a page; not older than `published_version`. Raises `NotFound`."""

    def departments(self) -> list[Department]:
        """By `order`, then name."""

    def department(self, department_id: DepartmentId) -> Department:
        """Raises `NotFound`."""

    def agents(self) -> list[Agent]:
        """By number, each with the role of its own that it has."""

    def agent(self, agent_id: AgentId) -> Agent:
        """Raises `NotFound`."""

    def service(self) -> Service:
        """How the company serves its visitors: version 0 with the product's own rules until somebody changes them."""

    def personal(self, agent_id: AgentId) -> PersonalSettings:
        """An agent's own settings: version 0 until the agent changes them."""


class DirectoryEditor(Directory, Protocol):
    """Changes, always decided on what is stored now. All raise `Conflict` when the stored version is another one."""

    def fresh(self) -> "DirectoryEditor":
        """The same rows, read from the table and not from memory."""

    def roles(self) -> list[Role]:
        """The company's own, by name."""

    def change_company(self, before: Company, after: Company) -> Company: ...

    def note_widget_seen(self, style_id: StyleId, now: int) -> None:
        """Remembers the first visitor of the company and of the style; later ones change nothing."""

    def add_department(self, department: Department) -> Department: ...

    def change_department(self, before: Department, after: Department, above: Sequence[Department] = ()) -> Department:
        """`above` are the departments over a new parent, as read: they must still stand so, or two moves could make a ring."""

    def delete_department(self, department_id: DepartmentId) -> None:
        """Raises `Conflict` (`has_members`), `NotFound`."""

    def link_sign_on(self, agent: Agent, subject: str) -> Agent:
        """Who comes as `subject` is this agent from now on, and whoever came as another is no longer. Raises `Conflict`."""

    def add_agent(self, agent: Agent) -> Agent:
        """Raises `Conflict` (`exists`) for a number or a person that the tenant has already."""

    def change_agent(self, before: Agent, after: Agent) -> Agent:
        """Raises `Conflict` (`exists`, `last_admin`)."""

    def delete_agent(self, agent: Agent) -> None:
        """One who is disabled. Their own settings go, too. Raises `Conflict`."""

    def add_role(self, role: Role) -> Role: ...

    def change_role(self, before: Role, after: Role, admins: int) -> Role:
        """`admins` is by how many the company then has more, or fewer, who may keep people and roles. Raises `Conflict` (`last_admin`),
        also when somebody has taken or left the role since it was read."""

    def move_agents(self, agents: Sequence[Agent], role: str, own: Role | None) -> list[Agent]:
        """They have another role from now on: all or, of more than forty, so many at a time. Raises `Conflict` (`last_admin`)."""

    def delete_role(self, role: Role) -> None:
        """Raises `Conflict` (`role_in_use`)."""

    def change_service(self, before: Service, after: Service) -> Service: ...

    def change_personal(self, agent_id: AgentId, before: PersonalSettings, after: PersonalSettings) -> PersonalSettings: ...


class Companies(Protocol):
    """What reaches across tenants: sign-up and the memberships of a person."""

    def of_person(self, subject: str) -> list[Member]:
        """The memberships that are not disabled, read from the table."""

    def member(self, subject: str, tenant: TenantId) -> Member | None:
        """The person's membership in one tenant, read from the table; None when there is none or it is disabled."""

    def pending(self, email: str) -> PendingCompany | None: ...

    def put_pending(self, pending: PendingCompany, expires_at_s: int) -> None: ...

    def delete_pending(self, email: str) -> None: ...

    def create(self, new: NewCompany) -> None:
        """Creates everything or nothing; a company that exists already is left as it is."""
