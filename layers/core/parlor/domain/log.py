"""The log of a conversation: its messages and its events in one contiguous sequence. The log is the history."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parlor.domain.forms import Form, FormValue
from parlor.domain.rich_text import URL_PATTERN, RichText
from parlor.domain.survey import Survey, SurveyAnswer

Role = Literal["visitor", "agent", "system"]
Priority = Literal["low", "normal", "high", "urgent"]


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


class Attachment(Struct, frozen=True, omit_defaults=True):
    """A file that has been checked and lies in the store. Its address is asked for when it is shown."""

    file_id: str
    name: str
    type: str
    size: int
    width: int | None = None
    height: int | None = None
    thumbnail: bool = False


class PageCard(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A page that the agent shows (推送网页). `at_once`: the visitor's tab goes there by itself; the server decides."""

    url: Annotated[str, Meta(max_length=2_000, pattern=URL_PATTERN)]
    title: Annotated[str, Meta(max_length=200)] = ""
    at_once: bool = False


class Message(LogEntry, frozen=True, tag="message"):
    """Something said. Shown as text, never as markup.

    `body` is the formatted form of `text`; `quote` is the place of the message that this one answers. A message carries at
    most one of file, page, form and survey, and then `text` may be empty. `automatic`: nobody typed it. `note`: a private
    note of the staff, which the visitor never gets. `recalled`: its sender took it back; only supervisors still get what
    it said.
    """

    client_id: ClientId
    text: str
    body: RichText | None = None
    quote: int | None = None
    file: Attachment | None = None
    page: PageCard | None = None
    form: Form | None = None
    survey: Survey | None = None
    automatic: bool = False
    note: bool = False
    whisper: bool = False
    """The note is by a supervisor who looks on."""
    recalled: bool = False


class Void(LogEntry, frozen=True, tag="void"):
    """A place that was taken by a send which never finished. Shown to nobody; keeps the sequence contiguous."""


class Queued(LogEntry, frozen=True, tag="queued"):
    """The conversation opened (seq 1), or went to a department's queue."""

    department_id: str
    department_name: str
    page_url: str | None = None
    page_title: str | None = None
    form: list[FormValue] = []
    """What the visitor filled in before the conversation."""
    reason: Literal["silent", "agent_gone", "overflow"] | None = None
    """Why it went to the queue by itself: its agent was silent, or has gone off line, or the wait elsewhere was too long."""
    why: str | None = None
    """How a conversation that opened was routed, as a short code (domain/routing.py)."""


class Accepted(LogEntry, frozen=True, tag="accepted"):
    """An agent took the conversation from the queue, or was assigned (`automatic`)."""

    agent_id: str
    agent_name: str
    automatic: bool = False
    in_time: bool = False
    """Within the company's limit of that moment; see `in_time` in domain/metrics.py."""


class TransferOffered(LogEntry, frozen=True, tag="transfer_offered"):
    """Staff only. The agent asks a colleague to take over or, with `join`, to come in; nothing changes until they accept."""

    transfer_id: str
    to_agent_id: str
    to_agent_name: str
    note: str = ""
    join: bool = False


class TransferEnded(LogEntry, frozen=True, tag="transfer_ended"):
    """Staff only. The offer ended without success: the conversation stays with its agent. `note` says why it was declined."""

    transfer_id: str
    outcome: Literal["declined", "expired", "cancelled"]
    note: str = ""


class Transferred(LogEntry, frozen=True, tag="transferred"):
    """The conversation has a new agent: a colleague accepted, a member takes over from an agent who left or has gone,
    or a supervisor took it over."""

    agent_id: str
    agent_name: str
    transfer_id: str | None = None
    """Absent when nobody was asked."""
    reason: Literal["left", "agent_gone", "taken_over"] | None = None


class Joined(LogEntry, frozen=True, tag="joined"):
    """A colleague takes part from now on, beside the conversation's agent."""

    agent_id: str
    agent_name: str
    invited_by: str | None = None
    """The name of who asked them; absent for somebody who came without being asked."""


