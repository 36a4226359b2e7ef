"""Small objects put together: at every moment each conversation and event is there, and what is there twice is told apart."""

import random
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from parlor.domain.archive import digest_of, folder
from parlor.domain.compaction import GRACE_MS, SMALL_BYTES, TOGETHER_BYTES, together
from parlor.domain.events import PageShown
from parlor.domain.fact_lines import line_of, told_by
from parlor.domain.ids import TenantId
from parlor.usecases.compact_archive import CompactArchive
from tests.fakes.world import FixedClock

TENANT, OTHER = TenantId("01M3250V00000000000000000A"), TenantId("01M3250V00000000000000000B")
DAY = "2026-02-02"


class Broken(Exception):
    pass


class Bucket:
    """Objects by key. `look` sees the bucket before and after each change; `breaks_after` that many changes nothing works any more."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.look: Any = lambda: None
        self.breaks_after = 10_000

    def under(self, prefix: str, after: str = "") -> Iterator[tuple[str, int]]:
        yield from [(key, len(body)) for key, body in sorted(self.objects.items()) if key.startswith(prefix) and key > after]

    def folders(self, prefix: str) -> Iterator[str]:
        yield from sorted({key[len(prefix) :].split("/")[0] for key in self.objects if key.startswith(prefix)})

    def get(self, key: str) -> bytes | None:
        return self.objects.get(key)

    def put(self, key: str, body: bytes) -> None:
        self._change(lambda: self.objects.update({key: body}))

    def delete(self, keys: list[str]) -> None:
        for key in keys:
            self._change(lambda key=key: self.objects.pop(key, None))

    def _change(self, change: Any) -> None:
        if self.breaks_after == 0:
            raise Broken
        self.breaks_after -= 1
        change()
        self.look()

    def keep(self, kind: Any, tenant: TenantId, day: str, lines: list[bytes]) -> None:
        body = b"".join(line + b"\n" for line in lines)
        self.objects[f"{folder(kind, tenant, day)}{digest_of(body)}.jsonl"] = body

    def newest(self, tenant: TenantId) -> dict[str, int]:
        """What a search finds: of each conversation the highest version."""
        found: dict[str, int] = {}
        for key, body in self.objects.items():
            if key.startswith(f"conversations/tenant={tenant}/"):
                for line in map(msgspec.json.decode, body.splitlines()):
                    found[line["conversation_id"]] = max(found.get(line["conversation_id"], 0), line["v"])
        return found

    def events(self, tenant: TenantId) -> set[str]:
        bodies = [body for key, body in self.objects.items() if key.startswith(f"facts/tenant={tenant}/")]
        return {told.counted.event for body in bodies for line in body.splitlines() if (told := told_by(line))}

    def number(self, kind: str, day: str = DAY) -> int:
        return sum(key.startswith(f"{kind}/tenant={TENANT}/day={day}/") for key in self.objects)


def conversation(n: int, v: int) -> bytes:
    return msgspec.json.encode({"conversation_id": f"C{n}", "v": v, "words": "龙井"})


def view(n: int) -> bytes:
    return line_of(PageShown(TENANT, f"V{n}", 1_770_000_000_000 + n))


@pytest.fixture
def bucket() -> Bucket:
    """A day in small objects, with versions and events that came twice; and a day and a company besides."""
    bucket, chance = Bucket(), random.Random(2)
    for n in range(20):
        bucket.keep("conversations", TENANT, DAY, [conversation(n % 12, chance.randint(1, 9)), conversation(n, 1)])
        bucket.keep("facts", TENANT, DAY, [view(n), view(max(n - 1, 0))])
    bucket.keep("conversations", TENANT, "2026-02-03", [conversation(90, 1)])
    bucket.keep("conversations", TENANT, "2026-02-03", [conversation(91, 1)])
    for n in range(3):
        bucket.keep("conversations", OTHER, DAY, [conversation(n, 1)])
    return bucket


def test_a_day_becomes_one_object_and_the_small_ones_go_an_hour_later(bucket: Bucket) -> None:
    clock = FixedClock()
    compact, found, events = CompactArchive(bucket, clock), bucket.newest(TENANT), bucket.events(TENANT)
    theirs = {key: body for key, body in bucket.objects.items() if OTHER in key}

    def nothing_is_missing() -> None:
        assert bucket.newest(TENANT) == found
        assert bucket.events(TENANT) == events

    bucket.look = nothing_is_missing
    assert list(compact.tenants()) == [TENANT, OTHER]
    small = bucket.number("conversations"), bucket.number("facts")
    done = compact(TENANT, DAY, DAY)
    assert (done.objects, done.into, done.deleted) == (sum(small), 2, 0)
    assert (bucket.number("conversations"), bucket.number("facts")) == (small[0] + 1, small[1] + 1), "for searches that are under way"
    assert compact(TENANT, DAY, DAY).objects == 0

    clock.pass_ms(GRACE_MS)
    assert compact(TENANT, DAY, DAY).deleted == sum(small)

    assert (bucket.number("conversations"), bucket.number("facts")) == (1, 1)
    (body,) = [body for key, body in bucket.objects.items() if f"conversations/tenant={TENANT}/day={DAY}/" in key]
    assert len(body.splitlines()) == 20, "each conversation once"
    assert bucket.number("conversations", "2026-02-03") == 2, "only the days that are asked for"
    assert not [key for key in bucket.objects if key.startswith("merged/")]
    assert {key: body for key, body in bucket.objects.items() if OTHER in key} == theirs

    bucket.look = lambda: None
    bucket.keep("conversations", TENANT, DAY, [conversation(3, 12)])
    compact(TENANT, DAY, DAY)
    clock.pass_ms(GRACE_MS)
    compact(TENANT, DAY, DAY)
    assert (bucket.number("conversations"), bucket.newest(TENANT)) == (1, found | {"C3": 12})


@pytest.mark.parametrize("changes", [*range(8), 12, 25])
def test_who_is_cut_off_goes_on_and_nothing_is_missing_or_left_behind(bucket: Bucket, changes: int) -> None:
    clock = FixedClock()
    compact, found, events = CompactArchive(bucket, clock), bucket.newest(TENANT), bucket.events(TENANT)
    bucket.breaks_after = changes

    def two_runs() -> None:
        for _ in range(2):
            compact(TENANT, DAY, DAY)
            clock.pass_ms(GRACE_MS)

    with pytest.raises(Broken):
        two_runs()
    assert (bucket.newest(TENANT), bucket.events(TENANT)) == (found, events)
    bucket.breaks_after = 10_000
    for _ in range(3):
        compact(TENANT, DAY, DAY)
        clock.pass_ms(GRACE_MS)
    assert (bucket.newest(TENANT), bucket.events(TENANT)) == (found, events)
    assert (bucket.number("conversations"), bucket.number("facts")) == (1, 1)


def test_two_at_once_lose_nothing(bucket: Bucket) -> None:
    clock = FixedClock()
    compact, rival, found = CompactArchive(bucket, clock), CompactArchive(bucket, clock), bucket.newest(TENANT)
    turns = iter([True])

    def look() -> None:
        if next(turns, False):
            rival(TENANT, DAY, "2026-02-03")

    bucket.look = look
    for _ in range(4):
        compact(TENANT, DAY, DAY)
        clock.pass_ms(GRACE_MS)
        assert bucket.newest(TENANT) == found
    assert bucket.number("conversations") == 1


def test_large_objects_stay_and_what_is_in_memory_is_bounded() -> None:
    objects = [("a", 10), ("b", SMALL_BYTES), ("c", 20), *((f"d{n}", 9_000_000) for n in range(5))]
    groups = list(together(objects))
    assert [key for group in groups for key in group] == ["a", "c", "d0", "d1", "d2", "d3", "d4"]
    sizes = dict(objects)
    assert all(sum(sizes[key] for key in group) <= TOGETHER_BYTES for group in groups)
    assert list(together([("a", 10)])) == []


def test_a_line_of_a_later_version_is_kept_as_it_is() -> None:
    bucket = Bucket()
    for n in range(3):
        bucket.keep("facts", TENANT, DAY, [b'{"event":"telepathy"}', view(n)])
    CompactArchive(bucket, FixedClock(), grace_ms=0)(TENANT, DAY, DAY)
    CompactArchive(bucket, FixedClock(), grace_ms=0)(TENANT, DAY, DAY)
    (body,) = bucket.objects.values()
    assert body.splitlines().count(b'{"event":"telepathy"}') == 1
    assert len(body.splitlines()) == 4
