"""States with reasons and by themselves, rights that are given while somebody works, and the audit log, in two browsers."""

import pytest
from playwright.sync_api import Browser, expect

from tests.company import Company
from tests.e2e.offices import save_settings
from tests.e2e.people import Agent
from tests.running import Running

UNTOUCHED = "localStorage.setItem('parlor.touched', String(Date.now() - 11 * 60_000))"


@pytest.mark.feature("D-12", "S-01", "S-02", "L-07")
def test_a_right_given_and_a_state_with_its_reason_reach_the_colleagues(browser: Browser, stack: Running) -> None:
    with Company.sign_up(stack, "Two desks") as company:
        admin = Agent.sign_in(browser, company, company.admin)
        admin.go("manage/rules")
        admin.page.get_by_test_id("usual-reasons").click()
        expect(admin.page.get_by_test_id("away-reason")).to_have_count(4)
        admin.page.get_by_test_id("attendance-idle").fill("10")
        save_settings(admin.page)

        wu = Agent.sign_in(browser, company, company.add_agent("Wu"))
        state = wu.page.get_by_test_id("state-menu").first
        state.click()
        expect(wu.page.get_by_test_id("state-invisible")).to_have_count(0)
        wu.page.get_by_test_id("state-away-Break").click()
        expect(state).to_contain_text("Break")
        admin.go("manage/agents")
        row = admin.page.get_by_test_id("agent-row").filter(has_text="Wu")
        expect(row).to_contain_text("Break")
        state.click()
        wu.page.get_by_test_id("state-online").click()
        expect(state).to_contain_text("Online")

        # Nobody touches the desk for a while; then somebody does.
        wu.page.evaluate(UNTOUCHED)
        expect(row).to_contain_text("left alone")
        wu.page.mouse.move(300, 300)
        expect(state).to_contain_text("Online")

        row.click()
        audit = admin.page.get_by_test_id("right-read_audit")
        expect(audit).to_have_attribute("data-source", "none")
        audit.get_by_role("checkbox").click()
        admin.page.get_by_test_id("right-transfer").get_by_role("checkbox").click()
        admin.page.get_by_test_id("agent-save").click()
        expect(admin.page.get_by_test_id("agent-drawer")).to_be_hidden()
        row.click()
        expect(audit).to_have_attribute("data-source", "added")
        expect(admin.page.get_by_test_id("right-transfer")).to_have_attribute("data-source", "removed")

        # The desk opens a new socket by itself, and shows what has been given.
        wu.go("manage/records")
        wu.page.get_by_role("link", name="Audit log").click()
        entry = wu.page.locator('[data-testid="audit-row"][data-action="change_agent"]').first
        expect(entry).to_contain_text("Wu")
        entry.click()
        given = wu.page.locator('[data-testid="audit-change"][data-path="rights_added"]')
        expect(given).to_contain_text("Read the audit log")
        wu.leave()
        admin.leave()
