"""What a company says about who talks to whom: rules by page, region and language, whom it serves, whom it prefers.

Part of the service document (domain/service.py); what is made of it stands in domain/routing.py.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal
from urllib.parse import SplitResult, parse_qs, urlsplit

from msgspec import Meta, Struct
from msgspec.structs import replace

from parlor.domain.errors import Invalid
from parlor.domain.languages import VisitorLanguage
from parlor.domain.origin import Place

_Ulid = Annotated[str, Meta(pattern="^[0-7][0-9A-HJKMNP-TV-Z]{25}$")]
_Pattern = Annotated[str, Meta(min_length=1, max_length=200)]
_Language = Annotated[str, Meta(pattern="^[a-z]{2,3}$")]
Skill = Annotated[str, Meta(min_length=1, max_length=30)]

RULES_MAX = 50
AREAS_MAX = 60
LINK_PARAMETER = "parlor_agent"
"""On the address of any page: the number of the agent who is to have the visitor."""
LINK_AGENT_PATTERN = "^[0-9A-Za-z]{1,12}$"


class Area(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A country, or one of its provinces by the beginning of its name (浙江 for 浙江省). Names are those of `Place`."""

    country: Annotated[str, Meta(min_length=1, max_length=40)]
    province: Annotated[str, Meta(max_length=20)] = ""

    def holds(self, place: Place) -> bool:
        return place.country == self.country and (not self.province or (place.province or "").startswith(self.province))


class RoutingRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """If all that is said of the visitor holds: a department, an agent who is asked first, a skill that is needed.

    Of each list one entry is enough; an empty list says nothing. Patterns: see `page_fits`.
    """

    rule_id: _Ulid
    name: Annotated[str, Meta(max_length=60)] = ""
    enabled: bool = True
    pages: Annotated[list[_Pattern], Meta(max_length=20)] = []
    referrers: Annotated[list[_Pattern], Meta(max_length=20)] = []
    areas: Annotated[list[Area], Meta(max_length=AREAS_MAX)] = []
    languages: Annotated[list[_Language], Meta(max_length=20)] = []
    department_id: _Ulid | None = None
    agent_id: _Ulid | None = None
    skill: Skill | None = None

    def holds(self, page_url: str, referrer: str, place: Place | None, language: str) -> bool:
        """`language` is the first part of the browser's. Where the place is not known, no area holds."""
        return (
            (not self.pages or any(page_fits(each, page_url) for each in self.pages))
            and (not self.referrers or any(page_fits(each, referrer) for each in self.referrers))
            and (not self.areas or (place is not None and any(area.holds(place) for area in self.areas)))
            and (not self.languages or language in self.languages)
        )


