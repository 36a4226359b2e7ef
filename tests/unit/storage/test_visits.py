"""Visitors spread over partitions: found where they are, also after their number grew; listed in stretches, never by a scan."""

from collections.abc import Iterator

import pytest

from parlor.domain.directory import PendingCompany, new_company
from parlor.domain.errors import Conflict
from parlor.domain.ids import AgentId, DepartmentId, StyleId, TenantId, VisitorId, new_ulid
from parlor.domain.presence import VISIT_LIFE_MS, Page, Visit
from parlor.storage import directory, keys, tables
from parlor.storage.directory import CompanyStore, DirectoryStore
from parlor.storage.memory import Memory
from parlor.storage.presence import PresenceStore
from tests.fakes.capacity import billed
from tests.fakes.dynamo import tables as tables_in_memory

NOW = 1_790_000_000_000
TENANT = TenantId(new_ulid(NOW))


@pytest.fixture(autouse=True)
def _tables() -> Iterator[None]:
    with tables_in_memory():
        tables.bind(chat_table="Chat", presence_table="Presence")
        directory.bind("Directory")
        yield


def store(*shards: int) -> PresenceStore:
    return PresenceStore(TENANT, lambda: shards)


def come(presence: PresenceStore, visitor: VisitorId | None = None, pages: int = 1) -> VisitorId:
    visitor = visitor or VisitorId(new_ulid(NOW))
    page = Page(NOW, "https://tea.example/", "Tea")
    visit = presence.start_visit(Visit(visitor_id=visitor, visit_id=new_ulid(NOW), started_at=NOW), page, new_ulid(NOW))
    for number in range(1, pages):
        visit = presence.add_page(visit, Page(NOW + number, "https://tea.example/", f"Page {number}"), new_ulid(NOW + number))
    return visitor


def everybody(presence: PresenceStore, rows: int) -> list[Visit]:
    found: list[Visit] = []
    for shard in presence.shards():
        after: str | None = None
        while True:
            visits, after = presence.some_visitors(shard, after, rows)
            found += visits
            if after is None:
                break
    return found


def test_visitors_are_spread_evenly() -> None:
    shards = [keys.live_shard(VisitorId(new_ulid(NOW)), 16) for _ in range(16_000)]
    busiest = max(shards.count(shard) for shard in range(16))
    assert busiest < 1_200, "a thousand each, within chance"


def test_who_came_before_the_number_grew_is_found_and_leaves_like_everybody() -> None:
    before, after = store(1), store(8, 1)
    early = [come(before) for _ in range(20)]
    late = [come(after) for _ in range(20)]
    assert all(after.visit(visitor) is not None for visitor in early + late)
    assert all(after.mark_left(visitor, NOW + 5) for visitor in early + late)
    assert {visit.visitor_id for visit in everybody(after, 1_000)} == {*early, *late}
    assert after.count_visitors() == 0


def test_the_usual_look_for_a_visitor_is_two_reads() -> None:
    visitor = come(store(16))
    with billed() as bill:
        assert store(16).visit(visitor) is not None
    assert bill.requests == ["GetItem", "Query"]


@pytest.mark.parametrize("rows", [1, 2, 3, 7, 1_000])
def test_a_list_in_stretches_has_everybody_once_with_the_newest_page(rows: int) -> None:
    presence = store(2)
    visitors = {come(presence, pages=pages) for pages in (1, 2, 5, 1, 3, 1)}
    found = everybody(presence, rows)
    if rows > 5:
        assert [(visit.pages[0].title, visit.page_count) for visit in found if visit.page_count == 5] == [("Page 4", 5)]
    assert len(found) == len(visitors)
    assert {visit.visitor_id for visit in found} == visitors


def test_a_stretch_reads_no_more_than_it_may() -> None:
    presence = store(1)
    for _ in range(30):
        come(presence)
    with billed() as bill:
        visits, following = presence.some_visitors(0, None, 20)
    assert bill.requests == ["GetItem", "Query"]
    assert (len(visits), following is not None) == (9, True)


def test_a_count_that_is_off_is_put_right_by_a_list_of_the_shard() -> None:
    presence = store(1)
    come(presence)
    presence._count(0, 3)
    assert presence.count_visitors() == 4
    presence.some_visitors(0, None)
    assert presence.count_visitors() == 1


def test_the_number_of_shards_only_grows_and_once_a_day() -> None:
    pending = PendingCompany(
        email="a@b.example",
        subject="s",
        tenant_id=TENANT,
        agent_id=AgentId(new_ulid(NOW)),
        department_ids=(DepartmentId(new_ulid(NOW)), DepartmentId(new_ulid(NOW))),
        style_id=StyleId(new_ulid(NOW)),
        company="Tea",
        name="Lin",
        language="en",
        time_zone="UTC",
        created_at=NOW,
    )
    CompanyStore(lambda: NOW).create(new_company(pending, NOW))
    rows = DirectoryStore(TENANT, Memory(lambda: NOW))
    assert rows.company().shards == (1,)
    assert rows.raise_visitor_shards(8, NOW).shards == (8, 1)
    for number, at in ((16, NOW + 1_000), (8, NOW + VISIT_LIFE_MS + 1), (4, NOW + VISIT_LIFE_MS + 1)):
        with pytest.raises(Conflict):
            rows.raise_visitor_shards(number, at)
    assert rows.raise_visitor_shards(16, NOW + VISIT_LIFE_MS + 1).shards == (16, 8)
