"""REST bodies: how long a company keeps what (docs/privacy.md, "Periods")."""

from typing import Annotated

from msgspec import Meta, Struct

from parlor.domain.retention import RetentionKind
from parlor.protocol.rest import _Answer, _Body
from parlor.protocol.views import Millis

_Confirm = Annotated[str, Meta(max_length=200)]


class RetentionPeriods(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Months by kind; null, or left out: for ever."""

    conversations: int | None = None
    left_messages: int | None = None
    profiles: int | None = None
    audit: int | None = None


class AskRetention(_Body, frozen=True, kw_only=True):
    periods: RetentionPeriods


class RetentionGoes(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What goes of one kind: everything before the UTC day `before`. `found` counts it, where that can be counted; with `more` there is
    more of it. `since` is the oldest one's moment."""

    kind: RetentionKind
    before: str
    found: int | None = None
    more: bool = False
    since: Millis | None = None


class RetentionPreview(_Answer, frozen=True, kw_only=True):
    """`goes` is empty when nothing goes sooner than now. `company` is what has to be typed."""

    goes: list[RetentionGoes]
    begins_at: Millis
    company: str


class ChangeRetention(_Body, frozen=True, kw_only=True):
    """`confirm` is the company's name, where something goes sooner than before."""

    version: int
    periods: RetentionPeriods
    confirm: _Confirm = ""


class RetentionView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`following` holds from `following_at` on, and can be taken back until then by sending `periods`. `first_kept` are, by kind, the
    UTC days from which on everything stays. `gone` counts by place what has gone so far, `last_at` is when something did."""

    version: int
    periods: RetentionPeriods
    following: RetentionPeriods | None = None
    following_at: Millis | None = None
    changed_at: Millis | None = None
    changed_by: str = ""
    choices: list[int]
    audit_least: int
    first_kept: dict[str, str] = {}
    gone: dict[str, int] = {}
    last_at: Millis | None = None
