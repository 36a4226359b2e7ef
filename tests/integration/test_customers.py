"""Customers' cards beside conversations, and conversations searched, through the deployed API."""

import asyncio
from typing import Any

import pytest

from scripts.rest import Refused
from tests.company import Company, Staff
from tests.people import Person, desk, seen_of
from tests.running import wait_until


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin", ceiling=50)


def card_of(staff: Staff, visitor_id: str) -> dict[str, Any]:
    return staff.rest.get(f"/visitors/{visitor_id}/card")


def whole(card: dict[str, Any]) -> dict[str, Any] | None:
    """With the double that an index finds a moment later."""
    return card if card.get("duplicates") else None


@pytest.mark.feature("D-08", "D-09")
def test_a_card_names_the_visitor_on_every_desk_until_it_is_unlinked(company: Company, lin: Staff) -> None:
    async def link() -> None:
        async with desk(company, lin) as agent:
            person = Person(company)
            visitor, conversation_id = await person.opened()
            async with visitor:
                await visitor.say("track", "page", url="https://tea.example/", title="Tea")
                await visitor.say("chat", "contact", name="Lili", phone="555-0101")
                await agent.until(lambda frame: bool(seen_of(frame, person.visitor_id)))
                await agent.say("chat", "accept", conversation_id=conversation_id)
                await agent.until(lambda frame: frame["type"] == "conversation" and frame["conversation"]["state"] == "active")

                def named(name: str) -> Any:
                    return agent.until(lambda frame: frame["type"] == "conversation" and frame["conversation"].get("visitor_name") == name)

                twin = await asyncio.to_thread(lin.rest.post, "/customers", name="Twin", phone="5550101")
                card = await asyncio.to_thread(
                    lin.rest.post, "/customers", name="Li Ping", email="li@example.com", visitor_id=person.visitor_id
                )
                await named("Li Ping")
                await agent.until(lambda frame: seen_of(frame, person.visitor_id).get("name") == "Li Ping")
                beside = await asyncio.to_thread(wait_until, lambda: whole(card_of(lin, person.visitor_id)), 30, "the card with its double")
                assert (beside["customer"], beside["duplicates"], beside["profile"]["name"]) == (card, [twin], "Li Ping")
                assert [each["conversation_id"] for each in beside["conversations"]] == [conversation_id]
                await asyncio.to_thread(lin.rest.patch, f"/customers/{card['customer_id']}", version=1, name="Li Na")
                await named("Li Na")
                await asyncio.to_thread(lin.rest.call, "DELETE", f"/visitors/{person.visitor_id}/customer")
                alone = await asyncio.to_thread(card_of, lin, person.visitor_id)
                assert ("customer" in alone, alone["profile"]["name"]) == (False, "Lili")
                entries = await visitor.sync(conversation_id)
                assert "visitor_named" not in {entry["kind"] for entry in entries}, "what staff call a visitor is staff's"

    asyncio.run(link())


@pytest.mark.feature("D-09")
def test_cards_are_found_by_number_address_and_name(company: Company, lin: Staff) -> None:
    card = lin.rest.post("/customers", name="Zhao Min", phone="+86 139-1111-2222", email="Zhao@Example.com", wechat="zhaomin")
    for query in ({"phone": "8613911112222"}, {"email": "zhao@example.com"}, {"name": "zhao"}):
        assert [found["customer_id"] for found in lin.rest.get("/customers", **query)["customers"]] == [card["customer_id"]]
    changed = lin.rest.patch(f"/customers/{card['customer_id']}", version=1, phone="", note="VIP")
    assert (changed["note"], changed["wechat"], changed["version"]) == ("VIP", "zhaomin", 2)
    assert lin.rest.get("/customers", phone="8613911112222")["customers"] == []
    with pytest.raises(Refused, match="conflict"):
        lin.rest.patch(f"/customers/{card['customer_id']}", version=1, note="Mine")
    with pytest.raises(Refused, match="not_found"):
        lin.rest.get("/visitors/01M3250V00000000000000000U/card")


@pytest.mark.feature("D-08")
def test_earlier_conversations_stand_beside_the_new_one_and_can_be_searched(company: Company, lin: Staff) -> None:
    async def come_twice() -> None:
        person = Person(company)
        async with desk(company, lin):
            ids = []
            for text in ("Is the GREEN tea fresh?", "I am back"):
                visitor, conversation_id = await person.opened()
                async with visitor:
                    await visitor.send(conversation_id, text)
                    await visitor.ask("chat", "end", answer="entry", conversation_id=conversation_id)
                ids.append(conversation_id)
        beside = await asyncio.to_thread(card_of, lin, person.visitor_id)
        assert [each["conversation_id"] for each in beside["conversations"]] == ids[::-1]
        found = await asyncio.to_thread(lin.rest.get, f"/conversations/{ids[0]}/search", q="green TEA")
        assert [(hit["by"], hit["excerpt"]) for hit in found["found"]] == [("visitor", "Is the GREEN tea fresh?")]
        seq = found["found"][0]["seq"]
        above = await asyncio.to_thread(lin.rest.get, f"/conversations/{ids[0]}/log", before=str(seq))
        assert [entry["seq"] for entry in above["entries"]] == list(range(1, seq))

    asyncio.run(come_twice())
