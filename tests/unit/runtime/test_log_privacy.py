"""Words, names and addresses of people never get into the log, whatever becomes of a request."""

import json
from collections.abc import Iterator
from typing import Any, get_args

import msgspec
import pytest

import timer
import webhook
import ws_authorize
import ws_connect
import ws_default
from parlor.domain.ids import new_ulid
from parlor.domain.rights import ALL_RIGHTS
from parlor.protocol.frames import ClientFrame
from parlor.runtime import handler
from parlor.runtime.app import Process
from parlor.storage import directory
from tests.fakes.api import Api, colleague, settings, sign_up
from tests.fakes.dynamo import tables
from tests.fakes.frames import ROUTES, frame_body
from tests.fakes.log import log_lines
from tests.fakes.world import WaitingTimers

MARK = "Xiaoming"
MAIL = "xiaoming@secret.example"
SAMPLES: dict[str, Any] = {
    "values": {"name": MARK, "email": MAIL},
    "answers": [{"key": "why", "value": MARK}],
    "url": f"https://tea.example/?name={MARK}",
    "email": MAIL,
} | dict.fromkeys(("text", "name", "note", "title", "tag", "phone", "reason"), MARK)
PERSONAL = {"text", "name", "note", "title", "tag", "phone", "email", "reason"}


class Silent:
    def push(self, connections: Any, frame: Any) -> set[str]:
        return set()


class Broken(Silent):
    """Fails with somebody's words in the fault."""

    def push(self, connections: Any, frame: Any) -> set[str]:
        raise ValueError(f"{MARK} wrote from {MAIL}")


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    with tables():
        made = Process(settings(), lambda error: None)
        directory.bind("Directory")
        made.timers = WaitingTimers()  # type: ignore[assignment]
        yield made


def assert_private(lines: list[str], least: int) -> None:
    assert len(lines) >= least
    for line in lines:
        json.loads(line)
        assert MARK.lower() not in line.lower(), line


def body_of(frame: type[msgspec.Struct]) -> dict[str, Any]:
    return frame_body(frame, SAMPLES, PERSONAL)


@pytest.mark.parametrize("sockets", [Silent, Broken])
def test_no_frame_of_a_socket_is_quoted(process: Process, monkeypatch: pytest.MonkeyPatch, sockets: type[Silent]) -> None:
    process.sockets = sockets()  # type: ignore[assignment]
    monkeypatch.setattr(handler, "process", lambda: process)
    frames = get_args(ClientFrame)
    with log_lines() as lines:
        for role, rights in (("agent", ",".join(ALL_RIGHTS)), ("visitor", "")):
            said = {"tenant": new_ulid(2), "role": role, "subject": new_ulid(3), "name": MARK, "departments": new_ulid(1), "rights": rights}
            context = {"authorizer": said, "connectionId": "c", "routeKey": "r", "requestId": "id"}
            for frame in frames:
                body = body_of(frame)
                event = {"requestContext": context, "body": json.dumps(body, ensure_ascii=False)}
                try:
                    ROUTES[body["action"]].handler(event, None)
                except ValueError:
                    assert sockets is Broken, "only the push of the refusal broke"
            for text in (f"{MARK} {{", json.dumps({"action": MARK, "type": MAIL})):
                try:
                    ws_default.handler({"requestContext": context, "body": text}, None)
                except ValueError:
                    assert sockets is Broken
            ws_connect.handler({"requestContext": context}, None)
    assert_private(lines, least=len(frames) if sockets is Silent else 1)


def test_no_job_delivery_or_ticket_is_quoted() -> None:
    record = {"messageId": "1", "attributes": {"ApproximateReceiveCount": "1"}, "receiptHandle": "r"}
    with log_lines() as lines:
        for body in (MARK, json.dumps({"kind": MARK, "tenant": MAIL}), json.dumps({"kind": "queue_due", "tenant": MARK, "text": MAIL})):
            timer.handler({"Records": [record | {"body": body}]}, None)
            webhook.handler({"Records": [record | {"body": body}]}, None)
        event = {"queryStringParameters": {"ticket": f"{MARK}.{MAIL}"}, "methodArn": "arn", "requestContext": {"requestId": "id"}}
        ws_authorize.handler(event, None)
    assert_private(lines, least=7)


def test_no_request_of_the_api_is_quoted(process: Process) -> None:
    with log_lines() as lines:
        api = Api()
        admin = sign_up(api, company=MARK, email=MAIL)
        colleague(admin, f"2{MAIL}", "7")
    assert_private(lines, least=3)
