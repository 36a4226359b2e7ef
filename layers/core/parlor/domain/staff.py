"""Who asks, when staff ask: a person's membership in one tenant, checked for each request."""

from msgspec import Struct

from parlor.domain.conversation import Party
from parlor.domain.directory import Agent
from parlor.domain.ids import AgentId, TenantId
from parlor.domain.rights import Right, check_right


class Staff(Struct, frozen=True):
    tenant: TenantId
    agent: Agent

    @property
    def agent_id(self) -> AgentId:
        return self.agent.agent_id

    @property
    def leads(self) -> bool:
        """Who sees all departments; by their role, supervisors and administrators."""
        return "see_all" in self.agent.rights

    @property
    def sees_hidden(self) -> bool:
        """Who sees colleagues that are invisible."""
        return "see_monitor" in self.agent.rights

    def check(self, right: Right) -> None:
        """Raises `MissingRight`."""
        check_right(self.agent.rights, right)

    @property
    def party(self) -> Party:
        return Party("agent", self.agent.agent_id, self.agent.name)
