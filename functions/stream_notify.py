"""What the Chat stream tells goes on: a timer for each message (has its reader seen it after the tenant's grace period?), one
for each change of state (has all followed that belongs to it?), and a delivery for each webhook that listens."""

from functools import cache
from typing import Any

from parlor.runtime.checked import answers_checks
from parlor.runtime.lines import Line, of_batch
from parlor.runtime.settings import Settings
from parlor.runtime.streams import Consumer
from parlor.storage.streams import correlations_of, event_of, is_message, step_of, written_at_ms
from parlor.storage.webhook_events import heard_of, webhook_event_of
from parlor.usecases.follow_up import schedule_follow_ups
from parlor.usecases.schedule_unread_notices import schedule_unread_notices
from parlor.usecases.tell_webhooks import tell_webhooks


@cache
def consumer() -> Consumer:
    return Consumer(Settings.from_env())


@answers_checks("directory")
def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Raises only when a table or a queue cannot be reached: the batch comes again, and a job that comes twice acts once."""
    line = Line("tell")
    records = consumer().living.of(event["Records"])
    said = [record for record in records if is_message(record)]
    made = consumer()
    result = schedule_unread_notices(said, event_of, made.directory, made.timers, made.parking)
    followed = schedule_follow_ups(records, step_of, made.timers)
    told = tell_webhooks(records, heard_of, webhook_event_of, made.webhooks, made.deliveries, made.parking)
    of_batch(line, len(records), correlations_of(records), written_at_ms(records))
    line.say(jobs=result.jobs, followed=followed, parked=result.parked, deliveries=told)
    line.done()
    return {"parked": result.parked}
