"""Counts what the Chat and Presence streams tell: conversations and what they came to, visits, goals, invitations, agents' time.
Archives what counts, and the conversations that have ended."""

from functools import cache
from typing import Any

from parlor.runtime.checked import answers_checks
from parlor.runtime.lines import Line, of_batch
from parlor.runtime.settings import Settings
from parlor.runtime.streams import Consumer
from parlor.storage.archive import ended_of
from parlor.storage.streams import correlations_of, event_of, written_at_ms
from parlor.usecases.archive_conversations import archive_conversations
from parlor.usecases.roll_up import roll_up


@cache
def consumer() -> Consumer:
    return Consumer(Settings.from_env())


@answers_checks("chat")
def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Raises only when a table or a queue cannot be reached: the batch comes again, counts once all the same and writes the same lines."""
    records = consumer().living.of(event["Records"])
    line = Line("count")
    logs = consumer().logs()
    result = roll_up(records, event_of, logs, consumer().segmenter, consumer().archive, consumer().counters, consumer().parking)
    lines = archive_conversations(records, ended_of, logs, consumer().record_facts, consumer().archive, consumer().parking)
    of_batch(line, len(records), correlations_of(records), written_at_ms(records))
    line.say(told=result.told, parked=result.parked, archived=lines)
    line.done()
    return {"parked": result.parked}
