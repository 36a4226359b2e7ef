"""Sends web push messages. Its packages are in the timers' function only, and loaded with the first message."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from parlor.domain.errors import Invalid
from parlor.domain.push import Notice, Subscription, check_endpoint

_LIFE_S = 86_400
"""How long a push service keeps a message for a browser that is off."""
_PATIENCE_S = 1.5
"""For one browser; a visitor has at most five, the function ten seconds."""
_GONE = (404, 410)
_SIGNATURE_LIFE_S = 12 * 3600
"""RFC 8292 allows 24 hours; clocks differ."""


class WebPush:
    """`secret` gives what the key is made of; `contact` is a mail address for the push services; `more_hosts`: see domain/push.py."""

    def __init__(self, secret: Callable[[], bytes], now_ms: Callable[[], int], contact: str, more_hosts: Sequence[str]) -> None:
        self._secret = secret
        self._now_ms = now_ms
        self._contact = contact
        self._more_hosts = more_hosts

    def push(self, subscription: Subscription, notice: Notice) -> Literal["sent", "gone", "failed"]:
        from urllib3.exceptions import HTTPError

        try:
            # Looked at again: the list of services may have become shorter since the browser subscribed.
            check_endpoint(subscription.endpoint, self._more_hosts)
            body = self._encrypted(subscription, msgspec.json.encode(notice))
        except (Invalid, ValueError):
            # A key that is no point of the curve can never be encrypted for.
            return "gone"
        try:
            answer = self._http.request(
                "POST",
                subscription.endpoint,
                body=body,
                headers=self._headers(subscription.endpoint),
                redirect=False,
                retries=False,
            )
        except HTTPError:
            return "failed"
        if answer.status in _GONE:
            return "gone"
        return "sent" if 200 <= answer.status < 300 else "failed"

    def _headers(self, endpoint: str) -> dict[str, str]:
        parts = urlsplit(endpoint)
        expires = self._now_ms() // 1000 + _SIGNATURE_LIFE_S
        claims = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": f"mailto:{self._contact}", "exp": expires}
        signed: dict[str, str] = self._vapid.sign(claims)
        return signed | {
            "TTL": str(_LIFE_S),
            "Urgency": "high",
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
        }

    def _encrypted(self, subscription: Subscription, text: bytes) -> bytes:
        import http_ece
        from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

        encrypted: bytes = http_ece.encrypt(
            text,
            private_key=generate_private_key(SECP256R1()),
            dh=_bytes(subscription.p256dh),
            auth_secret=_bytes(subscription.auth),
            version="aes128gcm",
        )
        return encrypted

    @cached_property
    def _vapid(self) -> Any:
        from py_vapid import Vapid02

        from parlor.gateways.push_key import push_key

        return Vapid02(private_key=push_key(self._secret()))

    @cached_property
    def _http(self) -> Any:
        from urllib3 import PoolManager, Timeout

        return PoolManager(timeout=Timeout(total=_PATIENCE_S))


def _bytes(text: str) -> bytes:
    from base64 import urlsafe_b64decode

    bare = text.rstrip("=")
    return urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
