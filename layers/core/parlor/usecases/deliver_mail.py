"""One try to hand a mail to the provider. What cannot be sent is parked, with the reason; see docs/parked-work.md."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from parlor.domain.events import Parking
from parlor.domain.mails import MailDown, Mailer, MailRefused
from parlor.domain.outbox import Concerned, MailDue, SentMails, in_short

Outcome = Literal["sent", "sent before", "again", "parked", "nobody's any more"]


class Tried(Struct, frozen=True):
    """`pause_s` until the next try, where there is one."""

    outcome: Outcome
    pause_s: int = 0


class DeliverMail:
    def __init__(self, provider: Mailer, concerned: Concerned, sent: SentMails, parking: Parking, pauses_s: Sequence[int]) -> None:
        self._provider = provider
        self._concerned = concerned
        self._sent = sent
        self._parking = parking
        self._pauses_s = pauses_s

    def __call__(self, due: MailDue, tries: int) -> Tried:
        """`tries` counts this one. A mail goes out twice only when the process ends between the provider's yes and the mark."""
        if self._sent.has(due):
            return Tried("sent before")
        if self._concerned.gone(due.mail, tries):
            return Tried("nobody's any more")
        try:
            self._provider.send(due.mail)
        except MailRefused as refused:
            return self._park(due, "mail_refused", refused, tries)
        except MailDown as down:
            if tries <= len(self._pauses_s):
                return Tried("again", self._pauses_s[tries - 1])
            return self._park(due, "mail_down", down, tries)
        self._sent.add(due)
        return Tried("sent")

    def _park(self, due: MailDue, error: str, reason: Exception, tries: int) -> Tried:
        self._parking.park("mail", in_short(reason), due, error=error, tries=tries)
        return Tried("parked")
