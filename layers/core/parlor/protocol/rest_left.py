"""REST bodies: messages that visitors left, and what followed them."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from parlor.domain.languages import VisitorLanguage
from parlor.domain.left_messages import EntryKind
from parlor.protocol.views import LeftMessageState, Millis, Text, Ulid

_Version = Annotated[int, Meta(ge=1)]


class LeftMessage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`answer`, `answered_at` and `answered_by` are those of the newest answer. `unread`: its assignee has not opened it since it was given
    to them, or since the visitor wrote again."""

    left_message_id: Ulid
    state: LeftMessageState
    visitor_id: Ulid
    visitor_number: str
    name: str
    email: str
    phone: str = ""
    text: str
    page_url: str | None = None
    left_at: Millis
    answered_at: Millis | None = None
    answered_by: str | None = None
    answer: str | None = None
    assignee_id: Ulid | None = None
    assignee_name: str | None = None
    department_id: Ulid | None = None
    unread: bool = False
    last_at: Millis | None = None
    said: int = 0
    """How much followed: answers, notes, what the visitor wrote later."""
    version: int


class LeftMessageList(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Newest first. `unread` is how many messages wait to be read by who asks, 100 at most."""

    left_messages: list[LeftMessage]
    unread: int = 0
    cursor: str | None = None


class LeftEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`place` is from 1, in the order in which they were said. A note is for staff only."""

    place: int
    kind: EntryKind
    at: Millis
    text: str
    by_name: str = ""


class LeftThread(Struct, frozen=True, kw_only=True):
    """A message with all that followed, oldest first."""

    left_message: LeftMessage
    entries: list[LeftEntry]


class AnswerLeftMessage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Mails the answer to the visitor, who can write on from the mail; there may be several."""

    version: _Version
    text: Text


class NoteLeftMessage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: _Version
    text: Text


class ChangeLeftMessage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Null takes the assignee or the department away."""

    version: _Version
    state: LeftMessageState | UnsetType = UNSET
    assignee_id: Ulid | None | UnsetType = UNSET
    department_id: Ulid | None | UnsetType = UNSET


# --- the visitor, from the mail ------------------------------------------------------------------------------------

_Token = Annotated[str, Meta(max_length=1_000)]


class OpenLetter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`token` is what the link in the mail holds."""

    token: _Token


class WriteLetter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`client_id` is made by the client: the same one is never said twice."""

    token: _Token
    client_id: Ulid
    text: Text


class LetterEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    by: Literal["visitor", "agent"]
    at: Millis
    text: str
    name: str = ""


class Letter(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was said between the visitor and the company, oldest first."""

    company: str
    language: VisitorLanguage
    entries: list[LetterEntry]
