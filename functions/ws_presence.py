"""Route `presence`: agents' states, and the heart-beat of every socket."""

from parlor.domain.caller import Caller
from parlor.protocol.frames import Ping, Pong, PresenceFrame, SetAgentState, WatchVisitors
from parlor.runtime.app import App
from parlor.runtime.handler import websocket_handler
from parlor.usecases.connect import connect, set_agent_state
from parlor.usecases.watch_desks import heart_beat
from parlor.usecases.watch_visitors import watch_visitors


@websocket_handler(PresenceFrame)
def handler(frame: PresenceFrame, caller: Caller, app: App) -> None:
    match frame:
        case Ping():
            app.pushes.answer(caller.connection, Pong(at=app.clock.now_ms()))
            heart_beat(caller, app.presence, app.timers, app.clock, lambda: _connect_again(caller, app))
        case SetAgentState():
            set_agent_state(frame, caller, lambda: app.directory, app.presence, lambda: app.reception, app.pushes)
        case WatchVisitors():
            watch_visitors(frame, caller, app.presence, app.pushes)


def _connect_again(caller: Caller, app: App) -> None:
    connect(caller, app.presence, lambda: app.reception, app.pushes, app.timers, app.clock)
