"""The administrator sets when the company is open; visitors are told when to come back."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.company import Company
from tests.e2e.offices import MEMORY_S, choose, save_settings
from tests.e2e.people import Agent, Visitor


@pytest.mark.feature("R-06", "R-08", "S-03")
def test_a_week_is_edited_and_copied_and_closes_the_widget(browser: Browser, company: Company) -> None:
    office = Agent.sign_in(browser, company, company.admin)
    page = office.page
    office.go("manage/hours")
    page.get_by_test_id("hours-begin").click()
    days = page.get_by_test_id("week-day")
    expect(days).to_have_count(7)
    expect(days.nth(6).get_by_test_id("interval-opens")).to_have_count(0)

    # What cannot be is said beside the interval, and nothing is saved.
    today = (datetime.now(UTC) + timedelta(hours=8)).weekday()
    tomorrow = days.nth((today + 1) % 7)
    if not tomorrow.get_by_test_id("interval-opens").count():
        tomorrow.get_by_test_id("interval-add").click()
    tomorrow.get_by_test_id("interval-opens").fill("10:15")
    tomorrow.get_by_test_id("interval-closes").fill("10:15")
    page.get_by_test_id("settings-save").click()
    expect(tomorrow.get_by_role("alert")).to_be_visible()
    tomorrow.get_by_test_id("interval-closes").fill("11:45")
    expect(tomorrow.get_by_role("alert")).to_be_hidden()

    tomorrow.get_by_test_id("week-copy").click()
    page.get_by_role("menuitem").last.click()
    expect(page.get_by_test_id("interval-opens")).to_have_count(7)
    for each in range(7):
        expect(days.nth(each).get_by_test_id("interval-opens")).to_have_value("10:15")

    # Today is a holiday, so it is closed whatever the hour.
    page.get_by_test_id("holidays-add").click()
    page.get_by_test_id("holiday-name").fill("Stocktaking")
    expect(page.get_by_test_id("hours-now")).to_have_attribute("data-open", "false")
    expect(page.get_by_test_id("hours-now")).to_contain_text("10:15")

    page.get_by_test_id("queue-length").fill("5")
    choose(page.get_by_test_id("queue-then"), f"To {company.departments()[1]['name']}")
    save_settings(page)
    page.reload()
    expect(page.get_by_test_id("holiday-name")).to_have_value("Stocktaking")
    expect(page.get_by_test_id("queue-length")).to_have_value("5")
    page.wait_for_timeout(MEMORY_S * 1_000)

    visitor = Visitor.arrive(browser, company)
    visitor.launcher.click()
    expect(visitor.panel.get_by_test_id("left-message-form")).to_be_visible()
    expect(visitor.panel.get_by_test_id("opens-at")).to_have_text(re.compile(r":15$"))
    visitor.leave()
    office.leave()
