"""Tokens of our own: HMAC-SHA256 over a version, a kind and a JSON array. No JWT library: this is on the way of every socket.

    v1.<kind>.<payload>.<signature>

The kind is signed too, so that a visitor's token can never pass as a ticket, nor a cursor as an unsubscribe link.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import TypeVar

import msgspec

from parlor.domain.credentials import (
    LetterClaims,
    ReportMailClaims,
    ResumeClaims,
    StepClaims,
    TicketClaims,
    UnsubscribeClaims,
    VisitorClaims,
)
from parlor.domain.errors import Unauthorized

_VERSION = "v1"
Claims = TypeVar("Claims")


class Tokens:
    """Signs and checks. `key` gives the secret at first use, `others` those that hold besides, asked for when a signature is not of
    the first; `now_ms` is the time in milliseconds since 1970 UTC."""

    def __init__(self, key: Callable[[], bytes], now_ms: Callable[[], int], others: Callable[[], Iterable[bytes]] = tuple) -> None:
        self._key = key
        self._now_ms = now_ms
        self._others = others

    def sign_visitor(self, claims: VisitorClaims) -> str:
        return self._sign("v", msgspec.json.encode(claims))

    def verify_visitor(self, token: str) -> VisitorClaims:
        """Raises `Unauthorized` for a token that we did not sign."""
        return self._verify("v", token, VisitorClaims)

    def sign_ticket(self, claims: TicketClaims) -> str:
        return self._sign("t", msgspec.json.encode(claims))

    def verify_ticket(self, ticket: str) -> TicketClaims:
        """Raises `Unauthorized` for a ticket that we did not sign or that is too old. That it is used once, the store sees to."""
        claims = self._verify("t", ticket, TicketClaims)
        if claims.expires_at <= self._now_ms():
            raise Unauthorized("The ticket is too old.")
        return claims

    def sign_resume(self, claims: ResumeClaims) -> str:
        return self._sign("r", msgspec.json.encode(claims))

    def verify_resume(self, token: str) -> ResumeClaims:
        """Raises `Unauthorized` for a link that we did not make or that is too old."""
        claims = self._verify("r", token, ResumeClaims)
        if claims.expires_at <= self._now_ms():
            raise Unauthorized("The link is too old.")
        return claims

    def sign_step(self, claims: StepClaims) -> str:
        return self._sign("s", msgspec.json.encode(claims))

    def verify_step(self, token: str) -> StepClaims:
        """Raises `Unauthorized` for a step that we did not sign or that is too old."""
        claims = self._verify("s", token, StepClaims)
        if claims.expires_at <= self._now_ms():
            raise Unauthorized("It took too long. Sign in again.")
        return claims

    def sign_letter(self, claims: LetterClaims) -> str:
        return self._sign("l", msgspec.json.encode(claims))

    def verify_letter(self, token: str) -> LetterClaims:
        """Raises `Unauthorized` for a link that we did not make or that is too old."""
        claims = self._verify("l", token, LetterClaims)
        if claims.expires_at <= self._now_ms():
            raise Unauthorized("The link is too old.")
        return claims

    def sign_unsubscribe(self, claims: UnsubscribeClaims) -> str:
        return self._sign("u", msgspec.json.encode(claims))

    def verify_unsubscribe(self, token: str) -> UnsubscribeClaims:
        return self._verify("u", token, UnsubscribeClaims)

    def sign_report_mail(self, claims: ReportMailClaims) -> str:
        return self._sign("m", msgspec.json.encode(claims))

    def verify_report_mail(self, token: str) -> ReportMailClaims:
        return self._verify("m", token, ReportMailClaims)

    def sign_cursor(self, position: list[str]) -> str:
        """Where the next page of a list begins. Anybody can read it; only we can make one."""
        return self._sign("c", msgspec.json.encode(position))

    def verify_cursor(self, cursor: str) -> list[str]:
        return self._verify("c", cursor, list[str])

    def _sign(self, kind: str, payload: bytes) -> str:
        head = f"{_VERSION}.{kind}.{_text(payload)}"
        return f"{head}.{_text(_mac(self._key(), head))}"

    def _verify(self, kind: str, token: str, claims: type[Claims]) -> Claims:
        head, _, signature = token.rpartition(".")
        version, _, rest = head.partition(".")
        found_kind, _, payload = rest.partition(".")
        try:
            if version == _VERSION and found_kind == kind and self._is_ours(head, _bytes(signature)):
                return msgspec.json.decode(_bytes(payload), type=claims)
        except (ValueError, msgspec.DecodeError):
            pass
        raise Unauthorized("The token is not one of ours.")

    def _is_ours(self, head: str, signature: bytes) -> bool:
        if hmac.compare_digest(signature, _mac(self._key(), head)):
            return True
        return any(hmac.compare_digest(signature, _mac(key, head)) for key in self._others())


def _mac(key: bytes, head: str) -> bytes:
    return hmac.new(key, head.encode(), sha256).digest()


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
