"""PynamoDB models of the Chat and Presence tables. Attribute names in DynamoDB are short: a conversation must stay small.

Table names are bound once by `bind`, before the first request of a function.
"""

from typing import Any

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from parlor.storage import connection


class _Row(Model):
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class OpenWork(GlobalSecondaryIndex["ConversationRow"]):
    """GSI 1, sparse: conversations that wait in a department or that an agent has. Keys only: a message never touches it."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class DoneWork(GlobalSecondaryIndex["ConversationRow"]):
    """GSI 2: closed conversations by month."""

    class Meta:
        index_name = "gsi2"
        projection = AllProjection()

    gsi2pk = UnicodeAttribute(hash_key=True)
    gsi2sk = UnicodeAttribute(range_key=True)


class ConversationRow(_Row):
    """`T#C#<conversation>` / `META`."""

    class Meta:
        table_name = ""

    gsi1pk = UnicodeAttribute(null=True)
    gsi1sk = UnicodeAttribute(null=True)
    gsi2pk = UnicodeAttribute(null=True)
    gsi2sk = UnicodeAttribute(null=True)
    open_work = OpenWork()
    done_work = DoneWork()

    state = UnicodeAttribute(attr_name="st")
    seq = NumberAttribute()
    visitor_id = UnicodeAttribute(attr_name="v")
    visitor_name = UnicodeAttribute(attr_name="vn", null=True)
    visitor_present = BooleanAttribute(attr_name="vp", default=True)
    department_id = UnicodeAttribute(attr_name="d")
    department_name = UnicodeAttribute(attr_name="dn")
    agent_id = UnicodeAttribute(attr_name="a", null=True)
    agent_name = UnicodeAttribute(attr_name="an", null=True)
    opened_at = NumberAttribute(attr_name="o")
    queued_at = NumberAttribute(attr_name="q", null=True)
    accepted_at = NumberAttribute(attr_name="ac", null=True)
    closed_at = NumberAttribute(attr_name="c", null=True)
    unanswered_since = NumberAttribute(attr_name="us", null=True)
    last_at = NumberAttribute(attr_name="la")
    last_by = UnicodeAttribute(attr_name="lb")
    last_text = UnicodeAttribute(attr_name="lt", null=True)
    message_count = NumberAttribute(attr_name="mc", default=0)
    read_visitor = NumberAttribute(default=0)
    read_agent = NumberAttribute(default=0)
    last_visitor_seq = NumberAttribute(default=0)
    last_agent_seq = NumberAttribute(default=0)
    notified_visitor = NumberAttribute(default=0)
    notified_agent = NumberAttribute(default=0)
    offer = JSONAttribute(attr_name="of", null=True)
    style_id = UnicodeAttribute(attr_name="s", null=True)
    rule = UnicodeAttribute(attr_name="ru", null=True)
    page_url = UnicodeAttribute(attr_name="pu", null=True)
    page_title = UnicodeAttribute(attr_name="pt", null=True)
    last_kind = UnicodeAttribute(attr_name="lk", null=True)
    agent_title = UnicodeAttribute(attr_name="at", null=True)
    delivered_visitor = NumberAttribute(attr_name="dv", null=True)
    delivered_agent = NumberAttribute(attr_name="da", null=True)
    labels: Any = ListAttribute(attr_name="lx", of=UnicodeAttribute, null=True)
    priority = UnicodeAttribute(attr_name="pr", null=True)
    snoozed_until = NumberAttribute(attr_name="su", null=True)
    snoozed_at = NumberAttribute(attr_name="sa", null=True)
    wrap_up = JSONAttribute(attr_name="wu", null=True)
    score = NumberAttribute(attr_name="sc", null=True)
    rated_seq = NumberAttribute(attr_name="rs", null=True)
    answered_forms: Any = ListAttribute(attr_name="af", of=NumberAttribute, null=True)
    visitor_moved_at = NumberAttribute(attr_name="vm", null=True)
    transferred_at = NumberAttribute(attr_name="ta", null=True)
    unwrapped = BooleanAttribute(attr_name="uw", null=True)
    silence_seen_at = NumberAttribute(attr_name="ss", null=True)
    prompts = NumberAttribute(attr_name="pm", null=True)
    overflowed = BooleanAttribute(attr_name="ov", null=True)
    members: Any = MapAttribute(attr_name="mb", null=True)
    """By agent, the name (`n`) and the place of the entry that says so (`s`). A map: a message asks whether its sender is in it."""
    noted_at = NumberAttribute(attr_name="na", null=True)
    skill = UnicodeAttribute(attr_name="sw", null=True)
    language = UnicodeAttribute(attr_name="ln", null=True)
    producer_n: Any = MapAttribute(attr_name="pn")
    """By producer, the number of its last message …"""
    producer_seq: Any = MapAttribute(attr_name="ps")
    """… and its place in the log."""
    recent_visitor: Any = ListAttribute(attr_name="rv", of=NumberAttribute)
    recent_agent: Any = ListAttribute(attr_name="ra", of=NumberAttribute)
    visitor_sockets = UnicodeSetAttribute(attr_name="av", null=True)
    """Connections that get this conversation's entries pushed."""
    agent_sockets = UnicodeSetAttribute(attr_name="aa", null=True)
    watchers = UnicodeSetAttribute(attr_name="wa", null=True)


