"""What became of the messages, counted by who sent them: nothing may be lost, doubled or out of order."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Key = tuple[str, int]
"""A producer and its counter."""


@dataclass
class Tally:
    """Of one stretch of traffic. Acknowledgements in seconds, by when they came."""

    acks: list[tuple[float, float]] = field(default_factory=list)
    sessions: int = 0
    broken: Counter[str] = field(default_factory=Counter)
    """Sessions that did not come to their end, by the kind of fault."""
    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0
    held_back: int = 0
    cuts: int = 0

    def check(self, acknowledged: Iterable[Key], log: Iterable[Mapping[str, Any]]) -> None:
        """Compares what was acknowledged in a conversation with its log as a client got it."""
        entries = list(log)
        said = [(entry["client_id"]["producer"], entry["client_id"]["n"]) for entry in entries if entry["kind"] == "message"]
        times = Counter(said)
        self.lost += sum(key not in times for key in acknowledged)
        self.doubled += sum(count - 1 for count in times.values())
        places = [entry["seq"] for entry in entries]
        self.out_of_order += places != list(range(1, len(places) + 1))
        last: dict[str, int] = {}
        for producer, n in said:
            self.out_of_order += n < last.get(producer, 0)
            last[producer] = n

    def p(self, share: float, since: float = 0) -> float:
        """In milliseconds, of the acknowledgements that came later than `since`; 0 without any."""
        times = sorted(took for at, took in self.acks if at >= since)
        return times[min(len(times) - 1, int(len(times) * share))] * 1000 if times else 0

    @property
    def faults(self) -> int:
        return self.lost + self.doubled + self.out_of_order


def slope(points: list[tuple[float, float]]) -> float:
    """Of the straight line through the points (least squares); 0 for fewer than two."""
    if len(points) < 2:
        return 0
    mean_x, mean_y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0
