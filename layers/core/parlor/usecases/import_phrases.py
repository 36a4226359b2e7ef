"""Canned phrases from a table."""

from parlor.domain.audit import Trail
from parlor.domain.ids import AgentId, new_ulid
from parlor.domain.library import CannedPhrase, Library, owner_in
from parlor.domain.phrase_table import TableError, TableRow, read_table
from parlor.domain.ports import Clock
from parlor.domain.staff import Staff
from parlor.protocol import rest
from parlor.usecases.keep_phrases import check_room


def import_phrases(body: rest.ImportCannedPhrases, staff: Staff, library: Library, trail: Trail, clock: Clock) -> rest.ImportResult:
    """All rows, or none when any is wrong. A dry run says what would be wrong.

    Raises `Forbidden`, `Conflict` (`limit_reached`; `exists` when somebody took a shortcut meanwhile), `Invalid`.
    """
    owner = owner_in(body.scope, staff)
    rows, errors = read_table(body.csv)
    now = clock.now_ms()
    library.clear_abandoned(owner, now)
    there = library.phrases(owner)
    errors += _taken(rows, {phrase.shortcut for phrase in there if phrase.shortcut})
    if errors:
        found = [rest.RowError(row=error.row, field=error.field, code=error.code, message=error.message) for error in errors]
        return rest.ImportResult(rows=len(rows), errors=sorted(found, key=lambda error: error.row))
    check_room(len(there) + len(rows))
    if body.dry_run or not rows:
        return rest.ImportResult(rows=len(rows))
    library.add_phrases(new_ulid(now), owner, [_phrase(row, owner, now) for row in rows], now)
    result = rest.ImportResult(rows=len(rows), added=len(rows))
    if owner is None:
        trail.done("import_canned_phrases", ("phrase", "", ""), after=result)
    return result


def _taken(rows: list[TableRow], shortcuts: set[str]) -> list[TableError]:
    message = "Another phrase has this shortcut."
    return [TableError(row.row, "shortcut", "exists", message) for row in rows if row.shortcut in shortcuts]


def _phrase(row: TableRow, owner: AgentId | None, now: int) -> CannedPhrase:
    return CannedPhrase(
        phrase_id=new_ulid(now),
        owner=owner,
        shortcut=row.shortcut,
        title=row.title,
        text=row.text,
        folder=row.folder,
    )
