"""Who is there: agents at work, visitors on the site, and who gets whom."""

from collections.abc import Iterable
from math import ceil
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from parlor.domain.ids import AgentId, DepartmentId, InvitationId, VisitorId
from parlor.domain.origin import Origin
from parlor.domain.rights import check_right

AgentState = Literal["online", "busy", "away", "invisible", "offline"]
ChosenState = Literal["online", "busy", "away", "invisible"]
StateCause = Literal["self", "idle", "connection", "staff"]
"""Who changed a state: the agent; the desk, after nobody had touched it for a while; a desk that opened or went; a colleague."""
Availability = Literal["online", "busy", "offline", "refused"]
"""refused: the visitor stands in the black list; see domain/blocking.py."""
InvitationKind = Literal["invitation", "forced"]
InvitationAnswer = Literal["accept", "later", "never"]

VISIT_PAUSE_MS = 30 * 60_000
"""Who comes back within this time continues the visit; the usual definition of web statistics."""
VISIT_LIFE_MS = 24 * 60 * 60_000
"""A visit is stored so long after it began."""
VISITOR_GRACE_S = 8
"""A visitor without a socket for so long has left. Going from page to page takes less."""
AGENT_GRACE_S = 45
"""An agent without a socket for so long is off line."""
OPENING_S = 30
"""A socket has opened or failed after so long: its function has 29 seconds, and until it answers API Gateway calls the socket gone."""
SEEN_EVERY_MS = 4 * 60_000
"""A heart-beat is written down when the last one that was is older. Desks send one every half minute, sleeping tabs every minute."""
SILENT_MS = 7 * 60_000
"""A desk that was not heard of for so long is gone, whatever its socket says."""
WATCH_EVERY_S = 300
"""While an agent is not off line, their desks are looked at so often."""
INVITATION_LIFE_MS = 24 * 60 * 60_000
PACE_LIFE_MS = 60 * 60_000
"""How fast a queue moved longer ago than this says nothing about now."""
_PACE_WEIGHT = 0.2
"""Of the newest acceptance in the average."""


class AgentPresence(Struct, frozen=True, kw_only=True):
    agent_id: AgentId
    number: str
    name: str
    staff_role: str
    departments: frozenset[DepartmentId]
    state: AgentState
    load: int
    ceiling: int
    signed_out: bool = False
    """A supervisor has signed them out; only a new sign-in brings them back."""
    reason: str = ""
    """Why somebody is away, in the company's words."""
    by_itself: bool = False
    """Away because nobody had touched the desk."""
    state_since: int | None = None
    watch_at: int | None = None
    """When the desks are looked at next; see usecases/watch_desks.py."""
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    rank: int = 5
    last_assigned_at: int | None = None
    """When they took a waiting visitor the last time, by themselves or not."""

    @property
    def has_room(self) -> bool:
        return self.state == "online" and self.load < self.ceiling


class AgentSocket(Struct, frozen=True):
    """A desk that is connected. `sees_all`: is told of every department; `sees_hidden`: also sees who is invisible."""

    agent_id: AgentId
    connection: str
    departments: frozenset[DepartmentId]
    sees_all: bool
    sees_hidden: bool = False
    seen_at: int = 0
    """When a heart-beat of it was last written down."""

    watch: str = ""
    """What it follows of the visitors, as JSON of domain/visiting.py's `Watch`; empty: everybody."""

    session: str = ""
    """The sign-in that it was opened with."""

    def is_silent(self, now: int) -> bool:
        return now - self.seen_at > SILENT_MS


class StateChange(Struct, frozen=True, kw_only=True):
    """One change of an agent's state, kept for ever: what attendance is reckoned from. `was` held since `was_since`."""

    agent_id: AgentId
    at: int
    state: AgentState
    was: AgentState
    was_since: int | None
    reason: str = ""
    cause: StateCause = "self"


class Page(Struct, frozen=True):
    at: int
    url: str
    title: str
    referrer: str | None = None


