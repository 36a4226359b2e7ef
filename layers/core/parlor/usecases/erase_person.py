"""Everything of one person is erased, place by place (domain/personal_data.py). Each part may be done twice, so that whoever takes it up
after a crash goes on with the part that was under way.

First the profiles say that they were erased: from then on the browser is a new visitor, and what comes late of the streams is left out.
At last the archive: whole objects are written anew without the person's lines. Behind the end all is looked through a second time.
"""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from parlor.domain.archive import Kind, digest_of, folder
from parlor.domain.compaction import ArchiveObjects
from parlor.domain.erasures import FIND, GATE, ROWS, SECOND_LOOK_S, Erasure, ErasureId, ErasureQueue, Erasures
from parlor.domain.events import ConversationEnded
from parlor.domain.fact_lines import UnreadableFact, line_of, told_by
from parlor.domain.ids import TenantId, is_ulid
from parlor.domain.office_ports import OfficePresence, SocketCloser
from parlor.domain.personal_data import Found, PersonRows, Place, Row, UploadedFiles, WordFigures
from parlor.domain.ports import Clock

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
        self._archive = archive
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
            return self._archive_day(day, found)
        if name == "words":
            return self._words_of_day(day, found, erasure)
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
            own = _own_files(rows)
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

    # --- the archive -----------------------------------------------------------------------------------------------

    def _archive_day(self, day: str, found: Found) -> int:
        ids = set(found.conversations)

        def kept(line: bytes) -> bytes | None:
            return None if _conversation_of(line) in ids else line

        return self._rewrite("conversations", day, kept)

    def _words_of_day(self, day: str, found: Found, erasure: Erasure) -> int:
        ids = {each.encode() for each in found.conversations}
        taken = 0

        def kept(line: bytes) -> bytes | None:
            nonlocal taken
            event = _ended_of(line) if any(each in line for each in ids) else None
            if event is None or not event.words or event.conversation_id not in found.conversations:
                return line
            taken += self._words.forget_words(erasure.erasure_id, event.conversation_id, event.words)
            return line_of(replace(event, words=()))

        self._rewrite("facts", day, kept)
        return taken

    def _rewrite(self, kind: Kind, day: str, kept: Callable[[bytes], bytes | None]) -> int:
        """The new object first; whoever is cut off between the two finds both. Returns how many lines went or changed."""
        changed = 0
        for key, _ in list(self._archive.under(folder(kind, self._tenant, day))):
            body = self._archive.get(key) or b""
            lines = [line for line in body.split(b"\n") if line]
            after = [kept(line) for line in lines]
            differing = sum(one != other for one, other in zip(lines, after, strict=True))
            if not differing:
                continue
            changed += differing
            whole = b"".join(line + b"\n" for line in after if line is not None)
            if whole:
                self._archive.put(f"{folder(kind, self._tenant, day)}{digest_of(whole)}.jsonl", whole)
            self._archive.delete([key])
        return changed


def _after(step: str, found: Found) -> list[str]:
    """The parts behind one."""
    days = sorted({day for days in found.conversations.values() for day in days})
    parts = [FIND, GATE, *ROWS, *(f"archive@{day}" for day in days), *(f"words@{day}" for day in days)]
    return parts[parts.index(step) + 1 :]


def _own_files(rows: list[Row]) -> list[str]:
    """Without the marks of common files."""
    kept = [row.pk.rpartition("#")[2] for row in rows if row.values.get("by_side")]
    begun = [row.sk.partition("#")[2] for row in rows if row.sk.startswith("F#")]
    return list(dict.fromkeys([*kept, *begun]))


class _Line(msgspec.Struct):
    conversation_id: str = ""


def _conversation_of(line: bytes) -> str:
    return msgspec.json.decode(line, type=_Line).conversation_id


def _ended_of(line: bytes) -> ConversationEnded | None:
    """What a later version wrote stays as it is."""
    try:
        told = told_by(line)
    except UnreadableFact:
        return None
    return told.event if told is not None and isinstance(told.event, ConversationEnded) else None
