"""Which addresses are called, and which never, whatever their names say."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from parlor.gateways.webhook_caller import WebhookCaller, is_public


class Log:
    def __init__(self) -> None:
        self.port = 0
        self.status = 204
        self.pause_s = 0.0
        self.got: list[tuple[str, dict[str, str], bytes]] = []


@contextmanager
def receiver() -> Iterator[Log]:
    log = Log()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            log.got.append((self.path, dict(self.headers.items()), body))
            time.sleep(log.pause_s)
            self.send_response(log.status)
            self.send_header("Location", "http://127.0.0.1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        log.port = server.server_port
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield log
        server.shutdown()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "ff02::1",
    ],
)
def test_no_address_of_a_network_of_ours_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_addresses_of_the_public_network_are(address: str) -> None:
    assert is_public(address)


def test_a_name_that_stands_for_an_inner_address_is_not_called() -> None:
    with receiver() as log:
        for found in (["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["169.254.169.254"]):
            caller = WebhookCaller((), lambda host, port, found=found: found)
            answer = caller.post(f"https://shop.example:{log.port}/", {}, b"{}")
            assert (answer.status, answer.problem) == (None, "forbidden_address")
        assert WebhookCaller((), lambda host, port: ["127.0.0.1"]).post(f"http://shop.example:{log.port}/", {}, b"").problem
        assert log.got == []


def test_what_is_posted_arrives_as_it_is() -> None:
    with receiver() as log:
        caller = WebhookCaller(("hook.test",), lambda host, port: ["127.0.0.1"])
        answer = caller.post(f"http://hook.test:{log.port}/in?a=1", {"Parlor-Event": "ping"}, '{"text":"龙井"}'.encode())
        assert (answer.status, answer.problem) == (204, "")
        ((path, headers, body),) = log.got
        assert (path, headers["Host"], headers["Parlor-Event"]) == ("/in?a=1", f"hook.test:{log.port}", "ping")
        assert body.decode() == '{"text":"龙井"}'


@pytest.mark.parametrize(("status", "problem"), [(500, "status"), (404, "status"), (302, "redirect"), (200, "")])
def test_only_a_yes_is_a_yes_and_nobody_is_sent_elsewhere(status: int, problem: str) -> None:
    with receiver() as log:
        log.status = status
        answer = WebhookCaller(("127.0.0.1",)).post(f"http://127.0.0.1:{log.port}/", {}, b"")
        assert (answer.status, answer.problem) == (status, problem)
        assert len(log.got) == 1


def test_who_takes_too_long_or_is_not_there_is_said_to_be_so() -> None:
    with receiver() as log:
        log.pause_s = 1
        caller = WebhookCaller(("127.0.0.1",), patience_s=0.2)
        assert caller.post(f"http://127.0.0.1:{log.port}/", {}, b"").problem == "timeout"
        # Plain HTTP where TLS was asked for.
        assert caller.post(f"https://127.0.0.1:{log.port}/", {}, b"").problem == "tls"
    assert WebhookCaller(("127.0.0.1",)).post("http://127.0.0.1:1/", {}, b"").problem == "unreachable"

    def nowhere(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    assert WebhookCaller((), nowhere).post("https://nowhere.example/", {}, b"").problem == "unreachable"
