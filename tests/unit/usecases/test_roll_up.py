"""The roll-up counts what it understands and parks what it does not."""

from typing import Any

import pytest

from parlor.domain.events import Event, MessageLeft, MessageSaid, PoisonRecord
from parlor.domain.fact_lines import told_by
from parlor.domain.ids import ConversationId, LeftMessageId, TenantId
from parlor.domain.log import Entry
from parlor.usecases.roll_up import roll_up
from tests.fakes.office import FakeCounters, FakeFacts, FakeParking
from tests.fakes.words import SpacedWords

TENANT = TenantId("T")


def event_of(record: Any) -> Event | None:
    if isinstance(record, Exception):
        raise record
    event: Event | None = record
    return event


def no_log(tenant: TenantId, conversation_id: ConversationId) -> list[Entry]:
    return []


def left(name: str) -> MessageLeft:
    return MessageLeft(TENANT, LeftMessageId(name), 0)


def test_a_poison_record_is_parked_and_the_others_count() -> None:
    counters, facts, parking = FakeCounters(), FakeFacts(), FakeParking()
    poison = PoisonRecord("no time")
    said = MessageSaid(TENANT, ConversationId("C"), 1, "visitor", 0)
    result = roll_up([left("a"), poison, None, said, left("b"), left("a")], event_of, no_log, SpacedWords(), facts, counters, parking)
    assert sorted(counters.events) == ["left a", "left b"]
    assert parking.parked == [("roll_up", "no time", poison)]
    assert (result.told, result.parked) == (3, 1)
    ((tenant, day, lines),) = facts.kept
    assert (tenant, day) == (TENANT, "1970-01-01")
    assert [told_by(line).event for line in lines] == [left("a"), left("b")]  # type: ignore[union-attr]


def test_a_fault_of_the_infrastructure_is_raised_so_that_the_batch_comes_again() -> None:
    class Broken(FakeCounters):
        def count(self, counted: Any) -> None:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        roll_up([left("a")], event_of, no_log, SpacedWords(), FakeFacts(), Broken(), FakeParking())


def test_what_counts_is_in_the_archive_before_it_is_counted() -> None:
    class Full(FakeFacts):
        def keep_facts(self, tenant: TenantId, day: str, lines: list[bytes]) -> None:
            raise ConnectionError

    counters = FakeCounters()
    with pytest.raises(ConnectionError):
        roll_up([left("a")], event_of, no_log, SpacedWords(), Full(), counters, FakeParking())
    assert counters.events == {}
