"""REST bodies of the management home: the day so far, what is left to do, what a new company has still to set up."""

from msgspec import Struct

from parlor.protocol.views import Millis


class _Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class DayFigures(_Answer, frozen=True, kw_only=True):
    """A day up to a moment. `accepted` of `conversations` were taken by an agent, `missed` were over before. Of the work of agents,
    which needs the right to see it: the sum of first replies in milliseconds and their number, and ratings of 1 to 5 stars."""

    visits: int = 0
    conversations: int = 0
    left_messages: int = 0
    accepted: int = 0
    missed: int = 0
    first_reply_ms: int = 0
    first_replies: int = 0
    scores: list[int] = []


class HomeHour(_Answer, frozen=True, kw_only=True):
    """An hour of the day by its beginning in the company's time zone, `08`, beside the same hour of yesterday."""

    hour: str
    visits: int = 0
    conversations: int = 0
    before: int = 0
    """Conversations of yesterday."""


class HomeDay(_Answer, frozen=True, kw_only=True):
    """`yesterday` is up to the same time of day: whole hours, and of the hour that runs as much of it as has passed."""

    today: DayFigures
    yesterday: DayFigures
    hours: list[HomeHour]


class HomeQueue(_Answer, frozen=True, kw_only=True):
    """Who waits in the departments that I see. `more`: there are more than that. `since` is when the first began."""

    waiting: int = 0
    more: bool = False
    since: Millis | None = None


class SetUp(_Answer, frozen=True, kw_only=True):
    """What is done of what a new company does. `style`: one was published again after the sign-up had published the first."""

    style: bool = False
    code: bool = False
    test: bool = False
    colleagues: bool = False
    hours: bool = False
    phrases: bool = False


class Home(_Answer, frozen=True, kw_only=True):
    """`day` is absent without the right to read reports, and for whose role is limited to departments; `left_messages` counts those that
    nobody has answered yet, thirty days back, absent without the right to read them. `set_up` is for those who may change settings."""

    at: Millis
    time_zone: str
    snippet: str
    demo_url: str
    day: HomeDay | None = None
    queued: HomeQueue
    left_messages: int | None = None
    left_messages_more: bool = False
    unwrapped: int = 0
    """Ended conversations of mine without a topic; 50 at most."""
    widget_seen_at: Millis | None = None
    """When the first visitor arrived through the snippet."""
    set_up: SetUp | None = None
    parked: bool = False
    """Something was given up and waits (`list_parked`); for those who may see it."""
