"""A message was said: look again after the tenant's grace period whether its reader has seen it."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from parlor.domain.conversation import Side
from parlor.domain.directory import Directory
from parlor.domain.errors import NotFound
from parlor.domain.events import Event, MessageSaid, Parking, PoisonRecord
from parlor.domain.ids import TenantId
from parlor.domain.jobs import UnreadNotice
from parlor.domain.ports import Timers

CONSUMER = "notify"


class Scheduled(Struct, frozen=True):
    jobs: int
    parked: int


def schedule_unread_notices(
    records: Iterable[Any],
    event_of: Callable[[Any], Event | None],
    directory_of: Callable[[TenantId], Directory],
    timers: Timers,
    parking: Parking,
) -> Scheduled:
    """One job for each conversation and reader, for the newest message of the batch.

    Raises only for faults of the infrastructure; then the batch comes again, and a job that comes twice acts once.
    """
    newest: dict[tuple[str, str], tuple[MessageSaid, Any]] = {}
    parked = 0
    for record in records:
        try:
            event = event_of(record)
        except PoisonRecord as poison:
            parking.park(CONSUMER, str(poison), record)
            parked += 1
            continue
        if isinstance(event, MessageSaid):
            known = newest.get((event.conversation_id, event.by))
            if known is None or known[0].seq < event.seq:
                newest[event.conversation_id, event.by] = (event, record)
    jobs = 0
    for said, record in newest.values():
        try:
            grace_s = directory_of(said.tenant).company().unread_grace_s
        except NotFound:
            parking.park(CONSUMER, f"there is no company {said.tenant}", record)
            parked += 1
            continue
        reader: Side = "agent" if said.by == "visitor" else "visitor"
        job = UnreadNotice(
            tenant=said.tenant, conversation_id=said.conversation_id, reader=reader, seq=said.seq, correlation=said.correlation
        )
        timers.after(grace_s, job)
        jobs += 1
    return Scheduled(jobs, parked)
