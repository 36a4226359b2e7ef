"""Counts what the streams tell, each event once, and keeps it in the archive. A poison record is parked; the others are counted."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from parlor.domain.conversation_facts import facts_of
from parlor.domain.counting import counted
from parlor.domain.events import ConversationEnded, Event, Parking, PoisonRecord
from parlor.domain.fact_lines import Facts, Told, lines_by_day
from parlor.domain.log import Entry
from parlor.domain.metrics import Counters
from parlor.domain.ports import Logs
from parlor.domain.words import Segmenter, words_of

CONSUMER = "roll_up"


class RolledUp(Struct, frozen=True):
    """How many events that count were told, and how many records were parked."""

    told: int
    parked: int


def roll_up(
    records: Iterable[Any],
    event_of: Callable[[Any], Event | None],
    logs: Logs,
    segmenter: Segmenter,
    facts: Facts,
    counters: Counters,
    parking: Parking,
) -> RolledUp:
    """The log of each conversation that has ended is read once more; messages cost nothing.

    Raises only for faults of the infrastructure; then the whole batch may come again.
    """
    told: list[Told] = []
    parked = 0
    for record in records:
        try:
            event = event_of(record)
        except PoisonRecord as poison:
            parking.park(CONSUMER, str(poison), record)
            parked += 1
            continue
        if isinstance(event, ConversationEnded):
            event = with_facts(event, logs(event.tenant, event.conversation_id), segmenter)
        each = counted(event) if event is not None else None
        if event is not None and each is not None:
            told.append(Told(event, each))
    keep_and_count(told, facts, counters)
    return RolledUp(len(told), parked)


def keep_and_count(told: list[Told], facts: Facts, counters: Counters) -> None:
    """What counts is in the archive before it is counted: who counts again (usecases/rebuild_metrics.py) relies on it.

    One object for each company and day that something counts for: of most batches one a company.
    """
    for (tenant, day), lines in lines_by_day(told).items():
        facts.keep_facts(tenant, day, lines)
    counters.count(each.counted for each in told)


def with_facts(event: ConversationEnded, log: Iterable[Entry], segmenter: Segmenter) -> ConversationEnded:
    log = list(log)
    facts, words = facts_of(log), words_of(log, segmenter)
    return replace(event, department_id=facts.department_id, answered=facts.answered, agents=facts.agents, words=words)
