"""Messages that visitors leave when nobody is there (留言)."""

from typing import Literal, Protocol

from msgspec import Struct
from msgspec.structs import replace

from parlor.domain.errors import Conflict
from parlor.domain.ids import LeftMessageId, VisitorId
from parlor.domain.languages import VisitorLanguage

LeftMessageState = Literal["open", "answered", "closed"]


class LeftMessage(Struct, frozen=True, kw_only=True):
    """Times are in milliseconds since 1970 UTC."""

    left_message_id: LeftMessageId
    visitor_id: VisitorId
    email: str
    text: str
    at: int
    state: LeftMessageState = "open"
    name: str = ""
    phone: str = ""
    page_url: str | None = None
    language: VisitorLanguage | None = None
    """Of the mails about it; None: the company's."""
    answered_at: int | None = None
    answered_by: str | None = None
    answer: str | None = None
    receipt_at: int | None = None
    """When the visitor was told by mail that it has arrived."""
    version: int = 1


def answered(message: LeftMessage, text: str, by: str, now: int) -> LeftMessage:
    """Raises `Conflict` (`already_answered`, `closed`) when there is nothing left to answer."""
    if message.state == "answered":
        raise Conflict(f"{message.answered_by} has answered already.", code="already_answered")
    if message.state == "closed":
        raise Conflict("The message is closed.", code="closed")
    return replace(message, state="answered", answer=text, answered_by=by, answered_at=now)


def closed(message: LeftMessage) -> LeftMessage:
    """Raises `Conflict` (`closed`)."""
    if message.state == "closed":
        raise Conflict("The message is closed.", code="closed")
    return replace(message, state="closed")


class LeftMessages(Protocol):
    """One tenant's left messages."""

    def put(self, message: LeftMessage) -> LeftMessage:
        """Stores a new message, or returns the one that is stored under the same id."""

    def get(self, left_message_id: LeftMessageId) -> LeftMessage:
        """Raises `NotFound`."""

    def note_receipt(self, left_message_id: LeftMessageId, now: int) -> None:
        """Leaves the version as it is: an agent who reads the message meanwhile may answer it."""

    def change(self, before: LeftMessage, after: LeftMessage) -> LeftMessage:
        """Raises `Conflict` when somebody has changed it since `before` was read."""

    def newest(self, state: LeftMessageState | None, position: str | None, since: int, now: int) -> tuple[list[LeftMessage], str | None]:
        """A page, newest first, and where the next one begins. `since` is when the company began."""
