"""The only maker of keys. Every key begins with the tenant's ULID; ids never contain `#`."""

from datetime import UTC, datetime
from hashlib import blake2b, sha256
from typing import Literal

from parlor.domain.ids import (
    AgentId,
    ConnectionId,
    ConversationId,
    CustomerId,
    DepartmentId,
    FileId,
    LeftMessageId,
    StyleId,
    TenantId,
    VisitorId,
)

META = "META"
OPEN = "OPEN"
PROFILE = "PROFILE"
PUSH = "PUSH#"
LEFT_ENTRY = "E#"
LOG_FIRST = "L#"
LOG_END = "L$"
"""`$` follows `#` in byte order: an open upper bound for everything that begins with `L#`."""


def _month(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y%m")


# --- Chat ----------------------------------------------------------------------------------------------------------


def conversation(tenant: TenantId, conversation_id: ConversationId) -> str:
    return f"{tenant}#C#{conversation_id}"


def log_entry(seq: int) -> str:
    return f"L#{seq:010d}"


def visitor(tenant: TenantId, visitor_id: VisitorId) -> str:
    return f"{tenant}#V#{visitor_id}"


def push(endpoint: str) -> str:
    """One browser's push subscription, beside its visitor's profile."""
    return PUSH + sha256(endpoint.encode()).hexdigest()[:32]


def waiting_in(tenant: TenantId, department: DepartmentId) -> str:
    """GSI 1: conversations that wait in a department's queue."""
    return f"{tenant}#W#{department}"


def active_with(tenant: TenantId, agent: AgentId) -> str:
    """GSI 1: conversations that an agent has."""
    return f"{tenant}#A#{agent}"


def unwrapped_of(tenant: TenantId, agent: AgentId) -> str:
    """GSI 1: ended conversations of an agent that wait for their topic."""
    return f"{tenant}#U#{agent}"


def joined_by(tenant: TenantId, agent: AgentId) -> str:
    """Conversations that an agent has joined beside the agent who has them."""
    return f"{tenant}#J#{agent}"


def by_time(at_ms: int, conversation_id: str) -> str:
    return f"{at_ms:013d}#{conversation_id}"


def time_of(key: str) -> int:
    """The moment of a key that `by_time` made."""
    return int(key.partition("#")[0])


def closed_in(tenant: TenantId, at_ms: int) -> str:
    """GSI 2: conversations closed in the UTC month of `at_ms`."""
    return f"{tenant}#C#{_month(at_ms)}"


def internal(tenant: TenantId, conversation_id: ConversationId) -> str:
    """A conversation among colleagues; its log's keys are those of every log."""
    return f"{tenant}#I#{conversation_id}"


def is_conversation(pk: str) -> bool:
    return pk[26:29] == "#C#"


def is_internal(pk: str) -> bool:
    return pk[26:29] == "#I#"


MEMBERS = "MEMBERS"


def place(producer: str) -> str:
    """What an internal conversation's item no longer remembers of a producer."""
    return f"P#{producer}"


def memberships(tenant: TenantId, agent: AgentId) -> str:
    """The internal conversations of one agent, a row each."""
    return f"{tenant}#G#{agent}"


def left_message(tenant: TenantId, left_message_id: LeftMessageId) -> str:
    return f"{tenant}#M#{left_message_id}"


def is_left_message(pk: str) -> bool:
    return pk[26:29] == "#M#"


def left_unread(tenant: TenantId, agent_id: AgentId) -> str:
    """GSI 1: left messages that this agent deals with and has not read."""
    return f"{tenant}#MU#{agent_id}"


def left_in(tenant: TenantId, at_ms: int) -> str:
    """GSI 2: messages left in the UTC month of `at_ms`."""
    return f"{tenant}#M#{_month(at_ms)}"


def customer(tenant: TenantId, customer_id: CustomerId) -> str:
    return f"{tenant}#K#{customer_id}"


def is_customer(pk: str) -> bool:
    return pk[26:29] == "#K#"


def customers_by(tenant: TenantId, field: Literal["phone", "email"], value: str) -> str:
    """Who has this telephone number (digits only) or mail address (small letters): one row for each card."""
    return f"{tenant}#K{field[0].upper()}#{value}"


def customers_by_name(tenant: TenantId) -> str:
    """All cards in the order of their names."""
    return f"{tenant}#KN"


def customer_name(name: str, customer_id: CustomerId) -> str:
    return f"{name}#{customer_id}"


def identity(tenant: TenantId, user_id: str) -> str:
    """Which visitor a user of the company's site is. The user's id is the site's: any text."""
    return f"{tenant}#ID#{sha256(user_id.encode()).hexdigest()}"


def linked_visitor(visitor_id: VisitorId) -> str:
    """A visitor of a card, in the card's partition."""
    return f"V#{visitor_id}"


LINKED_FIRST = "V#"


def history(conversation_id: ConversationId) -> str:
    """A conversation of a visitor, in the visitor's partition."""
    return f"H#{conversation_id}"


HISTORY_FIRST = "H#"


def audit(tenant: TenantId, at_ms: int) -> str:
    """What was done in the UTC month of `at_ms`."""
    return f"{tenant}#AUDIT#{_month(at_ms)}"


def downloads(tenant: TenantId) -> str:
    """Files that were made to be taken away, one row each, by their ids."""
    return f"{tenant}#DOWNLOADS"


def downloads_asked(tenant: TenantId, agent_id: AgentId) -> str:
    """What an agent has asked for, by the name that the browser gave the request."""
    return f"{tenant}#DOWNLOADS#{agent_id}"


SLOTS = "SLOTS"
"""Sorts behind every id: which downloads are under way."""


def sign_ins(tenant: TenantId, at_ms: int) -> str:
    """Who came in, and who did not, in the UTC month of `at_ms`."""
    return f"{tenant}#SIGNINS#{_month(at_ms)}"


def state_changes(tenant: TenantId, at_ms: int) -> str:
    """How agents' states changed on the UTC day of `at_ms`: a day's attendance is one query, an agent's part has a prefix."""
    return f"{tenant}#STATES#{utc_day(at_ms)}"


def is_state_change(pk: str) -> bool:
    return pk[26:34] == "#STATES#"


def state_change(agent: AgentId, at_ms: int) -> str:
    return f"{agent}#{at_ms:013d}"


def staff_notices(tenant: TenantId) -> str:
    """Every notice that was published to staff, by its id, which is in the order of time."""
    return f"{tenant}#NOTICES"


def live_staff_notices(tenant: TenantId) -> str:
    """Those whose end has not come, by their end."""
    return f"{tenant}#NOTICES#LIVE"


def staff_notice(tenant: TenantId, notice_id: str) -> str:
    """Who has read a notice, one row each."""
    return f"{tenant}#NOTICE#{notice_id}"


def webhook_log(tenant: TenantId, webhook_id: str) -> str:
    """What was sent to one address, one row each, in the order of the events."""
    return f"{tenant}#SENT#{webhook_id}"


def rule_counts(tenant: TenantId) -> str:
    """How the automatic invitations did, one row for each rule."""
    return f"{tenant}#RULES"


def is_rule_count(pk: str) -> bool:
    return pk[26:] == "#RULES"


def seen(tenant: TenantId) -> str:
    """Where the widget has been seen, one row for each style."""
    return f"{tenant}#SEEN"


def file(tenant: TenantId, file_id: FileId) -> str:
    return f"{tenant}#F#{file_id}"


def sent_in(conversation_id: ConversationId) -> str:
    """A common file's mark of a conversation that it was sent in."""
    return f"C#{conversation_id}"


def uploaded_in(file_id: FileId) -> str:
    """In a conversation's partition: a visitor began to upload the file there, whether it was sent or not."""
    return UPLOADED_FIRST + file_id


UPLOADED_FIRST = "F#"


def erasures(tenant: TenantId) -> str:
    """What was erased of people, one row each, by their ids."""
    return f"{tenant}#ERASURES"


ERASURE_LOCK = "~"
"""Sorts behind every id: which person is being erased, by hash."""


def erasure_guard(tenant: TenantId, erasure_id: str) -> str:
    """Whose words an erasure has taken out of the figures already."""
    return f"{tenant}#ERASURES#{erasure_id}"


def shared_files(tenant: TenantId) -> str:
    """The list of the company's common files."""
    return f"{tenant}#SHARED"


# --- Presence ------------------------------------------------------------------------------------------------------


def agents(tenant: TenantId) -> str:
    """Who works for the tenant now: one row an agent with state and load."""
    return f"{tenant}#AGENTS"


def queues(tenant: TenantId) -> str:
    """How fast the departments' queues move, one row each."""
    return f"{tenant}#QUEUE"


def agent_sockets(tenant: TenantId) -> str:
    return f"{tenant}#SOCKETS#A"


def agent_socket(agent: AgentId, connection: ConnectionId) -> str:
    return f"{agent}#{connection}"


def connection_of(pk: str, sk: str) -> str:
    """The connection of a socket's row; empty for any other row."""
    return sk.rpartition("#")[2] if pk[26:35] == "#SOCKETS#" else ""


def visitor_sockets(tenant: TenantId, visitor_id: VisitorId) -> str:
    return f"{tenant}#SOCKETS#V#{visitor_id}"


def live_visitors(tenant: TenantId, shard: int) -> str:
    """The visits of one shard with their page views."""
    return f"{tenant}#LIVE#{shard}"


def live_shard(visitor_id: VisitorId, shards: int) -> int:
    """Spreads visitors evenly; the same visitor is always in the same shard."""
    return int.from_bytes(blake2b(visitor_id.encode(), digest_size=4).digest(), "big") % shards


def page_view(visitor_id: VisitorId, ulid: str) -> str:
    return f"{visitor_id}#P#{ulid}"


def page_views_end(visitor_id: VisitorId) -> str:
    """`$` follows `#` in byte order: an upper bound of the visitor's page views."""
    return f"{visitor_id}#P$"


def after_visitor(visitor_id: str) -> str:
    """Behind everything of a visitor, before the next one."""
    return f"{visitor_id}#Q"


def invitation(tenant: TenantId, visitor_id: VisitorId) -> str:
    return f"{tenant}#INVITED#{visitor_id}"


def is_invitation(pk: str) -> bool:
    return pk[26:35] == "#INVITED#"


def happenings(tenant: TenantId, visitor_id: VisitorId) -> str:
    """What the site tells of a visitor, one row each."""
    return f"{tenant}#DID#{visitor_id}"


def reached_goals(tenant: TenantId, visitor_id: VisitorId) -> str:
    """What a visitor's visits have reached, one row for each visit and goal."""
    return f"{tenant}#GOAL#{visitor_id}"


def reached_goal(visit_id: str, goal_id: str) -> str:
    return f"{visit_id}#{goal_id}"


def is_reached_goal(pk: str) -> bool:
    return pk[26:32] == "#GOAL#"


def ticket(tenant: TenantId, jti: str) -> str:
    """A burnt connection ticket. Each has a partition of its own: every page of every visitor burns one."""
    return f"{tenant}#TICKET#{jti}"


def online(tenant: TenantId, shard: int) -> str:
    """How many visitors of a shard are on line."""
    return f"{tenant}#ONLINE#{shard}"


def sent_mail(tenant: str, mail_id: str) -> str:
    """A mail that has gone out. Before sign-in there is no tenant, so `-` stands in its place."""
    return f"{tenant or '-'}#MAIL#{mail_id}"


def visitor_changes(tenant: TenantId) -> str:
    """When desks were last told of visitors, and what waits to be told."""
    return f"{tenant}#TOLD"


PACE = "PACE"
CHANGES_FIRST = "C#"


# --- Directory -----------------------------------------------------------------------------------------------------

COMPANY = "COMPANY"
STYLE = "STYLE#"
STYLE_DRAFT = "STYLEDRAFT#"
STYLE_GONE = "STYLEGONE#"
SEEN_STYLE = "SEEN#"
"""Not a key: what functions remember for a minute."""
DEPARTMENT = "DEPT#"
AGENT = "AGENT#"
ROLE = "ROLE#"
CANNED = "CANNED#"
SHORTCUT = "SHORTCUT#"
USES = "USES#"
IMPORT = "IMPORT#"
LINK = "LINK#"
BLOCK = "BLOCK#"
SERVICE = "SERVICE"
GOALS = "GOALS"
WEBHOOK = "WEBHOOK#"
API_KEY = "KEY#"
SIGN_IN_RULES = "SIGNINRULES"
IDENTITY = "IDENTITY"
SIGN_ON = "SSO"
IDENTITY_REPORT = "IDENTITY#REPORT"
PERSONAL = "PERSONAL#"
"""Followed by the agent."""


def company(tenant: TenantId) -> str:
    """Everything of the tenant: company, styles, departments, roles, agents, service, canned phrases, links, black list."""
    return str(tenant)


def publications(style_id: StyleId) -> str:
    """The beginning of the keys of all publications of one style."""
    return f"STYLEPUB#{style_id}#"


def publication(style_id: StyleId, version: int) -> str:
    return f"STYLEPUB#{style_id}#{version:010d}"


def person(subject: str) -> str:
    """The memberships of one person of the user pool.

    The only keys across tenants are this one, `pending`, `email_domain`, `REPORTS_DUE`, `PARKED_TENANTS`, `RETENTIONS`, and what outlives a
    tenant: `CLOSINGS`, `gone`, `certificate`.
    """
    return f"P#{subject}"


def subject_of(pk: str) -> str:
    """The person of a key that `person` made."""
    return pk.removeprefix("P#")


ACCOUNT = "ACCOUNT"
AFTER_MEMBERSHIPS = "A"
"""Of a person's rows those of memberships come first: tenants' ids begin with a digit."""


def staff_sessions(tenant: TenantId) -> str:
    """The beginning of the keys of a person's sessions in one tenant."""
    return f"S#{tenant}#"


def staff_session(tenant: TenantId, origin: str) -> str:
    return f"S#{tenant}#{origin}"


def pending(email: str) -> str:
    """A sign-up that waits for the proof of its address."""
    return f"PENDING#{email}"


def email_domain(domain: str) -> str:
    """Whose domain of e-mail addresses it is."""
    return f"DOMAIN#{domain}"


def taken_number(number: str) -> str:
    """Makes an agent's number unique within the tenant."""
    return f"NUMBER#{number.upper()}"


def of(owner: AgentId | None, kind: str) -> str:
    """The beginning of a kind's keys: the company's, or one agent's own."""
    return f"OWN#{owner}#{kind}" if owner else kind


REPORT_SCHEDULE = "REPORTS#"
REPORT_PROGRESS = "REPORTSENT#"
REPORTS_DUE = "REPORTS#DUE"
"""The partition of what is to be mailed, by time, of all tenants: whoever looks for it does not know them."""


RETENTION = "RETENTION"
RETENTION_KEPT = "RETENTION#KEPT"
RETENTIONS = "RETENTIONS"
"""The partition of companies that let things go after a time, of all tenants: whoever works on it does not know them."""


CLOSINGS = "CLOSINGS"
"""The partition of companies that are closing, of all tenants: whoever looks what is due does not know them."""
GONE = "GONE#"
CERTIFICATE = "CERTIFICATE#"


def gone(tenant: TenantId) -> str:
    """The mark that a company is no more: what comes late of it is thrown away. Nothing of the company but its id."""
    return GONE + tenant


def certificate(tenant: TenantId) -> str:
    """What was deleted of a company, signed."""
    return CERTIFICATE + tenant


def outlives(pk: str) -> bool:
    """What the deletion of a company leaves."""
    return pk == CLOSINGS or pk.startswith((GONE, CERTIFICATE))


def report_runs(tenant: TenantId) -> str:
    """Who has had which mail with reports."""
    return f"{tenant}#REPORTRUN"


PARKED_TENANTS = "PARKED"
"""The partition that names those of whom something was given up, for the operator, who does not know them."""
PARKED_FIRST = "I#"
PARKED_END = "I$"


def parked(tenant: TenantId) -> str:
    """Work that was given up: a row each, and what is needed to do it after all."""
    return f"{tenant}#PARKED"


def parked_item(parked_id: str) -> str:
    return f"I#{parked_id}"


def parked_payload(parked_id: str) -> str:
    return f"P#{parked_id}"


# --- Metrics -------------------------------------------------------------------------------------------------------


def metric(tenant: TenantId, name: str) -> str:
    """One row a UTC day with its 24 hours."""
    return f"{tenant}#N#{name}"


def sheet(tenant: TenantId, name: str) -> str:
    """Figures by their dimensions: one row a UTC hour."""
    return f"{tenant}#H#{name}"


def utc_hour(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y%m%d%H")


def utc_hour_start(hour: str) -> int:
    """Milliseconds since 1970 UTC."""
    return int(datetime.strptime(hour, "%Y%m%d%H").replace(tzinfo=UTC).timestamp() * 1000)


def utc_day(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y%m%d")


def utc_day_start(day: str) -> int:
    """Milliseconds since 1970 UTC."""
    return int(datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC).timestamp() * 1000)


def guards(tenant: TenantId) -> str:
    """What the roll-up has counted already, one row for each stretch of time."""
    return f"{tenant}#GUARD"


def guard(kind: Literal["E", "V"], bucket_s: int) -> str:
    return f"{kind}#{bucket_s:010d}"


# --- Limits (in Presence) ------------------------------------------------------------------------------------------


LIMIT = "LIMIT#"
UNDER_WAY = "SSO#"


def limit(scope: str, subject: str) -> str:
    """How often somebody has asked. Before sign-in there is no tenant, so the scope stands in its place; the subject, which may be an
    address of a person, stands there as its hash."""
    return f"{LIMIT}{scope}#{limited(subject)}"


def limited(subject: str) -> str:
    return sha256(subject.encode()).hexdigest()[:32]


def limited_in(pk: str) -> str:
    """What `limited` made of the subject of a key that `limit` made."""
    return pk.rpartition("#")[2]


def sign_on_under_way(state: str) -> str:
    """Somebody who is at their provider; the tenant is not known by the one who comes back, so the scope stands in its place."""
    return f"{UNDER_WAY}{sha256(state.encode()).hexdigest()}"
