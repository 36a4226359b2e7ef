"""Whether a department takes one more visitor, as the widget shows it before anybody asks; and who helps out when the wait is too long."""

from collections.abc import Iterable

from parlor.domain.directory import Department, Directory
from parlor.domain.errors import Closed, Conflict, Forbidden, NotFound, ParlorError
from parlor.domain.ids import DepartmentId
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.domain.presence import AgentPresence, Availability, availability, in_department
from parlor.domain.routing import Decision, helping_out
from parlor.usecases.floor import Floor


class Admission:
    """The door of one tenant's departments. The index of who waits is a moment behind: two in the same instant both get in."""

    def __init__(self, directory: Directory, conversations: Conversations, presence: Presence, clock: Clock) -> None:
        self._directory = directory
        self._conversations = conversations
        self._presence = presence
        self._clock = clock

    def floor(self) -> Floor:
        return Floor(self._directory, self._conversations, self._presence, self._clock)

    def is_open(self, department: DepartmentId) -> bool:
        return self._directory.service().open_at(department, self._directory.company().time_zone, self._clock.now_ms())

    def opens_at(self, departments: Iterable[DepartmentId]) -> int | None:
        """When the first of these departments, which are all closed, opens."""
        zone, now, service = self._directory.company().time_zone, self._clock.now_ms(), self._directory.service()
        return min((at for each in departments if (at := service.next_change(each, zone, now)) is not None), default=None)

    def seen_from(self, department: DepartmentId | None, present: list[AgentPresence] | None = None) -> tuple[Availability, int | None]:
        """Who is there for visitors of one department, or of all; when all of these are closed, also when the first opens.

        `present` are the tenant's agents, if they have been read already.
        """
        agents = in_department(self._presence.agents() if present is None else present, department)
        service = self._directory.service()
        if not service.hours and not service.holidays:
            return availability(agents), None
        asked = [department] if department else [each.department_id for each in self._directory.departments()]
        open_now = [each for each in asked if self.is_open(each)]
        if not open_now:
            return "offline", self.opens_at(asked)
        return availability(agent for agent in agents if agent.departments.intersection(open_now)), None

    def refused(self, decision: Decision) -> ParlorError:
        """What a visitor is told who does not get in. All but the last lead to the form for a message."""
        match decision.refusal:
            case "closed" if decision.department is not None:
                return Closed("We are closed now. Leave a message.", opens_at=self.opens_at([decision.department.department_id]))
            case "queue_full":
                return Conflict("Too many people are waiting. Leave a message.", code="queue_full")
            case "no_department":
                return NotFound("The company has no department.", field="department_id")
            case "region" if decision.hidden:
                return Forbidden("There is no chat for your region.", code="region_refused")
            case "region":
                return Conflict("There is no chat for your region. Leave a message.", code="nobody_online")
            case _:
                return Conflict("Nobody is here now. Leave a message.", code="nobody_online")

    def helper(self, department: DepartmentId) -> Department | None:
        """The department that takes who waited too long in this one."""
        departments = self._directory.departments()
        found = next((each for each in departments if each.department_id == department), None)
        return helping_out(found, departments, self._directory.service(), self.floor()) if found else None
