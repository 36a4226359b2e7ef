"""Pushes as API Gateway sees them: signed as AWS documents it, once more after a fault, and gone means gone."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import msgspec
import pytest

from parlor.gateways.sockets import ApiGatewaySockets, PushRefused

SECRET = "a secret access key"


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Gateway:
    """Answers `statuses` in turn, then 200."""

    url: str
    statuses: list[int] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    sockets_opened: int = 0
    lost: list[Exception] = field(default_factory=list)

    def push(self, *connections: str, frame: object = None) -> set[str]:
        return ApiGatewaySockets(self.url, self.lost.append).push(connections, frame)


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIA")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "session")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")


@pytest.fixture
def gateway(keys: None) -> Iterator[Gateway]:
    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            there.sockets_opened += 1

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            there.received.append(Received(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(there.statuses.pop(0) if there.statuses else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            there.received.append(Received(self.path, {}, b""))
            self.send_response(there.statuses.pop(0))
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    there = Gateway(f"http://127.0.0.1:{server.server_port}/live")
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield there
    server.shutdown()
    server.server_close()


def test_a_frame_is_posted_as_json_to_the_connection(gateway: Gateway) -> None:
    gone = gateway.push("L0SM9cOFvHcCIhw=", frame={"type": "pong"})
    assert gone == set()
    (request,) = gateway.received
    assert request.path == "/live/@connections/L0SM9cOFvHcCIhw%3D"
    assert msgspec.json.decode(request.body) == {"type": "pong"}


def test_a_socket_is_asked_after(gateway: Gateway) -> None:
    gateway.statuses = [200, 410]
    sockets = ApiGatewaySockets(gateway.url, gateway.lost.append)
    assert [sockets.is_open("L0SM9cOFvHcCIhw="), sockets.is_open("L0SM9cOFvHcCIhw=")] == [True, False]
    gateway.statuses = [500, 500]
    with pytest.raises(PushRefused):
        sockets.is_open("L0SM9cOFvHcCIhw=")
    assert {request.path for request in gateway.received} == {"/live/@connections/L0SM9cOFvHcCIhw%3D"}


def test_the_signature_is_that_of_the_documentation(gateway: Gateway) -> None:
    gateway.push("L0SM9cOFvHcCIhw=", frame="x")
    (request,) = gateway.received
    assert request.headers["authorization"].endswith(f"Signature={signature(request, 'eu-west-1')}")
    assert request.headers["x-amz-security-token"] == "session"


def signature(request: Received, region: str) -> str:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"""
    at = request.headers["x-amz-date"]
    signed = request.headers["authorization"].partition("SignedHeaders=")[2].partition(",")[0]
    assert {"host", "x-amz-date", "x-amz-security-token"} <= set(signed.split(";"))
    headers = "".join(f"{name}:{request.headers[name]}\n" for name in signed.split(";"))
    path = request.path.replace("%", "%25").replace("@", "%40")
    canonical = f"POST\n{path}\n\n{headers}\n{signed}\n{sha256(request.body).hexdigest()}"
    scope = f"{at[:8]}/{region}/execute-api/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
    key = f"AWS4{SECRET}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


def test_a_connection_that_is_gone_is_reported_and_not_lost(gateway: Gateway) -> None:
    gateway.statuses = [410]
    assert gateway.push("left", "here") == {"left"}
    assert gateway.lost == []


def test_a_fault_of_the_gateway_is_tried_once_more(gateway: Gateway) -> None:
    gateway.statuses = [500]
    assert gateway.push("here") == set()
    assert len(gateway.received) == 2
    assert gateway.lost == []


def test_a_push_that_fails_twice_is_lost_and_said_so(gateway: Gateway) -> None:
    gateway.statuses = [500, 503]
    assert gateway.push("here") == set()
    assert [str(error)[:3] for error in gateway.lost] == ["503"]


def test_a_push_without_the_right_is_lost_and_said_so(gateway: Gateway) -> None:
    gateway.statuses = [403]
    assert gateway.push("here") == set()
    assert len(gateway.received) == len(gateway.lost) == 1


def test_a_gateway_that_cannot_be_reached_loses_the_push_only(keys: None) -> None:
    lost: list[Exception] = []
    assert ApiGatewaySockets("http://127.0.0.1:9/live", lost.append).push(["here"], "x") == set()
    assert len(lost) == 1


def test_many_are_told_at_once_and_those_gone_are_found(gateway: Gateway) -> None:
    gateway.statuses = [410, 410]
    gone = gateway.push(*(f"c{number}" for number in range(20)))
    assert len(gone) == 2
    assert len(gateway.received) == 20


def test_one_socket_carries_the_pushes_of_one_function(gateway: Gateway) -> None:
    sockets = ApiGatewaySockets(gateway.url, gateway.lost.append)
    for _ in range(5):
        sockets.push(["here"], "x")
    assert len(gateway.received) == 5
    assert gateway.sockets_opened == 1
