"""What a company publishes of itself is what visitors see: in the window, on the page of its own, and in the invitation box."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, expect

from parlor.domain.ids import new_ulid
from tests.company import Company
from tests.e2e.people import Agent, Visitor
from tests.running import Running, wait_until

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48"><circle cx="24" cy="24" r="20" fill="#35573a"/></svg>'
PUBLISHED_S = 1.5
"""A page fetches a style's file at most this long after it was published, on this machine."""


@pytest.fixture(scope="module")
def desk(browser: Browser, stack: Running) -> Iterator[Agent]:
    """The only one who works in a company of its own, at the desk, where visitors find them."""
    with Company.sign_up(stack, "Qingye Tea") as company:
        agent = Agent.sign_in(browser, company, company.admin)
        wait_until(lambda: company.start_visit()["availability"] == "online", what="somebody on line")
        yield agent
        agent.leave()


def publish(company: Company, **content: Any) -> None:
    """Drafts these parts of the style's content and publishes them."""
    rest = company.admin.rest
    path = f"/styles/{company.style_id}"
    draft = rest.get(path)
    draft = rest.patch(path, version=draft["version"], content=draft["content"] | content)
    rest.post(f"{path}/publish", version=draft["version"])


def uploaded(company: Company, name: str, body: bytes, media_type: str) -> dict[str, Any]:
    rest = company.admin.rest
    return rest.post("/style-pictures", name=name, content_type=media_type, data=b64encode(body).decode())


def own_page(company: Company) -> str:
    return f"{company.stack.site_url}/widget/chat.html?tenant={company.tenant_id}&style={company.style_id}"


def all_of_it(panel: FrameLocator, logo: str) -> None:
    """What does not depend on the place."""
    expect(panel.get_by_test_id("profile")).to_contain_text("Three generations")
    expect(panel.get_by_test_id("profile").get_by_role("link")).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(panel.get_by_test_id("payments").locator("li")).to_have_text(["Alipay", "Visa"])
    expect(panel.locator(f"img[src='{logo}']").first).to_be_visible()


@pytest.mark.feature("W-14", "W-03")
def test_the_company_stands_in_the_window_and_beside_the_conversation(browser: Browser, desk: Agent) -> None:
    company = desk.company
    logo = uploaded(company, "logo.svg", LOGO, "image/svg+xml")
    panel = {
        "logo": logo,
        "profile": {"en": "Three generations of tea. More at https://qingye-tea.example"},
        "announcement": {"texts": {"en": "Spring tea is here"}, "url": "https://qingye-tea.example/spring"},
        "advertisement": {"texts": {"en": "20% off"}, "url": "https://qingye-tea.example/new"},
        "payments": ["alipay", "visa"],
        "tab": {"labels": {"en": "Forum"}, "url": "https://forum.qingye-tea.example/"},
        "powered_by": False,
    }
    publish(company, panel=panel, words={"en": {"composer.placeholder": "Ask about tea"}}, scheme="dark")
    people = company.admin.rest
    (me,) = people.get("/agents")["agents"]
    card = {"title": "Tea adviser", "phone": "+86 571 8796 0000", "photo": logo["url"]}
    people.patch(f"/agents/{me['agent_id']}", version=me["version"], **card)

    visitor = Visitor.arrive(browser, company, "en.html")
    visitor.page.context.route(
        "https://forum.qingye-tea.example/", lambda route: route.fulfill(body="<h1>Forum</h1>", content_type="text/html")
    )
    visitor.open_panel()
    window = visitor.panel
    expect(window.locator("html")).to_have_attribute("data-theme", "dark")
    expect(window.get_by_test_id("composer")).to_have_attribute("placeholder", "Ask about tea")
    expect(window.get_by_test_id("powered")).to_have_count(0)
    expect(window.get_by_test_id("advertisement").get_by_role("link")).to_contain_text("20% off")
    visitor.say("Is it in stock?")
    desk.accept_first()
    window.get_by_test_id("tab-about").click()
    all_of_it(window, logo["url"])
    card = window.get_by_test_id("agent-card")
    expect(card).to_contain_text("Tea adviser")
    expect(card.get_by_role("link")).to_have_attribute("href", "tel:+8657187960000")
    expect(card.locator("img")).to_have_attribute("src", logo["url"])
    desk.say("It is.")
    expect(window.get_by_test_id("tab-chat")).to_contain_text("1")
    window.get_by_test_id("tab-site").click()
    expect(window.frame_locator("[data-testid=site]").get_by_role("heading")).to_have_text("Forum")
    window.get_by_test_id("tab-chat").click()
    expect(visitor.message("It is.")).to_be_visible()

    window.get_by_test_id("announcement-dismiss").click()
    expect(window.get_by_test_id("announcement")).to_have_count(0)
    visitor.page.goto(own_page(company))
    expect(visitor.message("It is.")).to_be_visible()
    expect(visitor.panel.get_by_test_id("announcement")).to_have_count(0)
    expect(visitor.panel.get_by_test_id("beside")).to_contain_text("Qingye Tea")
    all_of_it(visitor.panel, logo["url"])
    expect(visitor.panel.get_by_test_id("agent-card")).to_contain_text("Tea adviser")

    publish(company, panel=panel | {"announcement": {"texts": {"en": "Autumn tea is here"}}})
    visitor.page.wait_for_timeout(PUBLISHED_S * 1_000)
    other = Visitor.arrive(browser, company, "en.html", phone=True)
    other.open_panel()
    expect(other.panel.get_by_test_id("announcement")).to_contain_text("Autumn tea is here")
    for person in (visitor, other):
        person.leave()


