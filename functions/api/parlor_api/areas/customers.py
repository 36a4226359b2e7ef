"""Customers' cards, and what stands beside a conversation."""

from parlor.domain.customers import Customer, LinkedCard
from parlor.domain.ids import CustomerId, VisitorId, visitor_number
from parlor.domain.staff import Staff
from parlor.protocol import rest
from parlor.protocol.present import conversation_view
from parlor.protocol.present_office import customer_answer, profile_answer
from parlor.runtime.office import Office
from parlor.usecases import keep_customers
from parlor.usecases.link_customer import KnownVisitor
from parlor_api.asked import Asked


def find_customers(asked: Asked, staff: Staff, office: Office) -> rest.CustomerList:
    phone, email, name = (asked.query.get(field) or "" for field in ("phone", "email", "name"))
    found = keep_customers.find_customers(phone, email, name, office.customers)
    return rest.CustomerList(customers=[customer_answer(customer) for customer in found])


def add_customer(asked: Asked, staff: Staff, office: Office) -> rest.Customer:
    fields, visitor = keep_customers.card_fields(asked.body)
    if visitor is not None:
        customer = office.visitor_cards.add(visitor, fields)
    else:
        customer = keep_customers.add_customer(fields, office.customers, office.clock)
    office.trail(staff, asked.address).done("add_customer", _about(customer), None, customer)
    return customer_answer(customer)


def get_customer(asked: Asked, staff: Staff, office: Office) -> rest.Customer:
    return customer_answer(office.customers.get(CustomerId(asked.path["customer_id"])))


def change_customer(asked: Asked, staff: Staff, office: Office) -> rest.Customer:
    customer_id = CustomerId(asked.path["customer_id"])
    before = office.customers.get(customer_id)
    changed = keep_customers.change_customer(
        customer_id,
        asked.body,
        office.customers,
        office.conversations,
        office.presence,
        office.pushes,
        office.clock,
    )
    office.trail(staff, asked.address).done("change_customer", _about(changed), before, changed)
    return customer_answer(changed)


def get_visitor_card(asked: Asked, staff: Staff, office: Office) -> rest.VisitorCard:
    return _card(office.visitor_cards.read(VisitorId(asked.path["visitor_id"])))


def link_customer(asked: Asked, staff: Staff, office: Office) -> rest.VisitorCard:
    visitor = VisitorId(asked.path["visitor_id"])
    before = office.visitor_cards.card_of(visitor)
    known = office.visitor_cards.link(visitor, CustomerId(asked.body.customer_id))
    _note_link("link_customer", visitor, before, known.customer, asked, staff, office)
    return _card(known)


def unlink_customer(asked: Asked, staff: Staff, office: Office) -> None:
    visitor = VisitorId(asked.path["visitor_id"])
    before = office.visitor_cards.card_of(visitor)
    office.visitor_cards.unlink(visitor)
    _note_link("unlink_customer", visitor, before, None, asked, staff, office)


def _about(customer: Customer) -> tuple[str, str, str]:
    return "customer", customer.customer_id, customer.name


def _note_link(
    action: str, visitor: VisitorId, before: Customer | None, after: Customer | None, asked: Asked, staff: Staff, office: Office
) -> None:
    """Whose card a visitor has is noted by the card, under the visitor's number."""
    cards = (LinkedCard(each.name if each else None, visitor_number(visitor)) for each in (before, after))
    card = after or before
    if card is not None:
        office.trail(staff, asked.address).done(action, _about(card), *cards)


def _card(known: KnownVisitor) -> rest.VisitorCard:
    return rest.VisitorCard(
        visitor_id=known.visitor_id,
        visitor_number=visitor_number(known.visitor_id),
        profile=profile_answer(known.profile),
        customer=customer_answer(known.customer) if known.customer else None,
        duplicates=[customer_answer(customer) for customer in known.duplicates],
        conversations=[conversation_view(conversation) for conversation in known.conversations],
    )


HANDLERS = {
    "find_customers": find_customers,
    "add_customer": add_customer,
    "get_customer": get_customer,
    "change_customer": change_customer,
    "get_visitor_card": get_visitor_card,
    "link_customer": link_customer,
    "unlink_customer": unlink_customer,
}
