"""Spreads the visitors of a large company over more partitions; docs/scale.md says when.

    python -m scripts.visitor_shards TENANT NUMBER                    on the emulator
    python -m scripts.visitor_shards TENANT NUMBER --table NAME       on AWS: the Directory table, with the credentials of the environment

The number only grows, and at most once a day. Functions learn of it within seconds, sockets that are open when they open anew.
"""

import argparse
import os
import sys

from parlor.domain.errors import ParlorError
from parlor.domain.ids import TenantId
from parlor.gateways.clock import SystemClock
from parlor.storage import directory
from parlor.storage.directory import DirectoryStore
from parlor.storage.memory import Memory
from scripts import stack as local
from scripts.paths import emulator_env


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("tenant")
    options.add_argument("number", type=int)
    options.add_argument("--table", help="the Directory table on AWS")
    asked = options.parse_args()
    if not asked.table:
        os.environ.update(emulator_env())
    directory.bind(asked.table or local.outputs()["DirectoryTable"])
    now_ms = SystemClock().now_ms
    try:
        company = DirectoryStore(TenantId(asked.tenant), Memory(now_ms)).raise_visitor_shards(asked.number, now_ms())
    except ParlorError as refusal:
        print(refusal.message, file=sys.stderr)
        return 1
    print(f"{company.company}: {company.visitor_shards} partitions")
    return 0


if __name__ == "__main__":
    sys.exit(main())
