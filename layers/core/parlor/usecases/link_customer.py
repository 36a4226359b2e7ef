"""A visitor and a card: what stands beside a conversation, linking (赋予) and unlinking (撤消)."""

from typing import Any

from msgspec import Struct

from parlor.domain.conversation import Conversation
from parlor.domain.customers import Customer, Customers, normal_email, phone_digits
from parlor.domain.errors import NotFound
from parlor.domain.ids import CustomerId, VisitorId
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.domain.visitor import Profile
from parlor.usecases.keep_customers import add_customer, once
from parlor.usecases.name_visitor import name_visitor
from parlor.usecases.pushing import Pushes


class KnownVisitor(Struct, frozen=True, kw_only=True):
    """`duplicates` are other cards with the same telephone number or mail address; `conversations` are newest first."""

    visitor_id: VisitorId
    profile: Profile
    customer: Customer | None
    duplicates: list[Customer]
    conversations: list[Conversation]


class VisitorCards:
    def __init__(self, customers: Customers, conversations: Conversations, presence: Presence, pushes: Pushes, clock: Clock) -> None:
        self._customers = customers
        self._conversations = conversations
        self._presence = presence
        self._pushes = pushes
        self._clock = clock

    def read(self, visitor: VisitorId) -> KnownVisitor:
        """Raises `NotFound` for a visitor whom the company has never met."""
        return self._read(visitor, self._profile(visitor))

    def card_of(self, visitor: VisitorId) -> Customer | None:
        """The visitor's card now. ½ to 1½ RU."""
        profile = self._conversations.profile(visitor)
        return self._customers.get(profile.customer_id) if profile and profile.customer_id else None

    def add(self, visitor: VisitorId, fields: dict[str, Any]) -> Customer:
        """A new card for this visitor. Raises `NotFound`, `Invalid`, `Conflict`."""
        profile = self._profile(visitor)
        customer = add_customer(fields, self._customers, self._clock)
        self._link(visitor, profile, customer)
        return customer

    def link(self, visitor: VisitorId, customer_id: CustomerId) -> KnownVisitor:
        """In place of another card, if the visitor has one. Raises `NotFound`, `Conflict`."""
        profile = self._profile(visitor)
        linked = self._link(visitor, profile, self._customers.get(customer_id))
        return self._read(visitor, linked)

    def unlink(self, visitor: VisitorId) -> None:
        """The visitor has the name that they said. Raises `NotFound`, `Conflict`."""
        alone = self._customers.unlink(visitor, self._profile(visitor))
        self._show_name(visitor, alone)

    def _link(self, visitor: VisitorId, profile: Profile, customer: Customer) -> Profile:
        linked = self._customers.link(visitor, profile, customer)
        self._show_name(visitor, linked)
        return linked

    def _show_name(self, visitor: VisitorId, profile: Profile) -> None:
        name_visitor(visitor, profile.name or None, self._conversations, self._presence, self._pushes, self._clock)

    def _profile(self, visitor: VisitorId) -> Profile:
        """Who has opened a page has a profile; who came straight to a conversation, the conversation."""
        profile = self._conversations.profile(visitor)
        if profile is None and not self._customers.conversations_of(visitor) and self._presence.visit(visitor) is None:
            raise NotFound("There is no such visitor.", field="visitor_id")
        return profile or Profile()

    def _read(self, visitor: VisitorId, profile: Profile) -> KnownVisitor:
        customer = self._customers.get(profile.customer_id) if profile.customer_id else None
        found = self._conversations.get_many(self._customers.conversations_of(visitor))
        return KnownVisitor(
            visitor_id=visitor,
            profile=profile,
            customer=customer,
            duplicates=self._duplicates(profile, customer),
            conversations=sorted(found, key=lambda each: each.conversation_id, reverse=True),
        )

    def _duplicates(self, profile: Profile, customer: Customer | None) -> list[Customer]:
        phones = dict.fromkeys((phone_digits(profile.phone or ""), customer.digits if customer else ""))
        emails = dict.fromkeys((normal_email(profile.email or ""), customer.mail_address if customer else ""))
        same = [card for digits in phones for card in self._customers.by_phone(digits)]
        same += [card for email in emails for card in self._customers.by_email(email)]
        return [card for card in once(same) if customer is None or card.customer_id != customer.customer_id]
