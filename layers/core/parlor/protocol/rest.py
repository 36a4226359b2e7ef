"""REST bodies. Requests end in their verb's noun (`SignUp`), answers in what they hold (`Session`)."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from parlor.protocol.limits import EMAIL_MAX, NAME_MAX, PASSWORD_MAX, PHONE_MAX, TITLE_MAX, URL_MAX
from parlor.protocol.views import (
    AgentState,
    AgentView,
    Availability,
    ConversationView,
    Entry,
    LeftMessageState,
    Millis,
    PageView,
    Text,
    Ulid,
    VisitorView,
)

Name = Annotated[str, Meta(min_length=1, max_length=NAME_MAX)]
Email = Annotated[str, Meta(max_length=EMAIL_MAX, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
Password = Annotated[str, Meta(min_length=10, max_length=PASSWORD_MAX)]
Code = Annotated[str, Meta(pattern=r"^[0-9]{6}$")]
Phone = Annotated[str, Meta(max_length=PHONE_MAX, pattern=r"^[0-9+()\- ]*$")]
AgentNumber = Annotated[str, Meta(pattern=r"^[0-9A-Za-z]{1,12}$")]
Ceiling = Annotated[int, Meta(ge=1, le=50)]
StaffRole = Literal["admin", "supervisor", "agent"]
Language = Literal["zh-CN", "en"]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="A day in the tenant's time zone.")]
Assignment = Literal["manual", "automatic"]
"""manual: agents pick from the queue; automatic: the least loaded agent below the ceiling gets the visitor."""


class _Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class _Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class Problem(_Answer, frozen=True, kw_only=True):
    """Every refused request (RFC 9457 members `title`, `status` plus our stable `code` and the wrong `field`)."""

    code: str
    message: str
    status: int
    field: str | None = None
    retry_after_ms: int | None = None


# --- sign-up and sign-in -------------------------------------------------------------------------------------------


class SignUp(_Body, frozen=True, kw_only=True):
    company: Name
    name: Name
    email: Email
    password: Password
    language: Language = "zh-CN"
    time_zone: Annotated[str, Meta(max_length=64, description="IANA name")] = "Asia/Shanghai"


class SignUpStarted(_Answer, frozen=True, kw_only=True):
    """A code is on its way. The answer is the same whether or not the address was known."""

    email: str


class ConfirmSignUp(_Body, frozen=True, kw_only=True):
    """The code from the mail. Creates the company with its first department, style and administrator."""

    email: Email
    code: Code


class ResendCode(_Body, frozen=True, kw_only=True):
    email: Email


class SignIn(_Body, frozen=True, kw_only=True):
    email: Email
    password: Annotated[str, Meta(min_length=1, max_length=PASSWORD_MAX)]


class SetFirstPassword(_Body, frozen=True, kw_only=True):
    """An invited colleague replaces the temporary password that came by mail."""

    email: Email
    temporary_password: Annotated[str, Meta(min_length=1, max_length=PASSWORD_MAX)]
    new_password: Password


class ForgotPassword(_Body, frozen=True, kw_only=True):
    email: Email


class ResetPassword(_Body, frozen=True, kw_only=True):
    email: Email
    code: Code
    password: Password


class Membership(_Answer, frozen=True, kw_only=True):
    tenant_id: Ulid
    company: str
    agent_id: Ulid
    role: StaffRole


class Session(_Answer, frozen=True, kw_only=True):
    """Keep the access token in memory only; the refresh token is in an HttpOnly cookie."""

    access_token: str
    expires_at: Millis
    email: str
    memberships: list[Membership]


class Me(_Answer, frozen=True, kw_only=True):
    tenant_id: Ulid
    company: str
    time_zone: str
    agent_id: Ulid
    number: str
    name: str
    email: str
    role: StaffRole
    department_ids: list[Ulid]
    typing_preview: bool
    wait_limit_s: int
    """After this many seconds a waiting visitor is shown as overdue."""


class SocketTicket(_Answer, frozen=True, kw_only=True):
    """Connect to `{url}?ticket={ticket}` within `expires_in_s`; the ticket works once."""

    url: str
    ticket: str
    expires_in_s: int


# --- home and company ----------------------------------------------------------------------------------------------


class Home(_Answer, frozen=True, kw_only=True):
    """The set-up check list and today's figures in the tenant's time zone."""

    snippet: str
    demo_url: str
    widget_seen_at: Millis | None = None
    """When the first visitor arrived through the snippet."""
    tried: bool = False
    """A first conversation has happened."""
    colleagues: int = 0
    """Agents besides the first administrator."""
    visitors_today: int = 0
    conversations_today: int = 0
    left_messages_today: int = 0
    agents_online: int = 0


class Company(_Answer, frozen=True, kw_only=True):
    tenant_id: Ulid
    company: str
    time_zone: str
    language: Language
    typing_preview: bool
    invitations: bool
    forced_conversations: bool
    unread_grace_s: int
    """A message that nobody has read for so long is mailed."""
    wait_limit_s: int
    version: int


class ChangeCompany(_Body, frozen=True, kw_only=True):
    """Fields that are absent stay. `version` is the one that was read; a newer one refuses with `conflict`."""

    version: int
    company: Name | UnsetType = UNSET
    time_zone: Annotated[str, Meta(max_length=64)] | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    typing_preview: bool | UnsetType = UNSET
    invitations: bool | UnsetType = UNSET
    forced_conversations: bool | UnsetType = UNSET
    unread_grace_s: Annotated[int, Meta(ge=10, le=900)] | UnsetType = UNSET
    wait_limit_s: Annotated[int, Meta(ge=10, le=3600)] | UnsetType = UNSET


class StyleTexts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the widget says, in one language. Empty means the product's own text."""

    title: Annotated[str, Meta(max_length=40)] = ""
    launcher: Annotated[str, Meta(max_length=20)] = ""
    welcome: Annotated[str, Meta(max_length=500)] = ""
    warning: Annotated[str, Meta(max_length=200)] = ""
    offline: Annotated[str, Meta(max_length=500)] = ""


