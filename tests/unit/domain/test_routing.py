"""Who gets whom, as a table: one row a case."""

from collections.abc import Sequence
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from parlor.domain.directory import Department, check_parent
from parlor.domain.errors import Conflict, Invalid, NotFound
from parlor.domain.ids import AgentId, DepartmentId, new_ulid
from parlor.domain.origin import Place
from parlor.domain.presence import AgentPresence
from parlor.domain.routing import Decision, Facts, decide
from parlor.domain.routing_rules import (
    Area,
    Routing,
    RoutingRule,
    ServiceAreas,
    check_routing,
    linked_agent,
    page_fits,
    without_gone_departments,
)
from parlor.domain.service import QueueLimit, Service

NOW = 1_790_000_000_000
ZHEJIANG, BEIJING, JAPAN = Place("中国", "浙江省", "杭州市"), Place("中国", "北京"), Place("日本")
IN_ZHEJIANG, IN_CHINA = Area(country="中国", province="浙江"), Area(country="中国")
RULE = "01K00000000000000000000000"


class Snapshot(Struct):
    """A moment of a company: sales and support beside each other, tea and cups below goods, which has no people of its own."""

    staff: dict[str, AgentPresence]
    closed: Sequence[str] = ()
    queues: dict[str, int] = {}

    def is_open(self, department: DepartmentId) -> bool:
        return department not in self.closed

    def waiting(self, department: DepartmentId, most: int) -> int:
        return min(self.queues.get(department, 0), most)

    def agents(self, department: DepartmentId) -> list[AgentPresence]:
        return [agent for agent in self.staff.values() if department in agent.departments]

    def agent(self, agent_id: AgentId) -> AgentPresence | None:
        return self.staff.get(agent_id)

    def numbered(self, number: str) -> AgentPresence | None:
        return next((agent for agent in self.staff.values() if agent.number == number), None)


def agent(
    name: str, *departments: str, load: int = 0, ceiling: int = 5, state: str = "online", ago_s: int | None = None, **more: Any
) -> AgentPresence:
    """`ago_s`: so long ago they were assigned the last time."""
    numbers = {"lin": "1001", "su": "1002", "mo": "1003", "yu": "1004"}
    more = {key: frozenset(value) if isinstance(value, list) else value for key, value in more.items()}
    return AgentPresence(
        agent_id=AgentId(name),
        number=numbers[name],
        name=name,
        staff_role="agent",
        departments=frozenset(DepartmentId(each) for each in departments),
        state=state,  # type: ignore[arg-type]
        load=load,
        ceiling=ceiling,
        last_assigned_at=None if ago_s is None else NOW - ago_s * 1000,
        **more,
    )


def departments(**strategies: str) -> list[Department]:
    parents = {"tea": "goods", "cups": "goods"}
    return [
        Department(
            department_id=DepartmentId(name),
            name=name,
            order=order,
            assignment=strategies.get(name, "automatic"),  # type: ignore[arg-type]
            parent_id=DepartmentId(parents[name]) if name in parents else None,
        )
        for order, name in enumerate(("sales", "support", "goods", "tea", "cups"))
    ]


def rule(**more: Any) -> RoutingRule:
    return RoutingRule(rule_id=RULE, **more)


def route(
    staff: list[AgentPresence],
    facts: dict[str, Any] | None = None,
    routing: Routing | None = None,
    strategies: dict[str, str] | None = None,
    skills: dict[str, str] | None = None,
    queue: dict[str, QueueLimit] | None = None,
    closed: Sequence[str] = (),
    queues: dict[str, int] | None = None,
) -> Decision:
    known = {"style": DepartmentId("sales")} | (facts or {})
    places = [replace(each, skill=(skills or {}).get(each.name)) for each in departments(**(strategies or {}))]
    service = Service(routing=routing or Routing(), queue=queue or {})
    return decide(Facts(**known), places, service, Snapshot({each.agent_id: each for each in staff}, closed, queues or {}), NOW)


LIN, SU, MO = agent("lin", "sales"), agent("su", "sales"), agent("mo", "support")
BUSY = agent("lin", "sales", load=5)
ROUND, RANKED, MANUAL = {"sales": "round_robin"}, {"sales": "ranked"}, {"sales": "manual"}

