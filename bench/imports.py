"""CPU that a function takes in a fresh process until it can serve, beside bare boto3 with one DynamoDB client.

What is measured is what is deployed: the built layer and functions, on the interpreter that runs them.
"""

import os
import statistics
import subprocess
import sys
from collections.abc import Callable

from scripts.paths import BUILD, emulator_env
from scripts.steps import Trouble

BARE = "boto3"
ROUNDS = 7

_LOAD_BARE = "import boto3; boto3.client('dynamodb')"
_LOAD = "import {module}; from parlor.runtime.handler import process; process()"
_TIMED = "import time; began = time.process_time(); {work}; print((time.process_time() - began) * 1000)"


def functions() -> list[str]:
    """The modules behind the WebSocket routes."""
    return sorted(path.stem for path in (BUILD / "WsChat").glob("ws_*.py"))


def measure(say: Callable[[str], None]) -> dict[str, float]:
    """Milliseconds by module, medians of seven processes each, in turn so that a busy moment meets them all."""
    if not functions():
        raise Trouble("The functions have not been built.", "make up")
    env = emulator_env() | {
        "PYTHONPATH": os.pathsep.join([str(BUILD / "CoreLayer" / "python"), str(BUILD / "WsChat")]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "CHAT_TABLE": "Chat",
        "PRESENCE_TABLE": "Presence",
        "SOCKET_ENDPOINT": "https://sockets.invalid/live",
    }
    work = {BARE: _LOAD_BARE} | {module: _LOAD.format(module=module) for module in functions()}
    taken: dict[str, list[float]] = {name: [] for name in work}
    for number in range(ROUNDS):
        say(f"imports, round {number + 1} of {ROUNDS}")
        for name, code in work.items():
            done = subprocess.run(
                [sys.executable, "-c", _TIMED.format(work=code)], env=env, capture_output=True, text=True, check=True, timeout=60
            )
            taken[name].append(float(done.stdout))
    return {name: statistics.median(times) for name, times in taken.items()}
