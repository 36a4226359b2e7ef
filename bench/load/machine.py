"""What the emulator and its functions hold, from outside: memory and open files."""

from pathlib import Path

from bench.processes import workers

Held = dict[str, tuple[float, int]]
"""By name: megabytes in memory, open files and sockets."""


def held() -> Held:
    """Linux only; empty elsewhere."""
    found: Held = {}
    for pid, name in workers():
        try:
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
        except OSError:
            continue
        before = found.get(name, (0.0, 0))
        found[name] = (before[0] + pages * 4 / 1024, before[1] + files)
    return found
