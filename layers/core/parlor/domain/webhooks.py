"""What a company's own systems are told of (webhooks): to which addresses, how it is signed, what is tried again and when.

The receiver's side stands in docs/webhooks.md; why so, in decision 29. Nothing here reads or writes.
"""

import hmac
from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated, Any, Literal, Protocol, get_args
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from parlor.domain.correlation import of_message
from parlor.domain.errors import Conflict, Invalid
from parlor.domain.ids import TenantId

WEBHOOKS_MAX = 10
URL_MAX = 500
EventType = Literal[
    "conversation.opened",
    "conversation.accepted",
    "conversation.ended",
    "conversation.rated",
    "conversation.wrapped_up",
    "message.created",
    "message.recalled",
    "left_message.created",
    "customer.created",
    "customer.changed",
    "ping",
]
"""`ping` is what an administrator sends to try an address; it goes whatever the webhook listens to."""
EVENT_TYPES: tuple[EventType, ...] = tuple(kind for kind in get_args(EventType) if kind != "ping")

PAUSES_S = (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 21_600, 28_800)
"""How long after each failed try the next one comes: eleven tries over about 22 hours."""
TRIES_MAX = len(PAUSES_S) + 1
GIVE_UP_MS = 24 * 3_600_000
"""Of an address that has answered nothing properly for so long nothing more is expected: it is switched off."""
SIGNATURE_HEADER = "Parlor-Signature"
CORRELATION_HEADER = "Parlor-Correlation-Id"
LOG_LIFE_MS = 30 * 24 * 3_600_000

OffReason = Literal["", "by_hand", "failing"]
Trouble = Literal["", "status", "unreachable", "timeout", "tls", "forbidden_address", "redirect"]
"""Why a receiver did not take something; '' when it did."""
DeliveryState = Literal["delivered", "retrying", "failed", "skipped"]
"""retrying: comes again. failed: given up. skipped: the webhook was switched off before its turn."""


class Webhook(Struct, frozen=True, kw_only=True):
    """One address. `key_version` says which secret it signs with; until `previous_until` the one before signs, too.

    Times are in milliseconds since 1970 UTC. `failing_since`: no delivery has succeeded since.
    """

    webhook_id: str
    url: str
    events: tuple[EventType, ...]
    description: str = ""
    active: bool = True
    off_reason: OffReason = ""
    created_at: int
    created_by: str = ""
    key_version: int = 1
    previous_until: int | None = None
    failing_since: int | None = None
    version: int = 1


class WebhookEvent(Struct, frozen=True, kw_only=True):
    """The body that is posted. `id` is the same whenever the same event comes again; `data` holds what happened.

    `about` is the conversation, left message or card; what is about the same thing comes in its order.
    """

    id: str
    type: EventType
    created_at: int
    company_id: TenantId
    about: str
    data: dict[str, Any]

    def text(self) -> bytes:
        return msgspec.json.encode(self)

    @property
    def correlation(self) -> str:
        """What it follows from: of a message its client id, of anything else its own id."""
        named = self.data.get("entry", {}).get("client_id")
        return of_message(named["producer"], named["n"]) if named else self.id


class Heard(Struct, frozen=True):
    """That something may have happened: to whom, and of what kind."""

    tenant: TenantId
    type: EventType


class Delivery(Struct, frozen=True, kw_only=True):
    """An event on its way to one address, as the log keeps it. `status` is the HTTP status of the last answer, or None."""

    delivery_id: str
    event_id: str
    type: EventType
    at: int
    """When the event happened."""
    state: DeliveryState
    tries: int
    tried_at: int
    status: int | None = None
    problem: Trouble = ""
    took_ms: int = 0
    body: str = ""


class DeliveryJob(Struct, frozen=True, kw_only=True):
    """What lies in the queue. `again`: sent anew by an administrator."""

    tenant: TenantId
    webhook_id: str
    event: WebhookEvent
    again: str = ""


class Answered(Struct, frozen=True, kw_only=True):
    """What became of one try."""

    status: int | None
    problem: Trouble
    took_ms: int


