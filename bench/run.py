"""`make bench`: measures, and writes bench/results.md for people and bench/results.json."""

import json
import os
import platform
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import cost, imports, opening, scale, timing, visitors
from bench.report import write_report
from scripts.paths import ROOT
from scripts.sizes import sizes
from scripts.steps import Trouble, complain
from tests.running import bring_up

RESULTS = ROOT / "bench" / "results"
CHAT = "ws_chat"


@dataclass(frozen=True)
class Results:
    date: str
    machine: str
    busy: float
    """Programs that wanted a processor before we began, by the minute's average."""
    timing: timing.Timing
    imports: dict[str, float]
    sizes: dict[str, int]
    parts: cost.Parts
    dollars: dict[str, float]
    opening_script_ms: float
    """Of opening a long conversation at the desk."""
    visitors: dict[str, float]
    """The table of site visitors while 500 of 10,000 move each second."""
    scale: dict[str, Any]
    """A million visitors, by simulation."""

    def flat(self) -> dict[str, float | int | str]:
        whole, alone, messages = self.timing.whole, self.timing.alone, self.parts["messages"]
        sent = messages["frames"]
        total = sum(self.dollars.values())
        return {
            "date": self.date,
            "machine": self.machine,
            "load_before": round(self.busy, 1),
            "latency_ratio_1": round(whole[0].latency_ratio, 2),
            "throughput_ratio_50": round(whole[-1].throughput_ratio, 2),
            "latency_ratio_1_alone": round(alone[0].latency_ratio, 2),
            "throughput_ratio_50_alone": round(alone[-1].throughput_ratio, 2),
            "errors": self.timing.errors,
            "write_units_per_message": round(messages["write_units"] / sent, 2),
            "read_units_per_message": round(messages.get("read_units", 0) / sent, 2),
            "requests_per_message": round(messages["requests"] / sent, 2),
            "pushes_per_message": round(messages["pushes"] / sent, 2),
            "import_ratio_chat": round(self.imports[CHAT] / self.imports[imports.BARE], 2),
            "function_cpu_ms_per_message": round(self.function_cpu_ms, 1),
            "opening_script_ms": round(self.opening_script_ms),
            "visitors_frame_script_ms": self.visitors["frame_script_ms"],
            "visitors_longest_picture_ms": self.visitors["longest_picture_ms"],
            "scale_hottest_write_units": self.scale["hottest_wu"],
            "scale_hottest_read_units": self.scale["hottest_ru"],
            "preview_write_units": self.parts[cost.PREVIEWS].get("write_units", 0),
            **self.sizes,
            "usd_per_1000_conversations": round(total, 3),
            "usd_per_1000_conversations_without_previews": round(total - self.dollars[cost.PREVIEWS], 3),
        }

    @property
    def function_cpu_ms(self) -> float:
        return self.timing.whole[-1].ours.cpu_ms(timing.FUNCTION)


def machine() -> str:
    """Its class: nothing that names it."""
    system = {"Darwin": "macOS"}.get(platform.system(), platform.system())
    return f"{os.cpu_count()} cores, {platform.machine()}, {system}, Python {platform.python_version()}"


def main() -> int:
    began = time.monotonic()
    os.environ["PARLOR_IS_UP"] = "1"
    busy = os.getloadavg()[0]

    def say(what: str) -> None:
        print(f"{time.monotonic() - began:5.0f} s  {what}", flush=True)

    try:
        weights = sizes()
        times = timing.measure(say)
        loading = imports.measure(say)
    except Trouble as trouble:
        complain(trouble)
        return 1
    say(f"opening a conversation of {opening.MESSAGES:,} messages")
    opened_ms = opening.script_ms(bring_up())
    say(f"{visitors.VISITORS:,} visitors in the table")
    moving = visitors.measure()
    say("a million visitors, by simulation")
    world = scale.simulate()
    say("rehearsing one conversation")
    parts = cost.rehearse()
    sent = parts["messages"]
    exchanges = (sent["requests"] + sent["pushes"]) / sent["frames"]
    cpu_ms = times.whole[-1].ours.cpu_ms(timing.FUNCTION)
    results = Results(
        date=datetime.now(UTC).date().isoformat(),
        machine=machine(),
        busy=busy,
        timing=times,
        imports=loading,
        sizes=weights,
        parts=parts,
        dollars=cost.bill(parts, cpu_ms / exchanges),
        opening_script_ms=opened_ms,
        visitors=moving,
        scale=world,
    )
    Path(f"{RESULTS}.json").write_text(json.dumps(results.flat(), indent=2) + "\n")
    Path(f"{RESULTS}.md").write_text(write_report(results))
    say("bench/results.md and bench/results.json are written")
    print(json.dumps(results.flat(), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
