"""How the company serves its visitors, and what each agent sets for themselves."""

from parlor.domain.goals import Goals
from parlor.domain.staff import Staff
from parlor.protocol import rest
from parlor.protocol.present_office import personal_answer, service_answer
from parlor.protocol.rest_goals import GoalList
from parlor.runtime.office import Office
from parlor.usecases import change_service as service_change
from parlor.usecases import keep_goals
from parlor_api.asked import Asked


def get_service(asked: Asked, staff: Staff, office: Office) -> rest.Service:
    return service_answer(service_change.read_service(office.directory))


def change_service(asked: Asked, staff: Staff, office: Office) -> rest.Service:
    return service_answer(service_change.change_service(asked.body, staff, office.directory, office.trail(staff, asked.address)))


def get_personal_settings(asked: Asked, staff: Staff, office: Office) -> rest.PersonalSettings:
    return personal_answer(office.directory.fresh().personal(staff.agent_id))


def change_personal_settings(asked: Asked, staff: Staff, office: Office) -> rest.PersonalSettings:
    return personal_answer(service_change.change_personal(asked.body, staff, office.directory))


def get_goals(asked: Asked, staff: Staff, office: Office) -> GoalList:
    return _goal_list(office.goals.fresh())


def change_goals(asked: Asked, staff: Staff, office: Office) -> GoalList:
    return _goal_list(keep_goals.change_goals(asked.body, office.goals, office.trail(staff, asked.address)))


def _goal_list(goals: Goals) -> GoalList:
    return GoalList(version=goals.version, goals=goals.goals)


HANDLERS = {
    "get_goals": get_goals,
    "change_goals": change_goals,
    "get_service": get_service,
    "change_service": change_service,
    "get_personal_settings": get_personal_settings,
    "change_personal_settings": change_personal_settings,
}
