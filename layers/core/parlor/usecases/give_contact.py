"""A visitor says how to reach them."""

import re

from parlor.domain.errors import Invalid
from parlor.domain.ids import VisitorId
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.protocol.frames import GiveContact
from parlor.usecases.know_visitor import know_visitor
from parlor.usecases.pushing import Pushes

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_PHONE = re.compile(r"[0-9+()\- ]*\Z")


def give_contact(
    frame: GiveContact, visitor: VisitorId, conversations: Conversations, presence: Presence, pushes: Pushes, clock: Clock
) -> None:
    """Raises `Invalid` naming the field. What is absent stays as it was."""
    if frame.email and not _EMAIL.match(frame.email):
        raise Invalid("This is not an e-mail address, such as name@example.com.", field="email")
    if frame.phone and not _PHONE.match(frame.phone):
        raise Invalid("A telephone number has digits, spaces, + - ( ).", field="phone")
    known = {"name": frame.name, "email": frame.email, "phone": frame.phone, "language": frame.language}
    know_visitor(visitor, known, conversations, presence, pushes, clock)
