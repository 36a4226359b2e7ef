"""At the desk everything of one person is looked at and erased; the receipt is read in the management centre."""

import pytest
from playwright.sync_api import Browser, expect

from tests.company import Company
from tests.e2e.offices import accept, begin, end
from tests.e2e.people import Agent
from tests.running import wait_until


@pytest.mark.feature("C-14")
def test_a_visitor_is_erased_from_the_desk_and_the_receipt_says_so(browser: Browser, company: Company) -> None:
    agent = Agent.sign_in(browser, company, company.admin)
    page = agent.page
    wait_until(lambda: company.start_visit()["availability"] == "online", what="somebody on line")
    visitor = begin(browser, company, "Forget me afterwards", "en.html")
    accept(agent, "Forget me afterwards")
    page.get_by_role("tab", name="Card").click()
    page.get_by_test_id("person-erase").click()
    expect(page.get_by_test_id("person-busy")).to_be_visible()
    expect(page.get_by_test_id("person-erase-confirm")).to_be_disabled()
    page.keyboard.press("Escape")
    end(agent)
    visitor.leave()

    page.get_by_test_id("person-erase").click()
    expect(page.get_by_test_id("person-counts")).to_be_visible()
    name = page.get_by_test_id("person-erase-name")
    name.fill("somebody else")
    expect(page.get_by_test_id("person-erase-confirm")).to_be_disabled()
    name.fill(name.get_attribute("placeholder") or "")
    page.get_by_test_id("person-erase-reference").fill("DSR-18")
    page.get_by_test_id("person-erase-confirm").press("Enter")

    agent.go("manage/erasures")
    row = page.get_by_test_id("erasure-row").filter(has_text="DSR-18")
    expect(row).to_have_attribute("data-state", "done")
    row.get_by_test_id("erasure-receipt").click()
    expect(page.get_by_test_id("receipt")).to_contain_text("DSR-18")
    agent.leave()
