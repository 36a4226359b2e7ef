"""Every frame that clients send, filled in and given to the function that takes it."""

from typing import Any

import msgspec

import ws_chat
import ws_internal
import ws_invite
import ws_presence
import ws_supervise
import ws_track
import ws_transfer
from parlor.domain.ids import new_ulid

ROUTES: dict[str, Any] = {
    "chat": ws_chat,
    "internal": ws_internal,
    "invite": ws_invite,
    "presence": ws_presence,
    "supervise": ws_supervise,
    "track": ws_track,
    "transfer": ws_transfer,
}
"""The module of each action's function."""
SAMPLES: dict[str, Any] = {
    "client_id": {"producer": "abcdefghjkmn", "n": 1},
    "seq": 1,
    "before": 1,
    "form_seq": 1,
    "state": "invisible",
    "accept": True,
    "kind": "invitation",
    "value": "valid",
    "answer": "later",
}


def frame_body(frame: type[msgspec.Struct], samples: dict[str, Any], optional: set[str]) -> dict[str, Any]:
    """With the fields that it needs and those of `optional`: from `samples`, else from `SAMPLES`, else an id."""
    info: Any = msgspec.inspect.type_info(frame)
    fields = {field.encode_name: field for field in info.fields}
    action = fields.pop("action").type.values[0]
    wanted = sorted(name for name, field in fields.items() if field.required or name in optional)
    known = SAMPLES | samples
    return {"action": action, "type": info.tag} | {name: known.get(name, new_ulid(5)) for name in wanted}
