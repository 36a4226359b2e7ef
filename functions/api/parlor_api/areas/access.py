"""How people come in: the company's rules, sessions, the second factor, passwords, the sign-in log."""

from parlor.domain.errors import NotFound
from parlor.domain.identity import came_by_sign_on
from parlor.domain.ids import AgentId
from parlor.domain.limits import CODES_BY_EMAIL, GUESS_BY_EMAIL
from parlor.domain.passwords import LENGTH_MIN
from parlor.domain.staff import Staff
from parlor.protocol import rest_sign_in
from parlor.protocol.present_sign_in import session_answer, sign_in_answer, sign_in_rules_answer
from parlor.runtime.office import Office
from parlor.usecases import keep_sign_in_rules
from parlor.usecases import list_sign_ins as listing
from parlor.usecases.keep_own_access import reset_second_factor as reset
from parlor.usecases.list_sign_ins import SignInQuery
from parlor_api.asked import Asked
from parlor_api.cursors import opened, sealed

# --- the company's rules -------------------------------------------------------------------------------------------


def get_sign_in_rules(asked: Asked, staff: Staff, office: Office) -> rest_sign_in.SignInRules:
    return sign_in_rules_answer(office.sign_in_rules.fresh(), asked.address)


def change_sign_in_rules(asked: Asked, staff: Staff, office: Office) -> rest_sign_in.SignInRules:
    trail = office.trail(staff, asked.address)
    changed = keep_sign_in_rules.change_sign_in_rules(asked.body, staff, asked.address, office.directory, office.sign_in_rules, trail)
    return sign_in_rules_answer(changed, asked.address)


def list_sign_ins(asked: Asked, staff: Staff, office: Office) -> rest_sign_in.SignInList:
    query = SignInQuery(asked.query["from"], asked.query["to"], asked.query.get("agent_id") or None, asked.query.get("outcome") or None)
    listed, signing = ["sign_ins", query.first, query.last, query.agent_id or "", query.outcome or ""], office.house.tokens
    position = opened(signing, staff.tenant, listed, asked.query.get("cursor"))
    found, following = listing.list_sign_ins(query, position, office.directory, office.sign_in_log)
    cursor = sealed(signing, staff.tenant, listed, following)
    return rest_sign_in.SignInList(entries=[sign_in_answer(entry) for entry in found], cursor=cursor)


# --- a colleague's access ------------------------------------------------------------------------------------------


def get_agent_access(asked: Asked, staff: Staff, office: Office) -> rest_sign_in.AgentAccess:
    agent = office.directory.fresh().agent(AgentId(asked.path["agent_id"]))
    account = office.house.people.account(agent.subject)
    sessions = office.house.people.sessions_of(agent, staff.tenant)
    return rest_sign_in.AgentAccess(
        sessions=[session_answer(each, staff.session_id) for each in sessions],
        second_factor_at=account.second_factor_at,
        password_changed_at=account.password_changed_at,
    )


def end_agent_session(asked: Asked, staff: Staff, office: Office) -> None:
    _end_agents(asked, staff, office, asked.path["session_id"])


def end_agent_sessions(asked: Asked, staff: Staff, office: Office) -> rest_sign_in.EndedSessions:
    return rest_sign_in.EndedSessions(ended=_end_agents(asked, staff, office, None))


def _end_agents(asked: Asked, staff: Staff, office: Office, session_id: str | None) -> int:
    agent = office.directory.fresh().agent(AgentId(asked.path["agent_id"]))
    ended = office.house.end_sessions.agents(agent, staff.tenant, session_id, staff.agent.name)
    for session in ended:
        before = {"address": session.address, "device": session.device, "begun_at": session.begun_at}
        office.audit.done(
            office.actor(staff, asked.address), "end_agent_session", about=("agent", agent.agent_id, agent.name), before=before
        )
    return len(ended)


def reset_second_factor(asked: Asked, staff: Staff, office: Office) -> None:
    agent = office.directory.fresh().agent(AgentId(asked.path["agent_id"]))
    account = office.house.people.account(agent.subject)
    reset(staff, agent.subject, agent.email, agent.name, office.house.identity, office.house.people)
    office.audit.done(
        office.actor(staff, asked.address),
        "reset_second_factor",
        about=("agent", agent.agent_id, agent.name),
        before={"second_factor_at": account.second_factor_at},
        after={"second_factor_at": None},
    )


