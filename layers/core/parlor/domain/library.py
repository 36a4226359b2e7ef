"""What agents have at hand while they write: canned phrases and links, the company's and each agent's own.

`owner` is the agent whose own a thing is, None for the company's. Nobody sees another agent's own things.
"""

from typing import Protocol

from msgspec import Struct

from parlor.domain.ids import AgentId
from parlor.domain.staff import Staff

PHRASES_MAX = 1_000
"""Of the company, and of each agent."""
LINKS_MAX = 500
IMPORT_PATIENCE_MS = 60_000
"""An import that is not finished after so long was cut off: a function lives half as long."""


class CannedPhrase(Struct, frozen=True, kw_only=True):
    """常用语. `uses` counts how often it was sent."""

    phrase_id: str
    owner: AgentId | None = None
    shortcut: str = ""
    title: str
    text: str
    folder: str = ""
    uses: int = 0
    version: int = 1


class SavedLink(Struct, frozen=True, kw_only=True):
    """A common link, or a favourite (收藏)."""

    link_id: str
    owner: AgentId | None = None
    title: str
    url: str
    folder: str = ""
    version: int = 1


class Library(Protocol):
    """One tenant's phrases and links, read from the table each time; see storage/library.py for what each call costs."""

    def has_phrases(self) -> bool:
        """Whether the company has one."""

    def phrases(self, owner: AgentId | None) -> list[CannedPhrase]: ...

    def phrase(self, phrase_id: str, me: AgentId) -> CannedPhrase:
        """The company's or one of my own. Raises `NotFound`."""

    def add_phrase(self, phrase: CannedPhrase) -> CannedPhrase:
        """Raises `Conflict` (`exists`) for a shortcut that is taken."""

    def change_phrase(self, before: CannedPhrase, after: CannedPhrase) -> CannedPhrase:
        """Raises `Conflict` (`conflict`, `exists`)."""

    def delete_phrase(self, phrase: CannedPhrase) -> None: ...

    def count_use(self, phrase: CannedPhrase) -> None: ...

    def add_phrases(self, import_id: str, owner: AgentId | None, phrases: list[CannedPhrase], now: int) -> None:
        """All or none, whatever happens on the way. Raises `Conflict` (`exists`) if a shortcut was taken meanwhile."""

    def clear_abandoned(self, owner: AgentId | None, now: int) -> None:
        """Takes away what imports left behind that were cut off."""

    def links(self, owner: AgentId | None) -> list[SavedLink]: ...

    def link(self, link_id: str, me: AgentId) -> SavedLink:
        """The company's or one of my own. Raises `NotFound`."""

    def add_link(self, link: SavedLink) -> SavedLink: ...

    def change_link(self, before: SavedLink, after: SavedLink) -> SavedLink:
        """Raises `Conflict`."""

    def delete_link(self, link: SavedLink) -> None: ...


def owner_in(scope: str, staff: Staff) -> AgentId | None:
    """Whose a new thing of this scope is. Raises `MissingRight` for the company's."""
    owner = staff.agent_id if scope == "personal" else None
    check_may_change(owner, staff)
    return owner


def check_may_change(owner: AgentId | None, staff: Staff) -> None:
    """Raises `MissingRight`: what is the company's is not everybody's to change."""
    if owner is None:
        staff.check("keep_library")
