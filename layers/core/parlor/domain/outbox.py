"""Mails on their way: as they lie in the queue, and how long they wait between tries."""

from typing import Protocol

from msgspec import Struct

from parlor.domain.mails import Mail

PAUSES_S = (30, 120, 600, 1_800, 3_600, 7_200, 14_400)
"""Between one try and the next: a provider that is back within seven and a half hours costs a delay and no mail."""
DETAIL_MAX = 200


class MailDue(Struct, frozen=True, tag_field="kind", tag="mail"):
    """`mail_id`, a ULID, stays the same however often the mail is tried or given up and taken up again."""

    mail_id: str
    mail: Mail


class SentMails(Protocol):
    """Which mails have gone out: the queue gives each of them at least once."""

    def has(self, due: MailDue) -> bool: ...
    def add(self, due: MailDue) -> None: ...


def pauses_of(text: str) -> tuple[int, ...]:
    """The pauses that a deployment has chosen: seconds, separated by commas; the usual ones for an empty text."""
    return tuple(int(each) for each in text.split(",")) if text else PAUSES_S


def in_short(reason: object) -> str:
    """What a provider or a decoder said, short enough to be shown."""
    return " ".join(str(reason).split())[:DETAIL_MAX]
