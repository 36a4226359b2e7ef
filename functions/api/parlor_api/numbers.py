"""Whole numbers in the query."""

from parlor.domain.errors import Invalid
from parlor_api.asked import Asked


def number(asked: Asked, name: str, least: int) -> int | None:
    """None when it is not given. Raises `Invalid`."""
    text = asked.query.get(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) >= least):
        raise Invalid(f"A number, {least} or above.", field=name)
    return int(text)
