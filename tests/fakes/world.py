"""The world outside, by hand: a clock that stands still, sockets that remember, timers that wait to be rung."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from parlor.domain.blocking import Block
from parlor.domain.directory import Agent, Company, Department, Style
from parlor.domain.errors import NotFound
from parlor.domain.ids import AgentId, DepartmentId, StyleId
from parlor.domain.service import PersonalSettings, Service


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

    def is_open(self, connection: str) -> bool:
        return connection not in self.gone

    def got(self, connection: str, kind: type) -> list[Any]:
        return [frame for frame in self.frames[connection] if isinstance(frame, kind)]


class WaitingTimers:
    def __init__(self) -> None:
        self.jobs: list[tuple[int, Any]] = []

    def after(self, seconds: int, job: Any) -> None:
        self.jobs.append((seconds, job))

    def of(self, kind: type) -> list[tuple[int, Any]]:
        return [(seconds, job) for seconds, job in self.jobs if isinstance(job, kind)]


class KnownBlocks:
    """A black list that a test writes; `hits` are the entries that have stopped somebody."""

    def __init__(self) -> None:
        self.entries: list[Block] = []
        self.hits: list[str] = []

    def all(self) -> list[Block]:
        return self.entries

    def count_hit(self, block_id: str, now: int) -> None:
        self.hits.append(block_id)


class SmallDirectory:
    """A company with two departments: the first picks from the queue, the second assigns by itself.

    A test sets `known_service`, `known_personal` and `known_agents` as it needs them.
    """

    def __init__(self, company: Company, departments: list[Department], styles: list[Style]) -> None:
        self._company = company
        self._departments = departments
        self._styles = styles
        self.known_service = Service()
        self.known_personal: dict[str, PersonalSettings] = {}
        self.known_agents: dict[str, Agent] = {}
        self.not_read_yet: dict[str, Agent] = {}
        """Agents whom the table has and memory does not know of."""

    def look_again(self) -> None:
        self.known_agents |= self.not_read_yet

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

    def seen_style(self, style_id: StyleId, published_version: int = 0) -> Style:
        return self.style(style_id)

    def agents(self) -> list[Agent]:
        return list(self.known_agents.values())

    def agent(self, agent_id: AgentId) -> Agent:
        if agent_id not in self.known_agents:
            raise NotFound("There is no such agent.")
        return self.known_agents[agent_id]

    def service(self) -> Service:
        return self.known_service

    def personal(self, agent_id: AgentId) -> PersonalSettings:
        return self.known_personal.get(agent_id, PersonalSettings())
