"""Assignment through the real use cases and stores: strategies, who is named, pauses, skills, and a crowd at the same moment."""

import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from parlor.domain.caller import Caller
from parlor.domain.conversation import Conversation
from parlor.domain.directory import Department
from parlor.domain.errors import Conflict, Forbidden
from parlor.domain.ids import AgentId, DepartmentId
from parlor.domain.jobs import AgentRested, QueueDue
from parlor.domain.log import Queued
from parlor.domain.origin import Place
from parlor.domain.presence import Page, Visit
from parlor.domain.routing_rules import Area, Routing, RoutingRule, ServiceAreas
from parlor.domain.service import IdleRules, QueueLimit, Service
from parlor.protocol.frames import EndConversation, QueueFrame
from parlor.storage.connection import connection
from parlor.usecases.end_conversation import end_conversation
from tests.fakes.capacity import billed
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage


class Office(Stage):
    """Sales assigns as a test wishes; nothing happens by silence."""

    def serve(self, routing: Routing | None = None, **sections: Any) -> None:
        idle = IdleRules(visitor_warn_s=0, visitor_close_s=0, agent_remind_s=0, agent_reassign_s=0)
        self.directory.known_service = Service(idle=idle, routing=routing or Routing(), **sections)

    def assigning(self, strategy: str, **more: Any) -> Department:
        self.sales = replace(self.sales, assignment=strategy, **more)
        self.directory._departments[0] = self.sales
        return self.sales

    def come(self, visitor: Caller | None = None, **more: Any) -> Conversation:
        """A visitor opens, a second after the one before."""
        self.clock.pass_ms(1_000)
        return self.open(visitor or self.visitor(), **more)

    def end(self, talk: Conversation) -> None:
        frame = EndConversation(action="chat", conversation_id=talk.conversation_id)
        party = self.conversations.get(talk.conversation_id)
        end_conversation(frame, Caller(tenant=self.tenant, role="agent", subject=party.agent_id, connection="x").party, self.directory,  # type: ignore[arg-type]
                         self.conversations, self.reception, self.clock)  # fmt: skip

    def name_of(self, talk: Conversation) -> str | None:
        return self.conversations.get(talk.conversation_id).agent_name


@pytest.fixture
def stage() -> Iterator[Office]:
    with tables():
        office = Office()
        office.serve()
        yield office


def test_a_department_that_memory_does_not_know_yet_can_be_chosen(stage: Office) -> None:
    stage.assigning("automatic")
    stage.agent("lin")
    known, find = [stage.support], stage.directory.department

    def look_for(department_id: DepartmentId) -> Department:
        known[:] = [stage.sales, stage.support]
        return find(department_id)

    stage.directory.department = look_for  # type: ignore[method-assign]
    stage.directory.departments = lambda: list(known)  # type: ignore[method-assign]

    talk = stage.come(department_id=stage.sales.department_id)

    assert (talk.department_id, stage.name_of(talk)) == (stage.sales.department_id, "lin")


def test_who_has_just_begun_to_work_here_is_found_although_memory_does_not_know_them(stage: Office) -> None:
    stage.assigning("automatic")
    stage.agent("lin")
    stage.directory.not_read_yet, stage.directory.known_agents = stage.directory.known_agents, {}

    assert stage.name_of(stage.come()) == "lin"


def test_round_robin_goes_by_the_last_assignment_and_not_by_the_load(stage: Office) -> None:
    sales = stage.assigning("round_robin")
    for name in ("lin", "mo", "su"):
        stage.agent(name, sales)
    talks = [stage.come() for _ in range(3)]
    assert [stage.name_of(talk) for talk in talks] == ["lin", "mo", "su"]
    stage.end(talks[2])
    assert [stage.name_of(stage.come()) for _ in range(4)] == ["lin", "mo", "su", "lin"], "su has the emptiest desk, but had one last"


def test_the_time_of_an_assignment_costs_no_write_of_its_own(stage: Office) -> None:
    stage.agent("lin", stage.assigning("round_robin"))
    visitor = stage.visitor()
    with billed() as bill:
        stage.open(visitor)
    assert bill.requests.count("TransactWriteItems") == 2, "opened, and accepted with the agent's load and time"
    assert bill.requests.count("UpdateItem") <= 2, "what the list of visitors shows of the conversation, nothing of the agent"
    assert stage.presence.agents()[0].last_assigned_at == stage.clock.now


def test_ranks_fill_up_one_after_the_other(stage: Office) -> None:
    sales = stage.assigning("ranked")
    stage.agent("lin", sales, ceiling=2, rank=3)
    stage.agent("su", sales, ceiling=2, rank=1)
    assert [stage.name_of(stage.come()) for _ in range(5)] == ["su", "su", "lin", "lin", None]


