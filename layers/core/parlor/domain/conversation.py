"""The conversation: its state machine and the rules of sending.

        open                    accept · assign
    ──────────▶  waiting  ──────────────────────────▶  active ──┐ offer · decline · expire · transfer to a colleague (transfers.py)
                   ▲  │                                 │  │ ◀──┘ join · leave (members.py)
                   │  │          to a department        │  │
                   └──┼─────────────────────────────────┘  │
                      └───────────▶  closed  ◀─────────────┘

Every transition is a pure function from the conversation as read to the one after it and the log entry that says so.
A store applies it only if nobody came between (`seq` unchanged), so of two agents exactly one accepts.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol

from msgspec import Struct
from msgspec.structs import replace

from parlor.domain.errors import Conflict, Forbidden, Invalid, NotFound, ParlorError, RateLimited
from parlor.domain.forms import FormValue
from parlor.domain.ids import AgentId, ConversationId, DepartmentId, StyleId, TransferId, VisitorId
from parlor.domain.log import (
    SYSTEM,
    Accepted,
    Author,
    ClientId,
    Closed,
    Entry,
    Message,
    Priority,
    Queued,
    Recalled,
    Role,
    VisitorLeft,
    VisitorReturned,
)
from parlor.domain.metrics import in_time
from parlor.domain.origin import Arrival
from parlor.domain.survey import Survey

if TYPE_CHECKING:
    from parlor.domain.content import Content

ConversationState = Literal["waiting", "active", "closed"]
Side = Literal["visitor", "agent"]

RATE_WINDOW_MS = 5_000
RATE_LIMIT = 10
"""Messages that one side of a conversation may send within the window."""
RECALL_MS = 120_000
"""So long after it was stored a message may be taken back."""
HOLE_GRACE_MS = 10_000
"""A place in the log that is still empty after so long is closed by the next reader."""
PRODUCERS_MAX = 200
"""Tabs that may have sent to one conversation: far more than people open, few enough for one small item."""
LAST_TEXT_MAX = 80


class Party(Struct, frozen=True):
    """Who acts: a visitor or an agent, as the connection says."""

    side: Side
    id: str
    name: str = ""

    def author(self) -> Author:
        return Author(self.side, self.id, self.name or None)


class Member(Struct, frozen=True):
    """A colleague who has joined the conversation's agent. `since` is the place of the entry that says so."""

    agent_id: AgentId
    name: str
    since: int


class Offer(Struct, frozen=True, omit_defaults=True):
    """A transfer that waits for the colleague's answer; with `join` they are asked to come in, not to take over."""

    transfer_id: TransferId
    from_agent_id: AgentId
    from_agent_name: str
    to_agent_id: AgentId
    to_agent_name: str
    note: str
    expires_at: int
    join: bool = False


class WrapUp(Struct, frozen=True, omit_defaults=True):
    """What the conversation was about and worth (对话评估)."""

    at: int
    topic_id: str | None = None
    topic: str = ""
    value: Literal["valid", "invalid"] = "valid"
    note: str = ""


LastKind = Literal["text", "image", "file", "page", "form", "survey", "recalled"]


class Place(Struct, frozen=True):
    """The last message of a producer: its number and its place in the log."""

    n: int
    seq: int


class Talk(Protocol):
    """What visitors' conversations and internal ones (domain/internal.py) have in common: a log, and rules of who adds to it."""

    @property
    def conversation_id(self) -> ConversationId: ...
    @property
    def seq(self) -> int: ...
    @property
    def written_at(self) -> int:
        """When a place in the log was taken last."""

    @property
    def places(self) -> dict[str, Place]: ...

    def check_may_read(self, party: Party) -> None:
        """Raises `NotFound` for whom it is not: they must not learn that it exists."""

    def check_may_add(self, party: Party) -> None:
        """Raises `NotFound`, `Forbidden`, `Conflict` for who cannot write now."""

    def recent(self, side: Side) -> tuple[int, ...]:
        """When the side wrote the last times."""

    def refusal(self, party: Party, client_id: ClientId, content: "Content", now: int) -> ParlorError | None:
        """The reason why a new message cannot be stored."""

    def taken_back(self, party: Party, target: Entry | None, now: int) -> Any:
        """The step that takes a message back, with its `entry`; None when that has happened. Raises `ParlorError`."""


