"""The company's data and one's own in the management centre: what is wrong stands beside the field, two administrators meet."""

import base64

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from scripts.rest import Rest
from tests.company import PASSWORD, Company
from tests.e2e.people import Agent, Visitor

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
LOGO: FilePayload = {"name": "logo.png", "mimeType": "image/png", "buffer": PIXEL}


@pytest.mark.feature("S-06")
def test_a_company_and_a_person_say_who_they_are(browser: Browser, company: Company) -> None:
    admin = Agent.sign_in(browser, company, company.admin)
    page = admin.page
    admin.go("manage/company")
    page.get_by_test_id("company-short_name").fill("Qingye")
    page.get_by_test_id("company-website").fill("tea.example")
    page.get_by_test_id("settings-save").click()
    expect(page.locator("[data-error]").get_by_text("Begin with https://")).to_be_visible()
    page.get_by_test_id("company-website").fill("https://tea.example")
    page.get_by_test_id("company-logo-input").set_input_files([LOGO])
    expect(page.get_by_test_id("company-logo").locator("img")).to_be_visible()

    # Meanwhile another administrator saves: of other fields it is taken in, of the same one it is asked about.
    other = Rest(company.stack.api_url)
    other.sign_in(company.admin.email, PASSWORD)
    other.patch("/company", version=other.get("/company")["version"], industry="Tea", short_name="Teahouse")
    page.get_by_test_id("settings-save").click()
    expect(page.get_by_test_id("settings-conflict")).to_be_visible()
    expect(page.get_by_test_id("company-short_name")).to_have_value("Qingye")
    page.get_by_test_id("settings-keep-mine").click()
    expect(page.get_by_test_id("settings-save")).to_be_disabled()
    expect(page.get_by_test_id("company-industry")).to_have_value("Tea")
    kept = other.get("/company")
    assert (kept["short_name"], kept["industry"], kept["website"]) == ("Qingye", "Tea", "https://tea.example")

    admin.go("manage/me")
    page.get_by_test_id("profile-name").fill(" ")
    page.get_by_test_id("profile-save").click()
    expect(page.locator("[data-error]").get_by_text("Fill this in")).to_be_visible()
    page.get_by_test_id("profile-name").fill("Ada Lovelace")
    page.get_by_test_id("profile-photo-input").set_input_files([LOGO])
    expect(page.get_by_test_id("profile-photo").locator("img")).to_be_visible()
    page.get_by_test_id("profile-save").click()
    expect(page.get_by_test_id("profile-save")).to_be_disabled()
    page.get_by_test_id("personal-theme").click()
    page.get_by_title("Dark", exact=True).last.click()
    page.get_by_test_id("settings-save").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    admin.go("desk")

    visitor = Visitor.arrive(browser, company, "en.html")
    visitor.open_panel()
    expect(visitor.panel.get_by_text("Qingye").first).to_be_visible()
    visitor.say("Who are you?")
    admin.accept_first()
    expect(visitor.panel.get_by_text("Ada Lovelace").first).to_be_visible()
    visitor.leave()
    admin.leave()

    elsewhere = Agent.sign_in(browser, company, company.admin)
    expect(elsewhere.page.locator("html")).to_have_attribute("data-theme", "dark")
    elsewhere.leave()
