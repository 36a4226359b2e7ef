"""A page view tells on which site the widget stands: it is written down once an hour and site, and at once for who is checking."""

from collections.abc import Callable

from parlor.domain.caller import Caller
from parlor.domain.installation import Installations, Lately, is_checking, is_new, noted, spot_of
from parlor.domain.ports import Clock

_TRIES = 3


def note_place(url: str, caller: Caller, installations: Callable[[], Installations], lately: Lately, clock: Clock, site_url: str) -> bool:
    """Whether something was written. Costs nothing where this function has noted the site within the hour; else ½ RU, and 1 WU
    where nobody else has.

    Our own page `chat.html` is no installation.
    """
    spot, now, checking = spot_of(url), clock.now_ms(), is_checking(url)
    if spot is None or not caller.style or url.startswith(f"{site_url}/widget/"):
        return False
    if not lately.is_due(caller.tenant, caller.style, spot, checking, now):
        return False
    for _ in range(_TRIES):
        known = installations().of(caller.style)
        if not is_new(known, spot, checking, now):
            return False
        if installations().keep(caller.style, noted(known, spot, now)):
            return True
    return False
