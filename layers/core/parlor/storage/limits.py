"""How often somebody may ask: a counter for each stretch of time, in the Presence table."""

from collections.abc import Callable

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from parlor.domain.errors import RateLimited
from parlor.storage import connection, keys


class LimitRow(Model):
    """`LIMIT#<scope>#<subject>` / `<start of the window>`."""

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
    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms

    def take(self, scope: str, subject: str, allowed: int, window_s: int) -> None:
        """Counts one. Raises `RateLimited` when more than `allowed` came within the window. 1 WU."""
        now = self._now_ms()
        start = now // 1000 // window_s * window_s
        row = LimitRow(keys.limit(scope, subject), f"{start:010d}")
        row.update(actions=[LimitRow.asked.add(1), LimitRow.ttl.set(start + 2 * window_s)])
        if row.asked > allowed:
            raise RateLimited("Too many requests. Wait a little.", retry_after_ms=(start + window_s) * 1000 - now)
