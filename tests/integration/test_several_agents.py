"""Several agents in one conversation, over real sockets: who comes in and goes, and what the visitor never learns."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from scripts.rest import Rest
from tests.company import Company, Staff
from tests.people import Person, desk
from tests.tab import Frame, Tab, messages

SECRET = "he has asked for a refund three times"


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin", ceiling=50)


@pytest.fixture(scope="module")
def su(company: Company) -> Staff:
    return company.add_agent("Su", ceiling=1)


def row(conversation_id: str, fits: object = None):  # type: ignore[no-untyped-def]
    """A `conversation` frame of this conversation whose row fits."""

    def wanted(frame: Frame) -> bool:
        view = frame.get("conversation") or {}
        if frame["type"] != "conversation" or view.get("conversation_id") != conversation_id:
            return False
        return fits(view) if callable(fits) else True

    return wanted


def is_entry(kind: str, **wanted: object):  # type: ignore[no-untyped-def]
    return lambda frame: (
        frame["type"] == "entry"
        and frame["entry"]["kind"] == kind
        and all(frame["entry"].get(name) == value for name, value in wanted.items())
    )


async def accepted(company: Company, agent: Tab) -> tuple[Person, Tab, str]:
    person = Person(company)
    visitor, conversation_id = await person.opened()
    await agent.say("chat", "accept", conversation_id=conversation_id)
    await agent.until(row(conversation_id, lambda view: view["state"] == "active"))
    return person, visitor, conversation_id


async def invited(first: Tab, second: Tab, conversation_id: str, colleague: Staff, note: str = "") -> str:
    """The id of an invitation that has reached the colleague's desk."""
    asked = second.coming(row(conversation_id, lambda view: (view.get("transfer") or {}).get("to_agent_id") == colleague.agent_id))
    await first.say("transfer", "invite", conversation_id=conversation_id, agent_id=colleague.agent_id, note=note)
    transfer = (await asyncio.wait_for(asked, 30))["conversation"]["transfer"]
    assert (transfer["join"], transfer["note"]) == (True, note)
    return str(transfer["transfer_id"])


async def changed(desk_of: Tab, seen_by: Tab, staff: Staff, state: str) -> None:
    """The colleague is in this state, and the other desk knows."""
    told = seen_by.coming(
        lambda frame: frame["type"] == "agent" and (frame["agent"]["agent_id"], frame["agent"]["state"]) == (staff.agent_id, state)
    )
    await desk_of.ask("presence", "state", answer="agent", patience_s=60, state=state)
    await asyncio.wait_for(told, 60)


@pytest.mark.feature("D-07")
def test_a_colleague_comes_in_notes_are_never_the_visitors_and_the_agent_leaves_it_to_them(company: Company, lin: Staff, su: Staff) -> None:
    async def together() -> None:
        async with desk(company, lin) as first, desk(company, su) as second:
            person, visitor, talk = await accepted(company, first)
            await visitor.send(talk, "my box arrived damaged")
            stranger = await second.try_to_send(talk, text="may I?")
            assert stranger["code"] == "not_a_member"

            declined = await invited(first, second, talk, su, "you know this customer")
            assert messages(await second.sync(talk)) == ["my box arrived damaged"], "the history is in view before the answer"
            await second.say("transfer", "answer", conversation_id=talk, transfer_id=declined, accept=False, note="in a meeting")
            told = await first.until(is_entry("transfer_ended", outcome="declined"))
            assert told["entry"]["note"] == "in a meeting"

            asked = await invited(first, second, talk, su)
            await second.say("transfer", "answer", conversation_id=talk, transfer_id=asked, accept=True)
            shown = await visitor.until(is_entry("joined", agent_name="Su"))
            assert shown["entry"]["invited_by"] == "Lin"
            open_desk = await asyncio.to_thread(su.rest.get, "/desk")
            assert [view["members"] for view in open_desk["mine"] if view["conversation_id"] == talk] == [
                [{"agent_id": su.agent_id, "name": "Su"}]
            ]

            # Between the lines: a note by each, one taken back, one on a file's way through a broken socket.
            await second.send(talk, SECRET, note=True)
            await first.until(is_entry("message", text=SECRET, note=True))
            first.cut()
            noted = await first.send(talk, f"{SECRET}, says Lin", note=True)
            assert "delivered" not in noted
            await first.sync(talk)
            await first.say("chat", "recall", conversation_id=talk, seq=noted["seq"])
            await second.until(is_entry("recalled", target=noted["seq"]))
            await second.send(talk, "I will send you another one")
            seen = await visitor.until(is_entry("message", text="I will send you another one"))
            assert seen["entry"]["by"]["name"] == "Su"

            entries = await visitor.sync(talk)
            assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1)), "an unbroken sequence"
            assert messages(entries) == ["my box arrived damaged", "I will send you another one"]
            history = await visitor.ask("chat", "history", answer="history", conversation_id=talk, before=len(entries) + 1)
            async with person.tab() as another:
                await another.sync(talk)
                said = str([visitor.frames, another.frames, history])
            page = await asyncio.to_thread(transcript, company, person, talk)
            assert "I will send you another one" in page
            for never in (SECRET, "in a meeting", "you know this customer"):
                assert never not in said + page
            refused = await visitor.try_to_send(talk, text="mine", note=True)
            assert (refused["code"], refused["field"]) == ("forbidden", "note")

            await first.say("chat", "leave", conversation_id=talk)
            left = await visitor.until(is_entry("transferred", agent_name="Su"))
            assert left["entry"]["reason"] == "left"
            await second.until(row(talk, lambda view: view.get("agent_id") == su.agent_id and not view.get("members")))
            alone = await second.refused("chat", "leave", conversation_id=talk)
            assert alone["code"] == "nobody_takes_over"
            gone = await first.try_to_send(talk, text="one more thing")
            assert gone["code"] == "not_a_member"
            await second.say("chat", "end", conversation_id=talk)
            await visitor.until(row(talk, lambda view: view["state"] == "closed"))
            await visitor.close()

    asyncio.run(together())


