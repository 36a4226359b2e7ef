"""The contract of a message on the deployed application: sockets are cut at random, and nothing is lost or doubled."""

import asyncio
import os
import random

import pytest

from tests.company import Company, Staff
from tests.people import Person, desk
from tests.tab import Tab, contiguous, messages

CONVERSATIONS = 12
MESSAGES_EACH = 42 * int(os.environ.get("STORM", "1"))
"""By each side of each conversation: 12 × 2 × 42 = 1,008 messages, 8,064 with `make storm`."""
CUTS = 2 * MESSAGES_EACH


@pytest.fixture(scope="module")
def agents(company: Company) -> list[Staff]:
    return [company.add_agent(f"agent{number}", ceiling=50) for number in range(3)]


@pytest.mark.feature("W-04", "W-06")
@pytest.mark.timeout(3_000)
def test_a_storm_of_messages_over_broken_sockets_arrives_once_and_in_order(company: Company, agents: list[Staff]) -> None:
    asyncio.run(_storm(company, agents))


async def _storm(company: Company, agents: list[Staff]) -> None:
    chance = random.Random(20261122)
    desks = [desk(company, agent) for agent in agents]
    for each in desks:
        await each.connect()
    pairs = await asyncio.gather(*[_open(company, desks[number % len(desks)]) for number in range(CONVERSATIONS)])
    async with asyncio.TaskGroup() as group:
        cutting = group.create_task(_cut([visitor for visitor, _, _ in pairs], chance))
        await asyncio.gather(*[_talk(visitor, agent, talk) for visitor, agent, talk in pairs])
        cutting.cancel()

    for visitor, agent, talk in pairs:
        seen_by_visitor = await _whole(visitor, talk)
        seen_by_agent = await _whole(agent, talk)
        assert [entry["seq"] for entry in seen_by_visitor] == list(range(1, len(seen_by_visitor) + 1))
        assert messages(seen_by_visitor) == messages(seen_by_agent)
        for who in ("visitor", "agent"):
            said = [text for text in messages(seen_by_agent) if text.startswith(who)]
            assert said == [f"{who} {number} in {talk}" for number in range(MESSAGES_EACH)], "lost, doubled or out of order"
    assert sum(visitor.connections for visitor, _, _ in pairs) > CONVERSATIONS, "the storm cut nobody"
    for tab in [*(tab for visitor, own, _ in pairs for tab in (visitor, own)), *desks]:
        await tab.close()


async def _open(company: Company, agent: Tab) -> tuple[Tab, Tab, str]:
    visitor, talk = await Person(company).opened()
    await agent.say("chat", "accept", conversation_id=talk)
    await agent.until(lambda frame: frame["type"] == "entry" and frame["conversation_id"] == talk and frame["entry"]["kind"] == "accepted")
    # The desk is one producer per conversation, as the product's client is.
    own = Tab(agent.dial)
    await own.connect()
    return visitor, own, talk


async def _talk(visitor: Tab, agent: Tab, talk: str) -> None:
    async def say(tab: Tab, who: str) -> None:
        for number in range(MESSAGES_EACH):
            await tab.send(talk, f"{who} {number} in {talk}")

    await asyncio.gather(say(visitor, "visitor"), say(agent, "agent"))


async def _cut(tabs: list[Tab], chance: random.Random) -> None:
    for _ in range(CUTS):
        await asyncio.sleep(chance.uniform(0.05, 0.4))
        chance.choice(tabs).cut()


async def _whole(tab: Tab, talk: str) -> list[dict]:  # type: ignore[type-arg]
    try:
        return await tab.sync(talk)
    except ConnectionError:
        await tab.reconnect()
        return await tab.sync(talk)


@pytest.mark.feature("W-06")
def test_many_tabs_that_send_the_same_message_at_once_make_one(company: Company, agents: list[Staff]) -> None:
    async def race() -> None:
        person = Person(company)
        async with desk(company, agents[0]), person.tab() as first:
            opened = await first.ask("chat", "open", answer="conversation")
            talk = opened["conversation"]["conversation_id"]
            others = [person.tab() for _ in range(6)]
            for tab in others:
                tab.producer = first.producer
                await tab.connect()
            acks = await asyncio.gather(*[tab.send(talk, "only once") for tab in [first, *others]])
            assert len({ack["seq"] for ack in acks}) == 1
            entries = await first.sync(talk)
            assert messages(entries) == ["only once"]
            for tab in others:
                await tab.close()

    asyncio.run(race())


@pytest.mark.feature("D-03")
def test_of_agents_who_accept_at_once_one_gets_the_visitor_and_the_others_are_told(company: Company, agents: list[Staff]) -> None:
    async def race() -> None:
        desks = [desk(company, agent) for agent in agents]
        for each in desks:
            await each.connect()
        for _ in range(5):
            async with Person(company).tab() as visitor:
                opened = await visitor.ask("chat", "open", answer="conversation")
                talk = opened["conversation"]["conversation_id"]
                answers = await asyncio.gather(*[_accept(each, talk) for each in desks])
                assert sorted(answers) == ["already_accepted", "already_accepted", "mine"]
        for each in desks:
            await each.close()

    asyncio.run(race())


async def _accept(agent: Tab, talk: str) -> str:
    def decided(frame: dict) -> bool:  # type: ignore[type-arg]
        if frame["type"] == "error":
            return (frame.get("request") or {}).get("conversation_id") == talk
        return frame["type"] == "entry" and frame["conversation_id"] == talk and frame["entry"]["kind"] == "accepted"

    waiting = agent.coming(decided)
    await agent.say("chat", "accept", conversation_id=talk)
    frame = await asyncio.wait_for(waiting, 30)
    return frame["code"] if frame["type"] == "error" else "mine"


@pytest.mark.feature("W-06")
def test_a_page_of_the_log_is_bounded_and_the_rest_follows(company: Company, agents: list[Staff]) -> None:
    async def read() -> None:
        async with desk(company, agents[0]), Person(company).tab() as visitor:
            opened = await visitor.ask("chat", "open", answer="conversation")
            talk = opened["conversation"]["conversation_id"]
            for number in range(9):
                await visitor.send(talk, f"{number} " + "长" * 3_990)
            page = await visitor.ask("chat", "sync", answer="log", conversation_id=talk, after=0)
            assert len(page["entries"]) < page["last_seq"] == 10
            entries = await visitor.sync(talk)
            assert contiguous(visitor.log[talk]) == 10
            assert [text.split()[0] for text in messages(entries)] == [str(number) for number in range(9)]

    asyncio.run(read())
