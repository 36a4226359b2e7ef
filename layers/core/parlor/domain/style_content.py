"""What a style says and how it looks (风格): one document that is drafted, published, kept in a history and brought back.

Every field has a default, so documents of before are still read. Lengths are in characters, sizes in pixels.
"""

from typing import Annotated, Literal, Protocol

from msgspec import Meta, Struct

from parlor.domain.ids import AgentId, StyleId
from parlor.domain.invitation_rules import Invitations
from parlor.domain.languages import VisitorLanguage
from parlor.domain.launcher import Launcher
from parlor.domain.service import PreChat

StyleKind = Literal["floating", "fixed", "image", "text", "departments", "none"]
"""What stands on the page: an icon that floats over it, one at a place of the page, the company's picture, a line of text, the
departments to choose from, or nothing while visits are followed all the same."""
Scheme = Literal["auto", "light", "dark"]
Position = Literal["right", "left"]
WidgetLanguage = VisitorLanguage | Literal["auto"]
Consent = Literal["none", "ask"]
"""`ask`: nothing is stored and nobody is counted until the site says that the visitor agrees, or the visitor opens the window."""
Payment = Literal["alipay", "wechat_pay", "unionpay", "visa", "mastercard", "amex", "paypal", "jcb"]
BoxPlace = Literal["center", "corner", "top"]

DEFAULT_COLOR = "#0f6a60"
PICTURE_SIDE_MAX = 2_000
WORDS_MAX = 300
CONTENT_MAX_BYTES = 120_000
"""Of the whole document as JSON: what visitors fetch stays small, and a row of the table has room for it."""

_Color = Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")]
_Url = Annotated[str, Meta(max_length=500, pattern="^https://[^\\s<>\"'\\\\]+$")]
_Side = Annotated[int, Meta(ge=1, le=PICTURE_SIDE_MAX)]
_Text20 = Annotated[str, Meta(max_length=20)]
_Text60 = Annotated[str, Meta(max_length=60)]
_Text200 = Annotated[str, Meta(max_length=200)]
_Text300 = Annotated[str, Meta(max_length=300)]
_Text500 = Annotated[str, Meta(max_length=500)]
_Text2000 = Annotated[str, Meta(max_length=2_000)]


