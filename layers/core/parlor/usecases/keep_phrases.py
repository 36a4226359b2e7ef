"""Agents keep canned phrases: everybody their own, supervisors and administrators the company's."""

from msgspec.structs import replace

from parlor.domain.audit import Trail
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


def add_phrase(body: rest.AddCannedPhrase, staff: Staff, library: Library, trail: Trail, clock: Clock) -> CannedPhrase:
    """Raises `Forbidden`, `Conflict` (`exists`, `limit_reached`), `Invalid`."""
    owner = owner_in(body.scope, staff)
    now = clock.now_ms()
    library.clear_abandoned(owner, now)
    check_room(len(library.phrases(owner)) + 1)
    phrase = library.add_phrase(
        CannedPhrase(
            phrase_id=new_ulid(now),
            owner=owner,
            shortcut=body.shortcut,
            title=written(body.title, "title"),
            text=written(body.text, "text"),
            folder=body.folder.strip(),
        )
    )
    _note(trail, "add_canned_phrase", phrase, after=phrase)
    return phrase


def change_phrase(
    phrase_id: str, body: rest.ChangeCannedPhrase, staff: Staff, library: Library, trail: Trail, clock: Clock
) -> CannedPhrase:
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
    after = library.change_phrase(before, replace(before, **changes))
    _note(trail, "change_canned_phrase", after, before, after)
    return after


def delete_phrase(phrase_id: str, staff: Staff, library: Library, trail: Trail) -> None:
    """Raises `NotFound`, `Forbidden`."""
    phrase = library.phrase(phrase_id, staff.agent_id)
    check_may_change(phrase.owner, staff)
    library.delete_phrase(phrase)
    _note(trail, "delete_canned_phrase", phrase, phrase)


def use_phrase(phrase_id: str, staff: Staff, library: Library) -> None:
    """Counts one sending. Raises `NotFound`."""
    library.count_use(library.phrase(phrase_id, staff.agent_id))


def _note(trail: Trail, action: str, phrase: CannedPhrase, before: CannedPhrase | None = None, after: CannedPhrase | None = None) -> None:
    """What belongs to the company; one's own is nobody else's business."""
    if phrase.owner is None:
        trail.done(action, ("phrase", phrase.phrase_id, phrase.title), before, after)


def check_room(phrases: int) -> None:
    """Raises `Conflict` (`limit_reached`)."""
    if phrases > PHRASES_MAX:
        raise Conflict(f"There can be {PHRASES_MAX} phrases at most.", code="limit_reached")
