"""REST bodies: what is kept of one person, and that it is erased."""

from typing import Annotated

from msgspec import Meta, Struct

from parlor.domain.erasures import ErasureState
from parlor.protocol.views import Millis, Ulid

_Reference = Annotated[str, Meta(max_length=80)]
_Confirm = Annotated[str, Meta(min_length=1, max_length=80)]


class AskPerson(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A card with all its visitors, or a visitor, with the card that they are linked to: exactly one of the two."""

    customer_id: Ulid | None = None
    visitor_id: Ulid | None = None


class PersonalData(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is kept of a person, as far as it can be counted while somebody waits. `name` is what has to be typed to erase it: that of the
    card or the visitor, or the visitor's number. `more`: there are more conversations than were counted. `conversation_id` is one that is
    under way. `erasure_id` is an erasure that is."""

    name: str
    customer_id: Ulid | None = None
    visitors: int
    conversations: int
    messages: int
    files: int
    more: bool = False
    conversation_id: Ulid | None = None
    erasure_id: Ulid | None = None


class ErasePerson(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """As `AskPerson`. `confirm` is the name that `PersonalData` says. `reference` is the company's own number of the request; it stays in
    the receipt, so it must not name the person."""

    customer_id: Ulid | None = None
    visitor_id: Ulid | None = None
    confirm: _Confirm
    reference: _Reference = ""


class ErasureView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An erasure that is under way, and afterwards its receipt. `subject` is a hash: the same for the same person, and it leads back to
    nobody. `erased` says by place how many rows, lines or words went (docs/privacy.md). `stopped`: nobody works on it any more; it
    can be sent on. `looked_again_at`: when everything was looked through for a second time."""

    erasure_id: Ulid
    subject: str
    state: ErasureState
    stopped: bool = False
    agent_id: Ulid
    agent_name: str
    reference: str = ""
    created_at: Millis
    finished_at: Millis | None = None
    looked_again_at: Millis | None = None
    share: float = 0.0
    """How much of it is behind us, 0 to 1."""
    erased: dict[str, int] = {}


class ErasureList(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Newest first."""

    erasures: list[ErasureView]
    cursor: str | None = None
