"""What a site tells of its visitors is kept beside the pages, at a cost that does not grow, and limited."""

from collections.abc import Iterator

import pytest

from parlor.domain.errors import RateLimited
from parlor.domain.limits import HAPPENINGS_A_MINUTE
from parlor.protocol.frames import ConversionTracked, EventTracked, VisitorTagged
from parlor.storage import happenings
from parlor.storage.happenings import HappeningStore
from parlor.usecases.track_happening import track_happening
from tests.fakes.capacity import billed
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    with tables():
        happenings.bind("Presence")
        yield Stage()


def test_they_are_read_newest_first_with_all_that_was_said(stage: Stage) -> None:
    store, visitor = HappeningStore(stage.tenant), stage.visitor()
    began = stage.clock.now
    for frame in (
        VisitorTagged(action="track", tag="vip"),
        EventTracked(action="track", name="filter", fields={"colour": "green"}),
        ConversionTracked(action="track", name="order", value=319.5),
    ):
        track_happening(frame, visitor, store, stage.clock)
        stage.clock.pass_ms(1_000)
    found = store.since(visitor.as_visitor(), began, 50)
    assert [(each.kind, each.name, each.value, each.fields) for each in found] == [
        ("conversion", "order", 319.5, {}),
        ("event", "filter", None, {"colour": "green"}),
        ("tag", "vip", None, {}),
    ]
    assert store.since(stage.visitor("other").as_visitor(), began, 50) == []
    assert [each.name for each in store.since(visitor.as_visitor(), began + 500, 50)] == ["order", "filter"]


def test_one_costs_one_write_and_a_small_read_and_a_flood_none(stage: Stage) -> None:
    store, visitor = HappeningStore(stage.tenant), stage.visitor()
    frame = EventTracked(action="track", name="scroll", value=1)
    for _ in range(HAPPENINGS_A_MINUTE - 1):
        track_happening(frame, visitor, store, stage.clock)
        stage.clock.pass_ms(100)
    with billed() as bill:
        track_happening(frame, visitor, store, stage.clock)
    assert (bill.write_units, bill.read_units) == (1, 2), "30 rows are 5 KB, read without consistency"
    with billed() as bill, pytest.raises(RateLimited) as refused:
        track_happening(frame, visitor, store, stage.clock)
    assert bill.write_units == 0
    stage.clock.pass_ms(refused.value.retry_after_ms or 0)
    track_happening(frame, visitor, store, stage.clock)
