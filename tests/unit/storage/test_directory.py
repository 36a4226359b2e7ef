"""The Directory: unique numbers and persons, counted members and administrators, optimistic versions, memory by tenant."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from parlor.domain.directory import Agent, Department, PendingCompany, new_company
from parlor.domain.errors import Conflict, NotFound
from parlor.domain.ids import AgentId, DepartmentId, StyleId, TenantId, new_ulid
from parlor.domain.service import AutoReplies, IdleRules, PersonalSettings, Service, Topic
from parlor.storage import directory
from parlor.storage.directory import CompanyStore, DirectoryStore
from parlor.storage.memory import Memory
from tests.fakes.dynamo import tables

NOW = 1_790_000_000_000


def pending(email: str = "owner@example.com", subject: str = "sub-owner") -> PendingCompany:
    return PendingCompany(
        email=email,
        subject=subject,
        tenant_id=TenantId(new_ulid(NOW)),
        agent_id=AgentId(new_ulid(NOW)),
        department_ids=(DepartmentId(new_ulid(NOW)), DepartmentId(new_ulid(NOW))),
        style_id=StyleId(new_ulid(NOW)),
        company="远山茶业",
        name="林老板",
        language="zh-CN",
        time_zone="Asia/Shanghai",
        created_at=NOW,
    )


@pytest.fixture
def companies() -> Iterator[CompanyStore]:
    with tables():
        directory.bind("Directory")
        yield CompanyStore(lambda: NOW)


@pytest.fixture
def store(companies: CompanyStore) -> DirectoryStore:
    return made(companies, pending())


def made(companies: CompanyStore, sign_up: PendingCompany) -> DirectoryStore:
    companies.create(new_company(sign_up, NOW))
    return DirectoryStore(sign_up.tenant_id, Memory(lambda: NOW))


def colleague(store: DirectoryStore, number: str = "1002", subject: str = "sub-2", role: str = "agent") -> Agent:
    return Agent(
        agent_id=AgentId(new_ulid(NOW)),
        subject=subject,
        email=f"{subject}@example.com",
        number=number,
        name="小王",
        role=role,  # type: ignore[arg-type]
        department_ids=(store.departments()[0].department_id,),
    )


def test_a_new_company_is_ready_to_work(store: DirectoryStore) -> None:
    assert store.company().company == "远山茶业"
    assert [department.name for department in store.departments()] == ["售前咨询", "售后服务"]
    assert [department.members for department in store.departments()] == [1, 1]
    assert store.styles()[0].department_id == store.departments()[0].department_id
    assert store.agents()[0].role == "admin"


def test_creating_a_company_twice_changes_nothing(companies: CompanyStore) -> None:
    sign_up = pending()
    store = made(companies, sign_up)
    store.change_company(store.company(), replace(store.company(), company="Changed"))
    companies.create(new_company(sign_up, NOW + 1))
    assert store.fresh().company().company == "Changed"


def test_a_pending_sign_up_is_gone_when_its_time_is_over(companies: CompanyStore) -> None:
    companies.put_pending(pending(), NOW // 1000 + 10)
    assert companies.pending("owner@example.com") is not None
    assert CompanyStore(lambda: NOW + 10_000).pending("owner@example.com") is None


def test_a_persons_memberships_are_found_and_disabled_ones_are_not(companies: CompanyStore) -> None:
    first, second = made(companies, pending()), made(companies, pending())
    assert {member.tenant_id for member in companies.of_person("sub-owner")} == {first.company().tenant_id, second.company().tenant_id}
    first.add_agent(colleague(first, role="admin"))
    owner = first.fresh().agents()[0]
    first.change_agent(owner, replace(owner, disabled=True))
    assert [member.tenant_id for member in companies.of_person("sub-owner")] == [second.company().tenant_id]
    assert companies.member("sub-owner", first.company().tenant_id) is None
    assert companies.member("sub-owner", second.company().tenant_id) is not None
    assert companies.member("sub-2", second.company().tenant_id) is None


def test_an_agents_number_is_unique_in_its_tenant_only(companies: CompanyStore, store: DirectoryStore) -> None:
    store.add_agent(colleague(store, number="a7"))
    with pytest.raises(Conflict) as refusal:
        store.add_agent(colleague(store, number="A7", subject="sub-3"))
    assert (refusal.value.code, refusal.value.field) == ("exists", "number")
    other = made(companies, pending())
    other.add_agent(colleague(other, number="A7"))


def test_a_person_joins_a_tenant_once(store: DirectoryStore) -> None:
    store.add_agent(colleague(store))
    with pytest.raises(Conflict) as refusal:
        store.add_agent(colleague(store, number="1003"))
    assert refusal.value.field == "email"


def test_a_refused_agent_counts_nowhere(store: DirectoryStore) -> None:
    store.add_agent(colleague(store))
    with pytest.raises(Conflict):
        store.add_agent(colleague(store, number="1003"))
    assert store.fresh().departments()[0].members == 2


def test_a_freed_number_can_be_used_again(store: DirectoryStore) -> None:
    agent = store.add_agent(colleague(store))
    store.change_agent(agent, replace(agent, number="2000"))
    store.add_agent(colleague(store, number="1002", subject="sub-3"))
    assert [each.number for each in store.fresh().agents()] == ["1000", "1002", "2000"]


def test_a_change_to_a_number_that_is_taken_says_so(store: DirectoryStore) -> None:
    """Given a change that also gives a number up and joins a department, the refusal is that of the number."""
    store.add_agent(colleague(store, number="1003", subject="sub-3"))
    agent = store.add_agent(colleague(store))
    elsewhere = store.departments()[1].department_id
    with pytest.raises(Conflict) as refusal:
        store.change_agent(agent, replace(agent, number="1003", department_ids=(elsewhere,)))
    assert (refusal.value.code, refusal.value.field) == ("exists", "number")
    assert store.fresh().agent(agent.agent_id) == agent


def test_an_unknown_department_is_refused(store: DirectoryStore) -> None:
    stranger = replace(colleague(store), department_ids=(DepartmentId(new_ulid(NOW)),))
    with pytest.raises(NotFound):
        store.add_agent(stranger)
    assert len(store.fresh().agents()) == 1


def test_the_last_administrator_stays(store: DirectoryStore) -> None:
    owner = store.agents()[0]
    for change in ({"disabled": True}, {"role": "agent"}):
        with pytest.raises(Conflict) as refusal:
            store.change_agent(owner, replace(owner, **change))
        assert refusal.value.code == "last_admin"
    second = store.add_agent(colleague(store, role="admin"))
    store.change_agent(owner, replace(owner, role="agent"))
    with pytest.raises(Conflict):
        store.change_agent(second, replace(second, disabled=True))


def test_a_department_with_members_stays_and_an_empty_one_goes(store: DirectoryStore) -> None:
    empty = store.add_department(Department(department_id=DepartmentId(new_ulid(NOW)), name="VIP", order=9))
    agent = store.add_agent(replace(colleague(store), department_ids=(empty.department_id,)))
    with pytest.raises(Conflict) as refusal:
        store.delete_department(empty.department_id)
    assert refusal.value.code == "has_members"
    store.change_agent(agent, replace(agent, department_ids=(store.departments()[0].department_id,)))
    store.delete_department(empty.department_id)
    assert empty.department_id not in {each.department_id for each in store.fresh().departments()}


def test_a_second_change_of_the_same_version_is_refused(store: DirectoryStore) -> None:
    company, department, agent = store.company(), store.departments()[0], store.agents()[0]
    store.change_company(company, replace(company, wait_limit_s=90))
    store.change_department(department, replace(department, name="A"))
    store.change_agent(agent, replace(agent, title="Owner"))
    for change in (
        lambda: store.change_company(company, company),
        lambda: store.change_department(department, department),
        lambda: store.change_agent(agent, agent),
    ):
        with pytest.raises(Conflict) as refusal:
            change()
        assert refusal.value.code == "conflict"
    assert store.company().version == 2


def test_the_first_visitor_is_noted_once(store: DirectoryStore) -> None:
    style_id = store.styles()[0].style_id
    store.note_widget_seen(style_id, NOW + 1)
    store.note_widget_seen(style_id, NOW + 2)
    assert (store.company().widget_seen_at, store.style(style_id).widget_seen_at) == (NOW + 1, NOW + 1)


def test_memory_answers_for_seconds_and_never_for_another_tenant(companies: CompanyStore) -> None:
    now = [NOW]
    memory = Memory(lambda: now[0], keep_ms=3_000)
    one, two = pending(), pending()
    made(companies, one), made(companies, replace(two, company="Other"))
    first, second = DirectoryStore(one.tenant_id, memory), DirectoryStore(two.tenant_id, memory)
    assert (first.company().company, second.company().company) == ("远山茶业", "Other")
    elsewhere = DirectoryStore(one.tenant_id, Memory(lambda: NOW))
    elsewhere.change_company(elsewhere.company(), replace(elsewhere.company(), company="Renamed"))
    assert first.company().company == "远山茶业"
    now[0] += 3_000
    assert first.company().company == "Renamed"


def test_what_is_new_is_found_at_once_in_spite_of_memory(companies: CompanyStore) -> None:
    sign_up = pending()
    store = made(companies, sign_up)
    remembered = DirectoryStore(sign_up.tenant_id, Memory(lambda: NOW))
    remembered.departments(), remembered.agents()
    added = store.add_department(Department(department_id=DepartmentId(new_ulid(NOW)), name="VIP"))
    agent = store.add_agent(colleague(store))
    assert remembered.department(added.department_id).name == "VIP"
    assert remembered.agent(agent.agent_id) == agent
    with pytest.raises(NotFound):
        remembered.department(DepartmentId(new_ulid(NOW)))


def test_the_service_is_the_products_own_until_somebody_changes_it(store: DirectoryStore) -> None:
    assert store.service() == Service()
    changed = store.change_service(
        store.service(), Service(idle=IdleRules(visitor_close_s=0), topics=[Topic(topic_id=new_ulid(NOW), name="茶叶")])
    )
    assert changed.version == 1
    assert store.service() == changed
    assert store.fresh().service() == changed


def test_of_two_who_change_the_service_one_has_to_read_again(store: DirectoryStore) -> None:
    first = store.service()
    second = store.change_service(first, replace(first, replies=AutoReplies(welcome="您好")))
    with pytest.raises(Conflict):
        store.change_service(first, replace(first, replies=AutoReplies(welcome="Hello")))
    store.change_service(second, replace(second, replies=AutoReplies(welcome="Hi")))
    with pytest.raises(Conflict):
        store.change_service(second, replace(second, replies=AutoReplies()))
    assert (store.fresh().service().version, store.service().replies.welcome) == (2, "Hi")


def test_every_agent_has_settings_of_their_own(store: DirectoryStore) -> None:
    mine, other = AgentId(new_ulid(NOW)), AgentId(new_ulid(NOW))
    changed = store.change_personal(mine, store.personal(mine), PersonalSettings(replies=AutoReplies(welcome="我是小王")))
    assert store.fresh().personal(mine) == changed
    assert store.personal(other) == PersonalSettings()
    with pytest.raises(Conflict):
        store.change_personal(mine, PersonalSettings(), PersonalSettings())
