"""REST bodies of webhooks: the addresses of a company's own systems, and what was sent to them."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from parlor.domain.webhooks import DeliveryState, EventType, OffReason, Trouble, Url
from parlor.protocol.views import Millis

_Description = Annotated[str, Meta(max_length=100)]
_Events = Annotated[list[str], Meta(max_length=20)]


class _Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class _Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class Webhook(_Answer, frozen=True, kw_only=True):
    """`failing_since`: nothing has arrived there since. `off_reason` says who switched it off."""

    webhook_id: str
    url: str
    events: list[EventType]
    description: str = ""
    active: bool
    off_reason: OffReason = ""
    created_at: Millis
    created_by: str = ""
    previous_until: Millis | None = None
    """Until then the secret before signs, too."""
    failing_since: Millis | None = None
    version: int


class WebhookList(_Answer, frozen=True, kw_only=True):
    webhooks: list[Webhook]
    event_types: list[EventType]
    """What can be listened to."""


class AddWebhook(_Body, frozen=True, kw_only=True):
    url: Url
    events: _Events
    description: _Description = ""


class ChangeWebhook(_Body, frozen=True, kw_only=True):
    """What is left out stays. To switch it on again forgets that it was failing."""

    version: int
    url: Url | UnsetType = UNSET
    events: _Events | UnsetType = UNSET
    description: _Description | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class WebhookSecret(_Answer, frozen=True, kw_only=True):
    secret: str


class RotateWebhookSecret(_Body, frozen=True, kw_only=True):
    """`version` is the one that was read. 0 hours end the secret before at once."""

    version: int
    overlap_hours: Literal[0, 1, 24, 168] = 24


class Delivery(_Answer, frozen=True, kw_only=True):
    """`status` is the HTTP status of the last answer, absent when there was none; `problem` says why it was not taken."""

    delivery_id: str
    event_id: str
    type: EventType
    at: Millis
    state: DeliveryState
    tries: int
    tried_at: Millis
    status: int | None = None
    problem: Trouble = ""
    took_ms: int = 0
    body: str = ""
    """What was posted, as JSON."""


class DeliveryList(_Answer, frozen=True, kw_only=True):
    deliveries: list[Delivery]
    cursor: str | None = None


class ResendDelivery(_Body, frozen=True, kw_only=True):
    delivery_id: Annotated[str, Meta(min_length=1, max_length=120)]
