"""REST bodies of the live dashboard (实时监控)."""

from typing import Annotated

from msgspec import Meta

from parlor.protocol.rest import _Answer
from parlor.protocol.views import AgentView, Millis, Ulid


class QueueLength(_Answer, frozen=True, kw_only=True):
    """A department's queue. `more`: it is longer than `waiting` says. `since`: when who waits longest began to."""

    department_id: Ulid
    waiting: int
    more: bool = False
    since: Millis | None = None


class MonitorToday(_Answer, frozen=True, kw_only=True):
    """The whole company's figures of today in its time zone, some seconds old; see domain/metrics.py for what each counts."""

    visits: int
    consultations: int
    """Conversations that were opened."""
    accepted: int
    accepted_in_time: int
    missed: int
    """Opened, never accepted, and waiting no longer."""
    left_messages: int
    service_level: Annotated[float, Meta(ge=0, le=1)] | None = None
    """Absent while there is nothing to measure."""


class Monitor(_Answer, frozen=True, kw_only=True):
    """What is now: agents and queues of the departments that the asker may see, and the company's day, which those do not get whose
    role is limited to departments."""

    at: Millis
    wait_limit_s: int
    agents: list[AgentView]
    in_progress: int
    queues: list[QueueLength]
    today: MonitorToday | None = None
