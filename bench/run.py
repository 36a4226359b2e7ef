"""`make bench`: measures, and writes bench/results.md for people and bench/results.json.

`--steady` leaves out what needs a machine of its own, and keeps the figures of time from the last whole run.
"""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import cost, imports, opening, scale, timing, visitors, weight
from bench.report import write_report
from scripts.paths import ROOT
from scripts.sizes import sizes
from scripts.steps import Trouble, complain
from tests.running import bring_up

RESULTS = ROOT / "bench" / "results"
CHAT = "ws_chat"
TIMED = (
    "timed",
    "latency_ratio_1",
    "throughput_ratio_50",
    "latency_ratio_1_alone",
    "throughput_ratio_50_alone",
    "errors",
    "function_cpu_ms_per_message",
    "opening_script_ms",
    "visitors_frame_script_ms",
    "visitors_longest_picture_ms",
)
"""Figures that need a machine of their own."""


@dataclass(frozen=True)
class Times:
    """What needs a machine of its own."""

    messages: timing.Timing
    opening_script_ms: float
    """Of opening a long conversation at the desk."""
    visitors: dict[str, float]
    """The table of site visitors while 500 of 10,000 move each second."""

    def flat(self, date: str) -> dict[str, float | int | str]:
        whole, alone = self.messages.whole, self.messages.alone
        values = (
            date,
            round(whole[0].latency_ratio, 2),
            round(whole[-1].throughput_ratio, 2),
            round(alone[0].latency_ratio, 2),
            round(alone[-1].throughput_ratio, 2),
            self.messages.errors,
            round(whole[-1].ours.cpu_ms(timing.FUNCTION), 1),
            round(self.opening_script_ms),
            self.visitors["frame_script_ms"],
            self.visitors["longest_picture_ms"],
        )
        return dict(zip(TIMED, values, strict=True))


@dataclass(frozen=True)
class Results:
    date: str
    machine: str
    busy: float
    """Programs that wanted a processor before we began, by the minute's average."""
    times: Times | None
    """None: those of the last whole run stay."""
    timed: dict[str, float | int | str]
    """The same, flat."""
    imports: dict[str, float]
    sizes: dict[str, int]
    weight: dict[str, float]
    """What the widget adds to a page before anybody opens it."""
    parts: cost.Parts
    dollars: dict[str, float]
    scale: dict[str, Any]
    """A million visitors, by simulation."""
    figures: dict[str, Any]
    """Pages of reports, units of the roll-up, bytes of the archive."""

    def flat(self) -> dict[str, float | int | str]:
        messages = self.parts["messages"]
        sent = messages["frames"]
        total = sum(self.dollars.values())
        return {
            "date": self.date,
            "machine": self.machine,
            "load_before": round(self.busy, 1),
            **self.timed,
            "write_units_per_message": round(messages["write_units"] / sent, 2),
            "read_units_per_message": round(messages.get("read_units", 0) / sent, 2),
            "requests_per_message": round(messages["requests"] / sent, 2),
            "pushes_per_message": round(messages["pushes"] / sent, 2),
            "import_ratio_chat": round(self.imports[CHAT] / self.imports[imports.BARE], 2),
            "scale_hottest_write_units": self.scale["hottest_wu"],
            "scale_hottest_read_units": self.scale["hottest_ru"],
            "roll_up_write_units_per_message": self.figures["roll_up_units_per_message"],
            "report_year_pages": max(self.figures["year_pages"].values()),
            "archive_bytes_per_conversation": self.figures["record_bytes_zh"] + self.figures["facts_bytes_zh"],
            "archive_usd_per_million_conversations_a_month": self.figures["archive_usd_per_million"]["keep_a_month"],
            "archive_usd_per_search_of_a_million": self.figures["archive_usd_per_million"]["search_all"],
            "preview_write_units": self.parts[cost.PREVIEWS].get("write_units", 0),
            **self.sizes,
            **self.weight,
            "usd_per_1000_conversations": round(total, 3),
            "usd_per_1000_conversations_without_previews": round(total - self.dollars[cost.PREVIEWS], 3),
        }


def machine() -> str:
    """Its class: nothing that names it."""
    system = {"Darwin": "macOS"}.get(platform.system(), platform.system())
    return f"{os.cpu_count()} cores, {platform.machine()}, {system}, Python {platform.python_version()}"


def _times(say: Callable[[str], None]) -> Times:
    messages = timing.measure(say)
    say(f"opening a conversation of {opening.MESSAGES:,} messages")
    opened_ms = opening.script_ms(bring_up())
    say(f"{visitors.VISITORS:,} visitors in the table")
    return Times(messages, opened_ms, visitors.measure())


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--steady", action="store_true", help="only what does not depend on how busy the machine is")
    steady = parser.parse_args().steady
    began, today = time.monotonic(), datetime.now(UTC).date().isoformat()
    os.environ["PARLOR_IS_UP"] = "1"
    busy = os.getloadavg()[0]
    before = json.loads(Path(f"{RESULTS}.json").read_text())

    def say(what: str) -> None:
        print(f"{time.monotonic() - began:5.0f} s  {what}", flush=True)

    try:
        weights = sizes()
        times = None if steady else _times(say)
        loading = imports.measure(say)
    except Trouble as trouble:
        complain(trouble)
        return 1
    timed = times.flat(today) if times else {"timed": before["date"]} | {name: before[name] for name in TIMED if name in before}
    say("a page with the widget and without")
    light = weight.measure(bring_up())
    say("a million visitors, by simulation")
    world = scale.simulate()
    say("figures and archive")
    counting = cost.played("bench.figures")
    say("rehearsing one conversation")
    parts = cost.rehearse()
    sent = parts["messages"]
    exchanges = (sent["requests"] + sent["pushes"]) / sent["frames"]
    results = Results(
        date=today,
        machine=machine(),
        busy=busy,
        times=times,
        timed=timed,
        imports=loading,
        sizes=weights,
        weight=light,
        parts=parts,
        dollars=cost.bill(parts, float(timed["function_cpu_ms_per_message"]) / exchanges),
        scale=world,
        figures=counting,
    )
    report = write_report(results, Path(f"{RESULTS}.md").read_text())
    Path(f"{RESULTS}.json").write_text(json.dumps(results.flat(), indent=2) + "\n")
    Path(f"{RESULTS}.md").write_text(report)
    say("bench/results.md and bench/results.json are written")
    print(json.dumps(results.flat(), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
