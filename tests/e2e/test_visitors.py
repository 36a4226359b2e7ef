"""The table of site visitors narrowed by conditions, which are kept under a name."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from tests.company import Company
from tests.e2e.people import Agent, Visitor


@pytest.mark.feature("D-10")
def test_conditions_narrow_the_table_live_and_are_kept_under_a_name(browser: Browser, company: Company) -> None:
    with ExitStack() as scene:
        agent = Agent.sign_in(browser, company, company.admin)
        scene.callback(agent.leave)
        agent.go("visitors")
        visitors = []
        for page in ("teapot.html", "gaiwan.html"):
            visitors.append(Visitor.arrive(browser, company, page))
            scene.callback(visitors[-1].leave)
        teapot, gaiwan = visitors
        rows = agent.page.get_by_test_id("visitor-row")
        expect(rows).to_have_count(2, timeout=30_000)

        agent.page.get_by_test_id("add-condition").click()
        agent.page.get_by_test_id("condition-value").fill("TEAPOT.html")
        agent.page.get_by_test_id("condition-add").click()
        expect(rows).to_have_count(1, timeout=30_000)
        expect(rows).to_contain_text(teapot.page.title())
        agent.page.get_by_test_id("save-filter").click()
        agent.page.get_by_test_id("filter-name").fill("Teapots")
        agent.page.get_by_test_id("filter-save").click()
        saved = agent.page.get_by_test_id("saved-filter")
        expect(saved).to_have_text("Teapots")

        teapot.go("delivery-en.html")
        expect(rows).to_have_count(0, timeout=30_000)
        gaiwan.go("teapot.html")
        expect(rows).to_have_count(1, timeout=30_000)

        agent.page.get_by_test_id("columns").click()
        agent.page.get_by_test_id("column-language").uncheck()
        heads = agent.page.get_by_role("table").get_by_role("columnheader")
        expect(heads).to_have_count(12)

        agent.page.reload()
        expect(rows).to_have_count(2, timeout=30_000)
        expect(heads).to_have_count(12)
        saved.click()
        expect(rows).to_have_count(1, timeout=30_000)
