"""The audit log: what was done stands there once, newest first, and a refusal that is tried again and again once a minute."""

from collections.abc import Iterator

import pytest

from parlor.domain.audit import Actor
from parlor.domain.ids import AgentId, TenantId, new_ulid
from parlor.storage import audit
from parlor.storage.audit import AuditStore
from tests.fakes.dynamo import tables
from tests.fakes.world import FixedClock


@pytest.fixture
def clock() -> Iterator[FixedClock]:
    with tables():
        audit.bind("Chat")
        yield FixedClock()


def _store(clock: FixedClock) -> AuditStore:
    return AuditStore(TenantId(new_ulid(clock.now)), clock.now_ms)


def _actor(clock: FixedClock) -> Actor:
    return Actor(AgentId(new_ulid(clock.now)), "Lin", "192.0.2.7")


def test_an_entry_says_what_was_before_and_after_and_nothing_else(clock: FixedClock) -> None:
    store, actor = _store(clock), _actor(clock)

    store.done(actor, "change_agent", about=("agent", "01A", "Zhou"), before={"name": "Z", "ceiling": 5}, after={"name": "Z", "ceiling": 8})

    [entry], position = store.page(clock.now - 1, clock.now + 1, None)
    assert (entry.before, entry.after) == ({"ceiling": 5}, {"ceiling": 8})
    assert (entry.actor, entry.action, entry.about_name, entry.outcome) == (actor, "change_agent", "Zhou", "done")
    assert position is None


def test_the_newest_comes_first_also_over_the_end_of_a_month(clock: FixedClock) -> None:
    store, actor = _store(clock), _actor(clock)
    first = clock.now
    for days in range(0, 70, 10):
        clock.now = first + days * 24 * 3_600_000
        store.done(actor, f"day {days}")

    entries, _ = store.page(first, clock.now, None)

    assert [entry.action for entry in entries] == [f"day {days}" for days in range(60, -1, -10)]


def test_a_refusal_tried_again_is_one_entry_a_minute(clock: FixedClock) -> None:
    store, actor = _store(clock), _actor(clock)
    clock.now -= clock.now % 60_000

    for _ in range(50):
        store.refused(actor, "chat.watch", "watch")
        clock.now += 1_000
    clock.now += 60_000
    store.refused(actor, "chat.watch", "watch")

    entries, _ = store.page(clock.now - 3_600_000, clock.now, None)
    assert [(entry.outcome, entry.right) for entry in entries] == [("refused", "watch")] * 2


def test_another_tenant_reads_nothing_of_it(clock: FixedClock) -> None:
    store, other = _store(clock), _store(clock)

    store.done(_actor(clock), "change_company")

    assert other.page(0, clock.now + 1, None)[0] == []
