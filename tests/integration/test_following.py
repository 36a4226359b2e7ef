"""A message is followed by one name: from the visitor's frame through the functions' log to the webhook's receiver."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from scripts.paths import LOCAL
from scripts.rest import Refused
from tests.company import Company
from tests.people import Person, desk
from tests.running import Running, wait_until

TEXT = "我叫王小明，请寄到 wang.xiaoming@mail.example"


@contextmanager
def receiver() -> Iterator[tuple[int, list[tuple[str, Any]]]]:
    """Its port, and what came: the correlation id of the header, and the event."""
    got: list[tuple[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.headers["Parlor-Correlation-Id"], json.loads(body)))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server.server_port, got
        server.shutdown()


async def talk(company: Company) -> tuple[str, str]:
    async with desk(company, company.admin) as agent:
        visitor, conversation_id = await Person(company).opened()
        await agent.say("chat", "accept", conversation_id=conversation_id)
        ack = await visitor.send(conversation_id, TEXT)
        await visitor.close()
        return conversation_id, f"{ack['client_id']['producer']}.{ack['client_id']['n']}"


def lines_about(name: str) -> dict[str, dict[str, Any]]:
    """By function, the line of a call that names this. The emulator keeps what functions print in its own log (docs/local.md)."""
    texts = [text for text in (LOCAL / "log" / "emulator.log").read_text(errors="replace").splitlines() if name in text]
    told = [json.loads(text) for text in texts if text.startswith("{")]
    return {line["function"].removeprefix("parlor-"): line for line in told if line["message"] == "done"}


@pytest.mark.feature("P-08")
def test_one_name_leads_from_the_visitors_frame_to_the_receiver_of_the_webhook(stack: Running, company: Company) -> None:
    with receiver() as (port, got):
        hook = company.admin.rest.post("/webhooks", url=f"http://127.0.0.1:{port}/in", events=["message.created"])
        conversation_id, name = asyncio.run(talk(company))
        wait_until(lambda: any(event["data"]["entry"].get("text") == TEXT for _, event in got), what="the event")
    followed = next(correlation for correlation, event in got if event["data"]["entry"]["text"] == TEXT)
    assert followed == name

    wanted = {"ws-chat", "stream-notify", "webhook"}
    by = wait_until(lambda: (found := lines_about(name)) and wanted <= set(found) and found, what=f"lines of {sorted(wanted)}")
    sent = by["ws-chat"]
    assert (sent["kind"], sent["outcome"], sent["correlation"]) == ("chat.send", "ok", name)
    assert (sent["tenant"], sent["conversation"]) == (company.tenant_id, conversation_id)
    assert sent["AckTime"] > 0
    assert name in by["stream-notify"]["correlations"]
    assert (by["webhook"]["correlation"], by["webhook"]["webhook"]) == (name, hook["webhook_id"])
    assert "王小明" not in json.dumps(by, ensure_ascii=False)
    assert "wang.xiaoming" not in json.dumps(by)


@pytest.mark.feature("P-08")
def test_a_refusal_of_the_api_is_found_by_the_id_that_its_answer_names(stack: Running, company: Company) -> None:
    with pytest.raises(Refused) as refusal:
        company.admin.rest.get("/webhooks/01ARZ3NDEKTSV4RRFFQ69G5FAV/deliveries")
    found = wait_until(lambda: lines_about(refusal.value.request_id), what="the line")["api"]
    assert (found["kind"], found["outcome"], found["status"]) == ("list_deliveries", "not_found", 404)
