"""REST bodies of parked work: what was given up, and what is to become of it."""

from msgspec import Struct

from parlor.domain.parked import AboutKind, Parked, ParkedError, ParkedId, ParkedKind, ParkedState
from parlor.protocol.views import Millis


class ParkedItem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`what` says which mail, timer or consumer; `about` is whom or what it concerns: an address, or an id. `detail` is what the one who
    refused it said. `failed`: how often it was taken up in vain. `again_at`: when it was taken up last."""

    parked_id: str
    kind: ParkedKind
    what: str = ""
    about_kind: AboutKind = ""
    about: str = ""
    at: Millis
    tries: int
    error: ParkedError
    detail: str = ""
    state: ParkedState
    again_at: Millis | None = None
    failed: int = 0


class ParkedList(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Newest first. A page may be short while there is a next one."""

    parked: list[ParkedItem]
    cursor: str | None = None


class ReplayParked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing, or all that wait; `kind` narrows these."""

    parked_id: ParkedId | None = None
    kind: ParkedKind | None = None


def parked_answer(parked: Parked) -> ParkedItem:
    return ParkedItem(
        parked_id=parked.parked_id,
        kind=parked.kind,
        what=parked.what,
        about_kind=parked.about_kind,
        about=parked.about,
        at=parked.at,
        tries=parked.tries,
        error=parked.error,
        detail=parked.detail,
        state=parked.state,
        again_at=parked.again_at or None,
        failed=parked.failed,
    )
