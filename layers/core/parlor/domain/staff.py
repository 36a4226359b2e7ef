"""Who asks, when staff ask: a person's membership in one tenant, checked for each request."""

from msgspec import Struct

from parlor.domain.conversation import Party
from parlor.domain.directory import Agent
from parlor.domain.errors import Forbidden
from parlor.domain.ids import AgentId, DepartmentId, TenantId
from parlor.domain.rights import Right, check_right


class Staff(Struct, frozen=True):
    tenant: TenantId
    agent: Agent
    subject: str = ""
    """The person, across companies."""
    session_id: str = ""
    """Of their sign-ins the one that asks."""

    @property
    def agent_id(self) -> AgentId:
        return self.agent.agent_id

    @property
    def leads(self) -> bool:
        """Who sees all departments; by their role, supervisors and administrators."""
        return "see_all" in self.agent.rights and self.agent.reach is None

    @property
    def departments(self) -> frozenset[DepartmentId]:
        """Those whose queues and conversations they see, if they do not see all: their own, and where a limited role lets them."""
        return seen_departments(self.agent)

    def reaches(self, department_id: DepartmentId | None) -> bool:
        """Whether bounded rights count in this department. What belongs to none, only who is not limited reaches."""
        return self.agent.reach is None or department_id in self.agent.reach

    @property
    def sees_hidden(self) -> bool:
        """Who sees colleagues that are invisible."""
        return "see_monitor" in self.agent.rights

    def check(self, right: Right) -> None:
        """Raises `MissingRight`."""
        check_right(self.agent.rights, right)

    def check_any(self, *rights: Right) -> None:
        """Raises `MissingRight` for the first, if none of them is there."""
        if not self.agent.rights.intersection(rights):
            check_right(self.agent.rights, rights[0])

    def check_unlimited(self) -> None:
        """For what cannot be told by department. Raises `Forbidden` (`outside_role`)."""
        if self.agent.reach is not None:
            raise Forbidden("Your role is limited to departments, and this cannot be limited to them.", code="outside_role")

    @property
    def party(self) -> Party:
        return Party("agent", self.agent.agent_id, self.agent.name)


def seen_departments(agent: Agent) -> frozenset[DepartmentId]:
    own = frozenset(agent.department_ids)
    return own | agent.reach if "see_all" in agent.rights and agent.reach is not None else own
