"""A visitor comes from the mail with the answer to what they left: reads the thread and writes on."""

from parlor.domain.credentials import LetterClaims
from parlor.domain.directory import Directory
from parlor.domain.errors import Conflict
from parlor.domain.left_messages import LeftEntry, LeftMessage, LeftMessages, thread, with_entry
from parlor.domain.ports import Clock
from parlor.protocol import rest_left
from parlor.usecases.checks import written

_TRIES = 3


def read_letter(claims: LetterClaims, directory: Directory, left_messages: LeftMessages) -> rest_left.Letter:
    """Without notes. Raises `NotFound`."""
    message = left_messages.get(claims.left_message)
    company = directory.company()
    first = rest_left.LetterEntry(by="visitor", at=message.at, text=message.text)
    followed = [_shown(entry) for entry in thread(message, left_messages.entries(claims.left_message)) if entry.kind != "note"]
    return rest_left.Letter(company=company.public_name, language=message.language or company.language, entries=[first, *followed])


def write_letter(claims: LetterClaims, body: rest_left.WriteLetter, left_messages: LeftMessages, clock: Clock) -> None:
    """The same `client_id` again changes nothing. Raises `NotFound`, `Invalid`, `Conflict` (`too_many`)."""
    text = written(body.text, "text")
    for attempt in range(1, _TRIES + 1):
        before = left_messages.get(claims.left_message)
        entry = _entry(before, body.client_id, text, clock.now_ms())
        try:
            left_messages.change(before, with_entry(before, entry), entry)
        except Conflict as conflict:
            # Staff may have changed the message meanwhile: then once more.
            if conflict.code == "conflict" and attempt < _TRIES:
                continue
            if conflict.code != "exists":
                raise
        return


def _entry(message: LeftMessage, client_id: str, text: str, now: int) -> LeftEntry:
    return LeftEntry(
        entry_id=client_id, place=message.said + 1, kind="visitor", at=now, text=text, by_id=message.visitor_id, by_name=message.name
    )


def _shown(entry: LeftEntry) -> rest_left.LetterEntry:
    by_visitor = entry.kind == "visitor"
    return rest_left.LetterEntry(
        by="visitor" if by_visitor else "agent", at=entry.at, text=entry.text, name="" if by_visitor else entry.by_name
    )
