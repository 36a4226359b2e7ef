"""The reports on the screen: what a conversation and its visit come to, in a browser."""

import asyncio
import csv
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from time import time
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from parlor.domain.figures import attribute
from parlor.storage import keys
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
        page.get_by_role("menuitem", name="CSV").click()
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
    expect(page.get_by_test_id("funnel").locator("li:not([data-goal])")).to_have_count(6)
    agent.leave()


def place(company: Company) -> None:
    """The tests' own address is of no province: rows of the roll-up say where conversations and visits came from."""
    for figure, sheet in (("consultations_online", "talk"), ("visits", "visit")):
        company.stack.client("dynamodb").update_item(
            TableName=company.stack.metrics_table,
            Key={"pk": {"S": keys.sheet(company.tenant_id, sheet)}, "sk": {"S": keys.utc_hour(int(time() * 1000))}},
            UpdateExpression="ADD #china :one, #abroad :one",
            ExpressionAttributeNames={"#china": attribute(figure, "province", "四川省"), "#abroad": attribute(figure, "country", "日本")},
            ExpressionAttributeValues={":one": {"N": "1"}},
        )


@pytest.mark.feature("A-01", "A-04", "A-08", "A-12", "A-16")
def test_maps_words_and_goals_lead_to_the_records_and_a_wrong_period_is_said_beside_it(browser: Browser, company: Company) -> None:
    """With the conversation of the test before."""
    place(company)
    agent = Agent.sign_in(browser, company, company.admin)
    page = agent.page
    agent.go("manage/consultations?from=2026-11-22&to=2026-11-01")
    expect(page.get_by_test_id("period-error")).to_have_text("It ends before it begins.")

    agent.go("manage/visits?by=place")
    page.locator(".analysis-filters").get_by_text("Country", exact=True).click()
    expect(page.locator("[data-testid=region-map][data-map=world] path").nth(150)).to_be_attached()
    expect(page.get_by_test_id("breakdown")).to_contain_text("Japan")

    agent.go("manage/consultations?by=place")
    region = page.get_by_test_id("region-map")
    expect(region.locator("path").nth(34)).to_be_attached()
    wait = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--wait').trim()")
    page.get_by_test_id("breakdown").get_by_role("link", name="Sichuan").focus()
    region.locator(f"path[fill='{wait}']").click()
    page.wait_for_url(re.compile(r"manage/records\?.*province"))

    agent.go("manage/words")
    page.get_by_test_id("words").get_by_role("link", name="龙井").click()
    expect(page.get_by_test_id("record-row")).to_have_count(1, timeout=60_000)

    agent.go("manage/goals")
    goals = page.get_by_test_id("goals")
    expect(goals.get_by_test_id("goal-name")).to_have_count(3)
    goals.get_by_role("button", name="Add a goal").click()
    page.get_by_test_id("settings-save").click()
    expect(goals).to_contain_text("Give it a name.")
    goals.get_by_test_id("goal-name").last.fill("Sample")
    goals.get_by_test_id("goal-match").last.fill("sample")
    page.get_by_test_id("settings-save").click()
    expect(page.get_by_test_id("settings-save")).to_be_disabled()
    agent.go("manage/funnel")
    expect(page.get_by_test_id("funnel").locator("li[data-goal]")).to_have_count(4)
    expect(page.get_by_test_id("funnel")).to_contain_text("Order")
    expect(page.get_by_test_id("goals-by-source")).to_contain_text("Search")
    agent.leave()


@pytest.mark.feature("A-15", "S-11")
def test_reports_are_taken_along_and_mailed_and_the_home_shows_the_day(browser: Browser, company: Company) -> None:
    """With the conversation of the first test: as Excel, as a picture, by mail; beside yesterday on the home."""
    agent = Agent.sign_in(browser, company, company.admin)
    page = agent.page
    agent.go("manage/consultations")
    expect(page.get_by_test_id("chart").locator("svg").first).to_be_visible(timeout=60_000)
    with page.expect_download(timeout=60_000) as picture:
        page.get_by_test_id("picture").click()
    with open(picture.value.path(), "rb") as file:
        assert file.read(8) == b"\x89PNG\r\n\x1a\n"
    with page.expect_download(timeout=60_000) as taken:
        page.get_by_test_id("export").click()
        page.get_by_role("menuitem", name="Excel").click()
    sheet = load_workbook(BytesIO(taken.value.path().read_bytes()))["Consultations"]
    assert [cell.value for cell in sheet[sheet.max_row]][:2] == ["Total", 1]

    agent.go("manage/scheduled-reports")
    page.get_by_test_id("schedule-add").click()
    drawer = page.get_by_test_id("schedule-drawer")
    drawer.get_by_test_id("schedule-name").fill("Every morning")
    drawer.get_by_text("Daily", exact=True).click()
    drawer.get_by_test_id("schedule-save").click()
    row = page.get_by_test_id("schedule-row")
    expect(row).to_contain_text("Daily at 08:00")
    row.hover()
    row.get_by_test_id("schedule-send").click()
    expect(row.get_by_test_id("schedule-last")).to_have_text("Sent", timeout=60_000)
    mail = company.stack.wait_for_mail(company.admin.email, lambda mail: mail["Subject"].startswith("Every morning: "))
    assert mail["Attachments"][0]["FileName"].endswith(".xlsx")

    agent.go("manage/home")
    figures = page.get_by_test_id("home-figures").locator("li")
    expect(figures).to_have_count(7)
    expect(figures.filter(has_text="Conversations").locator("b")).to_have_text("1")
    expect(page.get_by_test_id("home-step-test")).to_have_attribute("data-done", "true")
    expect(page.get_by_test_id("home-step-colleagues")).not_to_have_attribute("data-done", "true")
    page.get_by_test_id("home-hide").click()
    expect(page.get_by_test_id("home-list")).to_have_count(0)
    page.get_by_test_id("home-choose").click()
    page.get_by_label("Scheduled reports").check()
    page.get_by_test_id("home-entries-save").click()
    expect(page.get_by_test_id("home-entries")).to_contain_text("Scheduled reports")
    page.reload()
    expect(page.get_by_test_id("home-entries")).to_contain_text("Scheduled reports")
    expect(page.get_by_test_id("home-list")).to_have_count(0)
    agent.leave()
