"""Asks whether something that we ship has a known weakness: Python by the data base of OSV, which pip-audit reads too, Node by `npm audit`.

    python -m scripts.audit        fails for a weakness that `requirements/weaknesses.toml` does not excuse

Where the data cannot be reached within some seconds it says so and does not fail: `make check` works without a network, too.
"""

import json
import re
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from importlib import metadata
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.paths import ROOT

PATIENCE_S = 8
OSV = "https://api.osv.dev/v1/querybatch"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;#]+)", re.MULTILINE)
SHIPPED = ("layers/core/requirements.txt", "functions/api/requirements.txt", "functions/*.requirements.txt")
EXCUSES = ROOT / "requirements" / "weaknesses.toml"


class Unreachable(Exception):
    """Nobody answered, or not with the data."""


def shipped_packages() -> list[tuple[str, str]]:
    """What goes to Lambda, with everything below it: names and versions, as they are installed here (requirements/dev.lock)."""
    texts = [path.read_text() for pattern in SHIPPED for path in sorted(ROOT.glob(pattern))]
    todo = [name for text in texts for name, _ in _PINNED.findall(text)] + ["boto3"]
    found: dict[str, str] = {}
    while todo:
        name = canonicalize_name(todo.pop())
        if name in found:
            continue
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        found[name] = package.version
        needs = [Requirement(each) for each in package.requires or []]
        todo += [need.name for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    return sorted(found.items())


def weaknesses_in_python(packages: list[tuple[str, str]]) -> list[str]:
    """`name version: id`. Raises `Unreachable`."""
    queries = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in packages]
    request = urllib.request.Request(OSV, json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            results = json.load(answer)["results"]
    except (OSError, ValueError, KeyError) as error:
        raise Unreachable(str(error)) from None
    return [
        f"{name} {version}: {found['id']}"
        for (name, version), result in zip(packages, results, strict=True)
        for found in result.get("vulns") or []
    ]


def weaknesses_in_node() -> list[str]:
    """Of what is built into the sites, grave ones. Raises `Unreachable`."""
    command = [
        "npm",
        "audit",
        "--omit=dev",
        "--json",
        "--audit-level=moderate",
        "--fetch-retries=0",
        f"--fetch-timeout={PATIENCE_S * 1000}",
    ]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE_S + 4)
        said: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise Unreachable(type(error).__name__) from None
    if "vulnerabilities" not in said:
        raise Unreachable(str(said.get("message", "no data")))
    return [
        f"{name}: {via.get('url', via.get('title', ''))}"
        for name, found in said["vulnerabilities"].items()
        if found["severity"] in ("moderate", "high", "critical")
        for via in found["via"]
        if isinstance(via, dict)
    ]


def not_excused(found: Iterable[str], excuses: list[dict[str, Any]], today: date) -> list[str]:
    """Those without an excuse that still holds. An excuse has `id`, `reason`, `until` (a day)."""
    held = [excuse["id"] for excuse in excuses if excuse["until"] >= today and excuse["reason"]]
    return [weakness for weakness in found if not any(each in weakness for each in held)]


def main() -> int:
    excuses = tomllib.loads(EXCUSES.read_text()).get("excused", [])
    today = datetime.now(UTC).date()
    failed = False
    asking: dict[str, Callable[[], list[str]]] = {
        "Python": lambda: weaknesses_in_python(shipped_packages()),
        "Node": weaknesses_in_node,
    }
    for what, ask in asking.items():
        try:
            open_ones = not_excused(ask(), excuses, today)
        except Unreachable as reason:
            print(f"{what}: skipped, cannot reach the data ({str(reason)[:90]})")
            continue
        failed = failed or bool(open_ones)
        print(f"{what}: {len(open_ones) or 'no'} known weaknesses" + "".join(f"\n  {each}" for each in open_ones))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
