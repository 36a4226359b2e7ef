"""The audit log in the Chat table: a partition for each month of a tenant, entries in the order of time."""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Any

import msgspec
from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.models import Model

from parlor.domain.audit import Actor, AuditEntry, differences
from parlor.domain.ids import TenantId, new_ulid
from parlor.storage import connection, keys
from parlor.storage.months import newest_page

_MINUTE_MS = 60_000


class AuditRow(Model):
    """`T#AUDIT#<month>` / `<at>#<entry>`: one entry as JSON."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    body = UnicodeAttribute()


def bind(chat_table: str) -> None:
    """Gives the model its table."""
    connection.bind((AuditRow,), chat_table)


class AuditStore:
    """One tenant's audit log. `now_ms` is the time in milliseconds since 1970 UTC."""

    def __init__(self, tenant: TenantId, now_ms: Callable[[], int]) -> None:
        self._tenant = tenant
        self._now_ms = now_ms

    def done(
        self,
        actor: Actor,
        action: str,
        *,
        about: tuple[str, str, str] = ("", "", ""),
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        """1 WU a KB."""
        now = self._now_ms()
        was, is_now = differences(before or {}, after or {})
        kind, about_id, name = about
        entry = AuditEntry(
            entry_id=new_ulid(now),
            at=now,
            actor=actor,
            action=action,
            about_kind=kind,
            about_id=about_id,
            about_name=name,
            before=was,
            after=is_now,
        )
        self._put(entry, keys.by_time(now, entry.entry_id))

    def refused(self, actor: Actor, action: str, right: str, *, about: tuple[str, str, str] = ("", "", "")) -> None:
        """1 WU; the same within a minute leaves the first as it is."""
        now = self._now_ms()
        minute = now - now % _MINUTE_MS
        same = blake2b(f"{actor.agent_id}#{action}#{right}".encode(), digest_size=13).hexdigest()
        kind, about_id, name = about
        entry = AuditEntry(
            entry_id=same,
            at=now,
            actor=actor,
            action=action,
            outcome="refused",
            right=right,
            about_kind=kind,
            about_id=about_id,
            about_name=name,
        )
        self._put(entry, keys.by_time(minute, same))

    def page(
        self, from_ms: int, to_ms: int, position: str | None, wanted: Callable[[AuditEntry], bool] = lambda _: True
    ) -> tuple[list[AuditEntry], str | None]:
        def read(month: int, low: str, high: str) -> Iterator[tuple[str, AuditEntry]]:
            rows = AuditRow.query(keys.audit(self._tenant, month), AuditRow.sk.between(low, high), scan_index_forward=False, page_size=100)
            return ((row.sk, msgspec.json.decode(row.body, type=AuditEntry)) for row in rows)

        return newest_page(read, lambda at: keys.by_time(at, ""), wanted, from_ms=from_ms, to_ms=to_ms, position=position)

    def _put(self, entry: AuditEntry, sort_key: str) -> None:
        row = AuditRow(keys.audit(self._tenant, entry.at), sort_key, body=msgspec.json.encode(entry).decode())
        try:
            row.save(condition=AuditRow.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
