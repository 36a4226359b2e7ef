"""REST bodies: free queries over the records."""

from typing import Annotated

from msgspec import Meta, Struct

from parlor.domain.log import Entry
from parlor.domain.origin import Device, Place, Source
from parlor.domain.record_query import RecordConditions
from parlor.protocol.rest import Day
from parlor.protocol.views import ConversationView, Sequence, Ulid


class RecordFacts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a record shows besides its conversation. Source, device, place, address and referrer are those of the moment when it opened;
    telephone, mail and card are what is known of the visitor now."""

    source: Source | None = None
    device: Device | None = None
    place: Place | None = None
    ip: str = ""
    referrer: str = ""
    phone: str = ""
    email: str = ""
    customer_id: Ulid | None = None


class RecordList(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Conversations that have ended, newest first. `facts` are by conversation. `cursor` asks for the next page."""

    conversations: list[ConversationView]
    facts: dict[str, RecordFacts] = {}
    cursor: str | None = None


class SearchRecords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Conversations that ended on these days, both included, and for which all conditions hold.

    Without `cursor` a search begins. With the cursor of an answer, and everything else as before, it goes on.
    """

    first: Day
    last: Day
    conditions: RecordConditions = RecordConditions()
    cursor: Annotated[str, Meta(max_length=4_000)] | None = None


class RecordLog(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A conversation, and a page of its entries. `facts` are there with the first page, where anything is known."""

    conversation: ConversationView
    facts: RecordFacts | None = None
    entries: list[Entry]
    last_seq: Sequence


class RecordsFound(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page, newest end first, of at most 1,000 conversations in all and the newest minutes. `cursor` asks for the next one.

    `running`: the archive has not answered yet; ask again after a second with the cursor.
    """

    conversations: list[ConversationView]
    facts: dict[str, RecordFacts] = {}
    """By conversation."""
    cursor: str | None = None
    running: bool = False
