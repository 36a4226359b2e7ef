"""Rows by age: ended conversations and left messages by the months of index 2, logs by their months, profiles by who came on a day.

Nothing remembers how far the first three have been looked through: what was deleted is in no index any more, so that the next look
begins with what is left.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from parlor.domain.ids import ConversationId, LeftMessageId, TenantId, VisitorId
from parlor.domain.personal_data import Row
from parlor.domain.retention import Aged, Oldest, RetentionKind
from parlor.storage import connection, keys
from parlor.storage.months import months_back
from parlor.storage.raw_rows import RawRows, raw_row

_BATCH = 100
_TRIES = 8


class AgedRowStore(RawRows):
    """One tenant's. `since` says when the company came (milliseconds since 1970 UTC): nothing is older."""

    def __init__(self, tenant: TenantId, chat_table: str, since: Callable[[], int]) -> None:
        self._tenant = tenant
        self._chat = chat_table
        self._since = since

    # --- what is over ----------------------------------------------------------------------------------------------

    def conversations(self, before: int) -> Iterator[Aged]:
        """½ RU for each month of the company's, and for 4 KB of rows. Who is still talked to is in no month."""
        for row in self._over(keys.closed_in, before, index="gsi2"):
            yield Aged(ConversationId(row.pk.rpartition("#")[2]), VisitorId(row.values["visitor_id"]), int(row.values["closed_at"]))

    def left_messages(self, before: int) -> Iterator[tuple[LeftMessageId, int]]:
        """As above. One that was written on later stays until that is over, too, and is looked at each time."""
        for row in self._over(keys.left_in, before, index="gsi2"):
            last = int(row.values.get("last_at") or row.values["at"])
            if last < before:
                yield LeftMessageId(row.values["left_message_id"]), last

    def log_entries(self, before: int) -> Iterator[Row]:
        """1 RU for each month of the company's, and for 4 KB of entries; for both logs."""
        yield from self._over(keys.audit, before)
        yield from self._over(keys.sign_ins, before)

    def _over(self, partition: Callable[[TenantId, int], str], before: int, index: str = "") -> Iterator[Row]:
        for month in reversed(list(months_back(self._since(), before - 1))):
            yield from self._query(self._chat, partition(self._tenant, month), index=index, below=keys.by_time(before, ""))

    # --- what belongs to it ----------------------------------------------------------------------------------------

    def of_conversations(self, aged: Iterable[Aged]) -> Iterator[Row]:
        for each in aged:
            yield Row(self._chat, keys.visitor(self._tenant, each.visitor_id), keys.history(each.conversation_id), {})

    def profiles(self, visitors: Iterable[VisitorId], before: int) -> Iterator[tuple[VisitorId, list[Row]]]:
        """½ RU a visitor; 1 RU and more for each profile that goes."""
        some = list(dict.fromkeys(visitors))
        for start in range(0, len(some), _BATCH):
            for row in self._profiles(some[start : start + _BATCH]):
                if "customer_id" in row.values or "erased_at" in row.values or _seen(row) >= before:
                    continue
                whole = list(self._query(self._chat, row.pk))
                if any(each.sk == keys.OPEN for each in whole):
                    continue
                gone = [each for each in whole if not each.sk.startswith(keys.HISTORY_FIRST) and each.sk != keys.PROFILE]
                yield VisitorId(row.pk.rpartition("#")[2]), [*gone, *self._identity(row), row]

    def _profiles(self, visitors: list[VisitorId]) -> list[Row]:
        asked: dict[str, Any] = {
            self._chat: {
                "Keys": [{"pk": {"S": keys.visitor(self._tenant, each)}, "sk": {"S": keys.PROFILE}} for each in visitors],
                "ConsistentRead": True,
            }
        }
        found: list[Row] = []
        for _ in range(_TRIES):
            answer = connection.connection().client.batch_get_item(RequestItems=asked)
            found += [raw_row(self._chat, item) for item in answer["Responses"].get(self._chat, [])]
            asked = answer.get("UnprocessedKeys") or {}
            if not asked:
                return found
        raise OSError("The table gives no more rows now.")

    def _identity(self, profile: Row) -> Iterator[Row]:
        """What leads from the site's user to this visitor."""
        known = profile.values.get("identity")
        if known:
            row = self._get(self._chat, keys.identity(self._tenant, _user_id(known)), keys.META)
            if row is not None and row.values.get("visitor_id") == profile.pk.rpartition("#")[2]:
                yield row

    # --- how much it is --------------------------------------------------------------------------------------------

    def oldest(self, kind: RetentionKind, before: int, most: int) -> Oldest | None:
        """½ RU for each month of the company's, and for 4 KB of what is counted."""
        match kind:
            case "conversations":
                moments = (each.closed_at for each in self.conversations(before))
            case "left_messages":
                moments = (last for _, last in self.left_messages(before))
            case "audit":
                moments = (keys.time_of(row.sk) for row in self.log_entries(before))
            case "profiles":
                return None
        found, since = 0, None
        for at in moments:
            if found == most:
                return Oldest(found, more=True, since=since)
            found, since = found + 1, at if since is None else min(since, at)
        return Oldest(found, since=since)


def _seen(profile: Row) -> int:
    """When the visitor was here for the last time. Rows of before this was kept say only when for the first."""
    return int(profile.values.get("last_seen_at") or profile.values.get("first_seen_at") or 0)


def _user_id(identity: Any) -> str:
    user_id: str = (json.loads(identity) if isinstance(identity, str) else identity)["user_id"]
    return user_id
