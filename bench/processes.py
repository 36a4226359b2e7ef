"""CPU that the emulator and its workers have used, from outside."""

import subprocess
from pathlib import Path

from scripts import emulator

_TICKS = 100
"""Of Linux's /proc a second, on every machine that we know of."""


def cpu_seconds() -> dict[str, float]:
    """By name: `emulator`, and its functions by theirs."""
    found: dict[str, float] = {}
    for pid, name in workers():
        found[name] = found.get(name, 0) + _of(pid)
    return found


def workers() -> list[tuple[int, str]]:
    """The emulator's process and those of its functions, with their names."""
    own = emulator.process_id()
    listing = subprocess.run(["ps", "-axo", "pid=,ppid=,command="], capture_output=True, text=True, check=True).stdout
    found = []
    for line in listing.splitlines():
        pid, parent, command = line.split(None, 2)
        name = "emulator" if int(pid) == own else _function(command) if int(parent) == own else None
        if name:
            found.append((int(pid), name))
    return found


def _function(command: str) -> str | None:
    _, mark, rest = command.partition("ministack-lambda-")
    return rest.partition("/")[0].rpartition("-")[0] if mark else None


def _of(pid: int) -> float:
    stat = Path(f"/proc/{pid}/stat")
    try:
        if stat.exists():
            fields = stat.read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / _TICKS
        shown = subprocess.run(["ps", "-o", "time=", "-p", str(pid)], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return 0
    seconds = 0.0
    for part in shown.split(":"):
        seconds = seconds * 60 + float(part)
    return seconds
