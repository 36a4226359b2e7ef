"""Starts and stops the emulator. It listens on 127.0.0.1 only and keeps its data in `.emulator/data`."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from typing import Any

from scripts.paths import DATA, EMULATOR_VENV, ENDPOINT, LOCAL, LOGS, PORT, ROOT, emulator_env
from scripts.steps import Trouble, fingerprint, is_stamped, stamp

_PID = LOCAL / "emulator.pid"
_MAIN = [ROOT / "scripts" / "emulator_main.py", ROOT / "scripts" / "emulator_keys.py"]
_STATE = DATA / "state"
LOG = LOGS / "emulator.log"
_START_S = 60
_STOP_S = 30


def process_id() -> int | None:
    """The emulator that this folder started, if it runs.

    Raises:
        Trouble: it runs, but on another port than the one asked for.
    """
    try:
        pid, port = map(int, _PID.read_text().split())
    except (FileNotFoundError, ValueError):
        return None
    command = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    if "scripts/emulator_main.py" not in command:
        return None
    if port != PORT:
        raise Trouble(f"This folder's emulator runs on port {port}, not {PORT}.", f"say so each time: make up PARLOR_PORT={port}")
    return pid


def health() -> dict[str, Any] | None:
    """What answers on the port, if it speaks like an emulator."""
    with contextlib.suppress(OSError, ValueError), urllib.request.urlopen(f"{ENDPOINT}/_localstack/health", timeout=5) as answer:
        found: dict[str, Any] = json.load(answer)
        return found
    return None


def start() -> str | None:
    """Starts the emulator with the data of the last time, unless it runs.

    Raises:
        Trouble: another program has the port, or the emulator did not come up.
    """
    if process_id() is not None:
        if health() is not None and is_stamped("emulator-main", fingerprint(_MAIN)):
            return "runs already"
        # It does not answer, or runs what `scripts/emulator_main.py` was before.
        stop()
    check_port()
    for folder in (_STATE, DATA / "s3", LOGS):
        folder.mkdir(parents=True, exist_ok=True)
    scratch = LOCAL / "tmp"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    _forget_stream_positions()
    env = emulator_env() | {
        "GATEWAY_PORT": str(PORT),
        "BIND_HOST": "127.0.0.1",
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(_STATE),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(DATA / "s3"),
        "TMPDIR": str(scratch),
        # Otherwise it opens 8883 on every interface.
        "IOT_MTLS_ENABLED": "0",
        "LAMBDA_WARM_TTL_SECONDS": "86400",
        "PYTHONUNBUFFERED": "1",
    }
    env.pop("AWS_ENDPOINT_URL")
    with LOG.open("w") as out:
        process = subprocess.Popen(
            [EMULATOR_VENV / "bin" / "python", "scripts/emulator_main.py"],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _PID.write_text(f"{process.pid} {PORT}")
    stamp("emulator-main", fingerprint(_MAIN))
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Trouble(
                "The emulator ended at once:\n" + "\n".join(f"    {line}" for line in LOG.read_text().splitlines()[-15:]),
                f"see {LOG.relative_to(ROOT)}; if its data is broken, `make reset` starts afresh",
            )
        if health() is not None:
            return None
        time.sleep(0.2)
    raise Trouble(f"The emulator did not answer within {_START_S} s.", f"see {LOG.relative_to(ROOT)}, then `make down` and `make up`")


def check_port() -> None:
    """Raises Trouble if somebody else has the emulator's port."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", PORT)):
            return
    found = health()
    if found is None:
        who = "another program"
    elif found.get("edition") in ("community", "pro") or "localstack" in json.dumps(found).lower():
        who = "LocalStack"
    else:
        who = "an emulator that another folder started"
    raise Trouble(
        f"Port {PORT} is taken by {who}.",
        f"stop it, or take another port, every time: make up PARLOR_PORT={PORT + 1}\n"
        f"(who it is: lsof -nP -iTCP:{PORT} -sTCP:LISTEN). For LocalStack see docs/local.md.",
    )


def _forget_stream_positions() -> None:
    """Lets stream mappings begin at the start of their streams.

    The emulator keeps how far each mapping had read but not the records, so that after a restart as many new records
    would be skipped. The consumers are idempotent: to begin at the start is always right.
    """
    file = _STATE / "lambda.json"
    if not file.exists():
        return
    state = json.loads(file.read_text())
    held = state.get("payload", state)
    if held.pop("dynamodb_stream_positions", None):
        file.write_text(json.dumps(state))


def stop() -> bool:
    """Stops the emulator so that it saves its data; False if it did not run.

    Raises:
        Trouble: it does not end.
    """
    pid = process_id()
    if pid is None:
        _PID.unlink(missing_ok=True)
        return False
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_S
    while time.monotonic() < deadline:
        if not _alive(pid):
            _PID.unlink(missing_ok=True)
            return True
        time.sleep(0.1)
    raise Trouble(
        f"The emulator (process {pid}) does not end within {_STOP_S} s.",
        f"`kill -9 {pid}` ends it; what was written since the last clean stop is lost then",
    )


def _alive(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def forget() -> None:
    """Removes all data."""
    shutil.rmtree(DATA, ignore_errors=True)


def mails(timeout: float = 5) -> list[dict[str, Any]]:
    """Every mail that was sent, oldest first."""
    with urllib.request.urlopen(mailbox_url(), timeout=timeout) as answer:
        found = json.load(answer)["messages"]
    return sorted((mail for box in found.values() for mail in box), key=lambda mail: str(mail["Timestamp"]))


def mailbox_url() -> str:
    return f"{ENDPOINT}/_ministack/ses/messages"
