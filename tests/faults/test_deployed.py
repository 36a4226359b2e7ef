"""The deployed application while DynamoDB fails, new versions are rolled out and processes are killed. `make chaos-deployed`.

Not a part of `make test`: while it runs, the functions of this machine's application are others than those that were deployed.
"""

import asyncio
import os
import random
import sys
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from tests.company import Company, Staff
from tests.faults.looks import Inside, Seen, by_both_sides, figures_are_those_of_the_records
from tests.faults.proxy import SHARES, faulty_proxy
from tests.faults.rollouts import Rollouts, kill, processes_of, rollouts
from tests.faults.traffic import Talk, Traffic, cut_sockets
from tests.running import Running

SEED = int(os.environ.get("SEED", "20261129"))
TIMES = int(os.environ.get("TIMES", "1"))
VISITORS = 6
EACH = 15 * TIMES
"""Messages by each side: 6 × 2 × 15 = 180 in each of the three tests."""
RATE = 0.2
"""A fifth of the requests: of a hundred frames some four meet three faults in a row and are answered with `internal`."""
LEAST_KILLED = 10
BEHIND_THE_PROXY = ("ws-chat", "ws-connect", "ws-disconnect", "ws-presence", "timer", "stream-rollup", "stream-notify")

pytestmark = pytest.mark.timeout(3_000)


@pytest.fixture(scope="module")
def agents(company: Company) -> list[Staff]:
    return [company.add_agent(f"agent{number}", ceiling=50) for number in range(2)]


@pytest.fixture(scope="module")
def versions(stack: Running) -> Iterator[Rollouts]:
    with rollouts(stack) as made:
        yield made


@pytest.fixture(scope="module")
def every() -> list[Talk]:
    """The company's conversations, of all tests so far."""
    return []


Trouble = Callable[[Traffic], Awaitable[None]]


async def _through(traffic: Traffic, trouble: Trouble, calm: Callable[[], Any]) -> Seen:
    await traffic.connect()
    try:
        await traffic.during(lambda: trouble(traffic))
        await asyncio.to_thread(calm)
        seen = await by_both_sides(traffic)
        await asyncio.gather(*[traffic.end(talk) for talk in traffic.talks[1::2]])
    finally:
        await traffic.close()
    return seen


def _judge(company: Company, traffic: Traffic, every: list[Talk], seen: Seen, faults: str) -> None:
    every += traffic.talks
    sys.stdout.write(f"\n{faults}; {traffic.messages} messages acknowledged: {seen}\n")
    assert (seen.lost, seen.doubled, seen.out_of_order) == (0, 0, 0), seen.notes
    assert traffic.messages == VISITORS * 2 * EACH
    Inside(company).settle(every, traffic)
    figures_are_those_of_the_records(company, every, EACH)


def test_dynamodb_throttles_fails_is_slow_and_loses_answers(
    company: Company, agents: list[Staff], versions: Rollouts, every: list[Talk]
) -> None:
    traffic, chance = Traffic(company, agents, VISITORS, EACH), random.Random(SEED)
    with faulty_proxy(SEED) as proxy:
        versions.roll_out(BEHIND_THE_PROXY, {"AWS_ENDPOINT_URL_DYNAMODB": proxy.address})

        async def trouble(traffic: Traffic) -> None:
            proxy.rate = RATE
            traffic.enough.set()
            await cut_sockets(traffic, chance, (1.0, 3.0))

        def calm() -> None:
            proxy.rate = 0.0

        try:
            seen = asyncio.run(_through(traffic, trouble, calm))
            hit = ", ".join(f"{name} {proxy.hit[name]}" for name in SHARES)
            _judge(company, traffic, every, seen, f"DynamoDB: {proxy.hit.total()} faults in {proxy.requests} requests ({hit})")
        finally:
            versions.put_back()
    assert set(proxy.hit) == set(SHARES), "some fault was not tried"


def test_two_deployments_in_the_middle_of_conversations(
    company: Company, agents: list[Staff], versions: Rollouts, every: list[Talk]
) -> None:
    traffic, before = Traffic(company, agents, VISITORS, EACH), versions.done

    async def trouble(traffic: Traffic) -> None:
        while not traffic.talks:
            await asyncio.sleep(0.1)
        for _ in range(2):
            await asyncio.sleep(1)
            await asyncio.to_thread(versions.roll_out, versions.names("ws-"))
        traffic.enough.set()

    seen = asyncio.run(_through(traffic, trouble, lambda: None))
    assert [each.connections for each in traffic.desks] == [1, 1], "a socket did not stay"
    _judge(company, traffic, every, seen, f"Deployment: {versions.done - before} versions of functions rolled out in 2 deployments")


def test_processes_are_killed(company: Company, agents: list[Staff], versions: Rollouts, every: list[Talk]) -> None:
    traffic, chance, killed = Traffic(company, agents, VISITORS, EACH), random.Random(SEED), []

    async def trouble(traffic: Traffic) -> None:
        while True:
            await asyncio.sleep(chance.uniform(1.0, 3.0))
            killed.append(await asyncio.to_thread(kill, "ws-chat"))
            if sum(killed) >= LEAST_KILLED:
                traffic.enough.set()

    seen = asyncio.run(_through(traffic, trouble, lambda: None))
    assert processes_of("ws-chat"), "nothing runs"
    unanswered = sum(tab.unanswered for tab in traffic.tabs())
    assert unanswered, "no process had anything in hand"
    _judge(company, traffic, every, seen, f"Kills: {sum(killed)} processes of ws-chat, {unanswered} with a frame in hand")
