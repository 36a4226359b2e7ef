"""Which mails have gone out, in the Presence table: forgotten when the queue has forgotten them, too. And whom a mail concerns."""

from collections.abc import Callable

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist
from pynamodb.models import Model

from parlor.domain.ids import TenantId, VisitorId
from parlor.domain.mails import Mail
from parlor.domain.outbox import MailDue
from parlor.storage import connection, keys
from parlor.storage.tables import ProfileRow

_KEPT_S = 5 * 86_400


class SentMailRow(Model):
    """`T#MAIL#<mail>` / `META`."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    ttl = NumberAttribute()


def bind(presence_table: str) -> None:
    """Gives the model its table."""
    connection.bind((SentMailRow,), presence_table)


class SentMailStore:
    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms

    def has(self, due: MailDue) -> bool:
        """1 RU."""
        try:
            SentMailRow.get(keys.sent_mail(due.mail.tenant, due.mail_id), keys.META, consistent_read=True)
        except DoesNotExist:
            return False
        return True

    def add(self, due: MailDue) -> None:
        """1 WU."""
        SentMailRow(keys.sent_mail(due.mail.tenant, due.mail_id), keys.META, ttl=self._now_ms() // 1000 + _KEPT_S).save()


class ConcernedStore:
    """Satisfies `Concerned`. `living` says of a company whether it is there."""

    def __init__(self, living: Callable[[str], bool]) -> None:
        self._living = living

    def gone(self, mail: Mail, tries: int) -> bool:
        """1 RU for a mail to or about a visitor that has been tried before."""
        if not mail.tenant:
            return False
        return not self._living(mail.tenant) or (tries > 1 and bool(mail.visitor_id) and _is_erased(mail))


def _is_erased(mail: Mail) -> bool:
    key = keys.visitor(TenantId(mail.tenant), VisitorId(mail.visitor_id))
    try:
        return ProfileRow.get(key, keys.PROFILE, consistent_read=True).erased_at is not None
    except DoesNotExist:
        return False
