"""REST bodies of styles and of the visits that begin with them, and the file in which a published style stands."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from parlor.domain.invitation_rules import Conditions, Often, RuleCount, RuleTexts
from parlor.domain.languages import VisitorLanguage
from parlor.domain.launcher import LauncherTexts
from parlor.domain.service import PreChat, Switches
from parlor.domain.signed_identity import GivenIdentity
from parlor.domain.style_content import (
    Asset,
    BoxPlace,
    CompanyPanel,
    Consent,
    InvitationBox,
    Payment,
    Pictures,
    Position,
    Scheme,
    StyleContent,
    StyleKind,
    StyleTexts,
    WidgetLanguage,
)
from parlor.protocol.limits import PICTURE_MAX_BYTES
from parlor.protocol.rest import Name, SocketTicket
from parlor.protocol.views import Availability, ConversationView, InvitationKind, Millis, Ulid

_BASE64_MAX = 4 * -(-PICTURE_MAX_BYTES // 3)


class _Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class _Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


# --- for staff -----------------------------------------------------------------------------------------------------


class StyleSummary(_Answer, frozen=True, kw_only=True):
    """A line of the list of styles. `color` and `kind` are the draft's; `has_changes`: the draft is not what visitors see."""

    style_id: Ulid
    name: str
    color: str
    kind: StyleKind
    published_version: int
    """0: never published, nobody can see it."""
    published_at: Millis | None = None
    changed_at: Millis | None = None
    has_changes: bool = False
    snippet: str
    widget_seen_at: Millis | None = None
    """When the first visitor arrived through this style's snippet."""


class StyleList(_Answer, frozen=True, kw_only=True):
    styles: list[StyleSummary]


class StyleDraft(_Answer, frozen=True, kw_only=True):
    """A style as it is worked on. Changes name its `version`; a newer one refuses with `conflict`."""

    style_id: Ulid
    name: str
    version: int
    content: StyleContent
    has_changes: bool = False
    saved_at: Millis | None = None
    published_version: int
    published_at: Millis | None = None
    snippet: str


class AddStyle(_Body, frozen=True, kw_only=True):
    """A draft that nobody sees yet, empty or with the draft of another style."""

    name: Name
    copy_of: Ulid | None = None


class SaveDraft(_Body, frozen=True, kw_only=True):
    """What is absent stays. The name is staff's own and needs no publishing."""

    version: int
    name: Name | UnsetType = UNSET
    content: StyleContent | UnsetType = UNSET


class PublishStyle(_Body, frozen=True, kw_only=True):
    """`version` is the draft that is meant. Publishing it a second time changes nothing, and puts its file in place again."""

    version: int


class DiscardDraft(_Body, frozen=True, kw_only=True):
    """The draft is again what was published last."""

    version: int


class RevertStyle(_Body, frozen=True, kw_only=True):
    """What was published as version `to` becomes the draft. Visitors see it when that is published."""

    version: int
    to: int


class PublicationView(_Answer, frozen=True, kw_only=True):
    """Who published, with the name of that moment; absent for what the sign-up published."""

    version: int
    at: Millis
    agent_id: Ulid | None = None
    number: str = ""
    name: str = ""


class PublicationList(_Answer, frozen=True, kw_only=True):
    """Newest first. The last fifty are kept."""

    publications: list[PublicationView]


class AddStylePicture(_Body, frozen=True, kw_only=True):
    """A picture for a style. `content_type` is what the browser takes it for; what it is shows its contents."""

    name: Annotated[str, Meta(min_length=1, max_length=120)]
    content_type: Annotated[str, Meta(max_length=100)] = ""
    data: Annotated[str, Meta(min_length=4, max_length=_BASE64_MAX, description="The file in Base64.")]


class RuleCounts(_Answer, frozen=True, kw_only=True):
    """How the style's automatic invitations did."""

    counts: list[RuleCount]


# --- the file ------------------------------------------------------------------------------------------------------


class StyleIcons(_Answer, frozen=True, kw_only=True):
    """Outlines (SVG, square of 20, even-odd)."""

    online: str
    busy: str
    offline: str


class PublishedRule(_Answer, frozen=True, kw_only=True):
    """An automatic invitation. `pages` is a regular expression as in `StyleFile`. In whose name it speaks is in the visit
    (`senders`); a rule that is not there has nobody to speak for it now."""

    rule_id: Ulid
    kind: InvitationKind
    when: Conditions
    pages: str = ""
    often: Often
    times: int = 1
    texts: RuleTexts


