"""How often the outside world may ask. Generous to an office behind one address, mean to somebody who tries passwords."""

from collections.abc import Iterable
from typing import Protocol

from msgspec import Struct

from parlor.domain.errors import RateLimited
from parlor.domain.ids import TenantId


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
CODES_BY_EMAIL = Limit("codes", 10, 900)
"""Codes of authenticators and recovery codes that are tried for one account."""
GUESS_BY_EMAIL = Limit("guess", 12, 300)
"""Passwords and codes that are tried for one account, from anywhere."""
SIGN_ON_BY_ADDRESS = Limit("sso-address", 60, 300)
"""Questions whose domain of single sign-on an address is of."""
PROOFS_BY_TENANT = Limit("sso-proofs", 30, 600)
"""Look-ups of name servers."""
VISIT_BY_ADDRESS = Limit("visit-address", 600, 60)
VISIT_BY_VISITOR = Limit("visit", 60, 60)
TICKET_BY_AGENT = Limit("ticket", 120, 60)
"""A desk opens one socket after the other when its network fails."""
LEFT_BY_ADDRESS = Limit("left-address", 60, 600)
LEFT_BY_VISITOR = Limit("left", 5, 600)
FILES_BY_ADDRESS = Limit("files-address", 600, 3600)
FILES_BY_VISITOR = Limit("files", 60, 3600)
FILE_BYTES_BY_CONVERSATION = Limit("file-bytes", 300 * 1024 * 1024, 86_400)
"""Of its visitor's files, in bytes."""
LINKS_BY_VISITOR = Limit("links", 300, 300)
TRANSCRIPT_BY_VISITOR = Limit("transcript", 10, 3600)
LETTER_BY_ADDRESS = Limit("letter-address", 60, 600)
LETTERS_OF_MESSAGE = Limit("letter", 10, 600)
RESUME_BY_ADDRESS = Limit("resume", 60, 300)
STYLE_PICTURES_BY_TENANT = Limit("style-pictures", 200, 3600)
"""They are served to everybody, from our address."""
PICTURES_BY_AGENT = Limit("own-pictures", 20, 3600)
SEARCH_BY_AGENT = Limit("search", 60, 600)
"""Searches of the archive: each is paid by what it reads."""
DOWNLOADS_BY_AGENT = Limit("downloads", 30, 3600)
REPORTS_BY_TENANT = Limit("report-mails", 20, 3600)
"""Mails with reports that staff ask for besides those that are due."""
EXPORTS_BY_AGENT = Limit("report-files", 120, 600)
API_BY_KEY = Limit("api-key", 600, 60)
"""Requests of one program of a company."""
PUSH_BY_VISITOR = Limit("push", 20, 3600)


class Limits(Protocol):
    def take(self, limit: Limit, subject: str, amount: int = 1) -> None:
        """Counts one request, or what else the limit counts. Raises `RateLimited` when there were too many."""


# --- frames --------------------------------------------------------------------------------------------------------
# A socket's frames come to functions that remember a little. What one of them lets through is held against what is stored:
# it is read anyway, and counts what came by all of them. So a limit costs no write.


class Rate(Struct, frozen=True):
    """`burst` at once, and then one in `every_ms`."""

    scope: str
    burst: int
    every_ms: int


PAGES = Rate("pages", 20, 2_000)
HAPPENINGS = Rate("happenings", 20, 3_000)
OPENS = Rate("opens", 10, 6_000)
PAGES_A_MINUTE = 60
HAPPENINGS_A_MINUTE = 30
"""As they are stored, whatever functions took them."""
OPENED_AT_MOST = 10
"""Conversations of one visitor, within `OPENED_WITHIN_MS`."""
OPENED_WITHIN_MS = 10 * 60_000
SOCKETS_BY_VISITOR = 50
"""Tabs of one visitor that are connected at the same time."""
_REMEMBERED = 10_000
_SLOWER = "Too many requests. Wait a little."


class Buckets:
    """What one function remembers of how often it was asked. `factor` multiplies what is allowed."""

    def __init__(self, factor: int = 1) -> None:
        self._factor = factor
        self._full_at: dict[tuple[str, TenantId, str], int] = {}
        """When each bucket would be full again."""

    def take(self, rate: Rate, tenant: TenantId, subject: str, now: int) -> None:
        """Raises `RateLimited`; whoever is refused uses up nothing."""
        key = (rate.scope, tenant, subject)
        every_ms = rate.every_ms // self._factor
        full_at = max(self._full_at.pop(key, now), now) + every_ms
        over = full_at - now - rate.burst * rate.every_ms
        self._full_at[key] = full_at if over <= 0 else full_at - every_ms
        if len(self._full_at) > _REMEMBERED:
            del self._full_at[next(iter(self._full_at))]
        if over > 0:
            raise RateLimited(_SLOWER, retry_after_ms=over)


def check_within(times: Iterable[int], most: int, within_ms: int, now: int) -> None:
    """`times` of what came before, newest first. Raises `RateLimited` when `most` came within `within_ms`."""
    recent = [at for at in times if at > now - within_ms]
    if len(recent) >= most:
        raise RateLimited(_SLOWER, retry_after_ms=recent[most - 1] + within_ms - now)
