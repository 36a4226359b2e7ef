"""Who gets whom: one pure decision from what is known of a visitor, the departments, the agents and the company's rules.

    department   chosen by the visitor · led to by the form · of the agent whom the link names · by a rule · of the style · the first open
    sent on      to a department below one without people of its own; to the one that helps out when the queue is full
    candidates   the agent of the link · of the rule · the last one · the others by the department's strategy
    or refused   region · closed · nobody · queue_full

The decision is applied by conditional writes (storage/conversations.py): what it read may have changed, and then the next
candidate is asked.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

from msgspec import Struct

from parlor.domain.directory import Assignment, Department
from parlor.domain.ids import AgentId, DepartmentId
from parlor.domain.origin import Place
from parlor.domain.presence import AgentPresence, availability
from parlor.domain.routing_rules import Routing, RoutingRule, first_that_holds, primary
from parlor.domain.service import Service

Because = Literal["chosen", "form", "link", "rule", "style", "first"]
SentOn = Literal["below", "overflow"]
Preferred = Literal["link", "rule", "last_agent"]
Refusal = Literal["region", "closed", "nobody", "queue_full", "no_department"]


class Facts(Struct, frozen=True, kw_only=True):
    """What is known of a visitor. `link_agent` is a number, `language` the browser's; `last_agent` had them lately."""

    page_url: str = ""
    referrer: str = ""
    place: Place | None = None
    language: str = ""
    chosen: DepartmentId | None = None
    form: DepartmentId | None = None
    style: DepartmentId | None = None
    link_agent: str = ""
    last_agent: AgentId | None = None
    invited: bool = False
    """Who was invited is expected, from wherever, whatever the hour and however many wait."""


class Scene(Protocol):
    """The departments as they are at this moment."""

    def is_open(self, department: DepartmentId) -> bool: ...
    def waiting(self, department: DepartmentId, most: int) -> int:
        """How many wait, counted up to `most`."""

    def agents(self, department: DepartmentId) -> Sequence[AgentPresence]:
        """Who works in it, wherever they are now."""

    def agent(self, agent_id: AgentId) -> AgentPresence | None: ...
    def numbered(self, number: str) -> AgentPresence | None: ...


class Wants(Struct, frozen=True):
    """What a visitor who waits needs of an agent, and what they would like."""

    skill: str | None = None
    language: str = ""


class Decision(Struct, frozen=True, kw_only=True):
    """Where a visitor goes. Without candidates they wait; with a `refusal` they do not get in."""

    because: Because
    department: Department | None = None
    rule_id: str | None = None
    sent_on: SentOn | None = None
    wants: Wants = Wants()
    preferred: tuple[AgentPresence, ...] = ()
    """Who is asked before the strategy is, and also where agents pick by themselves."""
    preferred_by: Preferred | None = None
    others: tuple[AgentPresence, ...] = ()
    refusal: Refusal | None = None
    hidden: bool = False
    """A refused region shall see nothing of us."""

    @property
    def candidates(self) -> tuple[AgentPresence, ...]:
        return self.preferred + self.others

    @property
    def why(self) -> str:
        """For the log: `rule>overflow>ranked`, `style>wait`, `region`."""
        if self.refusal == "region" or self.department is None:
            return self.refusal or "nobody"
        end = self.refusal or self.preferred_by or (self.department.assignment if self.others else "wait")
        return ">".join(part for part in (self.because, self.sent_on, end) if part)


def decide(facts: Facts, departments: Sequence[Department], service: Service, scene: Scene, now: int) -> Decision:
    """`departments` are in the order in which they stand; `now` is in milliseconds."""
    routing = service.routing
    if not facts.invited and not routing.service_areas.serves(facts.place):
        return Decision(because="first", refusal="region", hidden=routing.service_areas.otherwise == "hide")
    if not departments:
        return Decision(because="first", refusal="no_department")
    language = primary(facts.language)
    rule = first_that_holds(routing.rules, facts.page_url, facts.referrer, facts.place, language)
    named = scene.numbered(facts.link_agent) if routing.link_agent and facts.link_agent else None
    ruled = scene.agent(AgentId(rule.agent_id)) if rule and rule.agent_id else None
    asked: list[tuple[Preferred, AgentPresence | None]] = [("link", named), ("rule", ruled)]
    if routing.last_agent_first and facts.last_agent:
        asked.append(("last_agent", scene.agent(facts.last_agent)))
    department, because = _department(facts, departments, rule, named, ruled, scene)
    wants = Wants(rule.skill if rule else None, language if routing.same_language_first else "")
    rule_id = rule.rule_id if rule and (because == "rule" or rule.skill or ruled) else None

    def into(found: Department, sent_on: SentOn | None, wanted: Wants) -> Decision:
        fitting = [(by, agent) for by, agent in asked if agent is not None and found.department_id in agent.departments and agent.has_room]
        people = fitting_people(found, scene.agents(found.department_id), wanted)
        first = tuple(dict.fromkeys(agent for _, agent in fitting))
        others = tuple(agent for agent in in_order(found, people, wanted, routing, now) if agent not in first)
        refusal = _refusal(found, people, bool(first), service, scene)
        if facts.invited and refusal in ("closed", "queue_full"):
            refusal = "nobody" if availability(people) == "offline" else None
        return Decision(
            because=because,
            department=found,
            rule_id=rule_id,
            sent_on=sent_on,
            wants=wanted,
            preferred=() if refusal else first,
            preferred_by=fitting[0][0] if fitting and not refusal else None,
            others=() if refusal else others,
            refusal=refusal,
        )

    decision = into(department, None, wants)
    if decision.refusal in ("nobody", "closed") and not scene.agents(department.department_id):
        below = (into(each, "below", wants) for each in all_below(departments, department.department_id))
        decision = next((each for each in below if each.refusal is None), decision)
    if decision.refusal == "queue_full" and (helper := helping_out(department, departments, service, scene)):
        return into(helper, "overflow", Wants(language=wants.language))
    return decision


