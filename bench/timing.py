"""Parlor and the floor on the same emulator, in turn: latency, throughput, CPU."""

import asyncio
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.company import conversations, floor_pairs
from bench.floor_stack import floor
from bench.processes import cpu_seconds
from bench.traffic import Flow, Lane, talk
from scripts import stack
from scripts.paths import STACK
from tests.company import Company
from tests.running import bring_up

PAIRS = 60
"""Conversations under way. Those that talk are drawn from them in turn, so that none reaches the limit of 10 messages in 5 s."""
ROUNDS = 3
PAUSE_S = 0.03
"""Between two messages when the way of a single message is timed: nothing else is under way then."""
FUNCTION = f"{STACK}-ws-chat"


@dataclass(frozen=True)
class Load:
    """`at_once` messages are under way at any time; `limit_s` bounds the stretch."""

    name: str
    at_once: int
    pause_s: float
    messages: int
    limit_s: float


LOADS = (
    Load("1 pair, a pause after each message", 1, PAUSE_S, 80, 4),
    Load("1 pair", 1, 0, 120, 4),
    Load("10 pairs", 10, 0, 250, 5),
    Load("50 pairs", 50, 0, 350, 7),
)
SETTLE_S = 2
"""After each stretch, for the streams to catch up: what one message sets off shall not burden the next system."""


@dataclass
class Side:
    """One system under one load, all rounds."""

    flows: list[Flow] = field(default_factory=list)
    cpu: list[dict[str, float]] = field(default_factory=list)

    def add(self, flow: Flow, cpu: dict[str, float]) -> None:
        self.flows.append(flow)
        self.cpu.append(cpu)

    def latency_ms(self, share: float) -> float:
        """The latency that this share of all messages stayed within."""
        every = sorted(latency for flow in self.flows for latency in flow.latencies)
        return 1000 * every[min(len(every) - 1, int(len(every) * share))]

    @property
    def messages(self) -> int:
        return sum(len(flow.latencies) for flow in self.flows)

    @property
    def errors(self) -> int:
        return sum(flow.errors for flow in self.flows)

    def median_ms(self, number: int) -> float:
        return 1000 * statistics.median(self.flows[number].latencies)

    @property
    def per_second(self) -> float:
        return statistics.median(flow.per_second for flow in self.flows)

    def cpu_ms(self, *names: str) -> float:
        """A message's CPU in these processes."""
        used = sum(each.get(name, 0) for each in self.cpu for name in names)
        return 1000 * used / self.messages


@dataclass
class Pair:
    load: Load
    ours: Side = field(default_factory=Side)
    floor: Side = field(default_factory=Side)

    @property
    def latency_ratio(self) -> float:
        """Of the medians, round by round, so that a busy moment meets both; the median of the rounds."""
        return statistics.median(self.ours.median_ms(n) / self.floor.median_ms(n) for n in range(len(self.ours.flows)))

    @property
    def throughput_ratio(self) -> float:
        return statistics.median(ours.per_second / floor.per_second for ours, floor in zip(self.ours.flows, self.floor.flows, strict=True))


@dataclass
class Timing:
    whole: list[Pair]
    """With everything that a message sets off."""
    alone: list[Pair]
    """While the streams and timers wait: the way of the message and nothing else."""
    held_back: int

    @property
    def errors(self) -> int:
        return sum(pair.ours.errors for pair in [*self.whole, *self.alone])

    @property
    def floor_errors(self) -> int:
        return sum(pair.floor.errors for pair in [*self.whole, *self.alone])


def measure(say: Callable[[str], None]) -> Timing:
    say("deploying the floor")
    with floor() as url:
        return asyncio.run(_measure(url, say))


async def _measure(url: str, say: Callable[[str], None]) -> Timing:
    say(f"signing up a company, opening {PAIRS} conversations")
    with Company.sign_up(bring_up(), "Bench") as company:
        async with conversations(company, PAIRS) as ours, floor_pairs(url, PAIRS) as theirs:
            for lanes in (ours, theirs):
                await talk(lanes, 1, 40, limit_s=5)
            whole = [Pair(load) for load in LOADS]
            await _rounds(whole, ours, theirs, ROUNDS, say)
            alone = [Pair(LOADS[0]), Pair(LOADS[-1])]
            with _consumers_paused():
                await _rounds(alone, ours, theirs, 2, say)
            return Timing(whole, alone, sum(lane.held_back for lane in ours))


async def _rounds(pairs: list[Pair], ours: list[Lane], theirs: list[Lane], rounds: int, say: Callable[[str], None]) -> None:
    # The lightest load first: the emulator looks through all timers that wait whenever a stream moves, and each message sets one.
    for pair in pairs:
        for number in range(rounds):
            say(f"{pair.load.name}, round {number + 1} of {rounds}")
            for side, lanes in ((pair.ours, ours), (pair.floor, theirs)):
                before = await asyncio.to_thread(cpu_seconds)
                flow = await talk(lanes, pair.load.at_once, pair.load.messages, pair.load.pause_s, pair.load.limit_s)
                await asyncio.sleep(SETTLE_S)
                after = await asyncio.to_thread(cpu_seconds)
                side.add(flow, {name: after[name] - before.get(name, 0) for name in after})


@contextmanager
def _consumers_paused() -> Iterator[None]:
    """The emulator reads streams and queues in the process that also answers the functions; AWS does it elsewhere."""
    client = stack.client("lambda")
    mappings = [
        each["UUID"]
        for each in client.list_event_source_mappings()["EventSourceMappings"]
        if each["FunctionArn"].rpartition(":")[2].startswith(f"{STACK}-") and each["State"] == "Enabled"
    ]
    try:
        for mapping in mappings:
            client.update_event_source_mapping(UUID=mapping, Enabled=False)
        yield
    finally:
        for mapping in mappings:
            client.update_event_source_mapping(UUID=mapping, Enabled=True)