class ServiceAreas(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For whom the chat is open (服务地区). Who comes from nobody knows where is served."""

    mode: Literal["all", "only", "except"] = "all"
    areas: Annotated[list[Area], Meta(max_length=AREAS_MAX)] = []
    otherwise: Literal["message", "hide"] = "message"
    """The others may leave a message, or see nothing of us."""
    texts: dict[VisitorLanguage, Annotated[str, Meta(max_length=500)]] = {}
    """What the others read over the form for a message, by language; without one the words for nobody being there."""

    def serves(self, place: Place | None) -> bool:
        if self.mode == "all" or place is None:
            return True
        return any(area.holds(place) for area in self.areas) == (self.mode == "only")


class Routing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The company's rules of assignment; the first rule that holds counts."""

    rules: Annotated[list[RoutingRule], Meta(max_length=RULES_MAX)] = []
    service_areas: ServiceAreas = ServiceAreas()
    link_agent: bool = True
    """`?parlor_agent=<number>` on a page, or `data-agent` of the snippet, names who is asked first."""
    last_agent_first: bool = False
    """Who had the visitor the last time is asked first (回头客优先) …"""
    last_agent_days: Annotated[int, Meta(ge=1, le=365)] = 30
    """… if that was not longer ago."""
    same_language_first: bool = False
    pause_s: Annotated[int, Meta(ge=0, le=600)] = 0
    """So long nobody is assigned a second visitor by themselves."""

    @property
    def asks_for_place(self) -> bool:
        return self.service_areas.mode != "all" or any(rule.enabled and rule.areas for rule in self.rules)


def page_fits(pattern: str, url: str) -> bool:
    """`/products/*` is a path on any host; `shop.example/de/*` and `https://…` are whole addresses. `*` stands for anything.

    Query and fragment count only where the pattern has them. Capitals do not matter. Takes time in proportion to the length.
    """
    address = _split(url)
    if address is None or not url:
        return False
    wanted = pattern.strip().lower()
    text = address.path or "/"
    if "?" in wanted:
        text += f"?{address.query}"
    if "#" in wanted:
        text += f"#{address.fragment}"
    if not wanted.startswith(("/", "*")):
        text = address.netloc + text
        if "://" in wanted:
            wanted = wanted.partition("://")[2]
        if "/" not in wanted:
            wanted += "/*"
    return _matches(wanted, text.lower())


def _matches(pattern: str, text: str) -> bool:
    first, *rest = pattern.split("*")
    if not rest:
        return text == pattern
    if not text.startswith(first):
        return False
    position = len(first)
    for part in rest[:-1]:
        found = text.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return len(text) - len(rest[-1]) >= position and text.endswith(rest[-1])


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def linked_agent(url: str) -> str | None:
    """The number of the agent that a page's address names, if it can be one."""
    address = _split(url)
    if address is None or LINK_PARAMETER not in address.query:
        return None
    number = parse_qs(address.query).get(LINK_PARAMETER, [""])[0]
    return number if number.isascii() and number.isalnum() and len(number) <= 12 else None


def primary(language: str) -> str:
    """`zh` of `zh-CN`."""
    return language.partition("-")[0].strip().lower()


def check_routing(routing: Routing, department_ids: frozenset[str], agent_ids: frozenset[str]) -> None:
    """Raises `Invalid` naming the path."""
    for index, rule in enumerate(routing.rules):
        path = f"routing.rules[{index}]"
        if any(rule.rule_id == before.rule_id for before in routing.rules[:index]):
            raise Invalid("This is here twice.", field=f"{path}.rule_id")
        if rule.department_id is not None and rule.department_id not in department_ids:
            raise Invalid("There is no such department.", field=f"{path}.department_id")
        if rule.agent_id is not None and rule.agent_id not in agent_ids:
            raise Invalid("There is no such agent.", field=f"{path}.agent_id")
        if rule.enabled and not (rule.department_id or rule.agent_id or rule.skill):
            raise Invalid("Say where these visitors go.", field=f"{path}.department_id")
        if rule.enabled and not (rule.pages or rule.referrers or rule.areas or rule.languages):
            raise Invalid("Say for whom this holds.", field=f"{path}.pages")
    areas = routing.service_areas
    if areas.mode != "all" and not areas.areas:
        raise Invalid("Choose at least one region.", field="routing.service_areas.areas")


def without_gone_departments(routing: Routing, department_ids: Iterable[str]) -> Routing:
    """A rule that led to a department which is gone rests until somebody says where else."""
    known = set(department_ids)
    return replace(routing, rules=[_still_leading(rule, known) for rule in routing.rules])


def _still_leading(rule: RoutingRule, known: set[str]) -> RoutingRule:
    if rule.department_id is None or rule.department_id in known:
        return rule
    return replace(rule, department_id=None, enabled=rule.enabled and bool(rule.agent_id or rule.skill))


def with_agent_instead(routing: Routing, gone: str, heir: str | None) -> Routing:
    """Rules that name an agent who goes name the heir. Without one such a rule rests, unless it also says something else."""
    return replace(routing, rules=[_with_agent_instead(rule, gone, heir) for rule in routing.rules])


def _with_agent_instead(rule: RoutingRule, gone: str, heir: str | None) -> RoutingRule:
    if rule.agent_id != gone:
        return rule
    return replace(rule, agent_id=heir, enabled=rule.enabled and bool(heir or rule.department_id or rule.skill))


def first_that_holds(rules: Sequence[RoutingRule], page_url: str, referrer: str, place: Place | None, language: str) -> RoutingRule | None:
    return next((rule for rule in rules if rule.enabled and rule.holds(page_url, referrer, place, language)), None)
