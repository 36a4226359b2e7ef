"""Forms, surveys, order in the list, wrap-up and what happens by itself, over real sockets."""

import asyncio
import time
from typing import Any

import pytest

from tests.company import Company, Staff
from tests.integration.test_what_a_message_holds import entry_of, talking, wait_for_memory
from tests.people import Person, desk
from tests.tab import Frame

TOPIC = "01ARZ3NDEKTSV4RRFFQ69G5FA1"
LABEL = "01ARZ3NDEKTSV4RRFFQ69G5FB1"
FORM = "01ARZ3NDEKTSV4RRFFQ69G5FC1"
NOBODY = "01ARZ3NDEKTSV4RRFFQ69G5FZZ"

SURVEY = {
    "questions": [
        {"key": "stars", "kind": "stars", "label": "How was it?", "required": True},
        {"key": "why", "kind": "text", "label": "Why?"},
    ]
}


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin", ceiling=50)


@pytest.fixture(scope="module", autouse=True)
def served(company: Company, lin: Staff) -> None:
    """The company's document with one of everything."""
    change(
        company,
        topics=[{"topic_id": TOPIC, "name": "Price", "group": "Sales"}],
        labels=[{"label_id": LABEL, "name": "VIP", "color": "purple"}],
        forms=[
            {
                "form_id": FORM,
                "title": "Your order",
                "fields": [
                    {"key": "order", "kind": "text", "label": "Order number", "required": True},
                    {"key": "phone", "kind": "phone", "label": "Phone"},
                ],
            }
        ],
        surveys={"default": SURVEY},
    )


def change(company: Company, **sections: Any) -> None:
    service = company.admin.rest.get("/service")
    company.admin.rest.patch("/service", version=service["version"], **sections)
    asyncio.run(wait_for_memory())


def row_of(conversation_id: str, **wanted: Any):  # type: ignore[no-untyped-def]
    """A `conversation` frame whose row says what is wanted."""

    def fits(frame: Frame) -> bool:
        row = frame.get("conversation") or {}
        return (
            frame["type"] == "conversation"
            and row["conversation_id"] == conversation_id
            and all(row.get(name) == value for name, value in wanted.items())
        )

    return fits


@pytest.mark.feature("W-11")
def test_a_pushed_form_is_filled_in_once_and_lands_in_the_visitor_s_profile(company: Company, lin: Staff) -> None:
    async def talk() -> None:
        async with desk(company, lin) as agent:
            person = Person(company)
            visitor, conversation_id = await talking(company, agent, person)
            async with visitor:
                await agent.send(conversation_id, form_id=FORM)
                form = (await visitor.until(entry_of("message")))["entry"]
                assert [field["key"] for field in form["form"]["fields"]] == ["order", "phone"]
                said = {"conversation_id": conversation_id, "form_seq": form["seq"]}
                error = await visitor.refused("chat", "answer_form", **said, values={"phone": "138 0000 0000"})
                assert (error["code"], error["field"]) == ("required", "values.order")
                error = await visitor.refused("chat", "answer_form", **said, values={"order": "7", "phone": "call me"})
                assert error["field"] == "values.phone"
                await visitor.say("chat", "answer_form", **said, values={"order": "7", "phone": "138 0000 0000"})
                answered = (await agent.until(entry_of("form_answered")))["entry"]
                assert [(value["label"], value["value"]) for value in answered["values"]] == [
                    ("Order number", "7"),
                    ("Phone", "138 0000 0000"),
                ]
                error = await visitor.refused("chat", "answer_form", **said, values={"order": "8"})
                assert error["code"] == "already_answered"
            card = await asyncio.to_thread(lin.rest.get, f"/visitors/{person.visitor_id}/card")
            assert card["profile"]["phone"] == "138 0000 0000"

    asyncio.run(talk())


