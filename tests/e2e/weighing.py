"""What the widget adds to a page before anybody opens it: the same page is loaded with the snippet and without."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, Request, Route

from tests.e2e.people import DESKTOP

_WATCH = """
window.__seen = { shift: 0, long: [] };
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) window.__seen.shift += each.value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) window.__seen.long.push(each.duration);
}).observe({ type: "longtask", buffered: true });
"""
_STORED = "() => ({ local: Object.keys(localStorage), tab: Object.keys(sessionStorage) })"
_GLOBALS = "() => Object.getOwnPropertyNames(window)"
_SETTLE_MS = 1_500
"""Time for whatever comes late to come."""


@dataclass
class Weight:
    """Of one load of the page, until it has been quiet for a while."""

    requests: list[str] = field(default_factory=list)
    """Addresses, without the query."""
    gzip_bytes: int = 0
    """Of the answers' bodies, packed as a CDN packs them."""
    sockets: int = 0
    layout_shift: float = 0
    long_tasks_ms: list[float] = field(default_factory=list)
    globals: set[str] = field(default_factory=set)
    cookies: list[Any] = field(default_factory=list)
    local_storage: set[str] = field(default_factory=set)
    session_storage: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    """Errors and warnings on the console, errors nobody caught."""
    script_ms: float = 0
    """In the thread's own time, so that other programs on the machine do not count."""
    heap_bytes: int = 0
    """Of the page's scripts, after the rubbish has been collected."""
    nodes: int = 0


def _without_snippet(route: Route) -> None:
    answer = route.fetch()
    lines = answer.text().splitlines(keepends=True)
    route.fulfill(response=answer, body="".join(line for line in lines if "widget/loader.js" not in line))


@contextmanager
def weighed(browser: Browser, url: str, *, widget: bool) -> Iterator[tuple[Page, Weight]]:
    """Loads the page and weighs it; it stays open within the `with`."""
    context = browser.new_context(viewport=DESKTOP, locale="en")
    try:
        page = context.new_page()
        page.add_init_script(_WATCH)
        if not widget:
            page.route("**/demo/*.html*", _without_snippet)
        weight, answered = Weight(), list[Request]()
        page.on("requestfinished", lambda request: answered.append(request))
        page.on("websocket", lambda socket: setattr(weight, "sockets", weight.sockets + 1))
        page.on("console", lambda said: weight.complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: weight.complaints.append(str(error)))
        session = context.new_cdp_session(page)
        session.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
        session.send("Performance.enable")
        page.goto(url, wait_until="load")
        if widget:
            page.get_by_test_id("launcher").wait_for()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(_SETTLE_MS)
        _read(page, session, answered, weight)
        yield page, weight
    finally:
        context.close()


def _read(page: Page, session: CDPSession, answered: list[Request], weight: Weight) -> None:
    for request in answered:
        response = request.response()
        weight.requests.append(request.url.partition("?")[0])
        weight.gzip_bytes += len(gzip.compress(response.body(), 9)) if response and response.status == 200 else 0
    seen, stored = page.evaluate("() => window.__seen"), page.evaluate(_STORED)
    weight.layout_shift, weight.long_tasks_ms = seen["shift"], seen["long"]
    weight.globals, weight.cookies = set(page.evaluate(_GLOBALS)), page.context.cookies()
    weight.local_storage, weight.session_storage = set(stored["local"]), set(stored["tab"])
    session.send("HeapProfiler.collectGarbage")
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    weight.script_ms, weight.heap_bytes, weight.nodes = (
        metrics["ScriptDuration"] * 1_000,
        int(metrics["JSHeapUsedSize"]),
        int(metrics["Nodes"]),
    )
