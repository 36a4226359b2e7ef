"""Agents keep links: favourites of their own; supervisors and administrators the company's common links."""

from msgspec.structs import replace

from parlor.domain.audit import Trail
from parlor.domain.directory import check_version
from parlor.domain.errors import Conflict
from parlor.domain.ids import new_ulid
from parlor.domain.library import LINKS_MAX, Library, SavedLink, check_may_change, owner_in
from parlor.domain.ports import Clock
from parlor.domain.staff import Staff
from parlor.protocol import rest
from parlor.usecases.change_company import given
from parlor.usecases.checks import written


def list_links(staff: Staff, library: Library) -> list[SavedLink]:
    """The company's and one's own, by folder and title."""
    links = library.links(None) + library.links(staff.agent_id)
    return sorted(links, key=lambda link: (link.folder, link.title, link.link_id))


def add_link(body: rest.AddSavedLink, staff: Staff, library: Library, trail: Trail, clock: Clock) -> SavedLink:
    """Raises `Forbidden`, `Conflict` (`limit_reached`), `Invalid`."""
    owner = owner_in(body.scope, staff)
    if len(library.links(owner)) >= LINKS_MAX:
        raise Conflict(f"There can be {LINKS_MAX} links at most.", code="limit_reached")
    link = SavedLink(
        link_id=new_ulid(clock.now_ms()),
        owner=owner,
        title=written(body.title, "title"),
        url=body.url,
        folder=body.folder.strip(),
    )
    added = library.add_link(link)
    _note(trail, "add_link", added, after=added)
    return added


def change_link(link_id: str, body: rest.ChangeSavedLink, staff: Staff, library: Library, trail: Trail) -> SavedLink:
    """Raises `NotFound`, also for another agent's own, `Forbidden`, `Conflict`, `Invalid`."""
    changes = given(body)
    if "title" in changes:
        changes["title"] = written(changes["title"], "title")
    if "folder" in changes:
        changes["folder"] = changes["folder"].strip()
    before = library.link(link_id, staff.agent_id)
    check_may_change(before.owner, staff)
    check_version(body.version, before.version)
    after = library.change_link(before, replace(before, **changes))
    _note(trail, "change_link", after, before, after)
    return after


def delete_link(link_id: str, staff: Staff, library: Library, trail: Trail) -> None:
    """Raises `NotFound`, `Forbidden`."""
    link = library.link(link_id, staff.agent_id)
    check_may_change(link.owner, staff)
    library.delete_link(link)
    _note(trail, "delete_link", link, link)


def _note(trail: Trail, action: str, link: SavedLink, before: SavedLink | None = None, after: SavedLink | None = None) -> None:
    """What belongs to the company; one's own is nobody else's business."""
    if link.owner is None:
        trail.done(action, ("link", link.link_id, link.title), before, after)
