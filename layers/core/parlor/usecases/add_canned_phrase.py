"""A phrase for all agents, typed by its shortcut."""

from parlor.domain.directory import CannedPhrase, DirectoryEditor
from parlor.domain.errors import Conflict, Invalid
from parlor.domain.ids import new_ulid
from parlor.domain.ports import Clock
from parlor.protocol import rest
from parlor.usecases.checks import written

PHRASES_MAX = 1_000


def add_canned_phrase(body: rest.AddCannedPhrase, directory: DirectoryEditor, clock: Clock) -> CannedPhrase:
    """Raises `Conflict` (`exists`, `limit_reached`), `Invalid`."""
    shortcut = written(body.shortcut, "shortcut")
    if any(char.isspace() for char in shortcut):
        raise Invalid("A shortcut is one word.", field="shortcut")
    if len(directory.fresh().canned_phrases()) >= PHRASES_MAX:
        raise Conflict(f"A company has at most {PHRASES_MAX} phrases.", code="limit_reached")
    return directory.add_canned_phrase(
        CannedPhrase(
            phrase_id=new_ulid(clock.now_ms()),
            shortcut=shortcut,
            title=written(body.title, "title"),
            text=written(body.text, "text"),
            folder=body.folder.strip(),
        )
    )
