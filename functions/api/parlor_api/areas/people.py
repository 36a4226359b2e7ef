"""Agents with their rights, departments, and who changed what."""

from parlor.domain.directory import Agent
from parlor.domain.errors import Invalid
from parlor.domain.ids import AgentId, DepartmentId, is_ulid
from parlor.domain.limits import MAIL_BY_EMAIL
from parlor.domain.presence import AgentPresence
from parlor.domain.rights import ROLE_RIGHTS
from parlor.domain.staff import Staff
from parlor.protocol import rest, rest_people
from parlor.protocol.present_office import agent_answer, audit_answer, department_answer
from parlor.runtime.office import Office
from parlor.usecases import change_agent as agent_change
from parlor.usecases import invite_again as inviting
from parlor.usecases import keep_departments
from parlor.usecases import list_audit as auditing
from parlor.usecases.delete_agent import DeleteAgent
from parlor.usecases.invite_colleague import invite_colleague
from parlor.usecases.list_audit import AuditQuery
from parlor_api.asked import Asked
from parlor_api.cursors import opened, sealed


def list_agents(asked: Asked, staff: Staff, office: Office) -> rest.AgentList:
    here = {agent.agent_id: agent for agent in office.presence.agents()}
    agents = office.directory.fresh().agents()
    role_rights = {role: sorted(rights) for role, rights in ROLE_RIGHTS.items()}
    return rest.AgentList(agents=[_answer(agent, here.get(agent.agent_id), staff) for agent in agents], role_rights=role_rights)


def add_agent(asked: Asked, staff: Staff, office: Office) -> rest.Agent:
    house = office.house
    house.limits.take(MAIL_BY_EMAIL, asked.body.email.lower())
    trail = office.trail(staff, asked.address)
    agent = invite_colleague(
        asked.body, staff, office.directory, house.identity, office.mailer, office.clock, house.sign_in_url, office.style_files, trail
    )
    return _answer(agent, None, staff)


def invite_again(asked: Asked, staff: Staff, office: Office) -> None:
    house, agent_id = office.house, AgentId(asked.path["agent_id"])
    house.limits.take(MAIL_BY_EMAIL, office.directory.agent(agent_id).email)
    trail = office.trail(staff, asked.address)
    inviting.invite_again(agent_id, staff, office.directory, office.presence, house.identity, office.mailer, house.sign_in_url, trail)


def change_agent(asked: Asked, staff: Staff, office: Office) -> rest.Agent:
    agent_id = AgentId(asked.path["agent_id"])
    trail = office.trail(staff, asked.address)
    agent = agent_change.change_agent(
        agent_id, asked.body, staff, office.directory, office.presence, office.pushes, office.house.closer, office.style_files, trail
    )
    return _answer(agent, office.presence.agent(agent_id), staff)


def delete_agent(asked: Asked, staff: Staff, office: Office) -> None:
    heir_id = asked.query.get("heir_id")
    delete = DeleteAgent(
        office.directory,
        office.library,
        office.conversations,
        office.presence,
        office.pushes,
        office.reception,
        office.house.closer,
    )
    delete(AgentId(asked.path["agent_id"]), AgentId(heir_id) if heir_id else None, staff, office.trail(staff, asked.address))


def list_audit(asked: Asked, staff: Staff, office: Office) -> rest_people.AuditList:
    filters = [asked.query.get(name) or None for name in ("kind", "agent_id", "action", "about_id")]
    if filters[1] and not is_ulid(filters[1]):
        raise Invalid("There is no such agent.", field="agent_id")
    query = AuditQuery(asked.query["from"], asked.query["to"], *filters)
    listed, signing = ["audit", query.first, query.last, *(each or "" for each in filters)], office.house.tokens
    position = opened(signing, staff.tenant, listed, asked.query.get("cursor"))
    found, following = auditing.list_audit(query, position, office.directory, office.audit)
    return rest_people.AuditList(entries=[audit_answer(entry) for entry in found], cursor=sealed(signing, staff.tenant, listed, following))


def _answer(agent: Agent, presence: AgentPresence | None, staff: Staff) -> rest.Agent:
    return agent_answer(agent, presence, sees_hidden=staff.sees_hidden or agent.agent_id == staff.agent_id)


def list_departments(asked: Asked, staff: Staff, office: Office) -> rest.DepartmentList:
    departments = office.directory.fresh().departments()
    return rest.DepartmentList(departments=[department_answer(department) for department in departments])


def add_department(asked: Asked, staff: Staff, office: Office) -> rest.Department:
    return department_answer(
        keep_departments.add_department(asked.body, office.directory, office.trail(staff, asked.address), office.clock)
    )


def change_department(asked: Asked, staff: Staff, office: Office) -> rest.Department:
    department_id = DepartmentId(asked.path["department_id"])
    trail = office.trail(staff, asked.address)
    return department_answer(keep_departments.change_department(department_id, asked.body, office.directory, trail))


def delete_department(asked: Asked, staff: Staff, office: Office) -> None:
    trail = office.trail(staff, asked.address)
    keep_departments.delete_department(DepartmentId(asked.path["department_id"]), office.directory, office.conversations, trail)


HANDLERS = {
    "list_agents": list_agents,
    "add_agent": add_agent,
    "change_agent": change_agent,
    "invite_again": invite_again,
    "delete_agent": delete_agent,
    "list_audit": list_audit,
    "list_departments": list_departments,
    "add_department": add_department,
    "change_department": change_department,
    "delete_department": delete_department,
}
