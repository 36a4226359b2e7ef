"""Customers' cards (客户名片): who the people behind the visitors are, as the company knows them."""

from typing import Protocol

from msgspec import Struct

from parlor.domain.errors import Invalid
from parlor.domain.ids import ConversationId, CustomerId, VisitorId
from parlor.domain.visitor import Profile

FOUND_MAX = 20
"""Cards that one search shows."""
HISTORY_MAX = 20
"""Conversations that stand beside a visitor."""


class Customer(Struct, frozen=True, kw_only=True):
    customer_id: CustomerId
    name: str
    title: str = ""
    company: str = ""
    phone: str = ""
    email: str = ""
    qq: str = ""
    wechat: str = ""
    address: str = ""
    category: str = ""
    note: str = ""
    created_at: int
    changed_at: int
    version: int = 1

    @property
    def digits(self) -> str:
        return phone_digits(self.phone)

    @property
    def mail_address(self) -> str:
        return normal_email(self.email)


class LinkedCard(Struct, frozen=True):
    """What the audit log keeps of a visitor and their card."""

    card: str | None
    visitor_number: str


def phone_digits(phone: str) -> str:
    """Under which a number is looked up: people write +86 138-0000-0000 and 8613800000000."""
    return "".join(char for char in phone if char.isascii() and char.isdigit())


def normal_email(email: str) -> str:
    return email.strip().casefold()


def normal_name(name: str) -> str:
    """Under which a name is looked up: small letters, one blank between words."""
    return " ".join(name.casefold().split())


def check_phone(phone: str) -> str:
    """Raises `Invalid` for a number without digits; none at all is fine."""
    if phone.strip() and not phone_digits(phone):
        raise Invalid("A telephone number has digits.", field="phone")
    return phone.strip()


class Customers(Protocol):
    """The cards of one tenant; see storage/customers.py for what each call costs."""

    def get(self, customer_id: CustomerId) -> Customer:
        """Raises `NotFound`."""

    def by_phone(self, digits: str) -> list[Customer]: ...

    def by_email(self, email: str) -> list[Customer]: ...

    def by_name(self, beginning: str) -> list[Customer]:
        """In the order of names."""

    def add(self, customer: Customer) -> Customer: ...

    def change(self, before: Customer, after: Customer) -> Customer:
        """Raises `Conflict`."""

    def link(self, visitor: VisitorId, profile: Profile, customer: Customer) -> Profile:
        """`profile` as it was read. Raises `Conflict` if the visitor was linked meanwhile."""

    def rename(self, visitor: VisitorId, customer: Customer) -> bool:
        """Gives the visitor the card's new name. False if the visitor has another card, or none."""

    def unlink(self, visitor: VisitorId, profile: Profile) -> Profile:
        """Gives back the name that the visitor said. Raises `Conflict` if the visitor was linked to another card meanwhile."""

    def visitors_of(self, customer_id: CustomerId) -> list[VisitorId]: ...

    def conversations_of(self, visitor: VisitorId) -> list[ConversationId]:
        """Newest first."""
