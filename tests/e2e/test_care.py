"""What surrounds the messages of a conversation: the queue, forms, the survey, the customer's card, order in the list, the end."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from parlor.domain.ids import new_ulid
from tests.company import Company, Staff
from tests.e2e.offices import accept, begin, change_service, choose, end, open_group, organize, push_card, row_of
from tests.e2e.people import DESKTOP, Agent, Visitor
from tests.running import Running, wait_until

TITLE = "Tea master"
WARNING = "Nobody here asks for your password."
ULID_AT = 1_750_000_000_000


def _id() -> str:
    return new_ulid(ULID_AT)


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    """The agent of a company whose service has a bit of everything."""
    change_service(
        company,
        topics=[{"topic_id": _id(), "name": name, "group": "Orders"} for name in ("Delivery", "Returns")],
        labels=[{"label_id": _id(), "name": "VIP", "color": "purple"}, {"label_id": _id(), "name": "Refund", "color": "red"}],
        forms=[
            {
                "form_id": _id(),
                "title": "Where may we send it?",
                "fields": [
                    {"key": "name", "kind": "name", "label": "Your name", "required": True},
                    {"key": "phone", "kind": "phone", "label": "Telephone", "required": True},
                    {"key": "address", "kind": "long_text", "label": "Address"},
                ],
            }
        ],
        surveys={
            "default": {
                "questions": [
                    {"key": "score", "kind": "stars", "label": "How did we do?", "required": True},
                    {"key": "found", "kind": "choice", "label": "Did you find your tea?", "options": ["Yes", "No"]},
                    {"key": "more", "kind": "text", "label": "Anything else?"},
                ],
                "thanks": "Thank you, come again!",
            }
        },
    )
    admin = company.admin.rest
    admin.patch("/company", version=admin.get("/company")["version"], unread_grace_s=10)
    company.restyle(texts={"en": {"warning": WARNING}, "zh-CN": {"warning": WARNING}})
    lin = company.add_agent("Lin", ceiling=50)
    agent = next(each for each in admin.get("/agents")["agents"] if each["agent_id"] == lin.agent_id)
    admin.patch(f"/agents/{lin.agent_id}", version=agent["version"], title=TITLE)
    return lin


@pytest.fixture(scope="module")
def desk(browser: Browser, company: Company, lin: Staff) -> Iterator[Agent]:
    """Lin, signed in for all tests of this file."""
    agent = Agent.sign_in(browser, company, lin)
    yield agent
    agent.leave()


@pytest.fixture
def scene(desk: Agent) -> Iterator[ExitStack]:
    """Visitors who go home after the test. The agent is at the desk when it begins."""
    desk.go("desk")
    with ExitStack() as stack:
        yield stack


def waiting(scene: ExitStack, browser: Browser, desk: Agent, text: str) -> Visitor:
    visitor = begin(browser, desk.company, text)
    scene.callback(visitor.leave)
    return visitor


def talking(scene: ExitStack, browser: Browser, desk: Agent, text: str) -> tuple[Visitor, str]:
    """A visitor in a conversation with the agent, and the conversation's id."""
    visitor = waiting(scene, browser, desk, text)
    return visitor, accept(desk, text)


