"""The rows of one person, in all tables, as they lie there: found by the person's ids, by their months, or in the list of a visitor."""

import json
from collections.abc import Callable, Iterable, Iterator
from zlib import decompress

from msgspec import Struct

from parlor.domain.archive import day_of
from parlor.domain.customers import normal_email, normal_name, phone_digits
from parlor.domain.errors import NotFound
from parlor.domain.ids import ConversationId, CustomerId, FileId, LeftMessageId, TenantId, VisitorId, ulid_time
from parlor.domain.outbox import in_plain
from parlor.domain.personal_data import Found, Person, Place, Row
from parlor.storage import connection, keys
from parlor.storage.months import months_back
from parlor.storage.raw_rows import RawRows

CONVERSATIONS_MAX = 5_000
"""Of one person: so many ids fit into the row of an erasure."""
_MARK_MIN = 6
"""Characters of a text that is looked for in other rows: a shorter one is met by chance."""


class Tables(Struct, frozen=True):
    """Names of the tables."""

    chat: str
    presence: str
    directory: str
    metrics: str


class PersonRowStore(RawRows):
    """One tenant's. `shards` says how many shards the visits have, and had."""

    def __init__(self, tenant: TenantId, tables: Tables, shards: Callable[[], tuple[int, ...]], now_ms: Callable[[], int]) -> None:
        self._tenant = tenant
        self._tables = tables
        self._shards = shards
        self._now_ms = now_ms
        self._of: dict[Place, Callable[[Found], Iterator[Row]]] = {
            "profiles": self._profiles,
            "conversations": self._conversations,
            "entries": self._entries,
            "files": self._files,
            "left_messages": self._left_messages,
            "cards": self._cards,
            "identities": self._identities,
            "visits": self._visits,
            "events": self._events,
            "invitations": self._invitations,
            "subscriptions": self._subscriptions,
            "sockets": self._sockets,
            "audit": self._audit,
            "deliveries": self._deliveries,
            "parked": self._parked,
            "downloads": self._downloads,
            "blocks": self._blocks,
        }

    # --- who it is -------------------------------------------------------------------------------------------------

    def person(self, *, visitor: VisitorId | None = None, customer: CustomerId | None = None) -> Person:
        """1 RU for a visitor, 1 RU for a card and ½ RU for some 40 of its visitors."""
        if visitor is not None:
            profile = self._get(self._tables.chat, keys.visitor(self._tenant, visitor), keys.PROFILE)
            if profile is not None and "customer_id" in profile.values:
                customer = CustomerId(profile.values["customer_id"])
            elif (profile is None or "erased_at" in profile.values) and not any(self._history(visitor)):
                raise NotFound("There is no such visitor.", field="visitor_id")
        if customer is None:
            return Person(visitors=(visitor,) if visitor else ())
        rows = list(self._query(self._tables.chat, keys.customer(self._tenant, customer)))
        if not any(row.sk == keys.META for row in rows) and visitor is None:
            raise NotFound("There is no such card.", field="customer_id")
        linked = [VisitorId(row.sk.rpartition("#")[2]) for row in rows if row.sk.startswith(keys.LINKED_FIRST)]
        return Person(customer_id=customer, visitors=tuple(dict.fromkeys([*linked, *([visitor] if visitor else [])])))

    def look(self, person: Person, most: int) -> Found:
        """While somebody waits: profiles, histories, and `most` conversations, 1 RU each."""
        found = Found(person=person, since=self._now_ms())
        self._seen_on_card(found)
        for visitor in person.visitors:
            self._seen_of_visitor(visitor, found, most)
        self._see_conversations(found)
        return found

    def find(self, person: Person) -> Found:
        """Profiles, histories, conversations and the left messages of the time since the person came: 1 RU for 4 KB of them."""
        now = self._now_ms()
        found = Found(person=person, since=now)
        seen = (self._seen_of_visitor(each, found, CONVERSATIONS_MAX) for each in person.visitors)
        texts = [*self._seen_on_card(found), *(text for texts in seen for text in texts)]
        self._see_conversations(found)
        left = list(self._left_heads(found, now))
        found.left_messages = tuple(LeftMessageId(row.values["left_message_id"]) for row in left)
        texts += [str(row.values.get(field, "")) for row in left for field in ("email", "phone")]
        texts = [each for text in texts for each in (text, normal_email(text), phone_digits(text)) if len(each) >= _MARK_MIN]
        ids = [*person.visitors, *([person.customer_id] if person.customer_id else []), *found.conversations, *found.left_messages]
        found.marks = tuple(dict.fromkeys([*ids, *texts]))
        return found

    def _seen_on_card(self, found: Found) -> list[str]:
        """Returns the texts by which the person may be met elsewhere."""
        customer = found.person.customer_id
        card = self._get(self._tables.chat, keys.customer(self._tenant, customer), keys.META) if customer else None
        if card is None:
            return []
        found.since = min(found.since, int(card.values["created_at"]))
        found.name = card.values["name"]
        return [str(card.values.get(field, "")) for field in ("email", "phone", "qq", "wechat")]

    def _seen_of_visitor(self, visitor: VisitorId, found: Found, most: int) -> list[str]:
        chat, pk = self._tables.chat, keys.visitor(self._tenant, visitor)
        found.since = min(found.since, ulid_time(visitor))
        for conversation_id in self._history(visitor):
            if len(found.conversations) == most:
                found.more = True
                break
            found.conversations[conversation_id] = ()
        lock = self._get(chat, pk, keys.OPEN)
        if lock is not None:
            found.open_conversation = ConversationId(lock.values["conversation_id"])
        profile = self._get(chat, pk, keys.PROFILE)
        if profile is None:
            return []
        found.name = found.name or str(profile.values.get("name", ""))
        if profile.values.get("identity"):
            user_id = json.loads(profile.values["identity"])["user_id"]
            found.user_ids = tuple(dict.fromkeys([*found.user_ids, user_id]))
        return [str(profile.values.get(field, "")) for field in ("email", "phone")]

    def _see_conversations(self, found: Found) -> None:
        for conversation_id in found.conversations:
            row = self._get(self._tables.chat, keys.conversation(self._tenant, conversation_id), keys.META)
            moments = [ulid_time(conversation_id)]
            if row is not None:
                found.messages += int(row.values.get("message_count", 0))
                found.name = found.name or str(row.values.get("visitor_name", ""))
                moments += [int(row.values[name]) for name in ("closed_at", "opened_at") if name in row.values]
            found.conversations[conversation_id] = tuple(dict.fromkeys(day_of(at) for at in moments))

    def _history(self, visitor: VisitorId) -> Iterator[ConversationId]:
        rows = self._query(self._tables.chat, keys.visitor(self._tenant, visitor), keys.HISTORY_FIRST)
        return (ConversationId(row.sk.rpartition("#")[2]) for row in rows)

    def _left_heads(self, found: Found, until: int) -> Iterator[Row]:
        """Messages name their visitor and are found by month: those of the months since the person came are looked through."""
        for month in months_back(found.since, until):
            for row in self._query(self._tables.chat, keys.left_in(self._tenant, month), index="gsi2"):
                if row.values["visitor_id"] in found.person.visitors:
                    yield row

    # --- where it lies ---------------------------------------------------------------------------------------------

    def of(self, place: Place, found: Found) -> Iterator[Row]:
        walk = self._of.get(place)
        return walk(found) if walk else iter(())

    def _partitions(self, place_keys: Iterable[str], table: str) -> Iterator[Row]:
        for pk in place_keys:
            yield from self._query(table, pk)

    def _profiles(self, found: Found) -> Iterator[Row]:
        rows = self._partitions((keys.visitor(self._tenant, each) for each in found.person.visitors), self._tables.chat)
        return (row for row in rows if not row.sk.startswith(keys.PUSH) and "erased_at" not in row.values)

    def _subscriptions(self, found: Found) -> Iterator[Row]:
        for visitor in found.person.visitors:
            yield from self._query(self._tables.chat, keys.visitor(self._tenant, visitor), keys.PUSH)

    def _conversations(self, found: Found) -> Iterator[Row]:
        for conversation_id in found.conversations:
            row = self._get(self._tables.chat, keys.conversation(self._tenant, conversation_id), keys.META)
            if row is not None:
                yield row

    def _entries(self, found: Found) -> Iterator[Row]:
        for conversation_id in found.conversations:
            yield from self._query(self._tables.chat, keys.conversation(self._tenant, conversation_id), keys.LOG_FIRST)

    def _files(self, found: Found) -> Iterator[Row]:
        """Those that belong to the conversations. Of the company's common files only the mark that they were sent there."""
        for conversation_id in found.conversations:
            uploaded = list(self._query(self._tables.chat, keys.conversation(self._tenant, conversation_id), keys.UPLOADED_FIRST))
            ids = [row.sk.removeprefix(keys.UPLOADED_FIRST) for row in uploaded]
            for entry in self._query(self._tables.chat, keys.conversation(self._tenant, conversation_id), keys.LOG_FIRST):
                said = json.loads(entry.values["body"]) if entry.values.get("body") else {}
                if isinstance(said.get("file"), dict) and said["file"].get("file_id"):
                    ids.append(said["file"]["file_id"])
            for file_id in dict.fromkeys(ids):
                for row in self._query(self._tables.chat, keys.file(self._tenant, FileId(file_id))):
                    if row.values.get("conversation_id") == conversation_id or row.sk == keys.sent_in(conversation_id):
                        yield row
            yield from uploaded

    def _left_messages(self, found: Found) -> Iterator[Row]:
        return self._partitions((keys.left_message(self._tenant, each) for each in found.left_messages), self._tables.chat)

    def _cards(self, found: Found) -> Iterator[Row]:
        if found.person.customer_id is None:
            return
        customer, chat = found.person.customer_id, self._tables.chat
        rows = list(self._query(chat, keys.customer(self._tenant, customer)))
        card = next((row for row in rows if row.sk == keys.META), None)
        if card is not None:
            values = {name: str(card.values.get(name, "")) for name in ("name", "phone", "email")}
            ways = [(keys.customers_by_name(self._tenant), keys.customer_name(normal_name(values["name"]), customer))]
            ways.append((keys.customers_by(self._tenant, "phone", phone_digits(values["phone"])), customer))
            ways.append((keys.customers_by(self._tenant, "email", normal_email(values["email"])), customer))
            for pk, sk in ways:
                row = self._get(chat, pk, sk)
                if row is not None:
                    yield row
        # What leads to the others goes last.
        yield from sorted(rows, key=lambda row: row.sk == keys.META)

    def _identities(self, found: Found) -> Iterator[Row]:
        for user_id in found.user_ids:
            row = self._get(self._tables.chat, keys.identity(self._tenant, user_id), keys.META)
            if row is not None and row.values.get("visitor_id") in found.person.visitors:
                yield row

    def _visits(self, found: Found) -> Iterator[Row]:
        numbers = dict.fromkeys(self._shards())
        for visitor in found.person.visitors:
            for shard in dict.fromkeys(keys.live_shard(visitor, number) for number in numbers):
                yield from self._query(self._tables.presence, keys.live_visitors(self._tenant, shard), visitor)

    def _events(self, found: Found) -> Iterator[Row]:
        for visitor in found.person.visitors:
            for pk in (keys.happenings(self._tenant, visitor), keys.reached_goals(self._tenant, visitor)):
                yield from self._query(self._tables.presence, pk)

    def _invitations(self, found: Found) -> Iterator[Row]:
        return self._partitions((keys.invitation(self._tenant, each) for each in found.person.visitors), self._tables.presence)

    def _sockets(self, found: Found) -> Iterator[Row]:
        return self._partitions((keys.visitor_sockets(self._tenant, each) for each in found.person.visitors), self._tables.presence)

    def _audit(self, found: Found) -> Iterator[Row]:
        for month in months_back(found.since, self._now_ms()):
            for row in self._query(self._tables.chat, keys.audit(self._tenant, month)):
                body = row.values["body"]
                if '"erased":true' not in body and _concerns(body, found.marks):
                    yield row

    def _deliveries(self, found: Found) -> Iterator[Row]:
        for webhook in self._query(self._tables.directory, keys.company(self._tenant), keys.WEBHOOK):
            for row in self._query(self._tables.chat, keys.webhook_log(self._tenant, webhook.values["webhook_id"])):
                if _concerns(row.values["said"], found.marks):
                    yield row

    def _parked(self, found: Found) -> Iterator[Row]:
        """Both rows of a piece of work: what is listed says whom it concerns, what lies beside it is the work."""
        directory, pk = self._tables.directory, keys.parked(self._tenant)
        listed, works = keys.parked_item(""), keys.parked_payload("")
        concerned: dict[str, bool] = {}
        for row in self._query(directory, pk, works):
            text = in_plain(decompress(row.values["body"]).decode())
            concerned[row.sk.removeprefix(works)] = _concerns(text, found.marks)
        for row in self._query(directory, pk, listed):
            parked_id = row.sk.removeprefix(listed)
            if concerned.get(parked_id) or _concerns(row.values["said"] + row.values.get("detail", ""), found.marks):
                yield row
                if parked_id in concerned:
                    yield Row(directory, pk, keys.parked_payload(parked_id), {})

    def _downloads(self, found: Found) -> Iterator[Row]:
        """All that were made since the person came: which of them have the person in it, nobody knows."""
        for row in self._query(self._tables.chat, keys.downloads(self._tenant)):
            if row.sk != keys.SLOTS:
                made = row.values["state"] in ("queued", "running", "done")
                if made or _concerns(row.values["body"], (*found.marks, *([found.name] if found.name else []))):
                    yield row

    def _blocks(self, found: Found) -> Iterator[Row]:
        for row in self._query(self._tables.directory, keys.company(self._tenant), keys.BLOCK):
            if row.values.get("kind") == "visitor" and row.values.get("value") in found.person.visitors:
                yield row

    # --- what becomes of it ----------------------------------------------------------------------------------------

    def forget_profiles(self, found: Found, now: int) -> None:
        """1 WU a visitor."""
        for visitor in found.person.visitors:
            key = {"pk": {"S": keys.visitor(self._tenant, visitor)}, "sk": {"S": keys.PROFILE}}
            connection.connection().client.put_item(TableName=self._tables.chat, Item=key | {"erased_at": {"N": str(now)}})

    def end_download(self, row: Row, found: Found) -> None:
        """1 WU. One that was asked for by the person's name or number goes altogether."""
        if _concerns(row.values["body"], (*found.marks, *([found.name] if found.name else []))):
            self.delete([row])
        elif row.values["state"] in ("queued", "running", "done"):
            self._set(row, "state", "expired" if row.values["state"] == "done" else "cancelled")

    def blank_audit(self, row: Row) -> None:
        """1 WU a KB."""
        entry = json.loads(row.values["body"])
        kept = {name: entry[name] for name in ("entry_id", "at", "actor", "action", "outcome", "right", "about_kind") if name in entry}
        self._set(row, "body", json.dumps(kept | {"erased": True}, ensure_ascii=False, separators=(",", ":")))

    def _set(self, row: Row, name: str, value: str) -> None:
        connection.connection().client.update_item(
            TableName=row.table,
            Key={"pk": {"S": row.pk}, "sk": {"S": row.sk}},
            UpdateExpression="SET #name = :value",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeNames={"#name": name},
            ExpressionAttributeValues={":value": {"S": value}},
        )


def _concerns(text: str, marks: tuple[str, ...]) -> bool:
    return any(mark in text for mark in marks)
