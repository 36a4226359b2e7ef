"""Where visitors come from and with what, as the desks see it. Places are tested apart: here everybody is at home."""

import asyncio
from typing import Any

import pytest

from tests.company import Company, Staff
from tests.people import Person, desk, seen_of

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
BAIDU_GBK = "http://www.baidu.com/s?wd=%C1%FA%BE%AE+%BC%DB%B8%F1"


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin")


def seen(company: Company, lin: Staff, browser: str, *pages: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The visitor as a desk is told after each page, and as the API answers in the end."""

    async def run() -> tuple[list[dict[str, Any]], dict[str, Any]]:
        person, views = Person(company), []
        async with desk(company, lin) as tab, person.tab(browser) as visitor:
            for count, page in enumerate(pages, 1):
                await visitor.say("track", "page", title="Tea", **page)
                frame = await tab.until(lambda f, count=count: seen_of(f, person.visitor_id).get("page_count") == count)
                # As a desk does: what a frame does not speak of stays.
                views.append({**(views[-1] if views else {}), **seen_of(frame, person.visitor_id)})
            track = await asyncio.to_thread(lin.rest.get, f"/visitors/{person.visitor_id}/track")
        return views, track["visitor"]

    return asyncio.run(run())


@pytest.mark.feature("W-20", "D-08", "D-10")
def test_the_desk_sees_engine_and_keyword_browser_and_system_through_the_whole_visit(company: Company, lin: Staff) -> None:
    views, kept = seen(
        company,
        lin,
        PHONE,
        {"url": "https://tea.example/", "referrer": BAIDU_GBK},
        {"url": "https://tea.example/longjing", "referrer": "https://tea.example/"},
    )
    for view in (*views, kept):
        assert view["source"] == {"kind": "search", "name": "Baidu", "keyword": "龙井 价格"}
        assert view["device"] == {"kind": "phone", "system": "iOS 17", "browser": "Safari 17"}
        assert "place" not in view


@pytest.mark.feature("W-20", "D-10")
def test_campaigns_sites_and_direct_visits(company: Company, lin: Staff) -> None:
    def source(url: str, referrer: str | None = None) -> dict[str, Any]:
        (view,), _ = seen(company, lin, WINDOWS, {"url": url} | ({"referrer": referrer} if referrer else {}))
        assert view["device"] == {"kind": "computer", "system": "Windows 10", "browser": "Chrome 130"}
        found: dict[str, Any] = view["source"]
        return found

    assert source("https://tea.example/?utm_source=letter&utm_campaign=spring") == {
        "kind": "campaign",
        "name": "letter",
        "campaign": {"source": "letter", "name": "spring"},
    }
    assert source("https://tea.example/", "https://www.notes.example/tea") == {"kind": "site", "name": "notes.example"}
    assert source("https://tea.example/") == {"kind": "direct"}


@pytest.mark.feature("W-20")
def test_forged_addresses_are_no_error_and_no_source(company: Company, lin: Staff) -> None:
    (view,), _ = seen(
        company, lin, "<script>alert(1)</script>", {"url": "https://tea.example/", "referrer": "http://[<script>alert(1)</script>"}
    )
    assert view["source"] == {"kind": "direct"}
    assert view["device"] == {"kind": "computer"}
