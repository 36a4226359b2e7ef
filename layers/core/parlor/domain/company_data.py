"""Everything that a company has, as it takes it along: which partitions there are, and what each row leads to (docs/leaving.md)."""

from collections.abc import Iterator
from typing import Literal, Protocol, get_args

from msgspec import Struct

from parlor.domain.personal_data import Row

Section = Literal[
    "settings",
    "conversations",
    "left_messages",
    "cards",
    "internal",
    "attendance",
    "audit",
    "sign_ins",
    "lists",
    "figures",
]
"""
settings       company, styles, departments, roles, agents, phrases, links, black list …
conversations  ended ones with entries, files' rows and the visitor's profile
cards          customers' cards with their visitors' profiles
internal       conversations among colleagues
attendance     how agents' states changed
lists          common files, notices, receipts of erasures, where the widget was seen, how automatic invitations did
figures        totals by day, figures by their dimensions by hour
"""
SECTIONS: tuple[Section, ...] = get_args(Section)
FORMAT = "parlor.company.1"


class Place(Struct, frozen=True, array_like=True):
    """Where in a section somebody has come to. `after` is the table's own mark; empty: the partition's beginning."""

    partition: str = ""
    after: str = ""


class Stretch(Struct, frozen=True):
    """Some rows, and where the next ones begin; None at the section's end. `share`: how much of the section is behind it, 0 to 1."""

    rows: Iterator[Row]
    number: int
    following: Place | None
    share: float


class CompanyRows(Protocol):
    """One tenant's; see storage/company_rows.py for what it costs."""

    def read(self, section: Section, place: Place, until: int) -> Stretch:
        """`until` is the moment up to which there are months and days, in milliseconds since 1970 UTC."""
