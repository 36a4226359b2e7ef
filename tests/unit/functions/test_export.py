"""The function that makes downloads: what it gives back to the queue."""

import json
from typing import Any

import pytest

import export
from parlor.domain.ids import new_ulid

TENANT, DOWNLOAD = new_ulid(1), new_ulid(2)


class Context:
    aws_request_id = "this-run"

    def __init__(self, left_ms: int) -> None:
        self._left_ms = left_ms

    def get_remaining_time_in_millis(self) -> int:
        return self._left_ms


class Shop:
    """Notes what it was asked, and fails where it is told to."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.asked: list[tuple[str, str, bool, bool]] = []

    def make_download(self, tenant: str) -> Any:
        assert tenant == TENANT

        def make(download_id: str, worker: str, has_time: Any, *, last_try: bool) -> str:
            self.asked.append((download_id, worker, has_time(), last_try))
            if self.fault:
                raise self.fault
            return "done"

        return make


def record(body: str, times: int = 1) -> dict[str, Any]:
    return {"messageId": "m", "body": body, "attributes": {"ApproximateReceiveCount": str(times)}}


def due() -> str:
    return json.dumps({"kind": "download", "tenant": TENANT, "download_id": DOWNLOAD})


def run(monkeypatch: pytest.MonkeyPatch, shop: Shop, message: dict[str, Any], left_ms: int = 200_000) -> list[dict[str, str]]:
    monkeypatch.setattr(export, "workshop", lambda: shop)
    failed: list[dict[str, str]] = export.handler({"Records": [message]}, Context(left_ms))["batchItemFailures"]
    return failed


def test_one_download_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop()
    assert run(monkeypatch, shop, record(due())) == []
    assert run(monkeypatch, shop, record(due(), times=export.TRIES), left_ms=export.MARGIN_MS) == []
    assert shop.asked == [(DOWNLOAD, "this-run", True, False), (DOWNLOAD, "this-run", False, True)]


def test_a_fault_goes_back_to_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, Shop(ConnectionError("no table today")), record(due())) == [{"itemIdentifier": "m"}]
    assert run(monkeypatch, Shop(), record('{"kind": "else"}')) == [{"itemIdentifier": "m"}]
