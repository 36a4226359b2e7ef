"""Parked work of all companies, for the operator: shows it, and has it done after all. `make parked`, `make replay`.

    make parked                                   everything that waits on the emulator, newest first
    make replay TENANT=01… KIND=mail              what waits of one company, of one kind
    … ENV=prod                                    on AWS, with the credentials of the shell

What nobody's company can be read from stands under `-`. `make replay` hands what waits to the queue of replays and does not wait:
`make parked` shows what became of it.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import get_args

from parlor.domain.ids import TenantId
from parlor.domain.parked import Parked, ParkedKind, Replay, Replays
from parlor.gateways.clock import SystemClock
from parlor.gateways.replays import SqsReplays
from parlor.storage import parked as storage
from parlor.storage.parked import ParkedStore
from scripts.deployed import deployed
from scripts.steps import Trouble, complain


def waiting(tenant: str = "", kind: str = "") -> Iterator[Parked]:
    """What can be taken up, of one company or of all; newest first within each."""
    for each in [TenantId(tenant)] if tenant else storage.tenants():
        yield from reversed(list(ParkedStore(each, SystemClock().now_ms).waiting(kind)))


def replay(replays: Replays, tenant: str = "", kind: str = "") -> int:
    """Returns how many are on their way."""
    found = list(waiting(tenant, kind))
    for each in found:
        replays.put(Replay(each.tenant, each.parked_id))
    return len(found)


def line(parked: Parked) -> str:
    when = datetime.fromtimestamp(parked.at / 1000, UTC).strftime("%Y-%m-%d %H:%M")
    vain = f", {parked.failed} × in vain" if parked.failed else ""
    said = f": {parked.detail}" if parked.detail else ""
    return f"{when}  {parked.tenant}  {parked.kind} {parked.what}  {parked.about}  {parked.state}{vain}  {parked.error}{said}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make parked", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("act", choices=["list", "replay"])
    parser.add_argument("--tenant", default="")
    parser.add_argument("--kind", default="", choices=["", *get_args(ParkedKind)])
    parser.add_argument("--env", choices=["dev", "prod"])
    asked = parser.parse_args()
    try:
        outputs = deployed(asked.env).outputs
    except Trouble as trouble:
        complain(trouble)
        return 1
    storage.bind(outputs["DirectoryTable"])
    if asked.act == "replay":
        print(f"{replay(SqsReplays(outputs['ReplayQueueUrl']), asked.tenant, asked.kind)} on their way.")
        return 0
    found = [line(each) for each in waiting(asked.tenant, asked.kind)]
    print("\n".join(found) or "Nothing waits.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
