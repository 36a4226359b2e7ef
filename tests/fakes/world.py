"""The world outside, by hand: a clock that stands still, sockets that remember, timers that wait to be rung."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from parlor.domain.directory import Company, Department, Style
from parlor.domain.errors import NotFound
from parlor.domain.ids import DepartmentId, StyleId


class FixedClock:
    def __init__(self, now: int = 1_770_000_000_000) -> None:
        self.now = now

    def now_ms(self) -> int:
        return self.now

    def pass_ms(self, milliseconds: int) -> None:
        self.now += milliseconds


class RecordingSockets:
    """`frames[connection]` is what was sent to it; a connection in `gone` is not there any more."""

    def __init__(self) -> None:
        self.frames: dict[str, list[Any]] = defaultdict(list)
        self.gone: set[str] = set()
        self.pushes = 0

    def push(self, connections: Iterable[str], frame: Any) -> set[str]:
        targets = set(connections)
        for each in targets - self.gone:
            self.frames[each].append(frame)
        self.pushes += len(targets)
        return targets & self.gone

    def got(self, connection: str, kind: type) -> list[Any]:
        return [frame for frame in self.frames[connection] if isinstance(frame, kind)]


class WaitingTimers:
    def __init__(self) -> None:
        self.jobs: list[tuple[int, Any]] = []

    def after(self, seconds: int, job: Any) -> None:
        self.jobs.append((seconds, job))


class SmallDirectory:
    """A company with two departments: the first picks from the queue, the second assigns by itself."""

    def __init__(self, company: Company, departments: list[Department], styles: list[Style]) -> None:
        self._company = company
        self._departments = departments
        self._styles = styles

    def company(self) -> Company:
        return self._company

    def departments(self) -> list[Department]:
        return self._departments

    def department(self, department_id: DepartmentId) -> Department:
        for department in self._departments:
            if department.department_id == department_id:
                return department
        raise NotFound("There is no such department.", field="department_id")

    def styles(self) -> list[Style]:
        return self._styles

    def style(self, style_id: StyleId) -> Style:
        for style in self._styles:
            if style.style_id == style_id:
                return style
        raise NotFound("There is no such style.", field="style_id")
