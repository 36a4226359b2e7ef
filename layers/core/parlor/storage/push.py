"""Visitors' push subscriptions in the Chat table: `T#V#<visitor>` / `PUSH#<hash of the endpoint>`."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from parlor.domain.ids import TenantId, VisitorId
from parlor.domain.push import SUBSCRIPTIONS_MAX, Subscription
from parlor.storage import connection, keys


class PushRow(Model):
    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    endpoint = UnicodeAttribute()
    p256dh = UnicodeAttribute()
    auth = UnicodeAttribute()
    at = NumberAttribute()


def bind(chat_table: str) -> None:
    """Gives the model its table."""
    connection.bind((PushRow,), chat_table)


class PushStore:
    """The subscriptions of one tenant's visitors."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant

    def of(self, visitor: VisitorId) -> list[Subscription]:
        """Half an RU a browser."""
        return [Subscription(row.endpoint, row.p256dh, row.auth) for row in self._rows(visitor)]

    def add(self, visitor: VisitorId, subscription: Subscription, now: int) -> None:
        row = PushRow(
            keys.visitor(self._tenant, visitor),
            keys.push(subscription.endpoint),
            endpoint=subscription.endpoint,
            p256dh=subscription.p256dh,
            auth=subscription.auth,
            at=now,
        )
        row.save()
        newest_first = sorted(self._rows(visitor), key=lambda each: (each.sk == row.sk, each.at), reverse=True)
        for old in newest_first[SUBSCRIPTIONS_MAX:]:
            old.delete()

    def remove(self, visitor: VisitorId, subscription: Subscription) -> None:
        PushRow(keys.visitor(self._tenant, visitor), keys.push(subscription.endpoint)).delete()

    def _rows(self, visitor: VisitorId) -> list[PushRow]:
        return list(PushRow.query(keys.visitor(self._tenant, visitor), PushRow.sk.startswith(keys.PUSH), consistent_read=True))