class Conversation(Struct, frozen=True, kw_only=True):
    """One conversation without its log. Times are in milliseconds since 1970 UTC."""

    conversation_id: ConversationId
    state: ConversationState
    seq: int
    visitor_id: VisitorId
    visitor_name: str | None = None
    visitor_present: bool = True
    department_id: DepartmentId
    department_name: str = ""
    agent_id: AgentId | None = None
    agent_name: str | None = None
    opened_at: int
    queued_at: int | None = None
    accepted_at: int | None = None
    closed_at: int | None = None
    unanswered_since: int | None = None
    """The first message of the visitor that no agent has answered."""
    last_at: int
    last_by: Role = "system"
    last_text: str = ""
    last_kind: LastKind = "text"
    message_count: int = 0
    read_visitor: int = 0
    read_agent: int = 0
    last_visitor_seq: int = 0
    last_agent_seq: int = 0
    offer: Offer | None = None
    style_id: StyleId | None = None
    rule: str | None = None
    """The name of the automatic invitation that it came of."""
    page_url: str | None = None
    page_title: str | None = None
    agent_title: str | None = None
    delivered_visitor: int = 0
    """What had reached a screen of the visitor when one was last attached."""
    delivered_agent: int = 0
    labels: tuple[str, ...] = ()
    priority: Priority = "normal"
    snoozed_until: int | None = None
    snoozed_at: int | None = None
    wrap_up: WrapUp | None = None
    score: int | None = None
    """The visitor's rating, 1 to 5."""
    rated_seq: int | None = None
    """Where the newest rating stands in the log."""
    answered_forms: tuple[int, ...] = ()
    """Places of the forms that the visitor has filled in."""
    visitor_moved_at: int | None = None
    """When the visitor left the site or came back the last time."""
    transferred_at: int | None = None
    unwrapped: bool = False
    """It has ended and waits for its agent to say what it was about."""
    silence_seen_at: int | None = None
    """Until when silence has been dealt with; a job that carries another time is an old one (domain/idle.py)."""
    prompts: int = 0
    """How many times the visitor was asked whether they are still there, since somebody wrote."""
    members: tuple[Member, ...] = ()
    """Colleagues who take part besides the agent, longest first. They do not count toward their ceilings."""
    noted_at: int | None = None
    """When the last private note was written; nothing else of the row knows of notes."""
    overflowed: bool = False
    """It has gone to another department because the wait was too long; that happens once."""
    skill: str | None = None
    """What a rule asks of the agent who gets this visitor …"""
    language: str | None = None
    """… and the language that would be welcome."""
    places: dict[str, Place] = {}
    """By producer."""
    recent_visitor: tuple[int, ...] = ()
    """When the visitor sent the last messages, at most `RATE_LIMIT`, oldest first."""
    recent_agent: tuple[int, ...] = ()
    visitor_sockets: frozenset[str] = frozenset()
    agent_sockets: frozenset[str] = frozenset()
    watchers: frozenset[str] = frozenset()
    """Connections of supervisors who look on. They get what the agent gets, and count for nothing."""

    @property
    def waiting_since(self) -> int | None:
        """Since when the visitor waits for us: in the queue, or for an answer."""
        return self.queued_at if self.state == "waiting" else self.unanswered_since

    def has_agent(self, agent_id: str) -> bool:
        """Whether an agent has the conversation or has joined it."""
        return self.agent_id == agent_id or self.has_member(agent_id)

    def has_member(self, agent_id: str) -> bool:
        return any(member.agent_id == agent_id for member in self.members)

    def sockets(self, side: Side) -> frozenset[str]:
        """The connections of one side that get the entries pushed."""
        return self.visitor_sockets if side == "visitor" else self.agent_sockets

    def delivered_to(self, side: Side) -> int:
        """What has reached a screen of one side: everything while a socket is attached; later at least what had by then."""
        if self.sockets(side):
            return self.seq
        return max(self.delivered_visitor, self.read_visitor) if side == "visitor" else max(self.delivered_agent, self.read_agent)

    def recent(self, side: Side) -> tuple[int, ...]:
        return self.recent_visitor if side == "visitor" else self.recent_agent

    @property
    def written_at(self) -> int:
        return max(self.last_at, self.noted_at or 0)

    def check_may_read(self, party: Party) -> None:
        check_may_read(self, party)

    def check_may_add(self, party: Party) -> None:
        """Raises what `check_member` raises, `Conflict` (`conversation_closed`)."""
        check_member(self, party)
        check_open(self)

    def refusal(self, party: Party, client_id: ClientId, content: "Content", now: int) -> ParlorError | None:
        return why_refused(self, party, client_id, content.quote, now, whisper=content.whisper)

    def taken_back(self, party: Party, target: Entry | None, now: int) -> "Transition | None":
        return recall(self, party, target, now)


