"""A conversation of 5,000 messages is opened at the desk: how long the page's scripts run until its end is on the screen."""

import asyncio
import statistics
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, CDPSession, sync_playwright

from parlor.domain.ids import ConversationId, TenantId
from parlor.storage import keys
from tests.company import Company
from tests.e2e.conftest import FLAGS, chromium
from tests.e2e.people import Agent
from tests.people import Person, desk
from tests.running import Running

MESSAGES = 5_000
ROUNDS = 5
LINES = ("Is the spring tea still there, and would it reach Hangzhou before Sunday?", "It is; what is ordered before four leaves today.")


def script_ms(stack: Running) -> float:
    """The median of some openings, in milliseconds."""
    with Company.sign_up(stack, name="Long talks") as company:
        lin = company.add_agent("Lin", ceiling=5)
        conversation_id = asyncio.run(_talk(company, lin))
        _fill(stack, TenantId(company.tenant_id), ConversationId(conversation_id))
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium(), args=list(FLAGS))
            try:
                return statistics.median(_open(browser, company, lin) for _ in range(ROUNDS))
            finally:
                browser.close()


async def _talk(company: Company, lin: Any) -> str:
    """An accepted conversation that goes on."""
    async with desk(company, lin) as agent:
        visitor, conversation_id = await Person(company).opened()
        async with visitor:
            await agent.say("chat", "accept", conversation_id=conversation_id)
            await agent.until(lambda frame: (frame.get("conversation") or {}).get("state") == "active")
    return conversation_id


def _fill(stack: Running, tenant: TenantId, conversation_id: ConversationId) -> None:
    """Writes what would have been said, as the product stores it, behind the first entries."""
    client = stack.client("dynamodb")
    pk = {"S": keys.conversation(tenant, conversation_id)}
    meta = client.get_item(TableName=stack.chat_table, Key={"pk": pk, "sk": {"S": keys.META}}, ConsistentRead=True)["Item"]
    first = int(meta["seq"]["N"]) + 1
    puts = [{"PutRequest": {"Item": row}} for row in _rows(pk, tenant, conversation_id, meta, first)]
    for begin in range(0, len(puts), 25):
        client.batch_write_item(RequestItems={stack.chat_table: puts[begin : begin + 25]})
    client.update_item(
        TableName=stack.chat_table,
        Key={"pk": pk, "sk": {"S": keys.META}},
        UpdateExpression="SET seq = :seq, mc = :count, read_agent = :read",
        ExpressionAttributeValues={
            ":seq": {"N": str(first + MESSAGES - 1)},
            ":count": {"N": str(MESSAGES)},
            ":read": {"N": str(first + MESSAGES - 4)},
        },
    )


def _rows(pk: dict[str, str], tenant: str, conversation_id: str, meta: dict[str, Any], first: int) -> Iterator[dict[str, Any]]:
    for number in range(MESSAGES):
        side, person = (("visitor", meta["v"]), ("agent", meta["a"]))[number % 2]
        yield {
            "pk": pk,
            "sk": {"S": keys.log_entry(first + number)},
            "kind": {"S": "message"},
            "tenant": {"S": tenant},
            "conversation_id": {"S": conversation_id},
            "seq": {"N": str(first + number)},
            "at": {"N": str(int(meta["o"]["N"]) + number)},
            "by_role": {"S": side},
            "by_id": person,
            "producer": {"S": f"bench{side:0<7}"},
            "n": {"N": str(number + 1)},
            "text": {"S": f"{number + 1}. {LINES[number % 2]}"},
        }


def _open(browser: Browser, company: Company, lin: Any) -> float:
    agent = Agent.sign_in(browser, company, lin)
    try:
        agent.go("desk")
        row = agent.page.get_by_test_id("conversation-row").first
        row.wait_for(timeout=20_000)
        agent.page.wait_for_timeout(1_500)
        session = agent.context.new_cdp_session(agent.page)
        session.send("Performance.enable")
        before = _scripts_s(session)
        row.click()
        agent.message(f"{MESSAGES}. ").wait_for(timeout=20_000)
        agent.page.wait_for_timeout(300)
        return (_scripts_s(session) - before) * 1_000
    finally:
        agent.leave()


def _scripts_s(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "ScriptDuration"))
