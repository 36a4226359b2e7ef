"""The site tells what a visitor did: it is written down beside the pages, and pushes nothing."""

from parlor.domain.caller import Caller
from parlor.domain.happenings import Happening, Happenings
from parlor.domain.limits import HAPPENINGS_A_MINUTE, check_within
from parlor.domain.ports import Clock
from parlor.protocol.frames import ConversionTracked, EventTracked, VisitorTagged

_MINUTE_MS = 60_000


def track_happening(
    frame: EventTracked | ConversionTracked | VisitorTagged, caller: Caller, happenings: Happenings, clock: Clock
) -> Happening:
    """1 write and ½ read. Raises `RateLimited` for more than `HAPPENINGS_A_MINUTE`."""
    visitor, now = caller.as_visitor(), clock.now_ms()
    recent = happenings.since(visitor, now - _MINUTE_MS, HAPPENINGS_A_MINUTE)
    check_within((each.at for each in recent), HAPPENINGS_A_MINUTE, _MINUTE_MS, now)
    match frame:
        case VisitorTagged(tag=tag):
            happening = Happening(at=now, kind="tag", name=tag)
        case ConversionTracked(name=name, value=value):
            happening = Happening(at=now, kind="conversion", name=name, value=value)
        case EventTracked(name=name, value=value, fields=fields):
            happening = Happening(at=now, kind="event", name=name, value=value, fields=fields)
    happenings.add(visitor, happening)
    return happening
