"""Route `internal`: what colleagues say to each other."""

from parlor.domain.caller import Caller
from parlor.protocol.frames_internal import (
    AskInternalHistory,
    InternalFrame,
    MarkInternalRead,
    RecallInternal,
    SendInternal,
    SyncInternal,
)
from parlor.runtime.app import App
from parlor.runtime.handler import websocket_handler
from parlor.usecases.compose_message import Enclosures
from parlor.usecases.read_internal import mark_internal_read, send_internal_history, sync_internal
from parlor.usecases.recall_message import recall_message
from parlor.usecases.send_message import say


@websocket_handler(InternalFrame)
def handler(frame: InternalFrame, caller: Caller, app: App) -> None:
    caller.as_agent()
    conversations, pushes = app.internal, app.internal_pushes
    enclosures = Enclosures(lambda: app.directory, lambda: app.files)
    match frame:
        case SendInternal():
            say(frame, caller.party, caller.connection, conversations, pushes, app.clock, enclosures)
        case SyncInternal():
            sync_internal(frame, caller.party, caller.connection, conversations, pushes, app.clock)
        case AskInternalHistory():
            send_internal_history(frame, caller.party, caller.connection, conversations, pushes, app.clock)
        case MarkInternalRead():
            mark_internal_read(frame, caller.party, caller.connection, conversations, pushes, app.clock)
        case RecallInternal():
            recall_message(frame, caller.party, app.directory, conversations, enclosures, pushes, app.clock)
