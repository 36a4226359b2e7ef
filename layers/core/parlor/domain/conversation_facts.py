"""What a conversation comes to, from its log alone: who had it, how fast they answered, how long it took."""

from collections.abc import Iterable

from msgspec import Struct

from parlor.domain.events import AgentPart
from parlor.domain.log import Accepted, Closed, Entry, Message, Queued, Transferred

AGENTS_MAX = 10
"""Of one conversation: more do not hand it on, and one transaction counts them all."""


class Facts(Struct, frozen=True):
    department_id: str
    """In whose queue it opened."""
    answered: bool
    """The visitor and an agent both wrote."""
    agents: tuple[AgentPart, ...]


class _Part(Struct):
    """One agent's part while the log is read."""

    agent_id: str
    taken_at: int
    first_reply_ms: int | None = None
    replies: int = 0
    reply_ms: int = 0
    length_ms: int = 0
    returned: int = 0


def facts_of(log: Iterable[Entry]) -> Facts:
    """`log` in its order, up to its end; what follows `closed` says nothing here. Words that nobody typed and notes do not count."""
    reader = _Reader()
    for entry in log:
        if not reader.closed:
            reader.read(entry)
    return reader.facts()


class _Reader:
    def __init__(self) -> None:
        self.closed = False
        self._department = ""
        self._visitor_wrote = self._agent_wrote = False
        self._unanswered_since: int | None = None
        self._parts: dict[str, _Part] = {}
        self._has: str | None = None

    def read(self, entry: Entry) -> None:
        match entry:
            case Queued():
                self._department = self._department or entry.department_id
                if entry.reason in ("silent", "agent_gone") and self._has:
                    self._parts[self._has].returned += 1
                self._release(entry.at)
            case Accepted() | Transferred():
                self._release(entry.at)
                self._take(entry.agent_id, entry.at)
            case Message() if entry.by.role == "visitor":
                self._visitor_wrote = True
                self._unanswered_since = entry.at if self._unanswered_since is None else self._unanswered_since
            case Message() if entry.by.role == "agent" and not entry.note and not entry.automatic:
                self._replied(entry.by.id or "", entry.at)
            case Closed():
                self.closed = True
                had = self._has
                self._release(entry.at)
                self._has = had

    def _take(self, agent_id: str, at: int) -> None:
        part = self._parts.setdefault(agent_id, _Part(agent_id, at))
        part.taken_at = at
        self._has = agent_id

    def _release(self, at: int) -> None:
        if self._has is not None:
            part = self._parts[self._has]
            part.length_ms += max(at - part.taken_at, 0)
        self._has = None

    def _replied(self, agent_id: str, at: int) -> None:
        """Colleagues who have joined answer too; the numbers are those of who has the conversation."""
        self._agent_wrote = True
        since, self._unanswered_since = self._unanswered_since, None
        if self._has != agent_id or self._has is None:
            return
        part = self._parts[agent_id]
        if part.first_reply_ms is None:
            part.first_reply_ms = max(at - part.taken_at, 0)
        if since is not None:
            part.replies += 1
            part.reply_ms += max(at - max(since, part.taken_at), 0)

    def facts(self) -> Facts:
        return Facts(
            self._department,
            self._visitor_wrote and self._agent_wrote,
            tuple(
                AgentPart(
                    agent_id=part.agent_id,
                    ended=self.closed and part.agent_id == self._has,
                    returned=part.returned,
                    first_reply_ms=part.first_reply_ms,
                    replies=part.replies,
                    reply_ms=part.reply_ms,
                    length_ms=part.length_ms,
                )
                for part in list(self._parts.values())[:AGENTS_MAX]
            ),
        )
