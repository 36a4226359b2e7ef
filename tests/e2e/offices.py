"""What staff do in the admin site beside talking: settings, the menus over a conversation, the visitor's card."""

import re
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.company import Company
from tests.e2e.people import Agent, Visitor

MEMORY_S = 3.5
"""Functions answer how a company serves from memory for three seconds."""


def choose(control: Locator, text: str) -> None:
    """Picks an option of a select by its words."""
    control.click()
    options = control.page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option")
    options.filter(has_text=re.compile(rf"^{re.escape(text)}$")).click()


def segment(box: Locator, text: str) -> None:
    """Picks one of the words that stand side by side."""
    box.locator(".ant-segmented-item").filter(has_text=text).click()


def save_settings(page: Page) -> None:
    """Saves a settings screen; what is saved is no longer a draft."""
    page.get_by_test_id("settings-save").click()
    expect(page.get_by_test_id("settings-save")).to_be_disabled()
    expect(page.get_by_test_id("settings-errors")).to_be_hidden()


def change_service(company: Company, **sections: Any) -> dict[str, Any]:
    """Changes how the company serves, past the screens."""
    rest = company.admin.rest
    return rest.patch("/service", version=rest.get("/service")["version"], **sections)


def begin(browser: Browser, company: Company, text: str, path: str = "index.html") -> Visitor:
    """A visitor who has said something and waits."""
    visitor = Visitor.arrive(browser, company, path)
    visitor.open_panel()
    visitor.say(text)
    expect(visitor.panel.get_by_test_id("queue")).to_be_visible()
    return visitor


def accept(agent: Agent, text: str) -> str:
    """Takes the visitor who waits with these words; the conversation's id."""
    row = agent.page.get_by_test_id("waiting-row").filter(has_text=text)
    expect(row).to_be_visible()
    conversation_id = row.get_attribute("data-conversation") or ""
    row.get_by_test_id("accept").click()
    expect(agent.page.get_by_test_id("composer")).to_be_visible()
    expect(agent.message(text).first).to_be_visible()
    return conversation_id


def row_of(agent: Agent, conversation_id: str) -> Locator:
    """The conversation in the list, in whichever group it stands."""
    return agent.page.locator(f'[data-testid="conversation-row"][data-conversation="{conversation_id}"]')


def open_group(agent: Agent, name: str) -> Locator:
    """A group of the list, folded out."""
    group = agent.page.get_by_test_id(f"group-{name}")
    toggle = group.get_by_test_id(f"group-{name}-toggle")
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()
    return group


def end(agent: Agent, *, wrap_up: bool = False) -> None:
    """Ends the conversation that is open; its topic is left for later, unless it is said in the dialog."""
    agent.page.get_by_test_id("end").click()
    agent.page.get_by_test_id("end-confirm" if wrap_up else "end-later").click()
    expect(agent.page.get_by_test_id("wrap-up")).to_be_visible()


def organize(agent: Agent, menu: str, item: Locator) -> None:
    """An entry of the menu of labels, priority and snooze over the open conversation."""
    agent.page.get_by_test_id("organize").click()
    agent.page.get_by_role("menuitem", name=menu).last.hover()
    item.click()
    expect(item).to_be_hidden()


def push_card(agent: Agent, card: str, name: str = "") -> None:
    """Sends the survey or one of the company's forms to the visitor."""
    agent.page.get_by_test_id("cards").click()
    agent.page.get_by_test_id(card).filter(has_text=name).click()
    expect(agent.page.get_by_test_id("tray-part")).to_have_count(1)
    agent.page.get_by_test_id("send").click()
    expect(agent.page.get_by_test_id("tray-part")).to_have_count(0)
