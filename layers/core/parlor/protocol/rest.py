"""REST bodies. Requests end in their verb's noun (`SignUp`), answers in what they hold (`Session`)."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from parlor.domain.alerts import Alerts
from parlor.domain.directory import RANK
from parlor.domain.forms import Form
from parlor.domain.hours import Holiday, WeekPlan
from parlor.domain.languages import VisitorLanguage
from parlor.domain.metrics import Grain
from parlor.domain.record_query import FILTERS_MAX as RECORD_FILTERS_MAX
from parlor.domain.record_query import RecordFilter
from parlor.domain.rich_text import URL_PATTERN
from parlor.domain.rights import Right, StaffRole
from parlor.domain.routing_rules import Routing, Skill
from parlor.domain.service import Attendance, AutoReplies, IdleRules, Label, PreChat, QueueLimit, Switches, Theme, Topic
from parlor.domain.sign_in import Held
from parlor.domain.style_content import Asset
from parlor.domain.survey import Survey
from parlor.domain.visiting import FILTERS_MAX, VisitorFilter
from parlor.protocol.limits import (
    CSV_MAX_BYTES,
    EMAIL_MAX,
    FILE_MAX_BYTES,
    FOLDER_MAX,
    NAME_MAX,
    NOTE_MAX,
    PASSWORD_MAX,
    PHONE_MAX,
    THUMBNAIL_MAX_BYTES,
    TITLE_MAX,
    URL_MAX,
)
from parlor.protocol.rest_roles import RightList, RoleRef
from parlor.protocol.views import (
    AgentState,
    AgentView,
    ConversationView,
    HappeningView,
    Millis,
    PageView,
    Text,
    Ulid,
    VisitorView,
)

Name = Annotated[str, Meta(min_length=1, max_length=NAME_MAX)]
Email = Annotated[str, Meta(max_length=EMAIL_MAX, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
Password = Annotated[str, Meta(min_length=10, max_length=PASSWORD_MAX)]
Code = Annotated[str, Meta(pattern=r"^[0-9]{6}$")]
Phone = Annotated[str, Meta(max_length=PHONE_MAX, pattern=r"^[0-9+()\- ]*$")]
AgentNumber = Annotated[str, Meta(pattern=r"^[0-9A-Za-z]{1,12}$")]
Ceiling = Annotated[int, Meta(ge=1, le=50)]
Language = Literal["zh-CN", "en"]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="A day in the tenant's time zone.")]
Assignment = Literal["manual", "automatic", "round_robin", "ranked"]
"""manual: agents pick from the queue. The others assign to an agent below the ceiling: automatic to the least loaded, round_robin
to the one who was assigned longest ago, ranked to the lowest rank, and of one rank to the least loaded."""
SkillList = Annotated[list[Skill], Meta(max_length=20)]
AgentLanguages = Annotated[list[Annotated[str, Meta(pattern=r"^[a-z]{2,3}$")]], Meta(max_length=20)]
Rank = Annotated[int, Meta(ge=1, le=9)]


class _Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class _Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class Problem(_Answer, frozen=True, kw_only=True):
    """Every refused request (RFC 9457 members `title`, `status` plus our stable `code` and the wrong `field`)."""

    code: str
    message: str
    status: int
    field: str | None = None
    retry_after_ms: int | None = None
    challenge: str | None = None
    """With `second_factor_required`: goes with the code into the next request."""


# --- sign-up and sign-in -------------------------------------------------------------------------------------------


class SignUp(_Body, frozen=True, kw_only=True):
    company: Name
    name: Name
    email: Email
    password: Password
    language: Language = "zh-CN"
    time_zone: Annotated[str, Meta(max_length=64, description="IANA name")] = "Asia/Shanghai"


class SignUpStarted(_Answer, frozen=True, kw_only=True):
    """A code is on its way. The answer is the same whether or not the address was known."""

    email: str


class ConfirmSignUp(_Body, frozen=True, kw_only=True):
    """The code from the mail. Creates the company with its first department, style and administrator."""

    email: Email
    code: Code


class ResendCode(_Body, frozen=True, kw_only=True):
    email: Email


class SignIn(_Body, frozen=True, kw_only=True):
    email: Email
    password: Annotated[str, Meta(min_length=1, max_length=PASSWORD_MAX)]


class SetFirstPassword(_Body, frozen=True, kw_only=True):
    """An invited colleague replaces the temporary password that came by mail."""

    email: Email
    temporary_password: Annotated[str, Meta(min_length=1, max_length=PASSWORD_MAX)]
    new_password: Password


class ForgotPassword(_Body, frozen=True, kw_only=True):
    email: Email


class ResetPassword(_Body, frozen=True, kw_only=True):
    email: Email
    code: Code
    password: Password


class Membership(_Answer, frozen=True, kw_only=True):
    tenant_id: Ulid
    company: str
    agent_id: Ulid
    role: str
    held: list[Held] = []
    """What has to be done before anything else: set up a second factor, choose another password."""


class Session(_Answer, frozen=True, kw_only=True):
    """Keep the access token in memory only; the refresh token is in an HttpOnly cookie."""

    access_token: str
    expires_at: Millis
    email: str
    memberships: list[Membership]


class Me(_Answer, frozen=True, kw_only=True):
    tenant_id: Ulid
    company: str
    time_zone: str
    agent_id: Ulid
    number: str
    name: str
    email: str
    role: str
    """`agent`, `supervisor`, `admin`, or the id of a role of the company's own, with its `role_name`."""
    role_name: str = ""
    rights: list[Right]
    reach: list[Ulid] | None = None
    """There if the role is limited: bounded rights count in these departments only."""
    department_ids: list[Ulid]
    typing_preview: bool
    wait_limit_s: int
    """After this many seconds a waiting visitor is shown as overdue."""
    closing_at: Millis | None = None
    """When everything of a company that is closing will be deleted. Until then little else is answered."""