class Webhooks(Protocol):
    """One tenant's webhooks and the log of their deliveries."""

    def all(self) -> list[Webhook]:
        """From memory for some seconds."""

    def fresh(self) -> list[Webhook]: ...

    def get(self, webhook_id: str) -> Webhook:
        """Raises `NotFound`."""

    def add(self, webhook: Webhook) -> None: ...

    def change(self, before: Webhook, after: Webhook) -> Webhook:
        """Raises `Conflict` if somebody else was quicker."""

    def delete(self, webhook_id: str) -> None: ...

    def note_failing(self, webhook_id: str, now: int) -> Webhook | None:
        """Sets `failing_since` if it is not set; the webhook as it is now, None for one that is gone."""

    def note_working(self, webhook_id: str) -> None: ...

    def switch_off(self, webhook_id: str) -> bool:
        """For failing; true for the one caller that did it."""

    def log(self, webhook_id: str, delivery: Delivery) -> None: ...

    def deliveries(self, webhook_id: str, position: str | None) -> tuple[list[Delivery], str | None]: ...

    def delivery(self, webhook_id: str, delivery_id: str) -> Delivery:
        """Raises `NotFound`."""


class DeliveryQueue(Protocol):
    def put(self, jobs: Sequence[DeliveryJob]) -> None: ...


class Caller(Protocol):
    def post(self, url: str, headers: dict[str, str], body: bytes) -> Answered: ...


def delivery_id_of(event: WebhookEvent, again: str = "") -> str:
    """In the order of time, and the same for the same event."""
    return f"{event.created_at:013d}.{event.id}" + (f".{again}" if again else "")


def secret_of(master: bytes, tenant: TenantId, webhook_id: str, key_version: int) -> str:
    """What the receiver checks signatures with. Derived: it stands nowhere."""
    digest = hmac.new(master, f"webhook {tenant} {webhook_id} {key_version}".encode(), sha256).hexdigest()
    return f"parlor_wh_v{key_version}_{digest[:48]}"


def signature(secrets: Sequence[str], at_s: int, body: bytes) -> str:
    """`t=<seconds>,v1=<HMAC-SHA-256 of "t.body" in hex>`, with one `v1` for each secret that holds."""
    signed = str(at_s).encode() + b"." + body
    return ",".join([f"t={at_s}", *(f"v1={hmac.new(secret.encode(), signed, sha256).hexdigest()}" for secret in secrets)])


def secrets_that_hold(master: bytes, tenant: TenantId, webhook: Webhook, now: int) -> list[str]:
    versions = [webhook.key_version]
    if webhook.previous_until is not None and webhook.previous_until > now:
        versions.append(webhook.key_version - 1)
    return [secret_of(master, tenant, webhook.webhook_id, version) for version in versions]


def check_url(url: str, more_hosts: Sequence[str]) -> str:
    """The address without blanks around it. Raises `Invalid` with `url`: only HTTPS to a name in public DNS, without a password in it.

    What the name stands for is looked at when something is sent (gateways/webhook_caller.py): DNS can change. `more_hosts` are the
    operator's additions; those may speak plain HTTP on any port.
    """
    url = url.strip()
    if len(url) > URL_MAX:
        raise Invalid(f"An address has at most {URL_MAX} characters.", code="too_long", field="url")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Invalid("This is not an address.", field="url") from None
    host = (parts.hostname or "").lower()
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url or parts.username is not None or parts.fragment:
        raise Invalid("Write a plain address: no user, no password, no blanks, no #.", field="url")
    if parts.scheme in ("http", "https") and host in more_hosts:
        return url
    if parts.scheme != "https":
        raise Invalid("The address must begin with https://.", field="url")
    if port not in (None, 443, 8443):
        raise Invalid("Only the ports 443 and 8443 are called.", field="url")
    if "." not in host or host.rsplit(".", 1)[1].isdigit() or ":" in host:
        raise Invalid("Use a name of public DNS, not a number and not a short name.", field="url")
    return url


def check_events(events: Sequence[str]) -> tuple[EventType, ...]:
    """Without doubles, in the order of the documentation. Raises `Invalid` with `events`."""
    unknown = [name for name in events if name not in EVENT_TYPES]
    if unknown:
        raise Invalid(f"There is no event {unknown[0]!r}.", field="events")
    if not events:
        raise Invalid("Choose at least one event.", field="events")
    return tuple(kind for kind in EVENT_TYPES if kind in events)


def check_room(webhooks: Sequence[Webhook]) -> None:
    if len(webhooks) >= WEBHOOKS_MAX:
        raise Conflict(f"A company has at most {WEBHOOKS_MAX} webhooks.", code="limit_reached")


def listeners(webhooks: Sequence[Webhook], kind: str) -> list[Webhook]:
    return [webhook for webhook in webhooks if webhook.active and kind in webhook.events]


def pause_after(tries: int) -> int | None:
    """Seconds until the next try, None when there is none."""
    return PAUSES_S[tries - 1] if tries < TRIES_MAX else None


Url = Annotated[str, Meta(min_length=1, max_length=URL_MAX)]
