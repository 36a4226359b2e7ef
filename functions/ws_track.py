"""Route `track`: the pages that a visitor looks at, and what is known of the visit."""

from parlor.domain.caller import Caller
from parlor.domain.limits import PAGES
from parlor.protocol.frames import AskFacts, PageVisited, TrackFrame
from parlor.runtime.app import App
from parlor.runtime.handler import websocket_handler
from parlor.usecases.give_facts import give_facts
from parlor.usecases.note_place import note_place
from parlor.usecases.track_page import track_page


@websocket_handler(TrackFrame)
def handler(frame: TrackFrame, caller: Caller, app: App) -> None:
    app.buckets.take(PAGES, caller.as_visitor(), app.clock.now_ms())
    match frame:
        case PageVisited():
            track_page(frame, caller, app.conversations, app.presence, app.clock, app.tracing)
            note_place(frame.url, caller, lambda: app.installations, app.lately, app.clock, app.settings.site_url)
        case AskFacts():
            give_facts(caller, app.presence, app.pushes)
