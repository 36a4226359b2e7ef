"""Who came in, and who did not and why, in days of the tenant (登录日志)."""

from typing import Literal

from msgspec import Struct

from parlor.domain.directory import Directory
from parlor.domain.errors import Invalid
from parlor.domain.metrics import check_period, zone
from parlor.domain.sign_in import SignInEntry, SignInLog

Outcome = Literal["done", "refused"]


class SignInQuery(Struct, frozen=True):
    """`first` and `last` are days of the tenant's time zone, both included."""

    first: str
    last: str
    agent_id: str | None = None
    outcome: str | None = None

    def wants(self, entry: SignInEntry) -> bool:
        if self.agent_id and entry.agent_id != self.agent_id:
            return False
        return not self.outcome or self.outcome == ("refused" if entry.reason else "done")


def list_sign_ins(asked: SignInQuery, position: str | None, directory: Directory, log: SignInLog) -> tuple[list[SignInEntry], str | None]:
    """A page, newest first, and where the next one begins. Raises `Invalid` for an absurd period or outcome."""
    if asked.outcome not in (None, "done", "refused"):
        raise Invalid("An outcome is done or refused.", field="outcome")
    period = check_period(asked.first, asked.last, zone(directory.company().time_zone))
    return log.page(period.start_ms, period.end_ms - 1, position, asked.wants)
