"""The people of the e2e tests: a visitor in the demonstration shop, an agent at the desk. Each has a browser of their own."""

from base64 import b64encode
from dataclasses import dataclass

import boto3
from playwright.sync_api import Browser, BrowserContext, FilePayload, FrameLocator, Locator, Page, ViewportSize, expect

from tests.company import PASSWORD, Company, Staff

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
HAND_OVER = """
(field, { how, name, type, bytes }) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0))], name, { type }));
  const around = { bubbles: true, cancelable: true };
  if (how === "paste") field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, ...around }));
  else for (const each of ["dragenter", "dragover", "drop"]) field.dispatchEvent(new DragEvent(each, { dataTransfer: data, ...around }));
}
"""


@dataclass
class Visitor:
    """A visitor of the shop, with one tab or more."""

    company: Company
    context: BrowserContext
    page: Page

    @classmethod
    def arrive(cls, browser: Browser, company: Company, path: str = "index.html", *, phone: bool = False, locale: str = "en") -> "Visitor":
        context = browser.new_context(viewport=PHONE if phone else DESKTOP, locale=locale)
        visitor = cls(company, context, context.new_page())
        visitor.go(path)
        return visitor

    @classmethod
    def back(cls, browser: Browser, company: Company, token: str) -> "Visitor":
        """Somebody who has been here before, with another program."""
        context = browser.new_context(viewport=DESKTOP, locale="en")
        context.add_init_script(f"localStorage['parlor:{company.tenant_id}:visitor'] ??= '{token}'")
        visitor = cls(company, context, context.new_page())
        visitor.go("en.html")
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

    def pick(self, *files: FilePayload) -> None:
        """Chooses files of this machine, which go at once."""
        self.panel.get_by_test_id("file-input").set_input_files(list(files))

    def paste(self, file: FilePayload) -> None:
        hand_over(self.panel.get_by_test_id("composer"), file, "paste")

    def drop(self, file: FilePayload) -> None:
        hand_over(self.panel.get_by_test_id("log"), file, "drop")

    def picture(self, name: str) -> Locator:
        """A picture in the log, by the name of its file."""
        return self.panel.get_by_test_id("picture").get_by_alt_text(name, exact=True)

    def do(self, what: str, message: Locator) -> None:
        """Something out of a message's menu: quote, copy, recall."""
        message.hover()
        message.get_by_test_id("message-actions").click()
        self.panel.get_by_test_id(what).click()

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
        context = browser.new_context(viewport=PHONE if phone else DESKTOP, locale=locale)
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

    def open(self, conversation_id: str) -> None:
        """A conversation of the list."""
        self.page.locator(f"[data-conversation='{conversation_id}']").click()
        expect(self.page.get_by_test_id("composer")).to_be_visible()

    def pick(self, file: FilePayload, kind: str = "image") -> None:
        """Chooses an image of this machine, or another `file`; it stands in the tray."""
        self.page.get_by_test_id(f"pick-{kind}-input").set_input_files([file])

    def paste(self, file: FilePayload) -> None:
        hand_over(self.page.get_by_test_id("composer"), file, "paste")

    def drop(self, file: FilePayload) -> None:
        hand_over(self.page.get_by_test_id("log"), file, "drop")

    def send_tray(self) -> None:
        """Sends what stands in the tray, when it is in the store."""
        expect(self.page.get_by_test_id("tray-part")).to_have_attribute("data-state", "ready")
        self.page.get_by_test_id("send").click()
        expect(self.page.get_by_test_id("tray")).to_be_hidden()

    def picture(self, name: str) -> Locator:
        """A picture in the log, by the name of its file."""
        return self.page.get_by_test_id("picture").get_by_alt_text(name, exact=True)

    def do(self, what: str, message: Locator) -> None:
        """Something that stands over a message: quote-message, recall."""
        message.hover()
        message.get_by_test_id(what).click()

    def leave(self) -> None:
        self.context.close()


def hand_over(place: Locator, file: FilePayload, how: str) -> None:
    """As a file comes out of the clipboard (`paste`) or from another window (`drop`)."""
    bytes_ = b64encode(file["buffer"]).decode()
    place.evaluate(HAND_OVER, {"how": how, "name": file["name"], "type": file["mimeType"], "bytes": bytes_})


def drop_sockets(company: Company, whose: str) -> None:
    """The gateway ends the sockets of all visitors (`V`) or of all staff (`A`), as it does after two hours or in a fault."""
    stack = company.stack
    gateway = boto3.client(
        "apigatewaymanagementapi",
        endpoint_url=stack.socket_url.replace("ws://", "http://"),
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    rows = stack.client("dynamodb").scan(
        TableName=stack.presence_table,
        FilterExpression="begins_with(pk, :sockets)",
        ExpressionAttributeValues={":sockets": {"S": f"{company.tenant_id}#SOCKETS#{whose}"}},
    )["Items"]
    for row in rows:
        try:
            gateway.delete_connection(ConnectionId=row["sk"]["S"].split("#")[-1])
        except gateway.exceptions.GoneException:
            continue


def shop(company: Company, path: str = "index.html") -> str:
    """A page of the demonstration shop with this company's widget."""
    return f"{company.stack.site_url}/demo/{path}?tenant={company.tenant_id}&style={company.style_id}"


def admin_site(company: Company) -> str:
    return f"{company.stack.site_url}/admin/index.html"
