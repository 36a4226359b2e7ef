"""The widget on a site with a strict policy: published look, consent, commands and events, two tabs in step."""

import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.company import Company
from tests.e2e.people import DESKTOP, Agent, Visitor
from tests.running import Running

EVENTS = ("ready", "open", "close", "message", "unread", "state", "conversation")
PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg' width='120' height='60'><rect width='120' height='60' fill='#0f6a60'/></svg>"
NONCE = "c2hvcA"
HOST = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A careful shop</title>
<style nonce="{nonce}">[data-parlor-place] {{ display: inline-block; width: 180px; height: 52px }}</style></head>
<body><h1>Tea</h1><p><span data-parlor-place></span></p>
<script nonce="{nonce}">
  window.heard = [];
  window.parlor = {events}.map((name) => ["on", name, (value) => {{ heard.push([name, value]); throw new Error(name); }}]);
  parlor.push(["tag", "vip"]);
</script>
<script nonce="{nonce}" async src="{loader}" data-tenant="{tenant}" data-style="{style}"></script></body></html>"""


@pytest.fixture
def company(stack: Running) -> Iterator[Company]:
    with Company.sign_up(stack) as made:
        yield made


@pytest.fixture
def scene() -> Iterator[ExitStack]:
    """Closed at the end, however the test ends."""
    with ExitStack() as stack:
        yield stack


def publish(company: Company, **content: Any) -> None:
    rest, address = company.admin.rest, f"/styles/{company.style_id}"
    draft = rest.get(address)
    draft = rest.patch(address, version=draft["version"], content=draft["content"] | content)
    rest.post(f"{address}/publish", version=draft["version"])


class Site:
    """A site of its own whose only page allows what docs/widget.md asks for, and nothing else."""

    def __init__(self, company: Company, style: str = "") -> None:
        addresses = (company.stack.site_url, company.stack.api_url, company.start_visit()["socket"]["url"])
        origin, api, socket = ("/".join(address.split("/", 3)[:3]) for address in addresses)
        policy = (
            f"default-src 'none'; script-src 'nonce-{NONCE}' 'strict-dynamic'; style-src 'nonce-{NONCE}'; img-src {origin}; "
            f"frame-src {origin}; connect-src {origin} {api} {socket}; require-trusted-types-for 'script'; base-uri 'none'"
        )
        loader = f"{company.stack.site_url}/widget/loader.js"
        ids = {"tenant": company.tenant_id, "style": style or company.style_id}
        page = HOST.format(nonce=NONCE, events=list(EVENTS), loader=loader, **ids).encode()

        class Pages(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)

    def __enter__(self) -> "Site":
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def open(self, context: BrowserContext) -> tuple[Page, list[str]]:
        """A tab with the page, and what its console says."""
        page, said = context.new_page(), list[str]()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"http://localhost:{self.server.server_port}/")
        return page, said


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=DESKTOP, locale="en")
    yield made
    made.close()


def heard(page: Page) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in page.evaluate("window.heard")]


def until(page: Page, expression: str, patience_s: float = 30) -> None:
    """The policy allows no `eval`, which Playwright's own waiting needs."""
    end = time.monotonic() + patience_s
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(100)


def wait_for(page: Page, event: str, value: str = "true") -> None:
    until(page, f"window.heard.some(([name, value]) => name === '{event}' && ({value}))")


