"""Supervision over real sockets: looking on, whispering, taking over, ending, signing out, and the live dashboard."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scripts.rest import Refused
from tests.company import PASSWORD, Company, Staff
from tests.people import Person, desk
from tests.running import wait_until
from tests.tab import Frame, Tab, messages


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin")


@pytest.fixture(scope="module")
def ada(company: Company) -> Staff:
    return company.add_agent("Ada", role="supervisor")


def state_of(conversation_id: str, **wanted: object) -> Callable[[Frame], bool]:
    """A `conversation` frame whose row says what is wanted."""

    def fits(frame: Frame) -> bool:
        row = frame.get("conversation") or {}
        return (
            frame["type"] == "conversation"
            and row["conversation_id"] == conversation_id
            and all(row.get(name) == value for name, value in wanted.items())
        )

    return fits


def entry(kind: str, **wanted: object) -> Callable[[Frame], bool]:
    def fits(frame: Frame) -> bool:
        return (
            frame["type"] == "entry"
            and frame["entry"]["kind"] == kind
            and all(frame["entry"].get(name) == value for name, value in wanted.items())
        )

    return fits


async def talking(company: Company, agent: Tab) -> tuple[Tab, str]:
    """A visitor with whom the agent talks."""
    visitor, conversation_id = await Person(company).opened()
    await agent.say("chat", "accept", conversation_id=conversation_id)
    await agent.until(state_of(conversation_id, state="active"))
    return visitor, conversation_id


def audited(company: Company) -> set[tuple[str, str, str, str]]:
    """What the audit log says: who, what, on what, and which right was missing."""
    days = {name: str(datetime.now(UTC).date() + timedelta(days=shift)) for name, shift in (("from", -1), ("to", 1))}
    entries: list[dict[str, Any]] = company.admin.rest.get("/audit", **days)["entries"]
    return {(each["agent_name"], each["action"], each.get("about_id", ""), each.get("right", "")) for each in entries}


@pytest.mark.feature("D-16")
def test_a_supervisor_looks_on_whispers_takes_over_and_ends_and_all_of_it_is_in_the_audit_log(
    company: Company, lin: Staff, ada: Staff
) -> None:
    async def supervise() -> tuple[str, str]:
        async with desk(company, lin) as agent, desk(company, ada) as boss:
            visitor, conversation_id = await talking(company, agent)
            seen = await boss.ask("chat", "sync", answer="log", conversation_id=conversation_id, watch=True)
            assert [each["kind"] for each in seen["entries"]] == ["queued", "accepted"]

            preview = boss.coming(lambda frame: frame["type"] == "typing" and frame["text"] == "where is my")
            await visitor.say("chat", "typing", conversation_id=conversation_id, text="where is my")
            assert (await asyncio.wait_for(preview, 30))["by"] == "visitor"
            pushed = boss.coming(entry("message", text="where is my parcel?"))
            await visitor.send(conversation_id, "where is my parcel?")
            await asyncio.wait_for(pushed, 30)
            answered = boss.coming(entry("message", text="on its way"))
            assert (await agent.send(conversation_id, "on its way"))["delivered"], "to the visitor"
            await asyncio.wait_for(answered, 30)

            heard = agent.coming(entry("message", text="offer a refund", whisper=True))
            await boss.send(conversation_id, "offer a refund", whisper=True)
            assert (await asyncio.wait_for(heard, 30))["entry"]["by"]["name"] == "Ada"
            after = visitor.coming(entry("message", text="you get a refund"))
            await agent.send(conversation_id, "you get a refund")
            await asyncio.wait_for(after, 30)
            await visitor.sync(conversation_id)
            history = await visitor.ask("chat", "history", answer="history", conversation_id=conversation_id, before=100)
            assert "refund" not in str([each for each in history["entries"] if each.get("text") != "you get a refund"])
            assert not any("offer a refund" in str(frame) for frame in visitor.frames)
            assert not any("Ada" in str(frame) for frame in visitor.frames), "nobody tells the visitor who looks on"

            away = boss.coming(state_of(conversation_id, agent_id=ada.agent_id))
            lost, told = agent.coming(entry("transferred", reason="taken_over")), visitor.coming(entry("transferred", agent_name="Ada"))
            await boss.say("supervise", "take_over", conversation_id=conversation_id)
            await asyncio.wait_for(asyncio.gather(away, lost, told), 30)
            assert (await agent.try_to_send(conversation_id, text="still me"))["code"] == "not_a_member"
            await boss.sync(conversation_id)
            boss.sent, boss.producer = 0, "bossbossboss"
            await boss.send(conversation_id, "I am Ada")
            assert "I am Ada" in messages(await visitor.sync(conversation_id))

            visitor2, other = await talking(company, agent)
            closed = visitor2.coming(entry("closed"))
            await boss.say("supervise", "end", conversation_id=other)
            assert (await asyncio.wait_for(closed, 30))["entry"]["by"]["name"] == "Ada"
            await asyncio.gather(visitor.close(), visitor2.close())
            return conversation_id, other

    taken, ended = asyncio.run(supervise())
    wanted = {("Ada", f"supervise.{each}", taken, "") for each in ("watch", "whisper", "take_over")} | {("Ada", "supervise.end", ended, "")}
    wait_until(lambda: wanted <= audited(company), what="the entries")


@pytest.mark.feature("D-16", "S-02")
def test_an_agent_without_the_rights_is_refused_each_deed_and_that_is_noted(company: Company, lin: Staff, ada: Staff) -> None:
    async def try_all() -> None:
        async with desk(company, ada) as boss, desk(company, lin) as agent:
            visitor, conversation_id = await talking(company, boss)
            this = {"conversation_id": conversation_id}
            whisper = {"client_id": {"producer": "whisperwhisp", "n": 1}, "text": "psst", "whisper": True}
            for action, kind, fields in (
                ("chat", "sync", this | {"watch": True}),
                ("chat", "send", this | whisper),
                ("chat", "join", this),
                ("supervise", "take_over", this),
                ("supervise", "end", this),
                ("supervise", "sign_out", {"agent_id": ada.agent_id}),
            ):
                assert (await agent.refused(action, kind, **fields))["code"] == "forbidden", kind
            assert (await agent.refused("chat", "sync", **this))["code"] == "not_a_member"
            assert messages(await boss.sync(conversation_id)) == []
            await visitor.close()

    asyncio.run(try_all())
    with pytest.raises(Refused) as refusal:
        lin.rest.get("/monitor")
    assert refusal.value.code == "forbidden"
    wanted = {
        ("Lin", "chat.sync", "", "watch"),
        ("Lin", "chat.send", "", "whisper"),
        ("Lin", "chat.join", "", "join"),
        ("Lin", "supervise.take_over", "", "take_over"),
        ("Lin", "supervise.end", "", "end_others"),
        ("Lin", "supervise.sign_out", "", "sign_out_others"),
        ("Lin", "get_monitor", "", "see_monitor"),
    }
    wait_until(lambda: wanted <= audited(company), what="the refusals")


@pytest.mark.feature("D-16", "A-10")
def test_signing_an_agent_out_closes_the_desk_gives_back_and_wants_a_new_sign_in_and_the_dashboard_shows_it(
    company: Company, ada: Staff
) -> None:
    su = company.add_agent("Su")

    async def sign_out() -> None:
        async with desk(company, ada) as boss:
            agent = desk(company, su)
            await agent.connect()
            visitor, conversation_id = await talking(company, agent)
            seen = await asyncio.to_thread(ada.rest.get, "/monitor")
            assert [(each["state"], each["load"]) for each in seen["agents"] if each["agent_id"] == su.agent_id] == [("online", 1)]

            back, gone = boss.coming(state_of(conversation_id, state="waiting")), agent.coming(lambda frame: frame["type"] == "signed_out")
            await boss.say("supervise", "sign_out", agent_id=su.agent_id)
            assert (await asyncio.wait_for(gone, 30))["by"] == "Ada"
            await asyncio.wait_for(back, 30)
            assert agent._reader is not None
            await asyncio.wait_for(asyncio.shield(agent._reader), 30)
            await visitor.close()

    asyncio.run(sign_out())
    with pytest.raises(Refused) as refusal:
        su.rest.post("/socket-ticket")
    assert (refusal.value.status, refusal.value.code) == (403, "signed_out")
    seen = ada.rest.get("/monitor")
    assert [each["state"] for each in seen["agents"] if each["agent_id"] == su.agent_id] == ["offline"]
    assert sum(queue["waiting"] for queue in seen["queues"]) >= 1
    assert min(queue["since"] for queue in seen["queues"] if queue["waiting"]) <= seen["at"]
    su.rest.sign_in(su.email, PASSWORD)
    su.rest.post("/socket-ticket")
    wait_until(lambda: ("Ada", "supervise.sign_out", su.agent_id, "") in audited(company), what="the entry")

    def counted() -> bool:
        today = ada.rest.get("/monitor")["today"]
        return bool(today["consultations"] >= 4 and today["accepted_in_time"] == today["accepted"] >= 4 and today["service_level"] == 1)

    wait_until(counted, what="the service level")
