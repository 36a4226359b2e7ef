"""What the sites weigh on the wire, gzip bytes: the loader and what it fetches, the panel with all it loads, the desk's first load."""

import gzip
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scripts.paths import ROOT
from scripts.steps import Trouble, complain

LIMITS = {"loader_gzip": 5 * 1024, "extras_gzip": 6 * 1024, "rules_gzip": 2 * 1024, "panel_gzip": 70 * 1024, "desk_gzip": 400 * 1024}
_WIDGET = ROOT / "widget" / "dist"
_ADMIN = ROOT / "admin-site" / "dist"
_FIRST = ("index.html", "src/screens/shell/Shell.tsx", "src/screens/desk/Screen.tsx")
"""What the browser fetches before an agent can work: the page, the frame around all screens, the desk."""
_LOCALES = "src/locales/"


def sizes() -> dict[str, int]:
    """By the names that bench/results.json uses too.

    Raises:
        Trouble: a site has not been built.
    """
    for folder in (_WIDGET, _ADMIN):
        if not folder.is_dir():
            raise Trouble(f"{folder.relative_to(ROOT)} is missing.", "npm run build")
    return {
        "loader_gzip": len(gzip.compress(_published_loader(), 9, mtime=0)),
        "extras_gzip": _weigh([_WIDGET / "extras.js"]),
        "rules_gzip": _weigh([_WIDGET / "rules.js"]),
        "panel_gzip": _weigh(_panel_files()),
        "desk_gzip": _weigh(_desk_files()),
    }


def _weigh(paths: Iterable[Path]) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in paths)


def _published_loader() -> bytes:
    """With an address where the publication puts one."""
    return (_WIDGET / "loader.js").read_bytes().replace(b"__PARLOR_API__", b"https://support.example.com/api")


def _panel_files() -> list[Path]:
    """All but the languages that are not loaded: of these, the largest counts. The letter is a page without the panel."""
    files = [
        path
        for path in _WIDGET.rglob("*")
        if path.suffix in (".html", ".js", ".css")
        and path.name not in ("loader.js", "extras.js", "rules.js")
        and not path.name.startswith("letter")
    ]
    spoken = [path.stem for path in (ROOT / "widget" / "panel" / "src" / "locales").glob("*.json")]
    locales = [path for path in files if any(path.name.startswith(f"{language}-") for language in spoken)]
    largest = max(locales, key=lambda path: path.stat().st_size, default=None)
    return [path for path in files if path not in locales or path == largest]


def _desk_files() -> set[Path]:
    manifest: dict[str, dict[str, Any]] = json.loads((_ADMIN / ".vite" / "manifest.json").read_text())
    locales = [name for name in manifest if name.startswith(_LOCALES) and name.count("/") == _LOCALES.count("/")]
    # One language is loaded; the larger one counts.
    largest = max(locales, key=lambda name: (_ADMIN / manifest[name]["file"]).stat().st_size, default=None)
    wanted, seen = [*_FIRST, *([largest] if largest else [])], set[str]()
    files = {_ADMIN / "index.html"}
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        part = manifest[name]
        files.add(_ADMIN / part["file"])
        files.update(_ADMIN / sheet for sheet in part.get("css", []))
        wanted += part.get("imports", [])
    return files


def main() -> int:
    try:
        found = sizes()
    except Trouble as trouble:
        complain(trouble)
        return 1
    for name, size in found.items():
        limit = LIMITS[name]
        print(f"{name:12} {size:7} of {limit:7} bytes  {'ok' if size <= limit else 'TOO LARGE'}")
    return int(any(size > LIMITS[name] for name, size in found.items()))


if __name__ == "__main__":
    sys.exit(main())
