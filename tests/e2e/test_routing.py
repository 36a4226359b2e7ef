"""The administrator says in the screen Routing who gets whom, tries it, and it is so for those who come."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.company import Company
from tests.e2e.offices import MEMORY_S, begin, choose, save_settings
from tests.e2e.people import Agent, Visitor, shop


def trial(page: Page, path: str, outcome: str) -> None:
    page.get_by_test_id("trial-page").fill(path)
    page.get_by_test_id("trial-run").click()
    expect(page.get_by_test_id("trial-outcome")).to_have_attribute("data-outcome", outcome)


def talks_with_su(visitor: Visitor, su: Agent, text: str) -> None:
    """Without anybody having picked the visitor."""
    visitor.open_panel()
    visitor.say(text)
    expect(visitor.panel.get_by_test_id("agent")).to_contain_text("Su")
    row = su.page.get_by_test_id("conversation-row").filter(has_text=text)
    expect(row).to_be_visible()
    visitor.leave()


@pytest.mark.feature("R-02", "R-03")
def test_a_rule_for_a_page_is_tried_and_names_the_agent(browser: Browser, company: Company) -> None:
    su = Agent.sign_in(browser, company, company.add_agent("Su"))
    office = Agent.sign_in(browser, company, company.admin)
    page = office.page
    office.go("manage/routing")
    trial(page, "/demo/en.html", "wait")
    page.get_by_test_id("routing-rules-add").click()
    page.get_by_test_id("settings-save").click()
    expect(page.get_by_text("Choose at least one condition")).to_be_visible()
    page.get_by_test_id("rule-name").fill("English pages")
    page.get_by_test_id("rule-pages").locator("input").fill("/*demo/en.html")
    page.keyboard.press("Enter")
    choose(page.get_by_test_id("rule-agent"), "Su 1001")
    save_settings(page)
    trial(page, "/demo/en.html", "assign")
    expect(page.get_by_test_id("trial-outcome")).to_contain_text("English pages fits")
    expect(page.get_by_test_id("trial-agent").first).to_contain_text("Su")
    trial(page, "/demo/index.html", "wait")
    page.wait_for_timeout(MEMORY_S * 1_000)

    su.go("desk")
    talks_with_su(Visitor.arrive(browser, company, "en.html"), su, "do you speak English?")
    begin(browser, company, "who has time for me?").leave()
    by_link = Visitor.arrive(browser, company)
    by_link.page.goto(f"{shop(company)}&parlor_agent=1001")
    talks_with_su(by_link, su, "Su told me to ask for her")
    office.leave()
    su.leave()
