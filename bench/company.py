"""A company with a number of conversations under way, made through the public API and real sockets; and as many pairs on the floor."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bench.traffic import FloorLane, Lane, Line, ParlorLane, floor_name, parlor_name
from tests.company import Company

CONVERSATIONS_PER_AGENT = 10


@asynccontextmanager
async def conversations(company: Company, how_many: int) -> AsyncIterator[list[Lane]]:
    """Visitors who talk with agents; each agent has ten conversations on one socket, as at a desk."""
    lines: list[Line] = []

    async def opened(url: str) -> Line:
        line = await Line(url, parlor_name).open()
        lines.append(line)
        return line

    lanes: list[Lane] = []
    try:
        for first in range(0, how_many, CONVERSATIONS_PER_AGENT):
            staff = await asyncio.to_thread(company.add_agent, f"Agent {first}", None, "agent", CONVERSATIONS_PER_AGENT)
            desk = await opened(await asyncio.to_thread(company.socket_of, staff))
            for _ in range(min(CONVERSATIONS_PER_AGENT, how_many - first)):
                visit = await asyncio.to_thread(company.start_visit)
                visitor = await opened(f"{visit['socket']['url']}?ticket={visit['socket']['ticket']}")
                frame = await visitor.ask({"action": "chat", "type": "open"}, "conversation")
                conversation_id = frame["conversation"]["conversation_id"]
                await desk.ask({"action": "chat", "type": "accept", "conversation_id": conversation_id}, f"accepted {conversation_id}")
                lanes.append(ParlorLane(visitor, desk, conversation_id))
        yield lanes
        for lane in lanes:
            if isinstance(lane, ParlorLane):
                await lane.visitor.ask({"action": "chat", "type": "end", "conversation_id": lane.conversation_id}, "conversation")
    finally:
        await asyncio.gather(*[line.close() for line in lines])


@asynccontextmanager
async def floor_pairs(url: str, how_many: int) -> AsyncIterator[list[Lane]]:
    lines = [await Line(url, floor_name).open() for _ in range(2 * how_many)]
    try:
        lanes: list[Lane] = []
        for sender, receiver in zip(lines[::2], lines[1::2], strict=True):
            you = await receiver.ask({"action": "chat", "type": "who"}, "you")
            lanes.append(FloorLane(sender, receiver, you["connection"]))
        yield lanes
    finally:
        await asyncio.gather(*[line.close() for line in lines])
