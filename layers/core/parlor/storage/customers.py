"""Customers' cards in the Chat table: `T#K#<customer>` / `META`, with rows by which telephone number, mail address and name find them."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import asdict, replace
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, UpdateError
from pynamodb.models import Model

from parlor.domain.customers import FOUND_MAX, HISTORY_MAX, Customer, normal_name
from parlor.domain.errors import Conflict, NotFound
from parlor.domain.ids import ConversationId, CustomerId, TenantId, VisitorId
from parlor.domain.visitor import Profile
from parlor.storage import connection, keys
from parlor.storage.conversations import profile_of
from parlor.storage.tables import HistoryRow, ProfileRow
from parlor.storage.transactions import Delete, Put, Step, Update, stale, transact

_LINKED_MAX = 50
"""Visitors of one card whose name follows it: one person with many browsers."""


class _Row(Model):
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class CustomerRow(_Row):
    """`T#K#<customer>` / `META`. What is empty is not stored."""

    class Meta:
        table_name = ""

    customer_id = UnicodeAttribute()
    name = UnicodeAttribute()
    title = UnicodeAttribute(null=True)
    company = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    qq = UnicodeAttribute(null=True)
    wechat = UnicodeAttribute(null=True)
    address = UnicodeAttribute(null=True)
    category = UnicodeAttribute(null=True)
    note = UnicodeAttribute(null=True)
    created_at = NumberAttribute()
    changed_at = NumberAttribute()
    version = NumberAttribute()


class FoundByRow(_Row):
    """`T#KP#<digits>` and `T#KE#<address>` / `<customer>`, `T#KN` / `<name>#<customer>`: keys only."""

    class Meta:
        table_name = ""


class LinkedRow(_Row):
    """`T#K#<customer>` / `V#<visitor>`: keys only."""

    class Meta:
        table_name = ""


def bind(chat_table: str) -> None:
    """Gives the models their table."""
    connection.bind((CustomerRow, FoundByRow, LinkedRow), chat_table)


class CustomerStore:
    """The cards of one tenant."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant

    def get(self, customer_id: CustomerId) -> Customer:
        """1 RU."""
        try:
            return _customer(CustomerRow.get(keys.customer(self._tenant, customer_id), keys.META, consistent_read=True))
        except DoesNotExist:
            raise _no_card() from None

    def by_phone(self, digits: str) -> list[Customer]:
        """A query, and ½ RU a card."""
        return self._found(FoundByRow.query(keys.customers_by(self._tenant, "phone", digits), limit=FOUND_MAX)) if digits else []

    def by_email(self, email: str) -> list[Customer]:
        return self._found(FoundByRow.query(keys.customers_by(self._tenant, "email", email), limit=FOUND_MAX)) if email else []

    def by_name(self, beginning: str) -> list[Customer]:
        """One partition for each tenant: names are asked for by people, some times a minute."""
        within = FoundByRow.sk.startswith(beginning) if beginning else None
        return self._found(FoundByRow.query(keys.customers_by_name(self._tenant), within, limit=FOUND_MAX))

    def _found(self, rows: Iterable[FoundByRow]) -> list[Customer]:
        ids = [CustomerId(row.sk.rpartition("#")[2]) for row in rows]
        wanted = [(keys.customer(self._tenant, customer_id), keys.META) for customer_id in dict.fromkeys(ids)]
        cards = {row.customer_id: _customer(row) for row in CustomerRow.batch_get(wanted)} if wanted else {}
        return [cards[customer_id] for customer_id in ids if customer_id in cards]

    def add(self, customer: Customer) -> Customer:
        """A transaction of two to four rows."""
        transact(
            [Put(self._row(customer), CustomerRow.pk.does_not_exist(), stale()), *(self._put(found) for found in self._ways_to(customer))]
        )
        return customer

    def change(self, before: Customer, after: Customer) -> Customer:
        changed = replace(after, version=before.version + 1)
        old, new = self._ways_to(before), self._ways_to(changed)
        steps: list[Step] = [Put(self._row(changed), CustomerRow.version == before.version, stale())]
        steps += [self._put(found) for found in new if found not in old]
        steps += [Delete(FoundByRow(*found), None, stale()) for found in old if found not in new]
        transact(steps)
        return changed

    def _ways_to(self, customer: Customer) -> list[tuple[str, str]]:
        """The keys of the rows by which the card is found."""
        ways = [(keys.customers_by_name(self._tenant), keys.customer_name(normal_name(customer.name), customer.customer_id))]
        if customer.digits:
            ways.append((keys.customers_by(self._tenant, "phone", customer.digits), customer.customer_id))
        if customer.mail_address:
            ways.append((keys.customers_by(self._tenant, "email", customer.mail_address), customer.customer_id))
        return ways

    def _put(self, found: tuple[str, str]) -> Step:
        return Put(FoundByRow(*found), None, stale())

    def _row(self, customer: Customer) -> CustomerRow:
        values: dict[str, Any] = {name: value for name, value in asdict(customer).items() if value != ""}
        return CustomerRow(keys.customer(self._tenant, customer.customer_id), keys.META, **values)

    # --- cards and visitors

    def link(self, visitor: VisitorId, profile: Profile, customer: Customer) -> Profile:
        """A transaction of two rows, three when another card loses the visitor."""
        steps: list[Step] = [
            self._change_profile(visitor, profile, customer),
            Put(self._linked(customer.customer_id, visitor), None, stale()),
        ]
        if profile.customer_id and profile.customer_id != customer.customer_id:
            steps.append(Delete(self._linked(profile.customer_id, visitor), None, stale()))
        transact(steps)
        return self._profile(visitor)

    def unlink(self, visitor: VisitorId, profile: Profile) -> Profile:
        if profile.customer_id is None:
            return profile
        link = self._linked(profile.customer_id, visitor)
        transact([self._change_profile(visitor, profile, None), Delete(link, None, stale())])
        return self._profile(visitor)

    def rename(self, visitor: VisitorId, customer: Customer) -> bool:
        """1 WU."""
        row = ProfileRow(keys.visitor(self._tenant, visitor), keys.PROFILE)
        try:
            row.update(actions=[ProfileRow.card_name.set(customer.name)], condition=ProfileRow.customer_id == customer.customer_id)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def _change_profile(self, visitor: VisitorId, before: Profile, customer: Customer | None) -> Step:
        link, shown = ProfileRow.customer_id, ProfileRow.card_name
        actions = [link.set(customer.customer_id), shown.set(customer.name)] if customer else [link.remove(), shown.remove()]
        same = link == before.customer_id if before.customer_id else link.does_not_exist()
        refusal = Conflict("Somebody else has linked this visitor meanwhile. Load it again.", field="customer_id")
        return Update(ProfileRow(keys.visitor(self._tenant, visitor), keys.PROFILE), actions, same, refusal)

    def _profile(self, visitor: VisitorId) -> Profile:
        return profile_of(ProfileRow.get(keys.visitor(self._tenant, visitor), keys.PROFILE, consistent_read=True))

    def _linked(self, customer_id: CustomerId, visitor: VisitorId) -> LinkedRow:
        return LinkedRow(keys.customer(self._tenant, customer_id), keys.linked_visitor(visitor))

    def visitors_of(self, customer_id: CustomerId) -> list[VisitorId]:
        rows = LinkedRow.query(
            keys.customer(self._tenant, customer_id), LinkedRow.sk.startswith(keys.LINKED_FIRST), limit=_LINKED_MAX, consistent_read=True
        )
        return [VisitorId(row.sk.rpartition("#")[2]) for row in rows]

    def conversations_of(self, visitor: VisitorId) -> list[ConversationId]:
        """½ RU."""
        rows = HistoryRow.query(
            keys.visitor(self._tenant, visitor),
            HistoryRow.sk.startswith(keys.HISTORY_FIRST),
            scan_index_forward=False,
            limit=HISTORY_MAX,
        )
        return [ConversationId(row.sk.rpartition("#")[2]) for row in rows]


def _no_card() -> NotFound:
    return NotFound("There is no such card.", field="customer_id")


def _customer(row: CustomerRow) -> Customer:
    return msgspec.convert(row.attribute_values, Customer)
