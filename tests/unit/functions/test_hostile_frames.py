"""Frames that are well-formed and frames that somebody has bent, from a visitor and from an agent in a conversation, into the handlers of
the sockets. Each is done or refused with an error that names the field; none is a fault of ours, and what is refused has written nothing.

A quick part with a fixed seed; `make fuzz` sends many more, each time others.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how_many
from hypothesis import strategies as st

import ws_connect
import ws_default
from parlor.domain.ids import new_ulid
from parlor.domain.limits import Buckets
from parlor.domain.rights import ALL_RIGHTS
from parlor.protocol.frame_rights import VISITORS
from parlor.protocol.frames import ClientFrame, ConversationFrame, ErrorFrame
from parlor.runtime import handler
from parlor.runtime.app import Process
from parlor.storage import directory
from tests.fakes.api import Api, settings, sign_up
from tests.fakes.dynamo import tables
from tests.fakes.frames import ROUTES
from tests.fakes.hostile import RAW_VALUES, WEIRD_TEXTS, bent, is_object, tell, well_formed
from tests.fakes.world import RecordingSockets, WaitingTimers
from tests.fakes.writes import Written, watched

TIMES = int(os.environ.get("FUZZ", "0"))
"""How many frames of each kind in each of the two ways; 0: the quick part."""
how = how_many(
    max_examples=TIMES * 4 or 10,
    derandomize=not TIMES,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink] if TIMES else [Phase.generate],
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
ABOUT_THE_FORM = ("invalid", "unknown_field", "unknown_action", "too_long", "required")


class Room:
    """A company with a visitor and an agent in a conversation, behind the handlers."""

    def __init__(self, process: Process, written: Written) -> None:
        self.process = process
        self.written = written
        self.outcomes: Counter[str] = Counter()
        api = Api()
        admin = sign_up(api)
        self.tenant = admin.tenant
        style = admin.get("/styles")["styles"][0]["style_id"]
        departments = [each["department_id"] for each in admin.get("/departments")["departments"]]
        self.visitor = api.call("POST", "/widget/visit", {"tenant_id": admin.tenant, "style_id": style}).json["visitor_id"]
        self.agent = admin.agent_id
        self.process.clock = api.clock  # type: ignore[assignment]
        self.process.timers = WaitingTimers()  # type: ignore[assignment]
        self.process.buckets = Buckets(10**6)
        directory.bind("Directory")
        self.says = {
            "visitor": {"tenant": self.tenant, "role": "visitor", "subject": self.visitor, "style": style},
            "agent": {
                "tenant": self.tenant,
                "role": "agent",
                "subject": self.agent,
                "name": "Owner",
                "staff_role": "admin",
                "departments": ",".join(departments),
                "rights": ",".join(ALL_RIGHTS),
            },
        }
        assert admin.call("POST", "/socket-ticket").status == 200
        self.conversation = ""
        self.open()
        self.names = {
            "conversation_id": st.builds(lambda: self.conversation),
            "visitor_id": st.just(self.visitor),
            "agent_id": st.just(self.agent),
            "to_agent_id": st.just(self.agent),
            "department_id": st.sampled_from(departments),
            "client_id": st.builds(lambda n: {"producer": "abcdefghjkmn", "n": n}, st.integers(1, 50)),
        }

    def open(self) -> None:
        """The visitor is in a conversation, and the agent has it."""
        self.connect("agent")
        self.send("presence", "agent", '{"action":"presence","type":"state","state":"online"}')
        self.connect("visitor")
        opened = self.send("chat", "visitor", '{"action":"chat","type":"open"}')
        self.conversation = next(each for each in opened if isinstance(each, ConversationFrame)).conversation.conversation_id
        self.send("chat", "agent", f'{{"action":"chat","type":"accept","conversation_id":"{self.conversation}"}}')

    def send(self, action: str, role: str, text: str) -> list[Any]:
        """What the sender was sent for it. API Gateway leads frames with another action to `$default`."""
        sockets = RecordingSockets()
        self.process.sockets = sockets  # type: ignore[assignment]
        route = ROUTES.get(action, ws_default)
        self.written.begin()
        answer = route.handler(self._event(action, role, text), None)
        assert answer == {"statusCode": 200}
        return sockets.frames[role]

    def connect(self, role: str) -> None:
        self.process.sockets = RecordingSockets()  # type: ignore[assignment]
        assert ws_connect.handler(self._event("$connect", role), None) == {"statusCode": 200}

    def _event(self, route: str, role: str, text: str = "") -> dict[str, Any]:
        return {"requestContext": {"authorizer": self.says[role], "connectionId": role, "routeKey": route}, "body": text}

    def check(self, action: str, role: str, text: str) -> None:
        errors = [each for each in self.send(action, role, text) if isinstance(each, ErrorFrame)]
        self.outcomes[errors[0].code if errors else "done"] += 1
        if not errors:
            return
        (error,) = errors
        assert error.code != "internal", (role, text)
        if error.code in ABOUT_THE_FORM and is_object(text):
            assert error.field is not None, (role, text, error)
        # An invitation is written before it is shown, so that its answer finds it; then there may be nobody to show it to.
        own = ("#AUDIT#", "#INVITED#") if error.code == "visitor_gone" else ("#AUDIT#",)
        kept = [key for key in self.written.keys if not any(part in key for part in own)]
        assert not kept, (role, text, error, kept)


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    with tables(), watched() as written, pytest.MonkeyPatch.context() as patch:
        process = Process(settings(), lambda error: None)
        patch.setattr(handler, "process", lambda: process)
        made = Room(process, written)
        yield made
        tell("frames", made.outcomes)


def action_of(frame: Any) -> str:
    info: Any = msgspec.inspect.type_info(frame)
    return str(next(field.type.values[0] for field in info.fields if field.name == "action"))


def sender(frame: Any) -> st.SearchStrategy[str]:
    return st.sampled_from(["visitor", "visitor", "visitor", "agent"] if frame in VISITORS else ["agent", "agent", "visitor"])


@pytest.mark.parametrize("frame", get_args(ClientFrame), ids=lambda frame: frame.__name__)
def test_a_frame_is_done_or_refused(room: Room, frame: Any) -> None:
    action, valid = action_of(frame), well_formed(frame, room.names)
    room.process.buckets = Buckets(10**6)
    room.open()

    @how
    @given(text=valid.map(lambda value: msgspec.json.encode(value).decode()) | bent(valid), role=sender(frame))
    def send(text: str, role: str) -> None:
        room.check(action, role, text)

    send()


@pytest.mark.parametrize("action", [*ROUTES, "nonsense"])
def test_what_is_no_frame_is_refused(room: Room, action: str) -> None:
    texts = [*WEIRD_TEXTS, *RAW_VALUES, "null", "[]", '"x"', "{}", '{"action":null}', f'{{"action":"{action}"}}', "[" * 30_000]
    for text in texts:
        before = room.outcomes["done"]
        room.check(action, "visitor", text)
        assert room.outcomes["done"] == before, text


def test_names_of_others_are_no_way_in(room: Room) -> None:
    """Given the conversation's name but another tenant's context, then nothing is there."""
    room.says["stranger"] = room.says["visitor"] | {"tenant": new_ulid(1)}
    client_id = {"producer": "abcdefghjkmn", "n": 1}
    frame = {"action": "chat", "type": "send", "conversation_id": room.conversation, "client_id": client_id, "text": "x"}
    (error,) = room.send("chat", "stranger", msgspec.json.encode(frame).decode())
    assert isinstance(error, ErrorFrame)
    assert error.code in ("forbidden", "not_found", "not_a_member")
    assert not room.written.keys