def test_who_was_assigned_rests_and_gets_who_waits_afterwards(stage: Office) -> None:
    stage.serve(Routing(pause_s=30))
    lin = stage.agent("lin", stage.assigning("automatic"))
    first, second = stage.come(), stage.come()
    assert (stage.name_of(first), stage.name_of(second)) == ("lin", None)
    ((seconds, job),) = stage.timers.of(AgentRested)
    assert (seconds, job.agent_id) == (30, lin.subject)
    assert stage.reception.sweep(stage.sales.department_id) == 0, "still within the pause"
    stage.clock.pass_ms(30_000)
    assert stage.reception.rested(AgentId(job.agent_id)) == 1
    assert stage.name_of(second) == "lin"


def test_who_had_the_visitor_the_last_time_is_asked_first_with_the_switch(stage: Office) -> None:
    sales = stage.assigning("automatic")
    su = stage.agent("su", sales)
    visitor = stage.visitor()
    stage.end(stage.come(visitor))
    stage.agent("lin", sales)
    for _ in range(2):
        stage.come()
    stage.serve(Routing(last_agent_first=True))
    again = stage.come(visitor)
    assert stage.name_of(again) == "su", "though lin's number comes first and both have as many"
    entry = stage.conversations.log(again.conversation_id, 0, 1)[0]
    assert isinstance(entry, Queued)
    assert entry.why == "style>last_agent"
    stage.end(again)
    stage.presence.set_state(su.subject, "busy")
    assert stage.name_of(stage.come(visitor)) == "lin", "su takes nobody now"


def test_long_ago_does_not_count(stage: Office) -> None:
    stage.serve(Routing(last_agent_first=True, last_agent_days=7))
    sales = stage.assigning("ranked")
    stage.agent("su", sales, rank=5)
    visitor = stage.visitor()
    stage.end(stage.come(visitor))
    stage.agent("lin", sales, rank=1)
    stage.clock.pass_ms(8 * 86_400_000)
    assert stage.name_of(stage.come(visitor)) == "lin"


@pytest.mark.parametrize("named_by", ["this page", "an earlier page", "the snippet"])
def test_a_link_names_the_agent_also_where_agents_pick_by_themselves(stage: Office, named_by: str) -> None:
    stage.agent("lin"), stage.agent("su")
    visitor, address = stage.visitor(), "https://tea.example/?parlor_agent=su"
    if named_by == "the snippet":
        visitor = replace(visitor, link_agent="su")
    if named_by == "an earlier page":
        visit = Visit(visitor_id=visitor.as_visitor(), visit_id=stage.ulid(), started_at=stage.clock.now, link_agent="su")
        stage.presence.start_visit(visit, Page(stage.clock.now, address, "Tea"), stage.ulid())
    talk = stage.come(visitor, page_url=address if named_by == "this page" else "https://tea.example/green")
    assert (talk.state, talk.agent_name) == ("active", "su")
    assert stage.come().state == "waiting", "who is not named waits for a hand"


def test_a_rule_by_page_and_region_leads_to_its_department(stage: Office) -> None:
    rule = RoutingRule(
        rule_id=stage.ulid(),
        pages=["/help/*"],
        areas=[Area(country="中国", province="浙江")],
        department_id=stage.support.department_id,
    )
    stage.serve(Routing(rules=[rule]))
    stage.agent("lin"), stage.agent("mo", stage.support)
    there = replace(stage.visitor(), place=Place("中国", "浙江省", "杭州市"))
    elsewhere = replace(stage.visitor(), place=Place("中国", "北京"))
    assert stage.come(there, page_url="https://tea.example/help/1").agent_name == "mo"
    assert stage.come(elsewhere, page_url="https://tea.example/help/1").department_id == stage.sales.department_id


def test_a_region_that_is_not_served_is_refused_by_the_server(stage: Office) -> None:
    areas = ServiceAreas(mode="only", areas=[Area(country="中国")])
    stage.agent("lin")
    abroad = replace(stage.visitor(), place=Place("日本"))
    stage.serve(Routing(service_areas=areas))
    with pytest.raises(Conflict) as refused:
        stage.come(abroad)
    assert refused.value.code == "nobody_online"
    stage.serve(Routing(service_areas=replace(areas, otherwise="hide")))
    with pytest.raises(Forbidden) as hidden:
        stage.come(abroad)
    assert hidden.value.code == "region_refused"
    assert stage.conversations.open_of(abroad.subject) is None


