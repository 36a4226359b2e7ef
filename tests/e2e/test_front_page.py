"""The public page of the product: what a company sees before it signs up."""

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.e2e.axe import faults
from tests.e2e.people import DESKTOP, PHONE
from tests.running import Running

LANGUAGES = {"index.html": "zh-CN", "en.html": "en"}
LARGEST = 300_000
"""Bytes of the page with its pictures, before compression."""


@pytest.fixture(params=LANGUAGES)
def front(request: pytest.FixtureRequest, browser: Browser, stack: Running) -> Iterator[tuple[Page, str]]:
    """The page in one language, on a desktop that is light, in a browser without script."""
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=False)
    page = context.new_page()
    yield page, f"{stack.site_url}/welcome/{request.param}"
    context.close()


@pytest.mark.feature("P-01")
def test_it_is_read_without_script_and_leads_on(front: tuple[Page, str], stack: Running, browser: Browser) -> None:
    page, address = front
    language = LANGUAGES[address.rsplit("/", 1)[1]]
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="load")

    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).to_be_visible()
    # One other language, which leads back.
    [other] = [name for name in LANGUAGES if LANGUAGES[name] != language]
    expect(page.locator(f"a[hreflang='{LANGUAGES[other]}']").first).to_have_attribute("href", other)
    assert {each.get_attribute("hreflang") for each in page.locator("link[rel=alternate]").all()} == {"zh-CN", "en", "x-default"}
    # Nothing from elsewhere, nothing that fails, no script, and light.
    assert all(each.ok and each.url.startswith(stack.site_url) for each in answers)
    assert not [each.url for each in answers if each.request.resource_type in ("script", "font")]
    assert sum(len(each.body()) for each in answers) < LARGEST

    # Every address in it answers, among them the picture that others show beside a link to it.
    addresses = {urljoin(address, each.get_attribute("href")) for each in page.locator("a").all()}
    addresses |= {each.get_attribute("content") or "" for each in page.locator("meta[property='og:image']").all()}
    addresses |= {each.get_attribute("href") or "" for each in page.locator("link[rel=alternate], link[rel=canonical]").all()}
    assert len(addresses) >= 8
    assert not [each for each in addresses if not page.request.get(each).ok]

    # The two ways on: sign-up, and a shop with the widget.
    live = browser.new_page(locale=language)
    live.goto(address)
    live.locator("main a[href*='sign-up']").first.click()
    expect(live.get_by_test_id("sign-up-company")).to_be_visible()
    live.goto(address)
    live.locator("main a[href*='/demo/']").first.click()
    expect(live.get_by_test_id("launcher")).to_be_visible()
    live.close()


@pytest.mark.feature("P-01")
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_accessible(browser: Browser, stack: Running, viewport: dict[str, int], theme: str) -> None:
    context = browser.new_context(viewport=viewport, color_scheme=theme)
    page = context.new_page()
    for name in LANGUAGES:
        page.goto(f"{stack.site_url}/welcome/{name}")
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    context.close()
