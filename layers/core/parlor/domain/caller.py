"""Who is at the other end of a connection, as the authorizer found out. Never taken from a frame."""

from msgspec import Struct

from parlor.domain.conversation import Party
from parlor.domain.errors import Forbidden
from parlor.domain.ids import AgentId, ConnectionId, DepartmentId, StyleId, TenantId, VisitorId
from parlor.domain.origin import Place
from parlor.domain.rights import Right, check_right
from parlor.domain.roles import Reach


class Caller(Struct, frozen=True, kw_only=True):
    tenant: TenantId
    role: str
    subject: str
    connection: ConnectionId
    name: str = ""
    departments: frozenset[DepartmentId] = frozenset()
    """An agent's own, and those that a limited role lets them see besides."""
    staff_role: str = ""
    rights: frozenset[str] = frozenset()
    reach: Reach = None
    """Where an agent's bounded rights count; None: everywhere."""
    style: StyleId = StyleId("")
    shards: tuple[int, ...] = (1,)
    ip: str = ""
    user_agent: str = ""
    place: Place | None = None
    """Of a visitor, where the company's rules ask for it."""
    link_agent: str = ""
    """The number of the agent whom the snippet names."""
    session: str = ""
    """Of an agent: with which sign-in the desk was opened."""

    @property
    def party(self) -> Party:
        return Party("visitor" if self.role == "visitor" else "agent", self.subject, self.name)

    @property
    def sees_all(self) -> bool:
        """Who works in every department; by their role, supervisors and administrators."""
        return "see_all" in self.rights and self.reach is None

    @property
    def sees_hidden(self) -> bool:
        """Who sees colleagues that are invisible."""
        return "see_monitor" in self.rights

    def check(self, right: Right) -> None:
        """Raises `MissingRight`; `Forbidden` for visitors."""
        self.as_agent()
        check_right(self.rights, right)

    def as_visitor(self) -> VisitorId:
        """Raises `Forbidden` for staff."""
        if self.role != "visitor":
            raise Forbidden("Only visitors do this.")
        return VisitorId(self.subject)

    def as_agent(self) -> AgentId:
        """Raises `Forbidden` for visitors."""
        if self.role != "agent":
            raise Forbidden("Only agents do this.")
        return AgentId(self.subject)
