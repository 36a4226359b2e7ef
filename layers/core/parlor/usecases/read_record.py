"""Staff read a conversation, now or years later: forwards, backwards, or what was said about something."""

from msgspec import Struct

from parlor.domain.conversation import Conversation
from parlor.domain.errors import Invalid
from parlor.domain.ids import ConversationId
from parlor.domain.log import Entry, Message, Role, without_recalled
from parlor.domain.ports import Conversations
from parlor.domain.staff import Staff
from parlor.domain.supervision import Onlooker, check_may_look
from parlor.protocol.limits import SYNC_PAGE
from parlor.usecases.sync_log import read_before, read_log
from parlor.usecases.transitions import readable

_ASKED_MAX = 100
_EXCERPT = 120
_FOUND_MAX = 50
_SEARCH_PAGE = 200
_SEARCH_MAX = 1_000
"""Entries that one search looks at; a longer conversation is searched in several."""


class Hit(Struct, frozen=True):
    """`excerpt` is what stands around the first place that fits."""

    seq: int
    at: int
    by: Role
    excerpt: str


def read_record(
    conversation_id: ConversationId, staff: Staff, after: int, before: int | None, conversations: Conversations, now: int
) -> tuple[Conversation, list[Entry]]:
    """A page of entries behind `after`, or of those that end just before `before`.

    Raises `NotFound`; `MissingRight`, `Forbidden` (`not_a_member`) for one that goes on at somebody else's desk.

    What was recalled is shown to supervisors and administrators only.
    """
    conversation = readable(conversations, conversation_id, staff.party)
    check_may_look(conversation, Onlooker.of_staff(staff))
    if before is not None:
        entries = read_before(conversation, before, SYNC_PAGE, conversations, now)
    else:
        entries = read_log(conversation, after, SYNC_PAGE, conversations, now)
    return conversation, entries if staff.leads else [without_recalled(entry) for entry in entries]


def search_record(
    conversation_id: ConversationId, staff: Staff, asked: str, before: int | None, conversations: Conversations
) -> tuple[list[Hit], int | None]:
    """Messages before `before` that contain `asked`, newest first, and where to go on, None at the log's beginning.

    Capitals do not matter; names of files and pages count. Raises `NotFound`, `Invalid`.
    """
    wanted = asked.strip().casefold()
    if not wanted:
        raise Invalid("Write something.", field="q")
    if len(wanted) > _ASKED_MAX:
        raise Invalid(f"At most {_ASKED_MAX} characters.", code="too_long", field="q")
    conversation = readable(conversations, conversation_id, staff.party)
    check_may_look(conversation, Onlooker.of_staff(staff))
    upto = conversation.seq if before is None else min(before - 1, conversation.seq)
    last = max(0, upto - _SEARCH_MAX)
    hits: list[Hit] = []
    while upto > last:
        after = max(last, upto - _SEARCH_PAGE)
        page = [entry for entry in conversations.log(conversation_id, after, upto - after) if entry.seq <= upto]
        for entry in reversed(page):
            excerpt = _excerpt(entry, wanted, recalled_too=staff.leads)
            if excerpt is not None:
                hits.append(Hit(entry.seq, entry.at, entry.by.role, excerpt))
                if len(hits) == _FOUND_MAX:
                    return hits, entry.seq if entry.seq > 1 else None
        upto = after
    return hits, last + 1 if last else None


def _excerpt(entry: Entry, wanted: str, *, recalled_too: bool) -> str | None:
    if not isinstance(entry, Message) or (entry.recalled and not recalled_too):
        return None
    words = (entry.text, entry.file.name if entry.file else "", entry.page.title if entry.page else "")
    for text in words:
        at = text.casefold().find(wanted)
        if at >= 0:
            start = max(0, min(at - (_EXCERPT - len(wanted)) // 2, len(text) - _EXCERPT))
            return text[start : start + _EXCERPT].replace("\n", " ")
    return None
