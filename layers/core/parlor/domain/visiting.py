"""What desks follow of the visitors on the site: changes as they come, folded into one, and filters with several conditions."""

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from parlor.domain.errors import Invalid
from parlor.domain.ids import VisitorId
from parlor.domain.presence import Page, Visit

VisitorState = Literal["waiting", "talking", "invited", "browsing", "left"]
ConditionField = Literal[
    "state",
    "page",
    "source",
    "keyword",
    "country",
    "province",
    "city",
    "visits",
    "pages",
    "agent",
    "name",
    "ip",
    "language",
    "device",
    "system",
    "browser",
]
CONDITIONS_MAX = 10
FILTERS_MAX = 20
"""That one agent keeps."""
CONDITION_TEXT_MAX = 200
FOLLOWED_MAX = 60
"""Visitors that a desk follows by name: those of its conversations, and the one it looks at."""

_LEAST: tuple[ConditionField, ...] = ("visits", "pages")
_SAME: tuple[ConditionField, ...] = ("state", "device")


class Condition(Struct, frozen=True, omit_defaults=True):
    """`state` and `device` are that word; `visits` and `pages` are at least that number; all others contain the text, in any case."""

    field: ConditionField
    value: Annotated[str, Meta(max_length=CONDITION_TEXT_MAX)]
    negated: bool = False


class VisitorFilter(Struct, frozen=True, omit_defaults=True):
    """Conditions that an agent has put down under a name."""

    name: Annotated[str, Meta(min_length=1, max_length=40)]
    conditions: Annotated[tuple[Condition, ...], Meta(min_length=1, max_length=CONDITIONS_MAX)]


class Watch(Struct, frozen=True, omit_defaults=True):
    """What a desk wants to be told of: everybody who fits (`listed`), or only those in `visitor_ids`, and who has just come."""

    listed: bool = True
    conditions: tuple[Condition, ...] = ()
    visitor_ids: frozenset[str] = frozenset()


class VisitChange(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What changed of one visitor: the visit as it is now without its pages, its newest page, or both. `shard` is where it lies."""

    visitor_id: VisitorId
    shard: int
    visit: Visit | None = None
    page: Page | None = None
    page_count: int = 0
    arrived: bool = False

    @property
    def seen(self) -> Visit | None:
        """The visit with its page, if both are known."""
        if self.visit is None or self.page is None:
            return None
        return replace(self.visit, pages=(self.page,), page_count=self.page_count)

    @property
    def left(self) -> bool:
        return self.visit is not None and self.visit.left_at is not None


def check_conditions(conditions: Iterable[Condition], field: str = "conditions") -> None:
    """Raises `Invalid` with the path of the wrong one."""
    for place, condition in enumerate(conditions):
        if not condition.value.strip():
            raise Invalid("Say what to compare with.", field=f"{field}[{place}].value")
        if condition.field in _LEAST and not (condition.value.isascii() and condition.value.isdigit() and len(condition.value) < 8):
            raise Invalid("A number is wanted here.", field=f"{field}[{place}].value")


def check_filters(filters: Iterable[VisitorFilter]) -> None:
    """Raises `Invalid`: a name is there once, and every condition says something."""
    names: set[str] = set()
    for place, each in enumerate(filters):
        name = each.name.strip().casefold()
        if not name or name in names:
            raise Invalid("Each filter needs a name of its own.", field=f"visitor_filters[{place}].name")
        names.add(name)
        check_conditions(each.conditions, f"visitor_filters[{place}].conditions")


def state_of(visit: Visit) -> VisitorState:
    if visit.left_at is not None:
        return "left"
    if visit.conversation_state == "waiting":
        return "waiting"
    if visit.conversation_state == "active":
        return "talking"
    return "invited" if visit.invited_by else "browsing"


def fits(visit: Visit, conditions: Iterable[Condition]) -> bool:
    """Whether all conditions hold. The newest page is the first of `visit.pages`."""
    return all(_holds(visit, condition) != condition.negated for condition in conditions)


def _holds(visit: Visit, condition: Condition) -> bool:
    found = _values(visit, condition.field)
    if condition.field in _LEAST:
        return int(found[0]) >= int(condition.value)
    wanted = condition.value.strip().casefold()
    if condition.field in _SAME:
        return wanted == found[0]
    return any(wanted in value.casefold() for value in found)


def _values(visit: Visit, field: ConditionField) -> tuple[str, ...]:
    origin = visit.origin
    source, device, place = (origin.source, origin.device, origin.place) if origin else (None, None, None)
    page = visit.pages[0] if visit.pages else None
    match field:
        case "state":
            return (state_of(visit),)
        case "page":
            return (page.url, page.title) if page else ()
        case "source":
            return (source.kind, source.name or "", visit.referrer or "") if source else (visit.referrer or "",)
        case "keyword":
            return ((source.keyword if source else None) or "",)
        case "country" | "province" | "city":
            return ((getattr(place, field) if place else None) or "",)
        case "visits":
            return (str(visit.visits),)
        case "pages":
            return (str(visit.page_count or len(visit.pages)),)
        case "agent":
            return (visit.agent_name or "", visit.invited_by or "")
        case "name":
            return (visit.name or "",)
        case "ip":
            return (visit.ip or "",)
        case "language":
            return (visit.language or "",)
        case "device":
            return ((device.kind if device else ""),)
        case "system" | "browser":
            return ((getattr(device, field) if device else None) or "",)


def folded(changes: Iterable[VisitChange]) -> list[VisitChange]:
    """One change for each visitor: the newest visit and the newest page of all that came. In the order of their first change."""
    known: dict[VisitorId, VisitChange] = {}
    for change in changes:
        before = known.get(change.visitor_id)
        known[change.visitor_id] = _after(before, change) if before else change
    return list(known.values())


def _after(before: VisitChange, change: VisitChange) -> VisitChange:
    visits = [each for each in (before.visit, change.visit) if each is not None]
    # The later of two that are equally old is the one that came later.
    visit = max(reversed(visits), key=lambda each: each.changed_at, default=None)
    paged = max((change, before), key=lambda each: each.page.at if each.page else -1)
    return VisitChange(
        visitor_id=change.visitor_id,
        shard=change.shard,
        visit=visit,
        page=paged.page,
        page_count=paged.page_count,
        arrived=before.arrived or change.arrived,
    )


def most_telling(changes: Iterable[VisitChange]) -> list[VisitChange]:
    """Who came, left or changed before those who only look at another page; of these the latest first."""
    return sorted(changes, key=lambda each: (each.visit is None, -(each.page.at if each.page else 0)))
