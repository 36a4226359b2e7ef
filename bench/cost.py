"""What 1,000 conversations cost at list price, from the counts of the rehearsal and the measured CPU."""

import json
import subprocess
import sys
from typing import Any

from bench import prices
from bench.conversation import AT_A_TIME, MINUTES
from scripts.paths import ROOT, emulator_env

PREVIEWS = "typing previews"
Parts = dict[str, dict[str, float]]


def rehearse() -> Parts:
    """The counts by part of one conversation; see rehearsal.py."""
    parts: Parts = played("bench.rehearsal")
    return parts


def played(module: str) -> Any:
    """What a module prints that plays on tables in memory, in a process of its own that knows no emulator."""
    env = emulator_env() | {"PYTHONPATH": ":".join(str(ROOT / path) for path in ("layers/core", "functions", "functions/api", "."))}
    env.pop("AWS_ENDPOINT_URL")
    done = subprocess.run([sys.executable, "-m", module], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True, timeout=600)
    return json.loads(done.stdout)


def dollars(counts: dict[str, float], cpu_ms_per_exchange: float) -> float:
    """Of one part of one conversation. An exchange is one request of a function to another service, and its answer."""

    def of(name: str) -> float:
        return counts.get(name, 0)

    exchanges = of("requests") + of("pushes") + of("queue") / 3
    seconds = exchanges * (cpu_ms_per_exchange * prices.VCPU_MB / 1024 / prices.FUNCTION_GB + prices.ANSWER_MS) / 1000
    return (
        (of("frames") + of("pushes")) * prices.WEBSOCKET_MESSAGE
        + of("rest") * prices.REST_REQUEST
        + of("invocations") * (prices.LAMBDA_REQUEST + prices.LOG_BYTES * prices.LOG_BYTE)
        + seconds * prices.FUNCTION_GB * prices.LAMBDA_GB_S
        + of("write_units") * prices.WRITE_UNIT
        + of("read_units") * prices.READ_UNIT
        + of("queue") * prices.QUEUE_REQUEST
        + of("objects") * prices.STORAGE_PUT
    )


def bill(parts: Parts, cpu_ms_per_exchange: float) -> dict[str, float]:
    """USD of 1,000 conversations by part."""
    lines = {part: 1000 * dollars(counts, cpu_ms_per_exchange) for part, counts in parts.items()}
    minutes = MINUTES * (1 + 1 / AT_A_TIME)
    return lines | {"open sockets": 1000 * minutes * prices.WEBSOCKET_MINUTE}
