"""A mail that was given up is seen on the home screen, and sent after all or let go by who keeps the company."""

import pytest
from playwright.sync_api import Browser, expect

from tests.company import Company
from tests.e2e.people import Agent
from tests.integration.test_parked_work import listed, mail_to
from tests.running import wait_until


@pytest.mark.feature("P-08")
def test_what_was_given_up_is_sent_after_all_or_let_go(browser: Browser, company: Company) -> None:
    addresses = [f"{name}-{company.mark}@parlor.example" for name in ("late", "never")]
    for address in addresses:
        body = mail_to(company, address, "Late but there")
        company.stack.client("sqs").send_message(QueueUrl=company.stack.outputs["FailedTimerQueueUrl"], MessageBody=body)
    wait_until(lambda: len(listed(company)) == 2, what="what was given up")

    office = Agent.sign_in(browser, company, company.admin)
    page = office.page
    office.go("manage/home")
    page.get_by_test_id("home-parked").click()
    late, never = (page.get_by_test_id("parked-row").filter(has_text=address) for address in addresses)
    late.get_by_test_id("parked-replay").click()
    expect(late).to_have_attribute("data-state", "done")
    assert company.stack.wait_for_mail(addresses[0])["Subject"] == "Late but there"
    expect(late.get_by_test_id("parked-replay")).to_have_count(0)
    never.get_by_test_id("parked-dismiss").click()
    page.get_by_test_id("delete-confirm").press("Enter")
    expect(never).to_have_count(0)
    expect(late).to_have_count(1)
    office.leave()
