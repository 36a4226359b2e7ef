"""Steps that say what they do, keep their output in a file, and are skipped while their inputs are the same."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from scripts.paths import LOGS, ROOT, STAMPS

TITLES = (
    "Tools",
    "Python packages",
    "Emulator",
    "SAM command line",
    "Node packages",
    "Widget and admin site",
    "Functions and layer",
    "Start the emulator",
    "Deploy",
    "Demonstration company",
    "Publish the sites",
    "Publish the styles",
    "Check that it answers",
)
"""The steps of `make up`, in order."""

_SKIPPED = {"node_modules", "dist", "__pycache__", ".venv", ".emulator", ".aws-sam", "test-results"}


class Trouble(Exception):
    """Something that the person at the keyboard can mend. `advice` says how."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what)
        self.advice = advice


def step(title: str, work: Callable[[], str | None]) -> None:
    """Runs one step and prints a line about it; `work` may answer with a remark instead of the time taken."""
    label = f"[{TITLES.index(title) + 1:2}/{len(TITLES)}] {title}"
    print(f"{label:38}", end="", flush=True)
    began = time.monotonic()
    try:
        remark = work()
    except Trouble:
        print("failed", flush=True)
        raise
    print(remark or f"{time.monotonic() - began:.1f} s", flush=True)


def run(name: str, command: Sequence[str | Path], *, advice: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Runs a command with its output in `.emulator/log/NAME.log`; a failure shows the end of it.

    Raises:
        Trouble: the command ended with an error.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    with log.open("w") as out:
        done = subprocess.run(
            [str(part) for part in command], cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, check=False
        )
    if done.returncode:
        lines = log.read_text(errors="replace").splitlines()[-25:]
        raise Trouble("\n".join(["", *(f"    {line}" for line in lines), "", f"The whole output is in {log.relative_to(ROOT)}."]), advice)


def fingerprint(paths: Iterable[Path], *more: str) -> str:
    """A hash of the files below `paths` (names and contents) and of `more`."""
    digest = hashlib.sha256("\0".join(more).encode())
    for top in sorted(paths):
        for path in sorted(_files(top)):
            digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def _files(top: Path) -> Iterable[Path]:
    if top.is_file():
        yield top
        return
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name not in _SKIPPED and not name.endswith(".egg-info")]
        yield from (Path(folder) / name for name in names if not name.endswith((".pyc", ".tsbuildinfo")))


def is_stamped(name: str, mark: str) -> bool:
    """Whether the step NAME was last done with the inputs that have this mark."""
    file = STAMPS / name
    return file.exists() and file.read_text() == mark


def stamp(name: str, mark: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(mark)


def complain(trouble: Trouble) -> None:
    """Prints what is wrong and how to mend it."""
    print(f"\n{trouble}\n\nWhat to do: {trouble.advice}", file=sys.stderr)
