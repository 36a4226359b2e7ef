"""What clients get to see of conversations, visitors and agents: part of frames and of REST answers."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parlor.domain.conversation import ConversationState
from parlor.domain.happenings import HappeningKind
from parlor.domain.log import ClientId, Entry, Priority, Role
from parlor.domain.origin import Device, Place, Source
from parlor.domain.presence import AgentState, Availability, ChosenState, InvitationAnswer, InvitationKind
from parlor.domain.staff_notices import Audience
from parlor.protocol.limits import TEXT_MAX

LeftMessageState = Literal["open", "working", "answered", "closed", "spam"]

Millis = Annotated[int, Meta(ge=0, description="Milliseconds since 1970 UTC.")]
Ulid = Annotated[str, Meta(pattern="^[0-7][0-9A-HJKMNP-TV-Z]{25}$")]
Sequence = Annotated[int, Meta(ge=0, description="Position in the conversation's log, contiguous from 1; 0 is before the first.")]
Text = Annotated[str, Meta(min_length=1, max_length=TEXT_MAX)]


# --- summaries ------------------------------------------------------------------------------------------------------


class TransferView(Struct, frozen=True, omit_defaults=True):
    """An offer that waits for its answer. `join`: the colleague is asked to come in, not to take over."""

    transfer_id: Ulid
    from_agent_id: Ulid
    from_agent_name: str
    to_agent_id: Ulid
    to_agent_name: str
    note: str
    expires_at: Millis
    join: bool = False


class MemberView(Struct, frozen=True):
    """A colleague who has joined the conversation's agent."""

    agent_id: Ulid
    name: str


class WrapUpView(Struct, frozen=True, omit_defaults=True):
    """The newest wrap-up (对话评估)."""

    topic: str
    value: Literal["valid", "invalid"]
    at: Millis
    topic_id: Ulid | None = None
    note: str = ""


class ConversationView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A row of a conversation list. `seq` also orders two views of the same conversation: the higher one is newer."""

    conversation_id: Ulid
    state: ConversationState
    seq: Sequence
    visitor_id: Ulid
    visitor_number: str
    visitor_name: str | None = None
    visitor_email: str | None = None
    visitor_present: bool = True
    department_id: Ulid
    agent_id: Ulid | None = None
    agent_name: str | None = None
    opened_at: Millis
    waiting_since: Millis | None = None
    """Set while the visitor waits for us: in the queue, or for an answer to the last message."""
    accepted_at: Millis | None = None
    closed_at: Millis | None = None
    last_at: Millis
    last_by: Role
    last_text: str = ""
    """The beginning of the last message, at most 80 characters; empty for one without words."""
    last_kind: Literal["text", "image", "file", "page", "form", "survey", "recalled"] = "text"
    message_count: int = 0
    read_by_visitor: Sequence = 0
    read_by_agent: Sequence = 0
    delivered_to_visitor: Sequence = 0
    delivered_to_agent: Sequence = 0
    page_url: str | None = None
    page_title: str | None = None
    transfer: TransferView | None = None
    style_id: Ulid | None = None
    rule: str | None = None
    """Staff only: the name of the automatic invitation that it came of."""
    agent_title: str | None = None
    score: int | None = None
    """The visitor's rating, 1 to 5."""
    labels: list[Ulid] = []
    """Staff only, like priority, snooze and wrap-up."""
    priority: Priority = "normal"
    snoozed_until: Millis | None = None
    """It sleeps until then, or until the visitor writes."""
    snoozed_at: Millis | None = None
    wrap_up: WrapUpView | None = None
    members: list[MemberView] = []
    """Colleagues who take part besides `agent_id`, longest first."""


class InternalMember(Struct, frozen=True):
    """A colleague in an internal conversation, with the name that they had when they came."""

    agent_id: Ulid
    name: str


