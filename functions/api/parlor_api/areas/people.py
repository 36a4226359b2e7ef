"""Agents, departments and canned phrases."""

from parlor.domain.ids import AgentId, DepartmentId
from parlor.domain.limits import MAIL_BY_EMAIL
from parlor.domain.staff import Staff
from parlor.protocol import rest
from parlor.protocol.present_office import agent_answer, department_answer, phrase_answer
from parlor.runtime.office import Office
from parlor.usecases import add_canned_phrase as phrase_add
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


def list_canned_phrases(asked: Asked, staff: Staff, office: Office) -> rest.CannedPhraseList:
    phrases = sorted(office.directory.fresh().canned_phrases(), key=lambda phrase: (phrase.folder, phrase.shortcut))
    return rest.CannedPhraseList(phrases=[phrase_answer(phrase) for phrase in phrases])


def add_canned_phrase(asked: Asked, staff: Staff, office: Office) -> rest.CannedPhrase:
    return phrase_answer(phrase_add.add_canned_phrase(asked.body, office.directory, office.clock))


def delete_canned_phrase(asked: Asked, staff: Staff, office: Office) -> None:
    office.directory.delete_canned_phrase(asked.path["phrase_id"])


HANDLERS = {
    "list_agents": list_agents,
    "add_agent": add_agent,
    "change_agent": change_agent,
    "list_departments": list_departments,
    "add_department": add_department,
    "change_department": change_department,
    "delete_department": delete_department,
    "list_canned_phrases": list_canned_phrases,
    "add_canned_phrase": add_canned_phrase,
    "delete_canned_phrase": delete_canned_phrase,
}
