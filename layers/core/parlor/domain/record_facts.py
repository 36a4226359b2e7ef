"""What the records know of a conversation besides its own row: where its visitor came from and with what, and who they are."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from parlor.domain.conversation import Conversation
from parlor.domain.ids import ConversationId
from parlor.domain.origin import Origin


class RecordFacts(Struct, frozen=True, omit_defaults=True):
    """`origin`, `ip` and `referrer` are those of the moment when it opened, absent for conversations of earlier versions of the product;
    the others are what the visitor's profile says now. `customer_id` is the visitor's card."""

    origin: Origin | None = None
    ip: str = ""
    referrer: str = ""
    phone: str = ""
    email: str = ""
    customer_id: str = ""
    erased: bool = False
    """Everything of the visitor was erased."""


NOTHING = RecordFacts()


class FactsOfRecords(Protocol):
    """One tenant's."""

    def of(self, conversations: Sequence[Conversation]) -> dict[ConversationId, RecordFacts]:
        """Of each of them. 1 RU a conversation."""
