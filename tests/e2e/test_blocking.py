"""A visitor is blocked from the desk, sees only that nobody can help now, and is let in again by the list."""

import json
from base64 import urlsafe_b64decode

import pytest
from playwright.sync_api import Browser, expect

from tests.company import Company
from tests.e2e.offices import accept, begin
from tests.e2e.people import Agent, Visitor


def number_of(visitor: Visitor) -> str:
    """What the desk calls the visitor, out of the token that the browser keeps."""
    token: str = visitor.page.evaluate(f"localStorage['parlor:{visitor.company.tenant_id}:visitor']")
    payload = token.split(".")[2]
    visitor_id: str = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))[1]
    return f"V-{visitor_id[-6:]}"


def block(agent: Agent, reason: str, *, hide: bool = False) -> None:
    """Fills in what is asked when somebody is blocked."""
    dialog = agent.page.get_by_role("dialog")
    if hide:
        dialog.get_by_role("radio", name="Hide").check()
    agent.page.get_by_test_id("block-confirm").click()
    expect(dialog.get_by_text("Fill in this field")).to_be_visible()
    agent.page.get_by_test_id("block-reason").fill(reason)
    agent.page.get_by_test_id("block-confirm").click()
    expect(dialog).to_be_hidden()


@pytest.mark.feature("D-23", "R-09", "L-05")
def test_a_visitor_is_blocked_at_the_desk_and_let_in_by_the_list(browser: Browser, company: Company) -> None:
    admin = Agent.sign_in(browser, company, company.admin)
    visitor = begin(browser, company, "you are all fools")
    accept(admin, "you are all fools")
    admin.page.get_by_test_id("organize").click()
    admin.page.get_by_role("menuitem", name="Block visitor…").click()
    block(admin, "Insults")
    expect(visitor.panel.get_by_test_id("refused")).to_be_visible()
    expect(visitor.panel.get_by_test_id("composer")).to_be_hidden()
    visitor.go("en.html")
    expect(visitor.panel.get_by_test_id("refused")).to_be_visible()

    admin.go("manage/blocks")
    row = admin.page.get_by_test_id("block-row")
    expect(row).to_have_attribute("data-state", "holds")
    expect(row).to_contain_text("Insults")
    expect(row.get_by_test_id("block-hits")).not_to_have_text("0")
    row.hover()
    row.get_by_test_id("block-delete").click()
    admin.page.get_by_test_id("delete-confirm").click()
    expect(row).to_have_count(0)
    # Functions know the list from memory for three seconds.
    visitor.page.wait_for_timeout(3_500)
    visitor.go("index.html")
    expect(visitor.panel.get_by_test_id("composer")).to_be_visible()
    visitor.leave()

    hidden = Visitor.arrive(browser, company)
    expect(hidden.launcher).to_be_visible()
    admin.go("visitors")
    admin.page.locator(f"[data-testid=visitor-row][data-number={number_of(hidden)}]").click()
    admin.page.get_by_test_id("block-visitor").click()
    block(admin, "A robot", hide=True)
    expect(hidden.launcher).to_be_hidden()
    hidden.page.reload()
    hidden.page.wait_for_timeout(1_500)
    expect(hidden.launcher).to_have_count(0)

    admin.go("manage/blocks")
    admin.page.get_by_test_id("block-add").click()
    admin.page.get_by_text("IP range", exact=True).click()
    admin.page.get_by_test_id("block-value").fill("203.0.113.0/99")
    admin.page.get_by_test_id("block-reason").fill("A bad net")
    admin.page.get_by_test_id("block-save").click()
    expect(admin.page.get_by_text("This is not a range of addresses")).to_be_visible()
    admin.page.get_by_test_id("block-value").fill("203.0.113.77/24")
    admin.page.get_by_test_id("block-save").click()
    expect(admin.page.locator('[data-value="203.0.113.0/24"]')).to_be_visible()
    hidden.leave()
    admin.leave()
