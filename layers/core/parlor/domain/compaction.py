"""Small objects of the archive put together by day: what a search over years reads is then few objects instead of one a batch.

The merged object is written first; the small ones go an hour later at the soonest, when no search that has listed them still reads
them. Until then both lie there, which changes no answer: of a conversation the line with the highest `v` counts, of an event one line.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from parlor.domain.archive import Kind
from parlor.domain.fact_lines import UnreadableFact, told_by
from parlor.domain.metrics import HOUR_MS

SMALL_BYTES = 16_000_000
"""Larger objects stay as they are."""
TOGETHER_BYTES = 32_000_000
"""Of the objects that become one: so much is in memory at a time."""
GRACE_MS = HOUR_MS
"""Athena gives up after half an hour."""


class ArchiveObjects(Protocol):
    """The bucket of the archive."""

    def under(self, prefix: str, after: str = "") -> Iterator[tuple[str, int]]:
        """Keys in order, with their sizes; those behind `after` only."""

    def folders(self, prefix: str) -> Iterator[str]:
        """What follows the prefix up to the next slash."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, body: bytes) -> None: ...

    def delete(self, keys: list[str]) -> None: ...


class Merged(Struct, frozen=True):
    """The note of a merge: when, into which object, and which it takes the place of."""

    at: int
    into: str
    sources: list[str]


class _Line(Struct):
    conversation_id: str
    v: int


def together(objects: Iterable[tuple[str, int]]) -> Iterator[list[str]]:
    """Keys of small objects in groups of which each becomes one; one alone is none. The same objects make the same groups."""
    group: list[str] = []
    size = 0
    for key, own in objects:
        if own >= SMALL_BYTES:
            continue
        if size + own > TOGETHER_BYTES:
            yield from [group] if len(group) > 1 else []
            group, size = [], 0
        group.append(key)
        size += own
    yield from [group] if len(group) > 1 else []


class Merging:
    """Takes lines and gives each conversation or event once."""

    def __init__(self, kind: Kind) -> None:
        self._add = self._conversation if kind == "conversations" else self._fact
        self._lines: dict[Any, tuple[int, bytes]] = {}

    def add(self, body: bytes) -> None:
        for line in body.split(b"\n"):
            if line:
                self._add(line)

    def body(self) -> bytes:
        return b"".join(line + b"\n" for line in sorted(line for _, line in self._lines.values()))

    def _conversation(self, line: bytes) -> None:
        said = msgspec.json.decode(line, type=_Line)
        known = self._lines.get(said.conversation_id)
        if known is None or (said.v, line) > known:
            self._lines[said.conversation_id] = (said.v, line)

    def _fact(self, line: bytes) -> None:
        """What counts nothing in this version stays as it is; it may in another."""
        try:
            told = told_by(line)
        except UnreadableFact:
            told = None
        name: Any = told.counted.event if told is not None else line
        known = self._lines.get(name)
        if known is None or line < known[1]:
            self._lines[name] = (0, line)
