"""What agents and visitors do beside each other, over real sockets."""

import asyncio

import pytest

from tests.company import Company, Staff
from tests.people import Person, desk, seen_of
from tests.tab import Frame, Tab, messages


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin", ceiling=50)


@pytest.fixture(scope="module")
def su(company: Company) -> Staff:
    return company.add_agent("Su", ceiling=50)


def about(conversation_id: str, **wanted: object):  # type: ignore[no-untyped-def]
    """A `conversation` frame whose row says what is wanted."""

    def fits(frame: Frame) -> bool:
        row = frame.get("conversation") or {}
        return (
            frame["type"] == "conversation"
            and row["conversation_id"] == conversation_id
            and all(row.get(name) == value for name, value in wanted.items())
        )

    return fits


async def accepted(company: Company, agent: Tab, person: Person) -> tuple[Tab, str]:
    visitor, conversation_id = await person.opened()
    await agent.say("chat", "accept", conversation_id=conversation_id)
    await agent.until(about(conversation_id, state="active"))
    return visitor, conversation_id


@pytest.mark.feature("D-10", "W-20")
def test_a_visitor_is_seen_within_a_second_of_arriving_and_at_each_page(company: Company, lin: Staff) -> None:
    async def look() -> None:
        person = Person(company)
        async with desk(company, lin) as agent, person.tab() as visitor:
            waits: list[float] = []
            pages = ["/", "/green", "/green/longjing", *(f"/tea/{number}" for number in range(9))]
            for count, page in enumerate(pages, start=1):
                # Desks are told once a second: what comes right after a frame waits for the next one.
                await asyncio.sleep(1)
                seen = agent.coming(
                    lambda frame, page=page: seen_of(frame, person.visitor_id).get("page_url", "").endswith(page)  # type: ignore[misc]
                )
                began = asyncio.get_running_loop().time()
                await visitor.say(
                    "track", "page", url=f"https://tea.example{page}", title=f"<b>{page}</b>", referrer="https://s.example/?q=tea"
                )
                frame = await asyncio.wait_for(seen, 30)
                waits.append(asyncio.get_running_loop().time() - began)
                assert seen_of(frame, person.visitor_id)["page_count"] == count
                assert seen_of(frame, person.visitor_id)["page_title"] == f"<b>{page}</b>", "text stays text"
                # The quickest of three or more: a machine with other work, and functions that just start, may hold up any of them.
                if count >= 3 and min(waits) < 1:
                    break
            assert min(waits) < 1, waits
            track = await asyncio.to_thread(lin.rest.get, f"/visitors/{person.visitor_id}/track")
            assert [page["url"] for page in track["pages"]] == [f"https://tea.example{page}" for page in reversed(pages[: len(waits)])]
            listed = await asyncio.to_thread(lin.rest.get, "/visitors")
            assert person.visitor_id in {each["visitor_id"] for each in listed["visitors"]}

    asyncio.run(look())


@pytest.mark.feature("D-02", "D-10")
def test_a_visitor_who_leaves_is_marked_in_the_list_and_in_the_conversation_and_may_come_back(company: Company, lin: Staff) -> None:
    async def leave() -> None:
        async with desk(company, lin) as agent:
            person = Person(company)
            visitor, conversation_id = await accepted(company, agent, person)
            await visitor.say("track", "page", url="https://tea.example/", title="Tea")
            await agent.until(lambda frame: bool(seen_of(frame, person.visitor_id)))
            visitor.cut()
            await agent.until(
                lambda frame: "left_at" in seen_of(frame, person.visitor_id),
                patience_s=60,
            )
            await agent.until(about(conversation_id, visitor_present=False))
            async with person.tab() as again:
                entries = await again.sync(conversation_id)
                assert "visitor_left" in [entry["kind"] for entry in entries]
                await agent.until(lambda frame: frame["type"] == "entry" and frame["entry"]["kind"] == "visitor_returned")

    asyncio.run(leave())


