"""Counts what the streams tell, each event once. A poison record is parked; the others are counted."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from parlor.domain.events import Event, Parking, PoisonRecord, counted
from parlor.domain.metrics import Counted, Counters

CONSUMER = "roll_up"


class RolledUp(Struct, frozen=True):
    """How many things that count were told, and how many records were parked."""

    told: int
    parked: int


def roll_up(records: Iterable[Any], event_of: Callable[[Any], Event | None], counters: Counters, parking: Parking) -> RolledUp:
    """Raises only for faults of the infrastructure; then the whole batch may come again."""
    told: list[Counted] = []
    parked = 0
    for record in records:
        try:
            event = event_of(record)
        except PoisonRecord as poison:
            parking.park(CONSUMER, str(poison), record)
            parked += 1
            continue
        if event is not None:
            told += counted(event)
    counters.count(told)
    return RolledUp(len(told), parked)