class StyleFile(Struct, frozen=True, kw_only=True):
    """`widget/styles/<tenant>/<style>.json`: all that a page needs to look as the company wants. What is empty may be left out of
    the parts below the first level.

    `pages` tells by a regular expression, without regard to capitals, on which addresses the launcher stands (empty: on all),
    `pages_offline` where it stands while nobody is there.
    """

    v: int
    """The published version."""
    color: str
    scheme: Scheme
    radius: int
    position: Position
    kind: StyleKind
    consent: Consent
    language: WidgetLanguage
    icons: StyleIcons
    pictures: Pictures
    x: int
    y: int
    computers_only: bool
    pages: str
    pages_offline: str
    launcher_words: dict[VisitorLanguage, LauncherTexts]
    texts: dict[VisitorLanguage, StyleTexts]
    words: dict[VisitorLanguage, dict[str, str]]
    panel: CompanyPanel
    invitation_box: InvitationBox
    rules: list[PublishedRule]
    quiet_minutes: int
    """How long nobody is addressed again after "later"."""


class StyleOff(Struct, frozen=True, kw_only=True):
    """What stands in the file's place when there is to be no widget: it says so once, and nothing else is loaded."""

    off: Literal["suspended", "deleted"]


# --- visits --------------------------------------------------------------------------------------------------------


class StartVisit(_Body, frozen=True, kw_only=True):
    """Who comes, and who is there. `visitor_token` is what an earlier answer gave, from first-party storage."""

    tenant_id: Ulid
    style_id: Ulid
    style_version: int = 0
    """`v` of the style's file, so that the answer is not older than it."""
    look: bool = False
    """Before the visitor has agreed to anything: the answer is a `VisitLook`, nothing is kept and nobody is counted."""
    visitor_token: Annotated[str, Meta(max_length=1_000)] | None = None
    agent: Annotated[str, Meta(max_length=64)] | None = None
    """The number of an agent, if the snippet names one."""
    languages: Annotated[str, Meta(max_length=200)] = ""
    """What snippet, page and browser want, most wanted first: tags (BCP 47) with commas between. What is none is passed over."""
    identity: GivenIdentity | None | UnsetType = UNSET
    """Who is signed in on the company's site, by its signature; null: nobody; absent: the page does not say (docs/identity.md)."""


class DepartmentChoice(_Answer, frozen=True, kw_only=True):
    """`group` is the name of the department above."""

    department_id: Ulid
    name: str
    group: str | None = None
    availability: Availability


class RuleSender(_Answer, frozen=True, kw_only=True):
    """In whose name an automatic invitation speaks now."""

    agent_id: Ulid
    agent_name: str


class VisitAgent(_Answer, frozen=True, kw_only=True):
    """What there is to be seen of the agent who talks to the visitor, beside name and title."""

    agent_id: Ulid
    phone: str = ""
    photo: str = ""


class Visit(_Answer, frozen=True, kw_only=True):
    """Who the visitor is, how to connect, who is there. How it all looks stands in the style's file."""

    visitor_token: str
    visitor_id: Ulid
    socket: SocketTicket
    availability: Availability
    language: VisitorLanguage
    """The style's, or the first of the languages asked for that we speak."""
    company: str
    switches: Switches = Switches()
    typing_preview: bool
    pre_chat: PreChat | None = None
    """The form before the conversation, if there is one: the style's, else the company's."""
    fields_known: dict[str, str] = {}
    """By field, what this visitor filled in the last time."""
    departments: list[DepartmentChoice] = []
    """Where the style leads to none, the visitor chooses."""
    opens_at: Millis | None = None
    """Off line because of the working hours: when it opens again."""
    region_text: str | None = None
    """From a region that is not served: what the visitor reads over the form for a message, if the company says something."""
    conversation: ConversationView | None = None
    """The open conversation, if there is one."""
    agent: VisitAgent | None = None
    """Who has it, where they have a photo or a telephone."""
    senders: dict[str, RuleSender] = {}
    """By rule, who speaks: the automatic invitations that may be shown to this visitor now."""
    identity: Literal["verified", "refused"] | None = None
    """What became of the identity that was sent; refused is an anonymous visitor."""


class VisitLook(_Answer, frozen=True, kw_only=True):
    """The answer to a visit with `look`: nobody has agreed to more yet."""

    availability: Availability
    language: VisitorLanguage
    opens_at: Millis | None = None


__all__ = [
    "AddStyle",
    "AddStylePicture",
    "Asset",
    "BoxPlace",
    "Consent",
    "DepartmentChoice",
    "DiscardDraft",
    "Payment",
    "Position",
    "PublicationList",
    "PublicationView",
    "PublishStyle",
    "PublishedRule",
    "RevertStyle",
    "RuleCounts",
    "RuleSender",
    "SaveDraft",
    "Scheme",
    "StartVisit",
    "StyleDraft",
    "StyleFile",
    "StyleIcons",
    "StyleKind",
    "StyleList",
    "StyleOff",
    "StyleSummary",
    "Visit",
    "VisitAgent",
    "VisitLook",
]
