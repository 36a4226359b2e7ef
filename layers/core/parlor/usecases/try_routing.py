"""The administrator asks where a visitor would go, and why: the same decision as for a real one, and nothing is done."""

from typing import Literal

from parlor.domain.directory import Directory
from parlor.domain.ids import AgentId, DepartmentId, StyleId
from parlor.domain.origin import Place
from parlor.domain.ports import Clock
from parlor.domain.presence import AgentPresence
from parlor.domain.routing import Decision, Facts, decide
from parlor.domain.routing_rules import linked_agent
from parlor.protocol.rest_routing import RoutedAgent, RoutingTrial, TryRouting
from parlor.usecases.floor import Floor

_WAITING_MAX = 100


def try_routing(body: TryRouting, directory: Directory, floor: Floor, clock: Clock) -> RoutingTrial:
    """Raises `NotFound` for a department or style that does not exist."""
    style = directory.style(StyleId(body.style_id)) if body.style_id else directory.styles()[0]
    facts = Facts(
        page_url=body.page_url,
        referrer=body.referrer,
        place=Place(body.country, body.province or None) if body.country else None,
        language=body.language,
        chosen=directory.department(DepartmentId(body.department_id)).department_id if body.department_id else None,
        style=style.department_id,
        link_agent=body.link_agent or linked_agent(body.page_url) or "",
        last_agent=AgentId(body.last_agent_id) if body.last_agent_id else None,
    )
    decision = decide(facts, directory.departments(), directory.service(), floor, clock.now_ms())
    department = decision.department
    return RoutingTrial(
        outcome=_outcome(decision),
        because=decision.because,
        why=decision.why,
        department_id=department.department_id if department else None,
        rule_id=decision.rule_id,
        sent_on=decision.sent_on,
        preferred_by=decision.preferred_by,
        strategy=department.assignment if department else None,
        skill=decision.wants.skill or (department.skill if department else None),
        refusal=decision.refusal,
        agents=[_routed(agent, preferred=agent in decision.preferred) for agent in decision.candidates],
        waiting=floor.waiting(department.department_id, _WAITING_MAX) if department else 0,
    )


def _outcome(decision: Decision) -> Literal["assign", "wait", "message", "hide"]:
    if decision.refusal is not None:
        return "hide" if decision.hidden else "message"
    return "assign" if decision.candidates else "wait"


def _routed(agent: AgentPresence, *, preferred: bool) -> RoutedAgent:
    return RoutedAgent(
        agent_id=agent.agent_id,
        number=agent.number,
        name=agent.name,
        state=agent.state,
        load=agent.load,
        ceiling=agent.ceiling,
        preferred=preferred,
    )
