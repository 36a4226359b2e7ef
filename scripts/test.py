"""`make test`: everything, part by part, with a summary. `--only unit` (integration, e2e) runs one part.

A part that waits more than it works goes on beside the others; what it wrote is shown when its turn comes. After the summary
stands once more what the failed parts had to say: whoever sees only the end of a log sees that.
"""

import argparse
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from scripts import browser
from scripts.paths import ROOT, VENV

_PYTHON = str(VENV / "bin" / "python")
_PYTEST = [_PYTHON, "-m", "pytest"]
_BY_FILES = ["--dist", "loadfile"]
"""Tests of the running application wait more than they work. Those of one file share a company."""


@dataclass(frozen=True)
class Part:
    name: str
    command: list[str]
    needs: tuple[str, ...] = ()
    """Parts without which this one cannot say anything."""
    beside: bool = False
    """Whether the parts after it need not wait for it, unless they need it."""
    once_more: bool = False
    """Whether its failed tests are run a second time, and fail only if they fail again; what failed at first is still told.

    For real browsers and real sockets, which share the machine with the emulator and whatever else runs there.
    """


PARTS = (
    Part("unit", [*_PYTEST, "tests/unit", "-n", "2", "-q"]),
    Part("build", [_PYTHON, "-m", "scripts.local", "build"]),
    Part("sites", ["npm", "test", "--silent"], needs=("build",), beside=True),
    Part("check", [_PYTHON, "-m", "scripts.check"]),
    Part("up", [_PYTHON, "-m", "scripts.local", "up"]),
    Part("integration", [*_PYTEST, "tests/integration", "-q", "-n", "4", *_BY_FILES], needs=("up",), once_more=True),
    Part("e2e", [*_PYTEST, "tests/e2e", "-q", "-n", "2", *_BY_FILES], needs=("up",), once_more=True),
    Part("restart", [*_PYTEST, "tests/restart", "-q"], needs=("up",)),
)

_TESTS_FAILED = 1
"""What pytest says when tests failed, and not the program itself."""
_KEPT_BYTES = 100_000
_EXCERPT_LINES = 80
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_FAILURE = re.compile(r"FAIL|[×✗✘]|Error\b|Timeout|^E  |timed out")


def _stream(command: list[str], env: dict[str, str], show: bool) -> tuple[int, str]:
    """Runs it, with its output on ours if `show`; its code, and the end of what it wrote."""
    kept = b""
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0
    )

    def pass_on() -> None:
        nonlocal kept
        assert process.stdout  # noqa: S101
        while chunk := process.stdout.read(65_536):
            if show:
                sys.stdout.buffer.write(chunk)
                sys.stdout.buffer.flush()
            kept = (kept + chunk)[-_KEPT_BYTES:]

    # A thread, because a browser that outlives its test would keep the pipe open for ever.
    reader = threading.Thread(target=pass_on, daemon=True)
    reader.start()
    code = process.wait()
    reader.join(5)
    return code, _COLOUR.sub("", kept.decode(errors="replace"))


def _excerpt(output: str) -> list[str]:
    """The lines around failures, which need not be the last: npm goes on with the next workspace. Else the last lines."""
    lines = output.splitlines()
    near = {i + by for i, line in enumerate(lines) if _FAILURE.search(line) for by in range(-1, 13)}
    chosen = [line for i, line in enumerate(lines) if i in near and line.strip() and "✓" not in line]
    return (chosen or lines[-_EXCERPT_LINES:])[:_EXCERPT_LINES]


@dataclass(frozen=True)
class Outcome:
    result: str
    seconds: float
    output: str = ""
    excerpt: tuple[str, ...] = ()
    """What a failed part had to say."""


def _title(name: str) -> None:
    print(f"\n=== {name} {'=' * (70 - len(name))}", flush=True)


def _do(part: Part, env: dict[str, str]) -> Outcome:
    began = time.monotonic()
    code, output = _stream(part.command, env, show=not part.beside)
    excerpt = _excerpt(output) if code else []
    if code == _TESTS_FAILED and part.once_more:
        code, again = _stream([*part.command, "--last-failed"], env, show=not part.beside)
        excerpt += ["", "once more:", *_excerpt(again)]
    return Outcome("passed" if code == 0 else "FAILED", time.monotonic() - began, output, tuple(excerpt))


def run(parts: list[Part]) -> int:
    began = time.monotonic()
    whole = browser.find(shell=False)
    outcomes: dict[str, Outcome] = {}
    going: dict[str, Future[Outcome]] = {}

    def take(names: Iterable[str]) -> None:
        for name in [name for name in names if name in going]:
            outcomes[name] = going.pop(name).result()
            _title(name)
            print(outcomes[name].output, flush=True)

    with ThreadPoolExecutor() as pool:
        for part in parts:
            take(part.needs)
            env = (
                os.environ
                | ({"CHROMIUM": whole} if whole and part.name == "sites" else {})
                | ({"PARLOR_IS_UP": "1"} if "up" in outcomes else {})
            )
            if any(need in outcomes and outcomes[need].result != "passed" for need in part.needs):
                outcomes[part.name] = Outcome("not run", 0)
            elif part.beside:
                going[part.name] = pool.submit(_do, part, env)
            else:
                _title(part.name)
                outcomes[part.name] = _do(part, env)
        take(list(going))
    failed = any(outcome.result != "passed" for outcome in outcomes.values())
    print(f"\n=== summary {'=' * 63}")
    for part in parts:
        outcome = outcomes[part.name]
        print(f"{part.name:14} {outcome.result:8} {outcome.seconds:6.0f} s{' beside the others' if part.beside else ''}")
    print(f"{'all':14} {'FAILED' if failed else 'passed':8} {time.monotonic() - began:6.0f} s")
    for part in parts:
        if excerpt := outcomes[part.name].excerpt:
            _title(f"from {part.name}")
            print("\n".join(excerpt))
    return int(failed)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make test")
    parser.add_argument("--only", choices=[part.name for part in PARTS], nargs="+")
    only = parser.parse_args().only
    return run([part for part in PARTS if not only or part.name in only])


if __name__ == "__main__":
    sys.exit(main())
