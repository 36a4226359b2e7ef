"""A visitor that floods is slowed with a clear answer, at no write of its own; nobody else notices."""

from collections.abc import Iterator

import pytest

from parlor.domain.errors import RateLimited
from parlor.domain.ids import ConnectionId, TenantId, new_ulid
from parlor.domain.limits import OPENED_AT_MOST, OPENS, PAGES, PAGES_A_MINUTE, SOCKETS_BY_VISITOR, Buckets
from parlor.protocol.frames import EndConversation, PageVisited
from parlor.usecases.end_conversation import end_conversation
from parlor.usecases.limit_opens import limit_opens
from parlor.usecases.track_page import track_page
from tests.fakes.api import Api, sign_up
from tests.fakes.capacity import billed
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage
from tests.unit.usecases.test_presence import TRACING

TENANT = TenantId(new_ulid(1))


@pytest.fixture
def stage() -> Iterator[Stage]:
    with tables():
        yield Stage()


def look(stage: Stage, visitor):  # type: ignore[no-untyped-def]
    frame = PageVisited(action="track", url="https://tea.example/", title="Tea")
    return track_page(frame, visitor, stage.conversations, stage.presence, stage.clock, lambda: TRACING)


def talk(stage: Stage, visitor):  # type: ignore[no-untyped-def]
    limit_opens(visitor, Buckets(), stage.conversations, stage.clock)
    conversation = stage.open(visitor)
    frame = EndConversation(action="chat", conversation_id=conversation.conversation_id)
    end_conversation(frame, visitor.party, stage.directory, stage.conversations, stage.reception, stage.clock)


def test_a_function_lets_a_burst_through_and_then_one_after_the_other() -> None:
    buckets, now = Buckets(), 1_770_000_000_000
    for _ in range(PAGES.burst):
        buckets.take(PAGES, TENANT, "one", now)
    for _ in range(3):
        with pytest.raises(RateLimited) as refused:
            buckets.take(PAGES, TENANT, "one", now)
        assert refused.value.retry_after_ms == PAGES.every_ms, "who is refused uses up nothing"
    buckets.take(PAGES, TENANT, "another", now)
    buckets.take(OPENS, TENANT, "one", now)
    buckets.take(PAGES, TENANT, "one", now + PAGES.every_ms)
    with pytest.raises(RateLimited):
        buckets.take(PAGES, TENANT, "one", now + PAGES.every_ms)
    for _ in range(PAGES.burst):
        buckets.take(PAGES, TENANT, "one", now + PAGES.burst * PAGES.every_ms * 2)


def test_a_function_remembers_only_so_many() -> None:
    buckets = Buckets()
    for number in range(20_000):
        buckets.take(PAGES, TENANT, str(number), 1_770_000_000_000)
    assert len(buckets._full_at) == 10_000


def test_pages_of_all_functions_together_are_counted_from_what_is_stored(stage: Stage) -> None:
    stage.agent("lin")
    visitor, other = stage.visitor(), stage.visitor("other")
    for _ in range(PAGES_A_MINUTE):
        look(stage, visitor)
        stage.clock.pass_ms(100)
    with billed() as bill, pytest.raises(RateLimited) as refused:
        look(stage, visitor)
    assert bill.write_units == 0
    look(stage, other)
    stage.clock.pass_ms(refused.value.retry_after_ms or 0)
    look(stage, visitor)


def test_a_page_view_of_a_visitor_who_is_connected_writes_one_unit(stage: Stage) -> None:
    visitor = stage.visitor()
    look(stage, visitor)
    with billed() as bill:
        look(stage, visitor)
    assert bill.write_units == 1


def test_a_page_view_reads_no_more_after_a_long_visit(stage: Stage) -> None:
    visitor = stage.visitor()
    for _ in range(200):
        look(stage, visitor)
        stage.clock.pass_ms(30_000)
    with billed() as bill:
        look(stage, visitor)
    assert (bill.write_units, bill.read_units) == (1, 2)


def test_conversations_that_are_opened_and_ended_again_and_again_are_limited(stage: Stage) -> None:
    stage.agent("lin")
    visitor = stage.visitor()
    for _ in range(OPENED_AT_MOST):
        talk(stage, visitor)
        stage.clock.pass_ms(1_000)
    with billed() as bill, pytest.raises(RateLimited) as refused:
        limit_opens(visitor, Buckets(), stage.conversations, stage.clock)
    assert bill.write_units == 0
    stage.clock.pass_ms(refused.value.retry_after_ms or 0)
    talk(stage, visitor)


def test_who_has_a_conversation_gets_it_however_many_there_were(stage: Stage) -> None:
    stage.agent("lin")
    visitor = stage.visitor()
    for _ in range(OPENED_AT_MOST - 1):
        talk(stage, visitor)
    stage.open(visitor)
    limit_opens(visitor, Buckets(), stage.conversations, stage.clock)


def test_a_visitor_with_very_many_tabs_gets_no_more_tickets() -> None:
    with tables():
        api = Api()
        admin = sign_up(api)
        body = {"tenant_id": admin.tenant, "style_id": admin.get("/styles")["styles"][0]["style_id"]}
        visit = api.call("POST", "/widget/visit", body).json
        presence = api.house.office(admin.tenant).presence  # type: ignore[arg-type]
        for _ in range(SOCKETS_BY_VISITOR):
            presence.add_visitor_socket(visit["visitor_id"], ConnectionId(new_ulid(api.clock.now)), api.clock.now)
        refused = api.call("POST", "/widget/visit", body | {"visitor_token": visit["visitor_token"]})
        assert (refused.status, refused.code, refused.json["retry_after_ms"]) == (429, "rate_limited", 60_000)
        assert api.call("POST", "/widget/visit", body).status == 200