class Style(_Answer, frozen=True, kw_only=True):
    style_id: Ulid
    name: str
    color: str
    position: Literal["right", "left"]
    language: Literal["auto", "zh-CN", "en"]
    department_id: Ulid | None = None
    texts: dict[str, StyleTexts] = {}
    snippet: str
    version: int


class ChangeStyle(_Body, frozen=True, kw_only=True):
    version: int
    name: Name | UnsetType = UNSET
    color: Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")] | UnsetType = UNSET
    position: Literal["right", "left"] | UnsetType = UNSET
    language: Literal["auto", "zh-CN", "en"] | UnsetType = UNSET
    department_id: Ulid | None | UnsetType = UNSET
    texts: dict[Language, StyleTexts] | UnsetType = UNSET


class StyleList(_Answer, frozen=True, kw_only=True):
    styles: list[Style]


# --- people --------------------------------------------------------------------------------------------------------


class Agent(_Answer, frozen=True, kw_only=True):
    agent_id: Ulid
    number: str
    name: str
    email: str
    title: str = ""
    role: StaffRole
    department_ids: list[Ulid]
    ceiling: int
    disabled: bool
    state: AgentState
    load: int
    version: int


class AgentList(_Answer, frozen=True, kw_only=True):
    agents: list[Agent]


class AddAgent(_Body, frozen=True, kw_only=True):
    """Invites a colleague: they get a mail with a temporary password, or join with the account that they have."""

    email: Email
    name: Name
    number: AgentNumber
    title: Annotated[str, Meta(max_length=NAME_MAX)] = ""
    role: StaffRole = "agent"
    department_ids: Annotated[list[Ulid], Meta(min_length=1, max_length=20)]
    ceiling: Ceiling = 8


class ChangeAgent(_Body, frozen=True, kw_only=True):
    version: int
    name: Name | UnsetType = UNSET
    number: AgentNumber | UnsetType = UNSET
    title: Annotated[str, Meta(max_length=NAME_MAX)] | UnsetType = UNSET
    role: StaffRole | UnsetType = UNSET
    department_ids: Annotated[list[Ulid], Meta(min_length=1, max_length=20)] | UnsetType = UNSET
    ceiling: Ceiling | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET


class Department(_Answer, frozen=True, kw_only=True):
    department_id: Ulid
    name: str
    order: int
    assignment: Assignment
    members: int
    version: int


class DepartmentList(_Answer, frozen=True, kw_only=True):
    departments: list[Department]


class AddDepartment(_Body, frozen=True, kw_only=True):
    name: Name
    assignment: Assignment = "manual"


class ChangeDepartment(_Body, frozen=True, kw_only=True):
    version: int
    name: Name | UnsetType = UNSET
    order: Annotated[int, Meta(ge=0, le=999)] | UnsetType = UNSET
    assignment: Assignment | UnsetType = UNSET


class CannedPhrase(_Answer, frozen=True, kw_only=True):
    phrase_id: Ulid
    shortcut: str
    title: str
    text: str
    folder: str


class CannedPhraseList(_Answer, frozen=True, kw_only=True):
    phrases: list[CannedPhrase]


class AddCannedPhrase(_Body, frozen=True, kw_only=True):
    shortcut: Annotated[str, Meta(min_length=1, max_length=20)]
    title: Annotated[str, Meta(min_length=1, max_length=TITLE_MAX)]
    text: Text
    folder: Annotated[str, Meta(max_length=40)] = ""


