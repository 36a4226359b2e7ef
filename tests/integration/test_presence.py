"""Who is there: desks that close or fall silent, states and rights, and visitors who flood."""

import asyncio
import json
import time
from itertools import count
from typing import Any

import pytest

from parlor.domain.limits import OPENED_AT_MOST, PAGES_A_MINUTE
from scripts.rest import Refused
from tests.company import Company, Staff
from tests.people import Person, desk
from tests.running import wait_until
from tests.tab import Frame, Tab

STALE_MS = 15 * 60_000


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin")


def timer(company: Company, kind: str, **job: Any) -> None:
    """A job of the timer queue as it comes when its time has come; queues deliver at least once, so a job too many does no harm."""
    body = {"kind": kind, "tenant": company.tenant_id, **job}
    stack = company.stack
    stack.client("sqs").send_message(QueueUrl=stack.timer_queue_url, MessageBody=json.dumps(body))


def rows(company: Company, part: str, agent: Staff) -> list[dict[str, Any]]:
    """The agent's rows of the Presence table: `AGENTS` or `SOCKETS#A`."""
    found = company.stack.client("dynamodb").query(
        TableName=company.stack.presence_table,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :agent)",
        ExpressionAttributeValues={":pk": {"S": f"{company.tenant_id}#{part}"}, ":agent": {"S": agent.agent_id}},
        ConsistentRead=True,
    )
    items: list[dict[str, Any]] = found["Items"]
    return items


def state(company: Company, agent: Staff) -> str:
    """As the administrator sees it, who may see everything."""
    return str(next(each["state"] for each in company.admin.rest.get("/agents")["agents"] if each["agent_id"] == agent.agent_id))


async def until(ask: Any, what: str) -> None:
    await asyncio.to_thread(wait_until, ask, 60, what)


async def be(tab: Tab, agent: Staff, state: str, **more: Any) -> dict[str, Any]:
    """Sets the state; the agent as the desk is told."""
    coming = tab.coming(lambda frame: frame["type"] == "agent" and frame["agent"]["agent_id"] == agent.agent_id)
    await tab.say("presence", "state", state=state, **more)
    return dict((await asyncio.wait_for(coming, 30))["agent"])


@pytest.mark.feature("D-12")
def test_several_desks_are_one_presence_until_the_last_is_gone_or_silent(company: Company, lin: Staff) -> None:
    rest = company.admin.rest
    service = rest.get("/service")
    rest.patch("/service", version=service["version"], idle=service["idle"] | {"agent_gone_s": 1})

    async def work() -> None:
        first, second = desk(company, lin), desk(company, lin)
        await first.connect()
        await second.connect()
        await until(lambda: state(company, lin) == "online" and len(rows(company, "SOCKETS#A", lin)) == 2, "two desks")
        visitor, conversation_id = await Person(company).opened()
        await first.ask("chat", "accept", answer="conversation", conversation_id=conversation_id)

        await first.close()
        await until(lambda: len(rows(company, "SOCKETS#A", lin)) == 1, "one desk")
        timer(company, "agent_gone", agent_id=lin.agent_id)
        await second.ask("presence", "ping", answer="pong")
        assert state(company, lin) == "online"

        # A push that came before the socket had opened found it gone, another was never heard of again: only that one is forgotten.
        (socket,) = rows(company, "SOCKETS#A", lin)
        company.stack.client("dynamodb").put_item(
            TableName=company.stack.presence_table, Item=socket | {"sk": {"S": f"{lin.agent_id}#vanished"}}
        )
        for connection in (socket["sk"]["S"].partition("#")[2], "vanished"):
            timer(company, "socket_lost", role="agent", subject=lin.agent_id, connection=connection)
        await until(lambda: rows(company, "SOCKETS#A", lin) == [socket], "the vanished desk to be forgotten")

        # The machine is closed: its socket says no goodbye, and no heart-beat came for long.
        (socket,) = rows(company, "SOCKETS#A", lin)
        stale = str(int(time.time() * 1000) - STALE_MS)
        company.stack.client("dynamodb").update_item(
            TableName=company.stack.presence_table,
            Key={"pk": socket["pk"], "sk": socket["sk"]},
            UpdateExpression="SET seen_at = :stale",
            ExpressionAttributeValues={":stale": {"N": stale}},
        )
        (agent,) = rows(company, "AGENTS", lin)
        timer(company, "desks_watched", agent_id=lin.agent_id, due=int(agent["watch_at"]["N"]))
        await until(lambda: not rows(company, "SOCKETS#A", lin), "the silent desk to be forgotten")
        timer(company, "agent_gone", agent_id=lin.agent_id)
        await until(lambda: state(company, lin) == "offline", "off line")
        back = await visitor.until(
            lambda frame: frame["type"] == "entry" and frame["entry"]["kind"] == "queued" and frame["entry"].get("reason") == "agent_gone",
            60,
        )
        assert back["conversation_id"] == conversation_id
        await second.close()
        await visitor.close()

    asyncio.run(work())