class Visit(Struct, frozen=True, kw_only=True):
    """A visitor's stay on the site, with its pages, newest first; often only the newest is read.

    `changed_at` is when anything but the page changed last: of two views of a visit the later one is right. What is known of the
    open conversation stands here too, so that nobody reads it for a list. `shard` is where the visit lies in the table.
    """

    visitor_id: VisitorId
    visit_id: str
    started_at: int
    name: str | None = None
    visits: int = 1
    referrer: str | None = None
    language: str | None = None
    screen: str | None = None
    ip: str | None = None
    user_agent: str | None = None
    origin: Origin | None = None
    left_at: int | None = None
    invited_by: str | None = None
    link_agent: str | None = None
    """The number of the agent whom the newest page with such a link named."""
    changed_at: int = 0
    conversation_id: str | None = None
    conversation_state: Literal["waiting", "active"] | None = None
    waiting_since: int | None = None
    agent_id: str | None = None
    agent_name: str | None = None
    page_count: int = 0
    shard: int = 0
    pages: tuple[Page, ...] = ()

    def is_over(self, now: int) -> bool:
        return self.left_at is not None and self.left_at + VISIT_PAUSE_MS < now


class Invitation(Struct, frozen=True, kw_only=True):
    invitation_id: InvitationId
    visitor_id: VisitorId
    kind: InvitationKind
    agent_id: AgentId
    agent_name: str
    text: str
    sent_at: int
    answer: InvitationAnswer | None = None


class Pace(Struct, frozen=True):
    """How fast a department's queue moves: the newest acceptance, and the average time between two while somebody waited."""

    accepted_at: int
    average_ms: int


def paced(before: Pace | None, queued_at: int, now: int) -> Pace:
    """The pace after somebody who waited since `queued_at` was accepted. Time in which nobody waited does not count."""
    if before is None or before.accepted_at + PACE_LIFE_MS < now:
        return Pace(now, now - queued_at)
    gap = now - max(queued_at, before.accepted_at)
    return Pace(now, round(before.average_ms + _PACE_WEIGHT * (gap - before.average_ms)))


def estimated_wait_s(pace: Pace | None, ahead: int, now: int) -> int | None:
    """A guess for who has `ahead` others before them; None when nothing is known."""
    if pace is None or pace.accepted_at + PACE_LIFE_MS < now:
        return None
    return max(ceil((ahead + 1) * pace.average_ms / 1000), 1)


def as_seen_by(agent: AgentPresence, *, sees_hidden: bool) -> AgentPresence:
    """Colleagues who may not see who is invisible see somebody who is off line."""
    return agent if agent.state != "invisible" or sees_hidden else replace(agent, state="offline", state_since=None)


def check_state(state: ChosenState, rights: Iterable[str]) -> None:
    """Raises `MissingRight`: who does not receive can only be away."""
    rights = frozenset(rights)
    if state != "away":
        check_right(rights, "receive")
    if state == "invisible":
        check_right(rights, "be_invisible")


def fitting_state(state: AgentState, rights: Iterable[str]) -> AgentState:
    """The state that somebody with these rights may stay in."""
    rights = frozenset(rights)
    if state in ("away", "offline"):
        return state
    if "receive" not in rights:
        return "away"
    return "online" if state == "invisible" and "be_invisible" not in rights else state


def in_department(agents: Iterable[AgentPresence], department: DepartmentId | None) -> list[AgentPresence]:
    """Those who work in the department; everybody when no department is given."""
    return [agent for agent in agents if department is None or department in agent.departments]


def availability(agents: Iterable[AgentPresence]) -> Availability:
    """online: somebody can take a visitor now; busy: there are people, the visitor would wait; offline: nobody."""
    agents = list(agents)
    if any(agent.has_room for agent in agents):
        return "online"
    return "busy" if any(agent.state in ("online", "busy") for agent in agents) else "offline"


def least_loaded(agents: Iterable[AgentPresence]) -> list[AgentPresence]:
    """Who has room, the emptiest desk by share of its ceiling first, then by number for a stable order."""
    return sorted((agent for agent in agents if agent.has_room), key=lambda agent: (agent.load / agent.ceiling, agent.number))
