"""The administrator changes the company's settings."""

from typing import Any

from msgspec import UNSET
from msgspec.structs import asdict, replace

from parlor.domain.audit import Trail
from parlor.domain.directory import Company, DirectoryEditor, check_version
from parlor.domain.metrics import zone
from parlor.protocol import rest
from parlor.usecases.checks import written


def change_company(body: rest.ChangeCompany, directory: DirectoryEditor, trail: Trail) -> Company:
    """Fields that the body leaves out stay. Raises `Conflict` for a version that is not the newest, `Invalid`."""
    changes = given(body)
    if "company" in changes:
        changes["company"] = written(changes["company"], "company")
    if "time_zone" in changes:
        zone(changes["time_zone"])
    before = directory.fresh().company()
    check_version(body.version, before.version)
    after = directory.change_company(before, replace(before, **changes))
    trail.done("change_company", ("company", after.tenant_id, after.company), before, after)
    return after


def given(body: Any) -> dict[str, Any]:
    """The fields of a change that are there, without the version."""
    return {name: value for name, value in asdict(body).items() if value is not UNSET and name != "version"}
