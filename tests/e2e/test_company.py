"""From signing up to the figures: what an administrator does and sees."""

import re

import pytest
from playwright.sync_api import Browser, expect

from scripts.seed import code_in
from tests.company import PASSWORD, Company, Staff
from tests.e2e.offices import choose
from tests.e2e.people import DESKTOP, PHONE, Agent, Visitor, admin_site
from tests.running import Running, wait_until


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin", ceiling=20)


@pytest.mark.feature("P-01", "S-11", "W-01")
def test_signing_up_takes_a_code_by_mail_and_ends_with_a_snippet_that_works(browser: Browser, stack: Running, company: Company) -> None:
    email = f"founder-{company.mark}@parlor.example"
    context = browser.new_context(viewport=DESKTOP, locale="en")
    page = context.new_page()
    page.goto(f"{admin_site(company)}#/sign-up")
    page.get_by_test_id("sign-up-company").fill("Founders Inc.")
    page.get_by_test_id("sign-up-name").fill("Fay Founder")
    page.get_by_test_id("sign-up-email").fill("not an address")
    page.get_by_test_id("sign-up-password").fill("short")
    page.get_by_test_id("sign-up-submit").click()
    expect(page.locator(".ant-form-item-explain-error")).to_have_count(2)
    page.get_by_test_id("sign-up-email").fill(email)
    page.get_by_test_id("sign-up-password").fill(PASSWORD)
    page.get_by_test_id("sign-up-submit").click()

    page.get_by_test_id("code").wait_for()
    mail = stack.wait_for_mail(email)
    code = code_in(f"{mail['Subject']}\n{mail['BodyText'] or ''}\n{mail['BodyHtml'] or ''}")
    assert code
    page.get_by_test_id("code").first.press_sequentially(code)
    if page.get_by_test_id("confirm-submit").is_enabled():
        page.get_by_test_id("confirm-submit").click()
    snippet = page.get_by_test_id("snippet")
    expect(snippet).to_contain_text("loader.js")
    assert re.search(r'data-tenant="[0-9A-HJKMNP-TV-Z]{26}" data-style="[0-9A-HJKMNP-TV-Z]{26}"', snippet.inner_text().replace("\n", " "))

    with context.expect_page() as opened:
        page.get_by_test_id("open-demo").first.click()
    expect(opened.value.get_by_test_id("launcher")).to_be_visible()
    page.reload()
    expect(page.get_by_test_id("snippet")).to_be_visible()
    context.close()


@pytest.mark.feature("W-09", "L-03")
def test_a_message_left_while_nobody_is_there_is_answered_by_mail(browser: Browser, stack: Running) -> None:
    with Company.sign_up(stack, "Closed today") as closed:
        visitor = Visitor.arrive(browser, closed)
        visitor.launcher.click()
        form = visitor.panel.get_by_test_id("left-message-form")
        form.get_by_test_id("submit-left-message").click()
        expect(form.get_by_test_id("error-email")).to_be_visible()
        address = f"visitor-{closed.mark}@parlor.example"
        form.get_by_test_id("field-email").fill(address)
        form.get_by_test_id("field-text").fill("When is the Oolong back? <b>Three tins</b>, please.")
        form.get_by_test_id("submit-left-message").click()
        expect(visitor.panel.get_by_test_id("receipt")).to_be_visible()
        visitor.leave()

        agent = Agent.sign_in(browser, closed, closed.admin)
        agent.go("manage/left-messages")
        agent.page.get_by_test_id("left-message-row").first.click()
        expect(agent.page.get_by_test_id("left-text")).to_have_text("When is the Oolong back? <b>Three tins</b>, please.")
        agent.page.get_by_test_id("left-answer").fill("On Friday. I keep three tins for you.")
        agent.page.get_by_test_id("left-answer-send").click()
        mail = stack.wait_for_mail(address, lambda each: "three tins" in (each["BodyText"] or ""))
        assert "<b>Three tins</b>" not in (mail["BodyHtml"] or ""), "what a visitor wrote is text in the mail too"
        agent.page.get_by_test_id("left-filter-answered").click()
        expect(agent.page.get_by_test_id("left-message-row")).to_have_count(1)
        _they_write_on_from_the_mail(browser, agent, mail["BodyText"])
        agent.leave()


