"""Work that is done later, as it lies in the timers queue. A job may come twice or late: it always looks again before it acts."""

from typing import Literal

from msgspec import Struct

from parlor.domain.origin import Place

Reason = Literal["password", "code", "recovery_code", "address"]
"""Why somebody did not come in."""


class _Job(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """`correlation` and `due_at` (milliseconds since 1970) are filled in by the queue; a job of an older version lacks them."""

    tenant: str
    correlation: str = ""
    """What it follows from; see domain/correlation.py."""
    due_at: int = 0


class VisitorGone(_Job, frozen=True, tag="visitor_gone"):
    """Has the visitor come back since the last socket closed?"""

    visitor_id: str


class AgentGone(_Job, frozen=True, tag="agent_gone"):
    agent_id: str


class DesksWatched(_Job, frozen=True, tag="desks_watched"):
    """Are the agent's desks still heard of? `due` is the mark of this look; see usecases/watch_desks.py."""

    agent_id: str
    due: int


class AgentLost(_Job, frozen=True, tag="agent_lost"):
    """Is the agent still off line? Then their conversations go back to the queues."""

    agent_id: str


class SocketLost(_Job, frozen=True, tag="socket_lost"):
    """A push found the socket gone although nobody had said goodbye for it."""

    role: Literal["visitor", "agent"]
    subject: str
    connection: str


class TransferExpired(_Job, frozen=True, tag="transfer_expired"):
    conversation_id: str
    transfer_id: str


class UnreadNotice(_Job, frozen=True, tag="unread_notice"):
    """Has `reader` seen the message at `seq` by now?"""

    conversation_id: str
    reader: Literal["visitor", "agent"]
    seq: int


class LeftMessageReceipt(_Job, frozen=True, tag="left_message_receipt"):
    """Who left a message is told that it has arrived."""

    left_message_id: str


class IdleCheck(_Job, frozen=True, tag="idle_check"):
    """Is anybody silent for too long? `seen_at` is the conversation's mark when the job was made."""

    conversation_id: str
    seen_at: int


class StepFollowed(_Job, frozen=True, tag="step_followed"):
    """A conversation changed its state at `at`, by the entry at `seq`. Has all followed that belongs to it? See usecases/follow_up.py.

    `released` is the agent who had one conversation less, `accepted`: an agent accepted it for the first time.
    """

    conversation_id: str
    seq: int
    at: int
    released: str = ""
    accepted: bool = False


class QueueDue(_Job, frozen=True, tag="queue_due"):
    """Somebody began to wait: has an agent got room meanwhile, whom the index of who waits did not show the visitor in time?"""

    department_id: str


class AgentRested(_Job, frozen=True, tag="agent_rested"):
    """The pause between two assignments is over: is there somebody for the agent?"""

    agent_id: str


class BlockSettled(_Job, frozen=True, tag="block_settled"):
    """A new entry of the black list is known everywhere: is anybody here whom it keeps out?

    The search goes on at `after` of a shard of the visitors, as `Presence.some_visitors` gives it. `told`: see `PutOut`.
    """

    block_id: str
    shard: int = 0
    after: str | None = None
    told: bool = True


class DesksPutOut(_Job, frozen=True, tag="desks_put_out"):
    """A sign-in was ended by `by`. A ticket that it had asked for shortly before may have opened a desk since."""

    agent_id: str
    session_id: str
    by: str


class SignInFailed(_Job, frozen=True, tag="sign_in_failed"):
    """Somebody did not come in. `subject` is whose account it was, empty for an address that nobody has; `tenant` is empty, for each
    company of the person reads of it. Written down behind the answer, which shall take as long for the one as for the other."""

    subject: str
    reason: Reason
    address: str
    device: str
    place: Place | None = None


class TellVisitors(_Job, frozen=True, tag="tell_visitors"):
    """Changes of visitors wait to be told to the desks."""


class SendReports(_Job, frozen=True, tag="send_reports"):
    """A run of a schedule is due (domain/report_schedules.py). It has a queue and a function of its own."""

    schedule_id: str
    run: str
    at: int


Job = (
    TellVisitors
    | VisitorGone
    | AgentGone
    | DesksWatched
    | AgentLost
    | SocketLost
    | TransferExpired
    | UnreadNotice
    | LeftMessageReceipt
    | IdleCheck
    | BlockSettled
    | StepFollowed
    | QueueDue
    | AgentRested
    | DesksPutOut
    | SignInFailed
)
