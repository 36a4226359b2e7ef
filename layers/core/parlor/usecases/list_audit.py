"""Who did what, in days of the tenant."""

from msgspec import Struct

from parlor.domain.audit import AuditEntry, AuditLog
from parlor.domain.directory import Directory
from parlor.domain.metrics import check_period, zone

REFUSED = "refused"


class AuditQuery(Struct, frozen=True):
    """`first` and `last` are days of the tenant's time zone, both included. `kind` is what was changed (`agent`, `department` …),
    or `refused` for what somebody had no right to; `about_id` is one thing of that kind, `action` what was done."""

    first: str
    last: str
    kind: str | None = None
    agent_id: str | None = None
    action: str | None = None
    about_id: str | None = None

    def wants(self, entry: AuditEntry) -> bool:
        if (self.action and entry.action != self.action) or (self.about_id and entry.about_id != self.about_id):
            return False
        if self.agent_id and entry.actor.agent_id != self.agent_id:
            return False
        return not self.kind or (entry.outcome if self.kind == REFUSED else entry.about_kind) == self.kind


def list_audit(asked: AuditQuery, position: str | None, directory: Directory, log: AuditLog) -> tuple[list[AuditEntry], str | None]:
    """A page, newest first, and where the next one begins. Raises `Invalid` for an absurd period."""
    period = check_period(asked.first, asked.last, zone(directory.company().time_zone))
    return log.page(period.start_ms, period.end_ms - 1, position, asked.wants)
