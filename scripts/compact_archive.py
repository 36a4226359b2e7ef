"""Puts small objects of a company's archive together, for days that the hourly function does not look at any more. `make compact-archive`.

    make compact-archive TENANT=01… FROM=2026-11-01 TO=2026-11-30               on the emulator
    … ENV=dev                                                                    on AWS, with the credentials of the shell

Days are those of UTC. The small objects stay for an hour, for searches that are under way; the next run takes them away.
"""

import argparse
import sys
from zoneinfo import ZoneInfo

from parlor.domain.errors import Invalid
from parlor.domain.ids import TenantId
from parlor.domain.metrics import LONG_MAX_DAYS, check_period
from parlor.gateways.clock import SystemClock
from parlor.usecases.compact_archive import CompactArchive
from scripts.archived import objects
from scripts.deployed import deployed
from scripts.steps import Trouble, complain


def main() -> int:
    parser = argparse.ArgumentParser(prog="make compact-archive", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tenant")
    parser.add_argument("first")
    parser.add_argument("last")
    parser.add_argument("--env", choices=["dev", "prod"])
    asked = parser.parse_args()
    try:
        check_period(asked.first, asked.last, ZoneInfo("UTC"), max_days=LONG_MAX_DAYS)
        done = CompactArchive(objects(deployed(asked.env)), SystemClock())(TenantId(asked.tenant), asked.first, asked.last)
    except Trouble as trouble:
        complain(trouble)
        return 1
    except Invalid as refusal:
        print(refusal.message, file=sys.stderr)
        return 1
    print(f"{done.objects} objects became {done.into}; {done.deleted} of earlier times are gone.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
