"""Colleagues talk to each other over real sockets: pairs, groups, files, what is unread, and who is kept out."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import requests

from scripts.rest import Refused
from tests.company import Company, Staff
from tests.people import desk
from tests.running import Running
from tests.tab import Frame, Tab, messages

PRICES = b"%PDF-1.7\n" + bytes(2_000)
PRICES_SAID = {"name": "prices.pdf", "type": "application/pdf", "size": len(PRICES)}


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin")


@pytest.fixture(scope="module")
def su(company: Company) -> Staff:
    return company.add_agent("Su")


@pytest.fixture(scope="module")
def wei(company: Company) -> Staff:
    return company.add_agent("Wei")


@pytest.fixture(scope="module")
def stranger(stack: Running) -> Iterator[Company]:
    with Company.sign_up(stack, name="Another company") as stranger:
        yield stranger


def refused(ask: Callable[..., Any], path: str, **said: Any) -> str:
    with pytest.raises(Refused) as refusal:
        ask(path, **said)
    return refusal.value.code


def said(text: str) -> Callable[[Frame], bool]:
    return lambda frame: frame["type"] == "entry" and frame["entry"].get("text") == text


def taken_back(seq: int) -> Callable[[Frame], bool]:
    return lambda frame: frame["type"] == "entry" and frame["entry"].get("target") == seq


def unread(staff: Staff, conversation_id: str) -> int:
    """As the desk counts it when it opens."""
    for view in staff.rest.get("/internal-conversations")["conversations"]:
        if view["conversation_id"] == conversation_id:
            return 0 if view.get("last_by_id") == staff.agent_id else view["seq"] - view.get("read_seq", 0)
    raise AssertionError("not listed")


async def pair(one: Staff, other: Staff) -> str:
    opened = await asyncio.to_thread(one.rest.post, "/internal-conversations", agent_id=other.agent_id)
    found: str = opened["conversation_id"]
    return found


async def learns_nothing(tab: Tab, who: Staff, conversation_id: str, since: int = 0) -> None:
    """Whoever is no member gets the same answer as for what does not exist, and no push after the first `since`."""
    for kind, fields in (("sync", {}), ("history", {"before": 5}), ("read", {"seq": 1}), ("recall", {"seq": 1})):
        error = await tab.refused("internal", kind, conversation_id=conversation_id, **fields)
        assert error["code"] == "not_found", kind
    message = {"client_id": {"producer": "abcdefghijkl", "n": 1}, "text": "me too"}
    error = await tab.refused("internal", "send", conversation_id=conversation_id, **message)
    assert error["code"] == "not_found"

    def ask() -> None:
        rest, group = who.rest, f"/internal-groups/{conversation_id}"
        assert refused(rest.post, f"{group}/members", agent_ids=[who.agent_id]) == "not_found"
        assert refused(rest.patch, group, name="Mine") == "not_found"
        assert refused(rest.post, "/files", conversation_id=conversation_id, internal=True, **PRICES_SAID) == "not_found"
        listed = rest.get("/internal-conversations")["conversations"]
        assert conversation_id not in {view["conversation_id"] for view in listed}

    await asyncio.to_thread(ask)
    assert not [frame for frame in tab.frames[since:] if frame["type"] == "entry" or frame["type"].startswith("internal")]


@pytest.mark.feature("D-15")
def test_two_who_begin_at_once_have_one_conversation_that_keeps_its_order_through_a_cut(
    company: Company, lin: Staff, su: Staff, wei: Staff
) -> None:
    async def talk() -> None:
        async with desk(company, lin) as one, desk(company, su) as other, desk(company, wei) as third:
            begun = await asyncio.gather(*(pair(*who) for who in ((lin, su), (su, lin), (lin, su))))
            assert len(set(begun)) == 1
            conversation_id = begun[0]
            await one.send(conversation_id, "in stock?", route="internal")
            frame = await other.until(said("in stock?"))
            assert frame["entry"]["by"] == {"role": "agent", "id": lin.agent_id, "name": "Lin"}
            assert await asyncio.to_thread(unread, su, conversation_id) == 1
            one.cut()
            await asyncio.gather(
                one.send(conversation_id, "two boxes", route="internal"),
                other.send(conversation_id, "yes, eleven", route="internal", quote=1),
            )
            await asyncio.gather(*(tab.sync(conversation_id, route="internal") for tab in (one, other)))
            logs = [[entry["seq"] for _, entry in sorted(tab.log[conversation_id].items())] for tab in (one, other)]
            assert logs[0] == logs[1] == list(range(1, len(logs[0]) + 1))
            entries = await other.sync(conversation_id, route="internal")
            assert sorted(messages(entries)) == ["in stock?", "two boxes", "yes, eleven"]

            own = next(entry["seq"] for entry in entries if entry.get("text") == "two boxes")
            error = await other.refused("internal", "recall", conversation_id=conversation_id, seq=own)
            assert error["code"] == "forbidden"
            await one.say("internal", "recall", conversation_id=conversation_id, seq=own)
            end = (await other.until(taken_back(own)))["entry"]["seq"]
            newest = await other.ask("internal", "sync", answer="internal_log", conversation_id=conversation_id)
            assert "two boxes" not in messages(newest["entries"])

            async with desk(company, su) as second:
                await other.say("internal", "read", conversation_id=conversation_id, seq=end)
                told = await second.until(lambda frame: frame["type"] == "internal_read")
                assert (told["conversation_id"], told["seq"]) == (conversation_id, end)
            assert await asyncio.to_thread(unread, su, conversation_id) == 0
            await learns_nothing(third, wei, conversation_id)

    asyncio.run(talk())


@pytest.mark.feature("D-15")
def test_a_group_shares_files_and_who_leaves_or_never_was_in_it_gets_nothing(
    company: Company, stranger: Company, lin: Staff, su: Staff, wei: Staff
) -> None:
    async def talk() -> None:
        async with desk(company, lin) as one, desk(company, su) as other, desk(company, wei) as third:
            made = await asyncio.to_thread(lin.rest.post, "/internal-groups", name="Warehouse", agent_ids=[su.agent_id, wei.agent_id])
            group = made["conversation_id"]
            for tab in (other, third):
                shown = await tab.until(lambda frame: frame["type"] == "internal_conversation")
                assert (shown["conversation"]["name"], len(shown["conversation"]["members"])) == ("Warehouse", 3)
            file_id = await asyncio.to_thread(upload, lin, group)
            await one.send(group, "the new prices", route="internal", file_id=file_id)
            got = await third.until(said("the new prices"))
            assert got["entry"]["file"]["name"] == "prices.pdf"
            asked = {"conversation_id": group, "file_ids": [file_id], "internal": True}
            link = (await asyncio.to_thread(wei.rest.post, "/file-links", **asked))["links"][0]
            assert requests.get(link["download_url"], timeout=30).content == PRICES
            elsewhere = await pair(lin, su)
            message = {"client_id": {"producer": "000000000000", "n": 1}, "file_id": file_id}
            error = await one.refused("internal", "send", conversation_id=elsewhere, **message)
            assert (error["code"], error["field"]) == ("not_found", "file_id"), "a file belongs to its conversation"

            way_out = f"/internal-groups/{group}/members/{wei.agent_id}"
            code = await asyncio.to_thread(refused, partial(su.rest.call, "DELETE"), way_out)
            assert code == "forbidden", "only who made it sends members away"
            await asyncio.to_thread(wei.rest.call, "DELETE", way_out)
            left = await third.until(lambda frame: frame["type"] == "internal_left")
            assert left["conversation_id"] == group
            before = len(third.frames)
            await one.send(group, "among us", route="internal")
            await other.until(said("among us"))
            await learns_nothing(third, wei, group, since=before)
            assert await asyncio.to_thread(refused, wei.rest.post, "/file-links", **asked) == "not_found"
            kinds = [entry["kind"] for entry in await other.sync(group, route="internal")]
            assert kinds == ["group_opened", "message", "member_left", "message"]

            async with desk(stranger, stranger.admin) as outside:
                await learns_nothing(outside, stranger.admin, group)
            foreign = stranger.admin.rest
            assert await asyncio.to_thread(refused, foreign.get, f"/internal-records/{group}/log") == "not_found"
            assert await asyncio.to_thread(refused, foreign.post, "/internal-conversations", agent_id=lin.agent_id) == "not_found"

    asyncio.run(talk())


def upload(staff: Staff, conversation_id: str) -> str:
    announced = staff.rest.post("/files", conversation_id=conversation_id, internal=True, **PRICES_SAID)
    target = announced["target"]
    answer = requests.post(target["url"], data=target["fields"], files={"file": ("blob", PRICES)}, timeout=30)
    assert answer.status_code in (200, 204)
    staff.rest.post(f"/files/{announced['file_id']}/finish")
    found: str = announced["file_id"]
    return found


@pytest.mark.feature("L-04")
def test_with_the_right_internal_conversations_of_others_can_be_read_and_that_is_noted(company: Company, lin: Staff, su: Staff) -> None:
    days = {name: str(datetime.now(UTC).date() + timedelta(days=shift)) for name, shift in (("from", -1), ("to", 1))}

    async def talk() -> str:
        async with desk(company, lin) as one:
            conversation_id = await pair(lin, su)
            await one.send(conversation_id, "between us", route="internal")
            regretted = await one.send(conversation_id, "he is a fool", route="internal")
            await one.say("internal", "recall", conversation_id=conversation_id, seq=regretted["seq"])
            await one.until(taken_back(regretted["seq"]))
            return conversation_id

    conversation_id = asyncio.run(talk())
    record, admin = f"/internal-records/{conversation_id}/log", company.admin.rest
    assert refused(su.rest.get, record) == "forbidden", "also for who is in it"
    assert refused(su.rest.get, "/internal-records", agent_id=lin.agent_id, **days) == "forbidden"

    listed = admin.get("/internal-records", agent_id=lin.agent_id, **days)["conversations"]
    assert conversation_id in {view["conversation_id"] for view in listed}
    long_ago = {"from": "2024-01-01", "to": "2024-01-31"}
    assert admin.get("/internal-records", agent_id=lin.agent_id, **long_ago)["conversations"] == []
    assert {"between us", "he is a fool"} <= set(messages(admin.get(record)["entries"])), "also what was taken back"

    entries = admin.get("/audit", **days)["entries"]
    noted = {(entry["agent_id"], entry["action"], entry.get("outcome", "done"), entry.get("about_id", "")) for entry in entries}
    assert (company.admin.agent_id, "get_internal_record", "done", conversation_id) in noted
    assert (su.agent_id, "get_internal_record", "refused", "") in noted
    assert (su.agent_id, "list_internal_records", "refused", "") in noted