class Transition(Struct, frozen=True):
    """What one step changes. `before` is None for a conversation that opens."""

    before: Conversation | None
    after: Conversation
    entry: Entry
    arrival: Arrival = Arrival()
    """Of a conversation that opens: where the visit came from, for figures and records."""

    @property
    def released(self) -> AgentId | None:
        """The agent who has one conversation less."""
        if self.before is None or self.before.agent_id == self._taker:
            return None
        return self.before.agent_id if self.before.state == "active" else None

    @property
    def taken(self) -> AgentId | None:
        """The agent who has one conversation more."""
        had = self.before.agent_id if self.before is not None and self.before.state == "active" else None
        return self._taker if self._taker != had else None

    @property
    def _taker(self) -> AgentId | None:
        return self.after.agent_id if self.after.state == "active" else None


# --- membership ----------------------------------------------------------------------------------------------------


def check_may_read(conversation: Conversation, party: Party) -> None:
    """Raises `NotFound` for another visitor: they must not learn that it exists. Staff of the tenant may read."""
    if party.side == "visitor" and conversation.visitor_id != party.id:
        raise NotFound("There is no such conversation.", field="conversation_id")


def check_member(conversation: Conversation, party: Party) -> None:
    """Raises `Forbidden` for an agent who neither has the conversation nor has joined it."""
    check_may_read(conversation, party)
    if party.side == "agent" and not conversation.has_agent(party.id):
        raise Forbidden("You are not in this conversation.", code="not_a_member", field="conversation_id")


def check_responsible(conversation: Conversation, party: Party) -> None:
    """Raises `Forbidden` for an agent who does not have the conversation, also for one who has only joined it."""
    check_member(conversation, party)
    if party.side == "agent" and conversation.agent_id != party.id:
        raise Forbidden("Only the conversation's agent does this.", code="not_a_member", field="conversation_id")


def check_open(conversation: Conversation) -> None:
    """Raises `Conflict` (`conversation_closed`)."""
    if conversation.state == "closed":
        raise Conflict("The conversation has ended.", code="conversation_closed", field="conversation_id")


# --- transitions ---------------------------------------------------------------------------------------------------


def open_conversation(
    *,
    conversation_id: ConversationId,
    visitor: Party,
    department_id: DepartmentId,
    department_name: str,
    now: int,
    style_id: StyleId | None = None,
    rule: str | None = None,
    page_url: str | None = None,
    page_title: str | None = None,
    visitor_socket: str | None = None,
    form: Sequence[FormValue] = (),
    skill: str | None = None,
    language: str | None = None,
    why: str | None = None,
    arrival: Arrival | None = None,
) -> Transition:
    """`visitor_socket` gets the conversation's entries from the first on. `form` is what was filled in before, `why` how it was routed.

    `arrival` goes to the figures and the records only.
    """
    entry = Queued(
        seq=1,
        at=now,
        by=visitor.author(),
        department_id=department_id,
        department_name=department_name,
        page_url=page_url,
        page_title=page_title,
        form=list(form),
        why=why,
    )
    after = Conversation(
        conversation_id=conversation_id,
        state="waiting",
        seq=1,
        visitor_id=VisitorId(visitor.id),
        visitor_name=visitor.name or None,
        department_id=department_id,
        department_name=department_name,
        opened_at=now,
        queued_at=now,
        last_at=now,
        style_id=style_id,
        rule=rule,
        page_url=page_url,
        page_title=page_title,
        visitor_sockets=frozenset({visitor_socket} if visitor_socket else ()),
        silence_seen_at=now,
        skill=skill,
        language=language,
    )
    return Transition(None, after, entry, arrival or Arrival())


