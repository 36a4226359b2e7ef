"""What a message can be and what becomes of it, seen from both sides in real browsers."""

import asyncio
import re
import struct
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from tests.company import Company, Staff
from tests.e2e.people import PHONE, Agent, Visitor, drop_sockets, shop
from tests.people import Person, desk
from tests.running import wait_until

HOSTILE = '<img src=x onerror="top.owned=1"><script>top.owned=1</script> & <b>bold</b>'
HOSTILE_NAME = "<img src=x onerror='top.owned=1'>.png"
LINES = 64
"""More than are loaded at first, on both sides."""
Pair = tuple[Visitor, Agent]
Filling = Future[tuple[Person, str]]


def png(name: str, width: int = 640, height: int = 480) -> FilePayload:
    """A picture with a little in it, so that it compresses."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + bytes((x * y) % 251 for x in range(width)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    bytes_ = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return {"name": name, "mimeType": "image/png", "buffer": bytes_}


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    staff = company.add_agent("Lin", ceiling=50)
    staff.rest.post("/canned-phrases", scope="personal", shortcut="hi", title="Greeting", text="Welcome, this is {agent} of {company}.")
    staff.rest.post("/canned-phrases", scope="personal", shortcut="evil", title=HOSTILE[:60], text=HOSTILE)
    return staff


@pytest.fixture(scope="module")
def long_talk(company: Company, lin: Staff) -> Iterator[Filling]:
    """A visitor and a conversation of many messages, which come while other tests run."""
    person = Person(company)

    async def fill() -> tuple[Person, str]:
        async with desk(company, lin) as agent:
            visitor, conversation_id = await person.opened()
            async with visitor:
                await agent.say("chat", "accept", conversation_id=conversation_id)
                await agent.sync(conversation_id)
                for count in range(1, LINES, 2):
                    await visitor.send(conversation_id, f"Line {count} of many")
                    last = await agent.send(conversation_id, f"Line {count + 1} of many{', and the needle' if count == 5 else ''}")
                # The visitor comes back to its end, the agent to what they have not read.
                await visitor.say("chat", "read", conversation_id=conversation_id, seq=last["seq"])
        return person, conversation_id

    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(asyncio.run, fill())


@pytest.fixture(scope="module")
def agent(browser: Browser, company: Company, lin: Staff) -> Iterator[Agent]:
    agent = Agent.sign_in(browser, company, lin)
    agent.go("desk")
    expect(agent.page.get_by_test_id("link-quality")).to_have_attribute("data-status", "open")
    yield agent
    agent.leave()


@pytest.fixture(scope="module")
def pair(browser: Browser, company: Company, agent: Agent, long_talk: Filling) -> Iterator[Pair]:
    """A visitor who talks with the agent through most of these tests."""
    visitor = Visitor.arrive(browser, company, "en.html")
    visitor.open_panel()
    visitor.say("Is the Longjing in stock?")
    agent.page.get_by_test_id("waiting-row").filter(has_text="Longjing").get_by_test_id("accept").click()
    expect(agent.message("Is the Longjing in stock?")).to_be_visible()
    expect(visitor.panel.get_by_test_id("agent")).to_contain_text("Lin")
    yield visitor, agent
    visitor.leave()


@pytest.fixture
def scene() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def nothing_ran(*people: Visitor | Agent) -> None:
    for person in people:
        assert person.page.evaluate("window.owned") is None


@pytest.mark.feature("W-04", "D-04")
def test_formatted_text_keeps_its_look_both_ways(pair: Pair) -> None:
    visitor, agent = pair
    panel, page = visitor.panel, agent.page
    panel.get_by_test_id("format").click()
    editor = panel.get_by_test_id("editor")
    expect(editor).to_be_focused()
    editor.press_sequentially("Wrap it ")
    panel.get_by_test_id("format-bold").click()
    editor.press_sequentially("nicely")
    panel.get_by_test_id("format-bold").click()
    panel.get_by_test_id("format-color").select_option(label="Red")
    editor.press_sequentially(" in red")
    panel.get_by_test_id("send").click()
    got = agent.message("Wrap it nicely in red")
    expect(got.locator(".rich-bold")).to_have_text("nicely")
    expect(got.locator(".rich-red")).to_have_text("in red")
    panel.get_by_test_id("format").click()
    expect(panel.get_by_test_id("composer")).to_be_visible()

    page.get_by_test_id("format").click()
    rich = page.get_by_test_id("composer-rich")
    expect(rich).to_be_focused()
    page.get_by_test_id("format-bullets").click()
    page.keyboard.type("rinse")
    page.keyboard.press("Shift+Enter")
    page.get_by_test_id("format-large").click()
    page.keyboard.type("our shop")
    page.keyboard.press("Shift+Home")
    page.get_by_test_id("format-link").click()
    address = page.get_by_test_id("format-link-address")
    address.fill("https://tea.example/shop")
    address.press("Enter")
    page.get_by_test_id("send").click()
    got = visitor.message("rinse")
    expect(got.locator("ul li")).to_have_text(["rinse", "our shop"])
    expect(got.locator(".s-large")).to_have_text("our shop")
    expect(got.get_by_role("link", name="our shop")).to_have_attribute("href", "https://tea.example/shop")
    expect(got.get_by_role("link", name="our shop")).to_have_attribute("rel", re.compile("noopener"))
    page.get_by_test_id("format").click()
    expect(page.get_by_test_id("composer")).to_be_visible()


@pytest.mark.feature("W-04", "D-04")
def test_emoji_are_picked_on_both_sides(pair: Pair) -> None:
    visitor, agent = pair
    visitor.panel.get_by_test_id("composer").fill("With pleasure ")
    visitor.panel.get_by_test_id("emoji").click()
    visitor.panel.get_by_role("button", name="🍵", exact=True).click()
    visitor.panel.get_by_test_id("send").click()
    expect(agent.message("With pleasure 🍵")).to_be_visible()
    agent.page.get_by_test_id("emoji").click()
    agent.page.get_by_test_id("emoji-picker").get_by_text("🙏", exact=True).click()
    expect(agent.page.get_by_test_id("composer")).to_have_value("🙏")
    agent.page.get_by_test_id("send").click()
    expect(visitor.message("🙏")).to_be_visible()


@pytest.mark.feature("W-04", "D-04")
def test_an_answer_quotes_what_it_answers_and_leads_there(pair: Pair) -> None:
    visitor, agent = pair
    visitor.say(f"quote me {HOSTILE}")
    agent.do("quote-message", agent.message("quote me"))
    expect(agent.page.get_by_test_id("composer-quote")).to_contain_text("quote me")
    agent.say("answer to a quote")
    answer = visitor.message("answer to a quote")
    expect(answer.get_by_test_id("quoted")).to_contain_text(f"quote me {HOSTILE}")
    answer.get_by_test_id("quoted").click()
    expect(visitor.panel.locator(".pointed-at")).to_contain_text("quote me")

    visitor.do("quote", answer)
    expect(visitor.panel.get_by_test_id("quote-bar")).to_contain_text("answer to a quote")
    visitor.say("and back")
    expect(agent.message("and back").get_by_test_id("quote")).to_contain_text("answer to a quote")
    nothing_ran(visitor, agent)


@pytest.mark.feature("W-04", "D-04")
def test_what_is_taken_back_is_gone_from_both_windows(pair: Pair) -> None:
    visitor, agent = pair
    agent.say("the price is 1 yuan")
    expect(visitor.message("the price is 1 yuan")).to_be_visible()
    agent.do("recall", agent.message("the price is 1 yuan"))
    for side in (visitor.message("1 yuan"), agent.message("1 yuan")):
        expect(side).to_have_count(0)
    expect(visitor.panel.get_by_test_id("event").last).to_contain_text("Lin")
    agent.page.get_by_test_id("edit-again").last.click()
    expect(agent.page.get_by_test_id("composer")).to_have_value("the price is 1 yuan")
    agent.say("the price is 100 yuan")

    visitor.say("my secret")
    expect(agent.message("my secret")).to_be_visible()
    visitor.do("recall", visitor.message("my secret"))
    for side in (visitor.message("my secret"), agent.message("my secret")):
        expect(side).to_have_count(0)
    expect(agent.page.get_by_test_id("message-recalled").last).to_be_visible()


@pytest.mark.feature("W-04", "D-04")
@pytest.mark.parametrize("how", ["pick", "paste", "drop"])
def test_pictures_are_small_in_both_windows_whoever_sends_them(pair: Pair, how: str) -> None:
    visitor, agent = pair
    theirs, ours = f"leaves-{how}.png", f"cup-{how}.png"
    {"pick": visitor.pick, "paste": visitor.paste, "drop": visitor.drop}[how](png(theirs))
    expect(agent.picture(theirs)).to_have_js_property("naturalWidth", 480)
    expect(visitor.picture(theirs)).to_be_visible()
    expect(visitor.panel.get_by_test_id("upload")).to_have_count(0)
    {"pick": agent.pick, "paste": agent.paste, "drop": agent.drop}[how](png(ours, 900, 600))
    agent.send_tray()
    for side in (visitor, agent):
        expect(side.picture(ours)).to_have_js_property("naturalWidth", 480)
    agent.picture(theirs).click()
    large = agent.page.locator(".ant-image-preview-img, .ant-image-preview img").first
    expect(large).to_have_js_property("naturalWidth", 640)
    agent.page.keyboard.press("Escape")
    expect(large).to_be_hidden()


@pytest.mark.feature("W-04", "D-04")
def test_files_arrive_under_their_names(pair: Pair) -> None:
    visitor, agent = pair
    agent.pick({"name": "价目表 2026.txt", "mimeType": "text/plain", "buffer": "龙井 100".encode()}, "file")
    agent.send_tray()
    link = visitor.panel.get_by_test_id("file-link").filter(has_text="价目表 2026.txt")
    expect(link).to_have_attribute("href", re.compile("^http"))
    answer = visitor.context.request.get(link.get_attribute("href") or "")
    assert answer.text() == "龙井 100"
    assert answer.headers["content-disposition"].startswith("attachment")
    visitor.pick({"name": "order.csv", "mimeType": "text/csv", "buffer": b"tea,2\n"})
    with agent.page.expect_download() as saved:
        agent.page.get_by_test_id("file").filter(has_text="order.csv").click()
    assert saved.value.suggested_filename == "order.csv"
    assert saved.value.path().read_bytes() == b"tea,2\n"


@pytest.mark.feature("W-04", "D-04")
@pytest.mark.parametrize(
    "file",
    [
        {"name": "tea.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ\x90\x00"},
        {"name": "leaves.png", "mimeType": "image/png", "buffer": b"<html><script>top.owned=1</script>"},
    ],
    ids=["forbidden", "not what it says"],
)
def test_a_file_that_may_not_go_says_why_and_reaches_nobody(pair: Pair, file: FilePayload) -> None:
    visitor, agent = pair
    before = visitor.messages().count()
    visitor.pick(file)
    upload = visitor.panel.get_by_test_id("upload")
    expect(upload).to_have_attribute("data-state", "failed")
    expect(upload.get_by_role("alert")).to_contain_text("kind")
    expect(upload.get_by_test_id("upload-retry")).to_have_count(0)
    upload.get_by_test_id("upload-discard").click()
    agent.pick(file, "file")
    part = agent.page.get_by_test_id("tray-part")
    expect(part).to_have_attribute("data-state", "failed")
    expect(part).to_contain_text("Files of this kind cannot be sent")
    part.get_by_test_id("tray-drop").click()
    expect(agent.page.get_by_test_id("tray")).to_be_hidden()
    expect(upload).to_have_count(0)
    assert visitor.messages().count() == before


@pytest.mark.feature("W-04", "W-06")
def test_an_upload_shows_how_far_it_is_can_be_called_off_and_tried_again(pair: Pair) -> None:
    visitor, agent = pair
    upload = visitor.panel.get_by_test_id("upload")
    store = re.compile(r"^[^?]*uploads[^/]*/?$")
    visitor.page.route(store, lambda _: None)  # Neither let through nor refused.
    with visitor.page.expect_request(store):
        visitor.pick({"name": "called-off.csv", "mimeType": "text/csv", "buffer": b"tea,2\n"})
    expect(upload.get_by_test_id("upload-progress")).to_be_visible()
    upload.get_by_test_id("upload-cancel").click()
    expect(upload).to_have_count(0)
    visitor.page.unroute(store)

    visitor.page.route(store, lambda route: route.abort())
    visitor.pick({"name": "second-try.csv", "mimeType": "text/csv", "buffer": b"tea,2\n"})
    expect(upload).to_have_attribute("data-state", "failed")
    visitor.page.unroute(store)
    upload.get_by_test_id("upload-retry").click()
    expect(agent.page.get_by_test_id("file").filter(has_text="second-try.csv")).to_be_visible()
    expect(upload).to_have_count(0)
    for side in (visitor.panel.get_by_text("called-off.csv"), agent.page.get_by_text("called-off.csv")):
        expect(side).to_have_count(0)


@pytest.mark.feature("W-04", "D-04")
def test_marks_tell_what_has_been_delivered_and_read(pair: Pair) -> None:
    visitor, agent = pair
    visitor.panel.get_by_test_id("minimise").click()
    agent.say("are you there?")
    mark = agent.message("are you there?").get_by_test_id("message-mark")
    expect(mark).to_have_attribute("data-state", "delivered")
    expect(visitor.launcher).to_contain_text("1")
    visitor.open_panel()
    expect(mark).to_have_attribute("data-state", "read")

    agent.go("visitors")
    visitor.say("and you?")
    expect(visitor.message("and you?")).to_have_attribute("data-state", "delivered")
    agent.page.go_back()
    expect(agent.message("and you?")).to_be_visible()
    expect(visitor.message("and you?")).to_have_attribute("data-state", "read")


@pytest.mark.feature("D-04", "W-06", "D-17")
def test_what_is_typed_outlives_a_reload_on_both_sides(pair: Pair) -> None:
    visitor, agent = pair
    visitor.panel.get_by_test_id("composer").fill("not sent yet")
    agent.do("quote-message", agent.message("Is the Longjing in stock?"))
    agent.page.get_by_test_id("composer").fill("half an answer")
    visitor.page.reload()
    agent.page.reload()
    expect(visitor.panel.get_by_test_id("composer")).to_have_value("not sent yet")
    expect(agent.page.get_by_test_id("composer")).to_have_value("half an answer")
    expect(agent.page.get_by_test_id("composer-quote")).to_contain_text("Longjing")
    agent.page.get_by_test_id("send").click()
    expect(visitor.message("half an answer").get_by_test_id("quoted")).to_contain_text("Longjing")
    visitor.panel.get_by_test_id("send").click()
    expect(agent.message("not sent yet")).to_have_count(1)
    expect(visitor.panel.get_by_test_id("composer")).to_have_value("")


@pytest.mark.feature("D-04", "D-05", "D-18")
def test_a_phrase_comes_by_its_shortcut_with_the_names_filled_in(pair: Pair) -> None:
    visitor, agent = pair
    composer, picker = agent.page.get_by_test_id("composer"), agent.page.get_by_test_id("picker")
    composer.press_sequentially("/evil")
    expect(picker.get_by_test_id("phrase")).to_contain_text(HOSTILE)
    composer.press("Enter")
    expect(composer).to_have_value(HOSTILE)
    composer.fill("")
    composer.press_sequentially("/hi")
    expect(picker.get_by_test_id("phrase").first).to_contain_text("Greeting")
    composer.press("Enter")
    expect(composer).to_have_value(f"Welcome, this is Lin of {agent.company.name}.")
    expect(picker).to_be_hidden()
    composer.press("Enter")
    expect(visitor.message(f"Welcome, this is Lin of {agent.company.name}.")).to_be_visible()
    nothing_ran(agent)


@pytest.mark.feature("D-04", "D-19")
def test_a_pushed_page_opens_when_the_visitor_says_so(pair: Pair) -> None:
    visitor, agent = pair
    page, target = agent.page, shop(agent.company, "delivery-en.html")
    page.get_by_test_id("cards").click()
    page.get_by_test_id("push-page").click()
    page.get_by_test_id("push-page-url").fill("javascript:alert(1)")
    page.get_by_test_id("push-page-add").click()
    expect(page.locator(".ant-form-item-explain-error")).to_be_visible()
    page.get_by_test_id("push-page-url").fill(target)
    page.get_by_test_id("push-page-title").fill(HOSTILE)
    page.get_by_test_id("push-page-keep").check()
    page.get_by_test_id("push-page-add").click()
    expect(page.get_by_test_id("tray-part")).to_contain_text(HOSTILE)
    page.get_by_test_id("send").click()
    card = visitor.panel.get_by_test_id("page-card")
    expect(card).to_contain_text(HOSTILE)
    assert "/en.html" in visitor.page.url
    card.get_by_test_id("page-open").click()
    visitor.page.wait_for_url("**/delivery-en.html**")
    expect(visitor.panel.get_by_test_id("page-card")).to_be_visible()

    page.get_by_test_id("links").click()
    expect(page.get_by_test_id("saved-link").filter(has_text=target)).to_contain_text(HOSTILE)
    page.get_by_test_id("saved-link").filter(has_text=target).click()
    page.get_by_test_id("send").click()
    expect(visitor.panel.get_by_test_id("page-card")).to_have_count(2)
    nothing_ran(visitor, agent)


@pytest.mark.feature("W-04", "D-04", "D-08")
def test_names_and_titles_from_outside_stay_text(pair: Pair) -> None:
    visitor, agent = pair
    visitor.page.evaluate("title => { document.title = title; history.pushState({}, '', location.search + '&step=2'); }", HOSTILE)
    visitor.pick(png(HOSTILE_NAME, 60, 40))
    expect(agent.picture(HOSTILE_NAME)).to_be_visible()
    expect(visitor.picture(HOSTILE_NAME)).to_be_visible()
    visitor.do("quote", visitor.panel.get_by_test_id("message").filter(has=visitor.picture(HOSTILE_NAME)))
    expect(visitor.panel.get_by_test_id("quote-bar")).to_contain_text(HOSTILE_NAME)
    visitor.say("this one")
    expect(agent.message("this one").get_by_test_id("quote")).to_contain_text(HOSTILE_NAME)
    expect(agent.page.get_by_text(HOSTILE).first).to_be_visible()
    nothing_ran(visitor, agent)


@pytest.mark.feature("W-04", "D-04")
def test_a_picture_of_the_screen_is_cut_before_it_goes(pair: Pair) -> None:
    visitor, agent = pair
    visitor.panel.get_by_test_id("capture").click()
    mark_part(visitor.page, visitor.panel.get_by_test_id("crop").locator("canvas"))
    visitor.panel.get_by_test_id("capture-send").click()
    flat(agent.page.get_by_test_id("picture").locator("img[alt^=capture]"))

    agent.page.get_by_test_id("capture").click()
    mark_part(agent.page, agent.page.get_by_test_id("capture-area").locator("canvas"))
    before = visitor.panel.get_by_test_id("picture").count()
    agent.page.get_by_test_id("capture-take").click()
    agent.send_tray()
    expect(visitor.panel.get_by_test_id("picture")).to_have_count(before + 1)
    flat(visitor.panel.get_by_test_id("picture").locator("img").last)

    # A machine that gives no picture of its screen: what can be done instead is said.
    agent.page.evaluate("() => { navigator.mediaDevices.getDisplayMedia = () => Promise.reject(new Error('no picture')); }")
    agent.page.get_by_test_id("capture").click()
    expect(agent.page.get_by_test_id("capture-impossible")).to_contain_text("paste")
    agent.page.keyboard.press("Escape")
    expect(agent.page.get_by_test_id("capture-impossible")).to_be_hidden()


def mark_part(page: Page, screen: Locator) -> None:
    """Draws over the middle half of the width and a quarter of the height."""
    expect(screen).to_be_visible()
    box = screen.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 3)
    page.mouse.move(box["x"] + box["width"] * 3 / 4, box["y"] + box["height"] / 2)
    page.mouse.up()


def flat(picture: Locator) -> None:
    """The part of a screen of 1280 × 720 that was marked."""
    expect(picture).to_have_js_property("complete", True)
    width, height = wait_until(lambda: picture.evaluate("picture => picture.naturalWidth && [picture.naturalWidth, picture.naturalHeight]"))
    assert 3.3 < width / height < 3.8, (width, height)


COUNT_DOWN = """
bar => new Promise((resolve) => {
  const seen = new Set();
  const timer = setInterval(() => {
    for (const [number] of bar.innerText.matchAll(/\\d+(?= s)/g)) seen.add(Number(number));
    if (seen.size > 1) { clearInterval(timer); resolve([...seen]); }
  }, 50);
})
"""


@pytest.mark.feature("W-06", "D-17")
def test_a_visitor_without_a_network_writes_on_and_all_arrives_once(pair: Pair) -> None:
    visitor, agent = pair
    bar = visitor.panel.get_by_test_id("reconnect-bar")
    visitor.context.set_offline(True)
    drop_sockets(agent.company, "V")
    expect(bar).to_be_visible()
    assert bar.evaluate(COUNT_DOWN), "it counts down"
    visitor.say("written in the tunnel")
    visitor.say("and once more")
    waiting = visitor.message("written in the tunnel")
    expect(waiting).to_have_attribute("data-state", "pending")
    expect(waiting).to_contain_text("Waiting to send")
    agent.say("answered meanwhile")
    mark = agent.message("answered meanwhile").get_by_test_id("message-mark")
    expect(mark).to_have_attribute("data-state", "sent")
    expect(agent.message("written in the tunnel")).to_have_count(0)
    visitor.context.set_offline(False)
    for text in ("written in the tunnel", "and once more"):
        expect(agent.message(text)).to_have_count(1)
        expect(visitor.message(text)).to_have_count(1)
        expect(visitor.message(text)).to_have_attribute("data-state", re.compile("sent|delivered|read"))
    expect(visitor.message("answered meanwhile")).to_have_count(1)
    expect(mark).to_have_attribute("data-state", "read")
    expect(bar).to_be_hidden()


@pytest.mark.feature("D-17", "W-06")
def test_a_desk_without_a_network_keeps_what_is_sent_and_typed(pair: Pair) -> None:
    visitor, agent = pair
    banner = agent.page.get_by_test_id("connection-banner")
    agent.context.set_offline(True)
    drop_sockets(agent.company, "A")
    expect(banner).to_be_visible()
    assert banner.evaluate(COUNT_DOWN), "it counts down"
    expect(agent.page.get_by_test_id("link-quality")).not_to_have_attribute("data-status", "open")
    agent.say("sent from the lift")
    pending = agent.page.get_by_test_id("message-pending")
    expect(pending).to_contain_text("sent from the lift")
    expect(pending).to_contain_text("Waits for the connection")
    agent.page.get_by_test_id("composer").fill("typed in the lift")
    visitor.say("hello?")
    expect(visitor.message("sent from the lift")).to_have_count(0)
    agent.context.set_offline(False)
    expect(visitor.message("sent from the lift")).to_have_count(1)
    expect(agent.message("sent from the lift")).to_have_count(1)
    expect(agent.message("hello?")).to_have_count(1)
    expect(pending).to_have_count(0)
    expect(banner).to_be_hidden()
    expect(agent.page.get_by_test_id("composer")).to_have_value("typed in the lift")
    agent.page.get_by_test_id("composer").fill("")


@pytest.mark.feature("W-06", "D-02", "D-04")
def test_a_long_conversation_is_read_upwards_and_searched(
    scene: ExitStack, browser: Browser, company: Company, agent: Agent, long_talk: Filling
) -> None:
    person, conversation_id = long_talk.result(timeout=200)
    visitor = Visitor.back(browser, company, person.token or "")
    scene.callback(visitor.leave)
    visitor.open_panel()
    agent.open(conversation_id)
    page, desk_log = agent.page, agent.page.get_by_test_id("log")
    expect(agent.message("Line 1 of many")).to_be_in_viewport()  # The first that nobody has read.
    row = page.locator(f"[data-conversation='{conversation_id}']")
    expect(row.get_by_test_id("unread")).to_be_visible()
    desk_log.evaluate("log => { log.scrollTop = log.scrollHeight; }")
    expect(row.get_by_test_id("unread")).to_have_count(0)

    page.reload()
    for log in (desk_log, visitor.panel.get_by_test_id("log")):
        expect(log).to_contain_text(f"Line {LINES} of many")
        assert "Line 1 of many" not in log.inner_text(), "only the end of it is loaded"
        log.evaluate("log => { log.scrollTop = 0; }")
        expect(log).to_contain_text("Line 1 of many")
        lines = re.findall(r"Line (\d+) of many", log.inner_text())
        assert [int(line) for line in lines] == list(range(1, LINES + 1)), "neither a gap nor a double"

    page.reload()
    expect(desk_log).to_contain_text(f"Line {LINES} of many")
    page.get_by_test_id("search-open").click()
    page.get_by_test_id("search-words").fill("needle")
    hit = page.get_by_test_id("search-hit")
    expect(hit).to_have_count(1)
    hit.click()
    expect(agent.message("and the needle")).to_be_in_viewport()
    expect(agent.message("and the needle").locator("mark").first).to_have_text("needle")
    page.get_by_test_id("search-words").fill("nobody said this")
    expect(page.get_by_test_id("search-count")).to_contain_text("No")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("search-bar")).to_be_hidden()


@pytest.mark.feature("D-18")
def test_everything_has_a_key(pair: Pair, agent: Agent, long_talk: Filling) -> None:
    """The agent has two conversations: this visitor's and the long one."""
    visitor, agent = pair
    page = agent.page
    _, other = long_talk.result(timeout=200)
    agent.open(other)
    visitor.say("who is next?")
    expect(page.get_by_test_id("conversation-row").filter(has_text="who is next?")).to_be_visible()
    page.keyboard.press("Alt+KeyZ")
    expect(agent.message("who is next?")).to_be_visible()
    expect(page.get_by_test_id("composer")).to_be_focused()
    page.keyboard.type("answered by keys alone")
    page.keyboard.press("Enter")
    expect(visitor.message("answered by keys alone")).to_be_visible()
    page.keyboard.press("Alt+KeyZ")
    page.wait_for_url(f"**/{other}")

    page.keyboard.press("Control+KeyK")
    find = page.get_by_role("combobox").and_(page.locator(".palette-find input"))
    expect(find).to_be_focused()
    find.fill("shortc")
    page.keyboard.press("Enter")
    shortcuts = page.get_by_test_id("shortcuts")
    expect(shortcuts).to_be_visible()
    for key in ("Alt", "Z", "K", "/"):
        expect(shortcuts.locator("kbd").get_by_text(key, exact=True).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(shortcuts).to_be_hidden()
    page.get_by_test_id("log").focus()
    page.keyboard.press("?")
    expect(shortcuts).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+KeyK")
    find.fill("open visitors")
    page.keyboard.press("Enter")
    page.wait_for_url("**/visitors")
    page.go_back()


@pytest.mark.feature("W-03", "W-04")
def test_a_phone_shows_the_window_alone_and_sends_a_picture(scene: ExitStack, browser: Browser, company: Company, agent: Agent) -> None:
    visitor = Visitor.arrive(browser, company, "en.html", phone=True)
    scene.callback(visitor.leave)
    visitor.open_panel()
    visitor.say("from my phone")
    agent.go("desk")
    agent.page.get_by_test_id("waiting-row").filter(has_text="from my phone").get_by_test_id("accept").click()
    expect(agent.message("from my phone")).to_be_visible()
    window = visitor.page.locator("iframe").bounding_box()
    assert window == {"x": 0, "y": 0, **PHONE}
    visitor.pick(png("camera.png", 1200, 1600))
    expect(agent.picture("camera.png")).to_have_js_property("naturalHeight", 480)
    agent.say("a fine pot")
    expect(visitor.message("a fine pot")).to_be_in_viewport()
    assert visitor.panel.get_by_test_id("log").evaluate("log => log.scrollWidth <= log.clientWidth"), "nothing hangs over the edge"
    box = visitor.picture("camera.png").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
