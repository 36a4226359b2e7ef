"""Every frame with another company's ids, and with those of another visitor: the answer is that for an id that never was, nobody of
theirs hears of it, and nothing of theirs changes. And every frame from the wrong side."""

import re
from typing import Any, get_args

import msgspec
import pytest

from parlor.domain.ids import new_ulid
from parlor.protocol import frames, frames_internal
from parlor.protocol.frame_rights import VISITORS
from parlor.protocol.frames import ClientFrame
from tests.fakes.naming import Place, filled, name_of, places
from tests.unit.functions.test_frame_rights import body_of
from tests.unit.isolation.conftest import Two

FRAMES: tuple[type[msgspec.Struct], ...] = get_args(ClientFrame)
OF_BOTH: tuple[type[msgspec.Struct], ...] = (
    frames.SendMessage,
    frames.SyncLog,
    frames.AskHistory,
    frames.Typing,
    frames.MarkRead,
    frames.RecallMessage,
    frames.EndConversation,
    frames.Ping,
)
"""What visitors and staff send. Every other frame is of one side (protocol/frame_rights.py): refused to the other."""
NAMES = {"to_agent_id": "agent_id", "to_department_id": "department_id", "visitor_ids": "visitor_id"}
"""What a place names, where it is not called after it."""
OWN_WORDS = {
    "form_id": "a word in the company's settings",
    "reason_id": "a word in the company's settings",
    "rule_id": "a word in a style",
    "topic_id": "a word in the company's settings",
}
_ULID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")


def spots(frame: type[msgspec.Struct]) -> list[Place]:
    return [each for each in dict.fromkeys(places(frame, ("_id", "_ids"))) if name_of(each) not in OWN_WORDS]


def thing(frame: type[msgspec.Struct], place: Place) -> str:
    name = NAMES.get(name_of(place), name_of(place))
    return "internal_id" if name == "conversation_id" and frame.__module__ == frames_internal.__name__ else name


def intruders(frame: type[msgspec.Struct]) -> list[str]:
    """Who may send it. A visitor of the same company is another intruder into a visitor's conversation."""
    staff = [] if frame in VISITORS else ["desk"]
    return staff + (["tab", "neighbour"] if frame in VISITORS or frame in OF_BOTH else [])


NEIGHBOURS_OWN = {"department_id", "to_department_id", "file_id"}
"""What a visitor of the same company may name: its departments. Files are looked for in the visitor's own conversation, and who has none
is refused for that."""
WALK = [
    (frame, place, who)
    for frame in FRAMES
    for place in spots(frame)
    for who in intruders(frame)
    if who != "neighbour" or name_of(place) not in NEIGHBOURS_OWN
]


def label(value: Any) -> str:
    return value.__name__ if isinstance(value, type) else value if isinstance(value, str) else ".".join(value)


def test_it_is_known_what_every_id_names(two: Two) -> None:
    unknown = {thing(frame, place) for frame, place, _ in WALK} - set(two.theirs.things)
    assert unknown == set(), "say in NAMES what it names, and let tests/fakes/tenants.py make one; or in OWN_WORDS why it names nothing"


@pytest.mark.parametrize(("frame", "place", "who"), WALK, ids=label)
def test_what_is_not_ones_own_never_was(two: Two, frame: type[msgspec.Struct], place: Place, who: str) -> None:
    found = ask(two, frame, place, who, two.theirs.things[thing(frame, place)])
    if who != "neighbour":
        assert two.rows.changed(two.theirs.tenant) == []
    two.rows.put_back()
    assert found == ask(two, frame, place, who, new_ulid(1_790_000_000_000))
    two.rows.put_back()
    assert not [answer for _, answer in found if re.search('"code":"(internal|bad_frame|invalid|unknown_field)"', answer)], found


def ask(two: Two, frame: type[msgspec.Struct], place: Place, who: str, value: str) -> list[tuple[str, str]]:
    """What was pushed, to whom, without ids. All else that the frame names is the sender's own."""
    neighbour = two.theirs.tab if name_of(place) == "invitation_id" else two.theirs.other_tab
    socket = {"desk": two.ours.desk, "tab": two.ours.tab, "neighbour": neighbour}[who]
    own = two.theirs.things if who == "neighbour" else two.ours.things
    said = body_of(frame)
    said |= {each: own[thing(frame, (each,))] for each in said if thing(frame, (each,)) in own}
    said |= {"client_id": {"producer": "zyxwvutsrqpn", "n": 1}} if "client_id" in said else {}
    said |= {"text": "hello"} if frame in (frames.SendMessage, frames_internal.SendInternal) else {}
    if name_of(place) == "file_id":
        said.pop("whisper", None)
    # Exactly one of the two.
    said = {name: each for name, each in said.items() if not (name == "to_agent_id" and place == ("to_department_id",))}
    said |= {place[0]: filled(frame, place, value)[place[0]]}
    pushed = two.sockets.send(socket, said)
    return [(connection, _ULID.sub("ID", msgspec.json.encode(each).decode())) for connection, each in pushed]


@pytest.mark.parametrize("frame", [each for each in FRAMES if each not in VISITORS and each not in OF_BOTH], ids=label)
def test_visitors_do_not_send_what_is_staffs(two: Two, frame: type[msgspec.Struct]) -> None:
    said = body_of(frame)
    said |= {each: two.theirs.things[thing(frame, (each,))] for each in said if thing(frame, (each,)) in two.theirs.things}
    ((connection, answer),) = two.sockets.send(two.theirs.tab, said)
    assert (connection, answer["type"], answer["code"]) == (two.theirs.tab["connection"], "error", "forbidden")
    assert two.rows.changed(two.theirs.tenant) == []


CLAIMS: list[dict[str, Any]] = [{"tenant": "x"}, {"role": "agent"}, {"subject": "x"}, {"rights": ["watch"]}, {"departments": ["x"]}]


@pytest.mark.parametrize("frame", FRAMES, ids=label)
def test_no_frame_says_who_sends_it(two: Two, frame: type[msgspec.Struct]) -> None:
    socket = two.ours.tab if frame in VISITORS else two.ours.desk
    for claim in CLAIMS:
        ((_, answer),) = two.sockets.send(socket, body_of(frame) | claim)
        assert (answer["code"], answer["field"]) == ("unknown_field", next(iter(claim)))