# what, why, in which order; then what is different from: a visitor of the style for sales, which assigns to the least loaded
CASES: list[tuple[str, str, list[str], list[AgentPresence], dict[str, Any]]] = [
    # --- the strategies
    ("nobody picks: the emptiest desk first", "style>automatic", ["su", "lin"], [agent("lin", "sales", load=2), agent("su", "sales", load=1)], {}),
    ("emptiest is by share of the ceiling", "style>automatic", ["lin", "su"], [agent("lin", "sales", load=2, ceiling=10), agent("su", "sales", load=1, ceiling=2)], {}),
    ("of equal desks the one who had nobody for longer", "style>automatic", ["su", "lin"], [agent("lin", "sales", ago_s=5), agent("su", "sales", ago_s=50)], {}),
    ("round robin: the longest since the last", "style>round_robin", ["su", "lin"], [agent("lin", "sales", ago_s=5), agent("su", "sales", load=4, ago_s=50)], {"strategies": ROUND}),
    ("round robin: who never had one comes first", "style>round_robin", ["su", "lin"], [agent("lin", "sales", ago_s=5000), SU], {"strategies": ROUND}),
    ("ranked: the lowest rank, though the desk is fuller", "style>ranked", ["su", "lin"], [LIN, agent("su", "sales", load=3, rank=1)], {"strategies": RANKED}),
    ("ranked: of one rank the emptiest", "style>ranked", ["su", "lin"], [agent("lin", "sales", load=1, rank=2), agent("su", "sales", rank=2)], {"strategies": RANKED}),
    ("ranked: a full first rank gives way to the second", "style>ranked", ["su"], [agent("lin", "sales", load=5, rank=1), agent("su", "sales", rank=2)], {"strategies": RANKED}),
    ("manual: the agents pick", "style>wait", [], [LIN, SU], {"strategies": MANUAL}),
    ("the ceiling is never passed", "style>wait", [], [BUSY], {}),
    ("busy and away get nobody, but there are people", "style>wait", [], [agent("lin", "sales", state="busy"), agent("su", "sales", state="away")], {}),
    ("everybody away: a message", "style>nobody", [], [agent("lin", "sales", state="away"), agent("su", "sales", state="offline")], {}),
    ("others' agents do not count", "style>nobody", [], [MO], {}),
    ("nobody works there: a message", "style>nobody", [], [], {}),
    # --- the pause
    ("who was assigned a moment ago rests", "style>automatic", ["su"], [agent("lin", "sales", ago_s=5), agent("su", "sales", load=3, ago_s=60)], {"routing": Routing(pause_s=20)}),
    ("all rest: the visitor waits", "style>wait", [], [agent("lin", "sales", ago_s=5)], {"routing": Routing(pause_s=20)}),
    ("who is named gets the visitor without a pause", "link>link", ["lin"], [agent("lin", "sales", ago_s=5)], {"routing": Routing(pause_s=20), "facts": {"link_agent": "1001"}}),
    # --- languages and skills
    ("the same language goes before the empty desk", "style>automatic", ["su", "lin"], [LIN, agent("su", "sales", load=3, languages=["en"])], {"routing": Routing(same_language_first=True), "facts": {"language": "en-GB"}}),
    ("without the switch it does not", "style>automatic", ["lin", "su"], [LIN, agent("su", "sales", load=3, languages=["en"])], {"facts": {"language": "en-GB"}}),
    ("nobody speaks it: anybody", "style>automatic", ["lin"], [agent("lin", "sales", languages=["zh"])], {"routing": Routing(same_language_first=True), "facts": {"language": "fr"}}),
    ("the department's skill is needed", "style>automatic", ["su"], [LIN, agent("su", "sales", load=4, skills=["tea", "cups"])], {"skills": {"sales": "tea"}}),
    ("nobody here has it: a message", "style>nobody", [], [LIN], {"skills": {"sales": "tea"}}),
    ("who has it is full: the visitor waits for them", "style>wait", [], [LIN, agent("su", "sales", load=5, skills=["tea"])], {"skills": {"sales": "tea"}}),
    ("a rule may ask for a skill and leave the department", "style>automatic", ["su"], [LIN, agent("su", "sales", skills=["vip"])], {"routing": Routing(rules=[rule(pages=["/vip/*"], skill="vip")]), "facts": {"page_url": "https://x.example/vip/1"}}),
    # --- who is asked first
    ("the agent of the link, though others are emptier", "link>link", ["su", "lin"], [LIN, agent("su", "sales", load=4)], {"facts": {"link_agent": "1002"}}),
    ("… in their own department", "link>link", ["mo"], [LIN, MO], {"facts": {"link_agent": "1003"}}),
    ("… also where agents pick by themselves", "link>link", ["lin"], [LIN, SU], {"strategies": MANUAL, "facts": {"link_agent": "1001"}}),
    ("the agent of the link is full: the others", "link>automatic", ["su"], [BUSY, SU], {"facts": {"link_agent": "1001"}}),
    ("the agent of the link is away for good: as if there were no link", "style>automatic", ["lin"], [LIN, agent("mo", "support", state="offline")], {"facts": {"link_agent": "1003"}}),
    ("a number that nobody has", "style>automatic", ["lin"], [LIN], {"facts": {"link_agent": "9999"}}),
    ("links may be switched off", "style>automatic", ["lin"], [LIN, MO], {"routing": Routing(link_agent=False), "facts": {"link_agent": "1003"}}),
    ("who had the visitor the last time", "style>last_agent", ["su", "lin"], [LIN, agent("su", "sales", load=4)], {"routing": Routing(last_agent_first=True), "facts": {"last_agent": "su"}}),
    ("… only with the switch", "style>automatic", ["lin", "su"], [LIN, agent("su", "sales", load=4)], {"facts": {"last_agent": "su"}}),
    ("… only with room", "style>automatic", ["lin"], [LIN, agent("su", "sales", load=5)], {"routing": Routing(last_agent_first=True), "facts": {"last_agent": "su"}}),
    ("… only in the department where the visitor goes", "style>automatic", ["lin"], [LIN, MO], {"routing": Routing(last_agent_first=True), "facts": {"last_agent": "mo"}}),
    ("the link goes before the last one", "link>link", ["lin", "su"], [LIN, SU], {"routing": Routing(last_agent_first=True), "facts": {"last_agent": "su", "link_agent": "1001"}}),
    # --- the department
    ("the visitor's choice goes before all", "chosen>automatic", ["mo"], [LIN, MO], {"facts": {"chosen": "support", "form": "sales"}, "routing": Routing(rules=[rule(pages=["*"], department_id="sales")])}),
    ("then the form's", "form>automatic", ["mo"], [LIN, MO], {"facts": {"form": "support"}}),
    ("a rule by page", "rule>automatic", ["mo"], [LIN, MO], {"facts": {"page_url": "https://x.example/help/a?b=1"}, "routing": Routing(rules=[rule(pages=["/shop/*", "/help/*"], department_id="support")])}),
    ("a rule by page that does not hold", "style>automatic", ["lin"], [LIN, MO], {"facts": {"page_url": "https://x.example/"}, "routing": Routing(rules=[rule(pages=["/help/*"], department_id="support")])}),
    ("a rule by page and region: both must hold", "style>automatic", ["lin"], [LIN, MO], {"facts": {"page_url": "https://x.example/help/", "place": BEIJING}, "routing": Routing(rules=[rule(pages=["/help/*"], areas=[IN_ZHEJIANG], department_id="support")])}),
    ("a rule by province", "rule>automatic", ["mo"], [LIN, MO], {"facts": {"place": ZHEJIANG}, "routing": Routing(rules=[rule(areas=[IN_ZHEJIANG], department_id="support")])}),
    ("a rule by country", "rule>automatic", ["mo"], [LIN, MO], {"facts": {"place": JAPAN}, "routing": Routing(rules=[rule(areas=[Area(country="日本")], department_id="support")])}),
    ("a rule by region to an agent", "rule>rule", ["mo"], [LIN, MO], {"facts": {"place": ZHEJIANG}, "routing": Routing(rules=[rule(areas=[IN_ZHEJIANG], agent_id="mo")])}),
    ("no place, no region", "style>automatic", ["lin"], [LIN, MO], {"routing": Routing(rules=[rule(areas=[IN_CHINA], department_id="support")])}),
    ("a rule by referrer", "rule>automatic", ["mo"], [LIN, MO], {"facts": {"referrer": "https://www.partner.example/a"}, "routing": Routing(rules=[rule(referrers=["www.partner.example"], department_id="support")])}),
    ("a rule by language", "rule>automatic", ["mo"], [LIN, MO], {"facts": {"language": "ja-JP"}, "routing": Routing(rules=[rule(languages=["ja"], department_id="support")])}),
    ("the first rule that holds counts", "rule>automatic", ["mo"], [LIN, MO], {"facts": {"language": "ja"}, "routing": Routing(rules=[rule(languages=["ko"], department_id="sales"), rule(languages=["ja"], department_id="support"), rule(languages=["ja"], department_id="sales")])}),
    ("a rule that rests is none", "style>automatic", ["lin"], [LIN, MO], {"facts": {"language": "ja"}, "routing": Routing(rules=[rule(enabled=False, languages=["ja"], department_id="support")])}),
    ("a rule's agent who is away: the department all the same", "rule>automatic", ["mo"], [MO, agent("yu", "support", state="away")], {"facts": {"language": "ja"}, "routing": Routing(rules=[rule(languages=["ja"], department_id="support", agent_id="yu")])}),
    ("a style without department: the first that is open", "first>automatic", ["mo"], [LIN, MO], {"facts": {"style": None}, "closed": ["sales"]}),
    ("a department without people stands for those below", "chosen>below>automatic", ["mo"], [agent("mo", "cups"), agent("yu", "tea", state="away")], {"facts": {"chosen": "goods"}}),
    ("… if there is anybody", "chosen>nobody", [], [agent("yu", "tea", state="away")], {"facts": {"chosen": "goods"}}),
    # --- closed, full, elsewhere
    ("outside the hours", "style>closed", [], [LIN], {"closed": ["sales"]}),
    ("a full queue", "style>queue_full", [], [BUSY], {"queue": {"sales": QueueLimit(max_length=2)}, "queues": {"sales": 2}}),
    ("a full queue keeps nobody from a free agent", "style>automatic", ["lin"], [LIN], {"queue": {"sales": QueueLimit(max_length=2)}, "queues": {"sales": 2}}),
    ("… nor from the one who is named", "link>link", ["lin"], [LIN], {"strategies": MANUAL, "facts": {"link_agent": "1001"}, "queue": {"sales": QueueLimit(max_length=2)}, "queues": {"sales": 2}}),
    ("a full queue and another department that helps out", "style>overflow>automatic", ["mo"], [BUSY, MO], {"queue": {"sales": QueueLimit(max_length=2, overflow_department_id="support")}, "queues": {"sales": 2}}),
    ("… to wait there", "style>overflow>wait", [], [BUSY, agent("mo", "support", load=5)], {"queue": {"sales": QueueLimit(max_length=2, overflow_department_id="support")}, "queues": {"sales": 2}}),
    ("… which is full too", "style>queue_full", [], [BUSY, agent("mo", "support", load=5)], {"queue": {"sales": QueueLimit(max_length=2, overflow_department_id="support"), "support": QueueLimit(max_length=1)}, "queues": {"sales": 2, "support": 1}}),
    ("… where nobody is", "style>queue_full", [], [BUSY, agent("mo", "support", state="away")], {"queue": {"sales": QueueLimit(max_length=2, overflow_department_id="support")}, "queues": {"sales": 2}}),
    # --- whom the company serves
    ("served: only this region", "style>automatic", ["lin"], [LIN], {"facts": {"place": ZHEJIANG}, "routing": Routing(service_areas=ServiceAreas(mode="only", areas=[IN_ZHEJIANG]))}),
    ("not served: another region", "region", [], [LIN], {"facts": {"place": BEIJING}, "routing": Routing(service_areas=ServiceAreas(mode="only", areas=[IN_ZHEJIANG]))}),
    ("not served: this region", "region", [], [LIN], {"facts": {"place": JAPAN}, "routing": Routing(service_areas=ServiceAreas(mode="except", areas=[Area(country="日本")]))}),
    ("served: from nobody knows where", "style>automatic", ["lin"], [LIN], {"routing": Routing(service_areas=ServiceAreas(mode="only", areas=[IN_CHINA]))}),
    ("invited: from anywhere", "style>automatic", ["lin"], [LIN], {"facts": {"place": BEIJING, "invited": True}, "closed": ["sales"], "routing": Routing(service_areas=ServiceAreas(mode="only", areas=[IN_ZHEJIANG]))}),
    ("invited, but nobody is here any more", "style>nobody", [], [agent("lin", "sales", state="away")], {"facts": {"invited": True}}),
]  # fmt: skip


