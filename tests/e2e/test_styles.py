"""Styles: what an administrator drafts shows in the preview at once, and on the company's pages when it is published."""

import struct
import zlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.company import Company
from tests.e2e.people import Agent, Visitor

RED = "#8a3a3a"
HOSTILE_SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><script>alert(1)</script></svg>"


@pytest.fixture(scope="module")
def office(browser: Browser, company: Company) -> Iterator[Agent]:
    """The administrator, signed in for all tests of this file. With them the company is open."""
    admin = Agent.sign_in(browser, company, company.admin)
    yield admin
    admin.leave()


def preview(page: Page) -> FrameLocator:
    """The window inside the preview: the real one, on a page of its own."""
    return page.frame_locator("[data-testid=preview-frame]:not([data-next])").frame_locator("iframe")


def tab(page: Page, name: str) -> None:
    page.get_by_test_id(f"style-tab-{name}").click()


def saved(page: Page) -> None:
    expect(page.get_by_test_id("style-saved")).to_have_attribute("data-status", "saved")


def publish(page: Page) -> None:
    page.get_by_test_id("style-publish").click()
    expect(page.get_by_test_id("style-publish")).to_be_disabled()


def color_seen(browser: Browser, company: Company) -> str:
    """The company's colour on a page of its own, for somebody who has never been there."""
    visitor = Visitor.arrive(browser, company, "en.html")
    expect(visitor.launcher).to_be_visible()
    color: str = visitor.launcher.evaluate("(button) => getComputedStyle(button).getPropertyValue('--own').trim()")
    visitor.leave()
    return color


