"""Every frame of a socket, sent by every role: the table of frames' rights decides, and knows every frame there is."""

from collections.abc import Iterator
from typing import Any, get_args

import msgspec
import pytest

from parlor.domain.ids import new_ulid
from parlor.domain.rights import ALL_RIGHTS, FIXED_ROLES, ROLE_RIGHTS
from parlor.protocol import frames
from parlor.protocol.frame_rights import FRAME_RIGHTS, OF_WHO_TAKES_PART, VISITORS
from parlor.protocol.frames import ClientFrame, ErrorFrame
from parlor.runtime import handler
from parlor.runtime.app import Process
from parlor.storage import directory
from tests.fakes.api import settings
from tests.fakes.dynamo import tables
from tests.fakes.frames import ROUTES, frame_body
from tests.fakes.world import WaitingTimers

ROLES: dict[str, frozenset[str]] = {role: frozenset(ROLE_RIGHTS[role]) for role in FIXED_ROLES} | {
    "nothing": frozenset(),
    "limited": frozenset(ALL_RIGHTS),
}
DEPARTMENT, TENANT, AGENT = new_ulid(1), new_ulid(2), new_ulid(3)
SAMPLES: dict[str, Any] = {
    "text": "hello",
    "to_agent_id": new_ulid(4),
    "whisper": True,
    "watch": True,
    "values": {"name": "x"},
    "answers": [{"key": "stars", "stars": 5}],
    "name": "x",
    "tag": "x",
    "url": "https://tea.example/",
    "email": "a@example.com",
}


class Sockets:
    """Remembers what was pushed to the sender."""

    def __init__(self) -> None:
        self.refusal: ErrorFrame | None = None

    def push(self, connections: Any, frame: Any) -> set[str]:
        if isinstance(frame, ErrorFrame):
            self.refusal = frame
        return set()


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    with tables():
        made = Process(settings(), lambda error: None)
        directory.bind("Directory")
        made.timers = WaitingTimers()  # type: ignore[assignment]
        yield made


def send(process: Process, frame: type[msgspec.Struct], rights: frozenset[str], monkeypatch: pytest.MonkeyPatch, reach: str = "") -> Any:
    """The refusal, or None."""
    sockets = Sockets()
    process.sockets = sockets  # type: ignore[assignment]
    monkeypatch.setattr(handler, "process", lambda: process)
    body = body_of(frame)
    said = {"tenant": TENANT, "role": "agent", "subject": AGENT, "name": "Lin", "departments": DEPARTMENT, "rights": ",".join(rights)}
    context = {"authorizer": said | {"reach": reach}, "connectionId": "desk", "routeKey": body["action"]}
    assert ROUTES[body["action"]].handler({"requestContext": context, "body": msgspec.json.encode(body).decode()}, None)
    return sockets.refusal


def body_of(frame: type[msgspec.Struct]) -> dict[str, Any]:
    return frame_body(frame, SAMPLES, {"whisper", "watch", "to_agent_id"})


def test_every_frame_is_in_the_table_once() -> None:
    known = [*FRAME_RIGHTS, *VISITORS, *OF_WHO_TAKES_PART]
    assert sorted(each.__name__ for each in known) == sorted(each.__name__ for each in get_args(ClientFrame))


@pytest.mark.parametrize("frame", [*FRAME_RIGHTS, *OF_WHO_TAKES_PART], ids=lambda frame: frame.__name__)
def test_each_role_sends_what_its_rights_say(process: Process, monkeypatch: pytest.MonkeyPatch, frame: type[msgspec.Struct]) -> None:
    needed = {need.right for need in FRAME_RIGHTS.get(frame, ()) if need.holds is not None}
    for role, rights in ROLES.items():
        refusal = send(process, frame, rights, monkeypatch, f"within,{DEPARTMENT}" if role == "limited" else "")
        missing = refusal is not None and "have the right" in refusal.message
        assert missing is (not needed <= rights), (role, refusal)
        assert refusal is None or refusal.code != "bad_frame", refusal


@pytest.mark.parametrize("frame", VISITORS, ids=lambda frame: frame.__name__)
def test_no_right_lets_staff_send_what_visitors_send(
    process: Process, monkeypatch: pytest.MonkeyPatch, frame: type[msgspec.Struct]
) -> None:
    refusal = send(process, frame, frozenset(ALL_RIGHTS), monkeypatch)
    assert refusal is not None
    assert refusal.code == "forbidden", refusal


def test_a_refused_frame_stands_in_the_audit_log(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    from parlor.domain.ids import TenantId

    send(process, frames.TakeOver, frozenset(), monkeypatch)
    log = process.app(TenantId(TENANT)).audit
    entries, _ = log.page(0, process.clock.now_ms() + 1, None, lambda entry: entry.action == "supervise.take_over")
    assert [(entry.outcome, entry.right, entry.actor.name) for entry in entries] == [("refused", "take_over", "Lin")]
