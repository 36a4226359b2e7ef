"""Timers that ring when time passes, in order, as the queue would."""

from collections.abc import Callable
from typing import Any

from tests.fakes.world import FixedClock


class RingingTimers:
    """`ring(job)` does a job. A job comes `copies` times, since a queue may deliver it again."""

    def __init__(self, clock: FixedClock, copies: int = 1) -> None:
        self.clock = clock
        self.copies = copies
        self.waiting: list[tuple[int, Any]] = []

    def after(self, seconds: int, job: Any) -> None:
        assert 0 <= seconds <= 900
        self.waiting += [(self.clock.now + seconds * 1000, job)] * self.copies

    def pass_s(self, seconds: float, ring: Callable[[Any], Any]) -> list[str]:
        """Lets time pass and rings what is due. Returns what the jobs did, those that did nothing left out."""
        end, done = self.clock.now + int(seconds * 1000), []
        while due := [each for each in self.waiting if each[0] <= end]:
            first = min(due, key=lambda each: each[0])
            self.waiting.remove(first)
            self.clock.now = max(self.clock.now, first[0])
            done.append(ring(first[1]))
        self.clock.now = end
        return [each for each in done if each not in ("quiet", "over", "nothing to wait for")]