class LogRow(_Row):
    """`T#C#<conversation>` / `L#<seq>`: one entry. `body` is what the kind (a message: what is more than its text) adds, as JSON."""

    class Meta:
        table_name = ""

    kind = UnicodeAttribute()
    tenant = UnicodeAttribute()
    conversation_id = UnicodeAttribute()
    seq = NumberAttribute()
    at = NumberAttribute()
    by_role = UnicodeAttribute()
    by_id = UnicodeAttribute(null=True)
    by_name = UnicodeAttribute(null=True)
    producer = UnicodeAttribute(null=True)
    n = NumberAttribute(null=True)
    text = UnicodeAttribute(null=True)
    body = UnicodeAttribute(null=True)
    recalled = BooleanAttribute(null=True)
    note = BooleanAttribute(null=True)
    """A private note: nobody is told that it was not read."""
    counted = UnicodeAttribute(null=True)
    """What the roll-up wants to know besides, as JSON of domain/counted_facts.py. Never on the wire."""
    released = UnicodeAttribute(null=True)
    """The agent who had one conversation less from here on. Never on the wire."""


class MemberRow(_Row):
    """`T#J#<agent>` / `<conversation>`: the agent has joined the conversation and not left it."""

    class Meta:
        table_name = ""


class InternalRow(_Row):
    """`T#I#<conversation>` / `META`, which every message changes and which is therefore small, and `MEMBERS`, which none does.

    They share a model so that one request reads both.
    """

    class Meta:
        table_name = ""

    kind = UnicodeAttribute(attr_name="k", null=True)
    seq = NumberAttribute(null=True)
    name = UnicodeAttribute(attr_name="nm", null=True)
    creator_id = UnicodeAttribute(attr_name="cr", null=True)
    version = NumberAttribute(attr_name="mv", null=True)
    """Of the members: the same in both."""
    opened_at = NumberAttribute(attr_name="o", null=True)
    last_at = NumberAttribute(attr_name="la", null=True)
    last_by_id = UnicodeAttribute(attr_name="lb", null=True)
    last_seq = NumberAttribute(attr_name="ls", null=True)
    last_text = UnicodeAttribute(attr_name="lt", null=True)
    last_kind = UnicodeAttribute(attr_name="lk", null=True)
    message_count = NumberAttribute(attr_name="mc", null=True)
    forgetful = BooleanAttribute(attr_name="fg", null=True)
    """Some producers stand in rows of their own."""
    producer_n: Any = MapAttribute(attr_name="pn", null=True)
    producer_seq: Any = MapAttribute(attr_name="ps", null=True)
    recent: Any = ListAttribute(attr_name="ra", of=NumberAttribute, null=True)

    members = JSONAttribute(attr_name="ms", null=True)
    """Names by agent."""


class PlaceRow(_Row):
    """`T#I#<conversation>` / `P#<producer>`: a producer that has not written for long."""

    class Meta:
        table_name = ""

    n = NumberAttribute()
    seq = NumberAttribute()


class MembershipRow(_Row):
    """`T#G#<agent>` / `<conversation>`: what one member has read of an internal conversation."""

    class Meta:
        table_name = ""

    read_seq = NumberAttribute(default=0)
    used_at = NumberAttribute(default=0)
    left_at = NumberAttribute(null=True)


class VisitorLockRow(_Row):
    """`T#V#<visitor>` / `OPEN`: a visitor has at most one open conversation."""

    class Meta:
        table_name = ""

    conversation_id = UnicodeAttribute()