class Left(LogEntry, frozen=True, tag="left"):
    """A colleague who had joined takes part no more."""

    agent_id: str
    agent_name: str


class VisitorLeft(LogEntry, frozen=True, tag="visitor_left"):
    """No tab of the visitor has been connected for the grace period."""


class VisitorReturned(LogEntry, frozen=True, tag="visitor_returned"):
    """The visitor is connected again."""


class Closed(LogEntry, frozen=True, tag="closed"):
    """The conversation ended; nothing can follow in its log."""

    reason: Literal["agent", "visitor", "silent", "waited"]
    """`silent`: by itself, because the visitor said nothing for long. `waited`: nobody came in time; leave a message."""
    survey: Survey | None = None
    """What the visitor is asked now."""


class Recalled(LogEntry, frozen=True, tag="recalled"):
    """The sender of the message at `target` took it back. `note`: it was a private note, so visitors learn of neither."""

    target: int
    note: bool = False


class FormAnswered(LogEntry, frozen=True, tag="form_answered"):
    """The visitor filled in the form of the message at `form_seq`."""

    form_seq: int
    values: list[FormValue]


class Rated(LogEntry, frozen=True, tag="rated"):
    """The visitor answered the survey; the newest answer counts. May follow `closed`."""

    answers: list[SurveyAnswer]
    score: int | None = None


class VisitorNamed(LogEntry, frozen=True, tag="visitor_named"):
    """Staff only. The visitor is known under another name from now on."""

    name: str


class Organized(LogEntry, frozen=True, tag="organized"):
    """Staff only. Labels, priority and snooze as they are from now on."""

    labels: list[str]
    """Ids of labels."""
    priority: Priority = "normal"
    snoozed_until: int | None = None


class WrappedUp(LogEntry, frozen=True, tag="wrapped_up"):
    """Staff only. What the conversation was about and worth (对话评估). May follow `closed`, and come again."""

    topic_id: str | None = None
    topic: str = ""
    value: Literal["valid", "invalid"] = "valid"
    note: str = ""


class GroupMember(Struct, frozen=True):
    """A colleague in an internal group, with the name of that moment."""

    agent_id: str
    name: str


class GroupOpened(LogEntry, frozen=True, tag="group_opened"):
    """Internal. A group was made, with these members."""

    name: str
    members: list[GroupMember]


class MembersJoined(LogEntry, frozen=True, tag="members_joined"):
    """Internal. `by` has added colleagues to the group."""

    members: list[GroupMember]


class MemberLeft(LogEntry, frozen=True, tag="member_left"):
    """Internal. A colleague has left the group, or `by` has sent them away."""

    agent_id: str
    agent_name: str


class GroupRenamed(LogEntry, frozen=True, tag="group_renamed"):
    """Internal. The group has another name."""

    name: str


Entry = (
    Message
    | Void
    | Queued
    | Accepted
    | TransferOffered
    | TransferEnded
    | Transferred
    | Joined
    | Left
    | VisitorLeft
    | VisitorReturned
    | Closed
    | Recalled
    | FormAnswered
    | Rated
    | VisitorNamed
    | Organized
    | WrappedUp
    | GroupOpened
    | MembersJoined
    | MemberLeft
    | GroupRenamed
)
_STAFF_ONLY = (TransferOffered, TransferEnded, VisitorNamed, Organized, WrappedUp)


def as_visitor_sees(entry: Entry) -> Entry:
    """Staff matters keep their place in the sequence but say nothing."""
    if isinstance(entry, _STAFF_ONLY) or (isinstance(entry, (Message, Recalled)) and entry.note):
        return Void(seq=entry.seq, at=entry.at, by=SYSTEM)
    return without_recalled(entry)


def without_recalled(entry: Entry) -> Entry:
    """A recalled message keeps its place and its sender, and says nothing."""
    if isinstance(entry, Message) and entry.recalled:
        return Message(seq=entry.seq, at=entry.at, by=entry.by, client_id=entry.client_id, text="", note=entry.note, recalled=True)
    return entry
