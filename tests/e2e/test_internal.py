"""Colleagues talk to each other, each in a browser of their own."""

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.company import Company
from tests.e2e.people import Agent

PRICES: FilePayload = {"name": "prices.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n" + bytes(2_000)}


@pytest.mark.feature("D-15", "D-01")
def test_two_agents_talk_share_a_file_and_make_a_group(browser: Browser, company: Company) -> None:
    lin, su = company.add_agent("Lin"), company.add_agent("Su")
    one, other = Agent.sign_in(browser, company, lin), Agent.sign_in(browser, company, su)
    one.page.get_by_test_id("nav-internal").click()
    one.page.get_by_test_id("internal-find").fill("Su")
    one.page.get_by_test_id("person").filter(has_text="Su").first.click()
    expect(one.page.get_by_test_id("composer")).to_be_visible()
    one.say("Is the gift box in stock?")
    expect(one.message("gift box")).to_be_visible()

    # The other works elsewhere: the rail says that somebody wrote.
    expect(other.page.get_by_test_id("internal-count").first).to_contain_text("1")
    one.say("The customer waits.")
    expect(other.page.get_by_test_id("internal-count").first).to_contain_text("2")
    other.page.reload()
    expect(other.page.get_by_test_id("internal-count").first).to_contain_text("2")
    other.page.get_by_test_id("nav-internal").click()
    row = other.page.get_by_test_id("internal-row").filter(has_text="Lin")
    expect(row.get_by_test_id("internal-unread")).to_contain_text("2")
    row.click()
    expect(other.message("The customer waits.")).to_be_visible()
    expect(other.page.get_by_test_id("internal-count")).to_have_count(0)
    other.page.get_by_test_id("pick-file-input").set_input_files([PRICES])
    expect(other.page.locator("[data-testid='tray-part'][data-state='ready']")).to_be_visible()
    other.say("Eleven are left, prices attached.")

    expect(one.message("Eleven are left")).to_be_visible()
    expect(one.page.get_by_test_id("message").get_by_text("prices.pdf")).to_be_visible()
    one.page.get_by_test_id("internal-files").click()
    with one.page.expect_download() as download:
        one.page.get_by_test_id("internal-file").filter(has_text="prices.pdf").click()
    assert download.value.suggested_filename == "prices.pdf"
    one.page.reload()
    expect(one.message("Is the gift box in stock?")).to_be_visible()
    expect(one.message("Eleven are left")).to_be_visible()

    one.page.get_by_test_id("new-group").click()
    one.page.get_by_test_id("new-group-name").fill("Warehouse")
    one.page.get_by_test_id("choose-department").first.click()
    one.page.get_by_test_id("group-save").click()
    expect(one.page.get_by_test_id("internal-chat").get_by_role("heading", name="Warehouse")).to_be_visible()
    expect(one.page.get_by_test_id("group-save")).to_be_hidden()
    expect(one.page.get_by_test_id("member")).to_have_count(3)
    one.say("Everything about parcels goes here.")
    group = other.page.get_by_test_id("internal-row").filter(has_text="Warehouse")
    expect(group.get_by_test_id("internal-unread")).to_be_visible()
    group.click()
    expect(other.message("Everything about parcels")).to_be_visible()
    other.page.get_by_test_id("leave-group").click()
    other.page.get_by_test_id("leave-confirm").click()
    expect(group).to_have_count(0)
    expect(one.page.get_by_test_id("member")).to_have_count(2)
    one.leave()
    other.leave()


@pytest.mark.feature("L-04")
def test_who_has_the_right_reads_what_colleagues_said(browser: Browser, company: Company) -> None:
    company.add_agent("Mia")
    writer = Agent.sign_in(browser, company, company.add_agent("Kai"))
    writer.page.get_by_test_id("nav-internal").click()
    writer.page.locator("[data-testid='person'][data-name='Mia']").first.click()
    expect(writer.page.get_by_test_id("internal-chat").get_by_role("heading", name="Mia")).to_be_visible()
    writer.say("The wholesale price is eighty.")
    expect(writer.message("wholesale price")).to_be_visible()
    writer.go("manage")
    expect(writer.page.get_by_role("link", name="Canned phrases").first).to_be_visible()
    expect(writer.page.get_by_role("link", name="Internal records")).to_have_count(0)
    writer.leave()

    admin = Agent.sign_in(browser, company, company.admin)
    admin.go("manage/internal-records")
    admin.page.get_by_test_id("internal-member").click()
    admin.page.locator(".ant-select-item-option").filter(has_text="Mia").click()
    row = admin.page.get_by_test_id("internal-record-row").filter(has_text="Kai")
    expect(row).to_contain_text("wholesale price")
    row.click()
    record = admin.page.get_by_test_id("internal-record")
    expect(record.get_by_test_id("message")).to_contain_text("The wholesale price is eighty.")
    expect(record.get_by_test_id("composer")).to_have_count(0)
    admin.leave()
