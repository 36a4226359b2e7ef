"""The page says who is signed in, and the desk knows it."""

import hmac
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.paths import ROOT
from tests.company import Company
from tests.e2e.axe import faults
from tests.e2e.people import Agent, Visitor


@pytest.fixture(scope="module")
def desk(browser: Browser, company: Company) -> Iterator[Agent]:
    """The administrator, who serves visitors and keeps the settings."""
    agent = Agent.sign_in(browser, company, company.admin)
    yield agent
    agent.leave()


def user(company: Company, user_id: str, **more: Any) -> dict[str, Any]:
    secret = company.admin.rest.post("/identity/secret")["secret"]
    return {"userId": user_id, "hmac": hmac.new(secret.encode(), user_id.encode(), sha256).hexdigest()} | more


def command(page: Page, *said: Any) -> None:
    page.evaluate("said => window.parlor.push(said)", list(said))


@pytest.mark.feature("W-19", "W-21")
def test_a_user_is_known_on_two_devices_and_gone_after_signing_out(browser: Browser, company: Company, desk: Agent) -> None:
    li = user(company, "customer-7", name="Li Na", attributes={"level": "gold"})
    phone = Visitor.arrive(browser, company, "en.html", phone=True)
    command(phone.page, "identify", li)
    phone.open_panel()
    phone.say("Where is my order?")
    desk.accept_first()
    expect(desk.message("Where is my order?")).to_be_visible()
    desk.page.get_by_test_id("panel-card").click()
    identity = desk.page.get_by_test_id("identity")
    expect(identity.get_by_test_id("identity-user")).to_have_text("customer-7")
    expect(identity).to_contain_text("gold")

    computer = Visitor.arrive(browser, company, "en.html")
    command(computer.page, "identify", li)
    command(computer.page, "open")
    expect(computer.message("Where is my order?")).to_be_visible()
    desk.say("On its way")
    expect(computer.message("On its way")).to_be_visible()
    expect(phone.message("On its way")).to_be_visible()

    command(computer.page, "identify", None)
    command(computer.page, "open")
    expect(computer.panel.get_by_test_id("composer")).to_be_visible()
    expect(computer.messages()).to_have_count(0)
    command(computer.page, "identify", user(company, "customer-8") | {"hmac": "0" * 64})

    desk.go("manage/integration")
    expect(desk.page.get_by_test_id("identity-verified")).to_contain_text("Last verified")
    expect(desk.page.get_by_test_id("identity-warning")).to_contain_text("The signature does not fit")
    assert faults(desk.page) == []
    desk.page.get_by_test_id("try-text").fill(li["userId"])
    desk.page.get_by_test_id("try-hmac").fill(li["hmac"])
    desk.page.get_by_test_id("try-run").click()
    expect(desk.page.get_by_test_id("try-result")).to_contain_text("customer-7")
    desk.page.get_by_test_id("identity-reveal").click()
    expect(desk.page.get_by_test_id("identity-secret")).to_contain_text("parlor_id_v1_")
    desk.page.get_by_test_id("identity-rotate").click()
    desk.page.get_by_test_id("identity-rotate-confirm").press("Enter")
    expect(desk.page.get_by_test_id("identity-overlap")).to_be_visible()
    phone.leave()
    computer.leave()


PACKAGE = ROOT / "clients" / "widget-api" / "dist" / "index.js"
IN_A_SITE = """
async ([code, where]) => {
  const api = await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  window.heard = [];
  for (const event of ["ready", "open", "message", "close"]) api.on(event, (...values) => window.heard.push([event, ...values]));
  const off = api.on("open", () => window.heard.push(["stopped"]));
  off();
  api.tag("vip");
  api.open();
  window.api = api;
  return [await api.load(where), await api.load(where)];
}
"""


@pytest.fixture
def shop() -> Iterator[str]:
    """A page of somebody's own, without the widget. Its address is a server's: what a browser is handed by a test may reach no
    socket of this machine."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>Shop</title>")

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


@pytest.mark.feature("W-21")
def test_the_package_loads_the_widget_and_hears_of_it(browser: Browser, company: Company, desk: Agent, shop: str) -> None:
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.goto(shop)
    where = {"host": company.stack.site_url, "tenant": company.tenant_id, "style": company.style_id, "language": "ja"}
    assert page.evaluate(IN_A_SITE, [PACKAGE.read_text(), where]) == [True, True]
    expect(page.locator("script")).to_have_count(1)
    panel = page.frame_locator("iframe")
    panel.get_by_test_id("composer").fill("Hello from the shop")
    panel.get_by_test_id("send").click()
    page.wait_for_function("window.heard.some(([event, message]) => event === 'message' && message.text === 'Hello from the shop')")
    page.evaluate("window.api.close()")
    page.wait_for_function("window.heard.some(([event]) => event === 'close')")
    events = page.evaluate("window.heard.map(([event]) => event)")
    assert (events.count("open"), events.count("ready"), events.count("stopped")) == (1, 1, 0)
    context.close()
