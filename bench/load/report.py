"""bench/load/report.md: what the last climb and the last long run showed. Each keeps its part when the other runs again."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.load.count import Tally, slope
from bench.load.machine import Held

HERE = Path(__file__).parent
LIMIT_MS = 1_000
SETTLE_SHARE = 0.34
"""Of a long run, in which caches fill; growth is looked for behind it."""


@dataclass
class Step:
    asked: float
    reached: float
    p50_ms: float
    p99_ms: float
    tally: Tally
    cpu_ms: dict[str, float]
    busy: float

    @property
    def good(self) -> bool:
        return self.p99_ms <= LIMIT_MS


@dataclass
class Growth:
    minutes: float
    seen: list[tuple[float, Held]]
    tally: Tally

    def slopes(self) -> dict[str, tuple[float, float, float, float]]:
        """By name: megabytes at the end and an hour, open files at the end and an hour."""
        since = self.minutes * SETTLE_SHARE
        late = [(minute, looked) for minute, looked in self.seen if minute >= since]
        names = {name for _, looked in late for name in looked}
        found = {}
        for name in sorted(names):
            memory, files = ([(minute, looked[name][which]) for minute, looked in late if name in looked] for which in (0, 1))
            found[name] = (memory[-1][1], slope(memory) * 60, files[-1][1], slope(files) * 60)
        return found


@dataclass
class Result:
    steps: list[Step]
    growth: Growth | None
    floor: float | None
    tenants: int

    @property
    def faults(self) -> int:
        return sum(tally.faults for tally in self._tallies())

    def _tallies(self) -> list[Tally]:
        return [step.tally for step in self.steps] + ([self.growth.tally] if self.growth else [])


def write(result: Result) -> None:
    file = HERE / "results.json"
    known: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    if result.steps:
        known["climb"] = climb_of(result)
    if result.growth:
        known["growth"] = growth_of(result.growth)
    file.write_text(json.dumps(known, indent=1) + "\n")
    (HERE / "report.md").write_text(page(known))
    print(page(known))


def climb_of(result: Result) -> dict[str, Any]:
    good = [step for step in result.steps if step.good]
    best = max(good, key=lambda step: step.reached) if good else None
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processors": os.cpu_count(),
        "tenants": result.tenants,
        "floor": result.floor,
        "best": best.reached if best else 0,
        "cpu_ms": (best or result.steps[0]).cpu_ms,
        "steps": [
            {
                "asked": step.asked,
                "reached": step.reached,
                "p50_ms": step.p50_ms,
                "p99_ms": step.p99_ms,
                "busy": step.busy,
                **_counts(step.tally),
            }
            for step in result.steps
        ],
    }


def growth_of(growth: Growth) -> dict[str, Any]:
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "minutes": growth.minutes,
        **_counts(growth.tally),
        "slopes": growth.slopes(),
    }


def _counts(tally: Tally) -> dict[str, Any]:
    return {
        "sessions": tally.sessions,
        "messages": len(tally.acks),
        "broken": dict(tally.broken),
        "lost": tally.lost,
        "doubled": tally.doubled,
        "out_of_order": tally.out_of_order,
        "held_back": tally.held_back,
        "cuts": tally.cuts,
    }


def page(known: dict[str, Any]) -> str:
    return "\n\n".join(["# Load", _INTRODUCTION, *_climb(known.get("climb")), *_growth(known.get("growth"))]) + "\n"


_INTRODUCTION = (
    "Written by `make load` (rates) and `make load-growth` (memory), which play the seeded traffic of [model.py](model.py) over real\n"
    "sockets: pages, conversations, typing, bursts, transfers, ratings, broken networks. On the emulator a function behind a WebSocket\n"
    "route works on one message at a time, so rates are worth something beside the floor's only ([local.md](../../docs/local.md)); *busy*\n"
    "is how many programs wanted a processor in that minute, this one included. What it means for AWS: [quotas](../../docs/quotas.md)."
)


def _climb(climb: dict[str, Any] | None) -> list[str]:
    if climb is None:
        return []
    ratio = f", {climb['best'] / climb['floor']:.2f} of the floor's {climb['floor']:.0f}" if climb["floor"] else ""
    rows = [
        f"| {each['asked']:.1f} | {each['reached']:.1f} | {each['p50_ms']:.0f} | {each['p99_ms']:.0f} | {each['messages']} "
        f"| {each['lost']} | {each['doubled']} | {each['out_of_order']} | {sum(each['broken'].values())} "
        f"| {each['cuts']} | {each['busy']:.1f} |"
        for each in climb["steps"]
    ]
    cpu = sorted(climb["cpu_ms"].items(), key=lambda pair: -pair[1])
    return [
        f"## Rates\n\n{climb['date']}, {climb['processors']} processors, {climb['tenants']} companies. "
        f"Highest rate with p99 of the ack below a second: **{climb['best']:.1f} messages a second**{ratio}.",
        "| asked a second | acknowledged a second | p50 ms | p99 ms | messages | lost | doubled | out of order "
        "| broken off | cuts | busy |\n"
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n" + "\n".join(rows),
        "CPU of a message, everything around it included, in ms:",
        "| process | ms |\n|---|---:|\n" + "\n".join(f"| {name} | {ms:.1f} |" for name, ms in cpu if ms >= 0.05),
    ]


def _growth(growth: dict[str, Any] | None) -> list[str]:
    if growth is None:
        return []
    rows = [
        f"| {name} | {megabytes:.0f} | {more:+.1f} | {files:.0f} | {more_files:+.1f} |"
        for name, (megabytes, more, files, more_files) in growth["slopes"].items()
    ]
    return [
        f"## Memory and open files\n\n{growth['date']}: {growth['minutes']:.0f} minutes, {growth['sessions']} sessions, "
        f"{growth['messages']} messages; lost {growth['lost']}, doubled {growth['doubled']}, out of order {growth['out_of_order']}, "
        f"broken off {sum(growth['broken'].values())}. The slope is of the last two thirds.",
        "| process | MB | MB an hour | open files | more an hour |\n|---|---:|---:|---:|---:|\n" + "\n".join(rows),
    ]
