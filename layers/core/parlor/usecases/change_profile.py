"""A member of staff changes what visitors and colleagues see of them. What they may do, and where, is the administrator's."""

from msgspec.structs import replace

from parlor.domain.audit import Trail
from parlor.domain.directory import Agent, DirectoryEditor, check_version
from parlor.domain.office_ports import OfficePresence, SocketCloser
from parlor.domain.staff import Staff
from parlor.domain.style_content import StyleFiles
from parlor.protocol import rest_me
from parlor.usecases.change_agent import bring_into_effect, check_photo
from parlor.usecases.change_company import given
from parlor.usecases.checks import written
from parlor.usecases.pushing import Pushes


def change_profile(
    body: rest_me.ChangeProfile,
    staff: Staff,
    directory: DirectoryEditor,
    presence: OfficePresence,
    pushes: Pushes,
    closer: SocketCloser,
    files: StyleFiles,
    trail: Trail,
) -> Agent:
    """Another name reaches open desks by new sockets. Raises `Conflict` for a version that is not the newest, `Invalid`."""
    changes = given(body)
    if "name" in changes:
        changes["name"] = written(changes["name"], "name")
    for name in ("title", "phone"):
        if name in changes:
            changes[name] = changes[name].strip()
    check_photo(changes.get("photo", ""), files)
    before = directory.fresh().agent(staff.agent_id)
    check_version(body.version, before.version)
    changed = directory.change_agent(before, replace(before, **changes))
    trail.done("change_profile", ("agent", staff.agent_id, changed.name), before, changed)
    bring_into_effect(before, changed, presence, pushes, closer)
    return changed
