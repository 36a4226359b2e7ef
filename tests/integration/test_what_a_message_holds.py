"""Formatting, quotes, recall, pages, marks and long histories, over real sockets."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.company import Company, Staff
from tests.people import Person, desk
from tests.tab import Frame, Tab

BODY = [
    {"type": "paragraph", "spans": [{"text": "Hot water, "}, {"text": "80 °C", "bold": True, "color": "red"}]},
    {"type": "list", "ordered": True, "items": [[{"text": "rinse"}], [{"text": "our shop", "link": "https://tea.example/"}]]},
]


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin", ceiling=50)


def entry_of(kind: str, **wanted: Any) -> Callable[[Frame], bool]:
    """An `entry` frame of one kind whose entry says what is wanted."""

    def fits(frame: Frame) -> bool:
        entry = frame.get("entry") or {}
        return frame["type"] == "entry" and entry["kind"] == kind and all(entry.get(name) == value for name, value in wanted.items())

    return fits


async def talking(company: Company, agent: Tab, person: Person) -> tuple[Tab, str]:
    """An accepted conversation whose both sides get its entries."""
    visitor, conversation_id = await person.opened()
    await agent.say("chat", "accept", conversation_id=conversation_id)
    await visitor.until(entry_of("accepted"))
    await agent.sync(conversation_id)
    await visitor.sync(conversation_id)
    return visitor, conversation_id


@pytest.mark.feature("W-04")
def test_formatted_text_travels_as_structure_and_as_words(company: Company, lin: Staff) -> None:
    async def talk() -> None:
        async with desk(company, lin) as agent:
            visitor, conversation_id = await talking(company, agent, Person(company))
            async with visitor:
                await agent.send(conversation_id, body=BODY)
                got = (await visitor.until(entry_of("message")))["entry"]
                assert got["body"] == BODY
                assert got["text"] == "Hot water, 80 °C\n1. rinse\n2. our shop"

    asyncio.run(talk())


@pytest.mark.feature("W-04")
@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({}, "text"),
        ({"text": "   "}, "text"),
        ({"body": [{"type": "paragraph", "spans": [{"text": "x", "link": "javascript:alert(1)"}]}]}, "body"),
        ({"body": [{"type": "script", "spans": []}]}, "body"),
        ({"body": [{"type": "paragraph", "spans": [{"text": "x", "onclick": "alert(1)"}]}]}, "body"),
        ({"text": "x", "quote": 999}, "quote"),
        ({"file_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}, "file_id"),
        ({"text": "x", "page": {"url": "https://tea.example/"}}, "page"),
        ({"text": "x", "survey": True}, "survey"),
        ({"form_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}, "form_id"),
    ],
)
def test_a_visitor_s_bad_content_is_refused_by_its_field_and_changes_nothing(
    company: Company, lin: Staff, content: dict[str, Any], field: str
) -> None:
    async def attack() -> None:
        async with desk(company, lin) as agent:
            visitor, conversation_id = await talking(company, agent, Person(company))
            async with visitor:
                before = len(await visitor.sync(conversation_id))
                error = await visitor.try_to_send(conversation_id, **content)
                assert (error.get("field") or "").startswith(field), error
                assert len(await visitor.sync(conversation_id)) == before

    asyncio.run(attack())


@pytest.mark.feature("W-04")
def test_a_quote_names_an_earlier_message(company: Company, lin: Staff) -> None:
    async def talk() -> None:
        async with desk(company, lin) as agent:
            visitor, conversation_id = await talking(company, agent, Person(company))
            async with visitor:
                asked = await visitor.send(conversation_id, "Is it green?")
                await agent.send(conversation_id, "Yes", quote=asked["seq"])
                assert (await visitor.until(entry_of("message", text="Yes")))["entry"]["quote"] == asked["seq"]

    asyncio.run(talk())


@pytest.mark.feature("W-04")
def test_a_recalled_message_is_gone_for_both_sides_and_stays_with_supervisors(company: Company, lin: Staff) -> None:
    async def talk() -> None:
        async with desk(company, lin) as agent:
            person = Person(company)
            visitor, conversation_id = await talking(company, agent, person)
            async with visitor, person.tab() as second:
                said = await agent.send(conversation_id, "The price is 1 yuan")
                await visitor.until(entry_of("message"))
                await agent.say("chat", "recall", conversation_id=conversation_id, seq=said["seq"])
                await visitor.until(entry_of("recalled", target=said["seq"]))
                await agent.until(entry_of("recalled", target=said["seq"]))
                for entries in (await second.sync(conversation_id), await desk_log(company, lin, conversation_id)):
                    gone = next(entry for entry in entries if entry["seq"] == said["seq"])
                    assert gone["recalled"] is True
                    assert gone["text"] == ""
                kept = await asyncio.to_thread(company.admin.rest.get, f"/conversations/{conversation_id}/log")
                assert next(entry for entry in kept["entries"] if entry["seq"] == said["seq"])["text"] == "The price is 1 yuan"

    async def desk_log(company: Company, staff: Staff, conversation_id: str) -> list[Frame]:
        async with desk(company, staff) as other:
            return await other.sync(conversation_id)

    asyncio.run(talk())


@pytest.mark.feature("W-04")
def test_only_the_sender_recalls(company: Company, lin: Staff) -> None:
    async def attack() -> None:
        async with desk(company, lin) as agent:
            visitor, conversation_id = await talking(company, agent, Person(company))
            stranger, _ = await Person(company).opened()
            async with visitor, stranger:
                said = await agent.send(conversation_id, "Mine")
                error = await visitor.refused("chat", "recall", conversation_id=conversation_id, seq=said["seq"])
                assert error["field"] == "seq"
                error = await stranger.refused("chat", "recall", conversation_id=conversation_id, seq=said["seq"])
                assert error["code"] == "not_found"
                error = await agent.refused("chat", "recall", conversation_id=conversation_id, seq=1)
                assert error["field"] == "seq"
                assert "Mine" in [entry.get("text") for entry in await visitor.sync(conversation_id)]

    asyncio.run(attack())


@pytest.mark.feature("D-04")
def test_a_pushed_page_asks_the_visitor_unless_the_company_says_at_once(company: Company, lin: Staff) -> None:
    async def push(at_once: bool) -> None:
        async with desk(company, lin) as agent:
            visitor, conversation_id = await talking(company, agent, Person(company))
            async with visitor:
                page = {"url": "https://tea.example/longjing", "title": "Longjing", "at_once": not at_once}
                await agent.send(conversation_id, page=page)
                got = (await visitor.until(entry_of("message")))["entry"]["page"]
                assert got["url"] == page["url"]
                assert got.get("at_once", False) is at_once, "the company decides, not the desk"
                error = await agent.try_to_send(conversation_id, page={"url": "javascript:alert(1)"})
                assert error["field"].startswith("page")

    asyncio.run(push(at_once=False))
    service = company.admin.rest.get("/service")
    company.admin.rest.patch("/service", version=service["version"], switches=service["switches"] | {"pushed_pages_at_once": True})
    asyncio.run(wait_for_memory())
    asyncio.run(push(at_once=True))


async def wait_for_memory() -> None:
    """Functions answer from memory for three seconds."""
    await asyncio.sleep(3.5)


@pytest.mark.feature("W-04")
def test_marks_tell_what_was_delivered_and_read(company: Company, lin: Staff) -> None:
    async def talk() -> None:
        async with desk(company, lin) as agent:
            person = Person(company)
            visitor, conversation_id = await talking(company, agent, person)
            async with visitor:
                said = await agent.send(conversation_id, "One")
                assert said["delivered"] is True
                await visitor.say("chat", "read", conversation_id=conversation_id, seq=said["seq"])
                read = await agent.until(lambda frame: frame["type"] == "read" and frame["by"] == "visitor")
                assert read["seq"] == said["seq"]
            await asyncio.sleep(1)
            await agent.send(conversation_id, "To nobody: the first push finds the socket gone")
            said = await agent.send(conversation_id, "To nobody")
            assert not said.get("delivered", False)
            async with person.tab() as back:
                delivered = agent.coming(lambda frame: frame["type"] == "delivered" and frame["to"] == "visitor")
                await back.sync(conversation_id)
                assert (await asyncio.wait_for(delivered, 30))["seq"] >= said["seq"]

    asyncio.run(talk())


@pytest.mark.feature("D-02", "W-06")
def test_a_long_conversation_opens_at_its_end_and_is_read_upwards(company: Company, lin: Staff) -> None:
    async def talk() -> None:
        async with desk(company, lin) as agent:
            person = Person(company)
            visitor, conversation_id = await talking(company, agent, person)
            async with visitor:
                for count in range(1, 31):
                    await agent.send(conversation_id, f"Line {count}")
            async with person.tab() as back:
                tail = await back.ask("chat", "sync", answer="log", conversation_id=conversation_id, limit=10)
                seqs = [entry["seq"] for entry in tail["entries"]]
                assert seqs == list(range(tail["last_seq"] - 9, tail["last_seq"] + 1))
                first = seqs[0]
                older: list[int] = []
                while first > 1:
                    page = await back.ask("chat", "history", answer="history", conversation_id=conversation_id, before=first, limit=10)
                    older = [entry["seq"] for entry in page["entries"]] + older
                    first = page["entries"][0]["seq"]
                assert older + seqs == list(range(1, tail["last_seq"] + 1)), "neither a gap nor a double over the seams"

    asyncio.run(talk())
