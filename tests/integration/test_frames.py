"""Every frame is checked: a clear error that names the field, and nothing changed."""

import asyncio
import json
from typing import Any

import pytest

from tests.company import Company, Staff
from tests.people import Person, desk
from tests.tab import Tab

ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
KEY = {"producer": "abcdefghijkl", "n": 1}


@pytest.fixture(scope="module")
def agent(company: Company) -> Staff:
    return company.add_agent("Lin", ceiling=50)


def a_frame(action: str, kind: str, /, **fields: Any) -> str:
    return json.dumps({"action": action, "type": kind, **fields})


BROKEN: list[tuple[str, str, str | None]] = [
    ("not json", "bad_frame", None),
    ('{"action": "chat"', "bad_frame", None),
    ('{"action": "fly"}', "unknown_action", "action"),
    (a_frame("chat", "fly"), "unknown_action", "type"),
    (a_frame("chat", "send"), "invalid", "conversation_id"),
    (a_frame("chat", "sync", conversation_id="../../etc", after=0), "invalid", "conversation_id"),
    (a_frame("chat", "sync", conversation_id=ULID, after=-1), "invalid", "after"),
    (a_frame("chat", "sync", conversation_id=ULID, after="0"), "invalid", "after"),
    (a_frame("chat", "sync", conversation_id=ULID, after=0, tenant="x"), "unknown_field", "tenant"),
    (a_frame("chat", "open", page_url="x" * 2001), "too_long", "page_url"),
    (a_frame("chat", "open", department_id=ULID), "not_found", "department_id"),
    (a_frame("chat", "contact", email="nobody"), "invalid", "email"),
    (a_frame("track", "page", url=7), "invalid", "url"),
    (a_frame("presence", "state", state="asleep"), "invalid", "state"),
    (a_frame("presence", "state", state="busy"), "forbidden", None),
    (a_frame("invite", "send", visitor_id=ULID, kind="forced", text="hi"), "forbidden", None),
    (a_frame("transfer", "offer", conversation_id=ULID), "forbidden", None),
    (a_frame("chat", "accept", conversation_id=ULID), "forbidden", None),
]


@pytest.mark.feature("W-04")
@pytest.mark.parametrize(("frame", "code", "field"), BROKEN)
def test_a_broken_frame_is_answered_with_code_and_field(company: Company, frame: str, code: str, field: str | None) -> None:
    async def talk() -> None:
        async with Person(company).tab() as tab:
            waiting = tab.coming(lambda each: each["type"] == "error")
            await tab.raw(frame)
            error = await asyncio.wait_for(waiting, 30)
            assert (error["code"], error.get("field")) == (code, field), error
            assert error["message"]

    asyncio.run(talk())


HOSTILE: list[tuple[dict[str, Any], str, str | None]] = [
    ({"text": "x" * 4001}, "too_long", "text"),
    ({"text": ""}, "invalid", "text"),
    ({"text": " \n\t "}, "invalid", "text"),
    ({"text": ["a"]}, "invalid", "text"),
    ({"text": "x", "by": "agent"}, "unknown_field", "by"),
    ({"text": "x", "client_id": {"producer": "short", "n": 1}}, "invalid", "client_id.producer"),
    ({"text": "x", "client_id": {**KEY, "n": 0}}, "invalid", "client_id.n"),
    ({"text": "x", "client_id": {**KEY, "n": 7}}, "out_of_order", "client_id.n"),
    ({"text": "x", "client_id": {**KEY, "m": 7}}, "unknown_field", "client_id.m"),
    ({"text": "x" * 40_000}, "too_long", None),
]


@pytest.mark.feature("W-04")
def test_hostile_messages_change_nothing(company: Company, agent: Staff) -> None:
    async def talk() -> None:
        async with desk(company, agent):
            visitor, conversation_id = await Person(company).opened()
            before = await visitor.sync(conversation_id)
            for fields, code, field in HOSTILE:
                frame = {"conversation_id": conversation_id, "client_id": KEY} | fields
                error = await visitor.ask("chat", "send", answer="error", **frame)
                assert (error["code"], error.get("field")) == (code, field), error
            assert await visitor.sync(conversation_id) == before
            await visitor.close()

    asyncio.run(talk())


@pytest.mark.feature("W-04")
def test_the_eleventh_message_in_five_seconds_waits(company: Company, agent: Staff) -> None:
    async def talk() -> None:
        async with desk(company, agent):
            visitor, conversation_id = await Person(company).opened()
            taken: list[int] = []
            # More than eleven, because a slow machine may take the first ones in another five seconds.
            for number in range(1, 31):
                key = {"producer": visitor.producer, "n": number}
                frame = await visitor.ask(
                    "chat", "send", answer=("ack", "error"), conversation_id=conversation_id, client_id=key, text=f"{number}"
                )
                if frame["type"] == "error":
                    break
                taken.append(frame["at"])
            assert frame["code"] == "rate_limited"
            assert 0 < frame["retry_after_ms"] <= 5_000
            assert len(taken) >= 10
            assert taken[-1] - taken[-10] < 5_000
            assert len(await visitor.sync(conversation_id)) == len(taken) + 1, "the first entry and what was taken"
            await visitor.close()

    asyncio.run(talk())


@pytest.mark.feature("P-07")
def test_a_ticket_opens_one_socket_and_a_forged_one_none(company: Company) -> None:
    async def talk() -> None:
        person = Person(company)
        address = await person.tab().dial()

        async def again() -> str:
            return address

        async with Tab(again):
            with pytest.raises(Exception, match=r"40[13]"):
                await Tab(again).connect()

        async def forged() -> str:
            return address[:-4] + "AAAA"

        with pytest.raises(Exception, match=r"40[13]"):
            await Tab(forged).connect()

    asyncio.run(talk())
