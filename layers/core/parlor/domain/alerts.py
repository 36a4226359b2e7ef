"""How an agent wants to be told of what happens (通知设置). Kept with the agent's own settings, so that it follows them to every device."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Tune = Literal["ding_dong", "dong_ding", "alarm", "rise", "drop", "bell"]
Quiet = Literal["never", "away", "busy"]
"""When nothing rings: never; while the agent is away; while the agent is busy or away."""


class Sound(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`volume` in per cent."""

    tune: Tune
    on: bool = True
    volume: Annotated[int, Meta(ge=5, le=100)] = 60


class Alerts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`visitor`: somebody comes to the site; `request`: somebody wants to talk; `notice`: the company has something to say.

    `desktop` shows notifications of the system where the browser has been allowed to; `title` lets the tab's title flash;
    `badge` shows the number of what waits at the program's icon.
    """

    visitor: Sound = Sound(tune="dong_ding", on=False)
    request: Sound = Sound(tune="alarm")
    message: Sound = Sound(tune="bell")
    transfer: Sound = Sound(tune="rise")
    notice: Sound = Sound(tune="drop")
    desktop: bool = False
    title: bool = True
    badge: bool = True
    quiet: Quiet = "never"