@pytest.mark.parametrize(("why", "order", "staff", "more"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_who_gets_whom(why: str, order: list[str], staff: list[AgentPresence], more: dict[str, Any]) -> None:
    decision = route(staff, **more)
    assert (decision.why, [each.name for each in decision.candidates]) == (why, order)


def test_a_refused_region_may_see_nothing_at_all() -> None:
    areas = ServiceAreas(mode="only", areas=[IN_ZHEJIANG], otherwise="hide")
    assert route([LIN], {"place": BEIJING}, Routing(service_areas=areas)).hidden
    assert not route([LIN], {"place": BEIJING}, Routing(service_areas=replace(areas, otherwise="message"))).hidden


def test_what_a_rule_asks_for_stays_with_who_waits_and_not_with_who_is_sent_on() -> None:
    routing = Routing(rules=[rule(languages=["ja"], skill="vip")], same_language_first=True)
    people = [agent("lin", "sales", load=5, skills=["vip"]), agent("mo", "support", load=5)]
    waiting = route(people, {"language": "ja"}, routing)
    assert (waiting.wants.skill, waiting.wants.language) == ("vip", "ja")
    queue = {"sales": QueueLimit(max_length=1, overflow_department_id="support")}
    sent_on = route(people, {"language": "ja"}, routing, queue=queue, queues={"sales": 1})
    assert (sent_on.sent_on, sent_on.wants.skill) == ("overflow", None)


@pytest.mark.parametrize(
    ("pattern", "url", "fits"),
    [
        ("/products/*", "https://shop.example/products/tea", True),
        ("/products/*", "https://shop.example/products", False),
        ("/products*", "https://shop.example/Products?page=2", True),
        ("*tea*", "https://shop.example/a/green-tea/1", True),
        ("/", "https://shop.example", True),
        ("/", "https://shop.example/a", False),
        ("/search?q=tea*", "https://shop.example/search?q=teapot", True),
        ("/app#/orders/*", "https://shop.example/app#/orders/7", True),
        ("shop.example", "https://shop.example/any/page", True),
        ("shop.example", "https://othershop.example/", False),
        ("*.example/de/*", "https://shop.example/de/1", False),
        ("https://shop.example/de/*", "http://shop.example/de/1", True),
        ("shop.example/de/*", "https://shop.example/fr/1", False),
        ("*a*b*c", "https://x.example/aabbc", True),
        ("/a*a", "https://x.example/a", False),
        ("*", "", False),
        ("*", "http://[broken", False),
        ("*" * 200, "https://x.example/" + "a" * 2000, True),
    ],
)
def test_patterns_of_pages(pattern: str, url: str, fits: bool) -> None:
    assert page_fits(pattern, url) is fits


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://x.example/?parlor_agent=1005", "1005"),
        ("https://x.example/a?b=1&parlor_agent=A7#top", "A7"),
        ("https://x.example/?parlor_agent=", None),
        ("https://x.example/?parlor_agent=<script>", None),
        ("https://x.example/?parlor_agent=1234567890123", None),
        ("https://x.example/?parlor_agent=１００５", None),
        ("https://x.example/?other=1005", None),
        ("http://[x?parlor_agent=1", None),
        ("", None),
    ],
)
def test_the_agent_that_a_link_names(url: str, number: str | None) -> None:
    assert linked_agent(url) == number


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"department_id": "01K0000000000000000000000X"}, "department_id"),
        ({"department_id": None, "agent_id": "01K0000000000000000000000X"}, "agent_id"),
        ({"department_id": None}, "department_id"),
        ({"languages": []}, "pages"),
    ],
)
def test_rules_that_say_nothing_are_refused_by_name(changes: dict[str, Any], field: str) -> None:
    known = new_ulid(NOW)
    good = rule(languages=["ja"], department_id=known)
    check_routing(Routing(rules=[good]), frozenset({known}), frozenset())
    with pytest.raises(Invalid) as refused:
        check_routing(Routing(rules=[replace(good, **changes)]), frozenset({known}), frozenset())
    assert refused.value.field == f"routing.rules[0].{field}"
    check_routing(Routing(rules=[replace(good, enabled=False, department_id=None)]), frozenset(), frozenset())


