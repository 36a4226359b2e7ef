"""`make load`: believable traffic at growing rates, until the slowest message in a hundred waits longer than a second for its ack.

    python -m bench.load.run [--rate 8] [--minutes 4] [--tenants 2] [--growth MINUTES] [--api URL --staff FILE]

Without `--api`: on the emulator of this folder, with companies of its own, the floor beside it, and the processes watched. With it: any
deployment; FILE is JSON, a list of companies, each a list of `[e-mail, password]` of people who may open a desk.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.company import floor_pairs
from bench.floor_stack import floor
from bench.load.count import Tally
from bench.load.machine import Held, held
from bench.load.model import sessions
from bench.load.play import House, play
from bench.load.report import Growth, Result, Step, write
from bench.processes import cpu_seconds
from bench.traffic import talk
from scripts.rest import Rest
from tests.company import Company, Staff
from tests.running import Running, bring_up

FLOOR_LANES, FLOOR_S = 8, 8
LIMIT_MS = 1_000
STEPS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
"""Of the rate that is asked for."""
WARM_SHARE = 0.4
"""Of a step, until as many are talking as will be."""


@dataclass
class Asked:
    rate: float
    minutes: float
    tenants: int
    growth: float
    seed: int
    houses: list[House] = field(default_factory=list)
    local: bool = True


async def step(asked: Asked, rate: float, seconds: float, seed: int) -> Step:
    before, tally, began = cpu_seconds() if asked.local else {}, Tally(), time.perf_counter()
    await play(asked.houses, sessions(rate, seconds, asked.tenants, seed), began, tally)
    after = cpu_seconds() if asked.local else {}
    within = [took for at, took in tally.acks if seconds * WARM_SHARE <= at <= seconds]
    return Step(
        asked=rate,
        reached=len(within) / (seconds * (1 - WARM_SHARE)),
        p50_ms=tally.p(0.5, seconds * WARM_SHARE),
        p99_ms=tally.p(0.99, seconds * WARM_SHARE),
        tally=tally,
        cpu_ms={name: 1000 * (after[name] - before.get(name, 0)) / max(1, len(tally.acks)) for name in after},
        busy=os.getloadavg()[0],
    )


async def climb(asked: Asked) -> list[Step]:
    """Until it is too slow or the time is over."""
    seconds = asked.minutes * 60 / len(STEPS)
    done: list[Step] = []
    for number, factor in enumerate(STEPS):
        done.append(await step(asked, asked.rate * factor, seconds, asked.seed + number))
        print(f"{done[-1].asked:6.1f} a second: p99 {done[-1].p99_ms:6.0f} ms, faults {done[-1].tally.faults}", flush=True)
        if done[-1].p99_ms > LIMIT_MS:
            break
    return done


async def grow(asked: Asked) -> Growth:
    """The same low rate for long; what the processes hold is looked at every half minute."""
    seen: list[tuple[float, Held]] = []
    tally, began = Tally(), time.perf_counter()

    async def look() -> None:
        while True:
            seen.append(((time.perf_counter() - began) / 60, await asyncio.to_thread(held)))
            await asyncio.sleep(30)

    looking = asyncio.create_task(look())
    await play(asked.houses, sessions(asked.rate, asked.growth * 60, asked.tenants, asked.seed), began, tally)
    looking.cancel()
    return Growth(minutes=(time.perf_counter() - began) / 60, seen=seen, tally=tally)


async def floor_rate() -> float:
    """Messages a second that the floor carries, one put and one push each."""
    with floor() as url:
        async with floor_pairs(url, FLOOR_LANES) as lanes:
            await talk(lanes, 1, 20, limit_s=4)
            return (await talk(lanes, FLOOR_LANES, 100_000, limit_s=FLOOR_S)).per_second


async def measure(asked: Asked) -> Result:
    for house in asked.houses:
        await house.open()
    try:
        growth = await grow(asked) if asked.growth else None
        steps = [] if asked.growth else await climb(asked)
    finally:
        for house in asked.houses:
            await house.close()
    return Result(steps=steps, growth=growth, floor=await floor_rate() if asked.local and steps else None, tenants=asked.tenants)


def own_houses(tenants: int, close: ExitStack) -> list[House]:
    running, houses = bring_up(), []
    for number in range(tenants):
        company = close.enter_context(Company.sign_up(running, name=f"Load {number}"))
        houses.append(House(company, [company.add_agent(f"Agent {each}", ceiling=50) for each in range(3)]))
    return houses


def given_houses(api: str, file: str) -> list[House]:
    running = Running(api.rstrip("/"), "", "", "", "", "", "", "", "", {})
    houses = []
    for people in json.loads(Path(file).read_text()):
        staff = []
        for email, password in people:
            rest = Rest(running.api_url)
            staff.append(Staff(email, rest, rest.sign_in(email, password)["memberships"][0]["agent_id"]))
        houses.append(House(Company(running, "", staff[0], ""), staff))
    return houses


def main() -> int:
    parser = argparse.ArgumentParser(prog="make load")
    parser.add_argument("--rate", type=float, default=6, help="messages a second of the first step, of both sides")
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--tenants", type=int, default=2)
    parser.add_argument("--growth", type=float, default=0, help="minutes at the same rate, for memory and open files")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--api", default="")
    parser.add_argument("--staff", default="")
    said = parser.parse_args()
    with ExitStack() as close:
        houses = given_houses(said.api, said.staff) if said.api else own_houses(said.tenants, close)
        asked = Asked(said.rate, said.minutes, len(houses), said.growth, said.seed, houses, local=not said.api)
        result = asyncio.run(measure(asked))
    write(result)
    return 1 if result.faults else 0


if __name__ == "__main__":
    os.environ["PARLOR_IS_UP"] = "1"
    sys.exit(main())
