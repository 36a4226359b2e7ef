"""Messages that visitors leave when nobody is there (留言), worked through to the end: who deals with it, what was said back and forth.

    open ──▶ working ──▶ answered ──▶ closed          spam
     ▲  taken by somebody   │ ▲
     └── the visitor writes again ┘

Staff may put any state into any other; answering and the visitor's next words do so by themselves.
"""

from collections.abc import Callable
from typing import Literal, Protocol

from msgspec import Struct
from msgspec.structs import replace

from parlor.domain.errors import Conflict
from parlor.domain.ids import AgentId, DepartmentId, LeftMessageId, VisitorId
from parlor.domain.languages import VisitorLanguage

LeftMessageState = Literal["open", "working", "answered", "closed", "spam"]
EntryKind = Literal["answer", "visitor", "note"]

ENTRIES_MAX = 200
"""Of one message: answers, notes and what the visitor said later."""
UNREAD_MAX = 100
"""Unread messages that are counted."""


class LeftMessage(Struct, frozen=True, kw_only=True):
    """Times are in milliseconds since 1970 UTC. `answer`, `answered_at` and `answered_by` are those of the newest answer."""

    left_message_id: LeftMessageId
    visitor_id: VisitorId
    email: str
    text: str
    at: int
    state: LeftMessageState = "open"
    name: str = ""
    phone: str = ""
    page_url: str | None = None
    language: VisitorLanguage | None = None
    """Of the mails about it; None: the company's."""
    answered_at: int | None = None
    answered_by: str | None = None
    answer: str | None = None
    receipt_at: int | None = None
    """When the visitor was told by mail that it has arrived."""
    assignee_id: AgentId | None = None
    """Who deals with it."""
    assignee_name: str | None = None
    department_id: DepartmentId | None = None
    unread: bool = False
    """Its assignee has not opened it since it was given to them, or since the visitor wrote again."""
    last_at: int | None = None
    """When something was said last, after it was left."""
    said: int = 0
    """How many entries there are."""
    version: int = 1


class LeftEntry(Struct, frozen=True, kw_only=True):
    """What followed a left message. A note is for staff only."""

    entry_id: str
    place: int
    """From 1, in the order in which they were said."""
    kind: EntryKind
    at: int
    text: str
    by_id: str
    by_name: str = ""


class Handler(Struct, frozen=True):
    """Who deals with a message from now on."""

    agent_id: AgentId
    name: str


class Audited(Struct, frozen=True, kw_only=True):
    """What the audit log keeps of a message: what people decided, and how much was said."""

    state: LeftMessageState
    assignee_name: str | None
    department_id: DepartmentId | None
    said: int
    answer: str | None


def audited(message: LeftMessage) -> Audited:
    return Audited(
        state=message.state,
        assignee_name=message.assignee_name,
        department_id=message.department_id,
        said=message.said,
        answer=message.answer,
    )


def with_entry(message: LeftMessage, entry: LeftEntry) -> LeftMessage:
    """The message after something was said. Raises `Conflict` (`too_many`, and for an answer `closed`)."""
    if message.said >= ENTRIES_MAX:
        raise Conflict(f"A message has at most {ENTRIES_MAX} answers and notes.", code="too_many")
    after = replace(message, said=message.said + 1, last_at=entry.at)
    if entry.kind == "answer":
        if message.state in ("closed", "spam"):
            raise Conflict("The message is closed.", code="closed", field="state")
        return replace(after, state="answered", answer=entry.text, answered_by=entry.by_name, answered_at=entry.at)
    if entry.kind == "visitor":
        back: LeftMessageState = "working" if message.assignee_id else "open"
        return replace(after, state="spam" if message.state == "spam" else back, unread=message.assignee_id is not None)
    return after


def assigned(message: LeftMessage, handler: Handler | None, by: AgentId) -> LeftMessage:
    """Somebody else to whom it is given has not read it; a message that nobody has begun with is in work then."""
    if handler is None:
        return replace(message, assignee_id=None, assignee_name=None, unread=False)
    state: LeftMessageState = "working" if message.state == "open" else message.state
    same = message.assignee_id == handler.agent_id
    unread = message.unread if same else handler.agent_id != by
    return replace(message, assignee_id=handler.agent_id, assignee_name=handler.name, state=state, unread=unread)


def thread(message: LeftMessage, entries: list[LeftEntry]) -> list[LeftEntry]:
    """What followed, oldest first; with the answer of messages from before there were several."""
    if message.answer and message.said == 0:
        by = message.answered_by or ""
        return [
            LeftEntry(entry_id="", place=1, kind="answer", at=message.answered_at or message.at, text=message.answer, by_id="", by_name=by)
        ]
    return sorted(entries, key=lambda entry: entry.place)


class LeftMessages(Protocol):
    """One tenant's left messages."""

    def put(self, message: LeftMessage) -> LeftMessage:
        """Stores a new message, or returns the one that is stored under the same id."""

    def get(self, left_message_id: LeftMessageId) -> LeftMessage:
        """Raises `NotFound`."""

    def entries(self, left_message_id: LeftMessageId) -> list[LeftEntry]: ...

    def note_receipt(self, left_message_id: LeftMessageId, now: int) -> None:
        """Leaves the version as it is: an agent who reads the message meanwhile may answer it."""

    def note_read(self, left_message_id: LeftMessageId, agent_id: AgentId) -> None:
        """Its assignee has read it. Leaves the version as it is; nothing if it has gone to another meanwhile."""

    def change(self, before: LeftMessage, after: LeftMessage, entry: LeftEntry | None = None) -> LeftMessage:
        """With what was said, or not at all. Raises `Conflict` when somebody has changed it since `before` was read, `Conflict`
        (`exists`) when the entry is stored already."""

    def take_back(self, stored: LeftMessage, before: LeftMessage, entry: LeftEntry) -> None:
        """As if the entry had not been said."""

    def newest(
        self, wanted: Callable[[LeftMessage], bool], position: str | None, since: int, until: int
    ) -> tuple[list[LeftMessage], str | None]:
        """A page, newest first, and where the next one begins."""

    def unread_of(self, agent_id: AgentId) -> int:
        """How many messages wait to be read by this agent, at most `UNREAD_MAX`."""
