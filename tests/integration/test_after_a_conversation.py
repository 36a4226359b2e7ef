"""What a conversation leaves behind: records, figures, mail to who did not read, and an agent who may not go on."""

import asyncio
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.company import Company, Staff
from tests.people import Person, desk
from tests.running import Running, wait_until

GRACE_S = 10


def around_today() -> dict[str, str]:
    today = datetime.now(UTC).date()
    return {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=1))}


async def talk(company: Company, staff: Staff, *, closes: bool = True, email: str = "") -> tuple[str, str]:
    """A visitor looks at two pages, opens a conversation, both say something. The visitor's tab is closed at the end."""
    person = Person(company)
    async with desk(company, staff) as agent, person.tab() as visitor:
        for page in ("/", "/green"):
            await visitor.say("track", "page", url=f"https://tea.example{page}", title=page)
        if email:
            await visitor.say("chat", "contact", name="Frau Li", email=email)
        opened = await visitor.ask("chat", "open", answer="conversation", page_url="https://tea.example/green")
        conversation = opened["conversation"]["conversation_id"]
        accepted = agent.coming(lambda frame: frame["type"] == "conversation" and frame["conversation"]["state"] == "active")
        await agent.say("chat", "accept", conversation_id=conversation)
        await asyncio.wait_for(accepted, 30)
        await visitor.send(conversation, "Is Longjing in stock?")
        if closes:
            await agent.send(conversation, "Yes, it is.")
            ended = agent.coming(lambda frame: frame["type"] == "conversation" and frame["conversation"]["state"] == "closed")
            await agent.say("chat", "end", conversation_id=conversation)
            await asyncio.wait_for(ended, 30)
    return conversation, person.visitor_id


@pytest.mark.feature("L-01")
def test_a_conversation_is_in_the_records_with_all_that_was_said(company: Company) -> None:
    lin = company.add_agent("Lin")
    conversation, visitor = asyncio.run(talk(company, lin))
    admin = company.admin.rest
    listed = admin.get("/conversations", **around_today())["conversations"]
    row = next(each for each in listed if each["conversation_id"] == conversation)
    assert (row["agent_name"], row["message_count"], row["state"]) == ("Lin", 2, "closed")
    for query, found in (
        ({"agent_id": lin.agent_id}, True),
        ({"agent_id": company.admin.agent_id}, False),
        ({"visitor": f"V-{visitor[-6:]}"}, True),
        ({"visitor": "nobody"}, False),
    ):
        page = admin.get("/conversations", **around_today(), **query)["conversations"]
        assert (conversation in [each["conversation_id"] for each in page]) == found, query
    log = admin.get(f"/conversations/{conversation}/log")
    assert [entry["kind"] for entry in log["entries"]] == ["queued", "accepted", "message", "message", "closed"]
    assert [entry["text"] for entry in log["entries"] if entry["kind"] == "message"] == ["Is Longjing in stock?", "Yes, it is."]


@pytest.mark.feature("A-01", "A-05")
def test_visits_pages_and_conversations_are_counted(stack: Running) -> None:
    with Company.sign_up(stack, "Counting") as company:
        lin = company.add_agent("Lin")
        assert "widget_seen_at" not in company.admin.rest.get("/home")
        for _ in range(2):
            asyncio.run(talk(company, lin))
        admin = company.admin.rest

        def counted() -> dict[str, Any] | None:
            visits = admin.get("/reports/visits", grain="day", **around_today())
            return visits if (visits["views"], visits["visits"], visits["consultations"]) == (4, 2, 2) else None

        wait_until(counted, 60, "the figures")
        report = admin.get("/reports/consultations", grain="hour", **around_today())
        assert (report["total"], report["online"], report["offline"], report["accepted"]) == (2, 2, 0, 2)
        wait_until(lambda: admin.get("/home")["day"]["today"].get("conversations") == 2, 60, "the day")
        home = admin.get("/home")
        assert (home["day"]["today"]["visits"], home["set_up"]["test"]) == (2, True)
        assert home["widget_seen_at"] > 0


@pytest.mark.feature("W-28")
def test_a_message_that_nobody_read_is_mailed_once(stack: Running) -> None:
    """Given a visitor who left her address and went, when the agent goes on writing, she gets one mail."""
    with Company.sign_up(stack, "Tea & Co") as company:
        company.admin.rest.patch("/company", version=1, unread_grace_s=GRACE_S)
        lin, email = company.add_agent("Lin"), f"li-{secrets.token_hex(4)}@parlor.example"
        conversation, _ = asyncio.run(talk(company, lin, closes=False, email=email))

        async def go_on() -> None:
            async with desk(company, lin) as agent:
                for text in ("It is <3 in stock.", "Shall I reserve some?"):
                    await agent.send(conversation, text)

        asyncio.run(go_on())
        mail = stack.wait_for_mail(email, patience_s=GRACE_S + 60)
        assert "Tea & Co" in mail["Subject"]
        assert "It is &lt;3 in stock." in mail["BodyHtml"]
        assert f"{stack.site_url}/widget/chat.html#resume=v1.r." in mail["BodyText"]
        unsubscribe = f"{stack.api_url}/unsubscribe?token="
        assert unsubscribe in mail["BodyText"]
        told = stack.wait_for_mail(lin.email, lambda mail: "Frau Li" in mail["Subject"], patience_s=GRACE_S + 60)
        assert "/admin/index.html" in told["BodyText"]
        asyncio.run(asyncio.sleep(3))
        assert len(stack.mails(email)) == 1


@pytest.mark.feature("S-01")
def test_a_disabled_agents_desk_is_put_out(company: Company) -> None:
    zhao = company.add_agent("Zhao")

    async def work() -> None:
        async with desk(company, zhao) as agent:
            await agent.ask("presence", "ping", answer="pong")
            assert agent._reader is not None
            await asyncio.to_thread(company.admin.rest.patch, f"/agents/{zhao.agent_id}", version=1, disabled=True)
            await asyncio.wait_for(asyncio.shield(agent._reader), 30)

    asyncio.run(work())
    listed = company.admin.rest.get("/agents")["agents"]
    assert [each["state"] for each in listed if each["agent_id"] == zhao.agent_id] == ["offline"]
