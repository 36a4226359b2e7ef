"""Who gets whom, over real sockets: strategies, agents who are named, rules by page and region, and a crowd at the same moment."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from parlor.domain.ids import new_ulid
from scripts.rest import Refused, Rest
from tests.company import Company, Staff
from tests.crowd import Crowd
from tests.integration.test_care_of_a_conversation import change
from tests.people import Person, desk
from tests.tab import Tab

HANGZHOU, TOKYO = "218.75.100.114, 10.0.0.1", "133.1.1.1, 10.0.0.1"
"""As a CDN hands them on: the visitor's address, then its own."""


@pytest.fixture(scope="module")
def people(company: Company) -> dict[str, Staff]:
    first, second = [each["department_id"] for each in company.departments()]
    with ThreadPoolExecutor(2) as pool:
        lin, su = pool.map(lambda who: company.add_agent(who, [first, second], ceiling=20), ("Lin", "Su"))
    return {"Lin": lin, "Su": su}


def strategy(company: Company, assignment: str) -> None:
    first = company.departments()[0]
    company.admin.rest.patch(f"/departments/{first['department_id']}", version=first["version"], assignment=assignment)


async def talk(person: Person, **more: Any) -> tuple[Tab, dict[str, Any]]:
    """Opens, and waits until somebody has the conversation."""
    tab = person.tab()
    await tab.connect()
    await tab.ask("chat", "open", answer="conversation", **more)
    frame = await tab.until(lambda frame: frame["type"] == "conversation" and frame["conversation"]["state"] == "active")
    return tab, frame["conversation"]


async def ended(tab: Tab, conversation_id: str) -> None:
    over = tab.coming(lambda frame: frame["type"] == "conversation" and frame["conversation"]["state"] == "closed")
    await tab.say("chat", "end", conversation_id=conversation_id)
    await asyncio.wait_for(over, 30)
    await tab.close()


@pytest.mark.feature("R-01", "R-02", "R-03")
def test_round_robin_links_rules_and_the_last_agent(company: Company, people: dict[str, Staff]) -> None:
    async def work() -> None:
        strategy(company, "round_robin")
        async with desk(company, people["Lin"]), desk(company, people["Su"]):
            got = []
            for _ in range(4):
                tab, conversation = await talk(Person(company))
                got.append(conversation["agent_id"])
                await ended(tab, conversation["conversation_id"])
            assert got[0] != got[1]
            assert got[:2] == got[2:], "each in turn, though all desks are empty"

            number = next(each["number"] for each in company.admin.rest.get("/agents")["agents"] if each["agent_id"] == got[3])
            tab, conversation = await talk(Person(company), page_url=f"https://tea.example/?parlor_agent={number}")
            assert conversation["agent_id"] == got[3], "whom the link names, out of turn"
            await ended(tab, conversation["conversation_id"])

            second = company.departments()[1]["department_id"]
            rule = {"rule_id": new_ulid(1), "pages": ["/help/*"], "department_id": second, "agent_id": people["Su"].agent_id}
            await asyncio.to_thread(change, company, routing={"rules": [rule], "last_agent_first": True})
            back = Person(company)
            tab, conversation = await talk(back, page_url="https://tea.example/help/1")
            assert (conversation["department_id"], conversation["agent_id"]) == (second, people["Su"].agent_id)
            await ended(tab, conversation["conversation_id"])
            tab, conversation = await talk(Person(company))
            await ended(tab, conversation["conversation_id"])
            for _ in range(2):
                tab, conversation = await talk(back)
                assert conversation["agent_id"] == people["Su"].agent_id, "who had the visitor the last time, twice in a row"
                await ended(tab, conversation["conversation_id"])

    asyncio.run(work())


@pytest.mark.feature("R-04", "R-05")
def test_regions_lead_to_departments_and_may_be_refused(company: Company, people: dict[str, Staff]) -> None:
    second = company.departments()[1]["department_id"]
    rule = {"rule_id": new_ulid(2), "areas": [{"country": "中国", "province": "浙江"}], "department_id": second}
    told = "We do not serve your region yet."
    areas = {"mode": "except", "areas": [{"country": "日本"}], "otherwise": "message", "texts": {"en": told}}
    change(company, routing={"rules": [rule], "service_areas": areas})

    def visit(address: str) -> dict[str, Any]:
        rest = Rest(company.stack.api_url)
        rest.session.headers["X-Forwarded-For"] = address
        return rest.post("/widget/visit", tenant_id=company.tenant_id, style_id=company.style_id)

    async def come(address: str) -> dict[str, Any]:
        found = await asyncio.to_thread(visit, address)

        async def dial() -> str:
            return f"{found['socket']['url']}?ticket={found['socket']['ticket']}"

        async with Tab(dial) as tab:
            return {"visit": found, "answer": await tab.ask("chat", "open", answer=("conversation", "error"))}

    async def work() -> None:
        async with desk(company, people["Lin"]):
            near = await come(HANGZHOU)
            assert near["answer"]["conversation"]["department_id"] == second
            abroad = await come(TOKYO)
            assert (abroad["visit"]["availability"], abroad["answer"]["code"]) == ("offline", "nobody_online")
            assert (abroad["visit"]["region_text"], "region_text" in near["visit"]) == (told, False)
            await asyncio.to_thread(change, company, routing={"service_areas": areas | {"otherwise": "hide"}})
            with pytest.raises(Refused) as refused:
                await asyncio.to_thread(visit, TOKYO)
            assert refused.value.code == "region_refused"

    asyncio.run(work())


@pytest.mark.feature("S-03", "R-08")
def test_a_tree_of_departments_and_a_dry_run(company: Company) -> None:
    admin = company.admin.rest
    goods = admin.post("/departments", name="Goods", assignment="ranked")
    tea = admin.post("/departments", name="Tea", parent_id=goods["department_id"], skill="tea")
    for body, code in (({"parent_id": tea["department_id"]}, "cycle"), ({"parent_id": goods["department_id"]}, "cycle")):
        with pytest.raises(Refused) as refused:
            admin.patch(f"/departments/{goods['department_id']}", version=goods["version"], **body)
        assert refused.value.code == code
    with pytest.raises(Refused) as kept:
        admin.call("DELETE", f"/departments/{goods['department_id']}")
    assert kept.value.code == "has_children"
    limit = {goods["department_id"]: {"max_length": 1, "overflow_department_id": company.departments()[0]["department_id"]}}
    change(company, queue=limit)
    trial = admin.post(
        "/routing-trial", department_id=goods["department_id"], page_url="https://tea.example/", country="中国", province="浙江"
    )
    assert (trial["outcome"], trial["because"], trial["refusal"]) == ("message", "chosen", "nobody")
    moved = admin.patch(f"/departments/{tea['department_id']}", version=tea["version"], parent_id=None)
    assert "parent_id" not in moved
    for each in (tea, goods):
        admin.call("DELETE", f"/departments/{each['department_id']}")


CROWD, AGENTS, CEILING = 60, 10, 3


@pytest.mark.feature("R-02", "W-07")
def test_a_crowd_at_the_same_moment(company: Company) -> None:
    """Nobody lost, nobody twice, no ceiling broken, and the queue kept when desks become free. With 200: `make crowd`."""
    outcome = asyncio.run(Crowd.of(company, AGENTS, CEILING).come(CROWD))
    assert (outcome.accepted, outcome.freed) == (AGENTS * CEILING, AGENTS)
    assert not any(outcome.faults.values()), outcome
