"""Ended conversations as they are kept in the archive: one line each, with all that records are searched by.

Whatever changes after the end (a rating, a topic, a label) is a new line of the same conversation with a higher `v`; the highest is
the one that counts. The columns are declared once more in infra/archive.yaml.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal, Protocol

from msgspec import Struct

from parlor.domain.conversation import Conversation
from parlor.domain.counting import origin_values, page_of
from parlor.domain.ids import ConversationId, TenantId, visitor_number
from parlor.domain.log import Accepted, Entry, Joined, Message, Transferred
from parlor.domain.record_facts import NOTHING, RecordFacts

Kind = Literal["conversations", "facts"]
"""Of what lies in the archive: what records are searched by, and what figures are counted from."""
WORDS_MAX = 200_000
"""Characters of one conversation that can be searched."""
LINES = "\n"
"""Between the words of messages, and between the several values of a column."""


class ArchivedConversation(Struct, frozen=True, kw_only=True):
    """Times are in milliseconds since 1970 UTC. What a conversation has not is an empty text, 0 or, of `score`, None."""

    conversation_id: str
    v: int
    opened_at: int
    accepted_at: int = 0
    closed_at: int
    visitor_id: str
    visitor_number: str
    visitor_name: str = ""
    department_id: str
    agent_id: str = ""
    agent_ids: str = ""
    """Everybody who took part, with spaces around each."""
    message_count: int = 0
    score: int | None = None
    topic_id: str = ""
    value: str = ""
    """`valid`, `invalid`, or empty while nobody has said."""
    labels: str = ""
    page_url: str = ""
    page_title: str = ""
    style_id: str = ""
    rule: str = ""
    phone: str = ""
    email: str = ""
    customer_id: str = ""
    """The card that the visitor had when the line was written."""
    ip: str = ""
    country: str = ""
    """From here to `page` the values are those that the figures count by (domain/counting.py), city apart."""
    province: str = ""
    city: str = ""
    source: str = ""
    engine: str = ""
    referrer: str = ""
    keyword: str = ""
    browser: str = ""
    system: str = ""
    device: str = ""
    page: str = ""
    words: str = ""
    """What visitor and agents said, without notes and what was recalled, with the names of files."""

    @property
    def day(self) -> str:
        """The UTC day of its end: where the line lies."""
        return day_of(self.closed_at)


def folder(kind: Kind, tenant: TenantId, day: str) -> str:
    """Where the lines of a company's UTC day lie."""
    return f"{kind}/tenant={tenant}/day={day}/"


def digest_of(body: bytes) -> str:
    """An object's name: the same lines are the same object."""
    return sha256(body).hexdigest()[:32]


def day_of(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d")


def archived(conversation: Conversation, entries: Iterable[Entry], facts: RecordFacts = NOTHING) -> ArchivedConversation:
    """The line of a conversation that has ended."""
    entries = list(entries)
    wrap_up = conversation.wrap_up
    place = facts.origin.place if facts.origin else None
    return ArchivedConversation(
        conversation_id=conversation.conversation_id,
        v=conversation.seq,
        opened_at=conversation.opened_at,
        accepted_at=conversation.accepted_at or 0,
        closed_at=conversation.closed_at or conversation.last_at,
        visitor_id=conversation.visitor_id,
        visitor_number=visitor_number(conversation.visitor_id),
        visitor_name=conversation.visitor_name or "",
        department_id=conversation.department_id,
        agent_id=conversation.agent_id or "",
        agent_ids=_agents(conversation, entries),
        message_count=conversation.message_count,
        score=conversation.score,
        topic_id=(wrap_up.topic_id or "") if wrap_up else "",
        value=wrap_up.value if wrap_up else "",
        labels=LINES.join(conversation.labels),
        page_url=conversation.page_url or "",
        page_title=conversation.page_title or "",
        style_id=conversation.style_id or "",
        rule=conversation.rule or "",
        phone=facts.phone,
        email=facts.email,
        customer_id=facts.customer_id,
        ip=facts.ip,
        city=(place.city if place else None) or "",
        page=page_of(conversation.page_url or ""),
        words=_words(entries),
        **{str(dimension): value for dimension, value in origin_values(facts.origin).items()},
    )


def _agents(conversation: Conversation, entries: Iterable[Entry]) -> str:
    found = [entry.agent_id for entry in entries if isinstance(entry, Accepted | Transferred | Joined)]
    if conversation.agent_id:
        found.append(conversation.agent_id)
    return "".join(f" {agent_id} " for agent_id in dict.fromkeys(found))


def _words(entries: Iterable[Entry]) -> str:
    said: list[str] = []
    for entry in entries:
        if isinstance(entry, Message) and not entry.note and not entry.recalled:
            said += [text for text in (entry.text, entry.file.name if entry.file else "", entry.page.title if entry.page else "") if text]
    return LINES.join(said)[:WORDS_MAX]


class Ended(Struct, frozen=True):
    """A conversation that has ended, as it was when the stream told of it."""

    tenant: TenantId
    conversation: Conversation


class Archive(Protocol):
    """Writes lines; writing the same ones again changes nothing."""

    def keep(self, tenant: TenantId, lines: list[ArchivedConversation]) -> None: ...


class ArchiveAnswer(Struct, frozen=True):
    """`ids` of conversations, newest end first. `running`: there is no answer yet. `position`: where the next page begins."""

    ids: list[ConversationId]
    position: str | None = None
    running: bool = False


class ArchiveQueries(Protocol):
    """Questions to the archive. They take seconds, so they are asked and answered apart."""

    def ask(self, sql: str) -> str:
        """Returns the question's id."""

    def answer(self, question: str, position: str | None) -> ArchiveAnswer:
        """A page. Raises `NotFound` for a question that is too old, `Unavailable` for one that failed."""