@pytest.mark.feature("W-07", "W-09")
def test_the_queue_says_how_long_and_can_be_left_for_a_message(scene: ExitStack, browser: Browser, desk: Agent) -> None:
    first = waiting(scene, browser, desk, "I am the first")
    first.page.wait_for_timeout(1_000)
    accept(desk, "I am the first")
    second = waiting(scene, browser, desk, "I am the second")
    third = waiting(scene, browser, desk, "I am the third")
    expect(third.panel.get_by_test_id("queue-position")).to_have_text("1")
    expect(third.panel.get_by_test_id("queue-wait")).to_be_visible()

    accept(desk, "I am the second")
    expect(third.panel.get_by_test_id("queue-position")).to_have_count(0)
    third.panel.get_by_test_id("leave-queue").click()
    form = third.panel.get_by_test_id("left-message-form")
    expect(form.get_by_test_id("field-text")).to_have_value("I am the third")
    form.get_by_test_id("field-email").fill(f"third-{desk.company.mark}@parlor.example")
    form.get_by_test_id("submit-left-message").click()
    expect(third.panel.get_by_test_id("receipt")).to_be_visible()
    expect(desk.page.get_by_test_id("waiting-row")).to_have_count(0)
    left = desk.company.admin.rest.get("/left-messages")["left_messages"]
    assert [each["text"] for each in left] == ["I am the third"]
    expect(second.panel.get_by_test_id("queue")).to_have_count(0)


@pytest.mark.feature("W-14")
def test_the_window_shows_the_agents_title_and_the_companys_warning(scene: ExitStack, browser: Browser, desk: Agent) -> None:
    visitor, _ = talking(scene, browser, desk, "who are you?")
    expect(visitor.panel.get_by_test_id("agent")).to_have_text("Lin")
    expect(visitor.panel.get_by_test_id("agent-title")).to_contain_text(TITLE)
    expect(visitor.panel.get_by_text(WARNING)).to_be_visible()


@pytest.mark.feature("W-10", "L-01")
def test_a_survey_pushed_in_mid_chat_is_answered_and_changed_after_the_end(scene: ExitStack, browser: Browser, desk: Agent) -> None:
    visitor, conversation = talking(scene, browser, desk, "how am I served?")
    push_card(desk, "push-survey")
    survey = visitor.panel.get_by_test_id("survey")
    survey.get_by_test_id("star-5").click()
    survey.get_by_text("Yes", exact=True).click()
    survey.get_by_test_id("answer-more").fill("Splendid")
    survey.get_by_test_id("survey-submit").click()
    expect(survey.first).to_contain_text("Thank you, come again!")
    rated = desk.page.get_by_test_id("rated")
    expect(rated).to_contain_text("Splendid")
    expect(rated).to_contain_text("5 / 5")

    end(desk)
    visitor.panel.get_by_test_id("survey-change").click()
    survey.get_by_test_id("star-2").click()
    expect(survey.get_by_test_id("answer-more")).to_have_value("Splendid")
    survey.get_by_test_id("survey-submit").click()
    expect(visitor.panel.get_by_test_id("survey-change")).to_be_visible()
    expect(desk.page.get_by_text("2 / 5")).to_be_visible()

    desk.go(f"manage/records/{conversation}")
    expect(desk.page.get_by_test_id("record").get_by_text("2 / 5")).to_be_visible()
    score = desk.page.locator(f'[data-conversation="{conversation}"]').get_by_test_id("record-score")
    expect(score).to_contain_text("2")


@pytest.mark.feature("W-10")
def test_the_survey_at_the_end_asks_for_what_it_needs(scene: ExitStack, browser: Browser, desk: Agent) -> None:
    visitor, _ = talking(scene, browser, desk, "goodbye already")
    expect(visitor.panel.get_by_test_id("survey")).to_have_count(0)
    end(desk)
    survey = visitor.panel.get_by_test_id("survey")
    survey.get_by_test_id("survey-submit").click()
    expect(survey.get_by_test_id("error-score")).to_be_visible()
    survey.get_by_test_id("star-4").click()
    survey.get_by_test_id("survey-submit").click()
    expect(survey).to_have_attribute("data-state", "done")
    visitor.page.reload()
    expect(visitor.panel.get_by_test_id("survey-change")).to_be_visible()


