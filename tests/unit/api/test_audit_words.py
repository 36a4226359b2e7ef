"""Whatever the audit log can say, people read in their language."""

import json
import re

import pytest

from parlor.protocol.operations import OPERATIONS
from scripts.paths import ROOT

_DONE = re.compile(r"""\.done\(\s*(?:\w+\([^)]*\),\s*|[\w.]+,\s*)?"([a-z_.]+)",\s*(?:about=)?\(?\s*(?:"([a-z_]+)",)?""")
_SOURCES = [path.read_text() for part in ("layers/core/parlor", "functions") for path in (ROOT / part).rglob("*.py")]
DONE = [found for text in _SOURCES for found in _DONE.findall(text)]
REFUSED = {operation.id for operation in OPERATIONS if operation.auth == "staff" and (operation.right or operation.depends)}


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_action_and_kind_of_thing_has_words(language: str) -> None:
    words = json.loads((ROOT / "admin-site" / "src" / "locales" / "manage" / f"{language}.json").read_text())["audit"]
    actions = {action.replace(".", "_") for action, _ in DONE} | REFUSED
    kinds = {kind for _, kind in DONE if kind}
    assert len(DONE) > 40
    assert sorted(actions - words["action"].keys()) == []
    assert sorted(kinds - words["kind"].keys()) == []
