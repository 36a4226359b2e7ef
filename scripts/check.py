"""`make check`: everything that can be said about the code without running the product. Goes on after a failure, to say all."""

import os
import subprocess
import sys
import time

from scripts.local import build_sites
from scripts.paths import ROOT, SAM_VENV, VENV
from scripts.steps import Trouble, complain

_BIN = VENV / "bin"
_PYTHON = str(_BIN / "python")

CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("ruff", [str(_BIN / "ruff"), "check", "."]),
    ("ruff format", [str(_BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("mypy", [str(_BIN / "mypy")]),
    ("import directions", [str(_BIN / "lint-imports"), "--no-logo"]),
    ("cfn-lint", [str(SAM_VENV / "bin" / "cfn-lint"), "template.yaml", "infra/*.yaml"]),
    ("sam validate", [str(SAM_VENV / "bin" / "sam"), "validate", "--lint", "--region", "us-east-1"]),
    ("protocol is generated", [_PYTHON, "tools/generate_protocol.py", "--check"]),
    ("metrics are documented", [_PYTHON, "tools/generate_metrics.py", "--check"]),
    ("rights are documented", [_PYTHON, "tools/generate_rights.py", "--check"]),
    ("features are generated", [_PYTHON, "-m", "scripts.features", "--check"]),
    ("Biome", ["npx", "--no-install", "biome", "check", "--error-on-warnings", "."]),
    ("TypeScript", ["npm", "run", "--silent", "typecheck"]),
    ("known weaknesses", [_PYTHON, "-m", "scripts.audit"]),
    ("sizes", [_PYTHON, "-m", "scripts.sizes"]),
)


def main() -> int:
    try:
        build_sites()
    except Trouble as trouble:
        complain(trouble)
        return 1
    env = os.environ | {"PYTHONPATH": "layers/core", "SAM_CLI_TELEMETRY": "0", "NO_COLOR": "1"}
    failed = 0
    for name, command in CHECKS:
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        print(f"{name:24} {'ok' if not done.returncode else 'FAILED':8} {time.monotonic() - began:5.1f} s", flush=True)
        if done.returncode:
            failed += 1
            print("\n".join(f"    {line}" for line in (done.stdout + done.stderr).strip().splitlines()[-60:]), flush=True)
        elif name in ("sizes", "known weaknesses"):
            print("\n".join(f"    {line}" for line in done.stdout.strip().splitlines()))
    print(f"{len(CHECKS) - failed} of {len(CHECKS)} checks passed.")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