@pytest.mark.feature("W-12", "W-16")
def test_the_invitation_box_is_the_companys_own_and_takes_three_answers(browser: Browser, desk: Agent) -> None:
    company = desk.company
    picture = uploaded(company, "tea.svg", LOGO, "image/svg+xml")
    texts = {"zh-TW": "需要幫您選茶嗎？", "ja": "お茶選びをお手伝いしましょうか"}
    rule = {"rule_id": new_ulid(1), "name": "Anybody", "when": {"page_s": 1}, "often": "times", "times": 9, "texts": texts}
    publish(
        company,
        language="ja",
        invitations={"quiet_minutes": 1, "rules": [rule]},
        invitation_box={
            "place": "center",
            "picture": picture,
            "color": "#8a4b12",
            "titles": {"ja": "お茶のことなら"},
            "accept": {"ja": "相談する"},
            "later": {"ja": "またあとで"},
            "never": {"ja": "表示しない"},
        },
    )
    visitor = Visitor.arrive(browser, company, "longjing.html")
    box = visitor.panel.get_by_role("dialog", name="お茶のことなら")
    expect(box).to_contain_text(texts["ja"])
    expect(box.locator("img")).to_have_attribute("src", picture["url"])
    frame = visitor.page.locator("iframe").bounding_box()
    assert frame is not None
    assert abs(frame["x"] + frame["width"] / 2 - 720) < 20, "in the middle"
    assert frame["width"] < 500, "and covers nothing else"
    box.get_by_role("button", name="またあとで", exact=True).click()
    expect(visitor.page.locator("iframe")).to_be_hidden()
    quiet = "() => Object.entries(localStorage).find(([key]) => key.endsWith(':quiet'))?.[1]"
    assert visitor.page.evaluate(quiet).isdigit()
    visitor.page.evaluate("() => { for (const key of Object.keys(localStorage)) if (key.endsWith(':quiet')) localStorage[key] = '1' }")
    visitor.page.reload()
    box.get_by_role("button", name="表示しない", exact=True).click()
    expect(visitor.page.locator("iframe")).to_be_hidden()
    assert visitor.page.evaluate(quiet) == "never"

    publish(company, language="zh-TW")
    visitor.page.wait_for_timeout(PUBLISHED_S * 1_000)
    other = Visitor.arrive(browser, company, "longjing.html")
    expect(other.panel.get_by_test_id("invitation-text")).to_have_text(texts["zh-TW"])
    other.panel.get_by_test_id("invitation-accept").click()
    expect(other.message(texts["zh-TW"])).to_be_visible()
    other.say("好的")
    expect(desk.page.get_by_test_id("conversation-row").filter(has_text="好的")).to_be_visible()
    for person in (visitor, other):
        person.leave()