class Asset(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An uploaded picture. Its address is ours and names its contents, so it never changes."""

    url: Annotated[str, Meta(max_length=300)]
    width: _Side
    height: _Side


class Pictures(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The company's own icons or pictures of the launcher, by state; without one the built-in icon stands."""

    online: Asset | None = None
    busy: Asset | None = None
    offline: Asset | None = None


class StyleTexts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the widget says, in one language. Empty means the product's own text."""

    title: Annotated[str, Meta(max_length=40)] = ""
    launcher: _Text20 = ""
    welcome: _Text500 = ""
    warning: _Text200 = ""
    offline: _Text500 = ""


class Announcement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """活动公告. `until` in milliseconds since 1970 UTC: after it nothing is shown."""

    texts: dict[VisitorLanguage, _Text300] = {}
    url: _Url | None = None
    until: int | None = None


class Advertisement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """底部广告."""

    texts: dict[VisitorLanguage, _Text200] = {}
    picture: Asset | None = None
    url: _Url | None = None


class Tab(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of the company's beside the conversation, such as its forum (论坛)."""

    url: _Url
    labels: dict[VisitorLanguage, _Text20] = {}


class CompanyPanel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the window shows of the company besides the conversation."""

    logo: Asset | None = None
    profile: dict[VisitorLanguage, _Text2000] = {}
    agent_card: bool = True
    announcement: Announcement | None = None
    advertisement: Advertisement | None = None
    payments: Annotated[list[Payment], Meta(max_length=8)] = []
    tab: Tab | None = None
    powered_by: bool = True


class InvitationBox(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """对话邀请框. `color` None: the style's. It comes `delay_s` seconds after the invitation."""

    place: BoxPlace = "corner"
    picture: Asset | None = None
    color: _Color | None = None
    delay_s: Annotated[int, Meta(ge=0, le=60)] = 0
    titles: dict[VisitorLanguage, _Text60] = {}
    accept: dict[VisitorLanguage, _Text20] = {}
    later: dict[VisitorLanguage, _Text20] = {}
    never: dict[VisitorLanguage, _Text20] = {}


class StyleContent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`words` overrides single texts of the window's catalogue by their key, such as `header.close`. `department_id` None: the
    visitor chooses. `pre_chat` None: the company's form."""

    color: _Color = DEFAULT_COLOR
    scheme: Scheme = "auto"
    radius: Annotated[int, Meta(ge=0, le=20)] = 10
    position: Position = "right"
    language: WidgetLanguage = "auto"
    department_id: Annotated[str, Meta(pattern="^[0-7][0-9A-HJKMNP-TV-Z]{25}$")] | None = None
    kind: StyleKind = "floating"
    launcher: Launcher = Launcher()
    pictures: Pictures = Pictures()
    texts: dict[VisitorLanguage, StyleTexts] = {}
    words: dict[VisitorLanguage, Annotated[dict[str, _Text500], Meta(max_length=WORDS_MAX)]] = {}
    panel: CompanyPanel = CompanyPanel()
    invitation_box: InvitationBox = InvitationBox()
    invitations: Invitations = Invitations()
    pre_chat: PreChat | None = None
    consent: Consent = "none"


class Draft(Struct, frozen=True, kw_only=True):
    """What is being worked on. `version` is what changes must name; `has_changes`: visitors see something else."""

    style_id: StyleId
    name: str
    version: int
    content: StyleContent
    saved_at: int = 0
    has_changes: bool = False
    published_version: int = 0
    published_at: int | None = None


class Publisher(Struct, frozen=True):
    """Who published, with number and name of that moment. Empty for what nobody published by hand."""

    agent_id: AgentId | None = None
    number: str = ""
    name: str = ""


class Publication(Struct, frozen=True, kw_only=True):
    """One line of a style's history. Versions count up from 1."""

    version: int
    at: int
    by: Publisher = Publisher()


class Styles(Protocol):
    """The drafts and publications of one tenant's styles, always read from the table. Changes raise `Conflict` when somebody came
    between reading and writing."""

    def draft(self, style_id: StyleId) -> Draft:
        """Raises `NotFound`."""

    def publications(self, style_id: StyleId) -> list[Publication]:
        """Newest first; as many as are kept."""

    def published(self, style_id: StyleId, version: int) -> StyleContent:
        """What was published as this version. Raises `NotFound` when it is not kept any more."""

    def add(self, draft: Draft) -> Draft: ...

    def save(self, before: Draft, after: Draft) -> Draft: ...

    def publish(self, draft: Draft, publication: Publication) -> Draft: ...

    def delete(self, style_id: StyleId, staying: StyleId) -> None:
        """`staying` is another style, which must still be there: a company has at least one. Raises `NotFound`."""

    def bring_up_to_date(self, style_id: StyleId) -> None:
        """Gives a style of before there were drafts its draft and its first publication; does nothing to another one."""

    def was_deleted(self, style_id: StyleId) -> bool: ...

    def deleted(self) -> list[StyleId]:
        """Styles that are no more: their files say so to pages that still have the snippet."""


class StyleFiles(Protocol):
    """Where visitors fetch what was published, and the pictures that belong to it."""

    def put(self, style_id: StyleId, body: bytes) -> None:
        """Puts the file of a style, JSON, in the place of the one before."""

    def put_picture(self, name: str, body: bytes, media_type: str) -> str:
        """`name` is made from the contents, with an ending. Returns the address."""

    def is_ours(self, url: str) -> bool:
        """Whether this is an address of one of the company's pictures."""
