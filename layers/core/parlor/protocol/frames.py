"""WebSocket frames.

Client frames name the route in `action` and the request in `type`. Server frames have a `type` only.
Who the sender is comes from the connection, never from the frame.
"""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from parlor.domain.forms import FieldKey
from parlor.domain.invitation_rules import RULES_MAX
from parlor.domain.languages import VisitorLanguage
from parlor.domain.log import PageCard, Priority
from parlor.domain.origin import Place, Source
from parlor.domain.rich_text import RichText
from parlor.domain.survey import GivenAnswer
from parlor.domain.visiting import CONDITIONS_MAX, FOLLOWED_MAX, Condition
from parlor.protocol.frames_internal import (
    InternalConversationFrame,
    InternalFrame,
    InternalLeftFrame,
    InternalLogFrame,
    InternalReadFrame,
)
from parlor.protocol.limits import (
    EMAIL_MAX,
    LABELS_MAX,
    NAME_MAX,
    NOTE_MAX,
    PHONE_MAX,
    PREVIEW_MAX,
    SYNC_PAGE,
    TEXT_MAX,
    TITLE_MAX,
    URL_MAX,
)
from parlor.protocol.views import (
    AgentView,
    ChosenState,
    ClientId,
    ConversationView,
    Entry,
    InvitationAnswer,
    InvitationKind,
    Millis,
    Sequence,
    StaffNoticeView,
    Text,
    Ulid,
    VisitorChangeView,
)

Url = Annotated[str, Meta(max_length=URL_MAX)]
Title = Annotated[str, Meta(max_length=TITLE_MAX)]
EventName = Annotated[str, Meta(min_length=1, max_length=60)]
EventValue = Annotated[float, Meta(ge=-1e12, le=1e12)]
ShownRules = Annotated[dict[Ulid, Annotated[int, Meta(ge=1, le=20)]], Meta(max_length=RULES_MAX)]