class InternalView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An internal conversation (内部对话) as its members see it. `seq` orders two views: the higher one is newer."""

    conversation_id: Ulid
    kind: Literal["pair", "group"]
    seq: Sequence
    name: str = ""
    """Of a group."""
    creator_id: Ulid
    members: list[InternalMember]
    created_at: Millis
    last_at: Millis
    last_by_id: Ulid | None = None
    last_text: str = ""
    """The beginning of the last message, at most 80 characters; empty for one without words."""
    last_kind: Literal["text", "image", "file", "page", "form", "survey", "recalled"] = "text"
    message_count: int = 0
    read_seq: Sequence | None = None
    """Up to where who asks has read; absent in what goes to all members. Unread is what is behind it, unless one wrote the last
    message oneself."""


class VisitorView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A visitor on the tenant's site, a row of the table of site visitors."""

    visitor_id: Ulid
    visitor_number: str
    name: str | None = None
    visits: int = 1
    entered_at: Millis
    seen_at: Millis
    page_url: str
    page_title: str
    page_count: int
    referrer: str | None = None
    language: str | None = None
    ip: str | None = None
    user_agent: str | None = None
    source: Source | None = None
    """With device and place found out at the visit's first page; none of them for a visit that began without a page."""
    device: Device | None = None
    place: Place | None = None
    screen: str | None = None
    conversation_id: Ulid | None = None
    conversation_state: ConversationState | None = None
    agent_id: Ulid | None = None
    invited_by: str | None = None
    left_at: Millis | None = None
    changed_at: Millis = 0
    """When anything but the page changed last: of two views the later is right."""
    waiting_since: Millis | None = None
    agent_name: str | None = None


class PageSeen(Struct, frozen=True):
    """The page that a visitor looks at now; `count` is how many the visit has with it."""

    at: Millis
    url: str
    title: str
    count: int


class VisitorChangeView(Struct, frozen=True, omit_defaults=True):
    """What changed of one visitor. `visitor` is the whole view; without `page` beside it, its page is not said and stays as it was.

    `page` alone: the visitor, who is known from before, looks at another page.
    """

    visitor_id: Ulid
    visitor: VisitorView | None = None
    page: PageSeen | None = None


class PageView(Struct, frozen=True, omit_defaults=True):
    """A page of a visitor's track (访问轨迹)."""

    at: Millis
    url: str
    title: str
    referrer: str | None = None


class HappeningView(Struct, frozen=True, omit_defaults=True):
    """What the site told of a visitor, between the pages. `name` is its own word."""

    at: Millis
    kind: HappeningKind
    name: str
    value: float | None = None
    fields: dict[str, str] = {}


class AgentView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An agent as colleagues see them in the transfer tree. Who is invisible is off line here for most of them."""

    agent_id: Ulid
    number: str
    name: str
    department_ids: list[Ulid]
    state: AgentState
    load: int
    ceiling: int
    reason: str = ""
    """Why they are away, in the company's words."""
    by_itself: bool = False
    """Away because nobody had touched the desk."""
    state_since: Millis | None = None


class StaffNoticeView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A notice of the company to its staff (通知)."""

    notice_id: Ulid
    title: str
    text: str
    audience: Audience
    department_ids: list[Ulid] = []
    agent_ids: list[Ulid] = []
    from_at: Millis
    until: Millis
    published_at: Millis
    by_agent_id: Ulid
    by_name: str
    withdrawn_at: Millis | None = None
    withdrawn_by: str | None = None


class AgentCard(Struct, frozen=True, omit_defaults=True):
    """An agent as visitors see them."""

    name: str
    title: str | None = None


__all__ = [
    "AgentCard",
    "AgentState",
    "AgentView",
    "Availability",
    "ChosenState",
    "ClientId",
    "ConversationState",
    "ConversationView",
    "Entry",
    "HappeningView",
    "InternalMember",
    "InternalView",
    "InvitationAnswer",
    "InvitationKind",
    "LeftMessageState",
    "MemberView",
    "Millis",
    "PageSeen",
    "PageView",
    "Priority",
    "Role",
    "Sequence",
    "StaffNoticeView",
    "Text",
    "TransferView",
    "Ulid",
    "VisitorChangeView",
    "VisitorView",
    "WrapUpView",
]
