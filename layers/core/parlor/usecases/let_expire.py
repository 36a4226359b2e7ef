"""What a company keeps no longer goes (domain/retention.py): oldest first, by whole days, from every place where it lies.

Of ended conversations first the words in the figures and in what figures are counted from, since only the rows tell whose they are; then
files, entries, histories and at last the row that leads to them; then the day's lines in the archive. Whoever is cut off does the part
that was under way again and finds what is left.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from typing import TypeVar

from msgspec.structs import replace

from parlor.domain.archive import day_of
from parlor.domain.compaction import ArchiveObjects
from parlor.domain.ids import ConversationId, TenantId, ulid_time
from parlor.domain.personal_data import Found, Person, PersonRows, Place, UploadedFiles, WordFigures
from parlor.domain.ports import Clock
from parlor.domain.retention import DAY_MS, KINDS, Aged, AgedRows, RetentionKind, RetentionSettings, day_after, first_day_kept, start_of
from parlor.usecases.erase_person import own_files
from parlor.usecases.rewrite_archive import RewriteArchive

BATCH = 25
"""Conversations whose rows go at a time; between two it is asked whether the period still holds."""
_GUARD = "RETENTION"
"""Under which it is noted whose words have left the figures already, as for an erasure."""
_Thing = TypeVar("_Thing")


class _Later(Exception):
    """The time is over, or the period holds no more: what is left has its turn another time."""


class LetExpire:
    """One tenant's."""

    def __init__(
        self,
        tenant: TenantId,
        settings: RetentionSettings,
        aged: AgedRows,
        rows: PersonRows,
        files: UploadedFiles,
        archive: ArchiveObjects,
        words: WordFigures,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._aged = aged
        self._rows = rows
        self._files = files
        self._archive = RewriteArchive(tenant, archive, words)
        self._words = words
        self._clock = clock
        self._kept = settings.kept()

    @property
    def worked_today(self) -> bool:
        return self._kept.worked_on == day_of(self._clock.now_ms())

    def __call__(self, has_time: Callable[[], bool]) -> bool:
        """Works until nothing is over any more (True) or the time is. Faults are raised; the work goes on the next time."""
        work: dict[RetentionKind, Callable[[str, Callable[[], None]], None]] = {
            "conversations": self._conversations,
            "left_messages": self._left_messages,
            "profiles": self._profiles,
            "audit": self._logs,
        }
        try:
            for kind in KINDS:
                first_kept = self._first_kept(kind)
                if first_kept is not None:
                    work[kind](first_kept, self._check(kind, first_kept, has_time))
        except _Later:
            return False
        self._note(worked_on=day_of(self._clock.now_ms()))
        return True

    def _first_kept(self, kind: RetentionKind) -> str | None:
        now = self._clock.now_ms()
        months = self._settings.fresh().at(now).of(kind)
        return None if months is None else first_day_kept(months, now)

    def _check(self, kind: RetentionKind, first_kept: str, has_time: Callable[[], bool]) -> Callable[[], None]:
        def check() -> None:
            """1 RU. Raises `_Later` also when somebody has made the period longer meanwhile."""
            holds = self._first_kept(kind)
            if not has_time() or holds is None or holds < first_kept:
                raise _Later

        return check

    # --- conversations ---------------------------------------------------------------------------------------------

    def _conversations(self, first_kept: str, check: Callable[[], None]) -> None:
        for day, those in groupby(self._aged.conversations(start_of(first_kept)), key=lambda each: day_of(each.closed_at)):
            of_day = list(those)
            self._forget_words(of_day, check)
            for some in _batches(of_day, BATCH):
                check()
                self._delete_conversations(some)
            self._note(archive=self._archive.forget_days(day_after(day)))
        check()
        self._note(archive=self._archive.forget_days(first_kept))

    def _forget_words(self, conversations: list[Aged], check: Callable[[], None]) -> None:
        """Lines lie under the days on which what they tell counts: that of the beginning, and that of the end."""
        ids = {each.conversation_id for each in conversations}

        def between(taken: int) -> None:
            self._note(words=taken)
            check()

        for day in sorted({day_of(at) for each in conversations for at in (ulid_time(each.conversation_id), each.closed_at)}):
            self._archive.forget_words(day, ids, _GUARD, between)
        self._words.forget_guard(_GUARD)

    def _delete_conversations(self, some: list[Aged]) -> None:
        ids: dict[ConversationId, tuple[str, ...]] = {each.conversation_id: () for each in some}
        found = Found(person=Person(), since=0, conversations=ids)
        rows = list(self._rows.of("files", found))
        own = own_files(rows)
        self._files.delete_all(own)
        self._rows.delete(rows)
        entries = self._delete("entries", found)
        self._rows.delete(self._aged.of_conversations(some))
        self._delete("conversations", found)
        self._note(conversations=len(some), entries=entries, files=len(own))

    def _delete(self, place: Place, found: Found) -> int:
        rows = list(self._rows.of(place, found))
        self._rows.delete(rows)
        return len(rows)

    # --- the others ------------------------------------------------------------------------------------------------

    def _left_messages(self, first_kept: str, check: Callable[[], None]) -> None:
        for some in _batches(self._aged.left_messages(start_of(first_kept)), BATCH):
            check()
            self._delete("left_messages", Found(person=Person(), since=0, left_messages=tuple(each for each, _ in some)))
            self._note(left_messages=len(some))

    def _profiles(self, first_kept: str, check: Callable[[], None]) -> None:
        """Day after day, those whose visits began on it. Who came again later is found under a later day."""
        day = self._kept.profiles_until or self._archive.first_day("facts") or first_kept
        while day < first_kept:
            check()
            gone = 0
            for _, rows in self._aged.profiles(self._archive.visitors_of(day), start_of(first_kept) + DAY_MS):
                self._rows.delete(rows)
                gone += 1
            day = day_after(day)
            self._note(profiles_until=day, profiles=gone)

    def _logs(self, first_kept: str, check: Callable[[], None]) -> None:
        for some in _batches(self._aged.log_entries(start_of(first_kept)), 4 * BATCH):
            check()
            self._rows.delete(some)
            self._note(audit=len(some))

    def _note(self, *, worked_on: str = "", profiles_until: str = "", **gone: int) -> None:
        """What went, by place."""
        any_gone = any(gone.values())
        if not (any_gone or worked_on or profiles_until):
            return
        self._kept = replace(
            self._kept,
            gone=dict(Counter(self._kept.gone) + Counter(gone)),
            last_at=self._clock.now_ms() if any_gone else self._kept.last_at,
            profiles_until=profiles_until or self._kept.profiles_until,
            worked_on=worked_on or self._kept.worked_on,
        )
        self._settings.note(self._kept)


def _batches(things: Iterable[_Thing], size: int) -> Iterator[list[_Thing]]:
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some
