"""The administrator changes how the widget looks and speaks."""

import msgspec
from msgspec.structs import replace

from parlor.domain.audit import Trail
from parlor.domain.directory import DirectoryEditor, Style, StyleTexts, check_version
from parlor.domain.ids import StyleId
from parlor.domain.invitation_rules import check_rules
from parlor.protocol import rest
from parlor.usecases.change_company import given
from parlor.usecases.checks import written


def change_style(style_id: StyleId, body: rest.ChangeStyle, directory: DirectoryEditor, trail: Trail) -> Style:
    """Raises `NotFound` for a style or department of nobody or of another tenant, `Conflict`, `Invalid`."""
    changes = given(body)
    if "name" in changes:
        changes["name"] = written(changes["name"], "name")
    if "texts" in changes:
        changes["texts"] = msgspec.convert(msgspec.to_builtins(changes["texts"]), dict[str, StyleTexts])
    before = directory.fresh().style(style_id)
    if changes.get("department_id"):
        directory.department(changes["department_id"])
    if "invitations" in changes:
        departments = frozenset(str(department.department_id) for department in directory.departments())
        check_rules(changes["invitations"], departments, frozenset(str(agent.agent_id) for agent in directory.agents()))
    check_version(body.version, before.version)
    after = directory.change_style(before, replace(before, **changes))
    trail.done("change_style", ("style", after.style_id, after.name), before, after)
    return after
