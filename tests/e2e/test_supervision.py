"""A visitor, an agent and a supervisor in three browsers: the wall, looking on, whispering, taking over, signing out."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.company import Company
from tests.e2e.offices import accept, begin
from tests.e2e.people import Agent


@pytest.mark.feature("D-16", "A-10", "D-01")
def test_a_supervisor_sees_the_wall_looks_on_whispers_takes_over_and_signs_out(browser: Browser, company: Company) -> None:
    company.admin.rest.patch("/company", version=company.admin.rest.get("/company")["version"], wait_limit_s=10)
    lin, ada = company.add_agent("Lin"), company.add_agent("Ada", role="supervisor")
    agent, boss = Agent.sign_in(browser, company, lin), Agent.sign_in(browser, company, ada)
    visitor = begin(browser, company, "My parcel is late")
    conversation_id = accept(agent, "My parcel is late")

    expect(agent.page.get_by_role("link", name="Monitor")).to_have_count(0)
    boss.page.get_by_role("link", name="Monitor").click()
    card = boss.page.locator(f"[data-testid='monitor-agent'][data-agent='{lin.agent_id}']")
    expect(card).to_contain_text("1 / 8")
    expect(boss.page.get_by_test_id("figure-in-progress")).to_contain_text("1")
    expect(boss.page.get_by_test_id("figure-service-level")).to_contain_text("100.0%")
    expect(card).to_have_class(re.compile(r"\blate\b"))

    card.locator(f"[data-conversation='{conversation_id}']").click()
    panel = boss.page.get_by_test_id("watch-panel")
    expect(panel).to_contain_text("My parcel is late")
    visitor.panel.get_by_test_id("composer").press_sequentially("when will it")
    expect(panel.get_by_test_id("preview")).to_contain_text("when will it")
    agent.say("I am looking")
    expect(panel).to_contain_text("I am looking")
    expect(visitor.message("I am looking")).to_be_visible()

    panel.get_by_test_id("whisper").fill("Offer a refund")
    panel.get_by_test_id("whisper-send").click()
    expect(agent.page.get_by_test_id("log")).to_contain_text("Offer a refund")
    visitor.page.reload()
    expect(visitor.message("I am looking")).to_be_visible()
    expect(visitor.panel.get_by_text("Offer a refund")).to_have_count(0)
    expect(visitor.panel.get_by_text("Ada")).to_have_count(0)

    panel.get_by_test_id("take-over").click()
    expect(boss.page.get_by_role("dialog")).to_contain_text("Take over the conversation with")
    boss.page.get_by_test_id("supervise-confirm").click()
    expect(boss.page.get_by_test_id("composer")).to_be_visible()
    boss.say("Ada here, it leaves today")
    expect(visitor.message("Ada here, it leaves today")).to_be_visible()
    expect(agent.page.get_by_test_id("composer")).to_have_count(0)

    boss.go("monitor/wall")
    expect(boss.page.get_by_test_id("wall-in-progress")).to_contain_text("1")
    expect(boss.page.get_by_test_id("wall-agent").filter(has_text="Ada")).to_contain_text("1 / 8")
    boss.page.keyboard.press("Escape")

    card.get_by_test_id("agent-more").click()
    boss.page.get_by_test_id("sign-out-agent").click()
    boss.page.get_by_test_id("supervise-confirm").click()
    expect(agent.page.get_by_role("dialog")).to_contain_text("Ada has signed you out")
    expect(card).to_contain_text("Offline")
    agent.page.get_by_test_id("signed-out-again").click()
    expect(agent.page.get_by_test_id("sign-in-email")).to_be_visible()
    for person in (visitor, agent, boss):
        person.leave()


@pytest.mark.feature("A-10")
def test_the_wall_fits_a_phone(browser: Browser, company: Company) -> None:
    boss = Agent.sign_in(browser, company, company.admin, phone=True)
    boss.go("monitor")
    expect(boss.page.get_by_test_id("monitor-agent").first).to_be_visible()
    assert boss.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    boss.leave()
