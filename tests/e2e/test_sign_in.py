"""Two-step verification and sign-ins in the browser: the company wants it, a colleague is led to it, and comes in with a real code."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.company import PASSWORD, Company
from tests.e2e.people import DESKTOP, Agent, admin_site
from tests.totp import totp


def give_password(page: Page, email: str) -> None:
    page.get_by_test_id("sign-in-email").fill(email)
    page.get_by_test_id("sign-in-password").fill(PASSWORD)
    page.get_by_test_id("sign-in-submit").click()


@pytest.mark.feature("S-08", "L-06")
def test_a_colleague_sets_a_second_factor_up_comes_in_with_it_and_is_put_out(browser: Browser, company: Company) -> None:
    lin = company.add_agent("Lin")
    admin = Agent.sign_in(browser, company, company.admin)
    page = admin.page
    admin.go("manage/sign-in-rules")
    page.get_by_test_id("add-address").click()
    page.get_by_test_id("address").fill("198.51.100.0/24")
    page.get_by_test_id("settings-save").click()
    expect(page.locator(".field-error")).to_contain_text("could not sign in")
    page.get_by_test_id("settings-discard").click()
    page.get_by_test_id("second-factor-who").click()
    page.get_by_title("Everyone", exact=True).click()
    page.get_by_test_id("settings-save").click()
    expect(page.get_by_test_id("settings-save")).to_be_disabled()
    # Functions remember rules for three seconds.
    page.wait_for_timeout(3_500)

    context = browser.new_context(viewport=DESKTOP, locale="en")
    desk = context.new_page()
    desk.goto(admin_site(company))
    give_password(desk, lin.email)
    expect(desk.get_by_test_id("held")).to_be_visible()
    secret = desk.get_by_test_id("authenticator-secret").inner_text().replace(" ", "")
    desk.get_by_test_id("setup-code").fill(totp(secret))
    desk.get_by_test_id("setup-submit").click()
    expect(desk.get_by_test_id("recovery-codes").locator("li")).to_have_count(10)
    recovery = desk.get_by_test_id("recovery-codes").locator("li").first.inner_text()
    desk.get_by_test_id("codes-kept").click()
    desk.get_by_test_id("codes-done").click()
    expect(desk.get_by_test_id("state-menu").first).to_be_visible()

    other = browser.new_context(viewport=DESKTOP, locale="en").new_page()
    other.goto(admin_site(company))
    give_password(other, lin.email)
    other.get_by_test_id("sign-in-code").fill("000000")
    other.get_by_test_id("code-submit").click()
    expect(other.locator(".ant-form-item-explain-error")).to_be_visible()
    other.get_by_test_id("sign-in-code").fill(totp(secret))
    other.get_by_test_id("code-submit").click()
    expect(other.get_by_test_id("state-menu").first).to_be_visible()
    other.goto(f"{admin_site(company)}#/manage/access")
    sessions = other.get_by_test_id("session")
    expect(sessions).to_have_count(3)
    other.get_by_test_id("end-others").click()
    expect(sessions).to_have_count(1)
    expect(desk.get_by_test_id("signed-out")).to_be_visible()
    desk.get_by_test_id("signed-out-again").click()
    give_password(desk, lin.email)
    desk.get_by_test_id("code-other").click()
    desk.get_by_test_id("recovery-code").fill(recovery)
    desk.get_by_test_id("code-submit").click()
    expect(desk.get_by_test_id("state-menu").first).to_be_visible()

    admin.go("manage/sign-ins")
    rows = page.get_by_test_id("sign-in-row")
    expect(rows.filter(has_text="Recovery code").first).to_be_visible()
    expect(page.locator("[data-testid=sign-in-row][data-reason=code]").first).to_contain_text("Lin")
    context.close()
    other.context.close()
