"""The widget in the language of its visitor: as the style, the page or the browser says, down to the mails."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from scripts.seed import text_of
from tests.company import Company
from tests.e2e.people import Visitor
from tests.running import Running, wait_until


@pytest.fixture
def closed(stack: Running) -> Iterator[Company]:
    """A company with nobody there."""
    with Company.sign_up(stack, "Closed today") as company:
        yield company


@pytest.mark.feature("W-16")
def test_style_page_and_browser_choose_and_mails_follow(browser: Browser, stack: Running, closed: Company) -> None:
    # Given a page in Chinese: the page goes before a Japanese browser.
    by_page = Visitor.arrive(browser, closed, "index.html", locale="ja")
    expect(by_page.launcher).to_contain_text("留言")
    # When the snippet of that page asks for the other script, the snippet goes first.
    by_page.page.route("**/index.html*", lambda route: with_snippet_in(route, "zh-TW"))
    by_page.go("index.html")
    by_page.launcher.click()
    expect(by_page.panel.get_by_text("目前是休息時間").first).to_be_visible()
    expect(by_page.panel.locator("html")).to_have_attribute("lang", "zh-TW")
    by_page.leave()

    # When the style fixes Japanese and has words of its own, it goes before both.
    closed.restyle(language="ja", texts={"ja": {"offline": "またお越しください。"}})
    visitor = Visitor.arrive(browser, closed, "en.html", locale="en")
    wait_until(lambda: speaks(visitor, "メッセージを残す"), what="the changed style")
    visitor.launcher.click()
    expect(visitor.panel.get_by_text("またお越しください。")).to_be_visible()

    # Then what they leave is acknowledged in Japanese, too.
    form = visitor.panel.get_by_test_id("left-message-form")
    email = f"sato-{closed.mark}@parlor.example"
    form.get_by_test_id("field-email").fill(email)
    form.get_by_test_id("field-text").fill("台湾への配送はできますか？")
    form.get_by_test_id("submit-left-message").click()
    expect(visitor.panel.get_by_text("メッセージを受け取りました")).to_be_visible()
    receipt = stack.wait_for_mail(email)
    assert receipt["Subject"] == "Closed today がメッセージを受け取りました"
    assert "返信します" in text_of(receipt)
    visitor.leave()


def speaks(visitor: Visitor, words: str) -> bool:
    """After a reload: functions keep a style for some seconds."""
    visitor.page.reload()
    expect(visitor.launcher).to_have_text(re.compile(r"\S"))
    return words in visitor.launcher.inner_text()


def with_snippet_in(route: Route, language: str) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("data-tenant", f'data-language="{language}" data-tenant', 1))