def accept(
    conversation: Conversation,
    agent: Party,
    now: int,
    *,
    automatic: bool = False,
    agent_socket: str | None = None,
    title: str = "",
    limit_s: int = 0,
) -> Transition:
    """Raises `Conflict` (`already_accepted`, `conversation_closed`). `agent_socket` gets the entries from now on.

    `title` is what the agent is, as visitors read it; `limit_s` is how long the company lets visitors wait.
    """
    check_open(conversation)
    if conversation.state == "active":
        raise Conflict(f"{conversation.agent_name} has already accepted.", code="already_accepted", field="conversation_id")
    seq = conversation.seq + 1
    entry = Accepted(
        seq=seq,
        at=now,
        by=agent.author(),
        agent_id=agent.id,
        agent_name=agent.name,
        automatic=automatic,
        in_time=in_time(conversation.opened_at, now, limit_s),
    )
    after = replace(
        conversation,
        state="active",
        seq=seq,
        agent_id=AgentId(agent.id),
        agent_name=agent.name,
        agent_title=title or None,
        accepted_at=now,
        unanswered_since=conversation.unanswered_since or conversation.queued_at,
        queued_at=None,
        agent_sockets=conversation.agent_sockets | {agent_socket} if agent_socket else conversation.agent_sockets,
        silence_seen_at=seen_anew(conversation, now),
        prompts=0,
    )
    return Transition(conversation, after, entry)


def queued_again(conversation: Conversation, seq: int, now: int) -> Conversation:
    """Without its agent and members, in the queue of its department, at the place of the present moment."""
    return replace(
        conversation,
        state="waiting",
        seq=seq,
        agent_id=None,
        agent_name=None,
        agent_title=None,
        queued_at=now,
        offer=None,
        members=(),
        recent_agent=(),
        agent_sockets=frozenset(),
        silence_seen_at=seen_anew(conversation, now),
        prompts=0,
    )


def seen_anew(conversation: Conversation, now: int) -> int:
    """A new mark of what silence has been dealt with: later than the old one, so that jobs which carry that are old."""
    return max(now, (conversation.silence_seen_at or 0) + 1)


def visitor_left(conversation: Conversation, now: int) -> Transition | None:
    """None when that is known already or nobody needs to know."""
    if conversation.state == "closed" or not conversation.visitor_present:
        return None
    seq = conversation.seq + 1
    entry = VisitorLeft(seq=seq, at=now, by=SYSTEM)
    return Transition(conversation, replace(conversation, seq=seq, visitor_present=False, visitor_moved_at=now), entry)


def visitor_returned(conversation: Conversation, now: int) -> Transition | None:
    if conversation.state == "closed" or conversation.visitor_present:
        return None
    seq = conversation.seq + 1
    entry = VisitorReturned(seq=seq, at=now, by=SYSTEM)
    return Transition(conversation, replace(conversation, seq=seq, visitor_present=True, visitor_moved_at=now), entry)


def close(conversation: Conversation, party: Party, now: int, *, survey: Survey | None = None, wrap_up: bool = False) -> Transition:
    """Raises `Conflict` (`conversation_closed`), `Forbidden` for an agent who does not have it, also for one who has joined.

    `survey` is what the visitor is asked if an agent has served them; `wrap_up`: the agent shall say what it was about.
    """
    check_may_read(conversation, party)
    check_open(conversation)
    check_responsible(conversation, party)
    return closed(conversation, party.author(), party.side, now, survey=survey, wrap_up=wrap_up)


def closed(
    conversation: Conversation,
    by: Author,
    reason: Literal["agent", "visitor", "silent", "waited"],
    now: int,
    *,
    survey: Survey | None,
    wrap_up: bool,
) -> Transition:
    """The end, whoever wants it."""
    seq = conversation.seq + 1
    entry = Closed(seq=seq, at=now, by=by, reason=reason, survey=survey if conversation.accepted_at is not None else None)
    after = replace(
        conversation,
        state="closed",
        seq=seq,
        closed_at=now,
        queued_at=None,
        unanswered_since=None,
        offer=None,
        members=(),
        snoozed_until=None,
        snoozed_at=None,
        unwrapped=wrap_up and conversation.agent_id is not None and conversation.wrap_up is None,
        silence_seen_at=None,
        prompts=0,
    )
    return Transition(conversation, after, entry)