def test_who_needs_a_skill_does_not_keep_the_others_waiting(stage: Office) -> None:
    rule = RoutingRule(rule_id=stage.ulid(), pages=["/vip/*"], skill="vip")
    stage.serve(Routing(rules=[rule]))
    sales = stage.assigning("automatic")
    stage.agent("su", sales, ceiling=1, skills=["vip"])
    stage.agent("lin", sales, ceiling=1)
    busy = [stage.come(), stage.come()]
    vip, plain = stage.come(page_url="https://tea.example/vip/1"), stage.come()
    lins = next(talk for talk in busy if stage.name_of(talk) == "lin")
    stage.end(lins)
    assert (stage.name_of(vip), stage.name_of(plain)) == (None, "lin")
    stage.end(next(talk for talk in busy if stage.name_of(talk) == "su"))
    assert stage.name_of(vip) == "su"


def test_nobody_overtakes_who_waits(stage: Office) -> None:
    sales = stage.assigning("automatic")
    stage.agent("lin", sales, ceiling=1, state="busy")
    first = stage.come()
    stage.presence.set_state(next(iter(stage.directory.known_agents)), "online")
    second = stage.come()
    assert (stage.name_of(first), stage.name_of(second)) == ("lin", None)
    assert stage.timers.of(QueueDue), "the index may show who waits too late: it is looked at again"


def test_a_sweep_reads_the_agents_once_and_nothing_else_while_nobody_is_free(stage: Office) -> None:
    sales = stage.assigning("automatic")
    stage.agent("lin", sales, ceiling=1)
    for _ in range(4):
        stage.come()
    with billed() as bill:
        assert stage.reception.sweep(sales.department_id) == 0
    assert bill.requests == ["Query"]


def test_a_department_of_few_among_many_reads_only_its_own(stage: Office) -> None:
    sales = stage.assigning("automatic")
    stage.agent("lin", sales, ceiling=1)
    for n in range(30):
        stage.agent(f"other{n}", stage.support)
    with billed() as bill:
        assert [agent.name for agent in stage.reception.admission.floor().agents(sales.department_id)] == ["lin"]
    assert bill.requests == ["BatchGetItem"]


def test_the_place_in_the_queue_is_right_where_one_is_sent_on(stage: Office) -> None:
    sales, support = stage.sales.department_id, stage.support.department_id
    stage.serve(queue={sales: QueueLimit(max_length=1, overflow_department_id=support)})
    stage.agent("lin", state="busy"), stage.agent("mo", stage.support, state="busy")
    stage.come(), stage.come(department_id=support)
    visitor = stage.visitor("late")
    talk = stage.come(visitor)
    assert talk.department_id == support
    assert stage.sockets.got("late", QueueFrame)[-1].ahead == 1, "behind the one who waits there, not in the queue that was full"


def test_many_at_once_for_ten_agents(stage: Office) -> None:
    """Nobody lost, nobody twice, no ceiling broken, and the queue kept when desks become free."""
    sales = stage.assigning("round_robin")
    for n in range(10):
        stage.agent(f"a{n}", sales, ceiling=2)
    visitors = [stage.visitor(f"tab{n}") for n in range(40)]
    talks: list[Conversation] = []
    faults: list[BaseException] = []
    waiting = iter(visitors)
    lock, store = threading.Lock(), threading.Lock()
    client = connection().client
    request = client._make_api_call

    def one_request_at_a_time(*arguments: Any) -> Any:
        """The tables in memory take no two threads at once; between two requests anybody may come."""
        with store:
            return request(*arguments)

    client._make_api_call = one_request_at_a_time

    def work() -> None:
        try:
            while True:
                with lock:
                    visitor = next(waiting, None)
                    stage.clock.now += 1
                if visitor is None:
                    return
                talk = stage.open(visitor)
                with lock:
                    talks.append(talk)
        except Exception as fault:  # noqa: BLE001, told below by the thread that waits
            faults.append(fault)

    crowd = [threading.Thread(target=work) for _ in range(8)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    client._make_api_call = request
    assert not faults, faults[0]
    stage.reception.sweep(sales.department_id)
    now = stage.conversations.get_many([talk.conversation_id for talk in talks])
    assert len({talk.conversation_id for talk in now}) == 40
    active = [talk for talk in now if talk.state == "active"]
    assert Counter(talk.agent_name for talk in active) == {f"a{n}": 2 for n in range(10)}
    assert {agent.load for agent in stage.presence.agents()} == {2}
    queue = sorted((talk for talk in now if talk.state == "waiting"), key=lambda talk: (talk.queued_at, talk.conversation_id))
    assert len(queue) == 20
    for talk in active[:5]:
        stage.clock.now += 1
        stage.end(talk)
    states = [stage.conversations.get(talk.conversation_id).state for talk in queue]
    assert states == ["active"] * 5 + ["waiting"] * 15
    assert {agent.load for agent in stage.presence.agents()} == {2}