@pytest.mark.feature("W-10")
def test_the_survey_comes_with_the_end_and_its_answer_can_be_changed(company: Company, lin: Staff) -> None:
    async def talk() -> None:
        async with desk(company, lin) as agent:
            visitor, conversation_id = await talking(company, agent, Person(company))
            stranger, _ = await Person(company).opened()
            async with visitor, stranger:
                await agent.send(conversation_id, "Bye")
                await agent.say("chat", "end", conversation_id=conversation_id)
                closed = (await visitor.until(entry_of("closed")))["entry"]
                assert [question["key"] for question in closed["survey"]["questions"]] == ["stars", "why"]
                rate = {"conversation_id": conversation_id}
                assert (await visitor.refused("chat", "rate", **rate, answers=[{"key": "why", "value": "x"}]))["field"] == "answers.stars"
                assert (await stranger.refused("chat", "rate", **rate, answers=[{"key": "stars", "stars": 1}]))["code"] == "not_found"
                for stars in (2, 5):
                    await visitor.say("chat", "rate", **rate, answers=[{"key": "stars", "stars": stars}])
                    await agent.until(row_of(conversation_id, score=stars))
            log = await asyncio.to_thread(company.admin.rest.get, f"/conversations/{conversation_id}/log")
            assert log["conversation"]["score"] == 5
            assert [entry["score"] for entry in log["entries"] if entry["kind"] == "rated"] == [2, 5]

    asyncio.run(talk())


@pytest.mark.feature("W-10")
def test_the_agent_asks_the_survey_in_mid_chat(company: Company, lin: Staff) -> None:
    async def talk() -> None:
        async with desk(company, lin) as agent:
            visitor, conversation_id = await talking(company, agent, Person(company))
            async with visitor:
                await agent.send(conversation_id, survey=True)
                asked = (await visitor.until(entry_of("message")))["entry"]
                assert asked["survey"]["questions"][0]["label"] == "How was it?"
                await visitor.say("chat", "rate", conversation_id=conversation_id, answers=[{"key": "stars", "stars": 4}])
                await agent.until(entry_of("rated", score=4))

    asyncio.run(talk())


@pytest.mark.feature("D-27")
def test_labels_priority_and_snooze_reach_every_desk_and_no_visitor(company: Company, lin: Staff) -> None:
    async def sort() -> None:
        async with desk(company, lin) as agent, desk(company, company.admin) as other:
            visitor, conversation_id = await talking(company, agent, Person(company))
            async with visitor:
                until = int(time.time() * 1000) + 3_600_000
                await agent.say("chat", "organize", conversation_id=conversation_id, labels=[LABEL], priority="urgent", snoozed_until=until)
                await other.until(row_of(conversation_id, labels=[LABEL], priority="urgent", snoozed_until=until))
                for wrong, field in (
                    ({"labels": [NOBODY]}, "labels[0]"),
                    ({"priority": "asap"}, "priority"),
                    ({"snoozed_until": 1}, "snoozed_until"),
                ):
                    error = await agent.refused("chat", "organize", conversation_id=conversation_id, **wrong)
                    assert error["field"] == field, error
                error = await visitor.refused("chat", "organize", conversation_id=conversation_id, priority="low")
                assert error["code"] == "forbidden"
                entries = await visitor.sync(conversation_id)
                assert "organized" not in {entry["kind"] for entry in entries}
                told = [frame["conversation"] for frame in visitor.frames if frame["type"] in ("conversation", "log")]
                assert not any("labels" in row or "snoozed_until" in row for row in told)

    asyncio.run(sort())


@pytest.mark.feature("D-14", "S-07")
def test_an_ended_conversation_waits_for_its_topic(company: Company, lin: Staff) -> None:
    async def work() -> None:
        async with desk(company, lin) as agent:
            visitor, conversation_id = await talking(company, agent, Person(company))
            async with visitor:
                await agent.say("chat", "end", conversation_id=conversation_id)
                await agent.until(row_of(conversation_id, state="closed"))
            waiting = await asyncio.to_thread(lin.rest.get, "/unwrapped-conversations")
            assert conversation_id in {row["conversation_id"] for row in waiting["conversations"]}
            assert (await asyncio.to_thread(lin.rest.get, "/desk"))["unwrapped"] >= 1
            error = await agent.refused("chat", "wrap_up", conversation_id=conversation_id, topic_id=NOBODY)
            assert error["field"] == "topic_id"
            await agent.say("chat", "wrap_up", conversation_id=conversation_id, topic_id=TOPIC, value="valid", note="Wants 2 kg")
            done = await agent.until(lambda frame: frame["type"] == "conversation" and "wrap_up" in frame["conversation"])
            assert done["conversation"]["wrap_up"]["topic"] == "Price"
            waiting = await asyncio.to_thread(lin.rest.get, "/unwrapped-conversations")
            assert conversation_id not in {row["conversation_id"] for row in waiting["conversations"]}

    asyncio.run(work())


