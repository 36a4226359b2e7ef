"""Files that are made behind the scenes and taken away (下载中心): what somebody wants, how far it is, until when it can be had."""

from typing import Annotated, Any, Literal, NewType, Protocol

from msgspec import Meta, Struct
from msgspec.structs import replace

from parlor.domain.conversation import Conversation
from parlor.domain.errors import Conflict, Invalid
from parlor.domain.ids import AgentId, TenantId
from parlor.domain.left_messages import LeftMessageState
from parlor.domain.record_query import RecordConditions
from parlor.domain.rights import Right
from parlor.domain.roles import Reach

DownloadId = NewType("DownloadId", str)
Format = Literal["xlsx", "csv", "jsonl", "html", "zip"]
StaffLanguage = Literal["zh-CN", "en"]
DownloadState = Literal["queued", "running", "done", "failed", "cancelled", "expired"]
Failure = Literal["no_right", "archive", "too_large", "stopped", "broken"]
"""
no_right   the person who asked has no right to it any more
archive    the archive gave no answer
too_large  the file would be larger than its format allows
stopped    nobody has worked on it for a while
broken     something else; it is in the function's log
"""

LIFE_MS = 7 * 86_400_000
"""How long a file can be had. The bucket's rule (infra/data.yaml) deletes it a day later."""
ROW_LIFE_MS = LIFE_MS + 7 * 86_400_000
"""What was made is listed for some days more."""
LINK_LIFE_S = 300
LEASE_MS = 90_000
"""So long one worker has a download to itself after a sign of life: longer than a function may run without one."""
STOPPED_MS = 45 * 60_000
"""Without a sign of life for so long, nobody will come any more."""
ROWS_MAX = 200_000
"""Conversations, messages or entries of one file; of more, the newest."""
RUNNING_BY_AGENT = 2
RUNNING_BY_TENANT = 5

_Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
_Ulid = Annotated[str, Meta(pattern="^[0-7][0-9A-HJKMNP-TV-Z]{25}$")]


class _Wanted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    pass


class RecordsWanted(_Wanted, frozen=True, kw_only=True, tag="records"):
    """Conversations that ended on these days of the tenant, both included, and for which all conditions hold. With `messages` also
    what was said; with `notes` also what staff wrote among themselves."""

    first: _Day
    last: _Day
    conditions: RecordConditions = RecordConditions()
    messages: bool = False
    notes: bool = False


class LeftMessagesWanted(_Wanted, frozen=True, kw_only=True, tag="left_messages"):
    state: LeftMessageState | None = None


class AuditWanted(_Wanted, frozen=True, kw_only=True, tag="audit"):
    """The audit log of these days. `about` is what was changed, `sign_in` the sign-in log; see usecases/list_audit.py."""

    first: _Day
    last: _Day
    about: Annotated[str, Meta(max_length=40)] = ""
    agent_id: _Ulid | None = None


class PersonWanted(_Wanted, frozen=True, kw_only=True, tag="person"):
    """Everything of one person, of a card with its visitors or of one visitor: exactly one of the two."""

    customer_id: _Ulid | None = None
    visitor_id: _Ulid | None = None


class CompanyWanted(_Wanted, frozen=True, kw_only=True, tag="company"):
    """Everything that the company has, to take it along."""


Wanted = RecordsWanted | LeftMessagesWanted | AuditWanted | PersonWanted | CompanyWanted


class Download(Struct, frozen=True, kw_only=True):
    """Times are in milliseconds since 1970 UTC. `rows` is how many are written, `estimated` how many there may be in the end."""

    download_id: DownloadId
    agent_id: AgentId
    agent_name: str
    wanted: Wanted
    format: Format
    language: StaffLanguage
    created_at: int
    reach: Reach = None
    """Of the role of who asked: the departments whose conversations are in it, besides their own; None: of all."""
    state: DownloadState = "queued"
    rows: int = 0
    estimated: int | None = None
    alive_at: int
    """The last sign of life."""
    worker: str = ""
    finished_at: int | None = None
    size: int = 0
    """Of the file, in bytes."""
    name: str = ""
    """Of the file."""
    cut: bool = False
    """There was more than one file may have."""
    failure: Failure | None = None

    @property
    def is_open(self) -> bool:
        return self.state in ("queued", "running")

    @property
    def expires_at(self) -> int | None:
        return None if self.finished_at is None or self.state not in ("done", "expired") else self.finished_at + LIFE_MS


def as_seen(download: Download, now: int) -> Download:
    """As it is shown: a file whose time is over has expired, work that nobody does any more has failed."""
    if download.state == "done" and download.expires_at is not None and download.expires_at <= now:
        return replace(download, state="expired")
    if download.is_open and download.alive_at + STOPPED_MS <= now:
        return replace(download, state="failed", failure="stopped")
    return download


def right_for(wanted: Wanted) -> tuple[Right, ...]:
    """What somebody must have, when it is asked for, while it is made, and when it is taken away."""
    match wanted:
        case RecordsWanted():
            return ("read_records", "export_records")
        case LeftMessagesWanted():
            return ("read_left_messages", "export_records")
        case AuditWanted():
            return ("read_audit",)
        case PersonWanted():
            return ("personal",)
        case CompanyWanted():
            return ("keep_company", "personal", "read_audit")


OVERSIGHT: Right = "read_audit"
"""Who sees what others have made, and may stop and delete it. To open it takes the rights to what is in it as well."""


def reaches(reach: Reach, download: Download) -> bool:
    """Whether who is limited to `reach` may have all that is in it."""
    return reach is None or (download.reach is not None and download.reach <= reach)


