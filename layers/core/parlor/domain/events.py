"""What has happened, as the streams of the tables tell it. A stream tells at least once, perhaps in another order.

What counts of it is kept in the archive as JSON (domain/fact_lines.py), where the tags and fields have these names for ever: a new field
has a default.
"""

from typing import Any, Literal, Protocol

from msgspec import Struct

from parlor.domain.ids import ConversationId, LeftMessageId, TenantId, VisitorId
from parlor.domain.origin import Origin


class ConversationOpened(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="opened"):
    tenant: TenantId
    conversation_id: ConversationId
    at: int
    department_id: str = ""
    style_id: str = ""
    page_url: str = ""
    origin: Origin | None = None


class ConversationAccepted(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="accepted"):
    """`again`: it had been accepted before, and had gone back to a queue."""

    tenant: TenantId
    conversation_id: ConversationId
    at: int
    in_time: bool = False
    again: bool = False


class AgentPart(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one agent did in a conversation; see domain/figures.py for what the numbers mean."""

    agent_id: str
    ended: bool = False
    returned: int = 0
    first_reply_ms: int | None = None
    replies: int = 0
    reply_ms: int = 0
    length_ms: int = 0


class ConversationEnded(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="ended"):
    """With what its log says, see domain/conversation_facts.py; `words` are the visitor's, see domain/words.py."""

    tenant: TenantId
    conversation_id: ConversationId
    at: int
    department_id: str = ""
    answered: bool = False
    agents: tuple[AgentPart, ...] = ()
    words: tuple[str, ...] = ()


class ConversationRated(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="rated"):
    """`was` is the rating that this one takes the place of."""

    tenant: TenantId
    conversation_id: ConversationId
    seq: int
    at: int
    agent_id: str
    score: int | None
    was: int | None = None


class Verdict(Struct, frozen=True, omit_defaults=True):
    """A wrap-up, as far as it is counted. Without a topic `topic_id` is ''."""

    topic_id: str = ""
    value: str = "valid"


class ConversationWrappedUp(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="wrapped_up"):
    """`was` is what an earlier wrap-up said."""

    tenant: TenantId
    conversation_id: ConversationId
    seq: int
    at: int
    agent_id: str
    now: Verdict
    was: Verdict | None = None


class MessageSaid(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="said"):
    """By a person and to the other side: neither what nobody typed nor a private note."""

    tenant: TenantId
    conversation_id: ConversationId
    seq: int
    by: Literal["visitor", "agent"]
    at: int
    correlation: str = ""


class MessageLeft(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="left"):
    tenant: TenantId
    left_message_id: LeftMessageId
    at: int


class VisitStarted(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="visit"):
    tenant: TenantId
    visitor_id: VisitorId
    visit_id: str
    at: int
    origin: Origin | None = None


class GoalReached(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="goal"):
    """`source` is the kind of the visit's source; '' if it is not known."""

    tenant: TenantId
    visit_id: str
    goal_id: str
    at: int
    started_at: int
    source: str = ""


class PageShown(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="view"):
    tenant: TenantId
    view: str
    """Visitor and ULID of the page view."""
    at: int


class InvitationSent(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="invited"):
    """By an agent."""

    tenant: TenantId
    invitation_id: str
    at: int


class InvitationAccepted(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="came"):
    tenant: TenantId
    invitation_id: str
    at: int


class RuleShown(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="rule"):
    """A browser has told how often an automatic invitation was shown, and whether it was accepted. `mark` names the telling."""

    tenant: TenantId
    mark: str
    at: int
    shown: int
    accepted: int


class CardMade(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="card"):
    tenant: TenantId
    customer_id: str
    at: int


class AgentStateChanged(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="state"):
    """The agent was in the state `was` since `was_since`."""

    tenant: TenantId
    agent_id: str
    at: int
    was: str
    was_since: int | None


Event = (
    ConversationOpened
    | ConversationAccepted
    | ConversationEnded
    | ConversationRated
    | ConversationWrappedUp
    | MessageSaid
    | MessageLeft
    | VisitStarted
    | GoalReached
    | PageShown
    | InvitationSent
    | InvitationAccepted
    | RuleShown
    | CardMade
    | AgentStateChanged
)


class PoisonRecord(Exception):
    """A record that is ours but cannot be understood. The message says why."""


class Parking(Protocol):
    """Where what was given up waits for somebody to look at it. `error`: see domain/parked.py."""

    def park(self, consumer: str, reason: str, record: Any, *, error: str = "unreadable", tries: int = 1) -> None: ...
