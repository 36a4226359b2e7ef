"""Puts small objects of a company's archive together, day by day, and takes away those that were put together before."""

from collections.abc import Iterator
from itertools import groupby, takewhile
from typing import get_args

import msgspec
from msgspec import Struct

from parlor.domain.archive import Kind, digest_of, folder
from parlor.domain.compaction import GRACE_MS, ArchiveObjects, Merged, Merging, together
from parlor.domain.ids import TenantId
from parlor.domain.ports import Clock

KINDS: tuple[Kind, ...] = get_args(Kind)


class Compacted(Struct):
    """How many objects became how many, and how many of earlier merges went."""

    objects: int = 0
    into: int = 0
    deleted: int = 0


class CompactArchive:
    """For all companies. `grace_ms` is how long objects stay after they were put together."""

    def __init__(self, objects: ArchiveObjects, clock: Clock, grace_ms: int = GRACE_MS) -> None:
        self._objects = objects
        self._clock = clock
        self._grace_ms = grace_ms

    def tenants(self) -> Iterator[TenantId]:
        """Everybody who has anything there."""
        found = {name.removeprefix("tenant=") for kind in KINDS for name in self._objects.folders(f"{kind}/") if name.startswith("tenant=")}
        yield from map(TenantId, sorted(found))

    def __call__(self, tenant: TenantId, first_day: str, last_day: str) -> Compacted:
        """Days of UTC (`2026-11-22`), both included. Safe to interrupt, to run twice and beside the roll-up, which only adds objects."""
        done = Compacted()
        for kind in KINDS:
            waiting = self._clear(kind, tenant, done)
            for day, objects in self._days(kind, tenant, first_day, last_day):
                # All of a day at once: what is written now would come again in the listing.
                for group in together([(key, size) for key, size in objects if key not in waiting]):
                    self._merge(kind, tenant, day, group, done)
        return done

    def _days(self, kind: Kind, tenant: TenantId, first: str, last: str) -> Iterator[tuple[str, Iterator[tuple[str, int]]]]:
        objects = self._objects.under(f"{kind}/tenant={tenant}/day=", after=folder(kind, tenant, first))
        within = takewhile(lambda each: _day_of(each[0]) <= last, objects)
        yield from groupby(within, key=lambda each: _day_of(each[0]))

    def _merge(self, kind: Kind, tenant: TenantId, day: str, sources: list[str], done: Compacted) -> None:
        """The new object, then the note; who is cut off between them makes the same object the next time."""
        merging = Merging(kind)
        for key in sources:
            merging.add(self._objects.get(key) or b"")
        body = merging.body()
        name = digest_of(body)
        into = f"{folder(kind, tenant, day)}{name}.jsonl"
        self._objects.put(into, body)
        note = Merged(self._clock.now_ms(), into, [key for key in sources if key != into])
        self._objects.put(f"{_notes(kind, tenant)}{day}-{name}.json", msgspec.json.encode(note))
        done.objects += len(sources)
        done.into += 1

    def _clear(self, kind: Kind, tenant: TenantId, done: Compacted) -> set[str]:
        """Deletes what was put together long enough ago. Returns what still waits for that."""
        waiting: set[str] = set()
        for key, _ in list(self._objects.under(_notes(kind, tenant))):
            body = self._objects.get(key)
            if body is None:
                continue
            note = msgspec.json.decode(body, type=Merged)
            if note.at + self._grace_ms > self._clock.now_ms():
                waiting |= set(note.sources)
                continue
            if any(found == note.into for found, _ in self._objects.under(note.into)):
                self._objects.delete(note.sources)
                done.deleted += len(note.sources)
            self._objects.delete([key])
        return waiting


def _notes(kind: Kind, tenant: TenantId) -> str:
    return f"merged/{kind}/tenant={tenant}/"


def _day_of(key: str) -> str:
    return key.split("/")[2].removeprefix("day=")
