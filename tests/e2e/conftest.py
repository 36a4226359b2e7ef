"""A real browser: Chromium from the system, since its driver (playwright) comes without one here."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from scripts import browser as browsers

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whoever asks to see the screen gets a picture that the browser paints, without being asked which.
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
)


# What does come may come late on a machine with other work; only a failure takes so long.
PATIENCE_MS = 45_000
expect.set_options(timeout=PATIENCE_MS)


def chromium() -> str:
    """The browser to drive; without one, the run ends."""
    found = browsers.find(shell=True)
    if not found:
        pytest.exit(
            "The e2e tests need Chromium or Chrome. Debian: sudo apt-get install chromium fonts-noto-cjk; "
            "macOS: brew install --cask chromium; elsewhere install Chrome. Its path can be given as CHROMIUM=/path/to/it.",
            returncode=3,
        )
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for the session; each test opens contexts (people) of its own."""
    browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS), timeout=100_000)
    yield browser
    browser.close()
