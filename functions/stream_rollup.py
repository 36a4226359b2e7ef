"""Counts what the Chat and Presence streams tell: conversations and what they came to, visits, goals, invitations, agents' time.
Archives what counts, and the conversations that have ended."""

from functools import cache
from typing import Any

from aws_lambda_powertools.logging import Logger

from parlor.runtime.checked import answers_checks
from parlor.runtime.settings import Settings
from parlor.runtime.streams import Consumer
from parlor.storage.archive import ended_of
from parlor.storage.streams import event_of
from parlor.usecases.archive_conversations import archive_conversations
from parlor.usecases.roll_up import roll_up

logger = Logger(service="parlor")


@cache
def consumer() -> Consumer:
    return Consumer(Settings.from_env())


@answers_checks("chat")
def handler(event: dict[str, Any], context: Any) -> None:
    """Raises only when a table or a queue cannot be reached: the batch comes again, counts once all the same and writes the same lines."""
    records = event["Records"]
    logs = consumer().logs()
    result = roll_up(records, event_of, logs, consumer().segmenter, consumer().archive, consumer().counters, consumer().parking)
    lines = archive_conversations(records, ended_of, logs, consumer().record_facts, consumer().archive, consumer().parking)
    logger.info("done", extra={"records": len(records), "told": result.told, "parked": result.parked, "archived": lines})
