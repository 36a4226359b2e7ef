"""Which partitions each function touches, as the emulator has seen it, for tests/unit/isolation/accesses.tsv.

    make down; PARLOR_KEYS_SEEN=/tmp/seen make up; make test --only integration; python -m scripts.accesses /tmp/seen

Adds to what the file has: one run does not do everything that functions do.
"""

import re
import sys
from pathlib import Path

from scripts.paths import ROOT

FILE = ROOT / "tests/unit/isolation/accesses.tsv"
_FUNCTION = re.compile(r"/[a-z0-9-]*?parlor-([a-z-]+)\t")
_TABLE = re.compile(r"\t[\w-]+-(Directory|Presence|Chat|Metrics)Table-[0-9A-Z]+")


def access(line: str) -> str | None:
    """Function, action, table and kind of partition, separated by tabs; None for what is no function."""
    function = _FUNCTION.search(line)
    return _TABLE.sub(r"\t\1", function[1] + "\t" + line[function.end() :]) if function else None


def main(seen: str) -> None:
    found = {each for line in Path(seen).read_text().splitlines() if (each := access(line))}
    lines = sorted(found | set(FILE.read_text().splitlines()))
    FILE.write_text("\n".join(lines) + "\n")
    print(f"{len(lines)} accesses")


if __name__ == "__main__":
    main(sys.argv[1])
