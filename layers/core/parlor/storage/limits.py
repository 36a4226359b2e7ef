"""How often somebody has asked: a counter for each stretch of time, in the Presence table."""

from collections.abc import Callable

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from parlor.domain.errors import RateLimited
from parlor.domain.limits import Limit
from parlor.storage import connection, keys


class LimitRow(Model):
    """`LIMIT#<scope>#<hash of the subject>` / `<start of the window>`."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    asked = NumberAttribute(default=0)
    ttl = NumberAttribute()


def bind(presence_table: str) -> None:
    """Gives the model its table."""
    connection.bind((LimitRow,), presence_table)


class LimitStore:
    """`factor` multiplies what is allowed: a load test comes from one address."""

    def __init__(self, now_ms: Callable[[], int], factor: int = 1) -> None:
        self._now_ms = now_ms
        self._factor = factor

    def take(self, limit: Limit, subject: str, amount: int = 1) -> None:
        """Counts. Raises `RateLimited` when more than allowed came within the window. 1 WU."""
        now = self._now_ms()
        start = now // 1000 // limit.window_s * limit.window_s
        row = LimitRow(keys.limit(limit.scope, subject), f"{start:010d}")
        row.update(actions=[LimitRow.asked.add(amount), LimitRow.ttl.set(start + 2 * limit.window_s)])
        if row.asked > limit.allowed * self._factor:
            raise RateLimited("Too many requests. Wait a little.", retry_after_ms=(start + limit.window_s) * 1000 - now)
