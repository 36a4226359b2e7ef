"""Mails on their way: as they lie in the queue, and how long they wait between tries."""

from base64 import b64decode, b64encode
from typing import Protocol
from zlib import compress, decompress

import msgspec
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


class Concerned(Protocol):
    """Whom a mail concerns."""

    def gone(self, mail: Mail, tries: int) -> bool:
        """The company is no more or, where the mail has waited since its first try, its visitor's data has been erased meanwhile."""


def pauses_of(text: str) -> tuple[int, ...]:
    """The pauses that a deployment has chosen: seconds, separated by commas; the usual ones for an empty text."""
    return tuple(int(each) for each in text.split(",")) if text else PAUSES_S


def in_short(reason: object) -> str:
    """What a provider or a decoder said, short enough to be shown."""
    return " ".join(str(reason).split())[:DETAIL_MAX]


def packed(due: MailDue) -> str:
    """As a queue and the parked work hold it."""
    return b64encode(compress(msgspec.json.encode(due))).decode()


def unpacked(body: str) -> MailDue:
    """Raises ValueError for a text that `packed` did not make."""
    try:
        return msgspec.json.decode(decompress(b64decode(body, validate=True)), type=MailDue)
    except Exception as error:
        raise ValueError("not a mail of ours") from error


def in_plain(payload: str) -> str:
    """A payload of parked work as a text in which names and addresses can be looked for."""
    try:
        said = msgspec.json.decode(payload)
    except (msgspec.DecodeError, UnicodeError):
        said = payload
    record = said.get("record") if isinstance(said, dict) else said
    if not isinstance(record, str):
        return payload
    try:
        return msgspec.json.encode(unpacked(record)).decode()
    except ValueError:
        return payload
