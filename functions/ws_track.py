"""Route `track`: the pages that a visitor looks at, what the site tells besides, and what is known of the visit."""

from parlor.domain.caller import Caller
from parlor.domain.goals import reached_by, reached_by_page
from parlor.domain.limits import HAPPENINGS, PAGES
from parlor.protocol.frames import AskFacts, ConversionTracked, EventTracked, PageVisited, TrackFrame, VisitorTagged
from parlor.runtime.app import App
from parlor.runtime.handler import websocket_handler
from parlor.usecases.give_facts import give_facts
from parlor.usecases.note_place import note_place
from parlor.usecases.reach_goals import reach_goals
from parlor.usecases.track_happening import track_happening
from parlor.usecases.track_page import track_page


@websocket_handler(TrackFrame)
def handler(frame: TrackFrame, caller: Caller, app: App) -> None:
    told = isinstance(frame, EventTracked | ConversionTracked | VisitorTagged)
    app.buckets.take(HAPPENINGS if told else PAGES, app.tenant, caller.as_visitor(), app.clock.now_ms())
    match frame:
        case PageVisited():
            visit = track_page(frame, caller, app.conversations, app.presence, app.clock, app.tracing)
            reach_goals(reached_by_page(app.goals.goals().goals, frame.url), lambda: visit, app.goals, app.clock)
            note_place(frame.url, caller, lambda: app.installations, app.lately, app.clock, app.settings.site_url)
        case EventTracked() | ConversionTracked() | VisitorTagged():
            happening = track_happening(frame, caller, app.happenings, app.clock)
            reached = reached_by(app.goals.goals().goals, happening)
            reach_goals(reached, lambda: app.presence.stay(caller.as_visitor()), app.goals, app.clock)
        case AskFacts():
            give_facts(caller, app.presence, app.pushes)
