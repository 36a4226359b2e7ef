"""Everything of one person is erased, place by place (domain/personal_data.py). Each part may be done twice, so that whoever takes it up
after a crash goes on with the part that was under way.

First the profiles say that they were erased: from then on the browser is a new visitor, and what comes late of the streams is left out.
At last the archive: whole objects are written anew without the person's lines. Behind the end all is looked through a second time.
"""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from parlor.domain.compaction import ArchiveObjects
from parlor.domain.erasures import FIND, GATE, ROWS, SECOND_LOOK_S, Erasure, ErasureId, ErasureQueue, Erasures
from parlor.domain.ids import TenantId, is_ulid
from parlor.domain.office_ports import OfficePresence, SocketCloser
from parlor.domain.personal_data import Found, PersonRows, Place, Row, UploadedFiles, WordFigures
from parlor.domain.ports import Clock
from parlor.usecases.rewrite_archive import RewriteArchive

_EARLY_MS = 5_000
"""So much sooner than asked for a queue may give a message out."""


class ErasePerson:
    """One tenant's."""

    def __init__(
        self,
        tenant: TenantId,
        erasures: Erasures,
        rows: PersonRows,
        files: UploadedFiles,
        archive: ArchiveObjects,
        words: WordFigures,
        presence: OfficePresence,
        closer: SocketCloser,
        queue: ErasureQueue,
        clock: Clock,
    ) -> None:
        self._tenant = tenant
        self._erasures = erasures
        self._rows = rows
        self._files = files
        self._archive = RewriteArchive(tenant, archive, words)
        self._words = words
        self._presence = presence
        self._closer = closer
        self._queue = queue
        self._clock = clock

    def __call__(self, erasure_id: ErasureId, worker: str, has_time: Callable[[], bool]) -> str:
        """Works until all is gone or the time is over. A fault is raised, so that the work comes again."""
        claimed = self._erasures.claim(erasure_id, worker, self._clock.now_ms())
        if claimed is None:
            return "not mine"
        erasure, found = claimed
        again = erasure.state == "done"
        if again and self._clock.now_ms() < (erasure.finished_at or 0) + SECOND_LOOK_S * 1000 - _EARLY_MS:
            # A message that came twice.
            self._erasures.keep(erasure, worker, free=True)
            return "too early"
        if not again:
            erasure = replace(erasure, state="running")
        if not erasure.step:
            if not again:
                found = self._rows.find(found.person)
                self._erasures.keep_found(erasure, found)
            erasure = self._kept(erasure, worker, FIND, 0)
        for part in _after(erasure.step, found):
            if not has_time():
                self._erasures.keep(erasure, worker, free=True)
                self._queue.put(self._tenant, erasure_id)
                return "goes on"
            erasure = self._kept(erasure, worker, part, self._do(part, found, erasure))
        self._over(erasure, found, worker, again=again)
        return "looked again" if again else "done"

    def _kept(self, erasure: Erasure, worker: str, part: str, count: int) -> Erasure:
        place = part.partition("@")[0]
        erased = erasure.erased | ({place: erasure.erased.get(place, 0) + count} if count else {})
        after = replace(erasure, step=part, erased=erased, alive_at=self._clock.now_ms())
        if not self._erasures.keep(after, worker):
            raise RuntimeError("Another worker has taken it over.")
        return after

    def _over(self, erasure: Erasure, found: Found, worker: str, *, again: bool) -> None:
        now = self._clock.now_ms()
        if again:
            self._words.forget_guard(erasure.erasure_id)
            self._erasures.keep(replace(erasure, step="", looked_again_at=now), worker)
            self._erasures.forget_found(erasure)
            return
        # Until the second look ids alone stay in the row. It is asked for first: a crash behind it is no harm.
        self._queue.put(self._tenant, erasure.erasure_id, SECOND_LOOK_S)
        self._words.forget_guard(erasure.erasure_id)
        ids = tuple(mark for mark in found.marks if is_ulid(mark))
        self._erasures.keep_found(erasure, msgspec.structs.replace(found, name="", user_ids=(), marks=ids))
        self._erasures.keep(replace(erasure, state="done", step="", finished_at=now), worker, free=True)

    # --- the parts -------------------------------------------------------------------------------------------------

    def _do(self, part: str, found: Found, erasure: Erasure) -> int:
        """Returns how much went."""
        name, _, day = part.partition("@")
        if name == GATE:
            return self._gate(found)
        if name == "archive":
            return self._archive.forget_lines(day, set(found.conversations))
        if name == "words":
            return self._archive.forget_words(day, set(found.conversations), erasure.erasure_id)
        return self._erase_rows(next(each for each in ROWS if each == name), found)

    def _erase_rows(self, name: Place, found: Found) -> int:
        rows = list(self._rows.of(name, found))
        if name == "audit":
            for row in rows:
                self._rows.blank_audit(row)
        elif name == "downloads":
            self._files.delete_downloads(row.sk for row in rows)
            for row in rows:
                self._rows.end_download(row, found)
        elif name == "files":
            own = own_files(rows)
            self._files.delete_all(own)
            self._rows.delete(rows)
            return len(own)
        else:
            self._rows.delete(rows)
        return len(rows)

    def _gate(self, found: Found) -> int:
        now = self._clock.now_ms()
        self._rows.forget_profiles(found, now)
        for visitor in found.person.visitors:
            self._closer.close(self._presence.visitor_sockets(visitor))
            self._presence.mark_left(visitor, now)
        return 0


def _after(step: str, found: Found) -> list[str]:
    """The parts behind one."""
    days = sorted({day for days in found.conversations.values() for day in days})
    parts = [FIND, GATE, *ROWS, *(f"archive@{day}" for day in days), *(f"words@{day}" for day in days)]
    return parts[parts.index(step) + 1 :]


def own_files(rows: list[Row]) -> list[str]:
    """Whose contents go: without the marks of common files."""
    kept = [row.pk.rpartition("#")[2] for row in rows if row.values.get("by_side")]
    begun = [row.sk.partition("#")[2] for row in rows if row.sk.startswith("F#")]
    return list(dict.fromkeys([*kept, *begun]))
