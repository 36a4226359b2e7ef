"""Roles in the management centre: made as a copy, limited, given, found again beside each right, and nothing lost between two people."""

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.company import Company
from tests.e2e.people import Agent


@pytest.mark.feature("S-02", "S-01")
def test_a_role_is_copied_limited_and_given_and_two_people_lose_nothing(browser: Browser, company: Company) -> None:
    mei = company.add_agent("Mei")
    admin = Agent.sign_in(browser, company, company.admin)
    page = admin.page
    admin.go("manage/roles")
    fixed = page.locator('[data-testid="role-row"][data-name="Supervisor"]')
    fixed.get_by_test_id("role-clone").click()
    page.get_by_test_id("role-name").fill("Night lead")
    page.get_by_test_id("role-some").click()
    page.get_by_test_id("role-save").click()
    expect(page.get_by_test_id("role-drawer")).to_contain_text("Fill in this field")
    page.get_by_test_id("role-departments").click()
    page.locator(".ant-select-item-option").filter(has_text="Support").click()
    page.get_by_test_id("role-name").click()
    page.get_by_test_id("menu-records").click()
    page.get_by_test_id("menu-records").click()
    page.get_by_test_id("right-join").get_by_role("checkbox").click()
    slow: list[Route] = []
    page.route("**/me", lambda request: slow.append(request))
    page.get_by_test_id("role-save").click()
    own = page.locator('[data-testid="role-row"][data-name="Night lead"]')
    expect(own).to_contain_text("Support")

    # Who goes elsewhere while the last answer is under way is not taken back by it.
    admin.go("manage/agents")
    row = page.get_by_test_id("agent-row").filter(has_text="Mei")
    expect(row).to_be_visible()
    for request in slow:
        request.continue_()
    page.unroute("**/me")

    # Given to somebody, with a single right besides; a colleague changes another field meanwhile.
    row.click()
    page.get_by_test_id("agent-role").click()
    page.locator(".ant-select-item-option").filter(has_text="Night lead").click()
    watch = page.get_by_test_id("right-watch")
    expect(watch).to_contain_text("From role Night lead")
    expect(watch).to_contain_text("only Support")
    page.get_by_test_id("right-join").get_by_role("checkbox").click()
    company.admin.rest.patch(f"/agents/{mei.agent_id}", version=1, title="Tea master")
    page.get_by_test_id("agent-save").click()
    expect(page.get_by_test_id("agent-drawer")).to_be_hidden()
    expect(row).to_contain_text("Night lead")
    expect(row.get_by_test_id("agent-exceptions")).to_have_text("+1")
    saved = next(each for each in company.admin.rest.get("/agents")["agents"] if each["agent_id"] == mei.agent_id)
    assert (saved["title"], saved["rights_added"]) == ("Tea master", ["join"])

    # The same field by both: it is told, and nothing is overwritten until one says so.
    row.click()
    expect(page.get_by_test_id("right-join")).to_have_attribute("data-source", "added")
    page.get_by_test_id("agent-name").fill("Mei Lin")
    company.admin.rest.patch(f"/agents/{mei.agent_id}", version=saved["version"], name="Mei Wang")
    page.get_by_test_id("agent-save").click()
    expect(page.get_by_test_id("met")).to_contain_text("Name")
    page.get_by_test_id("take-theirs").click()
    expect(page.get_by_test_id("agent-name")).to_have_value("Mei Wang")
    page.keyboard.press("Escape")

    admin.go("manage/roles")
    own.get_by_test_id("role-delete").click()
    page.get_by_test_id("delete-confirm").click()
    expect(own).to_have_count(0)
    assert mei.rest.get("/me")["role"] == "agent"
    admin.leave()
