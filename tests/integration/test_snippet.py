"""Where the snippet stands, as visitors show it; and the agent whom a link of a page of its own names."""

import asyncio
from typing import Any

import pytest

from scripts.rest import Refused
from tests.company import Company
from tests.people import Person, desk
from tests.running import wait_until

SHOP = "https://shop.example"


@pytest.mark.feature("W-01")
def test_a_check_is_answered_by_the_pages_that_visitors_show(company: Company) -> None:
    rest = company.admin.rest

    def check(url: str) -> dict[str, Any]:
        answer: dict[str, Any] = rest.get(f"/styles/{company.style_id}/installation", url=url)
        return answer

    def finding(url: str, wanted: str) -> dict[str, Any]:
        def found() -> dict[str, Any] | None:
            answer = check(url)
            return answer if answer["finding"] == wanted else None

        answer: dict[str, Any] = wait_until(found, what=f"{wanted} for {url}")
        return answer

    assert check(f"{SHOP}/contact")["finding"] == "never"

    async def looks_around(*urls: str) -> None:
        async with Person(company).tab() as tab:
            for url in urls:
                await tab.say("track", "page", url=url, title="A page")

    asyncio.run(looks_around(f"{SHOP}/?token=secret", "https://<script>alert(1)</script>/"))
    here = finding(SHOP, "page")
    assert [each["host"] for each in here["sites"]] == ["shop.example"]
    assert [page["path"] for page in here["sites"][0]["pages"]] == ["/"], "what follows ? is not kept"
    assert finding(f"{SHOP}/contact", "site")["seen_at"] == here["seen_at"]
    asyncio.run(looks_around(f"{SHOP}/contact?parlor_check=1"))
    assert finding(f"{SHOP}/contact", "page")["seen_at"] >= here["seen_at"]
    assert check("other.example")["finding"] == "never"
    with pytest.raises(Refused) as refused:
        check("javascript:alert(1)")
    assert refused.value.problem["field"] == "url"


@pytest.mark.feature("R-03", "S-12")
def test_the_link_of_a_signature_leads_to_its_agent(company: Company) -> None:
    su = company.add_agent("Su")
    number = next(each["number"] for each in company.admin.rest.get("/agents")["agents"] if each["agent_id"] == su.agent_id)
    asked = Person(company, says={"agent": number})

    async def work() -> None:
        async with desk(company, su), asked.tab() as tab:
            opened = await tab.ask("chat", "open", answer="conversation", page_url=f"{company.stack.site_url}/widget/chat.html")
            assert opened["conversation"]["conversation_id"]
            taken = await tab.until(lambda frame: frame["type"] == "conversation" and frame["conversation"]["state"] == "active")
            assert taken["conversation"]["agent_name"] == "Su"
        async with Person(company).tab() as anybody:
            waiting = await anybody.ask("chat", "open", answer=("conversation", "error"))
            assert waiting.get("conversation", {}).get("state") != "active"

    asyncio.run(work())
