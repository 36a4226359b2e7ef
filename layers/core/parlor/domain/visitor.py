"""What is known of a visitor across visits."""

from msgspec import Struct


class Profile(Struct, frozen=True, kw_only=True):
    """Times are in milliseconds since 1970 UTC. `unsubscribed_at`: wants no more mail."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    visits: int = 0
    first_seen_at: int | None = None
    unsubscribed_at: int | None = None
