"""Whether a department takes one more visitor: its hours, its people, the limits of its queue, and who helps out."""

from collections.abc import Iterable

from parlor.domain.directory import Department, Directory
from parlor.domain.errors import Closed, Conflict, NotFound
from parlor.domain.ids import DepartmentId
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.domain.presence import AgentPresence, Availability, availability, in_department


class Admission:
    """The door of one tenant's departments. The index of who waits is a moment behind: two in the same instant both get in."""

    def __init__(self, directory: Directory, conversations: Conversations, presence: Presence, clock: Clock) -> None:
        self._directory = directory
        self._conversations = conversations
        self._presence = presence
        self._clock = clock

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

    def admit(self, department: Department, agents: list[AgentPresence]) -> Department:
        """The department in which the visitor will wait: this one, or the one that helps out when its queue is full.

        Raises `Closed` (`nobody_online`) outside its hours, `Conflict` (`nobody_online`, `queue_full`).
        """
        if not self.is_open(department.department_id):
            raise Closed("We are closed now. Leave a message.", opens_at=self.opens_at([department.department_id]))
        if not _has_people(department, agents):
            raise Conflict("Nobody is here now. Leave a message.", code="nobody_online")
        if not self._is_full(department, agents):
            return department
        if helper := self.helper(department.department_id, agents):
            return helper
        raise Conflict("Too many people are waiting. Leave a message.", code="queue_full")

    def helper(self, department: DepartmentId, agents: list[AgentPresence] | None = None) -> Department | None:
        """The department that takes who finds no place in this one; None if there is none, or it is closed, deserted or full."""
        overflow = self._directory.service().limit_of(department).overflow_department_id
        if overflow is None:
            return None
        try:
            found = self._directory.department(DepartmentId(overflow))
        except NotFound:
            return None
        agents = self._presence.agents() if agents is None else agents
        takes = self.is_open(found.department_id) and _has_people(found, agents) and not self._is_full(found, agents)
        return found if takes else None

    def _is_full(self, department: Department, agents: list[AgentPresence]) -> bool:
        most = self._directory.service().limit_of(department.department_id).max_length
        if not most:
            return False
        if department.assignment == "automatic" and availability(in_department(agents, department.department_id)) == "online":
            return False
        return len(self._conversations.waiting_in(department.department_id, most)) >= most


def _has_people(department: Department, agents: list[AgentPresence]) -> bool:
    return availability(in_department(agents, department.department_id)) != "offline"
