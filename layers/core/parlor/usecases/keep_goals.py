"""Somebody who keeps the settings says what visitors are to do."""

from msgspec.structs import replace

from parlor.domain.audit import Trail
from parlor.domain.directory import check_version
from parlor.domain.goals import GoalEditor, Goals, check_goals
from parlor.protocol.rest_goals import ChangeGoals


def change_goals(body: ChangeGoals, editor: GoalEditor, trail: Trail) -> Goals:
    """Raises `Conflict` for a version that is not the newest, `Invalid` naming the path. What a goal has counted stays with its id."""
    check_goals(body.goals)
    before = editor.fresh()
    check_version(body.version, before.version)
    after = editor.change(before, replace(before, goals=body.goals))
    trail.done("change_goals", ("goals", "", ""), before, after)
    return after
