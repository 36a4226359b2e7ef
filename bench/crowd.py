"""`make crowd`: 200 visitors in the same second for ten agents, on the emulator. Prints what became of them; fails for a single fault."""

import asyncio
import os
import sys

from tests.company import Company
from tests.crowd import Crowd, Outcome
from tests.running import bring_up

VISITORS, AGENTS, CEILING = 200, 10, 8


def measure(visitors: int = VISITORS) -> Outcome:
    with Company.sign_up(bring_up(), name="Crowded") as company:
        return asyncio.run(Crowd.of(company, AGENTS, CEILING).come(visitors))


def main() -> int:
    os.environ["PARLOR_IS_UP"] = "1"
    outcome = measure()
    queued = outcome.visitors - outcome.accepted
    print(
        f"{outcome.visitors} visitors for {outcome.agents} agents with {outcome.ceiling} each: {outcome.accepted} accepted, {queued} queued"
    )
    print(f"{outcome.freed} places became free")
    for name, count in outcome.faults.items():
        print(f"{name.replace('_', ' '):14} {count}")
    for name, seconds in outcome.seconds.items():
        print(f"{name:14} {seconds:5.1f} s")
    return 1 if any(outcome.faults.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