class SocketTicket(_Answer, frozen=True, kw_only=True):
    """Connect to `{url}?ticket={ticket}` within `expires_in_s`; the ticket works once."""

    url: str
    ticket: str
    expires_in_s: int


# --- company ----------------------------------------------------------------------------------------------


CompanyText = Annotated[str, Meta(max_length=200)]


class Company(_Answer, frozen=True, kw_only=True):
    """`short_name` is what visitors read, empty for the name; `logo` stands in styles without one of their own."""

    tenant_id: Ulid
    company: str
    short_name: str
    logo: Asset | None
    industry: str
    address: str
    phone: str
    email: str
    website: str
    invoice_title: str
    tax_number: str
    time_zone: str
    language: Language
    typing_preview: bool
    invitations: bool
    forced_conversations: bool
    unread_grace_s: int
    """A message that nobody has read for so long is mailed."""
    wait_limit_s: int
    version: int


class ChangeCompany(_Body, frozen=True, kw_only=True):
    """Fields that are absent stay. `version` is the one that was read; a newer one refuses with `conflict`."""

    version: int
    company: Name | UnsetType = UNSET
    short_name: Annotated[str, Meta(max_length=20)] | UnsetType = UNSET
    logo: Asset | None | UnsetType = UNSET
    industry: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    address: CompanyText | UnsetType = UNSET
    phone: Phone | UnsetType = UNSET
    email: Annotated[str, Meta(max_length=EMAIL_MAX, pattern=r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$")] | UnsetType = UNSET
    website: Annotated[str, Meta(max_length=200, pattern=r"^$|^https?://[^\s/]+\.[^\s]+$")] | UnsetType = UNSET
    invoice_title: Annotated[str, Meta(max_length=100)] | UnsetType = UNSET
    tax_number: Annotated[str, Meta(pattern=r"^[0-9A-Za-z-]{0,30}$")] | UnsetType = UNSET
    time_zone: Annotated[str, Meta(max_length=64)] | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    typing_preview: bool | UnsetType = UNSET
    invitations: bool | UnsetType = UNSET
    forced_conversations: bool | UnsetType = UNSET
    unread_grace_s: Annotated[int, Meta(ge=10, le=900)] | UnsetType = UNSET
    wait_limit_s: Annotated[int, Meta(ge=10, le=3600)] | UnsetType = UNSET


# --- people --------------------------------------------------------------------------------------------------------


class Agent(_Answer, frozen=True, kw_only=True):
    agent_id: Ulid
    number: str
    name: str
    email: str
    title: str = ""
    phone: str = ""
    photo: str = ""
    role: str
    """`agent`, `supervisor`, `admin`, or the id of a role of the company's own."""
    department_ids: list[Ulid]
    ceiling: int
    skills: list[str] = []
    languages: list[str] = []
    rank: int
    disabled: bool
    rights: list[Right]
    """What the role brings, with `rights_added` and without `rights_removed`."""
    rights_added: list[Right] = []
    rights_removed: list[Right] = []
    invited: bool = False
    """They have not been here yet: the invitation can be sent again, or withdrawn by deleting them."""
    state: AgentState
    load: int
    version: int


class AgentList(_Answer, frozen=True, kw_only=True):
    """`role_rights` says what each of the three roles brings that every company has; see `list_roles` for its own."""

    agents: list[Agent]
    role_rights: dict[StaffRole, list[Right]]


class AddAgent(_Body, frozen=True, kw_only=True):
    """Invites a colleague: they get a mail with a temporary password, or join with the account that they have."""

    email: Email
    name: Name
    number: AgentNumber
    title: Annotated[str, Meta(max_length=NAME_MAX)] = ""
    phone: Phone = ""
    """Of the card that visitors see, like `photo`: the address of a picture that `add_style_picture` has answered."""
    photo: Annotated[str, Meta(max_length=300)] = ""
    role: RoleRef = "agent"
    department_ids: Annotated[list[Ulid], Meta(min_length=1, max_length=20)]
    ceiling: Ceiling = 8
    rights_added: RightList = []
    rights_removed: RightList = []
    skills: SkillList = []
    languages: AgentLanguages = []
    rank: Rank = RANK


class ChangeAgent(_Body, frozen=True, kw_only=True):
    version: int
    name: Name | UnsetType = UNSET
    number: AgentNumber | UnsetType = UNSET
    title: Annotated[str, Meta(max_length=NAME_MAX)] | UnsetType = UNSET
    phone: Phone | UnsetType = UNSET
    photo: Annotated[str, Meta(max_length=300)] | UnsetType = UNSET
    role: RoleRef | UnsetType = UNSET
    department_ids: Annotated[list[Ulid], Meta(min_length=1, max_length=20)] | UnsetType = UNSET
    ceiling: Ceiling | UnsetType = UNSET
    skills: SkillList | UnsetType = UNSET
    languages: AgentLanguages | UnsetType = UNSET
    rank: Rank | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET
    rights_added: RightList | UnsetType = UNSET
    rights_removed: RightList | UnsetType = UNSET


class Department(_Answer, frozen=True, kw_only=True):
    department_id: Ulid
    name: str
    order: int
    assignment: Assignment
    members: int
    parent_id: Ulid | None = None
    skill: str | None = None
    version: int


class DepartmentList(_Answer, frozen=True, kw_only=True):
    departments: list[Department]


class AddDepartment(_Body, frozen=True, kw_only=True):
    name: Name
    assignment: Assignment = "manual"
    parent_id: Ulid | None = None
    skill: Annotated[str, Meta(max_length=30)] = ""


class ChangeDepartment(_Body, frozen=True, kw_only=True):
    version: int
    name: Name | UnsetType = UNSET
    order: Annotated[int, Meta(ge=0, le=999)] | UnsetType = UNSET
    assignment: Assignment | UnsetType = UNSET
    parent_id: Ulid | None | UnsetType = UNSET
    skill: Annotated[str, Meta(max_length=30)] | None | UnsetType = UNSET


# --- the desk's library --------------------------------------------------------------------------------------------

Scope = Literal["company", "personal"]
"""company: everybody's, changed by supervisors and administrators; personal: only its maker sees and changes it."""
Folder = Annotated[str, Meta(max_length=FOLDER_MAX)]
Shortcut = Annotated[str, Meta(max_length=20, pattern=r"^[^\s/]*$")]


class CannedPhrase(_Answer, frozen=True, kw_only=True):
    """常用语. `text` may hold {visitor}, {agent}, {company}, {number}, which the desk fills in. `uses` ranks it."""

    phrase_id: Ulid
    scope: Scope
    shortcut: str
    title: str
    text: str
    folder: str
    uses: int = 0
    version: int


class CannedPhraseList(_Answer, frozen=True, kw_only=True):
    """The company's and one's own."""

    phrases: list[CannedPhrase]


class AddCannedPhrase(_Body, frozen=True, kw_only=True):
    scope: Scope = "company"
    shortcut: Shortcut = ""
    title: Annotated[str, Meta(min_length=1, max_length=TITLE_MAX)]
    text: Text
    folder: Folder = ""


class ChangeCannedPhrase(_Body, frozen=True, kw_only=True):
    version: int
    shortcut: Shortcut | UnsetType = UNSET
    title: Annotated[str, Meta(min_length=1, max_length=TITLE_MAX)] | UnsetType = UNSET
    text: Text | UnsetType = UNSET
    folder: Folder | UnsetType = UNSET


class ImportCannedPhrases(_Body, frozen=True, kw_only=True):
    """`csv` has the columns folder, shortcut, title, text, named in its first row. All rows come in, or none."""

    csv: Annotated[str, Meta(min_length=1, max_length=CSV_MAX_BYTES)]
    scope: Scope = "company"
    dry_run: bool = False


class RowError(_Answer, frozen=True, kw_only=True):
    """`row` is the line of the table, from 1 for the row of the names. `field` is a column, or `csv` for a line that is none.

    `exists`: another phrase has the shortcut; `repeated`: another row has it, or a column is there twice.
    """

    row: int
    field: str
    code: Literal["required", "too_long", "invalid", "exists", "repeated"]
    message: str


class ImportResult(_Answer, frozen=True, kw_only=True):
    rows: int
    added: int = 0
    errors: list[RowError] = []


class SavedLink(_Answer, frozen=True, kw_only=True):
    """A common link of the company, or a favourite of one's own (收藏)."""

    link_id: Ulid
    scope: Scope
    title: str
    url: str
    folder: str
    version: int


class SavedLinkList(_Answer, frozen=True, kw_only=True):
    links: list[SavedLink]


class AddSavedLink(_Body, frozen=True, kw_only=True):
    scope: Scope = "personal"
    title: Annotated[str, Meta(min_length=1, max_length=TITLE_MAX)]
    url: Annotated[str, Meta(max_length=URL_MAX, pattern=URL_PATTERN)]
    folder: Folder = ""


class ChangeSavedLink(_Body, frozen=True, kw_only=True):
    version: int
    title: Annotated[str, Meta(min_length=1, max_length=TITLE_MAX)] | UnsetType = UNSET
    url: Annotated[str, Meta(max_length=URL_MAX, pattern=URL_PATTERN)] | UnsetType = UNSET
    folder: Folder | UnsetType = UNSET


# --- files ---------------------------------------------------------------------------------------------------------

FileName = Annotated[str, Meta(min_length=1, max_length=120)]
MediaType = Annotated[str, Meta(max_length=100, pattern=r"^[a-z0-9.+-]+/[a-z0-9.+-]+$")]


class _NewFile(_Body, frozen=True, kw_only=True):
    name: FileName
    type: MediaType
    size: Annotated[int, Meta(ge=1, le=FILE_MAX_BYTES)]
    width: Annotated[int, Meta(ge=1, le=20_000)] | None = None
    height: Annotated[int, Meta(ge=1, le=20_000)] | None = None
    thumbnail_size: Annotated[int, Meta(ge=1, le=THUMBNAIL_MAX_BYTES)] | None = None
    """Of the small JPEG or WebP picture that the client makes of an image."""


class NewVisitorFile(_NewFile, frozen=True, kw_only=True):
    """Announces a file for the visitor's open conversation."""

    visitor_token: Annotated[str, Meta(max_length=1_000)]
    conversation_id: Ulid


class NewStaffFile(_NewFile, frozen=True, kw_only=True):
    """Announces a file for a conversation, or without one for the company's common files (常用文件)."""

    conversation_id: Ulid | None = None
    internal: bool = False
    """The conversation is one among colleagues."""


class UploadTarget(_Answer, frozen=True, kw_only=True):
    """Where to POST a form (multipart) with these fields and, last, `file`."""

    url: str
    fields: dict[str, str]


class FileUpload(_Answer, frozen=True, kw_only=True):
    """Upload to `target` (and `thumbnail_target`), then say that it is finished; until then nobody can send it."""

    file_id: Ulid
    target: UploadTarget
    thumbnail_target: UploadTarget | None = None
    expires_at: Millis


class FinishVisitorFile(_Body, frozen=True, kw_only=True):
    visitor_token: Annotated[str, Meta(max_length=1_000)]


class StoredFile(_Answer, frozen=True, kw_only=True):
    """A file that was found in the store, of the announced size and of an allowed type. It can be sent now."""

    file_id: Ulid
    name: str
    type: str
    size: int
    width: int | None = None
    height: int | None = None
    thumbnail: bool = False


class _FileLinks(_Body, frozen=True, kw_only=True):
    conversation_id: Ulid
    file_ids: Annotated[list[Ulid], Meta(min_length=1, max_length=50)]


class AskVisitorFileLinks(_FileLinks, frozen=True, kw_only=True):
    visitor_token: Annotated[str, Meta(max_length=1_000)]


class AskFileLinks(_FileLinks, frozen=True, kw_only=True):
    internal: bool = False
    """The conversation is one among colleagues."""


class FileLink(_Answer, frozen=True, kw_only=True):
    """`url` shows a picture and downloads everything else; `download_url` always downloads."""

    file_id: Ulid
    url: str
    download_url: str
    thumbnail_url: str | None = None


class FileLinkList(_Answer, frozen=True, kw_only=True):
    """Files of the conversation only; others are left out."""

    links: list[FileLink]
    expires_at: Millis


class SharedFile(_Answer, frozen=True, kw_only=True):
    """常用文件."""

    file_id: Ulid
    title: str
    folder: str
    name: str
    type: str
    size: int
    added_by: str


class SharedFileList(_Answer, frozen=True, kw_only=True):
    files: list[SharedFile]


class AddSharedFile(_Body, frozen=True, kw_only=True):
    """`file_id` was announced without a conversation, uploaded and finished."""

    file_id: Ulid
    title: Annotated[str, Meta(min_length=1, max_length=TITLE_MAX)]
    folder: Folder = ""


# --- how the company serves ----------------------------------------------------------------------------------------


class Service(_Answer, frozen=True, kw_only=True):
    """Switches, times, texts, topics, labels, categories of customers, forms and surveys, working hours and limits of queues.

    `surveys`, `hours` and `queue` are by department, or `default`. Times of the day are in the company's zone.
    """

    version: int
    switches: Switches
    idle: IdleRules
    replies: AutoReplies
    department_replies: dict[str, AutoReplies]
    topics: list[Topic]
    labels: list[Label]
    categories: list[str]
    pre_chat: PreChat
    forms: list[Form]
    surveys: dict[str, Survey]
    hours: dict[str, WeekPlan]
    holidays: list[Holiday]
    queue: dict[str, QueueLimit]
    attendance: Attendance
    routing: Routing


class ChangeService(_Body, frozen=True, kw_only=True):
    """Sections that are absent stay; one that is given replaces the old one wholly."""

    version: int
    switches: Switches | UnsetType = UNSET
    idle: IdleRules | UnsetType = UNSET
    replies: AutoReplies | UnsetType = UNSET
    department_replies: Annotated[dict[str, AutoReplies], Meta(max_length=50)] | UnsetType = UNSET
    topics: Annotated[list[Topic], Meta(max_length=200)] | UnsetType = UNSET
    labels: Annotated[list[Label], Meta(max_length=50)] | UnsetType = UNSET
    categories: Annotated[list[Annotated[str, Meta(min_length=1, max_length=40)]], Meta(max_length=100)] | UnsetType = UNSET
    pre_chat: PreChat | UnsetType = UNSET
    forms: Annotated[list[Form], Meta(max_length=20)] | UnsetType = UNSET
    surveys: Annotated[dict[str, Survey], Meta(max_length=51)] | UnsetType = UNSET
    hours: Annotated[dict[str, WeekPlan], Meta(max_length=51)] | UnsetType = UNSET
    holidays: Annotated[list[Holiday], Meta(max_length=60)] | UnsetType = UNSET
    queue: Annotated[dict[str, QueueLimit], Meta(max_length=51)] | UnsetType = UNSET
    attendance: Attendance | UnsetType = UNSET
    routing: Routing | UnsetType = UNSET


class PersonalSettings(_Answer, frozen=True, kw_only=True):
    """`idle_away_min`: minutes until an untouched desk is away by itself, 0 is never; null: as the company says.

    `auto_accept_s`: the desk takes the longest waiting visitor after so many seconds, when it has room; 0: never.
    """

    version: int
    replies: AutoReplies
    idle_away_min: int | None
    alerts: Alerts
    visitor_filters: list[VisitorFilter] = []
    """Of the table of site visitors."""
    record_filters: list[RecordFilter] = []
    """Searches of the records that are kept under a name."""
    record_columns: list[str] | None = None
    """What the list of records shows, in its order; null: as it comes."""
    auto_accept_s: int = 0
    language: Language | None
    theme: Theme | None
    """On every device of the person; null: as it was chosen there."""
    twelve_hours: bool
    signature: str
    """Below answers by mail."""
    transfer_targets: list[Ulid] = []
    """The last agents and departments to whom conversations were handed, the newest first."""
    shortcuts: list[str] | None = None
    """The screens on the management home, by names of the desk's; null: as it comes."""
    set_up_hidden: bool = False
    """The check list of a new company is not shown any more."""


class ChangePersonalSettings(_Body, frozen=True, kw_only=True):
    version: int
    replies: AutoReplies | UnsetType = UNSET
    idle_away_min: Annotated[int, Meta(ge=0, le=240)] | None | UnsetType = UNSET
    alerts: Alerts | UnsetType = UNSET
    visitor_filters: Annotated[list[VisitorFilter], Meta(max_length=FILTERS_MAX)] | UnsetType = UNSET
    record_filters: Annotated[list[RecordFilter], Meta(max_length=RECORD_FILTERS_MAX)] | UnsetType = UNSET
    record_columns: Annotated[list[Annotated[str, Meta(pattern="^[a-z_]{1,30}$")]], Meta(max_length=30)] | None | UnsetType = UNSET
    auto_accept_s: Annotated[int, Meta(ge=0, le=600)] | UnsetType = UNSET
    language: Language | None | UnsetType = UNSET
    theme: Theme | None | UnsetType = UNSET
    twelve_hours: bool | UnsetType = UNSET
    signature: Annotated[str, Meta(max_length=300)] | UnsetType = UNSET
    transfer_targets: Annotated[list[Ulid], Meta(max_length=3)] | UnsetType = UNSET
    shortcuts: Annotated[list[Annotated[str, Meta(pattern="^[A-Za-z]{1,30}$")]], Meta(max_length=8)] | None | UnsetType = UNSET
    set_up_hidden: bool | UnsetType = UNSET


# --- customers -----------------------------------------------------------------------------------------------------

CardText = Annotated[str, Meta(max_length=200)]


class _CardFields(_Body, frozen=True, kw_only=True):
    name: Name | UnsetType = UNSET
    title: CardText | UnsetType = UNSET
    company: CardText | UnsetType = UNSET
    phone: Phone | UnsetType = UNSET
    email: Annotated[str, Meta(max_length=EMAIL_MAX, pattern=r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$")] | UnsetType = UNSET
    qq: Annotated[str, Meta(max_length=20)] | UnsetType = UNSET
    wechat: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    address: CardText | UnsetType = UNSET
    category: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    note: Annotated[str, Meta(max_length=2_000)] | UnsetType = UNSET


class AddCustomer(_CardFields, frozen=True, kw_only=True):
    """A new card; with `visitor_id` it is linked to that visitor at once."""

    visitor_id: Ulid | None = None


class ChangeCustomer(_CardFields, frozen=True, kw_only=True):
    version: int


class Customer(_Answer, frozen=True, kw_only=True):
    """客户名片."""

    customer_id: Ulid
    name: str
    title: str = ""
    company: str = ""
    phone: str = ""
    email: str = ""
    qq: str = ""
    wechat: str = ""
    address: str = ""
    category: str = ""
    note: str = ""
    created_at: Millis
    changed_at: Millis
    version: int


class CustomerList(_Answer, frozen=True, kw_only=True):
    customers: list[Customer]


class LinkCustomer(_Body, frozen=True, kw_only=True):
    customer_id: Ulid


class VisitorIdentity(_Answer, frozen=True, kw_only=True):
    """Who the visitor is on the company's site (ID 管理), by its signature. `signed`: the attributes are signed, too; else the page
    says them and the visitor could have changed them. `at` is when the site last said something new."""

    user_id: str
    attributes: dict[str, str] = {}
    signed: bool = False
    at: Millis


class VisitorProfile(_Answer, frozen=True, kw_only=True):
    """What the visitor said of themselves, by kind of field."""

    name: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""
    visits: int = 0
    first_seen_at: Millis | None = None
    identity: VisitorIdentity | None = None


class VisitorCard(_Answer, frozen=True, kw_only=True):
    """Everything beside a conversation: profile, card, cards with the same phone or mail, conversations newest first."""

    visitor_id: Ulid
    visitor_number: str
    profile: VisitorProfile
    customer: Customer | None = None
    duplicates: list[Customer] = []
    conversations: list[ConversationView] = []


# --- the black list ------------------------------------------------------------------------------------------------

BlockKind = Literal["visitor", "ip", "cidr", "phone"]
BlockEffect = Literal["hide", "refuse"]
"""hide: the visitor does not appear and the widget does not show; refuse: conversations and messages are refused."""
BlockValue = Annotated[str, Meta(min_length=1, max_length=64)]
BlockReason = Annotated[str, Meta(min_length=1, max_length=NOTE_MAX)]


class AddBlock(_Body, frozen=True, kw_only=True):
    """`value` is a visitor's number (V-K3M9QZ) or id, an address, a range (203.0.113.0/24) or a telephone number.

    Without `from_at` it holds from now on, without `until` for ever.
    """

    kind: BlockKind
    value: BlockValue
    effect: BlockEffect
    reason: BlockReason
    from_at: Millis | None = None
    until: Millis | None = None


class ChangeBlock(_Body, frozen=True, kw_only=True):
    """Whom an entry means stays: that would be another entry."""

    version: int
    effect: BlockEffect | UnsetType = UNSET
    reason: BlockReason | UnsetType = UNSET
    from_at: Millis | UnsetType = UNSET
    until: Millis | None | UnsetType = UNSET


class BlockVisitor(_Body, frozen=True, kw_only=True):
    """From the desk: by what the server knows of the visitor. `minutes` None is for ever; agents may say 1,440 at most."""

    by: Literal["visitor", "ip", "phone"]
    effect: BlockEffect
    reason: BlockReason
    minutes: Annotated[int, Meta(ge=1, le=525_600)] | None = None


class Block(_Answer, frozen=True, kw_only=True):
    """An entry of the black list. `hits` counts the arrivals and attempts that it stopped."""

    block_id: Ulid
    kind: BlockKind
    value: str
    visitor_number: str | None = None
    effect: BlockEffect
    reason: str
    from_at: Millis
    until: Millis | None = None
    by_agent_id: Ulid
    by_name: str
    hits: int
    last_hit_at: Millis | None = None
    version: int


class BlockList(_Answer, frozen=True, kw_only=True):
    """The newest first, at most 1,000; those that are over stay until they are deleted."""

    blocks: list[Block]


# --- work ----------------------------------------------------------------------------------------------------------


class Desk(_Answer, frozen=True, kw_only=True):
    """Everything that the desk shows when it opens; sockets keep it current from then on."""

    waiting: list[ConversationView]
    mine: list[ConversationView]
    colleagues: list[ConversationView]
    agents: list[AgentView]
    departments: list[Department]
    state: AgentState
    unwrapped: int = 0
    """Ended conversations of mine that wait for their topic, at most 50."""


class VisitorList(_Answer, frozen=True, kw_only=True):
    """Visitors on the site now, and those who left within the hour (`left_at`)."""

    visitors: list[VisitorView]
    cursor: str | None = None
    online: int | None = None
    """How many are on the site, with the first page."""


class Track(_Answer, frozen=True, kw_only=True):
    """A visitor's pages, newest first, and what is known of them."""

    visitor: VisitorView | None = None
    pages: list[PageView]
    happenings: list[HappeningView] = []
    """What the site told of them since the visit began, newest first."""


class ConversationList(_Answer, frozen=True, kw_only=True):
    """Closed conversations, newest first. `cursor` asks for the next page."""

    conversations: list[ConversationView]
    cursor: str | None = None


class FoundMessage(_Answer, frozen=True, kw_only=True):
    """`excerpt` is at most 120 characters around the first hit."""

    seq: int
    at: Millis
    by: Literal["visitor", "agent", "system"]
    excerpt: str


class FoundMessages(_Answer, frozen=True, kw_only=True):
    """Newest first, at most 50. `more`: older ones were not looked at; ask again with `before` = the last `seq`."""

    found: list[FoundMessage]
    before: int | None = None


# --- figures -------------------------------------------------------------------------------------------------------


class ConsultationPoint(Struct, frozen=True):
    """One hour, day, week, month or year of the tenant's time zone, named by its local start: `2026-11-22T10`, `2026-11-22` (of a
    week, its Monday), `2026-11`, `2026`."""

    at: str
    total: int
    online: int
    offline: int
    answered: int = 0


class ConsultationReport(_Answer, frozen=True, kw_only=True):
    """Consultations: online are conversations by the hour they opened, offline are left messages. docs/metrics.md says what is counted."""

    time_zone: str
    grain: Grain
    points: list[ConsultationPoint]
    total: int
    online: int
    offline: int
    accepted: int
    answered: int = 0
    missed: int = 0
    before_total: int
    """The total of the period of the same length before."""
    before_online: int
    before_offline: int
    before_accepted: int
    before_answered: int = 0
    before_missed: int = 0


class VisitPoint(Struct, frozen=True):
    at: str
    views: int
    visits: int
    consultations: int


class VisitReport(_Answer, frozen=True, kw_only=True):
    """Page views, visits (a visitor's stay with less than 30 minutes' pause), and consultations."""

    time_zone: str
    grain: Grain
    points: list[VisitPoint]
    views: int
    visits: int
    consultations: int
    before_views: int
    before_visits: int
    before_consultations: int


# --- visitors ------------------------------------------------------------------------------------------------------


class AskTranscript(_Body, frozen=True, kw_only=True):
    """The visitor's own conversation to keep. With `email` it is mailed there, without it is the answer's page."""

    visitor_token: Annotated[str, Meta(max_length=1_000)]
    conversation_id: Ulid
    email: Email | None = None
    language: VisitorLanguage = "zh-CN"


class Transcript(_Answer, frozen=True, kw_only=True):
    """`html` is a complete page without scripts, empty when it was mailed."""

    html: str = ""


class ResumeVisit(_Body, frozen=True, kw_only=True):
    """The way back from a mail: the link's token says which visitor and widget."""

    token: Annotated[str, Meta(max_length=1_000)]


class Resumed(_Answer, frozen=True, kw_only=True):
    """Start a visit with this, and the same conversation goes on."""

    tenant_id: Ulid
    style_id: Ulid
    visitor_token: str
    page_url: str | None = None


class PushKeys(_Body, frozen=True, kw_only=True):
    p256dh: Annotated[str, Meta(max_length=200)]
    auth: Annotated[str, Meta(max_length=100)]


class SubscribePush(_Body, frozen=True, kw_only=True):
    """The browser's push subscription, given by the visitor's consent. Unread answers then go there instead of by mail."""

    visitor_token: Annotated[str, Meta(max_length=1_000)]
    endpoint: Annotated[str, Meta(max_length=1_000, pattern="^https?://")]
    keys: PushKeys


class PushKey(_Answer, frozen=True, kw_only=True):
    """The public key of our push messages (VAPID), base64url."""

    key: str


class LeaveMessage(_Body, frozen=True, kw_only=True):
    """留言. `client_id` is made by the client: the same one never makes two messages."""

    visitor_token: Annotated[str, Meta(max_length=1_000)]
    client_id: Ulid
    name: Annotated[str, Meta(max_length=NAME_MAX)] = ""
    email: Email
    phone: Phone = ""
    text: Text
    page_url: Annotated[str, Meta(max_length=URL_MAX)] | None = None
    language: VisitorLanguage | None = None
    """Of the mails about it; absent: the company's."""


class LeftMessageTaken(_Answer, frozen=True, kw_only=True):
    left_message_id: Ulid