def recall(conversation: Conversation, party: Party, target: Entry | None, now: int) -> Transition | None:
    """The sender takes back the message that was read from the log as `target`; None when that has happened already.

    Raises `NotFound` when there is no message, `Forbidden` for somebody else's (`not_a_member` for an agent who does not
    have the conversation), `Conflict` (`conversation_closed`, `too_late`).
    """
    check_may_read(conversation, party)
    if not isinstance(target, Message):
        raise NotFound("There is no such message.", field="seq")
    check_open(conversation)
    check_member(conversation, party)
    if not may_take_back(party, target, now):
        return None
    seq = conversation.seq + 1
    entry = Recalled(seq=seq, at=now, by=party.author(), target=target.seq, note=target.note)
    last_seq = conversation.last_visitor_seq if party.side == "visitor" else conversation.last_agent_seq
    is_last = conversation.last_by == party.side and last_seq == target.seq
    after = replace(conversation, seq=seq, last_text="", last_kind="recalled") if is_last else replace(conversation, seq=seq)
    return Transition(conversation, after, entry)


def may_take_back(party: Party, target: Message, now: int) -> bool:
    """False when it is taken back already. Raises `Forbidden` for somebody else's message, `Conflict` (`too_late`)."""
    if target.by.role != party.side or target.by.id != party.id:
        raise Forbidden("Only who sent a message can take it back.", field="seq")
    if target.recalled:
        return False
    if now - target.at > RECALL_MS:
        raise Conflict("It is too late: a message can be taken back for two minutes.", code="too_late", field="seq")
    return True


# --- sending -------------------------------------------------------------------------------------------------------


def place_of(conversation: Talk, client_id: ClientId) -> Place | None:
    """Where a repeated message stands, or None for one that is new. `seq` is 0 for one before the producer's last."""
    last = conversation.places.get(client_id.producer)
    if last is None or client_id.n > last.n:
        return None
    return last if client_id.n == last.n else Place(client_id.n, 0)


def why_refused(
    conversation: Conversation, party: Party, client_id: ClientId, quote: int | None, now: int, *, whisper: bool = False
) -> ParlorError | None:
    """The reason why a new message cannot be stored, or None if it can (then only the rate list was full of old times)."""
    try:
        check_may_read(conversation, party)
        check_open(conversation)
        if not whisper:
            check_member(conversation, party)
    except ParlorError as refusal:
        return refusal
    if whisper and conversation.state != "active":
        return Conflict("Nobody has this conversation yet.", code="not_active", field="conversation_id")
    if client_id.producer not in conversation.places and client_id.n == 1 and len(conversation.places) >= PRODUCERS_MAX:
        return Conflict("Too many tabs have written here.", code="too_many_senders", field="client_id.producer")
    return out_of_turn(conversation, party, client_id, quote, now)


def out_of_turn(conversation: Talk, party: Party, client_id: ClientId, quote: int | None, now: int) -> ParlorError | None:
    """What stands against a new message of somebody who may write: its number, what it quotes, haste."""
    last = conversation.places.get(client_id.producer)
    if client_id.n != (last.n + 1 if last else 1):
        return Conflict("An earlier message of this sender is missing.", code="out_of_order", field="client_id.n")
    if quote is not None and quote > conversation.seq:
        return Invalid("There is no such message to answer.", field="quote")
    return rate_limit(conversation.recent(party.side), now)


def rate_limit(recent: tuple[int, ...], now: int) -> RateLimited | None:
    """`recent` is when this side wrote the last times."""
    within = still_recent(recent, now)
    if len(within) < RATE_LIMIT:
        return None
    return RateLimited("Too many messages at once.", retry_after_ms=within[0] + RATE_WINDOW_MS - now)


AUTOMATIC_PRODUCER = "auto00000000"
"""Sends what nobody typed. Its numbers are moments: they grow, with holes, and no client may use its name."""


def automatic_id(due_at: int) -> ClientId:
    """Names what is said automatically at a moment: a job that is repeated says it once."""
    return ClientId(AUTOMATIC_PRODUCER, due_at)


def still_recent(recent: tuple[int, ...], now: int) -> tuple[int, ...]:
    return tuple(at for at in recent if at > now - RATE_WINDOW_MS)
