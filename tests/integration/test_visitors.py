"""Site visitors at a size: told once a second, filtered by the server, filters kept by name."""

import asyncio
import json

import pytest

from tests.company import Company, Staff
from tests.people import Person, desk, seen, seen_of

MOVES = 12


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin", ceiling=50)


@pytest.mark.feature("D-10")
def test_many_moves_come_in_a_frame_a_second_and_conditions_choose(company: Company, lin: Staff) -> None:
    async def look() -> None:
        people = [Person(company) for _ in range(3)]
        async with desk(company, lin) as all_desk, desk(company, lin) as cart_desk, people[0].tab() as a, people[1].tab() as b:
            conditions = [{"field": "page", "value": "/CART"}, {"field": "visits", "value": "1"}]
            await cart_desk.ask("presence", "watch_visitors", answer="visitors", conditions=conditions)
            began = asyncio.get_running_loop().time()
            for number in range(MOVES):
                for tab in (a, b):
                    await tab.say("track", "page", url=f"https://tea.example/{number}", title="<i>forged</i>")
            await a.say("track", "page", url="https://tea.example/cart", title="Cart")
            await all_desk.until(lambda frame: seen_of(frame, people[0].visitor_id).get("page_title") == "Cart")
            await cart_desk.until(lambda frame: seen_of(frame, people[0].visitor_id).get("visitor_number") is not None)
            took = asyncio.get_running_loop().time() - began
            told = [frame for frame in all_desk.frames if seen(frame)]
            assert len(told) <= took + 2, "a frame a second at most"
            assert sum(len(seen(frame)) for frame in told) < 2 * MOVES, "several moves of one visitor are one change"
            assert not any(seen_of(frame, people[1].visitor_id) for frame in cart_desk.frames), "who does not fit is not told of"

            gone = cart_desk.coming(lambda frame: people[0].visitor_id in frame.get("outside", []))
            await a.say("track", "page", url="https://tea.example/thanks", title="Thanks")
            await asyncio.wait_for(gone, 30)
            thanks = json.dumps([{"field": "page", "value": "thanks"}])
            listed = await asyncio.to_thread(lin.rest.get, "/visitors", conditions=thanks)
            assert [each["visitor_id"] for each in listed["visitors"]] == [people[0].visitor_id]
            assert listed["online"] >= 2
            await cart_desk.ask("presence", "watch_visitors", answer="error", conditions=[{"field": "visits", "value": "many"}])

            # A desk that looks at other things hears who comes, and how many there are.
            await cart_desk.ask("presence", "watch_visitors", answer="visitors", listed=False)
            async with people[2].tab() as c:
                await c.say("track", "page", url="https://tea.example/", title="Home")
                frame = await cart_desk.until(lambda frame: bool(seen_of(frame, people[2].visitor_id)))
                assert frame["online"] >= 3

    asyncio.run(look())


@pytest.mark.feature("D-10")
def test_filters_with_several_conditions_are_kept_by_name_for_each_agent(company: Company, lin: Staff) -> None:
    conditions = [{"field": "province", "value": "浙江"}, {"field": "device", "value": "robot", "negated": True}]
    settings = lin.rest.get("/me/settings")
    kept = lin.rest.patch("/me/settings", version=settings["version"], visitor_filters=[{"name": "浙江的人", "conditions": conditions}])
    assert kept["visitor_filters"] == lin.rest.get("/me/settings")["visitor_filters"]
    assert kept["visitor_filters"][0]["conditions"] == conditions
    assert company.admin.rest.get("/me/settings").get("visitor_filters", []) == []
