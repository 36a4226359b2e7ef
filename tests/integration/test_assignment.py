"""Who gets whom, over real sockets: strategies, agents who are named, rules by page and region, and a crowd at the same moment."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from parlor.domain.ids import new_ulid
from scripts.rest import Refused, Rest
from tests.company import Company, Staff
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


@pytest.fixture(autouse=True)
def as_before(company: Company) -> Iterator[None]:
    yield
    change(company, routing={})


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
    areas = {"mode": "except", "areas": [{"country": "日本"}], "otherwise": "message"}
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
    change(company, queue={})


CROWD, AGENTS, CEILING = 24, 4, 4


@pytest.mark.feature("R-02", "W-07")
def test_a_crowd_at_the_same_moment(company: Company) -> None:
    """Nobody lost, nobody twice, no ceiling broken, and the queue kept when desks become free."""
    department = company.admin.rest.post("/departments", name=f"Crowd {secrets.token_hex(2)}", assignment="automatic")["department_id"]
    with ThreadPoolExecutor(4) as pool:
        staff = list(pool.map(lambda n: company.add_agent(f"A{n}", [department], ceiling=CEILING), range(AGENTS)))

    async def work() -> None:
        desks = [desk(company, each) for each in staff]
        await asyncio.gather(*(each.connect() for each in desks))
        tabs = [Person(company).tab() for _ in range(CROWD)]
        few = asyncio.Semaphore(4)

        async def arrive(tab: Tab) -> None:
            async with few:
                await tab.connect()

        await asyncio.gather(*(arrive(tab) for tab in tabs))
        await asyncio.gather(*(tab.ask("chat", "open", answer="conversation", department_id=department, patience_s=90) for tab in tabs))

        def row(tab: Tab) -> dict[str, Any]:
            found: dict[str, Any] = [frame["conversation"] for frame in tab.frames if frame["type"] == "conversation"][-1]
            return found

        seats = AGENTS * CEILING
        for _ in range(100):
            if sum(row(tab)["state"] == "active" for tab in tabs) == seats:
                break
            await asyncio.sleep(0.2)
        rows = [row(tab) for tab in tabs]
        assert len({each["conversation_id"] for each in rows}) == CROWD
        active = [tab for tab in tabs if row(tab)["state"] == "active"]
        assert Counter(row(tab)["agent_id"] for tab in active) == {each.agent_id: CEILING for each in staff}
        queue = sorted(
            (tab for tab in tabs if row(tab)["state"] == "waiting"),
            key=lambda tab: (row(tab)["waiting_since"], row(tab)["conversation_id"]),
        )
        assert len(queue) == CROWD - seats
        for left, following in zip(active[:4], queue, strict=False):
            await left.say("chat", "end", conversation_id=row(left)["conversation_id"])
            await following.until(lambda frame: frame["type"] == "conversation" and frame["conversation"]["state"] == "active", 60)
        assert [row(tab)["state"] for tab in queue] == ["active"] * 4 + ["waiting"] * (len(queue) - 4)
        await asyncio.gather(*(tab.close() for tab in [*tabs, *desks]))

    asyncio.run(work())
