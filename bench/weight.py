"""What the widget costs a page before anybody opens it: the shop's page with the snippet and without, in turn, in one browser.

Each pair of loads gives a difference; told are the medians. Script is measured in the thread's own time. Beside each pair a piece of
work that never changes is timed (bench/visitors.py): the ratio to it holds on machines of other speed, and under other load.
"""

import json
import os
import statistics
import sys
from collections.abc import Iterable

from playwright.sync_api import Browser, sync_playwright

from bench.visitors import REFERENCE, script_ms_of
from tests.company import Company
from tests.e2e.conftest import FLAGS, chromium
from tests.e2e.people import shop
from tests.e2e.weighing import Weight, weighed
from tests.running import Running, bring_up

ROUNDS = 9
PAGE = "en.html"

PUBLISHED = (
    ("Live Helper Chat", 29, 186),
    ("libredesk", 5, 223),
    ("Rocket.Chat Livechat", 3, 73),
    ("Chatwoot", 40, 300),
)
"""What other projects publish of their widgets: gzip KB on every page, and KB more to open. Rocket.Chat's second is its first piece
only; Chatwoot's are the limits of its own continuous integration."""


def measure(stack: Running) -> dict[str, float]:
    with Company.sign_up(stack, name="Light") as company, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        try:
            pairs = [_pair(browser, shop(company, PAGE)) for _ in range(ROUNDS)]
        finally:
            browser.close()
    return {
        "page_script_ms": _median(plain.script_ms for plain, _, _ in pairs),
        "widget_script_ms": _median(loaded.script_ms - plain.script_ms for plain, loaded, _ in pairs),
        "widget_script_to_reference": _median((loaded.script_ms - plain.script_ms) / work for plain, loaded, work in pairs),
        "widget_requests": _median(len(loaded.requests) - len(plain.requests) for plain, loaded, _ in pairs),
        "widget_gzip_bytes": _median(loaded.gzip_bytes - plain.gzip_bytes for plain, loaded, _ in pairs),
        "widget_heap_kb": _median((loaded.heap_bytes - plain.heap_bytes) / 1024 for plain, loaded, _ in pairs),
        "widget_nodes": _median(loaded.nodes - plain.nodes for plain, loaded, _ in pairs),
        "layout_shift": max(loaded.layout_shift for _, loaded, _ in pairs),
        "long_tasks_page": sum(len(plain.long_tasks_ms) for plain, _, _ in pairs),
        "long_tasks_with_widget": sum(len(loaded.long_tasks_ms) for _, loaded, _ in pairs),
        "loads": ROUNDS,
    }


def _median(values: Iterable[float]) -> float:
    return round(statistics.median(values), 2)


def _pair(browser: Browser, url: str) -> tuple[Weight, Weight, float]:
    """The page alone, the page with the widget, and the reference's milliseconds."""
    with weighed(browser, url, widget=False) as (_, plain):
        pass
    with weighed(browser, url, widget=True) as (_, loaded):
        pass
    page = browser.new_page()
    try:
        session = page.context.new_cdp_session(page)
        session.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
        session.send("Performance.enable")
        page.evaluate(REFERENCE)
        return plain, loaded, script_ms_of(session, lambda: page.evaluate(REFERENCE))
    finally:
        page.context.close()


def main() -> int:
    os.environ["PARLOR_IS_UP"] = "1"
    print(json.dumps(measure(bring_up()), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
