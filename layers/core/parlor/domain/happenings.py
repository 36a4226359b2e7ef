"""What a site tells of its visitors besides pages: events, conversions, tags (parlor.track, .conversion, .tag)."""

from typing import Literal, Protocol

from msgspec import Struct

from parlor.domain.ids import VisitorId

HappeningKind = Literal["event", "conversion", "tag"]
SHOWN_MAX = 50
"""Of one visitor, in a track."""


class Happening(Struct, frozen=True, kw_only=True):
    """`name` is the site's own word. `value` and `fields` say more of an event, `value` what a conversion is worth."""

    at: int
    kind: HappeningKind
    name: str
    value: float | None = None
    fields: dict[str, str] = {}


class Happenings(Protocol):
    """Kept as long as the pages of a visit."""

    def add(self, visitor: VisitorId, happening: Happening) -> None: ...

    def since(self, visitor: VisitorId, since: int, most: int) -> list[Happening]:
        """Newest first. `since` in milliseconds since 1970 UTC."""
