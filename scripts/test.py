"""`make test`: everything, one part after the other, with a summary. `--only unit` (integration, e2e) runs one part."""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass

from scripts.paths import ROOT, VENV

_PYTHON = str(VENV / "bin" / "python")
_PYTEST = [_PYTHON, "-m", "pytest"]


@dataclass(frozen=True)
class Part:
    name: str
    command: list[str]
    needs: tuple[str, ...] = ()
    """Parts without which this one cannot say anything."""


PARTS = (
    Part("unit", [*_PYTEST, "tests/unit", "-n", "2", "-q"]),
    Part("build", [_PYTHON, "-m", "scripts.local", "build"]),
    Part("sites", ["npm", "test", "--silent"], needs=("build",)),
    Part("check", [_PYTHON, "-m", "scripts.check"]),
    Part("up", [_PYTHON, "-m", "scripts.local", "up"]),
    Part("integration", [*_PYTEST, "tests/integration", "-q"], needs=("up",)),
    Part("e2e", [*_PYTEST, "tests/e2e", "-q"], needs=("up",)),
    Part("restart", [*_PYTEST, "tests/restart", "-q"], needs=("up",)),
)


def run(parts: list[Part]) -> int:
    results: dict[str, str] = {}
    spent: dict[str, float] = {}
    for part in parts:
        print(f"\n=== {part.name} {'=' * (70 - len(part.name))}", flush=True)
        began = time.monotonic()
        if any(results.get(need, "passed") != "passed" for need in part.needs):
            results[part.name] = "not run"
        else:
            env = os.environ | ({"PARLOR_IS_UP": "1"} if "up" in results else {})
            done = subprocess.run(part.command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False)
            results[part.name] = "passed" if done.returncode == 0 else "FAILED"
        spent[part.name] = time.monotonic() - began
    print(f"\n=== summary {'=' * 63}")
    for name, result in results.items():
        print(f"{name:14} {result:8} {spent[name]:6.0f} s")
    print(f"{'all':14} {'passed' if set(results.values()) == {'passed'} else 'FAILED':8} {sum(spent.values()):6.0f} s")
    return int(set(results.values()) != {"passed"})


def main() -> int:
    parser = argparse.ArgumentParser(prog="make test")
    parser.add_argument("--only", choices=[part.name for part in PARTS], nargs="+")
    only = parser.parse_args().only
    return run([part for part in PARTS if not only or part.name in only])


if __name__ == "__main__":
    sys.exit(main())
