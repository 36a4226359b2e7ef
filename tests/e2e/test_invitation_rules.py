"""The widget addresses visitors by itself, as the company's rules say; its launcher looks and stands as the company wants it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.company import Company
from tests.e2e.offices import MEMORY_S, choose
from tests.e2e.people import Agent, Visitor
from tests.running import Running


@pytest.fixture
def alone(stack: Running) -> Iterator[Company]:
    """A company in which nobody works but its administrator, nor has a moment ago."""
    with Company.sign_up(stack) as company:
        yield company


def publish(page: Page) -> None:
    page.get_by_test_id("style-publish").click()
    expect(page.get_by_test_id("style-publish")).to_be_disabled()


def condition(page: Page, name: str, value: str) -> None:
    choose(page.get_by_test_id("rule-add-condition"), name)
    page.get_by_test_id("condition-value-scroll_percent").fill(value)


@pytest.mark.feature("R-07", "W-12")
def test_a_rule_fires_in_the_browser_and_brings_the_visitor_to_its_agent(browser: Browser, company: Company) -> None:
    su = Agent.sign_in(browser, company, company.add_agent("Su"))
    mei = Agent.sign_in(browser, company, company.add_agent("Mei"))
    admin = Agent.sign_in(browser, company, company.admin)
    page = admin.page
    admin.go("manage/invitations")
    page.get_by_test_id("rule-add").first.click()
    page.get_by_test_id("style-publish").click()
    expect(page.get_by_text("Give the rule a name.")).to_be_visible()
    page.get_by_test_id("rule-name").fill("Readers")
    page.get_by_test_id("condition-value-page_s").fill("2")
    condition(page, "Scrolled down to", "90")
    page.get_by_test_id("rule-text-en").fill("Shall I help you choose a tea?")
    preview = page.get_by_test_id("rule-preview").frame_locator("iframe:not([data-next])").frame_locator("iframe")
    expect(preview.get_by_test_id("invitation-text")).to_have_text("Shall I help you choose a tea?")
    page.get_by_test_id("rule-sender").click()
    page.keyboard.type("Mei")
    page.keyboard.press("Enter")
    publish(page)

    page.wait_for_timeout(MEMORY_S * 1_000)
    visitor = Visitor.arrive(browser, company, "en.html", phone=True)
    expect(visitor.launcher).to_be_visible()
    visitor.page.wait_for_timeout(3_000)
    expect(visitor.page.locator("iframe")).to_have_count(0)
    visitor.page.mouse.wheel(0, 20_000)
    expect(visitor.panel.get_by_test_id("invitation-text")).to_have_text("Shall I help you choose a tea?")
    visitor.panel.get_by_test_id("invitation-accept").click()
    expect(visitor.message("Shall I help you choose a tea?")).to_be_visible()
    visitor.say("Yes, something light")
    mei.page.get_by_test_id("conversation-row").filter(has_text="Yes, something light").click()
    expect(mei.message("Shall I help you choose a tea?")).to_be_visible()
    expect(mei.page.get_by_test_id("rule-tag")).to_have_text("Readers")
    mei.say("Then take Biluochun")
    expect(visitor.message("Then take Biluochun")).to_be_visible()
    expect(su.page.get_by_test_id("status-mine")).to_have_text("0")

    page.reload()
    expect(page.get_by_text("Shown 1 times, accepted 1 times (100%)")).to_be_visible()
    for person in (visitor, mei, su, admin):
        person.leave()


@pytest.mark.feature("W-02")
def test_the_launcher_shows_the_state_and_keeps_its_place_and_pages(browser: Browser, alone: Company) -> None:
    company = alone
    admin = Agent.sign_in(browser, company, company.admin)
    page = admin.page
    admin.go(f"manage/style/{company.style_id}")
    page.get_by_test_id("launcher-x").fill("64")
    page.get_by_test_id("launcher-y").fill("80")
    page.get_by_test_id("launcher-phones").click()
    page.get_by_test_id("style-tab-icons").click()
    page.get_by_test_id("launcher-offline-mail").check(force=True)
    page.get_by_test_id("preview-there").get_by_text("Off line").click()
    stage = page.frame_locator("[data-testid=preview-frame]:not([data-next])")
    expect(stage.get_by_test_id("launcher")).to_contain_text("Leave a message")
    page.get_by_test_id("style-tab-display").click()
    page.get_by_test_id("launcher-hide_on").locator("input").fill("*/about.html")
    page.keyboard.press("Enter")
    publish(page)

    page.wait_for_timeout(MEMORY_S * 1_000)
    visitor = Visitor.arrive(browser, company)
    expect(visitor.launcher).to_be_visible()
    online = visitor.launcher.locator("i").evaluate("(icon) => icon.style.clipPath")
    box = visitor.launcher.bounding_box()
    assert box is not None
    assert (round(1440 - box["x"] - box["width"]), round(900 - box["y"] - box["height"])) == (64, 80)
    visitor.go("about.html")
    expect(visitor.page.get_by_test_id("launcher")).to_be_hidden()
    phone = Visitor.arrive(browser, company, phone=True)
    phone.page.wait_for_timeout(1_500)
    expect(phone.page.get_by_test_id("launcher")).to_be_hidden()

    admin.go("desk")
    page.get_by_test_id("state-menu").first.click()
    page.get_by_role("menuitem", name="Away").first.click()
    expect(page.get_by_test_id("state-menu").first).to_contain_text("Away")
    visitor.go("index.html")
    expect(visitor.page.locator(".offline button")).to_be_visible()
    assert visitor.launcher.locator("i").evaluate("(icon) => icon.style.clipPath") != online
    for person in (visitor, phone, admin):
        person.leave()
