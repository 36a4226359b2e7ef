"""The queues of given-up work: what lies there becomes rows, for the company and for the operator (docs/parked-work.md)."""

from functools import cache
from typing import Any

from parlor.domain import measures
from parlor.runtime.checked import answers_checks
from parlor.runtime.lines import Line
from parlor.runtime.parking import ParkingLot
from parlor.runtime.settings import Settings
from parlor.usecases.park_work import GivenUp, park_work


@cache
def lot() -> ParkingLot:
    return ParkingLot(Settings.from_env())


@answers_checks("")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """The alarm ParkedWork counts what is written down. What cannot be written down comes again."""
    failed = []
    for record in event["Records"]:
        line = Line("park")
        line.say(queued=record["messageId"])
        try:
            parked = park_work(given_up(record), lot().of, lot().living, lot().clock.now_ms())
            if parked is None:
                line.done("the company is gone")
                continue
            line.say(tenant=parked.tenant, parked_id=parked.parked_id, sort=parked.kind, what=parked.what)
            measures.note("ParkedWork")
            line.done(parked.error)
        except Exception:
            line.failed("what was given up could not be written down")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def given_up(record: dict[str, Any]) -> GivenUp:
    """A message from a dead-letter queue has been received as often as it was tried, and this once."""
    said = record.get("attributes", {})
    tries = max(int(said.get("ApproximateReceiveCount", 2)) - 1, 1)
    return GivenUp(record["messageId"], int(said.get("SentTimestamp", 0)), tries, record["body"])