# --- one's own access ----------------------------------------------------------------------------------------------


def get_own_access(asked: Asked, staff: Staff, office: Office) -> rest_sign_in.OwnAccess:
    person, rules = office.house.people.person(staff.subject), office.sign_in_rules.rules()
    session = next((each for each in person.sessions if each.session_id == staff.session_id), None)
    others = [office.house.office(member.tenant_id).sign_in_rules.rules() for member in person.members]
    return rest_sign_in.OwnAccess(
        single_sign_on=came_by_sign_on(staff.subject),
        second_factor_at=person.account.second_factor_at,
        recovery_codes_left=len(person.account.recovery_codes),
        wanted=rules.wants_second_factor(staff.agent),
        held=list(session.held) if session else [],
        password_changed_at=person.account.password_changed_at,
        password_min=max((each.password_min for each in others), default=LENGTH_MIN),
        password_days=rules.password_days,
    )


def list_own_sessions(asked: Asked, staff: Staff, office: Office) -> rest_sign_in.SessionList:
    sessions = office.house.people.sessions_of(staff.agent, staff.tenant)
    return rest_sign_in.SessionList(sessions=[session_answer(each, staff.session_id) for each in sessions])


def end_own_session(asked: Asked, staff: Staff, office: Office) -> None:
    session_id = asked.path["session_id"]
    if session_id == staff.session_id:
        raise NotFound("This sign-in ends by signing out.", field="session_id")
    ended = office.house.end_sessions.own(staff, session_id)
    before = {"address": ended.address, "device": ended.device, "begun_at": ended.begun_at}
    office.audit.done(office.actor(staff, asked.address), "end_own_session", about=_oneself(staff), before=before)


def end_own_other_sessions(asked: Asked, staff: Staff, office: Office) -> rest_sign_in.EndedSessions:
    ended = office.house.end_sessions.own_others(staff)
    office.audit.done(office.actor(staff, asked.address), "end_own_other_sessions", about=_oneself(staff), after={"ended": ended})
    return rest_sign_in.EndedSessions(ended=ended)


def change_password(asked: Asked, staff: Staff, office: Office) -> None:
    _check_guesses(staff, office)
    house = office.house
    house.own_access.change_password(asked.body, staff, asked.address, asked.access_token, house.sign_in.check_password)


def new_authenticator(asked: Asked, staff: Staff, office: Office) -> rest_sign_in.Authenticator:
    _check_guesses(staff, office)
    return office.house.own_access.new_authenticator(asked.body, staff, asked.access_token)


def confirm_authenticator(asked: Asked, staff: Staff, office: Office) -> rest_sign_in.RecoveryCodes:
    office.house.limits.take(CODES_BY_EMAIL, staff.agent.email)
    return office.house.own_access.confirm_authenticator(asked.body, staff, asked.address, asked.access_token)


def renew_recovery_codes(asked: Asked, staff: Staff, office: Office) -> rest_sign_in.RecoveryCodes:
    _check_guesses(staff, office)
    return office.house.own_access.renew_recovery_codes(asked.body, staff, asked.address)


def remove_second_factor(asked: Asked, staff: Staff, office: Office) -> None:
    _check_guesses(staff, office)
    office.house.own_access.remove_second_factor(asked.body, staff, asked.address)


def _check_guesses(staff: Staff, office: Office) -> None:
    """Whoever sits at a desk that was left open shall not try passwords."""
    office.house.limits.take(GUESS_BY_EMAIL, staff.agent.email)


def _oneself(staff: Staff) -> tuple[str, str, str]:
    return "agent", staff.agent_id, staff.agent.name


HANDLERS = {
    "get_sign_in_rules": get_sign_in_rules,
    "change_sign_in_rules": change_sign_in_rules,
    "list_sign_ins": list_sign_ins,
    "get_agent_access": get_agent_access,
    "end_agent_session": end_agent_session,
    "end_agent_sessions": end_agent_sessions,
    "reset_second_factor": reset_second_factor,
    "get_own_access": get_own_access,
    "list_own_sessions": list_own_sessions,
    "end_own_session": end_own_session,
    "end_own_other_sessions": end_own_other_sessions,
    "change_password": change_password,
    "new_authenticator": new_authenticator,
    "confirm_authenticator": confirm_authenticator,
    "renew_recovery_codes": renew_recovery_codes,
    "remove_second_factor": remove_second_factor,
}
