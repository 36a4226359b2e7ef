"""What has happened, as the streams of the tables tell it. A stream tells at least once, perhaps in another order."""

from typing import Any, Literal, Protocol

from msgspec import Struct

from parlor.domain.ids import ConversationId, LeftMessageId, TenantId, VisitorId, ulid_time
from parlor.domain.metrics import Counted


class ConversationOpened(Struct, frozen=True):
    tenant: TenantId
    conversation_id: ConversationId
    at: int


class ConversationAccepted(Struct, frozen=True):
    """Also when a conversation that went back to a queue is taken again."""

    tenant: TenantId
    conversation_id: ConversationId
    at: int
    in_time: bool = False


class MessageSaid(Struct, frozen=True):
    """By a person and to the other side: neither what nobody typed nor a private note."""

    tenant: TenantId
    conversation_id: ConversationId
    seq: int
    by: Literal["visitor", "agent"]
    at: int


class MessageLeft(Struct, frozen=True):
    tenant: TenantId
    left_message_id: LeftMessageId
    at: int


class VisitStarted(Struct, frozen=True):
    tenant: TenantId
    visitor_id: VisitorId
    visit_id: str
    at: int


class PageShown(Struct, frozen=True):
    tenant: TenantId
    view: str
    """Visitor and ULID of the page view."""
    at: int


Event = ConversationOpened | ConversationAccepted | MessageSaid | MessageLeft | VisitStarted | PageShown


class PoisonRecord(Exception):
    """A record that is ours but cannot be understood. The message says why."""


class Parking(Protocol):
    """Where poison records wait for somebody to look at them."""

    def park(self, consumer: str, reason: str, record: Any) -> None: ...


def counted(event: Event) -> tuple[Counted, ...]:
    """What the event counts, if it counts anything."""
    match event:
        case ConversationOpened():
            return (Counted(event.tenant, "consultations_online", event.at, f"opened {event.conversation_id}"),)
        case ConversationAccepted():
            opened, name = ulid_time(event.conversation_id), f"accepted {event.conversation_id}"
            accepted = Counted(event.tenant, "accepted", opened, name)
            return (accepted, Counted(event.tenant, "accepted_in_time", opened, name)) if event.in_time else (accepted,)
        case MessageLeft():
            return (Counted(event.tenant, "consultations_offline", event.at, f"left {event.left_message_id}"),)
        case VisitStarted():
            return (Counted(event.tenant, "visits", event.at, f"visit {event.visit_id}"),)
        case PageShown():
            return (Counted(event.tenant, "views", event.at, f"view {event.view}"),)
        case MessageSaid():
            return ()
