"""The reports on the screen: what a conversation and its visit come to, in a browser."""

import asyncio
import csv
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.company import Company
from tests.e2e.people import Agent
from tests.integration.test_care_of_a_conversation import SURVEY, TOPIC, change
from tests.integration.test_reports import happen
from tests.running import wait_until


def prepare(company: Company) -> None:
    """Beside the browser's driver, which has this thread's event loop."""
    change(company, topics=[{"topic_id": TOPIC, "name": "Price", "group": ""}], surveys={"default": SURVEY})
    asyncio.run(happen(company, company.admin))


def counted(company: Company) -> bool:
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
    agents = company.admin.rest.get("/reports/agents", **{"from": today, "to": today})["agents"]
    return any(agent.get("taken") and agent.get("scores") and agent.get("wrapped") for agent in agents)


@pytest.mark.feature("A-02", "A-03", "A-04", "A-06", "A-07", "A-09", "A-11", "A-16")
def test_an_administrator_reads_the_reports_takes_a_table_along_and_finds_the_records(browser: Browser, company: Company) -> None:
    with ThreadPoolExecutor(1) as apart:
        apart.submit(prepare, company).result()
    agent = Agent.sign_in(browser, company, company.admin)
    page = agent.page

    wait_until(lambda: counted(company), 60, "the agent's conversation")
    agent.go("manage/agent-work")
    table = page.get_by_test_id("agent-work")
    expect(table).to_contain_text("Ada Admin")
    with page.expect_download() as taken:
        page.get_by_test_id("export").click()
    with open(taken.value.path(), encoding="utf-8-sig", newline="") as file:
        head, first, *_ = list(csv.reader(file))
    assert (head[0], first[0], first[2]) == ("Agent", "Ada Admin", "1")

    agent.go("manage/consultations?by=page")
    breakdown = page.get_by_test_id("breakdown")
    expect(breakdown).to_contain_text("tea.example/green/longjing")
    for tab, text in (("Topic", "Price"), ("Source", "Search"), ("Device", "Phone"), ("Agent", "Ada Admin")):
        page.locator(".analysis-tabs").get_by_text(tab, exact=True).click()
        expect(breakdown).to_contain_text(text)
    expect(page.get_by_test_id("chart").locator("svg").first).to_be_visible()
    breakdown.get_by_role("link", name="Ada Admin").click()
    expect(page.get_by_test_id("record-row")).to_have_count(1)

    agent.go("manage/satisfaction")
    expect(page.get_by_test_id("spread")).to_contain_text("5 stars")
    expect(page.get_by_test_id("rating")).to_contain_text("5 stars")
    agent.go("manage/funnel")
    expect(page.get_by_test_id("funnel").locator("li")).to_have_count(6)
    agent.leave()