@pytest.mark.feature("D-12", "S-02", "L-07")
def test_rights_reasons_and_who_is_invisible(company: Company, lin: Staff) -> None:
    rest = company.admin.rest
    reason = "01M3250V00000000000000000B"
    service = rest.get("/service")
    rest.patch("/service", version=service["version"], attendance={"away_reasons": [{"reason_id": reason, "name": "Training"}]})
    boss = company.add_agent("Boss", role="supervisor")

    async def work() -> None:
        first, second = desk(company, lin), desk(company, boss)
        await first.connect()
        await second.connect()
        await until(lambda: (state(company, lin), state(company, boss)) == ("online", "online"), "both on line")
        time.sleep(3.5)  # functions answer how a company serves from memory for three seconds
        told = await be(first, lin, "away", reason_id=reason)
        assert (told["state"], told["reason"]) == ("away", "Training")
        assert (await be(second, boss, "invisible"))["state"] == "invisible"
        of_boss = lambda frame: frame["type"] == "agent" and frame["agent"]["agent_id"] == boss.agent_id  # noqa: E731
        await first.until(lambda frame: of_boss(frame) and frame["agent"]["state"] == "offline")
        assert "invisible" not in {frame["agent"]["state"] for frame in first.frames if of_boss(frame)}
        assert {each["state"] for each in lin.rest.get("/agents")["agents"] if each["agent_id"] == boss.agent_id} == {"offline"}
        assert company.start_visit()["availability"] == "offline", "neither is there for visitors"

        version = next(each["version"] for each in rest.get("/agents")["agents"] if each["agent_id"] == lin.agent_id)
        rest.patch(f"/agents/{lin.agent_id}", version=version, rights_removed=["receive"])
        await until(lambda: not rows(company, "SOCKETS#A", lin), "the desk to be told to come again")
        again = desk(company, lin)
        await again.connect()
        refused = await again.ask("presence", "state", answer="error", state="online")
        assert refused["code"] == "forbidden"
        assert state(company, lin) == "away"
        for tab in (first, again, second):
            await tab.close()

    asyncio.run(work())
    with pytest.raises(Refused) as forbidden:
        lin.rest.get("/audit?from=2026-01-01&to=2026-01-31")
    assert forbidden.value.code == "forbidden"
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86_400)), time.strftime("%Y-%m-%d", time.gmtime(time.time() + 86_400))
    entries = rest.get(f"/audit?from={day[0]}&to={day[1]}")["entries"]
    changed = next(each for each in entries if each["action"] == "change_agent")
    assert changed["about_name"] == "Lin"
    assert (changed.get("before"), changed["after"]) == ({"rights_removed": []}, {"rights_removed": ["receive"]})
    refused = rest.get(f"/audit?from={day[0]}&to={day[1]}&kind=refused&agent_id={lin.agent_id}")["entries"]
    assert {(each["action"], each["right"]) for each in refused} == {("presence.state", "receive"), ("list_audit", "read_audit")}


def test_a_visitor_who_floods_is_slowed_and_nobody_else(company: Company) -> None:
    # What functions remember is allowed ten times as often here (samconfig.toml); what is counted from the tables is not.
    async def work() -> None:
        async with desk(company, company.admin):
            await until(lambda: state(company, company.admin) == "online", "somebody for visitors")
            flood, other = Person(company).tab(), Person(company).tab()
            await flood.connect()
            await other.connect()
            slowed = await flooding(flood)
            assert (slowed["code"], slowed["request"]["type"]) == ("rate_limited", "page")
            assert 0 < slowed["retry_after_ms"] <= 60_000

            for _ in range(OPENED_AT_MOST):
                await open_and_end(flood)
            flood.frames.clear()
            refused = await flood.ask("chat", "open", answer="error")
            while refused["request"]["type"] != "open":
                refused = await flood.ask("chat", "open", answer="error")
            assert refused["code"] == "rate_limited"

            await open_and_end(other)
            await other.say("track", "page", url="https://tea.example/", title="Tea")
            await other.ask("presence", "ping", answer="pong")
            assert not [frame for frame in other.frames if frame["type"] == "error"]
            await flood.close()
            await other.close()

    asyncio.run(work())


async def flooding(tab: Tab) -> Frame:
    """The refusal that pages come to, as many as it takes on a machine that needs long for each."""
    refused = tab.coming(lambda frame: frame["type"] == "error")
    for number in count():
        await tab.say("track", "page", url=f"https://tea.example/{number}", title="Tea")
        await asyncio.sleep(0 if number < PAGES_A_MINUTE else 0.1)
        if refused.done():
            return refused.result()
    raise AssertionError


async def open_and_end(tab: Tab) -> None:
    opened = tab.coming(lambda frame: frame["type"] == "conversation" and frame["conversation"]["state"] == "waiting")
    await tab.say("chat", "open")
    conversation_id = (await asyncio.wait_for(opened, 60))["conversation"]["conversation_id"]
    ended = tab.coming(lambda frame: frame["type"] == "conversation" and frame["conversation"]["state"] == "closed")
    await tab.say("chat", "end", conversation_id=conversation_id)
    await asyncio.wait_for(ended, 60)
