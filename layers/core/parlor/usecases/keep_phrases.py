"""Agents keep canned phrases: everybody their own, supervisors and administrators the company's."""

from msgspec.structs import replace

from parlor.domain.directory import check_version
from parlor.domain.errors import Conflict
from parlor.domain.ids import new_ulid
from parlor.domain.library import PHRASES_MAX, CannedPhrase, Library, check_may_change, owner_in
from parlor.domain.ports import Clock
from parlor.domain.staff import Staff
from parlor.protocol import rest
from parlor.usecases.change_company import given
from parlor.usecases.checks import written


def list_phrases(staff: Staff, library: Library) -> list[CannedPhrase]:
    """The company's and one's own, by folder, shortcut and title."""
    phrases = library.phrases(None) + library.phrases(staff.agent_id)
    return sorted(phrases, key=lambda phrase: (phrase.folder, phrase.shortcut, phrase.title, phrase.phrase_id))


def add_phrase(body: rest.AddCannedPhrase, staff: Staff, library: Library, clock: Clock) -> CannedPhrase:
    """Raises `Forbidden`, `Conflict` (`exists`, `limit_reached`), `Invalid`."""
    owner = owner_in(body.scope, staff)
    now = clock.now_ms()
    library.clear_abandoned(owner, now)
    check_room(len(library.phrases(owner)) + 1)
    return library.add_phrase(
        CannedPhrase(
            phrase_id=new_ulid(now),
            owner=owner,
            shortcut=body.shortcut,
            title=written(body.title, "title"),
            text=written(body.text, "text"),
            folder=body.folder.strip(),
        )
    )


def change_phrase(phrase_id: str, body: rest.ChangeCannedPhrase, staff: Staff, library: Library, clock: Clock) -> CannedPhrase:
    """Raises `NotFound`, also for another agent's own, `Forbidden`, `Conflict` (`conflict`, `exists`), `Invalid`."""
    changes = given(body)
    for name in ("title", "text"):
        if name in changes:
            changes[name] = written(changes[name], name)
    if "folder" in changes:
        changes["folder"] = changes["folder"].strip()
    before = library.phrase(phrase_id, staff.agent_id)
    check_may_change(before.owner, staff)
    check_version(body.version, before.version)
    if "shortcut" in changes:
        library.clear_abandoned(before.owner, clock.now_ms())
    return library.change_phrase(before, replace(before, **changes))


def delete_phrase(phrase_id: str, staff: Staff, library: Library) -> None:
    """Raises `NotFound`, `Forbidden`."""
    phrase = library.phrase(phrase_id, staff.agent_id)
    check_may_change(phrase.owner, staff)
    library.delete_phrase(phrase)


def use_phrase(phrase_id: str, staff: Staff, library: Library) -> None:
    """Counts one sending. Raises `NotFound`."""
    library.count_use(library.phrase(phrase_id, staff.agent_id))


def check_room(phrases: int) -> None:
    """Raises `Conflict` (`limit_reached`)."""
    if phrases > PHRASES_MAX:
        raise Conflict(f"There can be {PHRASES_MAX} phrases at most.", code="limit_reached")