@pytest.mark.feature("W-11", "D-08", "D-09")
def test_what_a_visitor_fills_in_becomes_a_card_that_the_next_visit_finds_again(scene: ExitStack, browser: Browser, desk: Agent) -> None:
    page = desk.page
    visitor, _ = talking(scene, browser, desk, "please deliver it")
    push_card(desk, "push-form", "Where may we send it?")
    form = visitor.panel.get_by_test_id("form-card")
    form.get_by_test_id("field-name").fill("Mei Chen")
    form.get_by_test_id("field-phone").fill("call me")
    form.get_by_test_id("form-submit").click()
    expect(form.get_by_test_id("error-phone")).to_be_visible()
    expect(page.get_by_test_id("form-values")).to_have_count(0)
    form.get_by_test_id("field-phone").fill("+852 5550 1234")
    form.get_by_test_id("field-address").fill("9 Tea Street")
    form.get_by_test_id("form-submit").click()
    expect(form).to_have_attribute("data-state", "sent")
    expect(page.get_by_test_id("form-values")).to_contain_text("9 Tea Street")

    page.get_by_test_id("panel-card").click()
    expect(page.get_by_test_id("profile")).to_contain_text("+852 5550 1234")
    page.get_by_test_id("card-new").click()
    expect(page.get_by_test_id("card-name")).to_have_value("Mei Chen")
    expect(page.get_by_test_id("card-phone")).to_have_value("+852 5550 1234")
    page.get_by_test_id("card-email").fill("nowhere")
    page.get_by_test_id("card-save").click()
    expect(page.get_by_test_id("card-form").get_by_role("alert")).to_be_visible()
    page.get_by_test_id("card-email").fill("mei@tea.example")
    page.get_by_test_id("card-save").click()
    expect(page.get_by_test_id("card")).to_contain_text("mei@tea.example")
    page.get_by_test_id("card-edit").click()
    page.get_by_test_id("card-company").fill("Chen & Daughters")
    page.get_by_test_id("card-save").click()
    expect(page.get_by_test_id("card")).to_contain_text("Chen & Daughters")
    end(desk)
    visitor.leave()

    again, _ = talking(scene, browser, desk, "it is me, on my telephone")
    push_card(desk, "push-form", "Where may we send it?")
    form = again.panel.get_by_test_id("form-card")
    form.get_by_test_id("field-name").fill("M. Chen")
    form.get_by_test_id("field-phone").fill("+852 5550 1234")
    form.get_by_test_id("form-submit").click()
    expect(page.get_by_test_id("form-values")).to_be_visible()
    page.get_by_test_id("panel-card").click()
    expect(page.get_by_test_id("card-duplicates")).to_contain_text("Mei Chen")
    page.get_by_test_id("card-link-this").click()
    expect(page.get_by_test_id("card")).to_contain_text("Chen & Daughters")

    page.get_by_test_id("card-unlink").click()
    page.get_by_test_id("delete-confirm").click()
    expect(page.get_by_test_id("card")).to_have_count(0)
    page.get_by_test_id("card-link").click()
    page.get_by_test_id("card-find").fill("mei@tea.example")
    page.get_by_test_id("card-link-found").click()
    expect(page.get_by_test_id("card")).to_contain_text("Mei Chen")


