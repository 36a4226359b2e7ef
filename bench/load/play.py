"""Plays sessions over real sockets: two people each, with the protocol's own rules for sending again."""

import asyncio
import secrets
import string
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from bench.load.count import Key, Tally
from bench.load.model import Session, Turn
from tests.company import Company, Staff
from tests.people import Person, desk
from tests.tab import Frame, Tab, is_about

PATIENCE_S = 30.0


@dataclass
class Voice:
    """One side of one conversation: a producer of its own, one message under way at a time."""

    tab: Tab
    conversation_id: str
    tally: Tally
    began: float
    producer: str = field(default_factory=lambda: "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(12)))
    acknowledged: list[Key] = field(default_factory=list)

    async def say(self, text: str) -> None:
        """Sends until it is acknowledged; what took long because a rate limit asked to wait is not counted as slow."""
        key = {"producer": self.producer, "n": len(self.acknowledged) + 1}
        started = time.perf_counter()
        while True:
            try:
                answer = await self._try(key, text)
            except (ConnectionError, TimeoutError):
                await self.tab.reconnect()
                await self.tab.sync(self.conversation_id)
                continue
            if answer["type"] == "ack":
                break
            if answer["code"] != "rate_limited":
                raise RuntimeError(answer["code"])
            self.tally.held_back += 1
            await asyncio.sleep(answer["retry_after_ms"] / 1000)
            started = time.perf_counter()
        now = time.perf_counter()
        self.tally.acks.append((now - self.began, now - started))
        self.acknowledged.append((self.producer, key["n"]))

    async def _try(self, key: Frame, text: str) -> Frame:
        answered = self.tab.coming(lambda frame: is_about(frame, key))
        await self.tab.say("chat", "send", conversation_id=self.conversation_id, client_id=key, text=text)
        return await asyncio.wait_for(answered, PATIENCE_S)


@dataclass
class House:
    """A company with its desks open; conversations go to them in turn."""

    company: Company
    staff: list[Staff]
    desks: list[Tab] = field(default_factory=list)

    async def open(self) -> None:
        self.desks = [desk(self.company, each) for each in self.staff]
        for each in self.desks:
            await each.connect()
        self.turns = cycle(range(len(self.desks)))

    async def close(self) -> None:
        for each in self.desks:
            await each.close()


async def play(houses: list[House], coming: Iterable[Session], began: float, tally: Tally) -> None:
    """Each session at its time, until all are over."""
    running: list[asyncio.Task[None]] = []
    for session in coming:
        await asyncio.sleep(max(0, began + session.at_s - time.perf_counter()))
        running.append(asyncio.create_task(_whole(houses[session.tenant % len(houses)], session, began, tally)))
    await asyncio.gather(*running)


async def _whole(house: House, session: Session, began: float, tally: Tally) -> None:
    tally.sessions += 1
    person = Person(house.company)
    tab = person.tab()
    try:
        await _session(house, session, tab, tally, began)
    except (ConnectionError, TimeoutError, OSError, RuntimeError, AssertionError) as fault:
        tally.broken[f"{type(fault).__name__} {fault}"[:60]] += 1
    finally:
        with suppress(Exception):
            await tab.close()


async def _session(house: House, session: Session, tab: Tab, tally: Tally, began: float) -> None:
    await tab.connect()
    for number, stay_s in enumerate(session.pages):
        await tab.say("track", "page", url=f"https://shop.example/{session.number}/{number}", title=f"Page {number}")
        await asyncio.sleep(stay_s)
    conversation = (await tab.ask("chat", "open", answer="conversation"))["conversation"]
    talk = conversation["conversation_id"]
    at_desk = next(house.turns)
    await _accept(house.desks[at_desk], tab, talk)
    voices = {"visitor": Voice(tab, talk, tally, began), "agent": Voice(house.desks[at_desk], talk, tally, began)}
    spoken = list(voices.values())
    for number, turn in enumerate(session.turns):
        await asyncio.sleep(turn.think_s)
        if number == session.cut_before:
            tally.cuts += 1
            tab.cut()
        if number == session.transfer_before and len(house.desks) > 1:
            at_desk = await _transfer(house, at_desk, talk)
            voices["agent"] = Voice(house.desks[at_desk], talk, tally, began)
            spoken.append(voices["agent"])
        await _speak(voices[turn.by], turn)
    await house.desks[at_desk].say("chat", "end", conversation_id=talk)
    log = await _ended(tab, talk)
    if session.stars:
        with suppress(ConnectionError):
            await tab.say("chat", "rate", conversation_id=talk, answers=[{"key": "stars", "stars": session.stars}])
    tally.check([key for voice in spoken for key in voice.acknowledged], log)
    for each in (tab, *house.desks):
        del each.frames[:-200]
        each.log.pop(talk, None) if each is not tab else None


async def _speak(voice: Voice, turn: Turn) -> None:
    if turn.typing:
        with suppress(ConnectionError):
            await voice.tab.say("chat", "typing", conversation_id=voice.conversation_id, text=turn.texts[0][:40])
    for text in turn.texts:
        await voice.say(text)


def _about(talk: str, **wanted: Any) -> Any:
    def fits(frame: Frame) -> bool:
        row = frame.get("conversation") if frame["type"] == "conversation" else None
        return bool(row) and row["conversation_id"] == talk and all(row.get(name) == value for name, value in wanted.items())

    return fits


async def _accept(at: Tab, visitor: Tab, talk: str) -> None:
    accepted = visitor.coming(_about(talk, state="active"))
    await at.say("chat", "accept", conversation_id=talk)
    await asyncio.wait_for(accepted, PATIENCE_S)


async def _transfer(house: House, at_desk: int, talk: str) -> int:
    """Offered and accepted; who has it then."""
    to = (at_desk + 1) % len(house.desks)
    here, there = house.desks[at_desk], house.desks[to]
    offered = there.coming(lambda frame: _about(talk)(frame) and bool(frame["conversation"].get("offer")))
    await here.say("transfer", "offer", conversation_id=talk, to_agent_id=house.staff[to].agent_id)
    offer = (await asyncio.wait_for(offered, PATIENCE_S))["conversation"]["offer"]
    taken = there.coming(_about(talk, agent_id=house.staff[to].agent_id))
    await there.say("transfer", "answer", conversation_id=talk, transfer_id=offer["transfer_id"], accept=True)
    await asyncio.wait_for(taken, PATIENCE_S)
    await there.sync(talk)
    return to


async def _ended(tab: Tab, talk: str) -> list[Frame]:
    """The whole log, once the conversation has ended in it."""
    deadline = time.perf_counter() + PATIENCE_S
    while True:
        try:
            log = await tab.sync(talk)
        except (ConnectionError, TimeoutError):
            await tab.reconnect()
            continue
        if any(entry["kind"] == "closed" for entry in log):
            return log
        if time.perf_counter() > deadline:
            raise TimeoutError("the end did not come")
        await asyncio.sleep(0.2)
