"""A visitor in the shop and agents at their desks, side by side in real browsers."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from tests.company import Company, Staff
from tests.e2e.people import Agent, Visitor, drop_sockets

HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script> & <b>bold</b>"


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin", ceiling=20)


@pytest.fixture(scope="module")
def su(company: Company) -> Staff:
    return company.add_agent("Su", ceiling=20)


@pytest.fixture
def scene() -> Iterator[ExitStack]:
    """People who go home after the test."""
    with ExitStack() as stack:
        yield stack


def visitor_in(scene: ExitStack, browser: Browser, company: Company, path: str = "index.html") -> Visitor:
    visitor = Visitor.arrive(browser, company, path)
    scene.callback(visitor.leave)
    return visitor


def agent_in(scene: ExitStack, browser: Browser, company: Company, staff: Staff) -> Agent:
    agent = Agent.sign_in(browser, company, staff)
    scene.callback(agent.leave)
    agent.go("desk")
    return agent


def talking(scene: ExitStack, browser: Browser, company: Company, staff: Staff) -> tuple[Visitor, Agent]:
    """A visitor and an agent in a conversation that has one message."""
    agent = agent_in(scene, browser, company, staff)
    visitor = visitor_in(scene, browser, company)
    visitor.open_panel()
    visitor.say("Hello, is the Longjing in stock?")
    agent.accept_first()
    expect(agent.message("Hello, is the Longjing in stock?")).to_be_visible()
    return visitor, agent


@pytest.mark.feature("W-03", "W-04", "W-05", "W-07", "D-01", "D-03", "D-04")
def test_a_visitor_waits_is_accepted_and_both_talk(scene: ExitStack, browser: Browser, company: Company, lin: Staff) -> None:
    agent = agent_in(scene, browser, company, lin)
    visitor = visitor_in(scene, browser, company)
    visitor.open_panel()
    visitor.say("Hello, is the Longjing in stock?")
    expect(visitor.panel.get_by_test_id("queue")).to_be_visible()
    expect(agent.page.get_by_test_id("waiting-row")).to_contain_text("Longjing")

    agent.accept_first()
    expect(visitor.panel.get_by_test_id("agent")).to_contain_text("Lin")
    agent.say("It is. Shall I put one aside? 🍵 https://tea.example/longjing")
    expect(visitor.message("Shall I put one aside? 🍵")).to_be_visible()
    link = visitor.panel.get_by_role("link", name="https://tea.example/longjing")
    expect(link).to_have_attribute("rel", re.compile("noopener"))

    visitor.panel.get_by_test_id("composer").type("I am thinking about it", delay=40)
    expect(agent.page.get_by_test_id("preview")).to_contain_text("I am thinking")
    visitor.say("Yes please")
    expect(agent.message("Yes please")).to_have_count(1)
    expect(agent.page.get_by_test_id("log")).to_contain_text("Yes please")


@pytest.mark.feature("W-04")
def test_markup_and_scripts_are_shown_as_text_on_both_sides(scene: ExitStack, browser: Browser, company: Company, lin: Staff) -> None:
    visitor, agent = talking(scene, browser, company, lin)
    visitor.say(HOSTILE)
    expect(agent.message("onerror")).to_contain_text(HOSTILE)
    agent.say(HOSTILE)
    expect(visitor.message("onerror")).to_have_count(2)
    for page in (visitor.page, agent.page):
        assert "owned" not in page.title()
    assert visitor.panel.get_by_test_id("log").locator("img, script, b").count() == 0


@pytest.mark.feature("W-03", "W-06")
def test_a_conversation_survives_pages_reloads_and_a_second_tab(scene: ExitStack, browser: Browser, company: Company, lin: Staff) -> None:
    visitor, agent = talking(scene, browser, company, lin)
    visitor.go("longjing.html")
    expect(visitor.message("Hello, is the Longjing in stock?")).to_be_visible()
    agent.say("Welcome on the next page")
    expect(visitor.message("Welcome on the next page")).to_be_visible()
    visitor.page.reload()
    expect(visitor.message("Welcome on the next page")).to_be_visible()

    second = visitor.other_tab("green-tea.html")
    if not second.page.frame_locator("iframe").get_by_test_id("composer").is_visible():
        second.launcher.click()
    expect(second.message("Welcome on the next page")).to_be_visible()
    second.say("from the second tab")
    expect(visitor.message("from the second tab")).to_have_count(1)
    expect(agent.message("from the second tab")).to_have_count(1)
    agent.say("seen in both")
    for tab in (visitor, second):
        expect(tab.message("seen in both")).to_have_count(1)
        expect(tab.messages()).to_have_count(4)


@pytest.mark.feature("W-06", "D-17")
def test_what_is_written_without_a_network_arrives_once_when_it_comes_back(
    scene: ExitStack, browser: Browser, company: Company, lin: Staff
) -> None:
    visitor, agent = talking(scene, browser, company, lin)
    visitor.context.set_offline(True)
    drop_sockets(company, "V")
    expect(visitor.panel.get_by_test_id("reconnect-bar")).to_be_visible()
    visitor.say("written in the tunnel")
    agent.say("answered meanwhile")
    expect(agent.message("written in the tunnel")).to_have_count(0)
    visitor.context.set_offline(False)
    expect(agent.message("written in the tunnel")).to_have_count(1)
    expect(visitor.message("answered meanwhile")).to_have_count(1)
    expect(visitor.panel.get_by_test_id("reconnect-bar")).to_be_hidden()
    expect(visitor.messages()).to_have_count(3)


@pytest.mark.feature("D-03")
def test_of_two_agents_one_gets_the_visitor_and_the_other_sees_it(
    scene: ExitStack, browser: Browser, company: Company, lin: Staff, su: Staff
) -> None:
    first, second = agent_in(scene, browser, company, lin), agent_in(scene, browser, company, su)
    visitor = visitor_in(scene, browser, company)
    visitor.open_panel()
    visitor.say("who takes me?")
    for agent in (first, second):
        expect(agent.page.get_by_test_id("waiting-row")).to_have_count(1)
    first.accept_first()
    expect(second.page.get_by_test_id("waiting-row")).to_have_count(0)
    expect(visitor.panel.get_by_test_id("agent")).to_contain_text("Lin")


@pytest.mark.feature("D-06")
@pytest.mark.parametrize("accepts", [True, False], ids=["accepted", "declined"])
def test_a_transfer_shows_the_note_and_moves_the_conversation_only_when_accepted(
    scene: ExitStack, browser: Browser, company: Company, lin: Staff, su: Staff, accepts: bool
) -> None:
    colleague = agent_in(scene, browser, company, su)
    visitor, agent = talking(scene, browser, company, lin)
    agent.page.get_by_test_id("transfer").click()
    dialog = agent.page.get_by_test_id("transfer-dialog")
    dialog.get_by_test_id("transfer-target").filter(has_text="Su").first.click()
    dialog.get_by_test_id("transfer-note").fill("needs a refund")
    agent.page.get_by_test_id("transfer-send").click()
    offer = colleague.page.get_by_test_id("transfer-offer")
    expect(offer).to_contain_text("needs a refund")
    colleague.page.get_by_test_id("transfer-accept" if accepts else "transfer-decline").click()
    expect(offer).to_be_hidden()
    speaker = colleague if accepts else agent
    if accepts:
        expect(visitor.panel.get_by_test_id("agent")).to_contain_text("Su")
        colleague.page.get_by_test_id("conversation-row").first.click()
    speaker.say("I am with you now")
    expect(visitor.message("I am with you now")).to_be_visible()


@pytest.mark.feature("D-02")
def test_a_visitor_who_leaves_greys_and_an_ended_conversation_goes(
    scene: ExitStack, browser: Browser, company: Company, lin: Staff
) -> None:
    agent = agent_in(scene, browser, company, lin)
    visitor = Visitor.arrive(browser, company)
    visitor.open_panel()
    visitor.say("I have to go")
    agent.accept_first()
    row = agent.page.get_by_test_id("conversation-row").filter(has_text="I have to go")
    expect(row).to_be_visible()
    visitor.leave()
    expect(row).to_have_class(re.compile("gone"))
    agent.page.get_by_test_id("end").click()
    agent.page.get_by_test_id("end-confirm").click()
    expect(row).to_be_hidden()


@pytest.mark.feature("D-10", "W-20", "D-08")
def test_the_table_of_visitors_and_the_track_follow_each_page(scene: ExitStack, browser: Browser, company: Company, lin: Staff) -> None:
    agent = agent_in(scene, browser, company, lin)
    agent.go("visitors")
    visitor = visitor_in(scene, browser, company, "en.html")
    row = agent.page.locator("[data-testid='visitor-row']:not([data-state='left'])").first
    expect(row).to_contain_text(visitor.page.title())
    visitor.go("delivery-en.html")
    expect(row).to_contain_text(visitor.page.title())
    row.click()
    drawer = agent.page.get_by_test_id("visitor-drawer")
    expect(drawer).to_contain_text(visitor.page.title())


@pytest.mark.feature("W-12", "D-10")
def test_an_invitation_becomes_a_conversation(scene: ExitStack, browser: Browser, company: Company, lin: Staff) -> None:
    agent = agent_in(scene, browser, company, lin)
    visitor = visitor_in(scene, browser, company, "teapot.html")
    address(agent, visitor, "invite", "May I help you choose?")
    expect(visitor.panel.get_by_test_id("invitation-text")).to_contain_text("May I help you choose?")
    visitor.panel.get_by_test_id("invitation-accept").click()
    expect(visitor.message("May I help you choose?")).to_be_visible()
    visitor.say("Yes, for my mother")
    agent.go("desk")
    agent.page.get_by_test_id("conversation-row").filter(has_text="for my mother").click()
    expect(agent.message("Yes, for my mother")).to_be_visible()


@pytest.mark.feature("W-13")
def test_a_forced_conversation_opens_a_small_window(scene: ExitStack, browser: Browser, company: Company, lin: Staff) -> None:
    agent = agent_in(scene, browser, company, lin)
    visitor = visitor_in(scene, browser, company, "gaiwan.html")
    address(agent, visitor, "force", "The box you look at is the last one.")
    expect(visitor.panel.get_by_test_id("log")).to_contain_text("The box you look at is the last one.")
    visitor.say("I take it")
    agent.go("desk")
    agent.page.get_by_test_id("conversation-row").filter(has_text="I take it").click()
    expect(agent.message("I take it")).to_be_visible()


def address(agent: Agent, visitor: Visitor, how: str, text: str) -> None:
    """The agent addresses the visitor, whom the page tells from others."""
    agent.go("visitors")
    agent.page.get_by_test_id("visitor-row").filter(has_text=visitor.page.title()).first.click()
    drawer = agent.page.get_by_test_id("visitor-drawer")
    drawer.get_by_test_id(how).click()
    agent.page.get_by_test_id("invite-text").fill(text)
    agent.page.get_by_test_id("invite-send").click()


COUNT_NOTES = """
window.notes = 0;
const create = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { window.notes += 1; return create.call(this); };
"""


@pytest.mark.feature("D-11")
def test_a_request_rings_and_flashes_until_it_is_switched_off(scene: ExitStack, browser: Browser, company: Company, lin: Staff) -> None:
    agent = agent_in(scene, browser, company, lin)
    agent.page.add_init_script(COUNT_NOTES)
    agent.page.reload()
    agent.page.get_by_test_id("state-menu").first.click()
    agent.page.keyboard.press("Escape")
    calm = agent.page.title()
    first = visitor_in(scene, browser, company)
    first.open_panel()
    first.say("ring for me")
    agent.page.wait_for_function("window.notes >= 4")

    agent.page.get_by_test_id("notification-settings").click()
    for name in ("A visitor arrives", "A visitor waits", "A message", "A transfer"):
        switch = agent.page.get_by_role("switch", name=name)
        if switch.get_attribute("aria-checked") == "true":
            switch.click()
    agent.page.keyboard.press("Escape")
    agent.page.evaluate("window.notes = 0")
    second = visitor_in(scene, browser, company)
    second.open_panel()
    second.say("quietly please")
    expect(agent.page.get_by_test_id("waiting-row")).to_have_count(2)
    assert agent.page.evaluate("window.notes") == 0
    assert agent.page.title().endswith(calm.split(" · ")[-1])