@pytest.mark.feature("W-01", "W-20", "W-21", "W-23", "W-03")
def test_a_careful_site_asks_first_and_then_talks_to_the_widget(
    browser: Browser, context: BrowserContext, company: Company, scene: ExitStack
) -> None:
    publish(company, kind="fixed", consent="ask", scheme="dark")
    lin = company.add_agent("Lin")
    agent = Agent.sign_in(browser, company, lin)
    site = scene.enter_context(Site(company))
    page, said = site.open(context)
    launcher = page.get_by_test_id("launcher")
    expect(page.locator("[data-parlor-place]").get_by_test_id("launcher")).to_be_visible()
    place, box = page.locator("[data-parlor-place]").bounding_box(), launcher.bounding_box()
    assert place
    assert box
    assert box["height"] == place["height"]
    stored = "[...Object.keys(localStorage), ...Object.keys(sessionStorage), ...document.cookie.split(';').filter(Boolean)]"
    assert page.evaluate(stored) == []
    before = company.admin.rest.get("/visitors")["online"]
    page.evaluate("parlor.consent(true)")
    until(page, f"{stored}.length > 1")
    wait_for(page, "ready")
    other, other_said = site.open(context)
    wait_for(other, "ready")
    page.evaluate("parlor.track('size-chart', { colour: 'green' })")
    page.evaluate("parlor.conversion('order', 320)")

    page.evaluate("parlor.open()")
    window = page.frame_locator("iframe")
    expect(window.get_by_test_id("composer")).to_be_visible()
    # In step: the other tab has the same window, and the same words.
    expect(other.frame_locator("iframe").get_by_test_id("composer")).to_be_visible()
    window.get_by_test_id("composer").fill("Is it in stock?")
    window.get_by_test_id("send").click()
    agent.accept_first()
    page.evaluate("parlor.close()")
    until(other, "document.documentElement.lastElementChild.shadowRoot.querySelector('.closed')")
    agent.say("It is.")
    for tab in (page, other):
        wait_for(tab, "conversation", "value.state === 'active'")
        wait_for(tab, "message", "value.by === 'agent' && value.text === 'It is.'")
        wait_for(tab, "unread", "value === 1")
    names = [name for name, _ in heard(page)]
    assert names.index("ready") < names.index("open") < names.index("close")
    launcher.click()
    expect(window.get_by_test_id("message").filter(has_text="It is.")).to_be_visible()
    for tab in (page, other):
        until(tab, "window.heard.filter(([name]) => name === 'unread').at(-1)[1] === 0")

    # What the site told stands in the visitor's track.
    (visitor,) = company.admin.rest.get("/visitors")["visitors"]
    assert before == 0
    told = company.admin.rest.get(f"/visitors/{visitor['visitor_id']}/track")["happenings"]
    assert {(each["kind"], each["name"], each.get("value")) for each in told} == {
        ("tag", "vip", None),
        ("event", "size-chart", None),
        ("conversion", "order", 320),
    }
    expect(agent.page.get_by_test_id("told-conversion")).to_contain_text("order")

    page.evaluate("parlor.consent(false)")
    expect(page.locator("iframe")).to_have_count(0)
    assert page.evaluate(stored) == []
    expect(other.locator("iframe")).to_have_count(0)
    assert [each for each in said + other_said if "Security" in each or "Trusted" in each or "Error" in each] == []
    agent.leave()


@pytest.mark.feature("W-02", "W-01")
def test_a_picture_of_the_companys_is_the_launcher_and_no_style_is_no_widget(
    browser: Browser, context: BrowserContext, company: Company, scene: ExitStack
) -> None:
    data = b64encode(PICTURE).decode()
    picture = company.admin.rest.post("/style-pictures", name="leaf.svg", content_type="image/svg+xml", data=data)
    publish(company, kind="image", pictures={"offline": picture}, texts={"en": {"title": "Tea help"}})
    visitor = Visitor.arrive(browser, company, "en.html")
    icon = visitor.launcher.locator("i")
    expect(icon).to_be_visible()
    box = icon.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (120, 60)
    assert picture["url"] in icon.evaluate("icon => getComputedStyle(icon).backgroundImage")
    expect(visitor.launcher).to_have_attribute("aria-label", "Leave a message")
    visitor.leave()

    page, _ = scene.enter_context(Site(company, style="01JD0000000000000000000002")).open(context)
    with page.expect_console_message(lambda message: "Parlor" in message.text) as warning:
        page.reload()
    assert (warning.value.type, warning.value.text) == ("warning", "Parlor is off: unknown")
    expect(page.get_by_test_id("launcher")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage)") == []
