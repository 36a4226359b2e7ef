"""Between the functions and DynamoDB of the emulator: a share of the requests is refused, slow, cut, or done without an answer."""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from scripts.paths import HOST

SHARES = {"throttled": 8, "failed": 4, "slow": 4, "late": 1, "cut": 4, "answer lost": 8}
"""How often each fault comes among twenty-nine."""
SLOW_S = 0.4
LATE_S = 3.5
"""Longer than the functions' client waits (storage/connection.py): it asks again, and then the first request takes effect."""
_JSON = "application/x-amz-json-1.0"
_REFUSALS = {
    "throttled": (400, "ProvisionedThroughputExceededException", "The level of configured provisioned throughput was exceeded."),
    "failed": (500, "InternalServerError", "The request could not be processed because of an internal failure."),
}


class FaultyProxy(ThreadingHTTPServer):
    """`rate` is the share of requests that a fault hits. Requests keep their `Host`, so that their signatures hold."""

    daemon_threads = True

    def __init__(self, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.rate = 0.0
        self.hit: Counter[str] = Counter()
        self.requests = 0
        self._chance = random.Random(seed)
        self._lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def fault(self) -> str:
        """What hits the next request; empty for nothing."""
        with self._lock:
            self.requests += 1
            if self._chance.random() >= self.rate:
                return ""
            (found,) = self._chance.choices(list(SHARES), list(SHARES.values()))
            self.hit[found] += 1
            return found

    def handle_error(self, *_: Any) -> None:
        """A function that has given up or was killed has closed its end."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: FaultyProxy

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fault = self.server.fault()
        if fault in _REFUSALS:
            status, name, message = _REFUSALS[fault]
            refusal = {"__type": f"com.amazonaws.dynamodb.v20120810#{name}", "message": message}
            self._answer(status, _JSON, json.dumps(refusal).encode())
            return
        time.sleep({"slow": SLOW_S, "late": LATE_S}.get(fault, 0))
        if fault == "cut":
            self.close_connection = True
            return
        answer = self._forward(body)
        if fault == "answer lost":
            self.close_connection = True
            return
        self._answer(*answer)

    def _forward(self, body: bytes) -> tuple[int, str, bytes]:
        upstream = HTTPConnection(HOST, timeout=30)
        try:
            upstream.putrequest("POST", self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                upstream.putheader(name, value)
            upstream.endheaders(body)
            found = upstream.getresponse()
            return found.status, found.headers.get("Content-Type", _JSON), found.read()
        finally:
            upstream.close()

    def _answer(self, status: int, kind: str, data: bytes) -> None:
        with suppress(ConnectionError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def faulty_proxy(seed: int) -> Iterator[FaultyProxy]:
    with FaultyProxy(seed) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
