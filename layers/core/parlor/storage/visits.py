"""Visitors on the site in the Presence table: their visits, page views, and how many there are.

A tenant's visitors are spread over shards. How many there are stands in the company's row and only ever grows; after it grew,
visits that began before lie where they were, so a visitor is looked for in the newest home first and then in the older one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, cast

import msgspec
from pynamodb.exceptions import DoesNotExist, PutError, UpdateError
from pynamodb.expressions.update import Action

from parlor.domain.conversation import Conversation
from parlor.domain.ids import TenantId, VisitorId, ulid_floor
from parlor.domain.origin import Origin
from parlor.domain.presence import VISIT_LIFE_MS, Page, Visit
from parlor.domain.visiting import VisitChange
from parlor.storage import keys
from parlor.storage.tables import LiveRow, OnlineRow

Shards = Callable[[], tuple[int, ...]]
"""The number of shards, and after it that of before, if visits of then may still be there."""

_LEFT_LIFE_MS = 3_600_000
"""So long a visitor who left is listed."""
ROWS_MAX = 1_000
"""Rows, visits and pages, that one request for a list reads."""


def one_shard() -> tuple[int, ...]:
    return (1,)


def _ttl(at_ms: int, life_ms: int) -> int:
    return (at_ms + life_ms) // 1000


class VisitStore:
    """The visits of one tenant."""

    def __init__(self, tenant: TenantId, shards: Shards = one_shard) -> None:
        self._tenant = tenant
        self._shards = shards

    def shards(self) -> range:
        return range(max(self._shards()))

    def _homes(self, visitor: VisitorId) -> list[int]:
        """The shards in which the visitor may be, the likeliest first: one, unless the number has just grown."""
        return list(dict.fromkeys(keys.live_shard(visitor, number) for number in self._shards()))

    def _pk(self, shard: int) -> str:
        return keys.live_visitors(self._tenant, shard)

    # --- one visitor -----------------------------------------------------------------------------------------------

    def visit(self, visitor: VisitorId, pages: int = 100) -> Visit | None:
        """The visitor's stay with its newest pages. 2 reads."""
        return self._stay_with(visitor, lambda shard: self._pages(shard, visitor, pages))

    def visit_since(self, visitor: VisitorId, since: int, pages: int) -> Visit | None:
        """The visitor's stay with the pages seen since a moment, the newest one at least. 2 reads of few rows, 3 after a pause."""
        return self._stay_with(visitor, lambda shard: self._pages(shard, visitor, pages, since) or self._pages(shard, visitor, 1))

    def _stay_with(self, visitor: VisitorId, read_pages: Callable[[int], list[LiveRow]]) -> Visit | None:
        for shard in self._homes(visitor):
            try:
                row = LiveRow.get(self._pk(shard), visitor, consistent_read=True)
            except DoesNotExist:
                continue
            return _visit(row, shard, read_pages(shard))
        return None

    def stay(self, visitor: VisitorId) -> Visit | None:
        """The visitor's stay without its pages, as it was a moment ago. ½ RU."""
        for shard in self._homes(visitor):
            try:
                return _visit(LiveRow.get(self._pk(shard), visitor), shard, [])
            except DoesNotExist:
                continue
        return None

    def newest_page(self, shard: int, visitor: VisitorId) -> tuple[Page, int] | None:
        """The page and which of the visit it is. 1 read."""
        rows = self._pages(shard, visitor, 1)
        return (_page(rows[0]), int(rows[0].n or 1)) if rows else None

    def _pages(self, shard: int, visitor: VisitorId, limit: int, since: int = 0) -> list[LiveRow]:
        within = LiveRow.sk.between(keys.page_view(visitor, ulid_floor(since)), keys.page_views_end(visitor))
        return list(LiveRow.query(self._pk(shard), within, scan_index_forward=False, limit=limit, consistent_read=True))

    def start_visit(self, visit: Visit, page: Page, ulid: str) -> Visit:
        """A new stay with its first page. 3 WU: page, visit, one visitor more; 2 more if an old row goes first.

        It goes because statistics count rows that are new. The page comes first, so that who hears of the visit finds it.
        """
        visit = msgspec.structs.replace(visit, shard=self._homes(visit.visitor_id)[0], changed_at=visit.started_at, page_count=1)
        self._put_page(visit, page, 1, ulid)
        row = LiveRow(
            self._pk(visit.shard),
            visit.visitor_id,
            type="visit",
            tenant=self._tenant,
            visitor_id=visit.visitor_id,
            visit_id=visit.visit_id,
            at=visit.started_at,
            changed_at=visit.changed_at,
            name=visit.name,
            visits=visit.visits,
            referrer=visit.referrer,
            language=visit.language,
            screen=visit.screen,
            ip=visit.ip,
            user_agent=visit.user_agent,
            origin=msgspec.json.encode(visit.origin).decode() if visit.origin else None,
            link_agent=visit.link_agent,
            ttl=_ttl(visit.started_at, VISIT_LIFE_MS),
        )
        try:
            row.save(condition=LiveRow.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            LiveRow(row.pk, row.sk).delete()
            row.save()
        self._count(visit.shard, 1)
        return msgspec.structs.replace(visit, pages=(page,))

    def add_page(self, visit: Visit, page: Page, ulid: str) -> Visit:
        """1 WU: all that a page view of a known visitor writes. Returns the visit with the page before its others."""
        count = visit.page_count + 1
        self._put_page(visit, page, count, ulid)
        return msgspec.structs.replace(visit, page_count=count, pages=(page, *visit.pages))

    def _put_page(self, visit: Visit, page: Page, count: int, ulid: str) -> None:
        LiveRow(
            self._pk(visit.shard),
            keys.page_view(visit.visitor_id, ulid),
            type="page_view",
            tenant=self._tenant,
            visitor_id=visit.visitor_id,
            at=page.at,
            n=count,
            url=page.url,
            title=page.title,
            referrer=page.referrer,
            ttl=_ttl(page.at, VISIT_LIFE_MS),
        ).save()

    def mark_left(self, visitor: VisitorId, now: int) -> bool:
        """False when the visit is unknown or was marked before. 2 WU."""
        left: list[Action] = [LiveRow.left_at.set(now), LiveRow.ttl.set(_ttl(now, _LEFT_LIFE_MS)), LiveRow.changed_at.set(now)]
        shard = self._update(visitor, left, LiveRow.left_at.does_not_exist())
        if shard is not None:
            self._count(shard, -1)
        return shard is not None

    def mark_back(self, visitor: VisitorId, now: int) -> bool:
        """False when somebody else has marked it. 2 WU."""
        back: list[Action] = [LiveRow.left_at.remove(), LiveRow.ttl.set(_ttl(now, VISIT_LIFE_MS)), LiveRow.changed_at.set(now)]
        shard = self._update(visitor, back, LiveRow.left_at.exists())
        if shard is not None:
            self._count(shard, 1)
        return shard is not None

    def mark_link_agent(self, visitor: VisitorId, number: str) -> bool:
        return self._update(visitor, [LiveRow.link_agent.set(number)]) is not None

    def mark_invited(self, visitor: VisitorId, agent_name: str, now: int) -> bool:
        return self._update(visitor, [LiveRow.invited_by.set(agent_name), LiveRow.changed_at.set(now)]) is not None

    def name_visitor(self, visitor: VisitorId, name: str, now: int) -> bool:
        """Without a name the visitor is known by the number again."""
        named = LiveRow.name.set(name) if name else LiveRow.name.remove()
        return self._update(visitor, [named, LiveRow.changed_at.set(now)]) is not None

    def mark_conversation(self, conversation: Conversation, now: int) -> bool:
        """What a list of visitors shows of the conversation; False when the visitor is not here or more is known. 1 WU."""
        open_now = conversation.state != "closed"
        values: list[tuple[Any, Any]] = [
            (LiveRow.conversation_state, conversation.state if open_now else None),
            (LiveRow.waiting_since, conversation.queued_at if conversation.state == "waiting" else None),
            (LiveRow.agent_id, conversation.agent_id if open_now else None),
            (LiveRow.agent_name, conversation.agent_name if open_now else None),
        ]
        actions: list[Action] = [attribute.remove() if value is None else attribute.set(value) for attribute, value in values]
        known, seq = LiveRow.conversation_id, LiveRow.conversation_seq
        actions += [known.set(conversation.conversation_id), seq.set(conversation.seq), LiveRow.changed_at.set(now)]
        # Ids are in the order of time: a later conversation of the visitor has a larger one.
        later = known.does_not_exist() | (known < conversation.conversation_id)
        newer = later | ((known == conversation.conversation_id) & (seq < conversation.seq))
        return self._update(conversation.visitor_id, actions, newer) is not None

    def _update(self, visitor: VisitorId, actions: list[Action], also: object = None) -> int | None:
        """The shard in which the visit was changed, or None."""
        condition = LiveRow.pk.exists() if also is None else LiveRow.pk.exists() & also
        for shard in self._homes(visitor):
            try:
                LiveRow(self._pk(shard), visitor).update(actions=actions, condition=condition)
            except UpdateError as error:
                if error.cause_response_code != "ConditionalCheckFailedException":
                    raise
                continue
            return shard
        return None

    # --- all of them -----------------------------------------------------------------------------------------------

    def count_visitors(self) -> int:
        """How many visitors are on line: ½ RU for each shard, 1 for most companies. Ask it as often as you like.

        A function that dies between a visit and its count leaves the number off by one; a list of the shard puts it right.
        """
        return sum(max(0, self._counted(shard)) for shard in self.shards())

    def _counted(self, shard: int) -> int:
        try:
            return int(OnlineRow.get(keys.online(self._tenant, shard), keys.META).visitors)
        except DoesNotExist:
            return 0

    def _count(self, shard: int, change: int) -> None:
        OnlineRow(keys.online(self._tenant, shard), keys.META).update(actions=[OnlineRow.visitors.add(change)])

    def _correct(self, shard: int, counted: int, seen: int) -> None:
        if counted == seen:
            return
        row = OnlineRow(keys.online(self._tenant, shard), keys.META)
        try:
            row.update(
                actions=[OnlineRow.visitors.set(seen)],
                condition=(OnlineRow.visitors == counted) if counted else OnlineRow.pk.does_not_exist(),
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise

    def some_visitors(self, shard: int, after: str | None, rows: int = ROWS_MAX) -> tuple[list[Visit], str | None]:
        """A stretch of a shard, in the order of its keys, with each visit's pages; and where the next one begins.

        `rows` bounds what is read: 1 RU for some 15 visitors. A shard that was read in one go says how many visitors are on line,
        which puts its count right.
        """
        counted = self._counted(shard) if after is None else 0
        within = LiveRow.sk > after if after else None
        found = list(LiveRow.query(self._pk(shard), within, limit=rows))
        if len(found) < rows:
            visits = _visits(found, shard)
            if after is None:
                self._correct(shard, counted, sum(visit.left_at is None for visit in visits))
            return visits, None
        # The last visitor's pages may go on behind the stretch.
        last = found[-1].visitor_id
        whole = [row for row in found if row.visitor_id != last] or found
        return _visits(whole, shard), keys.after_visitor(whole[-1].visitor_id)

    def visits_of(self, wanted: Iterable[tuple[int, VisitorId]]) -> dict[VisitorId, Visit]:
        """The visits of these visitors, given with their shards, without pages. ½ RU each."""
        places = [(self._pk(shard), visitor) for shard, visitor in wanted]
        shards = {self._pk(shard): shard for shard in self.shards()}
        rows = LiveRow.batch_get(places, consistent_read=False) if places else ()
        return {VisitorId(row.visitor_id): _visit(row, shards.get(row.pk, 0), []) for row in rows}


def change_of_record(record: Mapping[str, Any]) -> tuple[str, VisitChange]:
    """Whose visitor changed, and what, by a record of the table's stream: a visit, or a page that was shown.

    Raises `KeyError`, `TypeError`, `ValueError` or `AttributeError` for a record that is none of ours.
    """
    row = LiveRow()
    row.deserialize(record["dynamodb"]["NewImage"])
    visitor, shard = VisitorId(row.visitor_id), int(row.pk.rpartition("#")[2])
    if row.type == "visit":
        visit = _visit(row, shard, [])
        return row.tenant, VisitChange(visitor_id=visitor, shard=shard, visit=visit, arrived=record["eventName"] == "INSERT")
    return row.tenant, VisitChange(visitor_id=visitor, shard=shard, page=_page(row), page_count=int(row.n or 1))


def _visits(rows: Iterable[LiveRow], shard: int) -> list[Visit]:
    visits: list[LiveRow] = []
    pages: dict[str, list[LiveRow]] = defaultdict(list)
    for row in rows:
        if row.type == "visit":
            visits.append(row)
        else:
            pages[row.visitor_id].append(row)
    return [_visit(row, shard, pages[row.visitor_id][::-1]) for row in visits]


def _page(row: LiveRow) -> Page:
    return Page(int(row.at), row.url, row.title, row.referrer)


def _visit(row: LiveRow, shard: int, pages: list[LiveRow]) -> Visit:
    return Visit(
        visitor_id=VisitorId(row.visitor_id),
        visit_id=row.visit_id,
        started_at=int(row.at),
        name=row.name,
        visits=int(row.visits or 1),
        referrer=row.referrer,
        language=row.language,
        screen=row.screen,
        ip=row.ip,
        user_agent=row.user_agent,
        origin=msgspec.json.decode(row.origin, type=Origin) if row.origin else None,
        left_at=whole(row.left_at),
        invited_by=row.invited_by,
        link_agent=row.link_agent,
        changed_at=int(row.changed_at or row.at),
        conversation_id=row.conversation_id if row.conversation_state else None,
        conversation_state=cast("Literal['waiting', 'active'] | None", row.conversation_state),
        waiting_since=whole(row.waiting_since),
        agent_id=row.agent_id,
        agent_name=row.agent_name,
        page_count=int(pages[0].n or len(pages)) if pages else 0,
        shard=shard,
        pages=tuple(_page(each) for each in pages),
    )


def whole(number: float | None) -> int | None:
    return None if number is None else int(number)
