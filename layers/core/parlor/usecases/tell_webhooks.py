"""What has happened goes to the queue of deliveries, once for each of the company's addresses that listens."""

from collections.abc import Callable, Iterable
from typing import Any

from parlor.domain.events import Parking, PoisonRecord
from parlor.domain.ids import TenantId
from parlor.domain.webhooks import DeliveryJob, DeliveryQueue, Heard, WebhookEvent, Webhooks, listeners

CONSUMER = "webhooks"


def tell_webhooks(
    records: Iterable[Any],
    heard_of: Callable[[Any], Heard | None],
    event_of: Callable[[Any, Heard], WebhookEvent | None],
    webhooks_of: Callable[[TenantId], Webhooks],
    queue: DeliveryQueue,
    parking: Parking,
) -> int:
    """Returns how many deliveries were queued. A company without webhooks costs a read in half a minute, and its records are not read.

    Raises only for faults of the infrastructure; then the batch comes again: the queue leaves out what it has had within five minutes,
    and what comes later has the same `id` for the receiver.
    """
    jobs: list[DeliveryJob] = []
    for record in records:
        try:
            heard = heard_of(record)
            own = listeners(webhooks_of(heard.tenant).all(), heard.type) if heard else []
            event = event_of(record, heard) if heard and own else None
        except PoisonRecord as poison:
            parking.park(CONSUMER, str(poison), record)
            continue
        if event is not None:
            jobs.extend(DeliveryJob(tenant=event.company_id, webhook_id=webhook.webhook_id, event=event) for webhook in own)
    if jobs:
        queue.put(jobs)
    return len(jobs)
