"""WCAG 2.2 AA, as far as a program can tell: the widget with a real server behind it, and the main screens of the desk."""

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.company import Company
from tests.e2e.axe import faults
from tests.e2e.people import Agent, Visitor, admin_site

SCREENS = ("visitors", "manage/style", "manage/hours", "manage/records", "manage/downloads", "manage/sign-on", "manage/company")


def panel(page: Page) -> Frame:
    return next(frame for frame in page.frames if frame.url.endswith("panel.html"))


@pytest.mark.feature("W-22")
def test_a_conversation_is_accessible_on_both_sides(browser: Browser, company: Company) -> None:
    lin = company.add_agent("Lin", role="admin", ceiling=20)
    agent = Agent.sign_in(browser, company, lin)
    agent.go("desk")
    visitor = Visitor.arrive(browser, company, "en.html")
    # Without a mouse: the launcher has the focus, Enter opens, and one can write at once.
    visitor.launcher.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.panel.get_by_test_id("composer")).to_be_focused()
    visitor.page.keyboard.type("Is the Longjing in stock?")
    visitor.page.keyboard.press("Enter")
    expect(visitor.message("Is the Longjing in stock?")).to_be_visible()
    agent.accept_first()
    agent.say("It is.")
    # What comes is in the live region that screen readers follow.
    expect(visitor.panel.get_by_role("log").get_by_text("It is.")).to_be_visible()
    expect(visitor.panel.get_by_role("log")).to_have_attribute("aria-label", "Conversation")

    found = {}
    door = browser.new_page(locale="en")
    door.goto(admin_site(company))
    door.get_by_test_id("sign-in-email").wait_for()
    found["sign-in"] = faults(door)
    door.close()
    for theme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=theme)
        found[f"widget, {theme}"] = faults(panel(visitor.page))
        agent.page.emulate_media(color_scheme=theme)
        found[f"desk, {theme}"] = faults(agent.page)
    visitor.page.keyboard.press("Escape")
    expect(visitor.launcher).to_be_focused()
    for screen in (*SCREENS, f"manage/style/{company.style_id}"):
        agent.go(screen)
        expect(agent.page.locator("h1").first).to_be_visible()
        found[screen] = faults(agent.page)
    agent.leave()
    visitor.leave()
    assert found == {name: [] for name in found}
