"""Notices that a company gives its staff (发布通知): to all, to departments or to persons, from when until when.

Not to be taken for the notices of unread messages (domain/notices.py), which go to whoever did not read.
"""

from collections.abc import Iterable
from typing import Literal, Protocol

from msgspec import Struct

from parlor.domain.directory import Agent
from parlor.domain.errors import Conflict, Invalid
from parlor.domain.ids import AgentId, DepartmentId

Audience = Literal["all", "departments", "agents"]

DEFAULT_LIFE_MS = 7 * 86_400_000
LONGEST_MS = 90 * 86_400_000
"""A notice is news; what holds longer belongs into a handbook."""
LIVE_MAX = 50
"""Of a tenant at a time: all of them are read when a desk opens."""


class StaffNotice(Struct, frozen=True, kw_only=True):
    """`department_ids` belongs to the audience `departments`, `agent_ids` to `agents`. Times are milliseconds since 1970 UTC."""

    notice_id: str
    title: str
    text: str
    audience: Audience
    department_ids: tuple[DepartmentId, ...] = ()
    agent_ids: tuple[AgentId, ...] = ()
    from_at: int
    until: int
    published_at: int
    by_agent_id: AgentId
    by_name: str
    withdrawn_at: int | None = None
    withdrawn_by: str | None = None

    def holds(self, now: int) -> bool:
        return self.withdrawn_at is None and self.from_at <= now < self.until

    def is_for(self, agent_id: AgentId, departments: Iterable[DepartmentId]) -> bool:
        match self.audience:
            case "all":
                return True
            case "departments":
                return not set(self.department_ids).isdisjoint(departments)
            case "agents":
                return agent_id in self.agent_ids


class Reading(Struct, frozen=True):
    """Who has read a notice, and when."""

    agent_id: AgentId
    at: int


def check_period(from_at: int, until: int, now: int) -> None:
    """Raises `Invalid` naming `until`."""
    if until <= max(from_at, now):
        raise Invalid("The end must lie after the beginning and in the future.", code="bad_period", field="until")
    if until - max(from_at, now) > LONGEST_MS or from_at - now > LONGEST_MS:
        raise Invalid("A notice holds for 90 days at most, and begins within 90 days.", code="bad_period", field="until")


def check_room(live: int) -> None:
    """Raises `Conflict` (`limit_reached`)."""
    if live >= LIVE_MAX:
        raise Conflict(f"At most {LIVE_MAX} notices hold at a time. Withdraw one first.", code="limit_reached")


def readers_of(notice: StaffNotice, agents: Iterable[Agent]) -> list[Agent]:
    """Whom the notice means among those who work here now; whoever wrote it has read it."""
    return [
        agent
        for agent in agents
        if not agent.disabled and agent.agent_id != notice.by_agent_id and notice.is_for(agent.agent_id, agent.department_ids)
    ]


class StaffNotices(Protocol):
    """One tenant's notices."""

    def publish(self, notice: StaffNotice) -> None: ...

    def get(self, notice_id: str) -> StaffNotice:
        """Raises `NotFound`."""

    def live(self, now: int) -> list[StaffNotice]:
        """Those that hold or will hold, also for others; the next to end first."""

    def page(self, position: str | None) -> tuple[list[StaffNotice], str | None]:
        """All that were ever published, the newest first, and where the next page begins."""

    def withdraw(self, notice: StaffNotice) -> None:
        """`notice` says who and when. Raises `Conflict` when somebody else has withdrawn it."""

    def mark_read(self, notice_id: str, agent_id: AgentId, now: int) -> None:
        """The first time counts."""

    def read_by(self, agent_id: AgentId, notice_ids: Iterable[str]) -> set[str]:
        """Those of the notices that the agent has read."""

    def readings(self, notice_id: str) -> list[Reading]: ...
