"""Agents keep the cards of customers."""

from typing import Any

from msgspec.structs import replace

from parlor.domain.customers import FOUND_MAX, Customer, Customers, check_phone, normal_email, normal_name, phone_digits
from parlor.domain.directory import check_version
from parlor.domain.errors import Invalid
from parlor.domain.ids import CustomerId, VisitorId, new_ulid
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.protocol import rest
from parlor.protocol.limits import EMAIL_MAX, NAME_MAX, PHONE_MAX
from parlor.usecases.change_company import given
from parlor.usecases.checks import written
from parlor.usecases.name_visitor import name_visitor
from parlor.usecases.pushing import Pushes


def find_customers(phone: str, email: str, name: str, customers: Customers) -> list[Customer]:
    """Cards with this number, this address, or a name that begins so; the first by name when nothing is asked.

    Raises `Invalid` (`too_long`).
    """
    for field, value, longest in (("phone", phone, PHONE_MAX), ("email", email, EMAIL_MAX), ("name", name, NAME_MAX)):
        if len(value) > longest:
            raise Invalid(f"At most {longest} characters.", code="too_long", field=field)
    found = [*customers.by_phone(phone_digits(phone)), *customers.by_email(normal_email(email))]
    if name.strip() or not (phone.strip() or email.strip()):
        found += customers.by_name(normal_name(name))
    return once(found)[:FOUND_MAX]


def add_customer(fields: dict[str, Any], customers: Customers, clock: Clock) -> Customer:
    """Raises `Invalid`; a card has a name."""
    if "name" not in fields:
        raise Invalid("A card has a name.", code="required", field="name")
    now = clock.now_ms()
    return customers.add(Customer(customer_id=CustomerId(new_ulid(now)), created_at=now, changed_at=now, **checked(fields)))


def change_customer(
    customer_id: CustomerId,
    body: rest.ChangeCustomer,
    customers: Customers,
    conversations: Conversations,
    presence: Presence,
    pushes: Pushes,
    clock: Clock,
) -> Customer:
    """The names of the card's visitors follow. Raises `NotFound`, `Conflict` for a version that is not the newest, `Invalid`."""
    changes = checked(given(body))
    before = customers.get(customer_id)
    check_version(body.version, before.version)
    changed = customers.change(before, replace(before, **changes, changed_at=clock.now_ms()))
    if changed.name != before.name:
        for visitor in customers.visitors_of(customer_id):
            if customers.rename(visitor, changed):
                name_visitor(visitor, changed.name, conversations, presence, pushes, clock)
    return changed


def checked(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a card without blanks around them. Raises `Invalid`."""
    values = {name: value.strip() for name, value in fields.items()}
    if "name" in values:
        values["name"] = written(values["name"], "name")
    if "phone" in values:
        check_phone(values["phone"])
    return values


def once(customers: list[Customer]) -> list[Customer]:
    return list({customer.customer_id: customer for customer in customers}.values())


def card_fields(body: rest.AddCustomer) -> tuple[dict[str, Any], VisitorId | None]:
    """The fields of a new card that are there, and whose it is to be."""
    fields = given(body)
    visitor = fields.pop("visitor_id")
    return fields, VisitorId(visitor) if visitor else None
