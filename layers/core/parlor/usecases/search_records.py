"""Free queries over the records: the newest minutes from the table, all before from the archive.

A search has a seam. What ended behind it may not be in the archive yet and is read from the table; what ended before it is asked of
the archive. A conversation ends once, so that each is found on exactly one side.
"""

from collections.abc import Callable

import msgspec
from msgspec import Struct

from parlor.domain.archive import ArchiveQueries, archived, day_of
from parlor.domain.conversation import Conversation
from parlor.domain.directory import Directory
from parlor.domain.errors import Invalid
from parlor.domain.ids import TenantId
from parlor.domain.metrics import Period, check_period, zone
from parlor.domain.office_ports import Records
from parlor.domain.ports import Clock
from parlor.domain.record_facts import NOTHING, FactsOfRecords
from parlor.domain.record_query import FOUND_MAX, OneOf, RecordConditions, check_conditions, holds, search_sql


class _Position(Struct, frozen=True, array_like=True):
    """Where a search stands. `question` is empty where the archive has nothing to say; `now` is when it was asked."""

    seam: int
    now: int
    question: str
    fresh: bool
    """Still on this side of the seam."""
    place: str | None = None


class Found(Struct, frozen=True):
    """`running`: the archive has not answered yet, ask again with the same position."""

    conversations: list[Conversation]
    position: str | None = None
    running: bool = False


class SearchRecords:
    """The records of one tenant. `seam_s` is how long the stream may take to the archive, generously; `most` is what the archive gives."""

    def __init__(
        self,
        tenant: TenantId,
        directory: Directory,
        records: Records,
        facts: FactsOfRecords,
        archive: Callable[[], ArchiveQueries],
        clock: Clock,
        seam_s: int,
        most: int = FOUND_MAX,
    ) -> None:
        self._tenant = tenant
        self._directory = directory
        self._records = records
        self._facts = facts
        self._archive = archive
        self._clock = clock
        self._seam_ms = seam_s * 1000
        self._most = most

    def __call__(self, first: str, last: str, conditions: RecordConditions, position: str | None) -> Found:
        """A page, newest end first. The first page begins the search, the others go on from `position`.

        Raises `Invalid` for an absurd period or conditions, `NotFound` for a search that is too old.
        """
        period = _period(first, last, self._directory.company().time_zone)
        check_conditions(conditions, "conditions")
        at = msgspec.json.decode(position, type=_Position) if position else self._begin(period.start_ms, period.end_ms, conditions)
        if at.fresh:
            return self._page_of_table(at, max(period.start_ms, at.seam), min(period.end_ms, at.now) - 1, conditions)
        return self._page_of_archive(at)

    def _begin(self, start_ms: int, end_ms: int, conditions: RecordConditions) -> _Position:
        now = self._clock.now_ms()
        seam = now - self._seam_ms
        question = ""
        if start_ms < seam:
            until = min(end_ms, seam)
            days = day_of(start_ms), day_of(until - 1)
            question = self._archive().ask(search_sql(self._tenant, *days, start_ms, until, conditions, self._most))
        return _Position(seam, now, question, fresh=end_ms > seam)

    def _page_of_table(self, at: _Position, from_ms: int, to_ms: int, conditions: RecordConditions) -> Found:
        if to_ms < from_ms:
            return Found([], self._across(at))
        page, place = self._records.closed(lambda each: self._fits(each, conditions), from_ms, to_ms, at.place)
        return Found(page, _text(msgspec.structs.replace(at, place=place)) if place else self._across(at))

    def _fits(self, conversation: Conversation, conditions: RecordConditions) -> bool:
        """Facts are read where one is asked for, and the log for those that fit otherwise."""
        facts = self._facts.of([conversation])[conversation.conversation_id] if conditions.asks_facts else NOTHING
        if not holds(_without_log(conditions), archived(conversation, (), facts)):
            return False
        log = self._records.whole_log(conversation.conversation_id) if conditions.asks_the_log else ()
        return holds(conditions, archived(conversation, log, facts))

    def _across(self, at: _Position) -> str | None:
        return _text(_Position(at.seam, at.now, at.question, fresh=False)) if at.question else None

    def _page_of_archive(self, at: _Position) -> Found:
        answer = self._archive().answer(at.question, at.place)
        if answer.running:
            return Found([], _text(at), running=True)
        found = {each.conversation_id: each for each in self._records.get_many(answer.ids)}
        page = [found[conversation_id] for conversation_id in answer.ids if conversation_id in found]
        return Found(page, _text(msgspec.structs.replace(at, place=answer.position)) if answer.position else None)


def _period(first: str, last: str, time_zone: str) -> Period:
    """Raises `Invalid` naming `first` or `last`."""
    try:
        return check_period(first, last, zone(time_zone))
    except Invalid as wrong:
        raise Invalid(wrong.message, code=wrong.code, field="first" if wrong.field == "from" else "last") from None


def _without_log(conditions: RecordConditions) -> RecordConditions:
    none_of: OneOf = msgspec.structs.replace(conditions.none_of, text="", agent_ids=[])
    return msgspec.structs.replace(conditions, text="", agent_ids=[], none_of=none_of)


def _text(position: _Position) -> str:
    return msgspec.json.encode(position).decode()
