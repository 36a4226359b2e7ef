"""What is known of a visitor across visits."""

from msgspec import Struct

from parlor.domain.ids import CustomerId
from parlor.domain.languages import VisitorLanguage


class Identified(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who the visitor is by the signed word of the company's site (domain/signed_identity.py), since `at`.

    `signed`: the attributes are, too. `mark` is the same while all that the site says is the same.
    """

    user_id: str
    attributes: dict[str, str] = {}
    signed: bool = False
    at: int
    mark: str


class Profile(Struct, frozen=True, kw_only=True):
    """Times are in milliseconds since 1970 UTC. `unsubscribed_at`: wants no more mail.

    `form_values` is, by field, what was filled in before the last conversation. `customer_id` is the card that the visitor is
    linked to; then `name` is the card's, whatever visitors call themselves.
    """

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    company: str | None = None
    language: VisitorLanguage | None = None
    """Of mails; None: the company's."""
    form_values: dict[str, str] = {}
    visits: int = 0
    first_seen_at: int | None = None
    unsubscribed_at: int | None = None
    erased_at: int | None = None
    """From then on whoever has this visitor's token is a new visitor."""
    customer_id: CustomerId | None = None
    identity: Identified | None = None
