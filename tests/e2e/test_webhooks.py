"""An administrator makes a webhook, tries it, reads what became of it and sends it again."""

import pytest
from playwright.sync_api import Browser, expect

from scripts.rest import Refused, Rest
from tests.company import Company
from tests.e2e.people import Agent
from tests.integration.test_webhooks import free_port, receiver
from tests.running import wait_until


@pytest.mark.feature("S-10")
def test_a_webhook_is_made_tried_and_its_deliveries_are_read(browser: Browser, company: Company) -> None:
    office = Agent.sign_in(browser, company, company.admin)
    page, port = office.page, free_port()
    office.go("manage/webhooks")
    page.get_by_test_id("webhook-add").first.click()
    page.get_by_test_id("webhook-url").fill("http://10.0.0.1/in")
    page.get_by_test_id("webhook-save").click()
    expect(page.get_by_role("alert")).to_be_visible()
    address = f"http://127.0.0.1:{port}/in"
    page.get_by_test_id("webhook-url").fill(address)
    page.get_by_test_id("webhook-save").click()
    row = page.get_by_test_id("webhook-row")
    expect(row).to_have_attribute("data-url", address)
    page.get_by_test_id("webhook-edit").click()
    page.get_by_test_id("webhook-reveal").click()
    secret = page.get_by_test_id("webhook-secret").inner_text()
    page.get_by_test_id("drawer-close").click()
    row.get_by_test_id("webhook-log").click()
    with receiver(port, secret) as events:
        page.get_by_test_id("webhook-ping").click()
        wait_until(lambda: events, what="the test event")
        delivery = page.get_by_test_id("delivery")
        expect(delivery).to_have_attribute("data-state", "delivered")
        delivery.locator("summary").click()
        expect(delivery.locator("pre")).to_contain_text(events[0]["id"])
        delivery.get_by_test_id("delivery-resend").click()
        expect(page.get_by_test_id("delivery")).to_have_count(2)


@pytest.mark.feature("S-10")
def test_a_key_is_made_shown_once_and_deleted(browser: Browser, company: Company) -> None:
    office = Agent.sign_in(browser, company, company.admin)
    page = office.page
    office.go("manage/api-keys")
    page.get_by_test_id("key-add").first.click()
    page.get_by_test_id("key-save").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_test_id("key-name").fill("Shop")
    page.get_by_role("checkbox").nth(7).check()
    page.get_by_test_id("key-save").click()
    program = Rest(company.stack.api_url)
    program.token = page.get_by_test_id("key-secret").inner_text().strip()
    assert program.get("/departments")["departments"]
    page.get_by_test_id("key-done").click()
    row = page.get_by_test_id("key-row")
    expect(row).to_have_attribute("data-name", "Shop")
    row.get_by_test_id("key-delete").click()
    page.get_by_test_id("delete-confirm").click()
    expect(row).to_have_count(0)
    with pytest.raises(Refused, match="unauthorized"):
        program.get("/departments")
