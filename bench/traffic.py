"""Messages over real sockets, timed from the moment they leave one browser until the other has them.

Parlor's and the floor's messages are sent and received by the same code, so that what the client costs is in both.
"""

import asyncio
import json
import secrets
import string
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from websockets.asyncio.client import ClientConnection, connect

Frame = dict[str, Any]

PATIENCE_S = 30
"""A message that takes longer is an error."""
TEXT = "Is the gift box of spring tea still there, and would it reach Hangzhou before Sunday if I order it today?"


class Line:
    """One socket that wakes up whoever waits for a frame. `name_of` gives the frames that somebody may wait for a name."""

    def __init__(self, url: str, name_of: Callable[[Frame], str | None]) -> None:
        self._url = url
        self._name_of = name_of
        self._awaited: dict[str, asyncio.Future[tuple[float, Frame]]] = {}
        self._socket: ClientConnection
        self._reader: asyncio.Task[None]

    async def open(self) -> "Line":
        self._socket = await connect(self._url, open_timeout=PATIENCE_S, compression=None)
        self._reader = asyncio.create_task(self._read())
        return self

    async def close(self) -> None:
        await self._socket.close()
        await self._reader

    async def _read(self) -> None:
        async for text in self._socket:
            arrived = time.perf_counter()
            frame = json.loads(text)
            waiting = self._awaited.pop(self._name_of(frame) or "", None)
            if waiting and not waiting.done():
                waiting.set_result((arrived, frame))

    def expect(self, name: str) -> "asyncio.Future[tuple[float, Frame]]":
        """The next frame with this name, and when it came."""
        future = asyncio.get_running_loop().create_future()
        self._awaited[name] = future
        return future

    async def say(self, frame: Frame) -> None:
        await self._socket.send(json.dumps(frame))

    async def ask(self, frame: Frame, answer: str) -> Frame:
        waiting = self.expect(answer)
        await self.say(frame)
        return (await asyncio.wait_for(waiting, PATIENCE_S))[1]


class Lane(Protocol):
    """The way from one browser to another. `held_back` counts the times that a rate limit asked to wait."""

    held_back: int

    async def send(self) -> float:
        """Sends a message. Returns, when the next one may follow, how many seconds this one took to the other side."""
        ...


@dataclass
class FloorLane:
    sender: Line
    receiver: Line
    to: str
    sent: int = 0
    held_back: int = 0

    async def send(self) -> float:
        self.sent += 1
        number = f"{self.to}-{self.sent}"
        arriving = self.receiver.expect(number)
        started = time.perf_counter()
        await self.sender.say({"action": "chat", "type": "send", "to": self.to, "id": number, "text": TEXT})
        arrived, _ = await asyncio.wait_for(arriving, PATIENCE_S)
        return arrived - started


def floor_name(frame: Frame) -> str | None:
    return "you" if frame["type"] == "you" else frame["id"]


@dataclass
class ParlorLane:
    """The next message goes out when this one is acknowledged, as in the product's own client."""

    visitor: Line
    agent: Line
    conversation_id: str
    producer: str = field(default_factory=lambda: "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(12)))
    sent: int = 0
    held_back: int = 0

    async def send(self) -> float:
        self.sent += 1
        key = {"producer": self.producer, "n": self.sent}
        while True:
            arriving, answered = self.agent.expect(_name(key)), self.visitor.expect(_name(key))
            started = time.perf_counter()
            await self.visitor.say(
                {"action": "chat", "type": "send", "conversation_id": self.conversation_id, "client_id": key, "text": TEXT}
            )
            _, answer = await asyncio.wait_for(answered, PATIENCE_S)
            if answer["type"] == "ack":
                arrived, _ = await asyncio.wait_for(arriving, PATIENCE_S)
                return arrived - started
            if answer["code"] != "rate_limited":
                raise RuntimeError(f"refused: {answer['code']}")
            self.held_back += 1
            await asyncio.sleep(answer["retry_after_ms"] / 1000)


def parlor_name(frame: Frame) -> str | None:
    """A message and its acknowledgement carry the message's own id; opening and accepting are known by their kind."""
    match frame["type"]:
        case "entry" if frame["entry"]["kind"] == "message":
            return _name(frame["entry"]["client_id"])
        case "entry":
            return f"{frame['entry']['kind']} {frame['conversation_id']}"
        case "ack":
            return _name(frame["client_id"])
        case "error":
            request = frame.get("request") or {}
            return _name(request["client_id"]) if request.get("client_id") else "error"
        case kind:
            return str(kind)


def _name(client_id: Frame) -> str:
    return f"{client_id['producer']} {client_id['n']}"


@dataclass
class Flow:
    """What one stretch of traffic showed. Latencies are in seconds."""

    latencies: list[float] = field(default_factory=list)
    errors: int = 0
    seconds: float = 0

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds


async def talk(lanes: list[Lane], at_once: int, messages: int, pause_s: float = 0, limit_s: float = 60) -> Flow:
    """Sends `messages`, `at_once` of them under way at any time, the lanes in turn, but for no longer than `limit_s`.

    `pause_s` follows each message.
    """
    flow, free = Flow(), asyncio.Queue[Lane]()
    for lane in lanes:
        free.put_nowait(lane)
    left, started = messages, time.perf_counter()

    async def one_pair() -> None:
        nonlocal left
        while left > 0 and time.perf_counter() - started < limit_s:
            left -= 1
            lane = free.get_nowait()
            try:
                flow.latencies.append(await lane.send())
            except (TimeoutError, OSError, RuntimeError):
                flow.errors += 1
            free.put_nowait(lane)
            if pause_s:
                await asyncio.sleep(pause_s)

    await asyncio.gather(*[one_pair() for _ in range(at_once)])
    flow.seconds = time.perf_counter() - started
    return flow
