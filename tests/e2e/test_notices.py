"""What calls an agent's attention: the company's notices, sounds that ring in one tab only, notifications of the system."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.company import Company
from tests.e2e.offices import accept, begin
from tests.e2e.people import Agent, admin_site

COUNT_NOTES = """
window.notes = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.notes++; start.apply(this, when); };
window.told = [];
window.Notification = class { static permission = "granted"; static requestPermission = async () => "granted";
  constructor(title) { window.told.push(title); window.lastNotification = this; } close() {} };
"""
"""Counts what is played, and stands for the system's notifications, which a browser without a screen does not show."""


def notes(page: Page) -> int:
    count: int = page.evaluate("window.notes")
    return count


@pytest.mark.feature("D-20")
def test_a_notice_stands_over_the_desk_until_it_is_read_or_withdrawn(browser: Browser, company: Company) -> None:
    lin = company.add_agent("Lin")
    chief = Agent.sign_in(browser, company, company.add_agent("Chief", role="supervisor"))
    agent = Agent.sign_in(browser, company, lin)
    bar = agent.page.get_by_test_id("notice-bar")
    expect(bar).to_be_hidden()

    chief.go("manage/notices")
    for title in ("Closed on Friday", "New price list"):
        chief.page.get_by_test_id("notice-add").click()
        chief.page.get_by_test_id("notice-publish").press("Enter")
        expect(chief.page.get_by_role("dialog").get_by_text("Fill in this field").first).to_be_visible()
        chief.page.get_by_test_id("notice-title").fill(title)
        chief.page.get_by_test_id("notice-text").fill("Tell your visitors, too.")
        chief.page.get_by_test_id("notice-publish").press("Enter")
        expect(chief.page.get_by_role("dialog")).to_be_hidden()
        expect(bar).to_contain_text(title)
    expect(chief.page.get_by_test_id("notice-bar")).to_be_hidden()

    expect(bar).to_contain_text("1 more")
    bar.get_by_test_id("notice-read").click()
    expect(bar).to_contain_text("Closed on Friday")
    agent.page.reload()
    expect(bar).to_contain_text("Closed on Friday")
    agent.page.get_by_test_id("notices").click()
    expect(agent.page.get_by_test_id("my-notice")).to_have_count(2)
    expect(agent.page.locator("[data-testid=my-notice][data-read]")).to_contain_text("New price list")

    first = chief.page.get_by_test_id("notice-row").filter(has_text="New price list")
    first.hover()
    first.get_by_test_id("notice-readers").click()
    expect(chief.page.locator("[data-testid=notice-reader][data-read]")).to_contain_text("Lin")
    chief.page.keyboard.press("Escape")
    second = chief.page.get_by_test_id("notice-row").filter(has_text="Closed on Friday")
    second.hover()
    second.get_by_test_id("notice-withdraw").click()
    chief.page.get_by_test_id("delete-confirm").click()
    expect(second).to_have_attribute("data-state", "withdrawn")
    expect(agent.page.get_by_test_id("my-notice")).to_have_count(1)
    expect(bar).to_be_hidden()
    chief.leave()
    agent.leave()


@pytest.mark.feature("D-11")
def test_one_of_two_tabs_rings_as_the_agent_has_set_it(browser: Browser, company: Company) -> None:
    agent = Agent.sign_in(browser, company, company.add_agent("Mei"))
    agent.context.add_init_script(COUNT_NOTES)
    agent.page.reload()
    agent.page.get_by_test_id("state-menu").first.wait_for()
    agent.page.get_by_test_id("notification-settings").click()
    agent.page.get_by_test_id("alert-play-message").click()
    agent.page.wait_for_function("window.notes === 1")
    agent.page.get_by_role("switch", name="Desktop notifications").click()
    agent.page.get_by_test_id("alert-test-desktop").click()
    agent.page.wait_for_function("window.told.length === 1")
    agent.page.get_by_test_id("alert-on-request").click()
    expect(agent.page.get_by_test_id("alert-tune-request")).to_be_hidden()
    agent.page.keyboard.press("Escape")

    visitor = begin(browser, company, "a silent request")
    accept(agent, "a silent request")
    assert notes(agent.page) == 1, "requests were switched off"
    other = agent.context.new_page()
    other.goto(admin_site(company))
    other.get_by_test_id("state-menu").first.wait_for()
    expect(other.get_by_test_id("link-quality")).to_have_attribute("data-status", "open")
    other.get_by_test_id("notification-settings").click()
    expect(other.get_by_test_id("alert-tune-request")).to_be_hidden()
    expect(other.get_by_test_id("alert-on-request")).to_have_attribute("aria-checked", "false")
    other.keyboard.press("Escape")
    visitor.say("this one rings")
    expect(other.get_by_text("this one rings").first).to_be_visible()
    agent.page.wait_for_function("window.notes === 2")
    assert notes(other) == 0, "one of two tabs rings"

    agent.page.close()
    visitor.say("and so does the next tab")
    other.wait_for_function("window.notes === 1")
    visitor.leave()
    agent.leave()
