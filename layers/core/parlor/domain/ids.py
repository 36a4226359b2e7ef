"""Identifiers. Every id is a ULID (26 characters, sorted by time) with a type of its own.

Ids contain only Crockford base-32 characters, so they can never break a composed key.
Source of the format: https://github.com/ulid/spec
"""

import os
import re
from typing import NewType

TenantId = NewType("TenantId", str)
VisitorId = NewType("VisitorId", str)
AgentId = NewType("AgentId", str)
DepartmentId = NewType("DepartmentId", str)
RoleId = NewType("RoleId", str)
ConversationId = NewType("ConversationId", str)
TransferId = NewType("TransferId", str)
InvitationId = NewType("InvitationId", str)
LeftMessageId = NewType("LeftMessageId", str)
StyleId = NewType("StyleId", str)
FileId = NewType("FileId", str)
CustomerId = NewType("CustomerId", str)
ConnectionId = NewType("ConnectionId", str)
"""Given by API Gateway; the only id that is not a ULID."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}\Z")


def new_ulid(now_ms: int) -> str:
    """A ULID for the given time in milliseconds since 1970 UTC, with 80 random bits."""
    value = (now_ms << 80) | int.from_bytes(os.urandom(10), "big")
    return "".join(_ALPHABET[(value >> shift) & 31] for shift in range(125, -1, -5))


def ulid_floor(now_ms: int) -> str:
    """The lowest ULID of a moment in milliseconds since 1970 UTC: a lower bound of all that were made then or later."""
    return "".join(_ALPHABET[((now_ms << 80) >> shift) & 31] for shift in range(125, -1, -5))


def is_ulid(text: str) -> bool:
    return _ULID.match(text) is not None


def ulid_time(ulid: str) -> int:
    """The time in milliseconds since 1970 UTC that a ULID carries."""
    value = 0
    for char in ulid[:10]:
        value = value * 32 + _ALPHABET.index(char)
    return value


def visitor_number(visitor_id: VisitorId) -> str:
    """The number that people see (客户编号), the same on every visit: `V-` and six characters of the id."""
    return f"V-{visitor_id[-6:]}"
