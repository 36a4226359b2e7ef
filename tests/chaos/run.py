"""Every verb of the product, cut at every call it makes, by every fault; then the world goes on, and what holds is looked at.

python -m tests.chaos.run [--scenario WORDS] [--sample N]        prints a table; ends with 1 when anything did not hold
"""

import argparse
import logging
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence

from msgspec import Struct

from tests.chaos.checks import breaches
from tests.chaos.faults import MODES, Fault, Mode
from tests.chaos.scenarios import SCENARIOS, Check, Scenario, Step
from tests.chaos.world import World, worlds

TRIES = 4
"""The first, which is hit, and those that come again."""


class Result(Struct):
    """`calls`: of the invocation that is cut; `messages` of all runs together; `breaches` with the fault they belong to."""

    name: str
    calls: int = 0
    faults: int = 0
    killed: int = 0
    messages: int = 0
    breaches: list[str] = []


def cuts(calls: int, chance: random.Random | None, sample: int, every: Sequence[Mode]) -> Iterator[Fault]:
    """Every fault at every call; with `chance` a sample of them, and at each call one of `every` in turn."""
    everything = [Fault(mode, k) for k in range(1, calls + 1) for mode in MODES]
    if chance is None:
        yield from everything
        return
    yield from (Fault(every[k % len(every)], k) for k in range(1, calls + 1) if every)
    yield from chance.sample(everything, min(sample, len(everything)))


def run(scenario: Scenario, world: World, chance: random.Random | None = None, sample: int = 0, every: Sequence[Mode] = ()) -> Result:
    """`world` is as it was founded, and is so again afterwards. Without `chance` every fault hits every call."""
    result, founded = Result(scenario.name), world.remember()
    try:
        step, check = scenario.prepare(world)
        ready = world.remember()
        result.breaches += [f"without a fault: {each}" for each in _once(world, scenario, None, step, check, result)]
        for fault in cuts(result.calls, chance, sample, every):
            world.go_back(ready)
            found = _once(world, scenario, fault, step, check, result)
            result.breaches += [f"{fault.mode} call {fault.k}: {each}" for each in found]
    finally:
        world.go_back(founded)
    return result


def _once(world: World, scenario: Scenario, fault: Fault | None, step: Step, check: Check, result: Result) -> list[str]:
    injected, killed = world.faults.injected, world.killed
    content = world.attempt(fault, step)
    result.calls = result.calls or len(world.faults.calls)
    for _ in range(TRIES):
        if content:
            break
        world.clock.pass_ms(1_500)
        content = world.attempt(None, step)
    found = [] if content else ["whoever asked is never content"]
    again = random.Random(f"{scenario.name} {fault}")  # which batches come again, always the same
    world.tell_streams(again)
    world.pass_s(scenario.seconds)
    try:
        found += [name for name, holds in check().items() if not holds]
    except (AssertionError, AttributeError) as missing:
        found.append(f"cannot be looked at: {missing!r}")
    world.tell_streams(again)
    found += breaches(world)
    result.faults += world.faults.injected - injected
    result.killed += world.killed - killed
    result.messages += len(world.acknowledged)
    return found


def table(results: list[Result]) -> str:
    head = ("scenario", "calls", "faults", "killed", "messages", "lost", "doubled", "out of order", "other breaches")
    rows: list[tuple[str | int, ...]] = [head]
    for each in results:
        kinds = [sum(f": {kind}:" in text for text in each.breaches) for kind in ("lost", "doubled", "order")]
        rows.append((each.name, each.calls, each.faults, each.killed, each.messages, *kinds, len(each.breaches) - sum(kinds)))
    rows.append(("all", *(sum(int(row[column]) for row in rows[1:]) for column in range(1, len(head)))))
    widths = [max(len(str(row[column])) for row in rows) for column in range(len(head))]
    return "\n".join("  ".join(f"{cell!s:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows)


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.chaos.run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenario", default="", help="only those whose name has these words")
    parser.add_argument("--sample", type=int, default=0, help="so many faults of each scenario, by chance, instead of all")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
    results, began = [], time.monotonic()
    with worlds() as world:
        for scenario in SCENARIOS:
            if asked.scenario not in scenario.name:
                continue
            chance = random.Random(1) if asked.sample else None
            results.append(run(scenario, world, chance, asked.sample))
            lines = [f"{time.monotonic() - began:6.0f} s  {scenario.name}: {len(results[-1].breaches)} breaches", *results[-1].breaches]
            sys.stderr.write("\n          ".join(lines) + "\n")
    sys.stdout.write(table(results) + "\n")
    return min(sum(len(each.breaches) for each in results), 1)


if __name__ == "__main__":
    sys.exit(main())