def transcript(company: Company, person: Person, conversation_id: str) -> str:
    rest = Rest(company.stack.api_url)
    asked = {"visitor_token": person.token, "conversation_id": conversation_id, "language": "en"}
    return str(rest.post("/widget/transcript", **asked)["html"])


@pytest.mark.feature("D-07")
def test_who_leads_joins_by_right_and_a_member_leaves_again(company: Company, lin: Staff, su: Staff) -> None:
    async def join() -> None:
        async with desk(company, lin) as first, desk(company, su) as second, desk(company, company.admin) as chief:
            _, visitor, talk = await accepted(company, first)
            refused = await second.refused("chat", "join", conversation_id=talk)
            assert refused["code"] == "forbidden"
            await chief.say("chat", "join", conversation_id=talk)
            await visitor.until(is_entry("joined", agent_name="Ada Admin"))
            await chief.send(talk, "I am the manager")
            await visitor.until(is_entry("message", text="I am the manager"))
            await chief.say("chat", "leave", conversation_id=talk)
            await visitor.until(is_entry("left", agent_name="Ada Admin"))
            assert (await chief.try_to_send(talk, text="and"))["code"] == "not_a_member"
            today = datetime.now(UTC).date()
            period = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=1))}
            entries = (await asyncio.to_thread(company.admin.rest.get, "/audit", **period))["entries"]
            deeds = [(each["action"], each.get("outcome", "done")) for each in entries if each["action"] == "chat.join"]
            assert deeds == [("chat.join", "done"), ("chat.join", "refused")]
            await visitor.say("chat", "end", conversation_id=talk)
            await visitor.close()

    asyncio.run(join())


@pytest.mark.feature("D-06")
def test_a_transfer_to_who_is_busy_full_or_away_is_refused_and_one_meets_who_comes_back(company: Company, lin: Staff, su: Staff) -> None:
    async def hand_over() -> None:
        async with desk(company, lin) as first:
            second = desk(company, su)
            await second.connect()
            _, visitor, talk = await accepted(company, first)
            _, other, full = await accepted(company, second)

            async def refused() -> str:
                answer = await first.refused("transfer", "offer", conversation_id=talk, to_agent_id=su.agent_id)
                assert answer["field"] == "to_agent_id"
                return str(answer["code"])

            assert await refused() == "at_ceiling"
            await second.say("chat", "end", conversation_id=full)
            await second.until(row(full, lambda view: view["state"] == "closed"))
            for state in ("busy", "away"):
                await changed(second, first, su, state)
                assert await refused() == "agent_unavailable"
            await changed(second, first, su, "online")

            # The colleague is between two sockets: the offer waits on the desk that they open.
            second.cut()
            await first.say("transfer", "offer", conversation_id=talk, to_agent_id=su.agent_id, note="speaks French")
            await first.until(row(talk, lambda view: (view.get("transfer") or {}).get("to_agent_id") == su.agent_id))
            await second.reconnect()
            shown = await asyncio.to_thread(su.rest.get, "/desk")
            (view,) = [each for each in shown["colleagues"] if each["conversation_id"] == talk]
            assert view["transfer"]["note"] == "speaks French"
            await second.say("transfer", "answer", conversation_id=talk, transfer_id=view["transfer"]["transfer_id"], accept=True)
            await visitor.until(is_entry("transferred", agent_name="Su"))
            await visitor.say("chat", "end", conversation_id=talk)
            await visitor.until(row(talk, lambda each: each["state"] == "closed"))
            for tab in (visitor, other, second):
                await tab.close()

    asyncio.run(hand_over())
