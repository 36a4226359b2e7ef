"""Working hours and the limits of queues, over real sockets: who is let in, who is told when to come, who goes elsewhere."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.company import Company, Staff
from tests.integration.test_care_of_a_conversation import change
from tests.people import Person, desk
from tests.tab import Frame

SHUT: list[list[dict[str, str]]] = [[]] * 7
TIMERS_S = 60


@pytest.fixture(scope="module")
def departments(company: Company) -> list[str]:
    """Of the visitors' style, and another."""
    return [each["department_id"] for each in company.departments()]


@pytest.fixture(scope="module")
def lin(company: Company, departments: list[str]) -> Staff:
    return company.add_agent("Lin", departments, ceiling=50)


@pytest.fixture(autouse=True)
def as_before(company: Company) -> Iterator[None]:
    yield
    change(company, hours={}, holidays=[], queue={})


def opens_soon() -> tuple[list[list[dict[str, str]]], int]:
    """A week that opens at a full hour a few hours from now in the company's zone (UTC+8, always), and that moment."""
    zone = timedelta(hours=8)
    then = (datetime.now(UTC) + zone + timedelta(hours=4)).replace(minute=0, second=0, microsecond=0)
    days = [list(day) for day in SHUT]
    days[then.weekday()] = [{"opens": f"{then.hour:02}:00", "closes": f"{then.hour:02}:30"}]
    return days, round((then - zone).timestamp() * 1000)


def closed_because(reason: str) -> Any:
    return lambda frame: frame["type"] == "entry" and frame["entry"]["kind"] == "closed" and frame["entry"]["reason"] == reason


async def opening(person: Person, **more: Any) -> Frame:
    """What the door says. Who is let in leaves again."""
    async with person.tab() as tab:
        answer = await tab.ask("chat", "open", answer=("conversation", "error"), **more)
        if answer["type"] == "conversation":
            over = tab.coming(lambda frame: frame["type"] == "conversation" and frame["conversation"]["state"] == "closed")
            await tab.say("chat", "end", conversation_id=answer["conversation"]["conversation_id"])
            await asyncio.wait_for(over, 30)
        return answer


@pytest.mark.feature("R-06", "S-03")
def test_outside_the_hours_visitors_are_told_when_to_come_back(company: Company, lin: Staff) -> None:
    days, opens_at = opens_soon()
    change(company, hours={"default": {"days": days}})

    async def come() -> None:
        async with desk(company, lin):
            person = Person(company)
            refusal = await opening(person)
            assert (person.visit["availability"], person.visit["opens_at"]) == ("offline", opens_at)
            assert (refusal["code"], refusal["opens_at"]) == ("nobody_online", opens_at)

    asyncio.run(come())


@pytest.mark.feature("R-06", "S-03")
def test_each_department_has_hours_of_its_own_and_all_have_holidays(company: Company, lin: Staff, departments: list[str]) -> None:
    own, other = departments[:2]
    change(company, hours={own: {"days": SHUT}})

    async def come(expected: list[str]) -> None:
        async with desk(company, lin):
            answers = [await opening(Person(company), department_id=each) for each in (own, other)]
        assert [each.get("code", each["type"]) for each in answers] == expected

    asyncio.run(come(["nobody_online", "conversation"]))
    today = datetime.now(UTC).date()
    change(company, hours={}, holidays=[{"first": str(today - timedelta(1)), "last": str(today + timedelta(1))}])
    asyncio.run(come(["nobody_online", "nobody_online"]))


@pytest.mark.feature("R-06")
def test_who_waits_when_the_department_closes_stays(company: Company, lin: Staff) -> None:
    async def come() -> None:
        async with desk(company, lin) as seat:
            tab, conversation_id = await Person(company).opened()
            async with tab:
                await asyncio.to_thread(change_now, company, hours={"default": {"days": SHUT}})
                await tab.ask("chat", "open", answer="conversation")
                await seat.say("chat", "accept", conversation_id=conversation_id)
                await seat.until(
                    lambda frame: (
                        frame["type"] == "conversation"
                        and frame["conversation"]["conversation_id"] == conversation_id
                        and frame["conversation"]["state"] == "active"
                    )
                )

    asyncio.run(come())


@pytest.mark.feature("R-08")
def test_a_full_queue_leads_to_the_department_that_helps_out_and_then_nowhere(company: Company, lin: Staff, departments: list[str]) -> None:
    own, other = departments[:2]
    limits = {own: {"max_length": 1, "overflow_department_id": other}, other: {"max_length": 1}}
    change(company, queue=limits)

    async def come() -> None:
        async with desk(company, lin) as seat:
            waiting = []
            for department in (own, other):
                tab, conversation_id = await Person(company).opened()
                waiting.append((tab, conversation_id))
                row = await tab.until(lambda frame: frame["type"] == "conversation")
                assert row["conversation"]["department_id"] == department
                # The index of who waits is a moment behind.
                await asyncio.sleep(1)
            refusal = await opening(Person(company))
            assert refusal["code"] == "queue_full", refusal
            for tab, conversation_id in waiting:
                await seat.ask("chat", "accept", conversation_id=conversation_id, answer="conversation")
                await tab.close()

    asyncio.run(come())


@pytest.mark.feature("R-08")
def test_who_waits_too_long_is_moved_once_and_then_asked_to_leave_a_message(company: Company, lin: Staff, departments: list[str]) -> None:
    own, other = departments[:2]
    limits = {own: {"max_wait_s": 3, "overflow_department_id": other}, other: {"max_wait_s": 3, "overflow_department_id": own}}
    change(company, queue=limits)

    async def come() -> None:
        async with desk(company, lin):
            tab, _ = await Person(company).opened()
            async with tab:
                begun = time.monotonic()
                moved = await tab.until(lambda frame: frame["type"] == "entry" and frame["entry"].get("reason") == "overflow", TIMERS_S)
                assert moved["entry"]["department_id"] == other
                await tab.until(closed_because("waited"), TIMERS_S)
                assert time.monotonic() - begun >= 5
                # The visitor is free to try again.
                again = tab.coming(lambda frame: frame["type"] == "conversation" and frame["conversation"]["state"] == "waiting")
                await tab.say("chat", "open")
                await asyncio.wait_for(again, 30)

    asyncio.run(come())


def change_now(company: Company, **sections: Any) -> None:
    """As `change`, from within a running loop."""
    rest = company.admin.rest
    rest.patch("/service", version=rest.get("/service")["version"], **sections)
    time.sleep(3.5)