@pytest.mark.feature("W-08")
def test_the_form_before_the_conversation_is_checked_remembered_and_leads_to_a_department(company: Company, lin: Staff) -> None:
    departments = company.departments()
    other = departments[1]["department_id"]
    change(
        company,
        pre_chat={
            "enabled": True,
            "intro": "Who are you?",
            "fields": [
                {"key": "name", "kind": "name", "label": "Name", "required": True},
                {
                    "key": "about",
                    "kind": "choice",
                    "label": "About",
                    "options": [{"value": "Tea"}, {"value": "A parcel", "department_id": other}],
                },
            ],
        },
    )
    try:
        asyncio.run(_open_with_forms(company, lin, other))
    finally:
        change(company, pre_chat={"enabled": False})


async def _open_with_forms(company: Company, lin: Staff, other: str) -> None:
    person = Person(company)
    async with desk(company, company.admin) as admin, person.tab() as visitor:
        assert person.visit["pre_chat"]["intro"] == "Who are you?"
        for form, field in (({}, "form.name"), ({"name": "Mei", "about": "Coffee"}, "form.about"), ({"name": "Mei", "x": "1"}, "form.x")):
            error = await visitor.refused("chat", "open", form=form)
            assert error["field"] == field, error
        frame = await visitor.ask("chat", "open", answer="conversation", form={"name": "Mei", "about": "A parcel"})
        row = frame["conversation"]
        assert row["department_id"] == other
        entries = await admin.sync(row["conversation_id"])
        assert [(value["key"], value["value"]) for value in entries[0]["form"]] == [("name", "Mei"), ("about", "A parcel")]
    again = await asyncio.to_thread(person.start)
    assert again["fields_known"]["name"] == "Mei"


@pytest.mark.feature("D-13")
def test_a_welcome_goes_out_by_itself_and_is_not_an_answer(company: Company, lin: Staff) -> None:
    change(company, replies={"welcome": "Hello, {agent} here."})
    personal = lin.rest.get("/me/settings")
    try:

        async def talk(text: str) -> None:
            async with desk(company, lin) as agent:
                visitor, conversation_id = await Person(company).opened()
                async with visitor:
                    await visitor.sync(conversation_id)
                    await visitor.send(conversation_id, "Anybody?")
                    await agent.say("chat", "accept", conversation_id=conversation_id)
                    welcome = (await visitor.until(entry_of("message", automatic=True)))["entry"]
                    assert welcome["text"] == text
                    row = (await agent.ask("chat", "sync", answer="log", conversation_id=conversation_id))["conversation"]
                    assert row["waiting_since"] is not None, "the visitor still waits for a person"

        asyncio.run(talk("Hello, Lin here."))
        lin.rest.patch("/me/settings", version=personal["version"], replies={"welcome": "Lin's own words"})
        asyncio.run(wait_for_memory())
        asyncio.run(talk("Lin's own words"))
    finally:
        change(company, replies={})


@pytest.mark.feature("R-10")
def test_silence_of_the_visitor_warns_then_closes(company: Company, lin: Staff) -> None:
    change(
        company,
        idle={"visitor_warn_s": 4, "visitor_close_s": 8, "agent_remind_s": 0, "agent_reassign_s": 0},
        replies={"still_there": "Still there?"},
    )
    try:

        async def wait() -> None:
            async with desk(company, lin) as agent:
                visitor, conversation_id = await talking(company, agent, Person(company))
                async with visitor:
                    await agent.send(conversation_id, "Which one?")
                    await visitor.until(entry_of("message", text="Still there?"), patience_s=40)
                    closed = await visitor.until(entry_of("closed"), patience_s=40)
                    assert closed["entry"]["reason"] == "silent"

        asyncio.run(wait())
    finally:
        change(company, idle={}, replies={})


@pytest.mark.feature("R-10")
def test_silence_of_the_agent_reminds_then_gives_back_to_the_queue(company: Company, lin: Staff) -> None:
    change(company, idle={"visitor_warn_s": 0, "visitor_close_s": 0, "agent_remind_s": 4, "agent_reassign_s": 8})
    try:

        async def wait() -> None:
            async with desk(company, lin) as agent:
                visitor, conversation_id = await talking(company, agent, Person(company))
                async with visitor:
                    await visitor.send(conversation_id, "Hello?")
                    await agent.until(
                        lambda frame: frame["type"] == "reminder" and frame["conversation_id"] == conversation_id, patience_s=40
                    )
                    queued = await visitor.until(entry_of("queued", reason="silent"), patience_s=40)
                    assert queued["entry"]["by"]["role"] == "system"

        asyncio.run(wait())
    finally:
        change(company, idle={})
