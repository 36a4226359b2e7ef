"""A client of the WebSocket protocol as docs/life-of-a-message.md describes it: sends again until acknowledged, syncs after every gap.

Written for the tests, in another language than the product's own clients, so that the protocol is proved and not a library.
"""

import asyncio
import json
import random
import string
from collections.abc import Awaitable, Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

Frame = dict[str, Any]
Dial = Callable[[], Awaitable[str]]
"""Gives an address to connect to, with a fresh ticket."""

ACK_PATIENCE_S = 10.0
_TOLD = 20
"""So many of the last frames are shown when the one that was waited for did not come."""


class Tab:
    """One socket of one person. `log` holds the entries of the conversations that were synced, by place."""

    def __init__(self, dial: Dial, browser: str | None = None) -> None:
        """`browser` is what it calls itself."""
        self.dial = dial
        self.browser = browser
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._waiting: list[tuple[Callable[[Frame], bool], asyncio.Future[Frame]]] = []
        self.frames: list[Frame] = []
        self.log: dict[str, dict[int, Frame]] = {}
        self.producer = "".join(random.choices(string.ascii_letters + string.digits, k=12))
        self.sent = 0
        self.connections = 0
        self.unanswered = 0
        """Frames of which the gateway said that their function was lost."""

    async def __aenter__(self) -> "Tab":
        """Connects, unless that has been done."""
        if self._socket is None:
            await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def connect(self) -> None:
        self._socket = await connect(await self.dial(), open_timeout=60, max_size=2**20, user_agent_header=self.browser)
        self.connections += 1
        self._reader = asyncio.create_task(self._read(self._socket))

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    def cut(self) -> None:
        """The cable is pulled: no goodbye."""
        if self._socket is not None and self._socket.transport is not None:
            self._socket.transport.abort()

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                if (frame := _frame_in(text)) is not None:
                    self._take(frame)
                else:
                    self.unanswered += 1
        except ConnectionClosed:
            pass
        for _, future in self._waiting:
            if not future.done():
                future.set_exception(ConnectionError("the socket closed"))
        self._waiting.clear()

    def _take(self, frame: Frame) -> None:
        self.frames.append(frame)
        if frame["type"] == "entry" and frame["conversation_id"] in self.log:
            self.log[frame["conversation_id"]].setdefault(frame["entry"]["seq"], frame["entry"])
        if frame["type"] in ("log", "internal_log"):
            entries = self.log.setdefault(frame["conversation"]["conversation_id"], {})
            for entry in frame["entries"]:
                entries.setdefault(entry["seq"], entry)
        for fits, future in list(self._waiting):
            if not future.done() and fits(frame):
                future.set_result(frame)
        self._waiting = [pair for pair in self._waiting if not pair[1].done()]

    async def say(self, action: str, kind: str, /, **fields: Any) -> None:
        """Sends one frame as it is."""
        await self.raw(json.dumps({"action": action, "type": kind, **fields}))

    async def raw(self, text: str) -> None:
        if self._socket is None:
            raise ConnectionError("not connected")
        try:
            await self._socket.send(text)
        except ConnectionClosed as closed:
            raise ConnectionError("the socket closed") from closed

    async def ask(self, action: str, kind: str, /, *, answer: str | tuple[str, ...], patience_s: float = 60, **fields: Any) -> Frame:
        """Sends a frame and waits for a frame of one of the types `answer`."""
        kinds = (answer,) if isinstance(answer, str) else answer
        waiting = self.coming(lambda frame: frame["type"] in kinds)
        await self.say(action, kind, **fields)
        return await self._within(patience_s, waiting)

    def coming(self, fits: Callable[[Frame], bool]) -> "asyncio.Future[Frame]":
        """The next frame that fits, from now on."""
        future: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._waiting.append((fits, future))
        return future

    async def until(self, fits: Callable[[Frame], bool], patience_s: float = 60) -> Frame:
        """A frame that fits, among those that have come or the next."""
        for frame in self.frames:
            if fits(frame):
                return frame
        return await self._within(patience_s, self.coming(fits))

    async def _within(self, patience_s: float, waiting: "asyncio.Future[Frame]") -> Frame:
        try:
            return await asyncio.wait_for(waiting, patience_s)
        except TimeoutError:
            lately = "\n".join(json.dumps(frame)[:300] for frame in self.frames[-_TOLD:])
            raise AssertionError(f"No such frame within {patience_s} s. The last that came:\n{lately}") from None

    # --- a conversation, as a real client keeps it -----------------------------------------------------------------

    async def sync(self, conversation_id: str, patience_s: float = 60, *, route: str = "chat") -> list[Frame]:
        """Asks until the log is whole. `route` is `internal` for a conversation among colleagues."""
        answer = "log" if route == "chat" else "internal_log"
        deadline = asyncio.get_running_loop().time() + patience_s
        while True:
            entries = self.log.setdefault(conversation_id, {})
            after = contiguous(entries)
            frame = await self.ask(route, "sync", answer=answer, conversation_id=conversation_id, after=after)
            if contiguous(entries) >= frame["last_seq"]:
                return [entries[seq] for seq in sorted(entries)]
            if asyncio.get_running_loop().time() > deadline:
                raise TimeoutError(f"the log stays at {contiguous(entries)} of {frame['last_seq']}")
            await asyncio.sleep(0.3)

    async def send(self, conversation_id: str, text: str = "", *, route: str = "chat", **content: Any) -> Frame:
        """Sends until it is acknowledged, across broken sockets. Returns the acknowledgement.

        `content` is what the message carries besides its text.
        """
        self.sent += 1
        key = {"producer": self.producer, "n": self.sent}
        while True:
            try:
                acknowledged = self.coming(lambda frame: is_about(frame, key))
                await self.say(route, "send", conversation_id=conversation_id, client_id=key, text=text, **content)
                frame = await asyncio.wait_for(acknowledged, ACK_PATIENCE_S)
            except (ConnectionError, TimeoutError):
                await self.reconnect()
                continue
            if frame["type"] == "ack":
                return frame
            if frame["code"] not in ("rate_limited", "internal"):
                raise AssertionError(f"refused: {frame}")
            await asyncio.sleep((frame.get("retry_after_ms") or 300) / 1000)

    async def refused(self, action: str, kind: str, /, **fields: Any) -> Frame:
        """Sends a frame that must be refused. Returns the error."""
        return await self.ask(action, kind, answer="error", **fields)

    async def try_to_send(self, conversation_id: str, **content: Any) -> Frame:
        """Sends a message that must be refused, with a producer of its own. Returns the error."""
        key = {"producer": "".join(random.choices(string.ascii_letters + string.digits, k=12)), "n": 1}
        return await self.refused("chat", "send", conversation_id=conversation_id, client_id=key, **content)

    async def reconnect(self) -> None:
        while True:
            try:
                await self.close()
                await self.connect()
                return
            except (OSError, InvalidHandshake, TimeoutError):
                await asyncio.sleep(0.2)


def _frame_in(text: str | bytes) -> Frame | None:
    """None for what the gateway itself says when a function was lost under a frame. Clients do not know it and wait for an answer."""
    try:
        said = json.loads(text)
    except ValueError:
        return None
    return said if isinstance(said, dict) and "type" in said else None


def contiguous(entries: dict[int, Frame]) -> int:
    """The last place before the first gap."""
    seq = 0
    while seq + 1 in entries:
        seq += 1
    return seq


def is_about(frame: Frame, key: Frame) -> bool:
    """An acknowledgement of this message, or the refusal of it."""
    if frame["type"] == "ack":
        return bool(frame["client_id"] == key)
    return frame["type"] == "error" and (frame.get("request") or {}).get("client_id") == key


def messages(entries: list[Frame]) -> list[str]:
    return [entry["text"] for entry in entries if entry["kind"] == "message"]