class ProfileRow(_Row):
    """`T#V#<visitor>` / `PROFILE`."""

    class Meta:
        table_name = ""

    name = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    company = UnicodeAttribute(null=True)
    language = UnicodeAttribute(null=True)
    form_values = JSONAttribute(null=True)
    visits = NumberAttribute(default=0)
    first_seen_at = NumberAttribute(null=True)
    last_seen_at = NumberAttribute(null=True)
    """When the newest visit began: what retention goes by (storage/aged_rows.py)."""
    unsubscribed_at = NumberAttribute(null=True)
    erased_at = NumberAttribute(null=True)
    """All that was known went (usecases/erase_person.py)."""
    customer_id = UnicodeAttribute(null=True)
    card_name = UnicodeAttribute(null=True)
    """Of the card; goes before what the visitor says."""
    identity = JSONAttribute(null=True)
    """JSON of domain/visitor.py's `Identified`."""


class HistoryRow(_Row):
    """`T#V#<visitor>` / `H#<conversation>`: one of the visitor's conversations; ids are in the order of time."""

    class Meta:
        table_name = ""


class FileRow(_Row):
    """`T#F#<file>` / `META`. `ttl` while it is pending."""

    class Meta:
        table_name = ""

    conversation_id = UnicodeAttribute(null=True)
    by_side = UnicodeAttribute()
    by_id = UnicodeAttribute()
    name = UnicodeAttribute()
    type = UnicodeAttribute()
    size = NumberAttribute()
    width = NumberAttribute(null=True)
    height = NumberAttribute(null=True)
    thumbnail_size = NumberAttribute(null=True)
    state = UnicodeAttribute()
    announced_at = NumberAttribute()
    expires_at = NumberAttribute(null=True)
    shared = BooleanAttribute(null=True)
    recalled = BooleanAttribute(null=True)
    ttl = NumberAttribute(null=True)


class UploadedRow(_Row):
    """`T#C#<conversation>` / `F#<file>`: keys only."""

    class Meta:
        table_name = ""


class SentFileRow(_Row):
    """`T#F#<file>` / `C#<conversation>`: a common file that was sent there."""

    class Meta:
        table_name = ""


class SharedFileRow(_Row):
    """`T#SHARED` / `<file>`: a common file as the desk lists it."""

    class Meta:
        table_name = ""

    title = UnicodeAttribute()
    folder = UnicodeAttribute(null=True)
    name = UnicodeAttribute()
    type = UnicodeAttribute()
    size = NumberAttribute()
    added_by = UnicodeAttribute()


class AgentRow(_Row):
    """`T#AGENTS` / `<agent>`: an agent at work."""

    class Meta:
        table_name = ""

    state = UnicodeAttribute(default="offline")
    load = NumberAttribute(default=0)
    ceiling = NumberAttribute()
    number = UnicodeAttribute()
    name = UnicodeAttribute()
    staff_role = UnicodeAttribute()
    departments = UnicodeSetAttribute(null=True)
    signed_out = BooleanAttribute(null=True)
    skills = UnicodeSetAttribute(null=True)
    languages = UnicodeSetAttribute(null=True)
    rank = NumberAttribute(null=True)
    last_assigned_at = NumberAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    cause = UnicodeAttribute(null=True)
    state_since = NumberAttribute(null=True)
    was = UnicodeAttribute(null=True)
    was_since = NumberAttribute(null=True)
    """The state before this one: the row of the change is made from what the update returns."""
    watch_at = NumberAttribute(null=True)


class StateChangeRow(_Row):
    """`T#STATES#<day>` / `<agent>#<at>`: one change of an agent's state. In the Chat table, where what is kept for ever lies."""

    class Meta:
        table_name = ""

    state = UnicodeAttribute()
    was = UnicodeAttribute()
    was_since = NumberAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    cause = UnicodeAttribute()


class QueueRow(_Row):
    """`T#QUEUE` / `<department>`: how fast its queue moves."""

    class Meta:
        table_name = ""

    accepted_at = NumberAttribute()
    average_ms = NumberAttribute()


class SocketRow(_Row):
    """`T#SOCKETS#A` / `<agent>#<connection>` or `T#SOCKETS#V#<visitor>` / `<connection>`.

    `sees_all` and `sees_hidden` mark staff; `seen_at` is when a heart-beat was last written down.
    """

    class Meta:
        table_name = ""

    connected_at = NumberAttribute()
    departments = UnicodeSetAttribute(null=True)
    sees_all = BooleanAttribute(default=False)
    sees_hidden = BooleanAttribute(null=True)
    seen_at = NumberAttribute(null=True)
    watch = UnicodeAttribute(null=True)
    """JSON of domain/visiting.py's `Watch`."""
    session = UnicodeAttribute(null=True)
    ttl = NumberAttribute()


