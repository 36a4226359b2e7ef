"""The queue of replays: parked work is given to the function that gave it up."""

from functools import cache
from typing import Any

from parlor.domain.parked import Replay
from parlor.protocol.decode import decode
from parlor.runtime.checked import answers_checks
from parlor.runtime.lines import Line
from parlor.runtime.parking import ParkingLot
from parlor.runtime.settings import Settings
from parlor.usecases.replay_parked import ReplayParked


@cache
def replay() -> ReplayParked:
    return ParkingLot(Settings.from_env()).replay()


@answers_checks("directory")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """One record at a time (template.yaml)."""
    (record,) = event["Records"]
    line = Line("replay")
    line.say(queued=record["messageId"])
    try:
        asked: Replay = decode(Replay, record["body"])
        outcome = replay()(asked)
    except Exception:
        line.failed("a replay failed")
        return {"batchItemFailures": [{"itemIdentifier": record["messageId"]}]}
    line.say(tenant=asked.tenant, parked_id=asked.parked_id, only=asked.only)
    line.done(outcome)
    return {"batchItemFailures": []}
