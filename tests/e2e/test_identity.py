"""The page says who is signed in, and the desk knows it."""

import hmac
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.company import Company
from tests.e2e.axe import faults
from tests.e2e.people import Agent, Visitor


@pytest.fixture(scope="module")
def desk(browser: Browser, company: Company) -> Iterator[Agent]:
    """The administrator, who serves visitors and keeps the settings."""
    agent = Agent.sign_in(browser, company, company.admin)
    yield agent
    agent.leave()


def user(company: Company, user_id: str, **more: Any) -> dict[str, Any]:
    secret = company.admin.rest.post("/identity/secret")["secret"]
    return {"userId": user_id, "hmac": hmac.new(secret.encode(), user_id.encode(), sha256).hexdigest()} | more


def command(page: Page, *said: Any) -> None:
    page.evaluate("said => window.parlor.push(said)", list(said))


@pytest.mark.feature("W-19", "W-21")
def test_a_user_is_known_on_two_devices_and_gone_after_signing_out(browser: Browser, company: Company, desk: Agent) -> None:
    li = user(company, "customer-7", name="Li Na", attributes={"level": "gold"})
    phone = Visitor.arrive(browser, company, "en.html", phone=True)
    command(phone.page, "identify", li)
    phone.open_panel()
    phone.say("Where is my order?")
    desk.accept_first()
    expect(desk.message("Where is my order?")).to_be_visible()
    desk.page.get_by_test_id("panel-card").click()
    identity = desk.page.get_by_test_id("identity")
    expect(identity.get_by_test_id("identity-user")).to_have_text("customer-7")
    expect(identity).to_contain_text("gold")

    computer = Visitor.arrive(browser, company, "en.html")
    command(computer.page, "identify", li)
    command(computer.page, "open")
    expect(computer.message("Where is my order?")).to_be_visible()
    desk.say("On its way")
    expect(computer.message("On its way")).to_be_visible()
    expect(phone.message("On its way")).to_be_visible()

    command(computer.page, "identify", None)
    command(computer.page, "open")
    expect(computer.panel.get_by_test_id("composer")).to_be_visible()
    expect(computer.messages()).to_have_count(0)
    command(computer.page, "identify", user(company, "customer-8") | {"hmac": "0" * 64})

    desk.go("manage/integration")
    expect(desk.page.get_by_test_id("identity-verified")).to_contain_text("Last verified")
    expect(desk.page.get_by_test_id("identity-warning")).to_contain_text("The signature does not fit")
    assert faults(desk.page) == []
    desk.page.get_by_test_id("try-text").fill(li["userId"])
    desk.page.get_by_test_id("try-hmac").fill(li["hmac"])
    desk.page.get_by_test_id("try-run").click()
    expect(desk.page.get_by_test_id("try-result")).to_contain_text("customer-7")
    desk.page.get_by_test_id("identity-reveal").click()
    expect(desk.page.get_by_test_id("identity-secret")).to_contain_text("parlor_id_v1_")
    desk.page.get_by_test_id("identity-rotate").click()
    desk.page.get_by_test_id("identity-rotate-confirm").click()
    expect(desk.page.get_by_test_id("identity-overlap")).to_be_visible()
    phone.leave()
    computer.leave()
