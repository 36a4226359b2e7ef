"""The departments as they are now: what a decision of domain/routing.py looks at.

Read when it is asked for, and once: a request or a sweep sees one picture and notes in it whom it assigned. A department costs at
most one read unit for each of its own agents, however many the tenant has: a query of all where that is less.
"""

from msgspec.structs import replace

from parlor.domain.directory import Directory
from parlor.domain.ids import AgentId, DepartmentId
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.domain.presence import AgentPresence

_ROWS_IN_A_UNIT = 12
"""Agents that a query reads for what a single one costs."""


class Floor:
    """Satisfies `Scene`."""

    def __init__(self, directory: Directory, conversations: Conversations, presence: Presence, clock: Clock) -> None:
        self._directory = directory
        self._conversations = conversations
        self._presence = presence
        self._clock = clock
        self._known: dict[AgentId, AgentPresence | None] = {}
        self._looked_anew = False

    def is_open(self, department: DepartmentId) -> bool:
        return self._directory.service().open_at(department, self._directory.company().time_zone, self._clock.now_ms())

    def waiting(self, department: DepartmentId, most: int) -> int:
        return len(self._conversations.waiting_in(department, most))

    def agents(self, department: DepartmentId) -> list[AgentPresence]:
        """The department's agents. Before nobody is found there, the directory is read again: who works where may have just changed."""
        found = self._members(department)
        if not self._looked_anew and all(agent.state == "offline" for agent in found):
            self._looked_anew = True
            self._directory.look_again()
            found = self._members(department)
        return found

    def _members(self, department: DepartmentId) -> list[AgentPresence]:
        everybody = self._directory.agents()
        members = [each.agent_id for each in everybody if department in each.department_ids and not each.disabled]
        missing = [agent_id for agent_id in members if agent_id not in self._known]
        if missing:
            few = len(missing) * _ROWS_IN_A_UNIT <= len(everybody)
            found = self._presence.agents_among(missing) if few else self._presence.agents()
            self._known |= dict.fromkeys(missing) | {agent.agent_id: agent for agent in found}
        return [agent for agent_id in members if (agent := self._known[agent_id]) is not None]

    def agent(self, agent_id: AgentId) -> AgentPresence | None:
        if agent_id not in self._known:
            self._known[agent_id] = self._presence.agent(agent_id)
        return self._known[agent_id]

    def numbered(self, number: str) -> AgentPresence | None:
        found = next((each for each in self._directory.agents() if each.number.upper() == number.upper()), None)
        return self.agent(found.agent_id) if found and not found.disabled else None

    def took(self, agent_id: AgentId) -> None:
        """The agent has one conversation more, from this moment."""
        agent = self._known.get(agent_id)
        if agent is not None:
            self._known[agent_id] = replace(agent, load=agent.load + 1, last_assigned_at=self._clock.now_ms())

    def look_again(self) -> None:
        """What was read of the agents is out of date."""
        self._known.clear()