def _department(
    facts: Facts,
    departments: Sequence[Department],
    rule: RoutingRule | None,
    named: AgentPresence | None,
    ruled: AgentPresence | None,
    scene: Scene,
) -> tuple[Department, Because]:
    known = {each.department_id: each for each in departments}
    wanted: list[tuple[Because, DepartmentId | None]] = [
        ("chosen", facts.chosen),
        ("form", facts.form),
        ("link", _place_of(named, facts.style, departments)),
        ("rule", DepartmentId(rule.department_id) if rule and rule.department_id else None),
        ("rule", _place_of(ruled, facts.style, departments)),
        ("style", facts.style),
    ]
    for because, department_id in wanted:
        if department_id is not None and department_id in known:
            return known[department_id], because
    return next((each for each in departments if scene.is_open(each.department_id)), departments[0]), "first"


def _place_of(agent: AgentPresence | None, style: DepartmentId | None, departments: Sequence[Department]) -> DepartmentId | None:
    """Where to meet an agent: in the style's department if they work there, else in the first of theirs. None: not here now."""
    if agent is None or agent.state == "offline":
        return None
    if style in agent.departments:
        return style
    return next((each.department_id for each in departments if each.department_id in agent.departments), None)


def _refusal(department: Department, people: list[AgentPresence], preferred: bool, service: Service, scene: Scene) -> Refusal | None:
    if not scene.is_open(department.department_id):
        return "closed"
    if preferred:
        return None
    if availability(people) == "offline":
        return "nobody"
    return "queue_full" if is_full(department, people, service, scene) else None


def is_full(department: Department, people: list[AgentPresence], service: Service, scene: Scene) -> bool:
    """A full queue keeps nobody from an agent with room, where the department assigns by itself."""
    most = service.limit_of(department.department_id).max_length
    if not most or (department.assigns and availability(people) == "online"):
        return False
    return scene.waiting(department.department_id, most) >= most


def helping_out(department: Department, departments: Sequence[Department], service: Service, scene: Scene) -> Department | None:
    """The department that takes who finds no place in this one; None if there is none, or it is closed, deserted or full."""
    wanted = service.limit_of(department.department_id).overflow_department_id
    found = next((each for each in departments if each.department_id == wanted), None)
    if found is None:
        return None
    people = fitting_people(found, scene.agents(found.department_id), Wants())
    return found if _refusal(found, people, False, service, scene) is None else None


def fitting_people(department: Department, agents: Iterable[AgentPresence], wants: Wants) -> list[AgentPresence]:
    """Who has the skills that the department and the visitor ask for."""
    needed = {skill for skill in (department.skill, wants.skill) if skill}
    return [agent for agent in agents if needed <= agent.skills]


def in_order(department: Department, people: Iterable[AgentPresence], wants: Wants, routing: Routing, now: int) -> list[AgentPresence]:
    """Who may be assigned by the department's strategy, best first; nobody where agents pick by themselves."""
    if not department.assigns:
        return []
    free = [agent for agent in people if agent.has_room and not rests(agent, routing, now)]
    return sorted(
        free, key=lambda agent: (bool(wants.language) and wants.language not in agent.languages, *_rank(department.assignment, agent))
    )


def rests(agent: AgentPresence, routing: Routing, now: int) -> bool:
    return bool(routing.pause_s) and (agent.last_assigned_at or 0) > now - routing.pause_s * 1000


def _rank(strategy: Assignment, agent: AgentPresence) -> tuple[float, float, float, str]:
    """The longest since the last, or the lowest rank, or the emptiest desk by share of its ceiling; last the number, for a stable order."""
    load, since = agent.load / agent.ceiling, agent.last_assigned_at or 0
    if strategy == "round_robin":
        return since, load, 0, agent.number
    return (agent.rank if strategy == "ranked" else 0), load, since, agent.number


def all_below(departments: Sequence[Department], department_id: DepartmentId) -> list[Department]:
    """The departments below one, each before those below itself."""
    found: list[Department] = []
    for each in departments:
        if each.parent_id == department_id and each not in found and each.department_id != department_id:
            found += [each, *all_below([other for other in departments if other != each], each.department_id)]
    return found
