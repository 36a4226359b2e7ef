"""Agents and departments."""

from parlor.domain.ids import AgentId, DepartmentId
from parlor.domain.limits import MAIL_BY_EMAIL
from parlor.domain.staff import Staff
from parlor.protocol import rest
from parlor.protocol.present_office import agent_answer, department_answer
from parlor.runtime.office import Office
from parlor.usecases import change_agent as agent_change
from parlor.usecases import keep_departments
from parlor.usecases.invite_colleague import invite_colleague
from parlor_api.asked import Asked


def list_agents(asked: Asked, staff: Staff, office: Office) -> rest.AgentList:
    here = {agent.agent_id: agent for agent in office.presence.agents()}
    agents = office.directory.fresh().agents()
    return rest.AgentList(agents=[agent_answer(agent, here.get(agent.agent_id)) for agent in agents])


def add_agent(asked: Asked, staff: Staff, office: Office) -> rest.Agent:
    house = office.house
    house.limits.take(MAIL_BY_EMAIL, asked.body.email.lower())
    agent = invite_colleague(asked.body, staff, office.directory, house.identity, house.mailer, office.clock, house.sign_in_url)
    return agent_answer(agent, None)


def change_agent(asked: Asked, staff: Staff, office: Office) -> rest.Agent:
    agent_id = AgentId(asked.path["agent_id"])
    agent = agent_change.change_agent(agent_id, asked.body, office.directory, office.presence, office.house.closer)
    return agent_answer(agent, office.presence.agent(agent_id))


def list_departments(asked: Asked, staff: Staff, office: Office) -> rest.DepartmentList:
    departments = office.directory.fresh().departments()
    return rest.DepartmentList(departments=[department_answer(department) for department in departments])


def add_department(asked: Asked, staff: Staff, office: Office) -> rest.Department:
    return department_answer(keep_departments.add_department(asked.body, office.directory, office.clock))


def change_department(asked: Asked, staff: Staff, office: Office) -> rest.Department:
    department_id = DepartmentId(asked.path["department_id"])
    return department_answer(keep_departments.change_department(department_id, asked.body, office.directory))


def delete_department(asked: Asked, staff: Staff, office: Office) -> None:
    keep_departments.delete_department(DepartmentId(asked.path["department_id"]), office.directory, office.conversations)


HANDLERS = {
    "list_agents": list_agents,
    "add_agent": add_agent,
    "change_agent": change_agent,
    "list_departments": list_departments,
    "add_department": add_department,
    "change_department": change_department,
    "delete_department": delete_department,
}