# --- work ----------------------------------------------------------------------------------------------------------


class Desk(_Answer, frozen=True, kw_only=True):
    """Everything that the desk shows when it opens; sockets keep it current from then on."""

    waiting: list[ConversationView]
    mine: list[ConversationView]
    colleagues: list[ConversationView]
    agents: list[AgentView]
    departments: list[Department]
    state: AgentState


class VisitorList(_Answer, frozen=True, kw_only=True):
    """Visitors on the site now, and those who left within the hour (`left_at`)."""

    visitors: list[VisitorView]
    cursor: str | None = None


class Track(_Answer, frozen=True, kw_only=True):
    """A visitor's pages, newest first, and what is known of them."""

    visitor: VisitorView | None = None
    pages: list[PageView]


class ConversationList(_Answer, frozen=True, kw_only=True):
    """Closed conversations, newest first. `cursor` asks for the next page."""

    conversations: list[ConversationView]
    cursor: str | None = None


class ConversationLog(_Answer, frozen=True, kw_only=True):
    conversation: ConversationView
    entries: list[Entry]
    last_seq: int


class LeftMessage(_Answer, frozen=True, kw_only=True):
    left_message_id: Ulid
    state: LeftMessageState
    visitor_id: Ulid
    visitor_number: str
    name: str
    email: str
    phone: str = ""
    text: str
    page_url: str | None = None
    left_at: Millis
    answered_at: Millis | None = None
    answered_by: str | None = None
    answer: str | None = None
    version: int


class LeftMessageList(_Answer, frozen=True, kw_only=True):
    left_messages: list[LeftMessage]
    cursor: str | None = None


class AnswerLeftMessage(_Body, frozen=True, kw_only=True):
    """Mails the answer to the visitor and marks the message answered; a second answer is refused."""

    version: int
    text: Text


class CloseLeftMessage(_Body, frozen=True, kw_only=True):
    version: int


# --- figures -------------------------------------------------------------------------------------------------------


class ConsultationPoint(Struct, frozen=True):
    """One hour or day of the tenant's time zone, named by its local start (`2026-11-22T10` or `2026-11-22`)."""

    at: str
    total: int
    online: int
    offline: int


class ConsultationReport(_Answer, frozen=True, kw_only=True):
    """Consultations (A-01): online are conversations by the hour they opened, offline are left messages."""

    time_zone: str
    grain: Literal["hour", "day"]
    points: list[ConsultationPoint]
    total: int
    online: int
    offline: int
    accepted: int
    before_total: int
    """The total of the period of the same length before."""
    before_online: int
    before_offline: int
    before_accepted: int


class VisitPoint(Struct, frozen=True):
    at: str
    views: int
    visits: int
    consultations: int


class VisitReport(_Answer, frozen=True, kw_only=True):
    """Visits (A-05): page views, visits (a visitor's stay with less than 30 minutes' pause), and consultations."""

    time_zone: str
    grain: Literal["hour", "day"]
    points: list[VisitPoint]
    views: int
    visits: int
    consultations: int
    before_views: int
    before_visits: int
    before_consultations: int


# --- visitors ------------------------------------------------------------------------------------------------------


class StartVisit(_Body, frozen=True, kw_only=True):
    """The loader's only request. `visitor_token` is what an earlier answer gave, from first-party storage."""

    tenant_id: Ulid
    style_id: Ulid
    visitor_token: Annotated[str, Meta(max_length=1_000)] | None = None


class WidgetStyle(_Answer, frozen=True, kw_only=True):
    color: str
    position: Literal["right", "left"]
    language: Literal["auto", "zh-CN", "en"]
    texts: dict[str, StyleTexts]
    typing_preview: bool
    company: str


class Visit(_Answer, frozen=True, kw_only=True):
    """What the loader needs: who the visitor is, how to connect, how to look."""

    visitor_token: str
    visitor_id: Ulid
    socket: SocketTicket
    availability: Availability
    style: WidgetStyle
    conversation: ConversationView | None = None
    """The open conversation, if there is one."""


class LeaveMessage(_Body, frozen=True, kw_only=True):
    """留言. `client_id` is made by the client: the same one never makes two messages."""

    visitor_token: Annotated[str, Meta(max_length=1_000)]
    client_id: Ulid
    name: Annotated[str, Meta(max_length=NAME_MAX)] = ""
    email: Email
    phone: Phone = ""
    text: Text
    page_url: Annotated[str, Meta(max_length=URL_MAX)] | None = None


class LeftMessageTaken(_Answer, frozen=True, kw_only=True):
    left_message_id: Ulid
