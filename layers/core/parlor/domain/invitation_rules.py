"""Automatic invitations (主动邀请规则): whom the widget addresses by itself, in whose name, with which words, how often.

A rule is kept with a style and judged in the visitor's browser (widget/loader/src/rules): what somebody does who only looks
around costs nothing. A rule fires when all of its conditions hold; of several the first of the list.
"""

from collections.abc import Iterable
from typing import Annotated, Literal, Protocol

from msgspec import Meta, Struct, field
from msgspec.structs import force_setattr

from parlor.domain.errors import Invalid
from parlor.domain.ids import AgentId, DepartmentId
from parlor.domain.languages import VisitorLanguage
from parlor.domain.origin import SourceKind
from parlor.domain.pages import Pattern
from parlor.domain.presence import AgentPresence, InvitationKind, in_department, least_loaded

RULES_MAX = 20

_Ulid = Annotated[str, Meta(pattern="^[0-7][0-9A-HJKMNP-TV-Z]{25}$")]
_Seconds = Annotated[int, Meta(ge=0, le=86_400)]
_Word = Annotated[str, Meta(min_length=1, max_length=60)]
_Words = Annotated[list[_Word], Meta(max_length=20)]
_Patterns = Annotated[list[Pattern], Meta(max_length=20)]
Often = Literal["once", "day", "times"]
"""How often a rule may address the same visitor: once, once a day, or `times` in all."""


_Text = Annotated[str, Meta(max_length=500)]


_OTHER_CHINESE: dict[VisitorLanguage, VisitorLanguage] = {"zh-CN": "zh-TW", "zh-TW": "zh-CN"}


class RuleTexts(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the invitation says, by the visitor's language; an empty one takes another. `zh` is an old name of zh-CN, only read."""

    zh_cn: _Text = field(name="zh-CN", default="")
    zh_tw: _Text = field(name="zh-TW", default="")
    en: _Text = ""
    ja: _Text = ""
    zh: _Text = ""

    def __post_init__(self) -> None:
        force_setattr(self, "zh_cn", self.zh_cn or self.zh)
        force_setattr(self, "zh", "")

    @property
    def by_language(self) -> dict[VisitorLanguage, str]:
        """Those that say something, in the order in which they stand in for others."""
        texts: dict[VisitorLanguage, str] = {"en": self.en, "zh-CN": self.zh_cn, "zh-TW": self.zh_tw, "ja": self.ja}
        return {language: text for language, text in texts.items() if text.strip()}

    def said(self, language: VisitorLanguage) -> str:
        """The text in this language, else in the other Chinese, else in English, else in whichever there is."""
        texts = self.by_language
        return texts.get(language) or texts.get(_OTHER_CHINESE.get(language, language)) or next(iter(texts.values()), "")


class Conditions(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """All of them must hold; one that is absent, 0 or empty says nothing. Words are compared without regard to capitals."""

    pages: _Patterns = []
    """One of these pages is shown."""
    not_pages: _Patterns = []
    page_s: _Seconds = 0
    """So many seconds on this page …"""
    site_s: _Seconds = 0
    """… and on the site, in this tab."""
    pages_seen: Annotated[int, Meta(ge=0, le=1_000)] = 0
    visits_min: Annotated[int, Meta(ge=0, le=10_000)] = 0
    """It is at least the visitor's so-manieth visit …"""
    visits_max: Annotated[int, Meta(ge=0, le=10_000)] = 0
    """… and at most this."""
    sources: Annotated[list[SourceKind], Meta(max_length=5)] = []
    source_names: _Words = []
    """Engines, networks, sites or campaigns by name; a part of the name is enough."""
    keywords: _Words = []
    places: _Words = []
    """Country, province or city; a part of the name is enough."""
    cart_min: Annotated[float, Meta(ge=0, le=1e9)] = 0
    """The cart's value, as the site tells it."""
    scroll_percent: Annotated[int, Meta(ge=0, le=100)] = 0
    exit_intent: bool = False
    """The pointer leaves the page towards the tabs or the address."""
    event: Annotated[str, Meta(max_length=60)] = ""
    """An event of the site's own …"""
    event_count: Annotated[int, Meta(ge=0, le=1_000)] = 0
    """… that happened so often; 0 is once."""


class InvitationRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`agent_id` sends it while they have room; without one, the least loaded of the department, else of the style's department.

    With nobody there it is not shown.
    """

    rule_id: _Ulid
    name: Annotated[str, Meta(min_length=1, max_length=60)]
    on: bool = True
    kind: InvitationKind = "invitation"
    when: Conditions = Conditions()
    often: Often = "once"
    times: Annotated[int, Meta(ge=1, le=100)] = 1
    agent_id: _Ulid | None = None
    department_id: _Ulid | None = None
    texts: RuleTexts = RuleTexts()


class Invitations(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A style's automatic invitations. After "later" nobody is addressed by a rule for `quiet_minutes`; after "never", never again."""

    quiet_minutes: Annotated[int, Meta(ge=1, le=10_080)] = 10
    rules: Annotated[list[InvitationRule], Meta(max_length=RULES_MAX)] = []


class RuleCount(Struct, frozen=True, kw_only=True):
    """How a rule did since it was made. Who saw an invitation and answered it never is counted with their next answer."""

    rule_id: str
    shown: int = 0
    accepted: int = 0
    later: int = 0
    never: int = 0


def check_rules(invitations: Invitations, departments: frozenset[str], agents: frozenset[str], above: str = "invitations") -> None:
    """Raises `Invalid` naming `rules[…]` below `above`."""
    seen = set[str]()
    for index, rule in enumerate(invitations.rules):
        path = f"{above}.rules[{index}]"
        if rule.rule_id in seen:
            raise Invalid("This is here twice.", field=f"{path}.rule_id")
        seen.add(rule.rule_id)
        if not rule.name.strip():
            raise Invalid("Give it a name.", field=f"{path}.name")
        if not rule.texts.by_language:
            raise Invalid("Write what the invitation says.", field=f"{path}.texts")
        if rule.agent_id is not None and rule.agent_id not in agents:
            raise Invalid("There is no such agent.", field=f"{path}.agent_id")
        if rule.department_id is not None and rule.department_id not in departments:
            raise Invalid("There is no such department.", field=f"{path}.department_id")
        if rule.when.visits_max and rule.when.visits_max < rule.when.visits_min:
            raise Invalid("The most must not be less than the least.", field=f"{path}.when.visits_max")
        if rule.when.event_count and not rule.when.event.strip():
            raise Invalid("Name the event.", field=f"{path}.when.event")


def sender(rule: InvitationRule, style_department: DepartmentId | None, agents: Iterable[AgentPresence]) -> AgentPresence | None:
    """In whose name the rule speaks now; None when nobody has room."""
    agents = list(agents)
    if rule.agent_id is not None:
        return next((agent for agent in agents if agent.agent_id == AgentId(rule.agent_id) and agent.has_room), None)
    department = DepartmentId(rule.department_id) if rule.department_id else style_department
    return next(iter(least_loaded(in_department(agents, department))), None)


class RuleCounts(Protocol):
    """How the rules of one tenant did."""

    def count(self, rule_id: str, *, shown: int = 0, answer: Literal["accepted", "later", "never"] | None = None) -> None: ...

    def of(self, rule_ids: Iterable[str]) -> list[RuleCount]: ...
