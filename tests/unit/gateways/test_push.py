"""What a push service and a browser get to see: an encrypted message, signed with the key that the browser was told."""

import json
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from parlor.domain.push import Notice, Subscription
from parlor.gateways.push import WebPush
from parlor.gateways.push_key import public_text, push_key

NOW = 1_790_000_000_000
NOTICE = Notice("Tea & Co", "您好", "https://parlor.example/widget/chat.html#resume=x")


def pusher() -> WebPush:
    return WebPush(lambda: b"a secret", lambda: NOW, "parlor@parlor.example", ("localhost",))


class Browser:
    """A browser and its push service, which answers with `status`."""

    def __init__(self, port: int) -> None:
        self.key = generate_private_key(SECP256R1())
        self.secret = bytes(range(16))
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.subscription = Subscription(
            f"http://localhost:{port}/push", urlsafe_b64encode(point).rstrip(b"=").decode(), urlsafe_b64encode(self.secret).decode()
        )
        self.status = 201
        self.got: list[tuple[dict[str, str], bytes]] = []

    def read(self, body: bytes) -> Any:
        return json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"))


@contextmanager
def served() -> Iterator[Browser]:
    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            browser.got.append((dict(self.headers.items()), body))
            self.send_response(browser.status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    with HTTPServer(("localhost", 0), Service) as server:
        browser = Browser(server.server_port)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield browser
        server.shutdown()
        thread.join()


def test_the_browser_can_read_it_and_the_service_can_check_it() -> None:
    with served() as browser:
        assert pusher().push(browser.subscription, NOTICE) == "sent"
        headers, body = browser.got[0]
        assert browser.read(body) == {"company": "Tea & Co", "text": "您好", "url": NOTICE.url}
        assert (headers["Content-Encoding"], headers["TTL"]) == ("aes128gcm", "86400")
        assert Vapid02.verify(headers["Authorization"])
        token, _, key = headers["Authorization"].removeprefix("vapid t=").partition(",k=")
        assert key.rstrip("=") == public_text(push_key(b"a secret"))
        claims = json.loads(urlsafe_b64decode(token.split(".")[1] + "=="))
        origin = browser.subscription.endpoint.removesuffix("/push")
        assert claims == {"aud": origin, "sub": "mailto:parlor@parlor.example", "exp": NOW // 1000 + 12 * 3600}


@pytest.mark.parametrize(
    ("status", "outcome"), [(200, "sent"), (404, "gone"), (410, "gone"), (302, "failed"), (429, "failed"), (500, "failed")]
)
def test_what_the_service_answers(status: int, outcome: str) -> None:
    with served() as browser:
        browser.status = status
        assert pusher().push(browser.subscription, NOTICE) == outcome
        assert len(browser.got) == 1


def test_nobody_there_is_a_failure_and_no_error() -> None:
    with served() as browser:
        pass
    assert pusher().push(browser.subscription, NOTICE) == "failed"


def test_an_address_or_a_key_that_can_never_do_is_gone() -> None:
    with served() as browser:
        strict = WebPush(lambda: b"a secret", lambda: NOW, "parlor@parlor.example", ())
        assert strict.push(browser.subscription, NOTICE) == "gone"
        off_the_curve = urlsafe_b64encode(b"\4" + bytes(63) + b"\1").decode()
        broken = Subscription(browser.subscription.endpoint, off_the_curve, browser.subscription.auth)
        assert pusher().push(broken, NOTICE) == "gone"
        assert browser.got == []


def test_the_key_follows_from_the_secret() -> None:
    assert public_text(push_key(b"a secret")) == public_text(push_key(b"a secret"))
    assert public_text(push_key(b"a secret")) != public_text(push_key(b"another"))
    assert len(urlsafe_b64decode(public_text(push_key(b"a secret")) + "=")) == 65