def test_a_rule_rests_when_its_department_is_gone() -> None:
    (rests,) = without_gone_departments(Routing(rules=[rule(languages=["ja"], department_id="x")]), ["y"]).rules
    assert (rests.department_id, rests.enabled) == (None, False)
    (goes_on,) = without_gone_departments(Routing(rules=[rule(languages=["ja"], department_id="x", skill="vip")]), ["y"]).rules
    assert (goes_on.department_id, goes_on.enabled) == (None, True)


def test_the_tree_of_departments_has_no_ring_and_an_end() -> None:
    tree = departments()
    goods, tea = DepartmentId("goods"), DepartmentId("tea")
    assert [each.name for each in check_parent(DepartmentId("sales"), tea, tree)] == ["tea", "goods"]
    for below in (goods, tea):
        with pytest.raises(Conflict) as refused:
            check_parent(goods, below, tree)
        assert (refused.value.code, refused.value.field) == ("cycle", "parent_id")
    with pytest.raises(NotFound):
        check_parent(tea, DepartmentId("gone"), tree)
    deep = [
        Department(department_id=DepartmentId(str(n)), name=str(n), parent_id=DepartmentId(str(n - 1)) if n else None) for n in range(5)
    ]
    with pytest.raises(Conflict) as too_deep:
        check_parent(DepartmentId("new"), DepartmentId("4"), deep)
    assert too_deep.value.code == "too_deep"
