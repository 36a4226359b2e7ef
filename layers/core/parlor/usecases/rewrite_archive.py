"""Objects of a company's archive are written anew without certain conversations, and these conversations' words leave the figures."""

from collections.abc import Callable, Iterator, Set

import msgspec
from msgspec.structs import replace

from parlor.domain.archive import Kind, digest_of, folder
from parlor.domain.compaction import ArchiveObjects
from parlor.domain.events import ConversationEnded, Event, VisitStarted
from parlor.domain.fact_lines import UnreadableFact, line_of, told_by
from parlor.domain.ids import ConversationId, TenantId, VisitorId
from parlor.domain.personal_data import WordFigures


class RewriteArchive:
    """One tenant's. Days are those of UTC (`2026-11-22`). Everything may be done twice."""

    def __init__(self, tenant: TenantId, objects: ArchiveObjects, words: WordFigures) -> None:
        self._tenant = tenant
        self._objects = objects
        self._words = words

    def forget_lines(self, day: str, conversations: Set[ConversationId]) -> int:
        """Of what records are searched by. Returns how many lines went."""

        def kept(line: bytes) -> bytes | None:
            return None if _conversation_of(line) in conversations else line

        return sum(self._rewriting("conversations", day, kept))

    def forget_words(
        self, day: str, conversations: Set[ConversationId], guard: str, between: Callable[[int], None] = lambda _: None
    ) -> int:
        """Of what figures are counted from, and out of the figures, once for each guard. Returns how many words went.

        `between` is told after each object how many went of it, and may raise: what is done stays done.
        """
        taken = 0

        def kept(line: bytes) -> bytes | None:
            nonlocal taken
            event = _event_of(line) if b'"words"' in line else None
            if not isinstance(event, ConversationEnded) or not event.words or event.conversation_id not in conversations:
                return line
            taken += self._words.forget_words(guard, event.conversation_id, event.words)
            return line_of(replace(event, words=()))

        before = 0
        for _ in self._rewriting("facts", day, kept):
            between(taken - before)
            before = taken
        return taken

    def forget_days(self, before: str) -> int:
        """Everything that records are searched by, of the days before one. Returns how many objects went."""
        gone = 0
        for kind_of_key in ("conversations/", "merged/conversations/"):
            keys = []
            prefix = f"{kind_of_key}tenant={self._tenant}/"
            for key, _ in self._objects.under(prefix):
                if key[len(prefix) :].removeprefix("day=")[:10] >= before:
                    break
                keys.append(key)
            self._objects.delete(keys)
            gone += len(keys)
        return gone

    def visitors_of(self, day: str) -> Iterator[VisitorId]:
        """Whose visits began on the day; some more than once."""
        for key, _ in self._objects.under(folder("facts", self._tenant, day)):
            for line in (self._objects.get(key) or b"").split(b"\n"):
                event = _event_of(line) if b'"visit"' in line else None
                if isinstance(event, VisitStarted):
                    yield event.visitor_id

    def first_day(self, kind: Kind) -> str | None:
        """The oldest that there is anything of."""
        prefix = f"{kind}/tenant={self._tenant}/day="
        return next((key[len(prefix) :][:10] for key, _ in self._objects.under(prefix)), None)

    def _rewriting(self, kind: Kind, day: str, kept: Callable[[bytes], bytes | None]) -> Iterator[int]:
        """Object by object: how many lines of it went or changed. The new object first; whoever is cut off between the two finds both."""
        for key, _ in list(self._objects.under(folder(kind, self._tenant, day))):
            body = self._objects.get(key) or b""
            lines = [line for line in body.split(b"\n") if line]
            after = [kept(line) for line in lines]
            differing = sum(one != other for one, other in zip(lines, after, strict=True))
            if differing:
                whole = b"".join(line + b"\n" for line in after if line is not None)
                if whole:
                    self._objects.put(f"{folder(kind, self._tenant, day)}{digest_of(whole)}.jsonl", whole)
                self._objects.delete([key])
            yield differing


class _Line(msgspec.Struct):
    conversation_id: str = ""


def _conversation_of(line: bytes) -> str:
    return msgspec.json.decode(line, type=_Line).conversation_id


def _event_of(line: bytes) -> Event | None:
    """What a later version wrote stays as it is."""
    try:
        told = told_by(line)
    except UnreadableFact:
        return None
    return told.event if told is not None else None
