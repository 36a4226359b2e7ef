"""What the product measures of itself, beyond what AWS measures: the one table, and where it is noted.

A function notes while it works and its log line carries the values (runtime/lines.py); CloudWatch makes metrics of them. The one
dimension is the function, whose name begins with the stack's: a dimension by company would cost a metric a month for each company.
"""

from collections import defaultdict
from typing import Literal

from msgspec import Struct

Name = Literal[
    "AckTime",
    "DuplicatesRefused",
    "GapsSynced",
    "PushFailures",
    "GoneSockets",
    "QueueWait",
    "AcceptTime",
    "StreamAge",
    "DeliveriesFailed",
    "TimerDelay",
    "ParkedRecords",
    "ParkedWork",
]
Unit = Literal["Count", "Milliseconds"]


class Measure(Struct, frozen=True):
    """`functions` are those that can note it, without the stack's name."""

    unit: Unit
    means: str
    functions: tuple[str, ...]


_SOCKETS = ("ws-connect", "ws-chat", "ws-internal", "ws-invite", "ws-transfer", "ws-supervise", "ws-track", "ws-presence", "ws-default")
_PUSHING = (*_SOCKETS, "timer", "stream-visitors", "api")
MEASURES: dict[Name, Measure] = {
    "AckTime": Measure(
        "Milliseconds",
        "From the beginning of the function to the acknowledgement of a message; its sample count is how many were acknowledged",
        ("ws-chat", "ws-internal"),
    ),
    "DuplicatesRefused": Measure("Count", "Messages that came again and were not stored twice", ("ws-chat", "ws-internal")),
    "GapsSynced": Measure("Count", "Times that a client asked for what it had missed and got something", ("ws-chat", "ws-internal")),
    "PushFailures": Measure("Count", "Frames that API Gateway did not take, tried twice; a sync brings what they said", _PUSHING),
    "GoneSockets": Measure("Count", "Pushes to sockets that were gone without goodbye", _PUSHING),
    "QueueWait": Measure(
        "Milliseconds",
        "How long a visitor had waited when an agent accepted or was assigned",
        ("ws-chat", "ws-presence", "ws-transfer", "ws-connect", "timer", "api"),
    ),
    "AcceptTime": Measure("Milliseconds", "How long the function took to let an agent accept", ("ws-chat",)),
    "StreamAge": Measure(
        "Milliseconds",
        "How old a batch's oldest record was when it was worked off",
        ("stream-rollup", "stream-notify", "stream-visitors"),
    ),
    "DeliveriesFailed": Measure("Count", "Tries to bring an event to a company's webhook that failed; they come again", ("webhook",)),
    "TimerDelay": Measure("Milliseconds", "How long after its time a job was begun", ("timer", "send-reports")),
    "ParkedRecords": Measure("Count", "Stream records that nobody could read, and wait for a hand", ("stream-rollup", "stream-notify")),
    "ParkedWork": Measure("Count", "What was given up and written down: mails, jobs, reports, downloads, records", ("park",)),
}


_noted: defaultdict[Name, list[float]] = defaultdict(list)
_VALUES_MAX = 100
"""Of one metric in one line; CloudWatch's limit."""


def note(name: Name, value: float = 1) -> None:
    """Counts are added up, times are kept one by one; at most 100 in one line."""
    values = _noted[name]
    if MEASURES[name].unit == "Count" and values:
        values[0] += value
    elif len(values) < _VALUES_MAX:
        values.append(value)


def taken() -> dict[Name, list[float]]:
    """What was noted since the last time."""
    values = dict(_noted)
    _noted.clear()
    return values
