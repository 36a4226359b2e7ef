"""Sign-ins are looked at and ended: by the person, by who keeps the company's people, and by a new password."""

from collections.abc import Callable, Iterable

from parlor.domain.directory import Agent
from parlor.domain.errors import NotFound
from parlor.domain.ids import TenantId
from parlor.domain.sign_in import People, StaffSession
from parlor.domain.staff import Staff
from parlor.usecases.put_out_desks import DesksOut


class EndSessions:
    """Takes effect at once: the next request finds no session, the refresh cookie gets nothing, the desks close."""

    def __init__(self, people: People, desks_out_of: Callable[[TenantId], DesksOut]) -> None:
        self._people = people
        self._desks_out_of = desks_out_of

    def __call__(self, sessions: Iterable[StaffSession], by: str) -> int:
        """`by` is who does it, as the desks say it. Returns how many ended."""
        ended = 0
        for session in sessions:
            self._people.end(session)
            self._desks_out_of(session.tenant_id)(session.agent_id, session.session_id, by)
            ended += 1
        return ended

    def own(self, staff: Staff, session_id: str) -> StaffSession:
        """One sign-in of one's own, in all companies. Raises `NotFound`."""
        found = _found(self._people.sessions_of(staff.agent, staff.tenant), session_id)
        elsewhere = self._people.person(found.subject).sessions
        self([each for each in elsewhere if each.origin == found.origin], staff.agent.name)
        return found

    def own_others(self, staff: Staff) -> int:
        """All sign-ins but the one that asks, in all companies."""
        sessions = [session for subject in staff.agent.subjects for session in self._people.person(subject).sessions]
        this = next((each.origin for each in sessions if each.session_id == staff.session_id), None)
        others = [each for each in sessions if each.origin != this]
        self(others, staff.agent.name)
        return len({each.origin for each in others})

    def agents(self, agent: Agent, tenant: TenantId, session_id: str | None, by: str) -> list[StaffSession]:
        """One sign-in of a colleague or all of them, in this company and no other. Raises `NotFound`."""
        sessions = self._people.sessions_of(agent, tenant)
        ended = sessions if session_id is None else [_found(sessions, session_id)]
        self(ended, by)
        return ended


def _found(sessions: Iterable[StaffSession], session_id: str) -> StaffSession:
    for each in sessions:
        if each.session_id == session_id:
            return each
    raise NotFound("There is no such sign-in any more.", field="session_id")