@pytest.mark.feature("W-05")
def test_what_a_visitor_types_is_shown_to_the_agent_unless_the_company_switches_it_off(company: Company, lin: Staff) -> None:
    async def type_along() -> None:
        async with desk(company, lin) as agent:
            visitor, conversation_id = await accepted(company, agent, Person(company))
            await visitor.say("chat", "typing", conversation_id=conversation_id, text="could you")
            shown = await agent.until(lambda frame: frame["type"] == "typing")
            assert (shown["by"], shown["text"]) == ("visitor", "could you")
            await agent.say("chat", "typing", conversation_id=conversation_id, text="secret draft")
            told = await visitor.until(lambda frame: frame["type"] == "typing")
            assert (told["by"], told.get("text", "")) == ("agent", "")
            assert messages(await agent.sync(conversation_id)) == []
            await visitor.close()

    asyncio.run(type_along())


@pytest.mark.feature("W-07")
def test_the_place_in_the_queue_is_told_and_moves_up(company: Company, lin: Staff) -> None:
    async def wait() -> None:
        async with desk(company, lin) as agent:
            people = [Person(company) for _ in range(3)]
            tabs = [await person.opened() for person in people]
            places = [await tab.until(lambda frame: frame["type"] == "queue") for tab, _ in tabs]
            assert [place["ahead"] for place in places] == [0, 1, 2]
            await agent.say("chat", "accept", conversation_id=tabs[0][1])
            await tabs[2][0].until(lambda frame: frame["type"] == "queue" and frame["ahead"] == 1)
            for tab, conversation_id in tabs:
                await tab.say("chat", "end", conversation_id=conversation_id)
                await tab.until(about(conversation_id, state="closed"))
                await tab.close()

    asyncio.run(wait())


@pytest.mark.feature("D-06")
@pytest.mark.parametrize("accepts", [True, False])
def test_a_colleague_accepts_or_declines_a_transfer_with_its_note_and_history(
    company: Company, lin: Staff, su: Staff, accepts: bool
) -> None:
    async def hand_over() -> None:
        async with desk(company, lin) as first, desk(company, su) as second:
            visitor, conversation_id = await accepted(company, first, Person(company))
            await visitor.send(conversation_id, "my box arrived damaged")
            await first.say("transfer", "offer", conversation_id=conversation_id, to_agent_id=su.agent_id, note="needs a refund")
            offered = await second.until(
                lambda frame: (
                    frame["type"] == "conversation"
                    and frame["conversation"]["conversation_id"] == conversation_id
                    and "transfer" in frame["conversation"]
                )
            )
            transfer = offered["conversation"]["transfer"]
            assert (transfer["note"], transfer["from_agent_name"]) == ("needs a refund", "Lin")
            assert messages(await second.sync(conversation_id)) == ["my box arrived damaged"]
            await second.say("transfer", "answer", conversation_id=conversation_id, transfer_id=transfer["transfer_id"], accept=accepts)
            owner = su if accepts else lin
            await second.until(
                lambda frame: about(conversation_id, agent_id=owner.agent_id)(frame) and "transfer" not in frame["conversation"]
            )
            assert "note" not in str(await visitor.sync(conversation_id)), "visitors learn nothing of an offer"
            speaker, silent = (second, first) if accepts else (first, second)
            await speaker.send(conversation_id, "I will help you")
            key = {"producer": silent.producer, "n": 1}
            refused = await silent.ask("chat", "send", answer="error", conversation_id=conversation_id, client_id=key, text="me too")
            assert refused["code"] == "not_a_member"
            await visitor.close()

    asyncio.run(hand_over())


@pytest.mark.feature("D-06")
def test_a_transfer_that_nobody_answers_comes_back_after_thirty_seconds(company: Company, lin: Staff, su: Staff) -> None:
    async def hand_over() -> None:
        async with desk(company, lin) as first, desk(company, su) as second:
            visitor, conversation_id = await accepted(company, first, Person(company))
            await first.say("transfer", "offer", conversation_id=conversation_id, to_agent_id=su.agent_id)
            offered = await second.until(lambda frame: about(conversation_id)(frame) and "transfer" in frame["conversation"])
            ended = await first.until(lambda frame: frame["type"] == "entry" and frame["entry"]["kind"] == "transfer_ended", patience_s=75)
            assert ended["entry"]["outcome"] == "expired"
            late = await second.ask(
                "transfer",
                "answer",
                answer="error",
                conversation_id=conversation_id,
                transfer_id=offered["conversation"]["transfer"]["transfer_id"],
                accept=True,
            )
            assert late["code"] == "transfer_over"
            await visitor.close()

    asyncio.run(hand_over())


