"""The black list, over real sockets: who stands in it is put out and finds no way back."""

import asyncio
import time
from typing import Any

import pytest
from websockets.exceptions import InvalidHandshake

from parlor.domain.ids import new_ulid
from scripts.rest import Refused, Rest
from tests.company import Company, Staff
from tests.people import Person, desk, seen_of
from tests.running import wait_until
from tests.tab import Tab

MEMORY_S = 3.5
"""Functions answer from memory for three seconds."""


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin", ceiling=50)


def entry(company: Company, block_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in company.admin.rest.get("/blocks")["blocks"] if each["block_id"] == block_id)
    return found


def leave_message(company: Company, person: Person, **more: str) -> dict[str, Any]:
    email = f"visitor-{company.mark}@parlor.example"
    body = {"visitor_token": person.token, "client_id": new_ulid(int(time.time() * 1000)), "email": email, "text": "Hello"}
    return Rest(company.stack.api_url).post("/widget/left-messages", **body | more)


async def closed(tab: Tab) -> None:
    """The server has ended the socket."""
    with pytest.raises(ConnectionError):
        await asyncio.wait_for(tab.coming(lambda frame: False), 30)


@pytest.mark.feature("D-23", "R-09", "L-05")
def test_who_is_blocked_in_mid_conversation_is_out_and_stays_out(company: Company, lin: Staff) -> None:
    async def block() -> None:
        async with desk(company, lin) as agent:
            person, other = Person(company), Person(company)
            visitor, conversation_id = await person.opened()
            await agent.say("chat", "accept", conversation_id=conversation_id)
            await agent.until(lambda frame: (frame.get("conversation") or {}).get("state") == "active")
            gone = asyncio.create_task(closed(visitor))
            ending = agent.coming(lambda frame: (frame.get("conversation") or {}).get("state") == "closed")
            url = f"/visitors/{person.visitor_id}/block"
            with pytest.raises(Refused) as too_long:
                await asyncio.to_thread(lin.rest.post, url, by="visitor", effect="refuse", reason="Rude", minutes=1_441)
            assert (too_long.value.code, too_long.value.problem["field"]) == ("forbidden", "minutes")
            made = await asyncio.to_thread(lin.rest.post, url, by="visitor", effect="refuse", reason="Rude", minutes=60)
            assert (await asyncio.wait_for(ending, 30))["conversation"]["conversation_id"] == conversation_id
            await gone

            await asyncio.sleep(MEMORY_S)
            assert (await asyncio.to_thread(person.start))["availability"] == "refused"
            back = person.tab()
            async with back:
                refusal = await back.refused("chat", "open")
                assert (refusal["code"], "Rude" in refusal["message"]) == ("blocked", False)
            with pytest.raises(Refused, match="blocked"):
                await asyncio.to_thread(leave_message, company, person)
            seen = await asyncio.to_thread(entry, company, made["block_id"])
            assert seen["hits"] >= 3, "the visit, the conversation, the message"
            assert seen["last_hit_at"] >= seen["from_at"]
            assert (seen["by_name"], seen["until"] - seen["from_at"]) == ("Lin", 3_600_000)

            free, _ = await other.opened()
            await free.close()
            await asyncio.to_thread(company.admin.rest.call, "DELETE", f"/blocks/{made['block_id']}")
            await asyncio.sleep(MEMORY_S)
            again, _ = await person.opened()
            await again.close()

    asyncio.run(block())


@pytest.mark.feature("R-09")
def test_who_is_hidden_sees_nothing_and_is_not_seen_until_it_is_over(company: Company, lin: Staff) -> None:
    async def hide() -> None:
        async with desk(company, lin) as agent:
            person = Person(company)
            async with person.tab() as visitor:
                await visitor.say("track", "page", url="https://tea.example/", title="Tea")
                await agent.until(lambda frame: bool(seen_of(frame, person.visitor_id)))
                gone = asyncio.create_task(closed(visitor))
                left = agent.coming(lambda frame: bool(seen_of(frame, person.visitor_id).get("left_at")))
                until = int(time.time() * 1000) + 20_000
                number = f"V-{person.visitor_id[-6:]}"
                made = await asyncio.to_thread(
                    company.admin.rest.post, "/blocks", kind="visitor", value=number, effect="hide", reason="Bot", until=until
                )
                await asyncio.wait_for(left, 30)
                await gone

            def refused() -> str:
                try:
                    person.start()
                except Refused as refusal:
                    return refusal.code
                return ""

            assert await asyncio.to_thread(wait_until, refused) == "blocked"
            assert (await asyncio.to_thread(entry, company, made["block_id"]))["hits"] >= 1
            await asyncio.to_thread(wait_until, lambda: not refused(), 60)
            assert time.time() * 1000 >= until

    asyncio.run(hide())


