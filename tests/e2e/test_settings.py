"""What a company sets up for its conversations, in the screens where it does so, and what visitors and agents get of it."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.company import Company, Staff
from tests.e2e.offices import MEMORY_S, accept, begin, change_service, choose, row_of, save_settings, segment
from tests.e2e.people import Agent, Visitor, shop


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin", ceiling=50)


@pytest.fixture(scope="module")
def desk(browser: Browser, company: Company, lin: Staff) -> Iterator[Agent]:
    """Lin, signed in for all tests of this file."""
    agent = Agent.sign_in(browser, company, lin)
    yield agent
    agent.leave()


@pytest.fixture(scope="module")
def office(browser: Browser, company: Company) -> Iterator[Agent]:
    """The administrator, signed in for all tests of this file."""
    admin = Agent.sign_in(browser, company, company.admin)
    yield admin
    admin.leave()


@pytest.fixture
def scene(desk: Agent) -> Iterator[ExitStack]:
    """Visitors who go home after the test. The agent is at the desk when it begins."""
    desk.go("desk")
    with ExitStack() as stack:
        yield stack


def waiting(scene: ExitStack, browser: Browser, company: Company, text: str) -> Visitor:
    visitor = begin(browser, company, text)
    scene.callback(visitor.leave)
    return visitor


def remembered(page: Page) -> None:
    """Waits until no function answers from memory how the company served before."""
    page.wait_for_timeout(MEMORY_S * 1_000)


@pytest.mark.feature("S-05")
def test_of_two_administrators_the_second_is_told_and_loses_nothing(browser: Browser, company: Company, office: Agent) -> None:
    second = Agent.sign_in(browser, company, company.admin)
    for admin, name in ((office, "Delivery"), (second, "Payment")):
        admin.go("manage/topics")
        admin.page.get_by_test_id("topics-add").click()
        admin.page.get_by_test_id("topic-name").last.fill(name)
    save_settings(office.page)
    page = second.page
    page.get_by_test_id("settings-save").click()
    expect(page.get_by_test_id("settings-conflict")).to_be_visible()
    expect(page.get_by_test_id("topic-name").last).to_have_value("Payment")
    page.get_by_test_id("settings-keep-mine").click()
    expect(page.get_by_test_id("settings-conflict")).to_be_hidden()
    expect(page.get_by_test_id("settings-save")).to_be_disabled()
    assert [topic["name"] for topic in company.admin.rest.get("/service")["topics"]] == ["Payment"]

    # What a colleague changes elsewhere is no conflict.
    office.page.reload()
    office.page.get_by_test_id("labels-add").click()
    office.page.get_by_test_id("label-name").last.fill("VIP")
    page.get_by_test_id("topic-name").last.fill("Payments")
    save_settings(office.page)
    save_settings(page)
    expect(page.get_by_test_id("settings-conflict")).to_be_hidden()
    service = company.admin.rest.get("/service")
    assert ([each["name"] for each in service["topics"]], [each["name"] for each in service["labels"]]) == (["Payments"], ["VIP"])
    second.leave()


@pytest.mark.feature("S-07")
def test_a_topic_without_a_name_is_refused_beside_it_and_nothing_is_saved(office: Agent) -> None:
    page = office.page
    office.go("manage/topics")
    page.reload()
    expect(page.get_by_test_id("topic-name").first).to_be_visible()
    before = office.company.admin.rest.get("/service")["version"]
    page.get_by_test_id("topics-add").click()
    page.get_by_test_id("settings-save").click()
    expect(page.get_by_test_id("settings-errors")).to_be_visible()
    expect(page.locator("[data-error]").get_by_role("alert").first).to_be_visible()
    assert office.company.admin.rest.get("/service")["version"] == before
    page.get_by_test_id("settings-discard").click()
    expect(page.get_by_test_id("settings-errors")).to_be_hidden()
    categories = page.get_by_test_id("categories").locator("input")
    for name in ("Wholesale", "Tea house"):
        categories.fill(name)
        categories.press("Enter")
    save_settings(page)
    assert office.company.admin.rest.get("/service")["categories"] == ["Wholesale", "Tea house"]


@pytest.mark.feature("D-13", "S-04")
def test_what_is_said_by_itself_is_the_agents_own_before_the_companys(
    scene: ExitStack, browser: Browser, office: Agent, desk: Agent
) -> None:
    company, page = office.company, office.page
    office.go("manage/replies")
    welcome = page.get_by_test_id("reply-welcome")
    segment(welcome, "Own")
    welcome.get_by_test_id("reply-welcome-text").fill("Welcome to the tea house, {visitor}.")
    silence = page.get_by_test_id("reply-no_answer")
    segment(silence, "Own")
    silence.get_by_test_id("reply-no_answer-text").fill("{agent} is still looking for it.")
    silence.get_by_label("After", exact=True).fill("2")
    save_settings(page)
    remembered(page)

    desk.go("manage/me")
    desk.page.reload()
    own = desk.page.get_by_test_id("reply-welcome")
    expect(own).to_contain_text("Welcome to the tea house")
    segment(own, "Own")
    own.get_by_test_id("reply-welcome-text").fill("Lin here, the kettle is on.")
    save_settings(desk.page)
    desk.go("desk")
    remembered(page)

    visitor = waiting(scene, browser, company, "does it speak by itself?")
    accept(desk, "does it speak by itself?")
    expect(visitor.message("Lin here, the kettle is on.")).to_be_visible()
    visitor.say("where is my tea?")
    expect(visitor.message("Lin is still looking for it.")).to_be_visible()
    expect(visitor.message("tea house")).to_have_count(0)


@pytest.mark.feature("W-10", "S-07", "D-14")
def test_a_survey_and_a_topic_from_the_settings_are_there_when_a_conversation_ends(
    scene: ExitStack, browser: Browser, office: Agent, desk: Agent
) -> None:
    company, page = office.company, office.page
    office.go("manage/surveys")
    page.get_by_test_id("survey-begin").click()
    page.get_by_test_id("question-label").fill("How was the tea?")
    page.get_by_test_id("questions-add").click()
    page.get_by_test_id("question-label").last.fill("Will you come again?")
    choose(page.get_by_test_id("question-kind").last, "Choice")
    page.get_by_test_id("option-value").first.fill("Surely")
    page.get_by_test_id("settings-save").click()
    expect(page.get_by_test_id("settings-errors")).to_be_visible()
    page.get_by_test_id("option-value").last.fill("Perhaps")
    save_settings(page)
    expect(page.get_by_test_id("visitor-preview")).to_contain_text("Will you come again?")
    office.go("manage/topics")
    page.get_by_test_id("topics-add").click()
    page.get_by_test_id("topic-name").last.fill("Tasting")
    save_settings(page)
    remembered(page)

    desk.page.reload()
    visitor = waiting(scene, browser, company, "that was all")
    accept(desk, "that was all")
    desk.page.get_by_test_id("end").click()
    choose(desk.page.get_by_test_id("wrap-up-topic"), "Tasting")
    desk.page.get_by_test_id("end-confirm").click()
    survey = visitor.panel.get_by_test_id("survey")
    survey.get_by_test_id("star-3").click()
    survey.get_by_text("Perhaps", exact=True).click()
    survey.get_by_test_id("survey-submit").click()
    expect(desk.page.get_by_test_id("rated")).to_contain_text("Perhaps")
    expect(desk.page.get_by_text("Tasting").last).to_be_visible()


@pytest.mark.feature("S-05", "W-18", "W-10")
def test_a_switch_takes_away_what_it_names(scene: ExitStack, browser: Browser, office: Agent) -> None:
    company, page = office.company, office.page
    visitor = waiting(scene, browser, company, "may I keep this?")
    visitor.panel.get_by_test_id("more").click()
    expect(visitor.panel.get_by_test_id("transcript-download")).to_be_visible()
    visitor.page.keyboard.press("Escape")
    office.go("manage/rules")
    for switch in ("rules-transcripts", "rules-visitor_files"):
        page.get_by_test_id(switch).click()
    save_settings(page)
    remembered(page)
    visitor.page.reload()
    expect(visitor.message("may I keep this?")).to_be_visible()
    expect(visitor.panel.get_by_test_id("attach")).to_have_count(0)
    visitor.panel.get_by_test_id("more").click()
    expect(visitor.panel.get_by_test_id("end")).to_be_visible()
    expect(visitor.panel.get_by_test_id("transcript-download")).to_have_count(0)
    for switch in ("rules-transcripts", "rules-visitor_files"):
        page.get_by_test_id(switch).click()
    save_settings(page)


PHRASES = "folder,shortcut,title,text\r\n"


@pytest.mark.feature("D-05")
def test_canned_phrases_are_kept_in_folders_imported_whole_or_not_at_all_and_exported(
    scene: ExitStack, browser: Browser, office: Agent, desk: Agent
) -> None:
    company, page = office.company, office.page
    office.go("manage/phrases")
    page.get_by_test_id("phrase-add").click()
    page.get_by_test_id("phrase-save").click()
    expect(page.get_by_test_id("phrase").get_by_role("alert").first).to_be_visible()
    page.get_by_test_id("phrase-title").fill("Opening hours")
    page.get_by_test_id("phrase-shortcut").fill("hours")
    page.get_by_label("Folder", exact=True).fill("Shop")
    page.get_by_test_id("phrase-text").fill("We pour from nine to nine, {visitor}.")
    page.get_by_test_id("phrase-save").click()
    expect(page.get_by_test_id("phrase")).to_have_count(0)
    rows = page.get_by_test_id("phrase-row")
    expect(rows).to_have_count(1)

    page.get_by_test_id("phrases-import").click()
    broken = PHRASES + "Shop,ship,Shipping,We ship on Mondays.\r\nShop,ret,,No title here.\r\nShop,hours,Twice,This shortcut is taken.\r\n"
    page.get_by_test_id("import-file").set_input_files({"name": "broken.csv", "mimeType": "text/csv", "buffer": broken.encode()})
    errors = page.get_by_test_id("import-errors").locator("tbody tr")
    expect(errors).to_have_count(2)
    expect(errors.nth(0).locator("td").first).to_have_text("3")
    expect(errors.nth(1).locator("td").first).to_have_text("4")
    expect(page.get_by_test_id("import-run")).to_be_disabled()
    assert len(company.admin.rest.get("/canned-phrases")["phrases"]) == 1
    whole = PHRASES + 'Shop,ship,Shipping,"We ship on Mondays, {visitor}."\r\nTea,,Brewing,80 degrees for Longjing.\r\n'
    page.get_by_test_id("import-file").set_input_files({"name": "whole.csv", "mimeType": "text/csv", "buffer": whole.encode()})
    expect(page.get_by_test_id("import-errors")).to_have_count(0)
    page.get_by_test_id("import-run").click()
    expect(rows).to_have_count(3)
    page.locator('[data-testid="library-folder"][data-folder="Shop"]').click()
    expect(rows).to_have_count(2)
    with page.expect_download() as saved:
        page.get_by_test_id("phrases-export").click()
    table = list(csv.DictReader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig"))))
    assert sorted(row["shortcut"] for row in table) == ["hours", "ship"]

    # An agent adds one that nobody else sees, and changes none of the company's.
    mine = desk.page
    desk.go("manage/phrases")
    expect(mine.get_by_test_id("phrase-row")).to_have_count(3)
    expect(mine.get_by_test_id("phrase-edit")).to_have_count(0)
    mine.get_by_test_id("phrase-add").click()
    mine.get_by_test_id("phrase-title").fill("My goodbye")
    mine.get_by_test_id("phrase-shortcut").fill("bye")
    mine.get_by_test_id("phrase-text").fill("Goodbye, and mind the step.")
    mine.get_by_test_id("phrase-save").click()
    expect(mine.get_by_test_id("phrase-row").filter(has_text="My goodbye")).to_be_visible()
    page.reload()
    expect(rows).to_have_count(3)

    desk.go("desk")
    visitor = waiting(scene, browser, company, "when do you open?")
    accept(desk, "when do you open?")
    composer = mine.get_by_test_id("composer")
    for typed, expected in (("/hours", "We pour from nine to nine"), ("/bye", "Goodbye, and mind the step.")):
        composer.press_sequentially(typed)
        expect(mine.get_by_test_id("phrase")).to_have_count(1)
        composer.press("Enter")
        expect(composer).to_have_value(re.compile(re.escape(expected)))
        mine.get_by_test_id("send").click()
        expect(visitor.message(expected)).to_be_visible()
    desk.go("manage/phrases")
    mine.reload()
    expect(mine.get_by_test_id("phrase-row").filter(has_text="Opening hours")).to_contain_text("1")


@pytest.mark.feature("D-19", "D-05")
def test_links_and_files_of_the_library_go_to_the_visitor(scene: ExitStack, browser: Browser, office: Agent, desk: Agent) -> None:
    company, page = office.company, office.page
    office.go("manage/links")
    page.get_by_test_id("link-add").click()
    page.get_by_test_id("link-title").fill("Our gardens")
    page.get_by_test_id("link-url").fill("javascript:alert(1)")
    page.get_by_test_id("link-save").click()
    expect(page.get_by_test_id("link").get_by_role("alert").first).to_be_visible()
    page.get_by_test_id("link-url").fill(shop(company, "about.html"))
    page.get_by_label("Folder", exact=True).fill("About us")
    page.get_by_test_id("link-save").click()
    expect(page.get_by_test_id("link-row")).to_have_count(1)
    expect(page.locator('[data-testid="library-folder"][data-folder="About us"]')).to_be_visible()

    office.go("manage/files")
    page.get_by_test_id("file-add").click()
    page.get_by_test_id("file-input").set_input_files(
        {"name": "price list.txt", "mimeType": "text/plain", "buffer": b"Longjing 368\nBiluochun 198\n"}
    )
    page.get_by_test_id("file-title").fill("Price list")
    page.get_by_test_id("file-upload").click()
    expect(page.get_by_test_id("file-row")).to_contain_text("Price list")

    desk.go("manage/links")
    mine = desk.page
    mine.get_by_test_id("link-add").click()
    mine.get_by_test_id("link-title").fill("My favourite")
    mine.get_by_test_id("link-url").fill("https://tea.example/favourite")
    mine.get_by_test_id("link-save").click()
    expect(mine.get_by_test_id("link-row")).to_have_count(2)
    assert len(company.admin.rest.get("/links")["links"]) == 1

    desk.go("desk")
    visitor = waiting(scene, browser, company, "what does it cost?")
    accept(desk, "what does it cost?")
    mine.get_by_test_id("links").click()
    mine.get_by_test_id("saved-link").filter(has_text="Our gardens").click()
    expect(mine.get_by_test_id("tray-part")).to_have_count(1)
    mine.get_by_test_id("send").click()
    card = visitor.panel.get_by_test_id("page-card")
    expect(card).to_contain_text("Our gardens")
    expect(visitor.page).not_to_have_url(re.compile("about"))
    card.get_by_test_id("page-open").click()
    expect(visitor.page).to_have_url(re.compile(r"about\.html"))
    expect(visitor.panel.get_by_test_id("page-card")).to_be_visible()

    mine.get_by_test_id("links").click()
    mine.get_by_test_id("picker-files").click()
    mine.get_by_test_id("shared-file").filter(has_text="Price list").click()
    expect(mine.get_by_test_id("tray-part")).to_have_count(1)
    mine.get_by_test_id("send").click()
    file = visitor.panel.get_by_test_id("file-link")
    expect(file).to_contain_text("price list.txt")
    expect(file).to_have_attribute("href", re.compile("^http"))
    with visitor.page.expect_download() as saved:
        file.click()
    assert Path(saved.value.path()).read_bytes() == b"Longjing 368\nBiluochun 198\n"


@pytest.mark.feature("W-08", "S-04", "S-05")
def test_the_form_before_a_conversation_leads_to_a_department_and_remembers(
    scene: ExitStack, browser: Browser, office: Agent, desk: Agent
) -> None:
    company, page = office.company, office.page
    wholesale = company.admin.rest.post("/departments", name="Wholesale")
    expert = company.add_agent("Wen", [wholesale["department_id"]])
    change_service(
        company, pre_chat={"enabled": False, "fields": [{"key": "name", "kind": "name", "label": "Your name", "required": True}]}
    )
    wen = Agent.sign_in(browser, company, expert)
    scene.callback(wen.leave)
    wen.go("desk")

    office.go("manage/forms")
    page.reload()
    page.get_by_test_id("pre-chat-enabled").click()
    page.get_by_test_id("form-intro").fill("Two questions before we begin.")
    fields = page.get_by_test_id("fields")
    for label, kind in (("Telephone", "Phone"), ("What is it about?", "Choice")):
        page.get_by_test_id("fields-add").click()
        page.get_by_test_id("field-label").last.fill(label)
        choose(page.get_by_test_id("field-kind").last, kind)
    for index, (value, department) in enumerate((("One tin", None), ("A hundred tins", "Wholesale"))):
        fields.get_by_test_id("option-value").nth(index).fill(value)
        if department:
            choose(fields.get_by_test_id("option-department").nth(index), f"To {department}")
    page.get_by_test_id("field-required").last.click()
    save_settings(page)
    expect(page.get_by_test_id("visitor-preview")).to_contain_text("What is it about?")
    remembered(page)

    visitor = Visitor.arrive(browser, company)
    scene.callback(visitor.leave)
    visitor.launcher.click()
    form = visitor.panel.get_by_test_id("pre-chat")
    expect(form).to_contain_text("Two questions before we begin.")
    keys = [field["key"] for field in company.admin.rest.get("/service")["pre_chat"]["fields"]]
    name, phone, about = (form.get_by_test_id(f"field-{key}") for key in keys)
    form.get_by_test_id("pre-chat-submit").click()
    expect(form.get_by_test_id(f"error-{keys[0]}")).to_be_visible()
    expect(form.get_by_test_id(f"error-{keys[2]}")).to_be_visible()
    name.fill("Bo Buyer")
    phone.fill("the red one")
    about.select_option("A hundred tins")
    form.get_by_test_id("pre-chat-submit").click()
    expect(form.get_by_test_id(f"error-{keys[1]}")).to_be_visible()
    phone.fill("555 0199")
    form.get_by_test_id("pre-chat-submit").click()
    expect(visitor.panel.get_by_test_id("composer")).to_be_visible()
    visitor.say("For a wedding")

    wholesale_id = accept(wen, "For a wedding")
    expect(wen.page.get_by_test_id("form-values")).to_contain_text("A hundred tins")
    expect(row_of(wen, wholesale_id)).to_contain_text("Bo Buyer")
    expect(row_of(desk, wholesale_id)).to_have_count(0)
    wen.page.get_by_test_id("end").click()
    wen.page.get_by_test_id("end-later").click()
    expect(visitor.panel.get_by_test_id("closed")).to_be_visible()

    visitor.panel.get_by_test_id("start-again").click()
    expect(name).to_have_value("Bo Buyer")
    expect(phone).to_have_value("555 0199")
    change_service(company, pre_chat={"enabled": False, "fields": []})