class LiveRow(_Row):
    """`T#LIVE#<shard>` / `<visitor>`, `type` visit: a stay that goes on, or ended within the hour.

    `<visitor>#P#<ulid>`, `type` page_view: one page that was shown during it. They share a partition and a model so that
    one query reads a list of visitors with their pages.
    """

    class Meta:
        table_name = ""

    type = UnicodeAttribute()
    tenant = UnicodeAttribute()
    visitor_id = UnicodeAttribute()
    at = NumberAttribute()
    referrer = UnicodeAttribute(null=True)
    ttl = NumberAttribute()

    visit_id = UnicodeAttribute(null=True)
    name = UnicodeAttribute(null=True)
    visits = NumberAttribute(null=True)
    language = UnicodeAttribute(null=True)
    screen = UnicodeAttribute(null=True)
    ip = UnicodeAttribute(null=True)
    user_agent = UnicodeAttribute(null=True)
    origin = UnicodeAttribute(null=True)
    """JSON of `Origin`."""
    left_at = NumberAttribute(null=True)
    invited_by = UnicodeAttribute(null=True)
    changed_at = NumberAttribute(null=True)
    conversation_id = UnicodeAttribute(null=True)
    """The visitor's last one; open while there is a state."""
    conversation_seq = NumberAttribute(null=True)
    """Of its log when what follows was true: what is older does not overwrite."""
    conversation_state = UnicodeAttribute(null=True)
    waiting_since = NumberAttribute(null=True)
    agent_id = UnicodeAttribute(null=True)
    agent_name = UnicodeAttribute(null=True)
    link_agent = UnicodeAttribute(null=True)

    n = NumberAttribute(null=True)
    """Which page of the visit it is, from 1."""
    url = UnicodeAttribute(null=True)
    title = UnicodeAttribute(null=True)


class InvitationRow(_Row):
    """`T#INVITED#<visitor>` / `<invitation>`."""

    class Meta:
        table_name = ""

    kind = UnicodeAttribute()
    agent_id = UnicodeAttribute()
    agent_name = UnicodeAttribute()
    text = UnicodeAttribute()
    sent_at = NumberAttribute()
    answer = UnicodeAttribute(null=True)
    ttl = NumberAttribute()


class OnlineRow(_Row):
    """`T#ONLINE#<shard>` / `META`: how many of the shard's visitors have not left."""

    class Meta:
        table_name = ""

    visitors = NumberAttribute(default=0)


class PaceRow(_Row):
    """`T#TOLD` / `PACE`: desks are not told of visitors again before `next_at`.

    `flush_at`: until when somebody has promised to tell what waits.
    """

    class Meta:
        table_name = ""

    next_at = NumberAttribute(null=True)
    flush_at = NumberAttribute(null=True)
    ttl = NumberAttribute(null=True)


class ChangesRow(_Row):
    """`T#TOLD` / `C#<ulid>`: changes that wait for the next turn, as compressed JSON."""

    class Meta:
        table_name = ""

    body = BinaryAttribute(legacy_encoding=False)
    ttl = NumberAttribute()


class TicketRow(_Row):
    """`T#TICKET#<jti>` / `META`: a connection ticket that has been used, and by which attempt."""

    class Meta:
        table_name = ""

    attempt = UnicodeAttribute()
    ttl = NumberAttribute()


_CHAT: tuple[type[Model], ...] = (
    ConversationRow,
    LogRow,
    MemberRow,
    InternalRow,
    PlaceRow,
    MembershipRow,
    VisitorLockRow,
    ProfileRow,
    HistoryRow,
    FileRow,
    UploadedRow,
    SentFileRow,
    SharedFileRow,
    StateChangeRow,
)
_PRESENCE: tuple[type[Model], ...] = (AgentRow, QueueRow, SocketRow, LiveRow, OnlineRow, PaceRow, ChangesRow, InvitationRow, TicketRow)


def bind(*, chat_table: str, presence_table: str) -> None:
    """Gives the models their tables."""
    connection.bind(_CHAT, chat_table)
    connection.bind(_PRESENCE, presence_table)
