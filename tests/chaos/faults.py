"""Faults at the calls that a function makes: every request to AWS, every push and every timer is one call.

A fault hits the k-th call since `arm`. Requests go through botocore with its own retries; only its pauses are left out.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, Literal
from unittest.mock import patch

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ReadTimeoutError
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse
from msgspec import Struct

from tests.fakes.world import FixedClock

Mode = Literal["killed before", "killed after", "answer lost", "throttled", "throttled long", "slow"]
MODES: tuple[Mode, ...] = ("killed before", "killed after", "answer lost", "throttled", "throttled long", "slow")
_CALLS_HIT: dict[Mode, int] = {"throttled": 2, "throttled long": 9, "slow": 4}
"""Two are what the client's own retries bear; nine are more than any. Other faults hit one call."""
_SLOW_MS = 2_900
"""A moment less than the client's patience."""
LIMIT_MS = 10_000
"""A function's time (template.yaml)."""


class Killed(BaseException):
    """The function's process has ended in the middle: no code of the product sees it."""


class CallFailedError(Exception):
    """A push or a timer that was not taken."""


class Fault(Struct, frozen=True):
    mode: Mode
    k: int


class Faults:
    """`calls` are the names of the calls since `arm`; `injected` counts all faults that hit something."""

    def __init__(self, clock: FixedClock) -> None:
        self._clock = clock
        self._fault: Fault | None = None
        self._began = 0
        self._by_token: dict[str, tuple[int, Any, bytes]] = {}
        self._watching = False
        self.calls: list[str] = []
        self.injected = 0

    @contextmanager
    def armed(self, fault: Fault | None) -> Iterator[None]:
        """One invocation of a function with at most one fault in it."""
        self._fault, self.calls, self._began, self._watching = fault, [], self._clock.now, True
        try:
            yield
        finally:
            self._fault, self._watching = None, False

    def _due(self, name: str) -> Mode | None:
        """The fault that hits this call."""
        if not self._watching:
            return None
        self.calls.append(name)
        fault = self._fault
        if fault is None or not fault.k <= len(self.calls) < fault.k + _CALLS_HIT.get(fault.mode, 1):
            return None
        self.injected += 1
        return fault.mode

    def own(self, name: str, work: Callable[[], Any]) -> Any:
        """A call that is not made through botocore."""
        mode = self._due(name)
        if mode in ("throttled", "throttled long"):
            raise CallFailedError(name)
        return self._done(mode, work)

    def _done(self, mode: Mode | None, work: Callable[[], Any]) -> Any:
        if mode == "killed before":
            raise Killed
        if mode == "slow":
            self._clock.pass_ms(_SLOW_MS)
            if self._clock.now - self._began > LIMIT_MS:
                raise Killed
        result = work()
        if mode == "killed after":
            raise Killed
        if mode == "answer lost":
            raise CallFailedError
        return result

    def request(self, request: Any, answer: Callable[[], Any]) -> Any:
        """A request of botocore's."""
        name = _name(request)
        mode = self._due(name)
        if mode in ("throttled", "throttled long"):
            return _throttled(request)
        try:
            return self._done(mode, lambda: self._once(request, answer))
        except CallFailedError:
            raise ReadTimeoutError(endpoint_url=request.url) from None

    def _once(self, request: Any, answer: Callable[[], Any]) -> Any:
        """A transaction that is sent again with its token is answered as before, as DynamoDB does and moto does not."""
        token = _token(request)
        if token in self._by_token:
            status, headers, body = self._by_token[token]
            return AWSResponse(request.url, status, headers, MockRawResponse(body))
        found = answer()
        if token and found is not None and found.status_code == 200:
            body = found.content
            self._by_token[token] = (found.status_code, found.headers, body)
            return AWSResponse(request.url, found.status_code, found.headers, MockRawResponse(body))
        return found


def _name(request: Any) -> str:
    target = request.headers.get("X-Amz-Target", b"")
    text = target.decode() if isinstance(target, bytes) else target
    return text.rpartition(".")[2] or f"{request.method} {request.url.split('/')[2].split('.')[0]}"


def _token(request: Any) -> str:
    if _name(request) != "TransactWriteItems":
        return ""
    return str(json.loads(request.body).get("ClientRequestToken", ""))


def _throttled(request: Any) -> AWSResponse:
    body = b'{"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "Rate exceeded"}'
    return AWSResponse(request.url, 400, {"Content-Type": "application/x-amz-json-1.0"}, MockRawResponse(body))


@contextmanager
def between_botocore_and_moto(faults: Faults) -> Iterator[None]:
    """Every request passes through `faults`; botocore's pauses between its tries are left out."""
    answer = BotocoreStubber.__call__

    def call(self: BotocoreStubber, event_name: str, request: Any, **more: Any) -> Any:
        return faults.request(request, lambda: answer(self, event_name, request, **more)) if self.enabled else None

    no_pause = patch("botocore.endpoint.time", SimpleNamespace(sleep=lambda _: None))
    with patch.object(BotocoreStubber, "__call__", call), no_pause:
        yield
