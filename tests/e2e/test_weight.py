"""What the widget costs the page it stands on. Times are in bench/weight.py: here stands what is the same on every machine."""

import pytest
from playwright.sync_api import Browser, expect

from tests.company import Company
from tests.e2e.people import shop
from tests.e2e.weighing import weighed

REQUESTS = 4
"""The loader, the style, the visit, and the rules of automatic invitations where there are any."""
GZIP_BYTES = 12 * 1024
"""Of all of them, with their answers."""


@pytest.mark.feature("W-23")
def test_until_it_is_opened_the_page_hardly_notices_it(browser: Browser, company: Company) -> None:
    url = shop(company, "en.html")
    with weighed(browser, url, widget=False) as (_, plain):
        pass
    with weighed(browser, url, widget=True) as (page, loaded):
        assert loaded.layout_shift == plain.layout_shift == 0
        assert loaded.globals - plain.globals == {"parlor"}
        assert loaded.complaints == plain.complaints == []
        assert (plain.sockets, loaded.sockets) == (0, 1)

        added = sorted(set(loaded.requests) - set(plain.requests))
        assert len(loaded.requests) - len(plain.requests) == len(added) <= REQUESTS, added
        ours = (f"{company.stack.site_url}/widget/", f"{company.stack.api_url}/widget/")
        assert all(address.startswith(ours) for address in added), added
        assert not any("panel" in address for address in added)
        assert len(page.frames) == 1
        assert loaded.gzip_bytes - plain.gzip_bytes <= GZIP_BYTES

        assert loaded.cookies == []
        assert loaded.local_storage <= {f"parlor:{company.tenant_id}:visitor"}
        assert loaded.session_storage == set()

        # Opening lays the window over the page and moves nothing in it.
        page.get_by_test_id("launcher").click()
        window = page.frame_locator("iframe")
        expect(window.get_by_test_id("composer").or_(window.get_by_test_id("submit-left-message"))).to_be_visible()
        assert page.evaluate("() => window.__seen.shift") == 0
        assert page.context.cookies() == []


HOSTILE = """
* { font: italic 40px cursive; color: red; letter-spacing: 9px; margin: 20px; text-transform: uppercase; }
div, span, iframe, parlor-chat { position: relative; display: block; transform: rotate(5deg); opacity: 0.5; max-width: 10px; }
button { background: red; border: 9px solid blue; width: 100%; }
"""
LOOKS = """
(element) => {
  const { color, font, letterSpacing, backgroundColor, borderWidth, textTransform } = getComputedStyle(element);
  const { width, height, right, bottom } = element.getBoundingClientRect();
  return [color, font, letterSpacing, backgroundColor, borderWidth, textTransform, width, height, right, bottom];
}
"""
STYLES = """
() => [...document.querySelectorAll("html, body, header *, main *, footer *")].map((each) => {
  const style = getComputedStyle(each);
  return [...style].sort().map((name) => `${name}:${style.getPropertyValue(name)}`).join(";");
})
"""


@pytest.mark.feature("W-23")
def test_its_styles_and_those_of_the_page_keep_apart(browser: Browser, company: Company) -> None:
    url = shop(company, "en.html")
    with weighed(browser, url, widget=False) as (page, _):
        alone = page.evaluate(STYLES)
    with weighed(browser, url, widget=True) as (page, _):
        assert page.evaluate(STYLES) == alone
        launcher = page.get_by_test_id("launcher")
        before = launcher.evaluate(LOOKS)
        page.add_style_tag(content=HOSTILE)
        assert page.locator("h1").first.evaluate("(each) => getComputedStyle(each).color") == "rgb(255, 0, 0)"
        assert launcher.evaluate(LOOKS) == before
