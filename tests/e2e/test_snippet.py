"""The administrator takes the code to a page and sees that it is there; a signature's link leads to its agent."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep

import pytest
from playwright.sync_api import Browser, expect

from tests.company import Company
from tests.e2e.offices import MEMORY_S, choose, save_settings, segment
from tests.e2e.people import DESKTOP, Agent, Visitor
from tests.running import wait_until

TOKYO = "133.1.1.1, 10.0.0.1"


class Shop:
    """The company's own site: every page of it carries `code`."""

    def __init__(self) -> None:
        self.code = ""
        shop = self

        class Pages(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = f"<!doctype html><html lang='en'><head><title>Shop</title></head><body><h1>Shop</h1>{shop.code}</body></html>"
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self.address = f"http://localhost:{self.server.server_port}"


@pytest.fixture
def shop() -> Iterator[Shop]:
    found = Shop()
    Thread(target=found.server.serve_forever, daemon=True).start()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.mark.feature("W-01", "P-01")
def test_the_code_is_taken_to_a_page_and_the_check_sees_it_there(browser: Browser, company: Company, shop: Shop) -> None:
    office = Agent.sign_in(browser, company, company.admin)
    page = office.page
    office.go("manage/home")
    page.get_by_test_id("home-check").click()
    choose(page.get_by_test_id("code-language"), "日本語")
    snippet = page.get_by_test_id("page-snippet").inner_text()
    assert 'data-language="ja"' in snippet
    shop.code = snippet

    address, run, finding = (page.get_by_test_id(name) for name in ("check-url", "check-run", "finding"))
    address.fill("not an address")
    run.click()
    expect(page.get_by_text("An address looks like")).to_be_visible()
    address.fill(f"{shop.address}/contact")
    run.click()
    expect(finding).to_have_attribute("data-finding", "never")

    context = browser.new_context(viewport=DESKTOP, locale="en")
    visitor = context.new_page()
    visitor.goto(f"{shop.address}/about")
    launcher = visitor.get_by_test_id("launcher")
    expect(launcher).to_be_visible()
    launcher.click()
    expect(visitor.frame_locator("iframe").locator("html")).to_have_attribute("lang", "ja")

    def seen_on_the_site() -> bool:
        run.click()
        page.wait_for_timeout(500)
        return finding.get_attribute("data-finding") == "site"

    wait_until(seen_on_the_site, what="the visit")
    context.close()
    with office.context.expect_page() as opened:
        page.get_by_test_id("check-open").click()
    expect(opened.value.get_by_test_id("launcher")).to_be_visible()
    expect(finding).to_have_attribute("data-finding", "page")
    page.reload()
    expect(page.get_by_test_id("seen-site")).to_contain_text("/contact")

    page.get_by_test_id("use-text").click()
    page.get_by_test_id("use-confirm").click()
    place = page.get_by_test_id("place-snippet").inner_text()
    shop.code = f"<p>Questions? {place}</p>{page.get_by_test_id('page-snippet').inner_text()}"
    reader = browser.new_page(locale="en")
    reader.goto(f"{shop.address}/article")
    reader.locator("[data-parlor-place]").get_by_test_id("launcher").click()
    expect(reader.locator("iframe")).to_be_visible()
    reader.close()
    office.leave()


@pytest.mark.feature("S-12", "R-03")
def test_a_signature_leads_to_the_agent_whom_it_names(browser: Browser, company: Company) -> None:
    su = Agent.sign_in(browser, company, company.add_agent("Su"))
    su.go("manage/signature")
    page = su.page
    page.get_by_test_id("signature-title").fill("Tea <b>adviser</b>")
    drawn = page.get_by_test_id("signature")
    expect(drawn).to_contain_text("Tea <b>adviser</b> · Test company")
    address = drawn.get_by_role("link", name="Chat with me").get_attribute("href") or ""
    su.go("desk")

    context = browser.new_context(viewport=DESKTOP, locale="en")
    reader = Visitor(company, context, context.new_page())
    reader.page.goto(address)
    reader.say("I read your mail")
    # The department waits for a hand; who is named gets the visitor at once.
    expect(reader.panel.get_by_test_id("agent")).to_contain_text("Su")
    expect(su.page.get_by_test_id("conversation-row").filter(has_text="I read your mail")).to_be_visible()
    reader.leave()
    su.leave()


@pytest.mark.feature("R-05")
def test_who_comes_from_a_region_that_is_not_served_reads_why_over_the_form(browser: Browser, company: Company) -> None:
    told = "We do not serve your region yet. <i>Write to us.</i>"
    office = Agent.sign_in(browser, company, company.admin)
    office.go("manage/routing")
    page = office.page
    segment(page.get_by_test_id("routing-mode"), "All but")
    page.get_by_test_id("routing-areas").click()
    page.keyboard.type("Japan")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.get_by_test_id("region-text").fill(told)
    save_settings(page)
    office.leave()
    sleep(MEMORY_S)

    context = browser.new_context(viewport=DESKTOP, locale="en", extra_http_headers={"X-Forwarded-For": TOKYO})
    abroad = Visitor(company, context, context.new_page())
    abroad.go("en.html")
    abroad.launcher.click()
    expect(abroad.panel.get_by_test_id("left-message-form")).to_contain_text(told)
    abroad.leave()
    near = Visitor.arrive(browser, company)
    near.launcher.click()
    expect(near.panel.locator("body")).not_to_contain_text(told)
    near.leave()
