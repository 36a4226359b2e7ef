"""Web push to visitors who have agreed: what browsers subscribe with, and what they are sent.

https://www.rfc-editor.org/rfc/rfc8030 (push), rfc8291 (encryption), rfc8292 (VAPID)
"""

import re
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from typing import Literal, Protocol

from msgspec import Struct

from parlor.domain.errors import Invalid
from parlor.domain.ids import VisitorId

SUBSCRIPTIONS_MAX = 5
"""Browsers of one visitor; the oldest gives way."""
TEXT_MAX = 200
_SERVICES = frozenset({"fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com"})
_SERVICES_BELOW = (".notify.windows.com", ".push.apple.com")
_ADDRESS = re.compile(r"(https?)://([A-Za-z0-9.-]+)(?::([0-9]{1,5}))?(?:/[!-~]*)?\Z")
"""No user, no password, no numbers in brackets: nothing that two programs could read differently."""
_POINT_BYTES = 65
_AUTH_BYTES = 16


class Subscription(Struct, frozen=True):
    """Where one browser gets its messages, and the keys that they are encrypted for."""

    endpoint: str
    p256dh: str
    auth: str


class Notice(Struct, frozen=True):
    """What the browser's worker shows. `url` leads into the conversation."""

    company: str
    text: str
    url: str


class PushSubscriptions(Protocol):
    """One tenant's visitors' browsers."""

    def of(self, visitor: VisitorId) -> list[Subscription]: ...

    def add(self, visitor: VisitorId, subscription: Subscription, now: int) -> None:
        """Once for each endpoint; the oldest beyond `SUBSCRIPTIONS_MAX` goes."""

    def remove(self, visitor: VisitorId, subscription: Subscription) -> None: ...


class Pusher(Protocol):
    def push(self, subscription: Subscription, notice: Notice) -> Literal["sent", "gone", "failed"]:
        """`gone`: the browser will never take a message at this endpoint again."""


def check_subscription(subscription: Subscription, more_hosts: Sequence[str]) -> None:
    """Raises `Invalid` with `endpoint`, `keys.p256dh` or `keys.auth`.

    We only ever speak to the push services of the browsers, so that nobody makes us call an address of our own network.
    `more_hosts` are the operator's additions; those may speak plain HTTP.
    """
    check_endpoint(subscription.endpoint, more_hosts)
    point = _decoded(subscription.p256dh, "keys.p256dh")
    if len(point) != _POINT_BYTES or point[0] != 4:
        raise Invalid("This is not a public key of P-256.", field="keys.p256dh")
    if len(_decoded(subscription.auth, "keys.auth")) != _AUTH_BYTES:
        raise Invalid(f"The secret has {_AUTH_BYTES} bytes.", field="keys.auth")


def check_endpoint(endpoint: str, more_hosts: Sequence[str]) -> None:
    """Raises `Invalid` with `endpoint`."""
    parts = _ADDRESS.match(endpoint)
    if parts is not None:
        scheme, host, port = parts[1], parts[2].lower(), parts[3]
        if host in more_hosts:
            return
        if scheme == "https" and port in (None, "443") and (host in _SERVICES or host.endswith(_SERVICES_BELOW)):
            return
    raise Invalid("This is not an address of a push service that we know.", field="endpoint")


def _decoded(text: str, field: str) -> bytes:
    try:
        return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except ValueError:
        raise Invalid("This is not base64url.", field=field) from None
