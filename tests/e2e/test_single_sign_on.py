"""Single sign-on in the browser: set up in the management centre, and a colleague who comes in by it for the first time."""

import pytest
from playwright.sync_api import Browser, expect

from scripts.paths import DNS_PORT
from tests.company import Company
from tests.e2e.people import DESKTOP, Agent, admin_site
from tests.provider import CLIENT, SECRET, name_server, provider


@pytest.mark.feature("S-08")
def test_a_company_connects_its_provider_and_a_colleague_comes_in(browser: Browser, company: Company) -> None:
    domain = f"{company.mark}.example"
    with provider() as theirs, name_server(DNS_PORT) as names:
        admin = Agent.sign_in(browser, company, company.admin)
        admin.go("manage/sign-on")
        page = admin.page
        page.get_by_test_id("sso-issuer").fill("https://login.microsoftonline.com/common/v2.0")
        page.get_by_test_id("sso-client_id").fill(CLIENT)
        page.get_by_test_id("sso-client_secret").fill(SECRET)
        page.get_by_test_id("settings-save").click()
        expect(page.get_by_text("is not for everybody")).to_be_visible()
        page.get_by_test_id("sso-issuer").fill(theirs.url)
        page.get_by_test_id("sso-anybody").click()
        page.get_by_test_id("sso-departments").click()
        page.get_by_title(company.departments()[0]["name"]).last.click()
        page.keyboard.press("Escape")
        page.get_by_test_id("settings-save").click()
        expect(page.get_by_test_id("sso-remove")).to_be_visible()
        expect(page.get_by_test_id("sso-client_secret")).to_have_value("")

        page.get_by_test_id("sso-domain").fill(domain)
        page.get_by_test_id("sso-domain-add").click()
        row = page.get_by_test_id("sso-domain-row")
        row.get_by_test_id("sso-domain-prove").click()
        expect(row.get_by_test_id("sso-domain-problem")).to_be_visible()
        names.records[row.get_by_test_id("sso-record-name").inner_text()] = [row.get_by_test_id("sso-record-value").inner_text()]
        row.get_by_test_id("sso-domain-prove").click()
        expect(row.get_by_text("Verified", exact=True)).to_be_visible()

        context = browser.new_context(viewport=DESKTOP, locale="en")
        nia = context.new_page()
        nia.goto(admin_site(company))
        nia.get_by_test_id("sign-in-email").fill("nia@unknown.example")
        nia.get_by_test_id("sign-in-sso").click()
        expect(nia.get_by_test_id("sso-email")).to_have_value("nia@unknown.example")
        nia.get_by_test_id("sso-submit").click()
        expect(nia.locator(".ant-form-item-explain-error")).to_be_visible()
        theirs.person = {"sub": "8", "email": "somebody@elsewhere.example"}
        nia.get_by_test_id("sso-email").fill(f"nia@{domain}")
        nia.get_by_test_id("sso-submit").click()
        expect(nia.get_by_test_id("sso-problem")).to_contain_text("another domain")
        theirs.person = {"sub": "7", "email": f"nia@{domain}", "name": "Nia New"}
        nia.get_by_test_id("sso-email").fill(f"nia@{domain}")
        nia.get_by_test_id("sso-submit").click()
        expect(nia.get_by_test_id("state-menu").first).to_be_visible()
        context.close()

        admin.go("manage/agents")
        expect(page.get_by_test_id("agent-row").filter(has_text="Nia New")).to_be_visible()
        admin.leave()
