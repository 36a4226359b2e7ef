"""The people of the e2e tests: a visitor in the demonstration shop, an agent at the desk. Each has a browser of their own."""

from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect

from tests.company import PASSWORD, Company, Staff

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class Visitor:
    """A visitor of the shop, with one tab or more."""

    company: Company
    context: BrowserContext
    page: Page

    @classmethod
    def arrive(cls, browser: Browser, company: Company, path: str = "index.html", *, phone: bool = False, locale: str = "en") -> "Visitor":
        context = browser.new_context(viewport=PHONE if phone else DESKTOP, locale=locale)  # type: ignore[arg-type]
        visitor = cls(company, context, context.new_page())
        visitor.go(path)
        return visitor

    def go(self, path: str) -> None:
        self.page.goto(shop(self.company, path))

    def other_tab(self, path: str = "index.html") -> "Visitor":
        tab = Visitor(self.company, self.context, self.context.new_page())
        tab.go(path)
        return tab

    @property
    def launcher(self) -> Locator:
        return self.page.get_by_test_id("launcher")

    @property
    def panel(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    def open_panel(self) -> None:
        self.launcher.click()
        expect(self.panel.get_by_test_id("composer")).to_be_visible()

    def say(self, text: str) -> None:
        self.panel.get_by_test_id("composer").fill(text)
        self.panel.get_by_test_id("send").click()

    def messages(self) -> Locator:
        return self.panel.get_by_test_id("message")

    def message(self, text: str) -> Locator:
        return self.messages().filter(has_text=text)

    def leave(self) -> None:
        self.context.close()


@dataclass
class Agent:
    """A member of staff, signed in to the admin site."""

    company: Company
    staff: Staff
    context: BrowserContext
    page: Page

    @classmethod
    def sign_in(cls, browser: Browser, company: Company, staff: Staff, *, phone: bool = False, locale: str = "en") -> "Agent":
        context = browser.new_context(viewport=PHONE if phone else DESKTOP, locale=locale)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(admin_site(company))
        page.get_by_test_id("sign-in-email").fill(staff.email)
        page.get_by_test_id("sign-in-password").fill(PASSWORD)
        page.get_by_test_id("sign-in-submit").click()
        page.get_by_test_id("state-menu").first.wait_for()
        return cls(company, staff, context, page)

    def go(self, screen: str) -> None:
        self.page.goto(f"{admin_site(self.company)}#/{screen}")

    def accept_first(self) -> None:
        self.page.get_by_test_id("accept").first.click()
        expect(self.page.get_by_test_id("composer")).to_be_visible()

    def say(self, text: str) -> None:
        self.page.get_by_test_id("composer").fill(text)
        self.page.get_by_test_id("send").click()

    def message(self, text: str) -> Locator:
        return self.page.get_by_test_id("message").filter(has_text=text)

    def leave(self) -> None:
        self.context.close()


def shop(company: Company, path: str = "index.html") -> str:
    """A page of the demonstration shop with this company's widget."""
    return f"{company.stack.site_url}/demo/{path}?tenant={company.tenant_id}&style={company.style_id}"


def admin_site(company: Company) -> str:
    return f"{company.stack.site_url}/admin/index.html"
