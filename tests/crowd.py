"""A crowd of visitors who want to talk in the same second, over real sockets: who gets whom, and who waits for how long.

Their tickets are made with the product's own code and the stack's own key, as the visit's answer would bring them: what is
measured is the assignment, and not as many openings of a page.
"""

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from parlor.domain.ids import StyleId, TenantId, VisitorId, new_ulid
from parlor.gateways.tokens import Tokens
from parlor.usecases.create_ticket import create_visitor_ticket
from tests.company import Company, Staff
from tests.people import desk
from tests.running import Running
from tests.tab import Dial, Frame, Tab

PATIENCE_S = 60
CONNECTING = 4
"""Sockets that are opened at the same time: the emulator has few threads, and those who wait for a function hold one each."""


class Now:
    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class Outcome:
    """What became of a crowd. `seconds` by what was waited for."""

    visitors: int
    agents: int
    ceiling: int
    accepted: int
    lost: int
    """Visitors without a conversation, or with one that is neither accepted nor in the queue."""
    doubled: int
    """Conversations beyond one a visitor, and agents beyond one a conversation."""
    above_ceiling: int
    """Agents with more conversations than they may have, at any moment that a desk was told of."""
    below_ceiling: int
    """Agents with room left while somebody waits."""
    out_of_order: int
    """Who was given a freed place although somebody who had waited longer was not."""
    freed: int
    """Places that were given to the queue, one an agent."""
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def faults(self) -> dict[str, int]:
        """What must be nought."""
        return {name: getattr(self, name) for name in ("lost", "doubled", "above_ceiling", "below_ceiling", "out_of_order")}


def signing_of(stack: Running) -> Tokens:
    """Signs with the key of the running stack."""
    key = stack.client("secretsmanager").get_secret_value(SecretId=stack.outputs["SigningSecretArn"])["SecretString"].encode()
    return Tokens(lambda: key, Now().now_ms)