def _they_write_on_from_the_mail(browser: Browser, agent: Agent, mail: str) -> None:
    """The visitor on a page of their own, in another browser; the agent takes it, notes and closes it, and filters stay in the address."""
    page = agent.page
    page.get_by_test_id("left-mode").get_by_text("Note").click()
    page.get_by_test_id("left-note").fill("Ask the warehouse")
    page.get_by_test_id("left-note-send").click()
    expect(page.get_by_test_id("left-entry")).to_have_count(2)
    page.get_by_test_id("left-take").click()
    expect(page.get_by_test_id("left-take")).to_have_count(0)

    context = browser.new_context(viewport=PHONE, locale="en")
    letter = context.new_page()
    letter.goto(re.findall(r"\S+letter\.html#\S+", mail)[0])
    expect(letter.get_by_test_id("letter-entry")).to_have_count(2)
    letter.get_by_role("textbox").fill("Four tins, please.")
    letter.get_by_role("button").click()
    expect(letter.get_by_test_id("letter-entry").last).to_contain_text("Four tins, please.")
    assert "warehouse" not in letter.content()
    context.close()

    page.reload()
    expect(page.get_by_test_id("left-state")).to_have_text("In work")
    expect(page.get_by_test_id("left-entry").last).to_contain_text("Four tins, please.")
    page.get_by_test_id("drawer-close").click()
    page.get_by_test_id("left-filter-mine").click()
    expect(page.get_by_test_id("left-message-row")).to_have_count(1)
    assert "view=mine" in page.url
    page.get_by_test_id("left-message-row").first.click()
    choose(page.get_by_test_id("left-set-state"), "Closed")
    expect(page.get_by_test_id("left-state")).to_have_text("Closed")
    expect(page.get_by_test_id("left-message-row")).to_have_count(0)
    assert "view=mine" in page.url


@pytest.mark.feature("L-01", "A-01", "A-05")
def test_an_ended_conversation_is_found_in_the_records_and_counted_once(browser: Browser, company: Company, lin: Staff) -> None:
    agent = Agent.sign_in(browser, company, lin)
    agent.go("desk")
    visitor = Visitor.arrive(browser, company)
    visitor.open_panel()
    visitor.say("please remember this")
    agent.accept_first()
    agent.say("we will")
    expect(visitor.message("we will")).to_be_visible()
    agent.page.get_by_test_id("end").click()
    agent.page.get_by_test_id("end-confirm").click()
    expect(visitor.panel.get_by_test_id("closed")).to_be_visible()

    agent.go("manage/records")
    row = agent.page.get_by_test_id("record-row").first
    expect(row).to_be_visible()
    row.click()
    for text in ("please remember this", "we will"):
        expect(agent.page.get_by_text(text).last).to_be_visible()
    agent.go("manage/records")
    for words, hits in (("REMEMBER this", 1), ("never said", 0)):
        agent.page.get_by_test_id("record-search-open").click()
        agent.page.get_by_test_id("record-search-text").fill(words)
        agent.page.get_by_test_id("record-search-go").click()
        expect(agent.page.get_by_test_id("record-chips")).to_contain_text(words)
        expect(agent.page.get_by_test_id("record-row").or_(agent.page.get_by_test_id("empty"))).to_be_visible(timeout=30_000)
        expect(agent.page.get_by_test_id("record-row")).to_have_count(hits)
    _the_search_is_gone_back_to_kept_and_looked_through(agent)

    def counted() -> bool:
        today = company.admin.rest.get("/home")["day"]["today"]
        return (today.get("conversations"), today.get("visits")) == (1, 1)

    wait_until(counted, 60, "the figures")
    agent.go("manage/consultations")
    expect(agent.page.get_by_test_id("figure").first).to_have_text("1")
    expect(agent.page.get_by_test_id("chart").locator("canvas, svg").first).to_be_visible()
    agent.go("manage/visits")
    expect(agent.page.get_by_test_id("figure").first).to_have_text("1")
    visitor.leave()
    agent.leave()


def _the_search_is_gone_back_to_kept_and_looked_through(agent: Agent) -> None:
    """The address holds the search; columns and a name for it lie on the server; the preview has everything about the conversation."""
    page = agent.page
    page.go_back()
    expect(page.get_by_test_id("record-chips")).to_contain_text("REMEMBER this")
    expect(page.get_by_test_id("record-row")).to_have_count(1, timeout=30_000)
    page.get_by_test_id("columns-open").click()
    page.get_by_test_id("column-device").click()
    expect(page.get_by_test_id("record-device")).to_contain_text("Computer")
    page.get_by_role("heading", name="Records").click()
    expect(page.get_by_test_id("column-choice")).to_be_hidden()
    page.get_by_test_id("saved-searches-open").click()
    page.get_by_test_id("saved-search-name").fill("Remembered")
    page.get_by_test_id("saved-search-name").press("Enter")
    expect(page.get_by_test_id("saved-search")).to_have_text("Remembered")
    page.get_by_role("heading", name="Records").click()
    expect(page.get_by_test_id("saved-searches")).to_be_hidden()
    agent.go("manage/records")
    expect(page.get_by_test_id("record-device")).to_contain_text("Computer")
    page.get_by_test_id("saved-searches-open").click()
    page.get_by_test_id("saved-search").click()
    expect(page.get_by_test_id("record-chips")).to_contain_text("REMEMBER this")
    page.get_by_test_id("record-row").click()
    page.get_by_test_id("record-part").get_by_text("About").click()
    expect(page.get_by_test_id("record-about")).to_contain_text("Lin")
    page.get_by_test_id("drawer-close").click()


