"""REST bodies: free queries over the records."""

from typing import Annotated

from msgspec import Meta, Struct

from parlor.domain.record_query import RecordConditions
from parlor.protocol.rest import Day
from parlor.protocol.views import ConversationView


class SearchRecords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Conversations that ended on these days, both included, and for which all conditions hold.

    Without `cursor` a search begins. With the cursor of an answer, and everything else as before, it goes on.
    """

    first: Day
    last: Day
    conditions: RecordConditions = RecordConditions()
    cursor: Annotated[str, Meta(max_length=4_000)] | None = None


class RecordsFound(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page, newest end first, of at most 1,000 conversations in all and the newest minutes. `cursor` asks for the next one.

    `running`: the archive has not answered yet; ask again after a second with the cursor.
    """

    conversations: list[ConversationView]
    cursor: str | None = None
    running: bool = False
