"""The table of site visitors with 10,000 of them, of whom 500 move each second: script for each second's frame, and how it scrolls.

The site as it is published, with the server played inside the page (admin-site/test/fake), so that nothing but the site is measured. The
making of the frame by that server counts as well. Beside each frame a piece of work that never changes is timed in the same page: where it
takes much longer than `REFERENCE_MS`, the machine was busy with something else, and the figures are as much too large.
"""

import functools
import json
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import CDPSession, sync_playwright

from scripts.paths import ROOT
from tests.e2e.conftest import FLAGS, chromium

VISITORS = 10_000
CHANGES = 500
SECONDS = 10
FRAMES = 21
REFERENCE_MS = 10.0
"""What the reference took when two processors were least busy."""

_BUILD = """
import { build } from "vite";
await build({ root: "admin-site", logLevel: "error", build: { outDir: process.argv[1], emptyOutDir: true, manifest: false,
  rollupOptions: { input: "admin-site/test/fake/index.html" } } });
"""
_SCROLL = """
(seconds) => new Promise((done) => {
  const table = document.querySelector(".visitor-table");
  const began = performance.now();
  let last = began, longest = 0, frames = 0, down = true;
  const step = (now) => {
    longest = Math.max(longest, now - last);
    last = now;
    frames += 1;
    if (table.scrollTop + table.clientHeight >= table.scrollHeight - 1) down = false;
    if (table.scrollTop <= 0) down = true;
    table.scrollTop += down ? 60 : -60;
    if (now - began < seconds * 1000) requestAnimationFrame(step);
    else done({ longest, frames });
  };
  requestAnimationFrame(step);
})
"""
_LATER = "(count) => new Promise((done) => setTimeout(() => { window.scene.move(count); setTimeout(done, 250); }))"
REFERENCE = """
() => new Promise((done) => setTimeout(() => {
  let x = 1, seen = new Map();
  for (let i = 0; i < 40000; i++) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    seen.set(x % 20000, "v" + x);
  }
  [...seen.values()].sort();
  done(seen.size);
}))
"""
_FLOOD = "(count) => { window.flood = setInterval(() => window.scene.move(count), 1000); }"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        pass


@contextmanager
def _served() -> Iterator[str]:
    """The site with its made-up company, built as for publication."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["node", "--input-type=module", "-e", _BUILD, folder], cwd=ROOT, check=True)
        server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/test/fake/index.html"
        finally:
            server.shutdown()


def measure() -> dict[str, float]:
    """Milliseconds: script for one frame of changes (the median of some), and the longest picture while scrolling all the time."""
    with _served() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        try:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"{address}?many={VISITORS}#/visitors")
            page.locator("[data-testid=visitor-row]").first.wait_for(timeout=60_000)
            page.wait_for_timeout(2_000)
            session = page.context.new_cdp_session(page)
            # In the thread's own time, so that other programs on the machine do not count.
            session.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
            session.send("Performance.enable")
            page.evaluate(_LATER, CHANGES)
            frames, references = [], []
            for _ in range(FRAMES):
                frames.append(script_ms_of(session, lambda: page.evaluate(_LATER, CHANGES)))
                references.append(script_ms_of(session, lambda: page.evaluate(REFERENCE)))
            page.evaluate(_FLOOD, CHANGES)
            scrolled = page.evaluate(_SCROLL, SECONDS)
            page.evaluate("() => clearInterval(window.flood)")
            still = page.evaluate(_SCROLL, SECONDS)
        finally:
            browser.close()
    return {
        "frame_script_ms": round(statistics.median(frames), 1),
        "frame_script_least_ms": round(min(frames), 1),
        "reference_ms": round(statistics.median(references), 1),
        "reference_least_ms": round(min(references), 1),
        "frame_to_reference": round(statistics.median(f / r for f, r in zip(frames, references, strict=True)), 2),
        "longest_picture_ms": round(scrolled["longest"], 1),
        "pictures_a_second": round(scrolled["frames"] / SECONDS, 1),
        "longest_picture_still_ms": round(still["longest"], 1),
        "pictures_a_second_still": round(still["frames"] / SECONDS, 1),
    }


def script_ms_of(session: CDPSession, work: Callable[[], object]) -> float:
    before = _scripts_s(session)
    work()
    return (_scripts_s(session) - before) * 1_000


def _scripts_s(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "ScriptDuration"))


def main() -> int:
    print(json.dumps(measure(), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
