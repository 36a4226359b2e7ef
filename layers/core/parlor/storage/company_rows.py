"""All rows of one company, by walking what leads to them: its own partition, months, days, lists. Nothing of another company is read."""

import json
from collections.abc import Callable, Iterator
from typing import Any, get_args

from parlor.domain.company_data import Place, Section, Stretch
from parlor.domain.figures import TOTALS, Sheet
from parlor.domain.ids import AgentId, ConversationId, CustomerId, FileId, LeftMessageId, TenantId, VisitorId
from parlor.domain.personal_data import Row
from parlor.storage import connection, keys
from parlor.storage.months import months_back
from parlor.storage.person_rows import Tables
from parlor.storage.raw_rows import RawRows, raw_row

HEADS = 25
"""Rows at a time that each lead to others …"""
PLAIN = 500
"""… and that do not."""
_DAY_MS = 86_400_000
SECRET = frozenset({"digest", "auth", "p256dh"})
"""Attributes that only serve to prove who somebody is."""
_LedTo = Callable[[Row], Iterator[Row]]


class CompanyRowStore(RawRows):
    """One tenant's. `since` says when the company came (milliseconds since 1970 UTC), `agents` who works or worked for it."""

    def __init__(
        self,
        tenant: TenantId,
        tables: Tables,
        since: Callable[[], int],
        agents: Callable[[], list[AgentId]],
    ) -> None:
        self._tenant = tenant
        self._tables = tables
        self._since = since
        self._agents = agents

    def read(self, section: Section, place: Place, until: int) -> Stretch:
        """1 RU for 4 KB of what is read; ½ RU for each partition that is empty."""
        table, partitions, index, led_to = self._section(section, until)
        partitions = sorted(partitions)
        at = next((number for number, each in enumerate(partitions) if each >= place.partition), len(partitions))
        if at == len(partitions):
            return Stretch(iter(()), 0, None, 1.0)
        after = place.after if partitions[at] == place.partition else ""
        rows, mark = self._page(table, partitions[at], index, after, PLAIN if led_to is None else HEADS)
        following: Place | None = Place(partitions[at], mark) if mark else None
        if following is None and at + 1 < len(partitions):
            following = Place(partitions[at + 1])
        told = iter(rows) if led_to is None else (each for row in rows for each in led_to(row))
        return Stretch(map(_without_secrets, told), len(rows), following, (at + 1) / len(partitions))

    def _section(self, section: Section, until: int) -> tuple[str, list[str], str, _LedTo | None]:
        """Table, partitions, index, and what each row leads to."""
        t, chat = self._tenant, self._tables.chat
        months = list(months_back(self._since(), until))
        match section:
            case "settings":
                return self._tables.directory, [keys.company(t)], "", None
            case "conversations":
                return chat, [keys.closed_in(t, each) for each in months], "gsi2", self._conversation
            case "left_messages":
                return chat, [keys.left_in(t, each) for each in months], "gsi2", self._left_message
            case "cards":
                return chat, [keys.customers_by_name(t)], "", self._card
            case "internal":
                return chat, [keys.memberships(t, each) for each in self._agents()], "", self._internal
            case "attendance":
                days = range(self._since(), until + _DAY_MS, _DAY_MS)
                return chat, [keys.state_changes(t, each) for each in days], "", None
            case "audit":
                return chat, [keys.audit(t, each) for each in months], "", None
            case "sign_ins":
                return chat, [keys.sign_ins(t, each) for each in months], "", None
            case "lists":
                lists = (keys.shared_files, keys.staff_notices, keys.erasures, keys.seen, keys.rule_counts)
                return chat, [each(t) for each in lists], "", self._listed
            case "figures":
                sums = [keys.metric(t, each) for each in TOTALS] + [keys.sheet(t, each) for each in get_args(Sheet)]
                return self._tables.metrics, sums, "", None

    def _conversation(self, head: Row) -> Iterator[Row]:
        """The row as it is now, with everything in its partition, its files' rows and the visitor's profile."""
        whole = list(self._query(self._tables.chat, head.pk))
        yield from whole
        for row in whole:
            said = json.loads(row.values["body"]) if row.sk.startswith(keys.LOG_FIRST) and row.values.get("body") else {}
            if isinstance(said.get("file"), dict) and said["file"].get("file_id"):
                yield from self._query(self._tables.chat, keys.file(self._tenant, FileId(said["file"]["file_id"])))
        yield from self._query(self._tables.chat, keys.visitor(self._tenant, VisitorId(head.values["visitor_id"])))

    def _left_message(self, head: Row) -> Iterator[Row]:
        yield from self._query(self._tables.chat, keys.left_message(self._tenant, LeftMessageId(head.values["left_message_id"])))

    def _card(self, listed: Row) -> Iterator[Row]:
        card = keys.customer(self._tenant, CustomerId(listed.sk.rpartition("#")[2]))
        yield listed
        for row in self._query(self._tables.chat, card):
            yield row
            if row.sk.startswith(keys.LINKED_FIRST):
                yield from self._query(self._tables.chat, keys.visitor(self._tenant, VisitorId(row.sk.rpartition("#")[2])))

    def _internal(self, membership: Row) -> Iterator[Row]:
        """A group is told once, with the member whose id comes first."""
        yield membership
        agent = membership.pk.rpartition("#")[2]
        whole = list(self._query(self._tables.chat, keys.internal(self._tenant, ConversationId(membership.sk))))
        members = next((row.values.get("members") or {} for row in whole if row.sk == keys.MEMBERS), {})
        if not members or agent == min(members):
            yield from whole

    def _listed(self, row: Row) -> Iterator[Row]:
        yield row
        if row.pk == keys.shared_files(self._tenant):
            yield from self._query(self._tables.chat, keys.file(self._tenant, FileId(row.sk)))
        if row.pk == keys.staff_notices(self._tenant):
            yield from self._query(self._tables.chat, keys.staff_notice(self._tenant, row.sk))

    def _page(self, table: str, partition: str, index: str, after: str, most: int) -> tuple[list[Row], str]:
        """And the table's mark of where to go on, empty at the end."""
        asked: dict[str, Any] = {
            "TableName": table,
            "KeyConditionExpression": f"{index}pk = :pk",
            "ExpressionAttributeValues": {":pk": {"S": partition}},
            "Limit": most,
        } | ({"IndexName": index} if index else {"ConsistentRead": True})
        if after:
            asked["ExclusiveStartKey"] = json.loads(after)
        page = connection.connection().client.query(**asked)
        mark = json.dumps(page["LastEvaluatedKey"]) if "LastEvaluatedKey" in page else ""
        return [raw_row(table, item) for item in page["Items"]], mark


def _without_secrets(row: Row) -> Row:
    return Row(row.table, row.pk, row.sk, {name: value for name, value in row.values.items() if name not in SECRET})
