"""The sign-in log in the Chat table: a partition for each month of a tenant, entries in the order of time."""

from collections.abc import Callable, Iterator
from hashlib import blake2b

import msgspec
from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.models import Model

from parlor.domain.directory import Agent
from parlor.domain.ids import TenantId, new_ulid
from parlor.domain.jobs import Reason
from parlor.domain.sign_in import SignInEntry, Way, Whence
from parlor.storage import connection, keys
from parlor.storage.months import newest_page

_MINUTE_MS = 60_000


class SignInRow(Model):
    """`T#SIGNINS#<month>` / `<at>#<entry>`: one entry as JSON."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    body = UnicodeAttribute()


def bind(chat_table: str) -> None:
    """Gives the model its table."""
    connection.bind((SignInRow,), chat_table)


class SignInLogStore:
    """One tenant's. `now_ms` is the time in milliseconds since 1970 UTC."""

    def __init__(self, tenant: TenantId, now_ms: Callable[[], int]) -> None:
        self._tenant = tenant
        self._now_ms = now_ms

    def came_in(self, agent: Agent, way: Way, whence: Whence) -> None:
        """1 WU."""
        now = self._now_ms()
        self._put(self._entry(new_ulid(now), now, agent, whence, way=way), now)

    def refused(self, agent: Agent, reason: Reason, whence: Whence) -> None:
        """1 WU; the same within a minute leaves the first as it is."""
        now = self._now_ms()
        same = blake2b(f"{agent.agent_id}#{reason}#{whence.address}".encode(), digest_size=13).hexdigest()
        self._put(self._entry(same, now, agent, whence, reason=reason), now - now % _MINUTE_MS)

    def page(
        self, from_ms: int, to_ms: int, position: str | None, wanted: Callable[[SignInEntry], bool] = lambda _: True
    ) -> tuple[list[SignInEntry], str | None]:
        """1 RU for some 15 entries, 500 at most."""

        def read(month: int, low: str, high: str) -> Iterator[tuple[str, SignInEntry]]:
            within = SignInRow.sk.between(low, high)
            rows = SignInRow.query(keys.sign_ins(self._tenant, month), within, scan_index_forward=False, page_size=100)
            return ((row.sk, msgspec.json.decode(row.body, type=SignInEntry)) for row in rows)

        return newest_page(read, lambda at: keys.by_time(at, ""), wanted, from_ms=from_ms, to_ms=to_ms, position=position)

    def _entry(
        self, entry_id: str, at: int, agent: Agent, whence: Whence, *, way: Way = "password", reason: Reason | None = None
    ) -> SignInEntry:
        return SignInEntry(
            entry_id=entry_id,
            at=at,
            agent_id=agent.agent_id,
            name=agent.name,
            way=way,
            reason=reason,
            address=whence.address,
            device=whence.device,
            place=whence.place,
        )

    def _put(self, entry: SignInEntry, moment: int) -> None:
        body = msgspec.json.encode(entry).decode()
        row = SignInRow(keys.sign_ins(self._tenant, entry.at), keys.by_time(moment, entry.entry_id), body=body)
        try:
            row.save(condition=SignInRow.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
