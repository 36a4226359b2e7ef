"""REST bodies of the dry run of the rules of assignment."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parlor.domain.routing_rules import LINK_AGENT_PATTERN
from parlor.protocol.limits import URL_MAX
from parlor.protocol.rest import Assignment
from parlor.protocol.views import AgentState, Ulid


class _Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class _Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class TryRouting(_Body, frozen=True, kw_only=True):
    """A visitor as they might come. What is left out is not known of them. `style_id` stands for the page's snippet."""

    page_url: Annotated[str, Meta(max_length=URL_MAX)] = ""
    referrer: Annotated[str, Meta(max_length=URL_MAX)] = ""
    country: Annotated[str, Meta(max_length=40)] = ""
    province: Annotated[str, Meta(max_length=20)] = ""
    language: Annotated[str, Meta(max_length=20)] = ""
    style_id: Ulid | None = None
    department_id: Ulid | None = None
    """Chosen by the visitor."""
    link_agent: Annotated[str, Meta(pattern=LINK_AGENT_PATTERN)] | None = None
    last_agent_id: Ulid | None = None


class RoutedAgent(_Answer, frozen=True, kw_only=True):
    agent_id: Ulid
    number: str
    name: str
    state: AgentState
    load: int
    ceiling: int
    preferred: bool = False
    """Asked before the department's strategy is."""


class RoutingTrial(_Answer, frozen=True, kw_only=True):
    """Where that visitor would go at this moment, and why. Nothing has happened. `agents` are in the order of asking."""

    outcome: Literal["assign", "wait", "message", "hide"]
    because: Literal["chosen", "form", "link", "rule", "style", "first"]
    """What decided on the department."""
    why: str
    department_id: Ulid | None = None
    rule_id: Ulid | None = None
    sent_on: Literal["below", "overflow"] | None = None
    preferred_by: Literal["link", "rule", "last_agent"] | None = None
    strategy: Assignment | None = None
    skill: str | None = None
    refusal: Literal["region", "closed", "nobody", "queue_full", "no_department"] | None = None
    agents: list[RoutedAgent] = []
    waiting: int = 0
    """Who waits in that department now, up to 100."""
