"""What the REST API's use cases need besides domain/ports.py."""

from collections.abc import Callable, Iterable
from typing import Protocol

from parlor.domain.conversation import Conversation
from parlor.domain.directory import RANK
from parlor.domain.ids import AgentId, DepartmentId
from parlor.domain.ports import Conversations, Presence
from parlor.domain.presence import AgentPresence, Visit


class OfficePresence(Presence, Protocol):
    def register_agent(
        self,
        agent_id: AgentId,
        *,
        number: str,
        name: str,
        staff_role: str,
        departments: Iterable[DepartmentId],
        ceiling: int,
        skills: Iterable[str] = (),
        languages: Iterable[str] = (),
        rank: int = RANK,
    ) -> AgentPresence: ...
    def sign_in(self, agent_id: AgentId) -> None: ...
    def forget_agent(self, agent_id: AgentId) -> None: ...
    def shards(self) -> range: ...
    def some_visitors(self, shard: int, after: str | None) -> tuple[list[Visit], str | None]: ...


class Records(Conversations, Protocol):
    def closed(
        self, wanted: Callable[[Conversation], bool], from_ms: int, to_ms: int, position: str | None, most: int = 50
    ) -> tuple[list[Conversation], str | None]: ...


class SocketCloser(Protocol):
    def close(self, connections: Iterable[str]) -> None:
        """Ends sockets from our side. One that is gone already is no fault."""