def png(side: int) -> bytes:
    """A grey square."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * side for _ in range(side)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.feature("W-15", "W-14", "W-16")
def test_a_draft_shows_in_the_preview_and_for_visitors_when_it_is_published(browser: Browser, company: Company, office: Agent) -> None:
    page = office.page
    office.go("manage/style")
    card = page.get_by_test_id("style-card")
    expect(card.get_by_test_id("style-published")).to_have_text("Live")
    card.get_by_test_id("style-edit").click()
    first_color = page.get_by_test_id("style-color").input_value()

    # Everything that is typed is in the preview, which is the visitors' own window.
    page.get_by_test_id("style-color").fill(RED)
    expect(page.get_by_test_id("style-contrast")).to_contain_text("AA")
    page.get_by_test_id("style-title-en").fill("Tea advisers")
    tab(page, "texts")
    page.get_by_test_id("words-search").fill("Write a message")
    page.get_by_test_id("word-composer.placeholder").fill("Ask us about tea")
    tab(page, "panel")
    page.get_by_test_id("panel-announcement-on").click()
    page.get_by_test_id("panel-announcement").fill("New harvest on Monday")
    expect(preview(page).get_by_text("Tea advisers").first).to_be_visible()
    expect(preview(page).get_by_text("New harvest on Monday")).to_be_visible()
    expect(preview(page).get_by_test_id("composer")).to_have_attribute("placeholder", "Ask us about tea")
    for scene, words in (("Queue", "Ahead of you"), ("Message", "Leave"), ("Rating", "Overall")):
        page.get_by_test_id("preview-scene").locator(".ant-segmented-item").filter(has_text=scene).click()
        expect(preview(page).get_by_text(words).first).to_be_visible()
    saved(page)
    expect(page.get_by_test_id("style-changed")).to_be_visible()
    assert color_seen(browser, company) != RED

    publish(page)
    visitor = Visitor.arrive(browser, company, "en.html")
    visitor.open_panel()
    expect(visitor.panel.get_by_text("Tea advisers").first).to_be_visible()
    expect(visitor.panel.get_by_text("New harvest on Monday")).to_be_visible()
    expect(visitor.panel.get_by_test_id("composer")).to_have_attribute("placeholder", "Ask us about tea")
    visitor.leave()
    assert color_seen(browser, company) == RED

    # An earlier version becomes the draft; visitors see it when that is published.
    page.get_by_test_id("style-history").click()
    drawer = page.get_by_test_id("style-history-drawer")
    expect(drawer.get_by_test_id("publication").first).to_contain_text("Ada Admin")
    drawer.get_by_test_id("publication-revert").last.click()
    page.get_by_test_id("delete-confirm").click()
    tab(page, "looks")
    expect(page.get_by_test_id("style-color")).to_have_value(first_color)
    assert color_seen(browser, company) == RED
    publish(page)
    assert color_seen(browser, company) != RED


@pytest.mark.feature("W-15")
def test_what_could_do_harm_is_refused_beside_its_field(company: Company, office: Agent) -> None:
    page, rest = office.page, company.admin.rest
    office.go(f"manage/style/{company.style_id}")
    title = page.get_by_test_id("style-title-en")
    before = rest.get(f"/styles/{company.style_id}")
    title.fill("<script>alert(1)</script>")
    field = page.locator(".form-field[data-error]")
    expect(field.get_by_role("alert")).to_have_text("Only text here: no tags or scripts")
    page.get_by_test_id("style-publish").click()
    expect(page.get_by_test_id("style-saved")).to_have_attribute("data-status", "wrong")
    assert rest.get(f"/styles/{company.style_id}") == before
    title.fill("Tea")
    saved(page)

    tab(page, "icons")
    upload = page.get_by_test_id("picture-online-input")
    upload.set_input_files({"name": "bad.svg", "mimeType": "image/svg+xml", "buffer": HOSTILE_SVG})
    expect(page.get_by_test_id("icons-online").get_by_role("alert")).to_be_visible()
    assert "online" not in {name for name, value in rest.get(f"/styles/{company.style_id}")["content"]["pictures"].items() if value}
    upload.set_input_files({"name": "good.png", "mimeType": "image/png", "buffer": png(64)})
    expect(page.get_by_test_id("icons-online").get_by_role("alert")).to_be_hidden()
    expect(page.get_by_test_id("picture-online").locator("img")).to_be_visible()
    saved(page)
    picture = rest.get(f"/styles/{company.style_id}")["content"]["pictures"]["online"]
    assert (picture["width"], picture["height"]) == (64, 64)


@pytest.mark.feature("W-15")
def test_several_styles_and_two_administrators(company: Company, office: Agent) -> None:
    page, rest = office.page, company.admin.rest
    office.go("manage/style")
    page.get_by_test_id("style-new").click()
    page.get_by_test_id("style-name").fill("Abroad")
    page.get_by_test_id("name-submit").click()
    expect(page.get_by_test_id("style-published")).to_have_text("Not published")
    style_id = page.url.split("/")[-1]

    # A colleague changes the same thing: nobody's work is lost without a question.
    style = rest.get(f"/styles/{style_id}")
    rest.patch(f"/styles/{style_id}", version=style["version"], content=style["content"] | {"color": "#2f5f8a"})
    page.get_by_test_id("style-color").fill(RED)
    expect(page.get_by_test_id("style-conflict")).to_be_visible()
    page.get_by_test_id("style-take-theirs").click()
    expect(page.get_by_test_id("style-color")).to_have_value("#2f5f8a")
    expect(page.get_by_test_id("style-conflict")).to_be_hidden()

    page.get_by_test_id("style-back").click()
    card = page.locator("[data-testid=style-card][data-name=Abroad]")
    for act, name in (("Rename", "Overseas"), ("Copy", "Overseas copy")):
        card.get_by_test_id("style-acts").click()
        page.get_by_role("menuitem", name=act).click()
        page.get_by_test_id("style-name").fill(name)
        page.get_by_test_id("name-submit").click()
        card = page.locator("[data-testid=style-card][data-name=Overseas]")
        if act == "Rename":
            expect(card).to_be_visible()
    expect(page.locator("h1")).to_have_text("Overseas copy")
    expect(page.get_by_test_id("style-color")).to_have_value("#2f5f8a")
    page.get_by_test_id("style-back").click()
    card.get_by_test_id("style-acts").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_test_id("delete-confirm").click()
    expect(card).to_have_count(0)
    assert {each["name"] for each in rest.get("/styles")["styles"]} == {company_style(company), "Overseas copy"}


def company_style(company: Company) -> str:
    name: str = company.admin.rest.get(f"/styles/{company.style_id}")["name"]
    return name