@pytest.mark.feature("D-08")
def test_earlier_conversations_are_read_beside_the_new_one(scene: ExitStack, browser: Browser, desk: Agent) -> None:
    visitor, earlier = talking(scene, browser, desk, "my first question")
    desk.say("and its answer")
    expect(visitor.message("and its answer")).to_be_visible()
    end(desk)
    visitor.panel.get_by_test_id("start-again").click()
    visitor.say("my second question")
    accept(desk, "my second question")
    desk.page.get_by_test_id("panel-track").click()
    expect(desk.page.get_by_test_id("trail")).to_be_visible()
    desk.page.get_by_test_id("panel-history").click()
    row = desk.page.get_by_test_id("history-row")
    expect(row).to_have_attribute("data-id", earlier)
    row.click()
    record = desk.page.get_by_test_id("record")
    expect(record.get_by_text("and its answer")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(record).to_have_count(0)


@pytest.mark.feature("D-14", "S-07")
def test_ended_conversations_wait_for_their_topic_and_signing_out_says_so(scene: ExitStack, browser: Browser, desk: Agent) -> None:
    page = desk.page
    _, at_once = talking(scene, browser, desk, "wrapped up at once")
    page.get_by_test_id("end").click()
    choose(page.get_by_test_id("wrap-up-topic"), "Delivery")
    page.get_by_test_id("end-confirm").click()
    expect(page.get_by_text("Delivery").last).to_be_visible()

    _, later = talking(scene, browser, desk, "wrapped up later")
    end(desk)
    talking(scene, browser, desk, "still talking")
    page.get_by_test_id("account-menu").first.click()
    page.get_by_test_id("sign-out").click()
    expect(page.get_by_test_id("sign-out-warning").locator("li")).to_have_count(2)
    # By key: a click may miss a dialog that is still growing.
    page.get_by_test_id("sign-out-stay").press("Enter")
    expect(page.get_by_test_id("sign-out-warning")).to_be_hidden()

    closed = open_group(desk, "closed")
    closed.get_by_test_id("closed-unwrapped").click()
    expect(row_of(desk, later)).to_be_visible()
    expect(row_of(desk, at_once)).to_have_count(0)
    row_of(desk, later).click()
    page.get_by_test_id("wrap-up").click()
    choose(page.get_by_test_id("wrap-up-topic"), "Returns")
    page.get_by_test_id("wrap-up-value").get_by_text("Not relevant").click()
    page.get_by_test_id("wrap-up-note").fill("Asked twice")
    page.get_by_test_id("wrap-up-save").click()
    expect(page.get_by_test_id("wrap-up-save")).to_be_hidden()
    expect(closed.locator(f'[data-conversation="{later}"]')).to_have_count(0)
    wait_until(lambda: all("wrap_up" in _row(desk.company, each) for each in (at_once, later)), 60, "the topics")

    desk.go("manage/records")
    for conversation, topic in ((at_once, "Delivery"), (later, "Returns")):
        found = page.locator(f'[data-testid="record-row"][data-conversation="{conversation}"]')
        expect(found.get_by_test_id("record-topic")).to_contain_text(topic)
    page.locator(f'[data-testid="record-row"][data-conversation="{later}"]').click()
    expect(page.get_by_test_id("record-wrap-up")).to_contain_text("Asked twice")
    page.get_by_test_id("record-wrap-up-open").click()
    choose(page.get_by_test_id("wrap-up-topic"), "Delivery")
    page.get_by_test_id("wrap-up-save").click()
    expect(page.get_by_test_id("record-wrap-up")).to_contain_text("Delivery")


@pytest.mark.feature("D-27")
def test_labels_priority_and_snooze_put_the_list_in_order(scene: ExitStack, browser: Browser, desk: Agent) -> None:
    page = desk.page
    visitor, conversation = talking(scene, browser, desk, "take your time")
    row = row_of(desk, conversation)
    organize(desk, "Labels", page.get_by_test_id("label-choice").filter(has_text="VIP"))
    expect(row.get_by_test_id("label-dots")).to_be_visible()
    expect(page.get_by_test_id("conversation").get_by_test_id("label").filter(has_text="VIP")).to_be_visible()
    organize(desk, "Priority", page.get_by_test_id("priority-urgent"))
    expect(row.get_by_test_id("priority")).to_be_visible()

    organize(desk, "Snooze", page.get_by_test_id("snooze-tomorrow"))
    expect(page.get_by_test_id("snoozed-until")).to_be_visible()
    asleep = open_group(desk, "snoozed")
    expect(asleep.locator(f'[data-conversation="{conversation}"]')).to_be_visible()
    organize(desk, "Snooze", page.get_by_test_id("wake"))
    expect(page.get_by_test_id("group-mine").locator(f'[data-conversation="{conversation}"]')).to_be_visible()

    organize(desk, "Snooze", page.get_by_test_id("snooze-hour"))
    expect(page.get_by_test_id("group-mine").locator(f'[data-conversation="{conversation}"]')).to_have_count(0)
    visitor.say("I am back earlier")
    expect(page.get_by_test_id("group-mine").locator(f'[data-conversation="{conversation}"]')).to_be_visible()


@pytest.mark.feature("D-27")
def test_what_is_done_to_a_selection_is_done_to_all_of_it(scene: ExitStack, browser: Browser, desk: Agent) -> None:
    page = desk.page
    visitors, conversations = zip(*(talking(scene, browser, desk, f"one of {count}") for count in ("two", "both")), strict=True)
    page.get_by_test_id("bulk-start").click()
    for conversation in conversations:
        row_of(desk, conversation).click()
    expect(page.get_by_test_id("bulk-count")).to_contain_text("2")
    page.get_by_test_id("bulk-labels").click()
    page.get_by_test_id("label-choice").filter(has_text="Refund").click()
    page.get_by_test_id("bulk-priority").click()
    page.get_by_test_id("priority-low").click()
    for conversation in conversations:
        expect(row_of(desk, conversation).get_by_test_id("label-dots")).to_be_visible()
        expect(row_of(desk, conversation).get_by_test_id("priority")).to_be_visible()
    page.get_by_test_id("bulk-end").click()
    page.get_by_test_id("bulk-end-confirm").click()
    for visitor in visitors:
        expect(visitor.panel.get_by_test_id("closed")).to_be_visible()
    expect(page.get_by_test_id("bulk-failures")).to_have_count(0)
    page.get_by_test_id("bulk-close").click()
    expect(page.get_by_test_id("bulk-bar")).to_have_count(0)


@pytest.mark.feature("W-18")
def test_a_visitor_keeps_the_conversation_as_a_file_on_paper_and_by_mail(
    scene: ExitStack, browser: Browser, desk: Agent, stack: Running
) -> None:
    visitor, _ = talking(scene, browser, desk, "I want this in writing")
    desk.say("<i>You</i> shall have it & more")
    expect(visitor.message("shall have it")).to_be_visible()
    more = visitor.panel.get_by_test_id("more")

    more.click()
    with visitor.page.expect_download() as saved:
        visitor.panel.get_by_test_id("transcript-download").click()
    assert saved.value.suggested_filename.endswith(".html")
    page = Path(saved.value.path()).read_text()
    assert "I want this in writing" in page
    assert "&lt;i&gt;You&lt;/i&gt; shall have it &amp; more" in page
    assert "<script" not in page

    more.click()
    visitor.panel.get_by_test_id("transcript-print").click()
    printed = visitor.panel.frame_locator("iframe")
    expect(printed.locator("body")).to_contain_text("I want this in writing")

    more.click()
    visitor.panel.get_by_test_id("transcript-mail").click()
    sheet = visitor.panel.get_by_test_id("transcript-form")
    sheet.get_by_test_id("field-email").fill("not an address")
    sheet.get_by_test_id("transcript-send").click()
    expect(sheet.get_by_test_id("error-email")).to_be_visible()
    address = f"keeper-{desk.company.mark}@parlor.example"
    sheet.get_by_test_id("field-email").fill(address)
    sheet.get_by_test_id("transcript-send").click()
    expect(visitor.panel.get_by_test_id("transcript-sent")).to_contain_text(address)
    mail = stack.wait_for_mail(address)
    assert "I want this in writing" in mail["BodyHtml"] + (mail["BodyText"] or "")
    assert "<i>You</i>" not in mail["BodyHtml"]


@pytest.mark.feature("W-03")
def test_the_conversation_has_a_page_of_its_own(scene: ExitStack, browser: Browser, desk: Agent) -> None:
    company = desk.company
    context = browser.new_context(viewport=DESKTOP, locale="en")
    scene.callback(context.close)
    visitor = Visitor(company, context, context.new_page())
    address = f"{company.stack.site_url}/widget/chat.html?tenant={company.tenant_id}&style={company.style_id}"
    visitor.page.goto(address)
    expect(visitor.panel.get_by_test_id("composer")).to_be_visible()
    expect(visitor.panel.get_by_test_id("minimise")).to_have_count(0)
    visitor.say("no shop around me")
    accept(desk, "no shop around me")
    desk.say("just us")
    expect(visitor.message("just us")).to_be_visible()
    visitor.page.reload()
    expect(visitor.message("just us")).to_be_visible()
    visitor.page.goto(address.split("?", maxsplit=1)[0])
    expect(visitor.page.get_by_role("alert")).to_be_visible()


@pytest.mark.feature("W-28", "W-03", "L-03")
def test_an_unread_answer_is_mailed_with_the_way_back_into_the_conversation(
    scene: ExitStack, browser: Browser, desk: Agent, stack: Running
) -> None:
    visitor, conversation = talking(scene, browser, desk, "write to me, I must go")
    address = f"away-{desk.company.mark}@parlor.example"
    visitor.panel.get_by_test_id("contact").click()
    contact = visitor.panel.get_by_test_id("contact-form")
    contact.get_by_test_id("field-email").fill(address)
    contact.locator("button[type=submit]").click()
    expect(contact).to_have_count(0)
    desk.page.get_by_test_id("panel-card").click()
    expect(desk.page.get_by_test_id("profile")).to_contain_text(address)
    visitor.leave()
    desk.say("Your tea is on its way")
    mail = stack.wait_for_mail(address, lambda each: "on its way" in (each["BodyText"] or ""))
    link = re.search(r"https?://\S+/widget/chat\.html#resume=[^\s\"<>]+", mail["BodyText"])
    assert link

    context = browser.new_context(viewport=DESKTOP, locale="en")
    scene.callback(context.close)
    back = Visitor(desk.company, context, context.new_page())
    back.page.goto(link[0])
    expect(back.message("Your tea is on its way")).to_be_visible()
    assert "resume=" not in back.page.url
    back.say("I am back")
    expect(desk.message("I am back")).to_be_visible()
    assert desk.page.url.endswith(conversation)

    forged = context.new_page()
    forged.goto(link[0][:-6] + "AAAAAA")
    expect(forged.get_by_role("alert")).to_be_visible()
    wait_until(lambda: len(stack.mails(address)) == 1, what="one mail for one silence")


@pytest.mark.feature("R-10")
def test_a_silent_visitor_is_asked_and_then_the_conversation_ends(scene: ExitStack, browser: Browser, desk: Agent) -> None:
    service = desk.company.admin.rest.get("/service")
    change_service(
        desk.company,
        idle={"visitor_warn_s": 5, "visitor_close_s": 12, "agent_remind_s": 0, "agent_reassign_s": 0},
        replies={"still_there": "Are you still there?", "closing": "We close this now."},
    )
    try:
        desk.page.wait_for_timeout(3_500)  # Functions answer from memory for three seconds.
        visitor, conversation_id = talking(scene, browser, desk, "I will be silent")
        desk.say("Which tea shall it be?")
        expect(visitor.message("Are you still there?")).to_be_visible()
        expect(visitor.message("We close this now.")).to_be_visible()
        expect(visitor.panel.get_by_test_id("survey")).to_be_visible()
        expect(desk.message("Are you still there?")).to_be_visible()
        wait_until(lambda: _state(desk.company, conversation_id) == "closed", 60, "the end")
    finally:
        change_service(desk.company, idle=service["idle"], replies=service["replies"])


def _state(company: Company, conversation_id: str) -> str:
    return str(_row(company, conversation_id)["state"])


def _row(company: Company, conversation_id: str) -> dict[str, Any]:
    row: dict[str, Any] = company.admin.rest.get(f"/conversations/{conversation_id}/log")["conversation"]
    return row
