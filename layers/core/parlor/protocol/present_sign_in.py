"""How people come in, as the REST API says it."""

from parlor.domain.sign_in import SignInEntry, SignInRules, StaffSession
from parlor.protocol import rest_sign_in


def sign_in_rules_answer(rules: SignInRules, address: str) -> rest_sign_in.SignInRules:
    return rest_sign_in.SignInRules(
        addresses=[rest_sign_in.AllowedAddress(range=each.range, note=each.note) for each in rules.addresses],
        exempt_roles=list(rules.exempt_roles),
        exempt_agents=list(rules.exempt_agents),
        sessions_max=rules.sessions_max,
        second_factor=rules.second_factor,
        second_factor_roles=list(rules.second_factor_roles),
        password_min=rules.password_min,
        password_days=rules.password_days,
        version=rules.version,
        your_address=address,
    )


def session_answer(session: StaffSession, current: str) -> rest_sign_in.StaffSession:
    return rest_sign_in.StaffSession(
        session_id=session.session_id,
        way=session.way,
        begun_at=session.begun_at,
        used_at=session.used_at,
        address=session.address,
        device=session.device,
        place=session.place,
        current=session.session_id == current,
    )


def sign_in_answer(entry: SignInEntry) -> rest_sign_in.SignInEntry:
    return rest_sign_in.SignInEntry(
        entry_id=entry.entry_id,
        at=entry.at,
        agent_id=entry.agent_id,
        agent_name=entry.name,
        way=entry.way,
        reason=entry.reason,
        address=entry.address,
        device=entry.device,
        place=entry.place,
    )
