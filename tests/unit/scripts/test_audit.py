"""Known weaknesses: found ones fail, excused ones do not until their day, and no network is no failure."""

import io
import json
import urllib.request
from datetime import date
from typing import Any

import pytest

from scripts import audit

FOUND = ["chalice 1.34.0: GHSA-aaaa-bbbb-cccc"]


def answering(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    def urlopen(request: urllib.request.Request, timeout: float) -> io.BytesIO:
        if isinstance(answer, Exception):
            raise answer
        count = len(json.loads(request.data or b"")["queries"])  # type: ignore[arg-type]
        return io.BytesIO(json.dumps({"results": [answer] + [{}] * (count - 1)}).encode())

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)


def test_everything_that_goes_to_lambda_is_asked_about() -> None:
    names = {name for name, _ in audit.shipped_packages()}
    assert {"msgspec", "pynamodb", "chalice", "cryptography", "pyjwt", "botocore", "urllib3"} <= names


def test_a_weakness_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, {"vulns": [{"id": "GHSA-aaaa-bbbb-cccc"}]})
    assert audit.weaknesses_in_python([("chalice", "1.34.0")]) == FOUND


def test_nobody_who_answers_is_no_weakness(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    answering(monkeypatch, OSError("no network"))
    monkeypatch.setattr(audit, "weaknesses_in_node", list)
    assert audit.main() == 0
    assert "skipped" in capsys.readouterr().out


def test_it_fails_unless_excused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "weaknesses_in_python", lambda packages: FOUND)
    monkeypatch.setattr(audit, "weaknesses_in_node", list)
    assert audit.main() == 1


def test_an_excuse_ends() -> None:
    excuse = {"id": "GHSA-aaaa-bbbb-cccc", "reason": "We do not use it.", "until": date(2026, 12, 31)}
    assert audit.not_excused(FOUND, [excuse], date(2026, 12, 31)) == []
    assert audit.not_excused(FOUND, [excuse], date(2027, 1, 1)) == FOUND
    assert audit.not_excused(FOUND, [excuse | {"reason": ""}], date(2026, 12, 1)) == FOUND
