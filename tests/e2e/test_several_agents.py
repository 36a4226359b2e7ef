"""Two agents beside each other at one visitor, in browsers: asked in, note, transfer with the history in view, accepting by itself."""

import pytest
from playwright.sync_api import Browser, expect

from tests.company import Company
from tests.e2e.people import Agent, Visitor

SECRET = "She is a regular, be generous"


@pytest.mark.feature("D-06", "D-07", "D-03")
def test_two_agents_and_a_visitor(browser: Browser, company: Company) -> None:
    mara, nils = (Agent.sign_in(browser, company, company.add_agent(name)) for name in ("Mara", "Nils"))

    # D-03: the desk takes who waits after the agent's own seconds, and says so beforehand.
    mara.go("manage/me")
    mara.page.get_by_test_id("auto-accept").click()
    mara.page.get_by_test_id("auto-accept-s").fill("4")
    mara.page.get_by_test_id("settings-save").click()
    expect(mara.page.get_by_test_id("settings-save")).to_be_disabled()
    mara.go("desk")
    guest = Visitor.arrive(browser, company, "en.html")
    guest.open_panel()
    guest.say("Do you ship to Norway?")
    expect(nils.page.get_by_test_id("waiting-row").first).to_be_visible()
    expect(mara.page.get_by_test_id("auto-accept-in")).to_contain_text("Accepted in")
    expect(mara.page.get_by_test_id("composer")).to_be_visible()
    expect(mara.message("Do you ship to Norway?")).to_be_visible()

    # D-07: Nils is asked in; the question waits until it is answered.
    mara.page.get_by_test_id("team").click()
    mara.page.get_by_test_id("transfer-target").filter(has_text="Nils").click()
    mara.page.get_by_test_id("transfer-note").fill("You know the customs forms")
    mara.page.get_by_test_id("transfer-send").click()
    expect(mara.page.get_by_test_id("transfer-pending")).to_contain_text("Nils")
    offer = nils.page.get_by_test_id("transfer-offer")
    expect(offer).to_contain_text("You know the customs forms")
    offer.get_by_test_id("transfer-accept").click()
    expect(nils.page.get_by_test_id("composer")).to_be_visible()
    expect(mara.page.get_by_test_id("together")).to_contain_text("Nils")
    expect(nils.page.get_by_test_id("row-together")).to_be_visible()
    expect(guest.panel.get_by_text("Nils joined")).to_be_visible()

    nils.page.get_by_test_id("mode-note").click()
    nils.say(SECRET)
    expect(mara.page.get_by_test_id("message-note")).to_contain_text(SECRET)
    nils.page.get_by_test_id("mode-reply").click()
    nils.say("We do, within four days")
    expect(guest.message("We do, within four days")).to_be_visible()
    expect(guest.panel.get_by_test_id("log")).to_contain_text("Nils")
    guest.page.reload()
    expect(guest.message("We do, within four days")).to_be_visible()
    expect(guest.panel.get_by_text(SECRET)).to_have_count(0)
    nils.page.get_by_test_id("leave").click()
    expect(guest.panel.get_by_text("Nils left")).to_be_visible()
    expect(mara.page.get_by_test_id("together")).to_be_hidden()

    # D-06: handed over, with the history in view before the answer; first not, and why, then yes.
    for answer in ("decline", "accept"):
        mara.page.get_by_test_id("transfer").click()
        # Who was chosen last is the shortcut above the tree.
        mara.page.get_by_test_id("transfer-dialog").get_by_role("button", name="Nils", exact=True).click()
        mara.page.get_by_test_id("transfer-send").click()
        if answer == "decline":
            offer.get_by_role("link").click()
        # The conversation that is open asks itself, and nothing lies over it.
        expect(nils.page.get_by_test_id("asked-accept")).to_be_visible()
        expect(offer).to_have_count(0)
        expect(nils.message("Do you ship to Norway?")).to_be_visible()
        if answer == "decline":
            nils.page.get_by_test_id("decline-note").fill("In five minutes")
        nils.page.get_by_test_id(f"asked-{answer}").click()
        if answer == "decline":
            expect(mara.page.get_by_test_id("toast").filter(has_text="In five minutes")).to_be_visible()
    expect(nils.page.get_by_test_id("composer")).to_be_visible()
    expect(guest.panel.get_by_text("Nils has taken over")).to_be_visible()
    nils.say("I will look after you from here")
    expect(guest.message("I will look after you from here")).to_be_visible()
    for each in (guest, mara, nils):
        each.leave()
