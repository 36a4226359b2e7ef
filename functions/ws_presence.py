"""Route `presence`: agents' states, and the heart-beat of every socket."""

from parlor.domain.caller import Caller
from parlor.protocol.frames import Ping, Pong, PresenceFrame, SetAgentState
from parlor.runtime.app import App
from parlor.runtime.handler import websocket_handler
from parlor.usecases.connect import set_agent_state


@websocket_handler(PresenceFrame)
def handler(frame: PresenceFrame, caller: Caller, app: App) -> None:
    match frame:
        case Ping():
            app.pushes.answer(caller.connection, Pong(at=app.clock.now_ms()))
        case SetAgentState():
            set_agent_state(frame, caller, app.presence, lambda: app.reception, app.pushes)