class _ChatFrame(Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    action: Literal["chat"]


class OpenConversation(_ChatFrame, frozen=True, tag="open"):
    """Visitor. Opens a conversation, or answers with the one that is open. Answer: `conversation`.

    `form`, by the field's key, is the form before the conversation, if the company has one; a choice in it may name the
    department.
    """

    department_id: Ulid | None = None
    form: Annotated[dict[FieldKey, str], Meta(max_length=12)] = {}
    page_url: Url | None = None
    page_title: Title | None = None
    invitation_id: Ulid | None = None
    rule_id: Ulid | None = None
    """The automatic invitation that was accepted, in the language in which it was shown; `shown` as in `AnswerRule`."""
    rule_language: VisitorLanguage = "zh-CN"
    shown: ShownRules = {}


class SendMessage(_ChatFrame, frozen=True, tag="send"):
    """Visitor, or an agent who takes part. Answer: `ack`. Repeat with the same `client_id` until it comes.

    Says at least one of `text`, `body`, `file_id` and, from agents only, `page`, `form_id`, `survey`; the last four exclude
    each other. `body` is formatted text, `text` is then made from it. `quote` is the seq of the message that this one answers.
    """

    conversation_id: Ulid
    client_id: ClientId
    text: Annotated[str, Meta(max_length=TEXT_MAX)] = ""
    body: RichText | None = None
    quote: Annotated[int, Meta(ge=1)] | None = None
    file_id: Ulid | None = None
    page: PageCard | None = None
    form_id: Ulid | None = None
    survey: bool = False
    """Asks the visitor the department's survey now."""
    note: bool = False
    """Agents only: a private note, which the visitor never gets. It carries words and files."""
    whisper: bool = False
    """Staff who look on, with the right `whisper`: words to the agent, as a private note by somebody who takes no part."""


class SyncLog(_ChatFrame, frozen=True, tag="sync"):
    """Asks for everything after `after` and for pushes from now on to this socket. Answer: `log`.

    Without `after`: for the newest `limit` entries; what is before them is asked for with `history`. `watch`: staff who are
    not in the conversation look on, with the right `watch`, until they say `unwatch`.
    """

    conversation_id: Ulid
    after: Sequence | None = None
    watch: bool = False
    limit: Annotated[int, Meta(ge=1, le=SYNC_PAGE)] = SYNC_PAGE


class Typing(_ChatFrame, frozen=True, tag="typing"):
    """What is being typed. From a visitor the text itself, if the tenant shows previews; from an agent empty text."""

    conversation_id: Ulid
    text: Annotated[str, Meta(max_length=PREVIEW_MAX)] = ""


class MarkRead(_ChatFrame, frozen=True, tag="read"):
    """Everything up to `seq` has been on the reader's screen."""

    conversation_id: Ulid
    seq: Sequence


class AcceptConversation(_ChatFrame, frozen=True, tag="accept"):
    """Agent. Takes a waiting conversation; exactly one agent succeeds, the others get `already_accepted`."""

    conversation_id: Ulid


class EndConversation(_ChatFrame, frozen=True, tag="end"):
    """Visitor or the conversation's agent."""

    conversation_id: Ulid


class JoinConversation(_ChatFrame, frozen=True, tag="join"):
    """Agent with the right `join`. Takes part beside the conversation's agent, without being asked. Answer: the entry `joined`."""

    conversation_id: Ulid


class LeaveConversation(_ChatFrame, frozen=True, tag="leave"):
    """Agent who takes part. When the conversation's agent leaves, the member who has been there longest takes it over."""

    conversation_id: Ulid


class GiveContact(_ChatFrame, frozen=True, tag="contact"):
    """Visitor. How to reach them when an answer comes after they have left."""

    name: Annotated[str, Meta(max_length=NAME_MAX)] | None = None
    email: Annotated[str, Meta(max_length=EMAIL_MAX)] | None = None
    phone: Annotated[str, Meta(max_length=PHONE_MAX)] | None = None
    language: VisitorLanguage | None = None
    """Of mails to them."""


class AskHistory(_ChatFrame, frozen=True, tag="history"):
    """Asks for the `limit` entries before `before`. Answer: `history`."""

    conversation_id: Ulid
    before: Annotated[int, Meta(ge=1)]
    limit: Annotated[int, Meta(ge=1, le=SYNC_PAGE)] = SYNC_PAGE


class RecallMessage(_ChatFrame, frozen=True, tag="recall"):
    """The sender takes a message back, within two minutes. Answer: the entry `recalled`, to both sides."""

    conversation_id: Ulid
    seq: Annotated[int, Meta(ge=1)]


class AnswerForm(_ChatFrame, frozen=True, tag="answer_form"):
    """Visitor. Fills in the form of the message at `form_seq`, once. Answer: the entry `form_answered`."""

    conversation_id: Ulid
    form_seq: Annotated[int, Meta(ge=1)]
    values: Annotated[dict[FieldKey, str], Meta(max_length=12)]


class RateConversation(_ChatFrame, frozen=True, tag="rate"):
    """Visitor. Answers the department's survey, or changes the answer within a day after the end. Answer: the entry `rated`."""

    conversation_id: Ulid
    answers: Annotated[list[GivenAnswer], Meta(min_length=1, max_length=8)]


class OrganizeConversation(_ChatFrame, frozen=True, tag="organize"):
    """Agent. What is absent stays. Answer: `conversation`, to all desks. `snoozed_until` in milliseconds; null wakes it."""

    conversation_id: Ulid
    labels: Annotated[list[Ulid], Meta(max_length=LABELS_MAX)] | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET
    snoozed_until: Millis | None | UnsetType = UNSET


class WrapUpConversation(_ChatFrame, frozen=True, tag="wrap_up"):
    """Agent. Says what the conversation was about and worth, also after its end, again and again. Answer: `conversation`."""

    conversation_id: Ulid
    topic_id: Ulid | None = None
    value: Literal["valid", "invalid"] = "valid"
    note: Annotated[str, Meta(max_length=NOTE_MAX)] = ""


ChatFrame = (
    OpenConversation
    | SendMessage
    | SyncLog
    | AskHistory
    | Typing
    | MarkRead
    | RecallMessage
    | AcceptConversation
    | EndConversation
    | JoinConversation
    | LeaveConversation
    | GiveContact
    | AnswerForm
    | RateConversation
    | OrganizeConversation
    | WrapUpConversation
)


class _InviteFrame(Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    action: Literal["invite"]


class InviteVisitor(_InviteFrame, frozen=True, tag="send"):
    """Agent. Shows a browsing visitor an invitation box, or opens a small window with the agent's message (`forced`)."""

    visitor_id: Ulid
    kind: InvitationKind
    text: Text


class AnswerInvitation(_InviteFrame, frozen=True, tag="answer"):
    """Visitor. After `accept` an invitation becomes a conversation with the agent who sent it."""

    invitation_id: Ulid
    answer: InvitationAnswer


class AnswerRule(_InviteFrame, frozen=True, tag="rule"):
    """Visitor. What became of automatic invitations: `rule_id` was answered (accepted ones are told with `open`), and `shown`
    says by rule how many have been shown since the last answer."""

    rule_id: Ulid
    answer: Literal["later", "never"]
    shown: ShownRules = {}


InviteFrame = InviteVisitor | AnswerInvitation | AnswerRule


class _TransferFrame(Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    action: Literal["transfer"]


class OfferTransfer(_TransferFrame, frozen=True, tag="offer"):
    """The conversation's agent. Exactly one of `to_agent_id` (who has 30 s to answer) and `to_department_id` (its queue, at once)."""

    conversation_id: Ulid
    to_agent_id: Ulid | None = None
    to_department_id: Ulid | None = None
    note: Annotated[str, Meta(max_length=NOTE_MAX)] = ""


class InviteColleague(_TransferFrame, frozen=True, tag="invite"):
    """The conversation's agent. Asks a colleague to come in, as an offer that is answered like a transfer."""

    conversation_id: Ulid
    agent_id: Ulid
    note: Annotated[str, Meta(max_length=NOTE_MAX)] = ""


class AnswerTransfer(_TransferFrame, frozen=True, tag="answer"):
    """The colleague who was asked. `note` says why not."""

    conversation_id: Ulid
    transfer_id: Ulid
    accept: bool
    note: Annotated[str, Meta(max_length=NOTE_MAX)] = ""


class CancelTransfer(_TransferFrame, frozen=True, tag="cancel"):
    """The agent who asked takes the offer back."""

    conversation_id: Ulid
    transfer_id: Ulid


TransferFrame = OfferTransfer | InviteColleague | AnswerTransfer | CancelTransfer


class _TrackFrame(Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    action: Literal["track"]


class PageVisited(_TrackFrame, frozen=True, tag="page"):
    """Visitor. A page was shown, by navigation or within a single-page application."""

    url: Url
    title: Title = ""
    referrer: Url | None = None
    language: Annotated[str, Meta(max_length=35)] | None = None
    screen: Annotated[str, Meta(max_length=20)] | None = None


class EventTracked(_TrackFrame, frozen=True, tag="event"):
    """Visitor. Something happened on the page that the site wants its agents to see: `parlor.track(name, more)`."""

    name: EventName
    value: EventValue | None = None
    fields: Annotated[dict[EventName, Annotated[str, Meta(max_length=200)]], Meta(max_length=20)] = {}


class ConversionTracked(_TrackFrame, frozen=True, tag="conversion"):
    """Visitor. What the site counts as a success, with its worth: `parlor.conversion(name, value)`."""

    name: EventName
    value: EventValue | None = None


class VisitorTagged(_TrackFrame, frozen=True, tag="tag"):
    """Visitor. The site marks its visitor: `parlor.tag(tag)`."""

    tag: EventName


class AskFacts(_TrackFrame, frozen=True, tag="facts"):
    """Visitor. What automatic invitations need to know of the visit, once in a visit. Answer: `facts`, empty before its first page."""


TrackFrame = PageVisited | EventTracked | ConversionTracked | VisitorTagged | AskFacts


class _PresenceFrame(Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    action: Literal["presence"]


class SetAgentState(_PresenceFrame, frozen=True, tag="state"):
    """Agent. Answer: `agent`, to every colleague too; to most of them, somebody invisible is off line.

    Without the right `receive` an agent can only be away; `invisible` needs the right `be_invisible`. `reason_id` is one of the
    company's reasons, for `away` only. `by_itself`: nobody had touched the desk.
    """

    state: ChosenState
    reason_id: Ulid | None = None
    by_itself: bool = False


class WatchVisitors(_PresenceFrame, frozen=True, tag="watch_visitors"):
    """Agent. Which visitors this desk follows from now on: everybody who fits all `conditions`, or without `listed` only who arrives.

    Those in `visitor_ids` in any case. A desk that has never said so follows everybody. Answer: `visitors`.
    """

    listed: bool = True
    conditions: Annotated[list[Condition], Meta(max_length=CONDITIONS_MAX)] = []
    visitor_ids: Annotated[list[Ulid], Meta(max_length=FOLLOWED_MAX)] = []


class Ping(_PresenceFrame, frozen=True, tag="ping"):
    """Keeps the socket open, says that the desk is still there, and measures the way there and back. Answer: `pong`."""


PresenceFrame = SetAgentState | WatchVisitors | Ping


class _SuperviseFrame(Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    action: Literal["supervise"]


class Unwatch(_SuperviseFrame, frozen=True, tag="unwatch"):
    """Staff. Ends the looking on that a `sync` with `watch` began."""

    conversation_id: Ulid


class TakeOver(_SuperviseFrame, frozen=True, tag="take_over"):
    """Staff, with the right `take_over`. The conversation becomes the sender's. Answer: `conversation`, to all desks."""

    conversation_id: Ulid


class EndOther(_SuperviseFrame, frozen=True, tag="end"):
    """Staff, with the right `end_others`. Ends a conversation of somebody else. Answer: `conversation`, to all desks."""

    conversation_id: Ulid


class SignOutAgent(_SuperviseFrame, frozen=True, tag="sign_out"):
    """Staff, with the right `sign_out_others`. The agent's desks close and their conversations go back to the queues.

    The agent must sign in anew. Answer: `agent`, to all desks.
    """

    agent_id: Ulid


SuperviseFrame = Unwatch | TakeOver | EndOther | SignOutAgent

ClientFrame = ChatFrame | InviteFrame | TransferFrame | TrackFrame | PresenceFrame | SuperviseFrame | InternalFrame

# --- server to client ----------------------------------------------------------------------------------------------


class _ServerFrame(Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    pass


class Ack(_ServerFrame, frozen=True, tag="ack"):
    """The message is stored. `seq` and `at` are absent when a much older message was repeated.

    `entry` is the message as stored, when the server added something to it (a file, a form, a survey).
    `delivered`: it reached a screen of the other side at once.
    """

    conversation_id: Ulid
    client_id: ClientId
    seq: Sequence | None = None
    at: Millis | None = None
    entry: Entry | None = None
    delivered: bool = False


class RequestRef(Struct, frozen=True, omit_defaults=True):
    """Which request an error answers, as far as it could be read."""

    action: str | None = None
    type: str | None = None
    conversation_id: str | None = None
    client_id: ClientId | None = None
    visitor_id: str | None = None
    agent_id: str | None = None


class ErrorFrame(_ServerFrame, frozen=True, tag="error"):
    """A request was refused and changed nothing. `code` is stable; `field` is the path of the wrong field.

    `opens_at` comes with `nobody_online` outside the working hours.
    """

    code: str
    message: str
    field: str | None = None
    retry_after_ms: int | None = None
    opens_at: int | None = None
    request: RequestRef | None = None


class EntryFrame(_ServerFrame, frozen=True, tag="entry"):
    """A new entry of a conversation's log. A hint: after a hole in `seq`, ask `sync`."""

    conversation_id: Ulid
    entry: Entry


class LogFrame(_ServerFrame, frozen=True, tag="log"):
    """Answer to `sync`: contiguous entries after what was asked (or the newest, if nothing was said).

    Ask again while `entries` does not reach `last_seq`.
    """

    conversation: ConversationView
    entries: list[Entry]
    last_seq: Sequence


class HistoryFrame(_ServerFrame, frozen=True, tag="history"):
    """Answer to `history`: contiguous entries that end just before `before`; fewer than asked for if they are large."""

    conversation_id: Ulid
    before: Sequence
    entries: list[Entry]


class ConversationFrame(_ServerFrame, frozen=True, tag="conversation"):
    """The state of a conversation changed (or, to its visitor, answer to `open`)."""

    conversation: ConversationView


class QueueFrame(_ServerFrame, frozen=True, tag="queue"):
    """Visitor. How many wait before you (0: you are next) and a guess of the wait, absent when nothing is known."""

    conversation_id: Ulid
    ahead: int
    estimated_wait_s: int | None = None


class TypingFrame(_ServerFrame, frozen=True, tag="typing"):
    """`name` is the agent who types: of several that may be anybody. Nothing for a visitor."""

    conversation_id: Ulid
    by: Literal["visitor", "agent"]
    text: str = ""
    name: str = ""


class ReadFrame(_ServerFrame, frozen=True, tag="read"):
    conversation_id: Ulid
    by: Literal["visitor", "agent"]
    seq: Sequence


class DeliveredFrame(_ServerFrame, frozen=True, tag="delivered"):
    """Everything up to `seq` has reached a screen of the side `to`."""

    conversation_id: Ulid
    to: Literal["visitor", "agent"]
    seq: Sequence


class ReminderFrame(_ServerFrame, frozen=True, tag="reminder"):
    """Agent. The visitor waits for an answer since `waiting_since`; at `reassign_at` the conversation goes back to the queue."""

    conversation_id: Ulid
    waiting_since: Millis
    reassign_at: Millis | None = None


class VisitorsFrame(_ServerFrame, frozen=True, tag="visitors"):
    """Agents. What the visitors that the desk follows did; at most one a second. Also the answer to `watch_visitors`.

    `outside` do not fit the desk's conditions (any longer). `online` is how many are on the site. So many changes were `omitted`
    because a frame has its limits: who needs them asks for the list.
    """

    online: int
    changes: list[VisitorChangeView] = []
    outside: list[Ulid] = []
    omitted: int = 0


class AgentFrame(_ServerFrame, frozen=True, tag="agent"):
    """Agents. A colleague's state or load."""

    agent: AgentView


class InvitationFrame(_ServerFrame, frozen=True, tag="invitation"):
    """Visitor. Show an invitation box or, if `kind` is forced, a small window with the agent's message."""

    invitation_id: Ulid
    kind: InvitationKind
    agent_id: Ulid
    agent_name: str
    text: str


class FactsFrame(_ServerFrame, frozen=True, tag="facts"):
    """Visitor. Answer to `facts`; nothing but the type while the visit has no page."""

    visits: int = 0
    source: Source | None = None
    place: Place | None = None


class InvitationAnsweredFrame(_ServerFrame, frozen=True, tag="invitation_answered"):
    """Agents."""

    invitation_id: Ulid
    visitor_id: Ulid
    answer: InvitationAnswer


class InvitationSentFrame(_ServerFrame, frozen=True, tag="invitation_sent"):
    """Answer to the agent: the invitation reached `sockets` tabs."""

    invitation_id: Ulid
    visitor_id: Ulid
    sockets: int


class SignedOutFrame(_ServerFrame, frozen=True, tag="signed_out"):
    """Agent. A supervisor has signed you out; the socket closes now, and another opens only after a new sign-in."""

    by: str


class StaffNoticeFrame(_ServerFrame, frozen=True, tag="staff_notice"):
    """Agents. The company has a notice for you; without `notice`, the one that it had is withdrawn."""

    notice_id: Ulid
    notice: StaffNoticeView | None = None


class Pong(_ServerFrame, frozen=True, tag="pong"):
    at: Millis


ServerFrame = (
    Ack
    | ErrorFrame
    | EntryFrame
    | LogFrame
    | HistoryFrame
    | ConversationFrame
    | QueueFrame
    | TypingFrame
    | ReadFrame
    | DeliveredFrame
    | ReminderFrame
    | VisitorsFrame
    | AgentFrame
    | InvitationFrame
    | FactsFrame
    | InvitationAnsweredFrame
    | InvitationSentFrame
    | SignedOutFrame
    | InternalLogFrame
    | InternalConversationFrame
    | InternalLeftFrame
    | InternalReadFrame
    | StaffNoticeFrame
    | Pong
)
