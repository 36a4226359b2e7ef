"""The roll-up counts what it understands and parks what it does not."""

from typing import Any

import pytest

from parlor.domain.events import Event, MessageLeft, MessageSaid, PoisonRecord
from parlor.domain.ids import ConversationId, LeftMessageId, TenantId
from parlor.domain.log import Entry
from parlor.usecases.roll_up import roll_up
from tests.fakes.office import FakeCounters, FakeParking
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
    counters, parking = FakeCounters(), FakeParking()
    poison = PoisonRecord("no time")
    said = MessageSaid(TENANT, ConversationId("C"), 1, "visitor", 0)
    result = roll_up([left("a"), poison, None, said, left("b"), left("a")], event_of, no_log, SpacedWords(), counters, parking)
    assert sorted(counters.events) == ["left a", "left b"]
    assert parking.parked == [("roll_up", "no time", poison)]
    assert (result.told, result.parked) == (3, 1)


def test_a_fault_of_the_infrastructure_is_raised_so_that_the_batch_comes_again() -> None:
    class Broken(FakeCounters):
        def count(self, counted: Any) -> None:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        roll_up([left("a")], event_of, no_log, SpacedWords(), Broken(), FakeParking())
