"""Work that was given up: what it is, why, and how it is taken up again (docs/parked-work.md)."""

from hashlib import blake2b
from typing import Annotated, Any, Literal, Protocol

from msgspec import Meta, Struct

from parlor.domain.ids import TenantId, is_ulid

ParkedKind = Literal["mail", "timer", "record", "report", "download", "other"]
ParkedError = Literal["mail_refused", "mail_down", "unreadable", "failed"]
ParkedState = Literal["waiting", "again", "done"]
"""`again`: it was given to those who do it, and has not been done yet."""
AboutKind = Literal["", "address", "conversation", "visitor", "agent", "download", "schedule"]

NOBODY = TenantId("-")
"""Whose work it is, where that cannot be read. No company has this id: only the operator's command sees it."""
KEPT_S = 30 * 86_400
DONE_KEPT_S = 86_400
AGAIN_MS = 400_000
"""Longer than any of the functions takes: what was given to them before and is not done may be given to them once more."""
ParkedId = Annotated[str, Meta(pattern="^[0-9A-HJKMNP-TV-Z]{26}$")]


class Parked(Struct, frozen=True, kw_only=True):
    """`parked_id`, a ULID, follows from the work: what is given up twice is one row. `what` says which mail, timer or consumer;
    `about` is whom or what it concerns. `detail` is what the one who refused it said. `failed` counts vain replays.

    `at` is when it was given up first, in milliseconds since 1970 UTC.
    """

    tenant: TenantId
    parked_id: str
    kind: ParkedKind
    what: str = ""
    about_kind: AboutKind = ""
    about: str = ""
    at: int
    tries: int = 1
    error: ParkedError = "failed"
    detail: str = ""
    state: ParkedState = "waiting"
    again_at: int = 0
    failed: int = 0


class Replay(Struct, frozen=True, tag_field="kind", tag="replay"):
    """Takes one thing up again, or, without `parked_id`, all that wait (of one sort, where `only` names it)."""

    tenant: str
    parked_id: str = ""
    only: str = ""


class ParkedWork(Protocol):
    """One tenant's parked work; see storage/parked.py for what each call costs."""

    def put(self, parked: Parked, payload: str, source: str) -> bool: ...
    def page(self, kind: str, position: str | None) -> tuple[list[Parked], str | None]: ...
    def get(self, parked_id: str) -> Parked: ...
    def payload(self, parked_id: str) -> str: ...
    def take_up(self, parked_id: str, now: int) -> Parked | None: ...
    def done(self, parked_id: str, now: int) -> None: ...
    def failed(self, parked_id: str, detail: str) -> None: ...
    def dismiss(self, parked_id: str, now: int) -> bool: ...
    def any(self) -> bool: ...


class WorkerFailed(Exception):
    """A function failed, or could not be asked."""


class Workers(Protocol):
    def ask(self, function: str, event: dict[str, Any]) -> Any:
        """What the function answers. Raises `WorkerFailed`."""


class Replays(Protocol):
    def put(self, replay: Replay) -> None: ...


_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def id_of(at_ms: int, same: str) -> str:
    """A ULID that follows from its two arguments."""
    value = (at_ms << 80) | int.from_bytes(blake2b(same.encode(), digest_size=10).digest(), "big")
    return "".join(_ALPHABET[(value >> shift) & 31] for shift in range(125, -1, -5))


def tenant_in(text: Any) -> TenantId:
    """The tenant that a row's key or a job names, `NOBODY` where it is none."""
    found = text[:26] if isinstance(text, str) else ""
    return TenantId(found) if is_ulid(found) else NOBODY


_ABOUT: tuple[tuple[str, AboutKind], ...] = (
    ("conversation_id", "conversation"),
    ("visitor_id", "visitor"),
    ("agent_id", "agent"),
    ("download_id", "download"),
    ("schedule_id", "schedule"),
)


def about_of(job: dict[str, Any]) -> tuple[AboutKind, str]:
    """Whom or what a job names."""
    for name, kind in _ABOUT:
        if isinstance(job.get(name), str) and is_ulid(job[name]):
            return kind, job[name]
    return "", ""


def about_key(pk: str) -> tuple[AboutKind, str]:
    """What a row of the Chat or Presence table belongs to, as far as its key tells."""
    parts = pk.split("#")
    if len(parts) == 3 and parts[1] in ("C", "V") and is_ulid(parts[2]):
        return ("conversation" if parts[1] == "C" else "visitor"), parts[2]
    return "", ""
