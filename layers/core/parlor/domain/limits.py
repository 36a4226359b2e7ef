"""How often the outside world may ask. Generous to an office behind one address, mean to somebody who tries passwords."""

from typing import Protocol

from msgspec import Struct


class Limit(Struct, frozen=True):
    """At most `allowed` requests of one subject within `window_s` seconds."""

    scope: str
    allowed: int
    window_s: int


AUTH_BY_ADDRESS = Limit("auth", 300, 300)
"""All of sign-up and sign-in from one network address."""
MAIL_BY_ADDRESS = Limit("mail-address", 60, 900)
"""Requests that send somebody a mail."""
MAIL_BY_EMAIL = Limit("mail", 6, 900)
GUESS_BY_EMAIL = Limit("guess", 12, 300)
"""Passwords and codes that are tried for one account, from anywhere."""
VISIT_BY_ADDRESS = Limit("visit-address", 600, 60)
VISIT_BY_VISITOR = Limit("visit", 60, 60)
LEFT_BY_ADDRESS = Limit("left-address", 60, 600)
LEFT_BY_VISITOR = Limit("left", 5, 600)


class Limits(Protocol):
    def take(self, limit: Limit, subject: str) -> None:
        """Counts one request. Raises `RateLimited` when there were too many."""