@dataclass
class Crowd:
    """Visitors for one department of its own, whose agents have a ceiling each."""

    company: Company
    department_id: str
    staff: list[Staff]
    ceiling: int
    desks: list[Tab] = field(default_factory=list)
    tabs: list[Tab] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, company: Company, agents: int, ceiling: int) -> "Crowd":
        department = company.admin.rest.post("/departments", name=f"Crowd {secrets.token_hex(2)}", assignment="automatic")
        with ThreadPoolExecutor(4) as pool:
            staff = list(pool.map(lambda n: company.add_agent(f"A{n}", [department["department_id"]], ceiling=ceiling), range(agents)))
        return cls(company, department["department_id"], staff, ceiling)

    async def come(self, visitors: int) -> Outcome:
        """They connect, all ask at once, and when everybody has an answer each agent ends one conversation."""
        self.desks = [desk(self.company, each) for each in self.staff]
        self.tabs = [Tab(each) for each in self._dials(visitors)]
        try:
            await self._timed("desks", self._connect(self.desks))
            await self._timed("sockets", self._connect(self.tabs))
            await self._timed("openings", self._open())
            await self._timed("assigned", self._reached(self.tabs, min(visitors, self.seats)))
            before = [row_of(tab) for tab in self.tabs]
            queue = sorted((tab for tab in self.tabs if row_of(tab).get("state") == "waiting"), key=place_of)
            await self._timed("freed", self._free(queue))
            return self._outcome(before, queue)
        finally:
            await asyncio.gather(*(tab.close() for tab in [*self.tabs, *self.desks]))

    @property
    def seats(self) -> int:
        return len(self.staff) * self.ceiling

    def _dials(self, visitors: int) -> Iterable[Dial]:
        tokens, clock, stack = signing_of(self.company.stack), Now(), self.company.stack

        async def dial() -> str:
            visitor = VisitorId(new_ulid(clock.now_ms()))
            answer = create_visitor_ticket(
                TenantId(self.company.tenant_id), visitor, StyleId(style), "", (1,), tokens, clock, stack.socket_url
            )
            return f"{answer.url}?ticket={answer.ticket}"

        style = self.company.style_id
        return [dial] * visitors

    async def _timed(self, name: str, work: Any) -> None:
        began = time.monotonic()
        await work
        self.seconds[name] = time.monotonic() - began

    async def _connect(self, tabs: list[Tab]) -> None:
        few = asyncio.Semaphore(CONNECTING)

        async def arrive(tab: Tab) -> None:
            async with few:
                await tab.connect()

        await asyncio.gather(*(arrive(tab) for tab in tabs))

    async def _open(self) -> None:
        department = self.department_id
        await asyncio.gather(
            *(tab.ask("chat", "open", answer="conversation", patience_s=240, department_id=department) for tab in self.tabs)
        )

    async def _reached(self, tabs: list[Tab], wanted: int) -> None:
        """Until so many of them talk with an agent; what does not come is seen in the outcome."""
        deadline = time.monotonic() + PATIENCE_S
        while sum(row_of(tab).get("state") == "active" for tab in tabs) < wanted and time.monotonic() < deadline:
            await asyncio.sleep(0.1)

    async def _free(self, queue: list[Tab]) -> None:
        """Every agent ends a conversation, all at once; as many of the queue are given to them."""
        one_of_each = {row_of(tab)["agent_id"]: row_of(tab)["conversation_id"] for tab in self.tabs if row_of(tab).get("state") == "active"}
        desks = {staff.agent_id: tab for staff, tab in zip(self.staff, self.desks, strict=True)}
        await asyncio.gather(*(desks[who].say("chat", "end", conversation_id=talk) for who, talk in one_of_each.items()))
        await self._reached(queue, min(len(one_of_each), len(queue)))

    def _outcome(self, before: list[Frame], queue: list[Tab]) -> Outcome:
        """`before`: the conversations as they stood when everybody had an answer and no agent had ended one."""
        talks = [row for row in before if row.get("state") in ("active", "waiting")]
        everything = [row for tab in self.tabs for row in rows_of(tab)]
        owners = Counter(talk for talk, _ in {(row["conversation_id"], row["agent_id"]) for row in everything if row["state"] == "active"})
        loads = Counter(row["agent_id"] for row in talks if row["state"] == "active")
        told = [frame["agent"] for tab in self.desks for frame in tab.frames if frame["type"] == "agent"]
        most = {who: max([loads[who], *(each["load"] for each in told if each["agent_id"] == who)]) for who in self.staff_ids}
        freed = min(len(self.staff), len(queue))
        called = [tab for tab in queue if row_of(tab)["state"] == "active"]
        when = [row_of(tab)["accepted_at"] for tab in called]
        return Outcome(
            visitors=len(before),
            agents=len(self.staff),
            ceiling=self.ceiling,
            accepted=sum(loads.values()),
            lost=len(before) - len({row["conversation_id"] for row in talks}),
            doubled=len({row["conversation_id"] for row in everything}) - len(talks) + sum(count - 1 for count in owners.values()),
            above_ceiling=sum(load > self.ceiling for load in most.values()),
            below_ceiling=sum(loads[who] < self.ceiling for who in self.staff_ids) if queue else 0,
            out_of_order=len(set(called) ^ set(queue[:freed])) + sum(later < first for first, later in pairwise(when)),
            freed=freed,
            seconds=self.seconds,
        )

    @property
    def staff_ids(self) -> list[str]:
        return [each.agent_id for each in self.staff]


def rows_of(tab: Tab) -> list[Frame]:
    return [frame["conversation"] for frame in tab.frames if frame["type"] == "conversation"]


def row_of(tab: Tab) -> Frame:
    """The conversation as this visitor knows it; empty for one who has none."""
    return next(reversed(rows_of(tab)), {})


def place_of(tab: Tab) -> tuple[int, str]:
    """The order of the queue."""
    return row_of(tab)["waiting_since"], row_of(tab)["conversation_id"]
