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
FILES_BY_ADDRESS = Limit("files-address", 600, 3600)
FILES_BY_VISITOR = Limit("files", 60, 3600)
FILE_BYTES_BY_CONVERSATION = Limit("file-bytes", 300 * 1024 * 1024, 86_400)
"""Of its visitor's files, in bytes."""
LINKS_BY_VISITOR = Limit("links", 300, 300)
TRANSCRIPT_BY_VISITOR = Limit("transcript", 10, 3600)
RESUME_BY_ADDRESS = Limit("resume", 60, 300)
PUSH_BY_VISITOR = Limit("push", 20, 3600)


class Limits(Protocol):
    def take(self, limit: Limit, subject: str, amount: int = 1) -> None:
        """Counts one request, or what else the limit counts. Raises `RateLimited` when there were too many."""
