"""A desk says which visitors it follows."""

import msgspec

from parlor.domain.caller import Caller
from parlor.domain.errors import NotFound
from parlor.domain.ports import Presence
from parlor.domain.visiting import Watch, check_conditions
from parlor.protocol.frames import VisitorsFrame, WatchVisitors
from parlor.usecases.pushing import Pushes


def watch_visitors(frame: WatchVisitors, caller: Caller, presence: Presence, pushes: Pushes) -> Watch:
    """From now on the desk is told of these. Answer: `visitors` without changes, with how many are on line.

    Raises `Invalid` for a condition that says nothing, `NotFound` while the socket is not noted yet.
    """
    agent_id = caller.as_agent()
    check_conditions(frame.conditions)
    watch = Watch(frame.listed, tuple(frame.conditions), frozenset(frame.visitor_ids))
    if not presence.set_watch(agent_id, caller.connection, msgspec.json.encode(watch, order="deterministic").decode()):
        raise NotFound("The connection is not known yet. Try again.")
    pushes.answer(caller.connection, VisitorsFrame(online=presence.count_visitors()))
    return watch
