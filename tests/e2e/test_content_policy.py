"""The sites under the headers that the CDN gives them: no part of them needs more than their policies allow.

The emulator has no CDN, so the policies of infra/edge.yaml are put on the pages here, with the emulator's addresses for AWS's.
"""

import re
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Frame, Page, Request, Route, expect

from tests.cfn import edge
from tests.company import Company
from tests.e2e.people import Agent, Visitor

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
PICTURE: FilePayload = {"name": "pixel.png", "mimeType": "image/png", "buffer": PIXEL}
SCREENS = ("monitor", "visitors", "manage/home", "manage/records", "manage/consultations", "manage/words", "manage/code", "manage/style")
"""With charts, pictures, frames and what else could need more than others."""


def policies(company: Company) -> dict[str, str]:
    """By the folder of the site."""
    resources = edge()
    here = urlsplit(company.stack.site_url)
    found = {}
    for folder, name in (("admin", "AdminHeaders"), ("widget", "WidgetHeaders")):
        config = resources[name]["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
        policy = config["ContentSecurityPolicy"]["ContentSecurityPolicy"]
        policy = policy.replace("wss://${SocketHost}", f"ws://{here.netloc}")
        found[folder] = re.sub(r"https://\$\{UploadsBucket\}\S*?(?=[ ;])", f"{here.scheme}://{here.netloc}", policy)
        assert "$" not in found[folder]
    return found


@dataclass
class Guarded:
    """A browser whose pages have the policies; what they refused is in `refused`."""

    browser: Browser
    company: Company
    refused: list[str] = field(default_factory=list)

    def new_context(self, **options: Any) -> BrowserContext:
        context = self.browser.new_context(**options)
        # A page whose headers were changed on the way counts as one from elsewhere, which may not talk to this machine.
        context.grant_permissions(["local-network-access"])
        context.on("console", lambda said: self.refused.append(said.text) if "Content Security Policy" in said.text else None)
        for folder, policy in policies(self.company).items():

            def guard(route: Route, _: Request, policy: str = policy) -> None:
                answer = route.fetch()
                route.fulfill(response=answer, headers=answer.headers | {"content-security-policy": policy})

            context.route(re.compile(rf"^{re.escape(self.company.stack.site_url)}/{folder}/[^?#]*\.html"), guard)
        return context


INLINE = """
() => {
  const script = document.createElement("script");
  script.textContent = "window.ran = true";
  document.head.append(script);
  return window.ran !== true;
}
"""


def refuses_inline_programs(page: Page | Frame) -> bool:
    """Whether a policy is at work at all."""
    refused: bool = page.evaluate(INLINE)
    return refused


@pytest.mark.feature("P-07")
def test_desk_management_and_widget_need_nothing_that_their_policies_refuse(browser: Browser, company: Company) -> None:
    guarded = Guarded(browser, company)
    lin = company.add_agent("Lin")
    agent = Agent.sign_in(cast(Browser, guarded), company, lin)
    visitor = Visitor.arrive(cast(Browser, guarded), company, "en.html")
    visitor.open_panel()
    visitor.say("is anybody there")
    agent.accept_first()
    agent.say("Yes, here I am")
    expect(visitor.message("Yes, here I am")).to_be_visible()
    visitor.pick(PICTURE)
    expect(agent.picture("pixel.png")).to_be_visible()

    admin = Agent.sign_in(cast(Browser, guarded), company, company.admin)
    for screen in SCREENS:
        admin.go(screen)
        expect(admin.page.locator("main").get_by_role("heading").first).to_be_visible()
    admin.page.get_by_test_id("style-card").get_by_role("link").first.click()
    window = admin.page.frame_locator("[data-testid=preview-frame]:not([data-next])").frame_locator("iframe")
    expect(window.get_by_test_id("composer")).to_be_visible()

    assert guarded.refused == []
    (panel,) = [frame for frame in visitor.page.frames if "/widget/" in frame.url]
    assert refuses_inline_programs(agent.page)
    assert refuses_inline_programs(panel)
    for each in (agent, visitor, admin):
        each.leave()