def holds_record(download: Download, conversation: Conversation) -> bool:
    """Whether a conversation belongs into the file of who asked for it."""
    return download.reach is None or conversation.department_id in download.reach or conversation.has_agent(download.agent_id)


def check_format(wanted: Wanted, form: Format) -> None:
    """Raises `Invalid` naming the field."""
    if isinstance(wanted, PersonWanted | CompanyWanted) != (form == "zip"):
        raise Invalid("Everything of a person or of the company is a ZIP, and nothing else is one.", field="format")
    if isinstance(wanted, PersonWanted) and (wanted.customer_id is None) == (wanted.visitor_id is None):
        raise Invalid("Say either the card or the visitor.", field="wanted")
    if form == "html" and not isinstance(wanted, RecordsWanted):
        raise Invalid("Pages are made of conversations only. Choose Excel, CSV or JSON lines.", field="format")
    if isinstance(wanted, RecordsWanted) and wanted.notes and not wanted.messages:
        raise Invalid("Notes come with messages only.", field="wanted.notes")


def check_room(taken: dict[str, "Slot"], agent_id: AgentId) -> None:
    """Raises `Conflict` (`at_limit`) when as many are being made as may be at a time."""
    if sum(slot.agent_id == agent_id for slot in taken.values()) >= RUNNING_BY_AGENT:
        raise Conflict(f"You have {RUNNING_BY_AGENT} downloads under way. Wait for one of them, or cancel it.", code="at_limit")
    if len(taken) >= RUNNING_BY_TENANT:
        raise Conflict(f"Your company has {RUNNING_BY_TENANT} downloads under way. Try again later.", code="at_limit")


class Slot(Struct, frozen=True, array_like=True):
    """One of the downloads that are under way; forgotten at `until`, should nobody say that it is over."""

    agent_id: AgentId
    until: int


class DownloadDue(Struct, frozen=True, tag_field="kind", tag="download"):
    """Work for the function that makes downloads, as it lies in the queue. May come twice."""

    tenant: str
    download_id: str


class Downloads(Protocol):
    """One tenant's downloads; see storage/downloads.py for what each call costs."""

    def asked(self, agent_id: AgentId, client_id: str) -> Download | None:
        """What was begun when the same was asked before."""

    def begin(self, download: Download, client_id: str, now: int) -> None:
        """Raises `Conflict` (`at_limit`; without this code: somebody came between, look again)."""

    def get(self, download_id: DownloadId) -> Download:
        """Raises `NotFound`."""

    def page(self, agent_id: AgentId | None, position: str | None) -> tuple[list[Download], str | None]:
        """Newest first, of one agent or of all, and where the next page begins."""

    def claim(self, download_id: DownloadId, worker: str, now: int) -> Download | None:
        """Takes it over from nobody, or from a worker that gave no sign of life. None while another one has it, or when it is over."""

    def progress(self, download_id: DownloadId, worker: str, rows: int, estimated: int | None, now: int) -> bool:
        """False when it was cancelled, deleted or taken over meanwhile."""

    def pause(self, download_id: DownloadId, worker: str, now: int) -> bool:
        """Another worker may take it at once."""

    def finish(self, download: Download, worker: str) -> bool:
        """As `progress`; its slot is free."""

    def cancel(self, download_id: DownloadId, now: int) -> Download:
        """Raises `Conflict` (`over`) when there is nothing to cancel."""

    def delete(self, download_id: DownloadId) -> None: ...


class Part(Struct, frozen=True, array_like=True):
    number: int
    tag: str


class Files(Protocol):
    """Where files grow: in parts of at least 5 MB, each kept for good when it is there."""

    def start(self, download_id: DownloadId) -> str:
        """Returns the id of an upload in parts."""

    def add(self, download_id: DownloadId, upload: str, number: int, data: bytes) -> Part: ...
    def complete(self, download_id: DownloadId, upload: str, parts: list[Part]) -> None: ...
    def abandon(self, download_id: DownloadId, upload: str) -> None:
        """One that is over already is no fault."""

    def put(self, download_id: DownloadId, data: bytes) -> None:
        """The whole file at once."""

    def keep_checkpoint(self, download_id: DownloadId, data: bytes) -> None: ...
    def checkpoint(self, download_id: DownloadId) -> bytes | None: ...
    def forget_checkpoint(self, download_id: DownloadId) -> None: ...
    def delete(self, download_id: DownloadId) -> None: ...
    def link(self, download_id: DownloadId, name: str, media_type: str) -> str:
        """An address that serves the file for `LINK_LIFE_S`."""


class Batch(Struct, frozen=True):
    """What a source gives at a time: items in the form in which the file takes them, how many rows that is, and where to go on.

    `waits`: there is nothing yet, ask again. `share`: how much of the whole is behind it, 0 to 1, as far as that can be told.
    """

    items: Any
    rows: int
    position: str | None
    waits: bool = False
    share: float | None = None


class Source(Protocol):
    def __call__(self, position: str | None) -> Batch:
        """Raises `Unavailable`, `NotFound` when what it reads of is gone."""


class DownloadQueue(Protocol):
    def put(self, tenant: TenantId, download_id: DownloadId, after_s: int = 0) -> None: ...


MEDIA_TYPES: dict[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
    "html": "text/html; charset=utf-8",
    "zip": "application/zip",
}


def media_type(name: str) -> str:
    return MEDIA_TYPES[name.rpartition(".")[2]]
