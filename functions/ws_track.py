"""Route `track`: the pages that a visitor looks at."""

from parlor.domain.caller import Caller
from parlor.domain.limits import PAGES
from parlor.protocol.frames import TrackFrame
from parlor.runtime.app import App
from parlor.runtime.handler import websocket_handler
from parlor.usecases.track_page import track_page


@websocket_handler(TrackFrame)
def handler(frame: TrackFrame, caller: Caller, app: App) -> None:
    app.buckets.take(PAGES, caller.as_visitor(), app.clock.now_ms())
    track_page(frame, caller, app.conversations, app.presence, app.pushes, app.clock, app.tracing)