@pytest.mark.feature("D-06")
def test_a_transfer_to_a_department_puts_the_visitor_into_its_queue(company: Company, lin: Staff) -> None:
    async def hand_over() -> None:
        other = company.departments()[1]["department_id"]
        async with desk(company, lin) as agent, desk(company, company.admin):
            visitor, conversation_id = await accepted(company, agent, Person(company))
            await agent.say("transfer", "offer", conversation_id=conversation_id, to_department_id=other)
            await visitor.until(about(conversation_id, state="waiting", department_id=other))
            await visitor.say("chat", "end", conversation_id=conversation_id)
            await visitor.until(about(conversation_id, state="closed"))
            await visitor.close()

    asyncio.run(hand_over())


@pytest.mark.feature("W-12", "W-13")
@pytest.mark.parametrize("kind", ["invitation", "forced"])
def test_an_invited_visitor_who_answers_talks_to_the_agent_who_invited(company: Company, lin: Staff, kind: str) -> None:
    async def invite() -> None:
        person = Person(company)
        async with desk(company, lin) as agent, person.tab() as visitor:
            await agent.say("invite", "send", visitor_id=person.visitor_id, kind=kind, text="May I help you <b>choose</b>?")
            shown = await visitor.until(lambda frame: frame["type"] == "invitation")
            assert (shown["kind"], shown["text"], shown["agent_name"]) == (kind, "May I help you <b>choose</b>?", "Lin")
            await visitor.say("invite", "answer", invitation_id=shown["invitation_id"], answer="accept")
            told = await agent.until(lambda frame: frame["type"] == "invitation_answered")
            assert (told["visitor_id"], told["answer"]) == (person.visitor_id, "accept")
            await visitor.say("chat", "open", invitation_id=shown["invitation_id"])
            opened = await visitor.until(lambda frame: frame["type"] == "conversation" and frame["conversation"]["state"] == "active")
            assert opened["conversation"]["agent_id"] == lin.agent_id
            entries = await visitor.sync(opened["conversation"]["conversation_id"])
            assert messages(entries) == ["May I help you <b>choose</b>?"]

    asyncio.run(invite())


@pytest.mark.feature("D-12", "R-02")
def test_states_decide_who_receives_and_loads_stay_below_the_ceiling(company: Company) -> None:
    async def work() -> None:
        department = company.admin.rest.post("/departments", name="Fast lane", assignment="automatic")["department_id"]
        agents = [company.add_agent(name, [department], ceiling=2) for name in ("Ann", "Ben")]
        desks = [desk(company, agent) for agent in agents]
        for each in desks:
            await each.connect()
        talks = []
        for _ in range(5):
            visitor = Person(company).tab()
            await visitor.connect()
            await visitor.ask("chat", "open", answer="conversation", department_id=department)
            if len(talks) < 4:
                await visitor.until(lambda frame: frame["type"] == "conversation" and frame["conversation"]["state"] == "active")
            else:
                # Nobody has room. Answered behind whatever the opening brought.
                await visitor.ask("presence", "ping", answer="pong")
            talks.append(visitor)
        states = [[frame for frame in tab.frames if frame["type"] == "conversation"][-1]["conversation"] for tab in talks]
        assert [row["state"] for row in states] == ["active"] * 4 + ["waiting"]
        assert sorted(row["agent_id"] for row in states[:4]) == sorted([agents[0].agent_id, agents[1].agent_id] * 2)

        for each, agent in zip(desks, agents, strict=True):
            away = each.coming(
                lambda frame, agent=agent: (  # type: ignore[misc]
                    frame["type"] == "agent" and frame["agent"]["agent_id"] == agent.agent_id and frame["agent"]["state"] == "away"
                )
            )
            await each.say("presence", "state", state="away")
            await asyncio.wait_for(away, 30)
        late = Person(company).tab()
        await late.connect()
        refused = await late.ask("chat", "open", answer="error", department_id=department)
        assert refused["code"] == "nobody_online"
        for tab in [*desks, *talks, late]:
            await tab.close()

    asyncio.run(work())
