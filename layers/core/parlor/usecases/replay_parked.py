"""Parked work is taken up again: it is given to the function that gave it up, and its row tells what became of it."""

from collections.abc import Callable, Iterable
from typing import Any, Literal

import msgspec

from parlor.domain.errors import NotFound
from parlor.domain.outbox import in_short
from parlor.domain.parked import NOBODY, Parked, ParkedWork, Replay, Replays, WorkerFailed, Workers
from parlor.domain.ports import Clock

Outcome = Literal["done", "failed", "parked again", "not taken up", "passed on", "the company is gone"]
FUNCTIONS = {
    "roll_up": "stream-rollup",
    "archive": "stream-rollup",
    "notify": "stream-notify",
    "webhooks": "stream-notify",
}
"""The function of each consumer of a stream, as template.yaml names it behind the stack's name."""
_MANY = 99
"""Tries of a replayed message: a mail that is replayed does not wait for another try, it is sent or parked again."""


class ReplayParked:
    def __init__(
        self,
        parked_of: Callable[[str], ParkedWork],
        waiting_of: Callable[[str, str], Iterable[Parked]],
        living: Callable[[str], bool],
        workers: Workers,
        replays: Replays,
        clock: Clock,
    ) -> None:
        self._parked_of = parked_of
        self._waiting_of = waiting_of
        self._living = living
        self._workers = workers
        self._replays = replays
        self._clock = clock

    def __call__(self, replay: Replay) -> Outcome:
        """The same replay may come twice: what has been taken up is not taken up again for some minutes."""
        if replay.tenant != NOBODY and not self._living(replay.tenant):
            return "the company is gone"
        if not replay.parked_id:
            for each in self._waiting_of(replay.tenant, replay.only):
                self._replays.put(Replay(replay.tenant, each.parked_id))
            return "passed on"
        store = self._parked_of(replay.tenant)
        parked = store.take_up(replay.parked_id, self._clock.now_ms())
        if parked is None:
            return "not taken up"
        try:
            function, event = asked_of(parked, store.payload(parked.parked_id))
            answer = self._workers.ask(function, event)
        except (WorkerFailed, NotFound, ValueError) as error:
            store.failed(parked.parked_id, in_short(error))
            return "failed"
        said = answer if isinstance(answer, dict) else {}
        if said.get("parked"):
            return "parked again"
        if said.get("batchItemFailures"):
            store.failed(parked.parked_id, parked.detail)
            return "failed"
        store.done(parked.parked_id, self._clock.now_ms())
        return "done"


def asked_of(parked: Parked, payload: str) -> tuple[str, dict[str, Any]]:
    """The function and the event that it gets. Raises ValueError for what is nobody's work."""
    message = {
        "messageId": parked.parked_id,
        "receiptHandle": "",
        "body": payload,
        "attributes": {"ApproximateReceiveCount": str(_MANY)},
    }
    if parked.kind == "mail":
        said = _decoded(payload)
        return "mail", {"Records": [message | {"body": said["record"] if isinstance(said, dict) else payload}]}
    if parked.kind == "record":
        said = _decoded(payload)
        if said["consumer"] not in FUNCTIONS:
            raise ValueError("no function works on this")
        return FUNCTIONS[said["consumer"]], {"Records": [said["record"]]}
    functions = {"timer": "timer", "report": "send-reports", "download": "export"}
    if parked.kind not in functions:
        raise ValueError("no function works on this")
    return functions[parked.kind], {"Records": [message]}


def _decoded(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError):
        return None
