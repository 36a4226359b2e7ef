"""`make test`: everything, one part after the other, with a summary. `--only unit` (integration, e2e) runs one part.

After the summary stands once more what the failed parts had to say: whoever sees only the end of a log sees that.
"""

import argparse
import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

from scripts.paths import ROOT, VENV

_PYTHON = str(VENV / "bin" / "python")
_PYTEST = [_PYTHON, "-m", "pytest"]
_TWO_FILES_AT_ONCE = ["-n", "2", "--dist", "loadfile"]
"""Tests of the running application wait more than they work. Those of one file share a company."""


@dataclass(frozen=True)
class Part:
    name: str
    command: list[str]
    needs: tuple[str, ...] = ()
    """Parts without which this one cannot say anything."""
    once_more: bool = False
    """Whether its failed tests are run a second time, and fail only if they fail again; what failed at first is still told.

    For real browsers and real sockets, which share the machine with the emulator and whatever else runs there.
    """


PARTS = (
    Part("unit", [*_PYTEST, "tests/unit", "-n", "2", "-q"]),
    Part("build", [_PYTHON, "-m", "scripts.local", "build"]),
    Part("sites", ["npm", "test", "--silent"], needs=("build",)),
    Part("check", [_PYTHON, "-m", "scripts.check"]),
    Part("up", [_PYTHON, "-m", "scripts.local", "up"]),
    Part("integration", [*_PYTEST, "tests/integration", "-q", *_TWO_FILES_AT_ONCE], needs=("up",), once_more=True),
    Part("e2e", [*_PYTEST, "tests/e2e", "-q", *_TWO_FILES_AT_ONCE], needs=("up",), once_more=True),
    Part("restart", [*_PYTEST, "tests/restart", "-q"], needs=("up",)),
)

_TESTS_FAILED = 1
"""What pytest says when tests failed, and not the program itself."""
_KEPT_BYTES = 100_000
_EXCERPT_LINES = 80
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_FAILURE = re.compile(r"FAIL|[×✗✘]|Error\b|Timeout|^E  |timed out")


def _stream(command: list[str], env: dict[str, str]) -> tuple[int, str]:
    """Runs it with its output on ours; its code, and the end of what it wrote."""
    kept = b""
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0
    )

    def pass_on() -> None:
        nonlocal kept
        assert process.stdout  # noqa: S101
        while chunk := process.stdout.read(65_536):
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


def run(parts: list[Part]) -> int:
    results: dict[str, str] = {}
    excerpts: dict[str, list[str]] = {}
    spent: dict[str, float] = {}
    for part in parts:
        print(f"\n=== {part.name} {'=' * (70 - len(part.name))}", flush=True)
        began = time.monotonic()
        if any(results.get(need, "passed") != "passed" for need in part.needs):
            results[part.name] = "not run"
        else:
            env = os.environ | ({"PARLOR_IS_UP": "1"} if "up" in results else {})
            code, output = _stream(part.command, env)
            if code:
                excerpts[part.name] = _excerpt(output)
            if code == _TESTS_FAILED and part.once_more:
                code, output = _stream([*part.command, "--last-failed"], env)
                excerpts[part.name] += ["", "once more:", *_excerpt(output)]
            results[part.name] = "passed" if code == 0 else "FAILED"
        spent[part.name] = time.monotonic() - began
    print(f"\n=== summary {'=' * 63}")
    for name, result in results.items():
        print(f"{name:14} {result:8} {spent[name]:6.0f} s")
    print(f"{'all':14} {'passed' if set(results.values()) == {'passed'} else 'FAILED':8} {sum(spent.values()):6.0f} s")
    for name, lines in excerpts.items():
        print(f"\n=== from {name} {'=' * (65 - len(name))}")
        print("\n".join(lines))
    return int(set(results.values()) != {"passed"})


def main() -> int:
    parser = argparse.ArgumentParser(prog="make test")
    parser.add_argument("--only", choices=[part.name for part in PARTS], nargs="+")
    only = parser.parse_args().only
    return run([part for part in PARTS if not only or part.name in only])


if __name__ == "__main__":
    sys.exit(main())
