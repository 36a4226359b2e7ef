"""One name under which everything that follows from one request can be found: in log lines, jobs for later, deliveries to webhooks.

A message has its own: the client id that its sender gave it and that its row holds anyway. Whatever else is asked for goes by the id
that API Gateway gave the request. See docs/observability.md and decision 36.

A function works on one event at a time, so what is followed now is a variable of the process, like the log itself: no port carries it
through every use case.
"""

_now = ""


def follow(correlation: str) -> None:
    """What is done from now on belongs to this request."""
    global _now
    _now = correlation


def followed() -> str:
    return _now


def of_message(producer: str, n: int) -> str:
    return f"{producer}.{n}"


def of_entry(conversation_id: str, seq: int) -> str:
    """Of an entry of the log that is no message."""
    return f"{conversation_id}.{seq}"
