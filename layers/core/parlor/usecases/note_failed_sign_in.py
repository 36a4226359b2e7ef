"""Somebody tried to come in and did not: each company of the person whose account it was reads of it."""

from collections.abc import Callable

from parlor.domain.directory import Companies
from parlor.domain.ids import TenantId
from parlor.domain.jobs import SignInFailed
from parlor.domain.sign_in import SignInLog, Whence


def note_failed_sign_in(job: SignInFailed, companies: Companies, log_of: Callable[[TenantId], SignInLog]) -> int:
    """Returns how many companies there are. Twice is once: the same within a minute is one entry."""
    members = companies.of_person(job.subject) if job.subject else []
    for member in members:
        log_of(member.tenant_id).refused(member.agent, job.reason, Whence(job.address, job.device, job.place))
    return len(members)
