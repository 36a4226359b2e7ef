"""The log of a conversation: its messages and its events in one contiguous sequence. The log is the history."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Role = Literal["visitor", "agent", "system"]


class ClientId(Struct, frozen=True, forbid_unknown_fields=True):
    """Names one message for ever: the producer (a sending tab) and its counter, from 1, without holes."""

    producer: Annotated[str, Meta(pattern="^[0-9A-Za-z]{12}$", description="Chosen at random by the tab.")]
    n: Annotated[int, Meta(ge=1)]


class Author(Struct, frozen=True, omit_defaults=True):
    """Who wrote an entry. `id` and `name` are absent for the system."""

    role: Role
    id: str | None = None
    name: str | None = None


SYSTEM = Author("system")


class LogEntry(Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True):
    """`seq` is the place in the log, from 1; `at` is in milliseconds since 1970 UTC."""

    seq: int
    at: int
    by: Author


class Message(LogEntry, frozen=True, tag="message"):
    """Something said. Shown as text, never as markup."""

    client_id: ClientId
    text: str


class Void(LogEntry, frozen=True, tag="void"):
    """A place that was taken by a send which never finished. Shown to nobody; keeps the sequence contiguous."""


class Queued(LogEntry, frozen=True, tag="queued"):
    """The conversation opened (seq 1), or went to a department's queue."""

    department_id: str
    department_name: str
    page_url: str | None = None
    page_title: str | None = None


class Accepted(LogEntry, frozen=True, tag="accepted"):
    """An agent took the conversation from the queue, or was assigned (`automatic`)."""

    agent_id: str
    agent_name: str
    automatic: bool = False


class TransferOffered(LogEntry, frozen=True, tag="transfer_offered"):
    """Staff only. The agent asks a colleague to take over; nothing changes until the colleague accepts."""

    transfer_id: str
    to_agent_id: str
    to_agent_name: str
    note: str = ""


class TransferEnded(LogEntry, frozen=True, tag="transfer_ended"):
    """Staff only. The offer ended without success: the conversation stays with its agent."""

    transfer_id: str
    outcome: Literal["declined", "expired", "cancelled"]


class Transferred(LogEntry, frozen=True, tag="transferred"):
    """The colleague accepted: the conversation has a new agent."""

    transfer_id: str
    agent_id: str
    agent_name: str


class VisitorLeft(LogEntry, frozen=True, tag="visitor_left"):
    """No tab of the visitor has been connected for the grace period."""


class VisitorReturned(LogEntry, frozen=True, tag="visitor_returned"):
    """The visitor is connected again."""


class Closed(LogEntry, frozen=True, tag="closed"):
    """The conversation ended; nothing can follow in its log."""

    reason: Literal["agent", "visitor"]


Entry = Message | Void | Queued | Accepted | TransferOffered | TransferEnded | Transferred | VisitorLeft | VisitorReturned | Closed


def as_visitor_sees(entry: Entry) -> Entry:
    """Staff matters keep their place in the sequence but say nothing."""
    if isinstance(entry, TransferOffered | TransferEnded):
        return Void(seq=entry.seq, at=entry.at, by=SYSTEM)
    return entry