@pytest.mark.feature("L-02")
def test_records_are_taken_away_as_a_page_that_is_made_behind_the_scenes(browser: Browser, company: Company) -> None:
    admin = Agent.sign_in(browser, company, company.admin)
    page = admin.page
    admin.go("manage/downloads")
    expect(page.get_by_test_id("empty")).to_be_visible()

    admin.go("manage/records")
    page.get_by_test_id("export-open").click()
    page.get_by_test_id("export-html").check()
    page.get_by_test_id("export-messages").check()
    page.get_by_test_id("export-start").click()
    page.get_by_test_id("toast").get_by_role("button", name="Show").click()
    row = page.get_by_test_id("download-row")
    expect(row).to_have_count(1)
    expect(row).to_have_attribute("data-state", "done")
    with page.expect_download() as taken:
        row.get_by_test_id("download-fetch").click()
    assert taken.value.suggested_filename.endswith(".html")
    text = taken.value.path().read_text(encoding="utf-8")
    assert "<h1>Conversations</h1>" in text
    assert "<script" not in text

    page.set_viewport_size(PHONE)
    expect(row.get_by_test_id("download-fetch")).to_be_visible()
    row.get_by_test_id("download-delete").click()
    page.get_by_test_id("delete-confirm").click()
    expect(page.get_by_test_id("empty")).to_be_visible()
    admin.leave()


@pytest.mark.feature("S-01", "S-03", "R-01")
def test_an_administrator_invites_a_colleague_into_a_new_department(browser: Browser, company: Company, stack: Running) -> None:
    admin = Agent.sign_in(browser, company, company.admin)
    admin.go("manage/departments")
    admin.page.get_by_test_id("add-department").click()
    admin.page.get_by_test_id("department-name").fill("Wholesale")
    admin.page.get_by_test_id("department-save").click()
    expect(admin.page.get_by_test_id("department-row").filter(has_text="Wholesale")).to_be_visible()

    email = f"newcomer-{company.mark}@parlor.example"
    admin.go("manage/agents")
    admin.page.get_by_test_id("add-agent").click()
    admin.page.get_by_test_id("agent-email").fill(email)
    admin.page.get_by_test_id("agent-name").fill("Nia Newcomer")
    admin.page.get_by_test_id("agent-number").fill("1000")
    admin.page.locator("#department_ids").click()
    admin.page.get_by_title("Wholesale").last.click()
    admin.page.keyboard.press("Escape")
    admin.page.get_by_test_id("agent-save").click()
    expect(admin.page.locator(".ant-form-item-explain-error")).to_be_visible()
    admin.page.get_by_test_id("agent-number").fill("7001")
    admin.page.get_by_test_id("agent-save").click()
    expect(admin.page.get_by_test_id("agent-row").filter(has_text="Nia Newcomer")).to_be_visible()
    assert stack.wait_for_mail(email)

    admin.page.get_by_test_id("agent-row").filter(has_text="Nia Newcomer").click()
    admin.page.get_by_test_id("agent-delete").click()
    admin.page.get_by_test_id("delete-confirm").click()
    expect(admin.page.get_by_test_id("agent-row").filter(has_text="Nia Newcomer")).to_have_count(0)
    expect(admin.page.get_by_test_id("agent-drawer")).to_have_count(0)
    admin.leave()


@pytest.mark.feature("D-12", "D-01")
def test_an_agents_state_is_seen_by_visitors(browser: Browser, stack: Running) -> None:
    with Company.sign_up(stack, "One agent") as company:
        agent = Agent.sign_in(browser, company, company.admin)
        agent.go("desk")
        here = Visitor.arrive(browser, company)
        here.open_panel()
        here.leave()
        agent.page.get_by_test_id("state-menu").first.click()
        agent.page.get_by_role("menuitem", name="Away").click()
        expect(agent.page.get_by_test_id("state-menu").first).to_contain_text("Away")
        late = Visitor.arrive(browser, company)
        late.launcher.click()
        expect(late.panel.get_by_test_id("left-message-form")).to_be_visible()
        late.leave()
        agent.leave()
