"""REST bodies: who did what, and who wanted to."""

from typing import Any

from msgspec import Struct, field

from parlor.domain.audit import Outcome
from parlor.protocol.views import Millis


class AuditEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`action` is the name of an operation or of a frame (`transfer.offer`). `before` and `after` hold what has changed, as it was
    stored. For a refusal, `right` is the one that was missing. `agent_name` is that of the moment."""

    entry_id: str
    at: Millis
    agent_id: str
    agent_name: str
    address: str = ""
    action: str
    outcome: Outcome = "done"
    right: str = ""
    about_kind: str = ""
    about_id: str = ""
    about_name: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


class AuditList(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Newest first. A page may be short: go on while there is a cursor."""

    entries: list[AuditEntry]
    cursor: str | None = None
