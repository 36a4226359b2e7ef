"""Everything of one person is erased (删除个人数据): a job that goes on where it stopped, and the receipt that stays of it."""

from typing import Literal, NewType, Protocol

from msgspec import Struct

from parlor.domain.errors import Conflict
from parlor.domain.ids import AgentId
from parlor.domain.personal_data import Found, Place

ErasureId = NewType("ErasureId", str)
ErasureState = Literal["queued", "running", "done"]

LEASE_MS = 330_000
"""Longer than the function may run: after a crash another one takes it up."""
STOPPED_MS = 20 * 60_000
"""Without a sign of life for so long it is shown as stopped, and can be sent on."""
SECOND_LOOK_S = 900
"""Behind the end everything is looked through once more: what was under way when it began, a late batch of the stream, a merge of the
archive, has arrived by then."""


FIND, GATE = "find", "gate"
"""The first parts of the work: who it is, and that whoever comes with the person's token is somebody new from now on."""
ROWS: tuple[Place, ...] = (
    "files",
    "entries",
    "conversations",
    "left_messages",
    "subscriptions",
    "identities",
    "audit",
    "deliveries",
    "parked",
    "downloads",
    "blocks",
    "invitations",
    "events",
    "visits",
    "sockets",
    "cards",
    "profiles",
)
"""Then rows, in this order: files are found in the entries, what leads to other rows goes after them."""
PARTS: tuple[str, ...] = (FIND, GATE, *ROWS, "archive", "words")
"""The last two by day: `archive@2026-11-22`."""


class Erasure(Struct, frozen=True, kw_only=True):
    """A job, and afterwards its receipt. Nothing in it leads back to the person: `subject` is a hash (`Person.reference`).

    `erased` says by place how many rows, lines or words went; `reference` is the company's own
    number of the request. Times are in milliseconds since 1970 UTC.
    """

    erasure_id: ErasureId
    subject: str
    agent_id: AgentId
    agent_name: str
    reference: str = ""
    created_at: int
    alive_at: int
    finished_at: int | None = None
    looked_again_at: int | None = None
    state: ErasureState = "queued"
    step: str = ""
    erased: dict[str, int] = {}

    def is_stopped(self, now: int) -> bool:
        return self.state != "done" and self.alive_at + STOPPED_MS <= now


class Request(Struct, frozen=True):
    """What the audit log keeps of it besides the hash."""

    reference: str


class ErasureDue(Struct, frozen=True, tag_field="kind", tag="erasure"):
    """Work for the function that erases, as it lies in the queue. May come twice."""

    tenant: str
    erasure_id: str


class Erasures(Protocol):
    """One tenant's; see storage/erasures.py for what each call costs."""

    def asked(self, subject: str) -> Erasure | None:
        """The one of this person that is under way."""

    def begin(self, erasure: Erasure, found: Found) -> None:
        """Raises `Conflict` if one of this person is under way."""

    def get(self, erasure_id: ErasureId) -> Erasure:
        """Raises `NotFound`."""

    def page(self, position: str | None) -> tuple[list[Erasure], str | None]:
        """Newest first."""

    def claim(self, erasure_id: ErasureId, worker: str, now: int) -> tuple[Erasure, Found] | None:
        """None while another worker has it, or when nothing is left to do."""

    def keep_found(self, erasure: Erasure, found: Found) -> None: ...

    def keep(self, erasure: Erasure, worker: str, *, free: bool = False) -> bool:
        """How far it is. With `free` another worker may take it at once. False when this worker has lost it."""

    def forget_found(self, erasure: Erasure) -> None:
        """After the second look: what led to the person goes from the job, too."""


class ErasureQueue(Protocol):
    def put(self, tenant: str, erasure_id: ErasureId, after_s: int = 0) -> None: ...


def check_no_conversation(found: Found) -> None:
    """Raises `Conflict` (`conversation_open`)."""
    if found.open_conversation is not None:
        raise Conflict("A conversation with this person is under way. End it first.", code="conversation_open", field="conversation_id")
