"""Which browser the tests drive: CHROMIUM, else what the system has."""

import os
import shutil

_SHELL = "chromium-headless-shell"
"""The same browser without windows: a fifth less time, but it keeps no pages aside and asks for no permissions."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find(*, shell: bool) -> str | None:
    """Its path, or None. `shell`: rather the one without windows."""
    named = os.environ.get("CHROMIUM")
    names = (_SHELL, *_NAMES) if shell else _NAMES
    return named or next(filter(None, map(shutil.which, names)), None) or next(filter(os.path.exists, _MAC), None)
