"""Visitors and agents who talk whatever happens, as the product's clients would: they ask again until they are answered."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from tests.company import Company, Staff
from tests.people import Person, desk
from tests.tab import Frame, Tab

PATIENCE_S = 10.0
HEART_BEAT_S = 20.0
PACE_S = 1.0
"""Nobody writes more than one message a second, so that a fault on a quick machine finds somebody who talks."""
SENDERS = ("visitor", "agent")


@dataclass
class Talk:
    conversation_id: str
    visitor: Tab
    agent: Tab
    """A socket of the agent's for this conversation alone: one producer a conversation, as the product's desk is."""

    @property
    def sides(self) -> dict[str, Tab]:
        return dict(zip(SENDERS, (self.visitor, self.agent), strict=True))


@dataclass
class Traffic:
    """`desks` stay connected, send heart-beats and are told of everything."""

    company: Company
    agents: list[Staff]
    visitors: int
    each: int
    """Messages by each side of each conversation."""
    desks: list[Tab] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    acknowledged: dict[tuple[str, int], set[int | None]] = field(default_factory=dict)
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by the trouble when it has done its least. Everybody keeps the last message for after that."""

    @property
    def messages(self) -> int:
        return len(self.acknowledged)

    async def connect(self) -> None:
        self.desks = [desk(self.company, each) for each in self.agents]
        for each in self.desks:
            await each.connect()

    async def during(self, trouble: Callable[[], Awaitable[None]]) -> None:
        """All open a conversation, are accepted and talk; half of the conversations are ended.

        `trouble` goes on meanwhile, until it is cancelled.
        """
        async with asyncio.TaskGroup() as group:
            around = [group.create_task(trouble()), group.create_task(self._heart_beats())]
            pairs = zip(range(self.visitors), cycle(self.desks))
            self.talks = await asyncio.gather(*[self._opened(own) for _, own in pairs])
            await asyncio.gather(*[self._say(talk, who) for talk in self.talks for who in SENDERS])
            await asyncio.gather(*[self.end(talk) for talk in self.talks[::2]])
            for task in around:
                task.cancel()

    async def end(self, talk: Talk) -> None:
        await reach(talk.agent, talk.conversation_id, "closed", "end")

    async def close(self) -> None:
        await asyncio.gather(*[tab.close() for talk in self.talks for tab in talk.sides.values()], *[each.close() for each in self.desks])

    def tabs(self) -> list[Tab]:
        """Those that talk."""
        return [tab for talk in self.talks for tab in talk.sides.values()]

    def text(self, talk: Talk, who: str, number: int) -> str:
        return f"{who} {number} in {talk.conversation_id}"

    async def _opened(self, own_desk: Tab) -> Talk:
        visitor, agent = Person(self.company).tab(), Tab(own_desk.dial)
        await visitor.reconnect()
        await agent.reconnect()
        frame = await answered(visitor, "chat", "open", answer="conversation")
        talk = Talk(frame["conversation"]["conversation_id"], visitor, agent)
        await reach(agent, talk.conversation_id, "active", "accept")
        return talk

    async def _say(self, talk: Talk, who: str) -> None:
        tab = talk.sides[who]
        for number in range(self.each):
            if number == self.each - 1:
                await self.enough.wait()
            ack, _ = await asyncio.gather(tab.send(talk.conversation_id, self.text(talk, who, number)), asyncio.sleep(PACE_S))
            self.acknowledged.setdefault((tab.producer, tab.sent), set()).add(ack["seq"])

    async def _heart_beats(self) -> None:
        while True:
            for each in self.desks:
                with suppress(ConnectionError):
                    await each.say("presence", "ping")
            await asyncio.sleep(HEART_BEAT_S)


async def answered(tab: Tab, action: str, kind: str, /, *, answer: str, **fields: Any) -> Frame:
    """Asks until the answer comes, across broken sockets and refusals for the moment."""
    while True:
        try:
            coming = tab.coming(lambda frame: frame["type"] in (answer, "error"))
            await tab.say(action, kind, **fields)
            frame = await asyncio.wait_for(coming, PATIENCE_S)
        except (ConnectionError, TimeoutError):
            await tab.reconnect()
            continue
        if frame["type"] == answer:
            return frame
        if frame["code"] not in ("internal", "rate_limited"):
            raise AssertionError(f"refused: {frame}")
        await asyncio.sleep(0.3)


async def reach(tab: Tab, conversation_id: str, state: str, kind: str) -> None:
    """Does what leads to the state, until a sync says that it has come."""
    while True:
        with suppress(ConnectionError):
            await tab.say("chat", kind, conversation_id=conversation_id)
        log = await answered(tab, "chat", "sync", answer="log", conversation_id=conversation_id, after=0)
        if log["conversation"]["state"] == state:
            return
        await asyncio.sleep(0.3)


async def cut_sockets(traffic: Traffic, chance: random.Random, pause_s: tuple[float, float]) -> None:
    """Until it is cancelled."""
    while True:
        await asyncio.sleep(chance.uniform(*pause_s))
        if tabs := traffic.tabs():
            chance.choice(tabs).cut()
