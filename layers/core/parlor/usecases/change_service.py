"""The administrator changes how the company serves its visitors; agents change what they say by themselves."""

import msgspec
from msgspec.structs import replace

from parlor.domain.audit import Trail
from parlor.domain.directory import DirectoryEditor, check_version
from parlor.domain.errors import Invalid
from parlor.domain.record_query import check_record_filters
from parlor.domain.service import PersonalSettings, Service, check_service, without_gone
from parlor.domain.staff import Staff
from parlor.domain.visiting import check_filters
from parlor.protocol import rest
from parlor.usecases.change_company import given

SERVICE_MAX_BYTES = 128 * 1024
"""The document is read with every conversation, and a row of DynamoDB holds 400 KB."""


def read_service(directory: DirectoryEditor) -> Service:
    """As it is stored now, without what belongs to departments that are gone."""
    rows = directory.fresh()
    return without_gone(rows.service(), _department_ids(rows))


def change_service(body: rest.ChangeService, staff: Staff, directory: DirectoryEditor, trail: Trail) -> Service:
    """Sections that the body leaves out stay, and are not looked at: a department that went must not block the rest.

    Raises `MissingRight`: who gets whom wants `keep_routing`, everything else `keep_settings`; `Conflict` for a version that is not the
    newest, `Invalid` naming the path.
    """
    changes = given(body)
    if "routing" in changes:
        staff.check("keep_routing")
    if changes.keys() != {"routing"}:
        staff.check("keep_settings")
    rows = directory.fresh()
    check_service(Service(**changes), _department_ids(rows), frozenset(agent.agent_id for agent in rows.agents()))
    before = rows.service()
    check_version(body.version, before.version)
    after = replace(before, **changes)
    if len(msgspec.json.encode(after)) > SERVICE_MAX_BYTES:
        raise Invalid(f"All of these settings together have at most {SERVICE_MAX_BYTES} bytes.", code="too_long", field=next(iter(changes)))
    changed = rows.change_service(before, after)
    trail.done("change_service", ("service", "", ""), before, changed)
    return without_gone(changed, _department_ids(rows))


def _department_ids(directory: DirectoryEditor) -> frozenset[str]:
    return frozenset(department.department_id for department in directory.departments())


def change_personal(body: rest.ChangePersonalSettings, staff: Staff, directory: DirectoryEditor) -> PersonalSettings:
    """Raises `Conflict` for a version that is not the newest."""
    rows = directory.fresh()
    before = rows.personal(staff.agent_id)
    check_version(body.version, before.version)
    changes = given(body)
    if "visitor_filters" in changes:
        changes["visitor_filters"] = tuple(changes["visitor_filters"])
        check_filters(changes["visitor_filters"])
    if "record_filters" in changes:
        changes["record_filters"] = tuple(changes["record_filters"])
        check_record_filters(changes["record_filters"])
    if changes.get("record_columns") is not None:
        changes["record_columns"] = tuple(changes["record_columns"])
    if changes.get("shortcuts") is not None:
        changes["shortcuts"] = tuple(changes["shortcuts"])
    return rows.change_personal(staff.agent_id, before, replace(before, **changes))