@pytest.mark.feature("R-09")
def test_an_address_a_range_and_a_telephone_number(company: Company, lin: Staff) -> None:
    lead = company.admin.rest

    async def seen_address() -> tuple[Person, str]:
        person = Person(company)
        async with desk(company, lin) as agent, person.tab() as visitor:
            await visitor.say("track", "page", url="https://tea.example/", title="Tea")
            frame = await agent.until(lambda frame: bool(seen_of(frame, person.visitor_id)))
            return person, seen_of(frame, person.visitor_id)["ip"]

    person, address = asyncio.run(seen_address())
    made = lead.post(f"/visitors/{person.visitor_id}/block", by="ip", effect="refuse", reason="Flood")

    async def open_from_there() -> None:
        async with Person(company).tab() as stranger:
            assert (await stranger.refused("chat", "open"))["code"] == "blocked"

    time.sleep(MEMORY_S)
    asyncio.run(open_from_there())
    assert entry(company, made["block_id"])["kind"] == "ip"
    lead.call("DELETE", f"/blocks/{made['block_id']}")

    other = lead.post("/blocks", kind="ip", value="203.0.113.200", effect="hide", reason="Flood")
    time.sleep(MEMORY_S)
    early = Person(company)
    early.start()
    hidden = lead.post("/blocks", kind="ip", value=address, effect="hide", reason="Flood")
    time.sleep(MEMORY_S)

    async def with_an_old_ticket() -> None:
        async def dial() -> str:
            return f"{early.visit['socket']['url']}?ticket={early.visit['socket']['ticket']}"

        with pytest.raises(InvalidHandshake):
            await Tab(dial).connect()

    asyncio.run(with_an_old_ticket())
    assert entry(company, hidden["block_id"])["hits"] == 1
    for each in (other, hidden):
        lead.call("DELETE", f"/blocks/{each['block_id']}")

    with pytest.raises(Refused) as wrong:
        lead.post("/blocks", kind="cidr", value="203.0.113.0/33", effect="refuse", reason="Flood")
    assert (wrong.value.code, wrong.value.problem["field"]) == ("bad_cidr", "value")
    with pytest.raises(Refused, match="forbidden"):
        lin.rest.get("/blocks")

    phone = lead.post("/blocks", kind="phone", value="+86 138 0000 1111", effect="refuse", reason="Fraud")
    time.sleep(MEMORY_S)
    caller = Person(company)
    caller.start()
    with pytest.raises(Refused, match="blocked"):
        leave_message(company, caller, phone="+86 13800001111")
    assert leave_message(company, caller, phone="+86 13800001112")

    form = {"form_id": new_ulid(1), "title": "Your number", "fields": [{"key": "phone", "kind": "phone", "label": "Telephone"}]}
    lead.patch("/service", version=lead.get("/service")["version"], forms=[form])
    time.sleep(MEMORY_S)

    async def fill_in_a_form() -> None:
        async with desk(company, lin) as agent:
            visitor, conversation_id = await Person(company).opened()
            await agent.say("chat", "accept", conversation_id=conversation_id)
            await agent.until(lambda frame: (frame.get("conversation") or {}).get("agent_id") == lin.agent_id)
            pushed = await agent.send(conversation_id, form_id=form["form_id"])
            about = {"conversation_id": conversation_id, "form_seq": pushed["seq"]}
            refusal = await visitor.refused("chat", "answer_form", **about, values={"phone": "+86 13800001111"})
            assert refusal["code"] == "blocked"
            answered = visitor.coming(lambda frame: (frame.get("entry") or {}).get("kind") == "form_answered")
            await visitor.say("chat", "answer_form", **about, values={"phone": "+86 13800001112"})
            assert (await asyncio.wait_for(answered, 30))["entry"]["form_seq"] == pushed["seq"]
            await visitor.close()

    asyncio.run(fill_in_a_form())
    lead.call("DELETE", f"/blocks/{phone['block_id']}")
