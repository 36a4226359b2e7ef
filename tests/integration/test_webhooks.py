"""Webhooks against the receiver of the documentation, which runs on this machine."""

import asyncio
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from scripts.paths import ROOT
from scripts.rest import Refused
from tests.company import Company
from tests.people import Person, desk
from tests.running import Running, wait_until

RECEIVER = ROOT / "docs" / "examples" / "webhooks" / "receiver.py"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def is_open(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def receiver(port: int, secret: str) -> Iterator[list[dict[str, Any]]]:
    """The example as it stands, and the events that it prints."""
    events: list[dict[str, Any]] = []
    with subprocess.Popen([sys.executable, str(RECEIVER), str(port), secret], stdout=subprocess.PIPE, text=True) as running:
        lines = running.stdout
        assert lines is not None
        threading.Thread(target=lambda: events.extend(map(json.loads, lines)), daemon=True).start()
        try:
            wait_until(lambda: is_open(port), what="the receiver")
            yield events
        finally:
            running.terminate()


@contextmanager
def refusing(port: int) -> Iterator[list[bytes]]:
    """A receiver that answers 500."""
    got: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(500)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", port), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield got
        server.shutdown()


async def talk(company: Company) -> str:
    async with desk(company, company.admin) as agent:
        visitor, conversation_id = await Person(company).opened()
        await agent.say("chat", "accept", conversation_id=conversation_id)
        await visitor.send(conversation_id, "龙井多少钱")
        said = await agent.send(conversation_id, "twelve euros")
        await agent.say("chat", "recall", conversation_id=conversation_id, seq=said["seq"])
        await agent.say("chat", "end", conversation_id=conversation_id)
        await visitor.until(lambda frame: frame["type"] == "entry" and frame["entry"]["kind"] == "closed")
        await visitor.close()
        return conversation_id


@pytest.mark.feature("S-10")
def test_what_happens_arrives_signed_in_order_and_once_and_again_after_a_failure(stack: Running, company: Company) -> None:
    rest, port = company.admin.rest, free_port()
    wanted = ["conversation.opened", "conversation.accepted", "message.created", "message.recalled", "conversation.ended"]
    wanted += ["customer.created", "customer.changed"]
    hook = rest.post("/webhooks", url=f"http://127.0.0.1:{port}/in", events=wanted)
    address = f"/webhooks/{hook['webhook_id']}"

    def deliveries() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = rest.get(f"{address}/deliveries")["deliveries"]
        return found

    with refusing(port) as refused:
        rest.post(f"{address}/ping")
        wait_until(lambda: refused, what="the first try")
        wait_until(lambda: deliveries()[0]["state"] == "retrying", what="the try in the log")
        assert rest.get("/webhooks")["webhooks"][0]["failing_since"] > 0
    secret = rest.post(f"{address}/secret")["secret"]
    with receiver(port, secret) as events:
        card = rest.post("/customers", name="周小雅", phone="13800000000")
        rest.patch(f"/customers/{card['customer_id']}", version=card["version"], name="周小雅", phone="13900000000")
        conversation_id = asyncio.run(talk(company))
        wait_until(lambda: any(event["type"] == "customer.changed" for event in events), what="the change of the card")
        phones = [event["data"]["phone"] for event in events if event["about"] == card["customer_id"]]
        assert phones == ["13800000000", "13900000000"]
        wait_until(lambda: any(event["type"] == "ping" for event in events), what="the ping after its pause")
        wait_until(lambda: any(event["type"] == "conversation.ended" for event in events), what="the end of the conversation")
        told = [event for event in events if event["type"] not in ("ping", "customer.created", "customer.changed")]
        assert [event["data"]["entry"]["seq"] for event in told] == sorted(event["data"]["entry"]["seq"] for event in told)
        assert {event["about"] for event in told} == {conversation_id}
        said = [event["data"]["entry"]["text"] for event in told if event["type"] == "message.created"]
        assert [text for text in said if text in ("龙井多少钱", "twelve euros")] == ["龙井多少钱", "twelve euros"]
        (recalled,) = [event["data"]["entry"]["target"] for event in told if event["type"] == "message.recalled"]
        assert [event["data"]["entry"].get("text") for event in told if event["data"]["entry"]["seq"] == recalled] == ["twelve euros"]
        steps = [event["type"] for event in told if event["type"].startswith("conversation.")]
        assert steps == ["conversation.opened", "conversation.accepted", "conversation.ended"]
        wait_until(lambda: {each["state"] for each in deliveries()} == {"delivered"}, what="everything delivered")
        assert "failing_since" not in rest.get("/webhooks")["webhooks"][0]
        rotated = rest.post(f"{address}/rotate", version=rest.get("/webhooks")["webhooks"][0]["version"], overlap_hours=0)
        rest.post(f"{address}/resend", delivery_id=deliveries()[0]["delivery_id"])
        wait_until(lambda: any(each.get("status") == 401 for each in deliveries()), what="the old secret no longer good")
    rest.patch(address, version=rotated["version"], active=False)
    with pytest.raises(Refused, match="not_active"):
        rest.post(f"{address}/ping")


@pytest.mark.feature("S-10")
def test_addresses_of_inner_networks_and_other_companies_webhooks_are_refused(stack: Running, company: Company) -> None:
    rest = company.admin.rest
    for url in ("https://169.254.169.254/latest/meta-data", "http://shop.example/", "https://[::1]/", "https://metadata/"):
        with pytest.raises(Refused) as refusal:
            rest.post("/webhooks", url=url, events=["message.created"])
        assert refusal.value.problem["field"] == "url"
    with pytest.raises(Refused) as refusal:
        rest.post("/webhooks", url="https://shop.example/", events=["message.deleted"])
    assert refusal.value.problem["field"] == "events"
    # A name that everybody may register and that stands for this very machine.
    hook = rest.post("/webhooks", url="https://localtest.me/in", events=["message.created"])
    rest.post(f"/webhooks/{hook['webhook_id']}/ping")
    log = f"/webhooks/{hook['webhook_id']}/deliveries"
    wait_until(lambda: rest.get(log)["deliveries"], what="the refusal in the log")
    assert rest.get(log)["deliveries"][0]["problem"] in ("forbidden_address", "unreachable")
    agent = company.add_agent("Lin")
    for method, path in (("get", "/webhooks"), ("get", log)):
        with pytest.raises(Refused, match="forbidden"):
            getattr(agent.rest, method)(path)
    with Company.sign_up(stack) as other:
        for path in (log, f"/webhooks/{hook['webhook_id']}/deliveries"):
            with pytest.raises(Refused, match="not_found"):
                other.admin.rest.get(path)
