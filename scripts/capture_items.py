"""Keeps a sample of every kind of row that a version writes, so that later versions are held to reading it. `make capture-items`.

    make capture-items VERSION=0.2.0                  of the code as it is here
    make capture-items VERSION=0.1.0 COMMIT=32f1349   of an earlier commit, in a work tree of its own

Runs that version's unit tests over its stores, on tables in memory, and takes what they have written (tools/item_capture.py). The sample
lies in tests/items/<version>.json; tests/unit/storage/test_items_of_every_version.py reads all of them.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.paths import ROOT
from scripts.steps import Trouble, complain

TESTS = ("api", "usecases", "storage")
LEFT_OUT = ("hostile", "every_operation", "machine", "races", "floods", "rights", "openapi", "histor", "end_company")
"""What plays the same verbs a hundred times writes no other rows; the last writes rows by hand."""


@contextmanager
def tree(commit: str) -> Iterator[Path]:
    """Here, or a work tree of the commit with the packages of this one."""
    if not commit:
        yield ROOT
        return
    with tempfile.TemporaryDirectory() as place:
        where = Path(place) / "tree"
        added = subprocess.run(
            ["git", "worktree", "add", "--detach", str(where), commit], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if added.returncode:
            raise Trouble(f"There is no work tree of {commit}: {added.stderr.strip()}", "give a commit of this repository")
        try:
            yield where
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(where)], cwd=ROOT, check=False)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make capture-items", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("version")
    parser.add_argument("--commit", default="")
    asked = parser.parse_args()
    target = ROOT / "tests" / "items" / f"{asked.version}.json"
    try:
        with tree(asked.commit) as where:
            tests = [str(path) for each in TESTS if (path := where / "tests" / "unit" / each).is_dir()]
            ours = [str(where / "layers" / "core"), str(where / "functions" / "api"), str(where), str(ROOT / "tools")]
            env = os.environ | {"PYTHONPATH": os.pathsep.join(ours), "ITEMS_TO": str(target)}
            command = [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "item_capture",
                "-k",
                " and ".join(f"not {each}" for each in LEFT_OUT),
                *tests,
            ]
            subprocess.run(command, cwd=where, env=env, check=False)
    except Trouble as trouble:
        complain(trouble)
        return 2
    rows = target.read_text().count('"table"') if target.exists() else 0
    print(f"{rows} rows in {target.relative_to(ROOT)}")
    return 0 if rows else 1


if __name__ == "__main__":
    sys.exit(main())
