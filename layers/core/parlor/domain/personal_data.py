"""Where the data of one person lies: every kind of key (storage/keys.py) is either walked for the person or holds nothing of them.

`HELD` and `FREE` name the makers of keys; a test fails for one that stands in neither. docs/privacy.md says the same in words.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, Literal, Protocol, get_args

from msgspec import Struct

from parlor.domain.ids import ConversationId, CustomerId, LeftMessageId, TenantId, VisitorId

Place = Literal[
    "profiles",
    "conversations",
    "entries",
    "files",
    "left_messages",
    "cards",
    "identities",
    "visits",
    "events",
    "invitations",
    "subscriptions",
    "sockets",
    "audit",
    "deliveries",
    "parked",
    "downloads",
    "blocks",
    "archive",
    "words",
]
"""
profiles       what a visitor said of themselves, and the lists of their conversations
entries        messages, notes, forms, ratings and steps of conversations
files          what was sent: rows, contents and small pictures
visits         stays on the site with their pages
events         what the site told of a visitor, and goals that they reached
subscriptions  browsers that take push messages
audit          entries of the audit log about the person: the act stays, names and values go
deliveries     what was told to the company's own systems, and is still in their log
parked         work that was given up, and mails about the person among it
downloads      files of the download centre in which the person may be
blocks         entries of the black list for the visitor
archive        lines that records are searched by
words          words of the person's conversations in the figures, and in what they are counted from
"""
PLACES: tuple[Place, ...] = get_args(Place)

HELD: dict[str, Place] = {
    "conversation": "conversations",
    "log_entry": "entries",
    "closed_in": "conversations",
    "waiting_in": "conversations",
    "active_with": "conversations",
    "unwrapped_of": "conversations",
    "visitor": "profiles",
    "history": "profiles",
    "push": "subscriptions",
    "left_message": "left_messages",
    "left_unread": "left_messages",
    "left_in": "left_messages",
    "customer": "cards",
    "customers_by": "cards",
    "customers_by_name": "cards",
    "customer_name": "cards",
    "linked_visitor": "cards",
    "identity": "identities",
    "audit": "audit",
    "webhook_log": "deliveries",
    "parked": "parked",
    "parked_item": "parked",
    "parked_payload": "parked",
    "downloads": "downloads",
    "file": "files",
    "sent_in": "files",
    "uploaded_in": "files",
    "visitor_sockets": "sockets",
    "live_visitors": "visits",
    "page_view": "visits",
    "invitation": "invitations",
    "happenings": "events",
    "reached_goals": "events",
    "reached_goal": "events",
    "sheet": "words",
    "BLOCK": "blocks",
}

FREE: dict[str, str] = {
    "joined_by": "which conversations a colleague has joined: ids, and gone when they end",
    "internal": "what colleagues say among themselves is theirs",
    "place": "numbers of internal conversations",
    "memberships": "what colleagues have read",
    "downloads_asked": "ids of files, for a day",
    "sign_ins": "staff",
    "state_changes": "staff",
    "state_change": "staff",
    "staff_notices": "words to staff",
    "live_staff_notices": "words to staff",
    "staff_notice": "staff",
    "rule_counts": "counts",
    "seen": "the company's own sites",
    "shared_files": "the company's own files",
    "erasures": "what was erased: counts and a number that leads back to nobody",
    "erasure_guard": "ids, until the erasure is over",
    "agents": "staff",
    "queues": "times",
    "agent_sockets": "staff",
    "agent_socket": "staff",
    "ticket": "random numbers, for minutes",
    "online": "counts",
    "visitor_changes": "what waits for the next second; gone when desks are told, in any case after a minute",
    "sent_mail": "ids of mails, for days",
    "PARKED_TENANTS": "ids of companies",
    "PARKED_FIRST": "a part of a key",
    "PARKED_END": "a part of a key",
    "company": "the company's settings; of the black list see docs/privacy.md",
    "publications": "how the widget looks",
    "publication": "how the widget looks",
    "person": "staff",
    "staff_sessions": "staff",
    "staff_session": "staff",
    "pending": "somebody who signs up as a company, for a day",
    "email_domain": "the company's domain",
    "taken_number": "staff",
    "of": "staff's own phrases and links",
    "report_runs": "staff to whom reports were mailed",
    "metric": "counts",
    "guards": "hashes of what was counted, for a week",
    "guard": "hashes of what was counted, for a week",
    "COMPANY": "the company's data",
    "STYLE": "how the widget looks",
    "STYLE_DRAFT": "how the widget looks",
    "STYLE_GONE": "how the widget looked",
    "SEEN_STYLE": "no key",
    "DEPARTMENT": "the company's departments",
    "AGENT": "staff",
    "ROLE": "the company's roles",
    "CANNED": "what staff write beforehand",
    "SHORTCUT": "what staff write beforehand",
    "USES": "counts",
    "IMPORT": "what staff write beforehand",
    "LINK": "the company's links",
    "SERVICE": "settings",
    "GOALS": "settings",
    "WEBHOOK": "the company's addresses",
    "API_KEY": "the company's programs",
    "SIGN_IN_RULES": "settings",
    "IDENTITY": "which secrets hold",
    "SIGN_ON": "settings",
    "IDENTITY_REPORT": "what was wrong with a signature: reasons and names of fields",
    "PERSONAL": "staff",
    "ACCOUNT": "staff",
    "REPORT_SCHEDULE": "settings",
    "REPORT_PROGRESS": "times",
    "REPORTS_DUE": "times",
    "RETENTION": "settings",
    "RETENTION_KEPT": "counts and days",
    "RETENTIONS": "ids of companies",
    "CLOSINGS": "companies that are closing: ids, times, addresses of administrators",
    "gone": "that a company is no more: its id",
    "GONE": "that a company is no more: its id",
    "certificate": "what was deleted of a company: counts",
    "CERTIFICATE": "what was deleted of a company: counts",
    "limit": "how often somebody asked: hashes of addresses and ids, for an hour at most",
    "sign_on_under_way": "staff who are at their provider, for minutes",
}


class Person(Struct, frozen=True, kw_only=True):
    """One person as the company knows them: a card with all visitors that are linked to it, or a visitor without a card."""

    customer_id: CustomerId | None = None
    visitors: tuple[VisitorId, ...] = ()

    def reference(self, tenant: TenantId) -> str:
        """A number that is the same for the same person and leads back to nobody."""
        known = self.customer_id or (self.visitors[0] if self.visitors else "")
        return sha256(f"{tenant}#{known}".encode()).hexdigest()[:16]


class Found(Struct, kw_only=True):
    """What belongs to a person, gathered once: ids by which everything is found. `since` is when they first came.

    `conversations` gives for each the UTC days on which its lines lie in the archive. `marks` are texts that only concern the person:
    ids, mail addresses, telephone numbers.
    """

    person: Person
    name: str = ""
    since: int
    conversations: dict[ConversationId, tuple[str, ...]] = {}
    more: bool = False
    """There are more conversations than were looked at."""
    open_conversation: ConversationId | None = None
    messages: int = 0
    left_messages: tuple[LeftMessageId, ...] = ()
    user_ids: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


class Row(Struct, frozen=True):
    """A row as it lies in a table, with the names of its attributes. `key` says where."""

    table: str
    pk: str
    sk: str
    values: dict[str, Any]


class PersonRows(Protocol):
    """One tenant's rows, by person; see storage/person_rows.py for what each call costs."""

    def person(self, *, visitor: VisitorId | None = None, customer: CustomerId | None = None) -> Person:
        """Raises `NotFound`."""

    def look(self, person: Person, most: int) -> Found:
        """At most so many conversations, and no left messages: what can be told while somebody waits."""

    def find(self, person: Person) -> Found: ...

    def of(self, place: Place, found: Found) -> Iterator[Row]:
        """The rows of a place. While they are read they may be deleted."""

    def delete(self, rows: Iterable[Row]) -> None:
        """Those that are not there are no fault."""

    def forget_profiles(self, found: Found, now: int) -> None:
        """In the place of each profile stands that it was erased: the browser that still has its token is a new visitor from then on."""

    def end_download(self, row: Row, found: Found) -> None: ...

    def blank_audit(self, row: Row) -> None:
        """The act, who did it and when stay."""


class WordFigures(Protocol):
    def forget_words(self, guard: str, conversation_id: ConversationId, words: tuple[str, ...]) -> int:
        """Takes one conversation's words out of the figures, once for each guard. Returns how many were there."""

    def forget_guard(self, guard: str) -> None:
        """When nothing is left that could be taken out twice."""


class UploadedFiles(Protocol):
    """Contents of files of one tenant."""

    def delete_all(self, file_ids: Iterable[str]) -> None: ...

    def delete_downloads(self, download_ids: Iterable[str]) -> None: ...

    def read(self, file_id: str) -> Iterator[bytes]:
        """Nothing for one that is not there."""
