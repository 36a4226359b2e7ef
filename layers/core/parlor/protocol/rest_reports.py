"""REST bodies of reports by dimension, of agents, of satisfaction and of the funnel. docs/metrics.md says what each figure counts."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parlor.domain.figures import Dimension
from parlor.domain.metrics import Grain
from parlor.protocol.views import Millis, Ulid

Of = Literal["consultations", "visits"]
Score = Annotated[int, Meta(ge=1, le=5)]


class BreakdownRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`value` is what is stored: an id for agents, departments, styles and topics, '' for what is not known, '…' for all others.

    `name` is what an id stands for; absent for one that is gone. `course` are the numbers at the points, for the first five only.
    """

    value: str
    name: str | None = None
    total: int
    before: int = 0
    course: list[int] = []


class Breakdown(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Consultations or visits by a dimension, the largest first, at most 200 rows; `rest` are the others together.

    `course` is the whole at the points. `before`, `before_total` and `before_course` are those of the period of the same length before,
    if they were asked for; it may have a week or month more or less.
    """

    time_zone: str
    grain: Grain
    of: Of
    by: Dimension
    points: list[str]
    course: list[int]
    rows: list[BreakdownRow]
    rest: int = 0
    total: int
    before_total: int = 0
    before_course: list[int] = []


class AgentFigures(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One agent's work in the period. Sums of time are in milliseconds; averages are a sum by its number.

    `days` are days of the time zone on which the agent was there. The stretch that goes on is in it for agents who are there now.
    """

    agent_id: Ulid
    number: str
    name: str
    gone: bool = False
    """Disabled."""
    taken: int = 0
    ended: int = 0
    returned: int = 0
    first_replies: int = 0
    first_reply_ms: int = 0
    replies: int = 0
    reply_ms: int = 0
    length_ms: int = 0
    wrapped: int = 0
    scores: list[int] = []
    """How many ratings of 1 to 5 stars; absent without any."""
    online_ms: int = 0
    busy_ms: int = 0
    away_ms: int = 0
    invisible_ms: int = 0
    days: int = 0


class AgentReport(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Agents with anything in the period, or that are not disabled, by number."""

    time_zone: str
    agents: list[AgentFigures]


class SatisfactionPoint(Struct, frozen=True, kw_only=True, omit_defaults=True):
    at: str
    rated: int
    stars: int
    """The sum."""


class AgentScores(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`agent_id` is absent for those whom nobody had, and for former agents together."""

    agent_id: Ulid | None = None
    name: str = ""
    scores: list[int]


class Satisfaction(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`scores` are the ratings of 1 to 5 stars; `answered` are the conversations that could have been rated."""

    time_zone: str
    grain: Grain
    scores: list[int]
    before_scores: list[int]
    answered: int
    before_answered: int
    points: list[SatisfactionPoint]
    before_rated: list[int] = []
    """At the points of the period before."""
    agents: list[AgentScores]


class RatingAnswer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    label: str
    stars: Score | None = None
    value: str = ""


class Rating(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a visitor answered, newest answer of a conversation."""

    conversation_id: Ulid
    at: Millis
    visitor_id: Ulid
    visitor_name: str | None = None
    agent_id: Ulid | None = None
    agent_name: str | None = None
    score: Score | None = None
    answers: list[RatingAnswer]


class RatingList(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Of conversations that ended in the period, newest first. A page may be short: go on while there is a cursor."""

    ratings: list[Rating]
    cursor: str | None = None


FunnelName = Literal["visits", "invitations_shown", "invitations_accepted", "consultations_online", "answered", "cards"]


class FunnelStep(Struct, frozen=True, kw_only=True, omit_defaults=True):
    step: FunnelName
    total: int
    before: int


class FunnelGoal(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Visits that reached a goal, of those that began in the period. `sources` are they by the kind of the visit's source."""

    goal_id: Ulid
    name: str
    total: int
    before: int
    sources: dict[str, int] = {}


class Funnel(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """From a visit to a card, then the company's goals. Visitors also begin to talk without an invitation: a step is not a part of the
    one before it. `sources` are the visits by the kind of their source, where there are goals to compare with."""

    time_zone: str
    steps: list[FunnelStep]
    goals: list[FunnelGoal] = []
    sources: dict[str, int] = {}
