"""Checks of single fields that a type cannot express."""

from collections.abc import Iterator
from contextlib import contextmanager

from parlor.domain.errors import Conflict, Invalid


def written(text: str, field: str) -> str:
    """The text without blanks around it. Raises `Invalid` when nothing is left."""
    if not text.strip():
        raise Invalid("Write something.", field=field)
    return text.strip()


@contextmanager
def last_admin_by(field: str) -> Iterator[None]:
    """Two who take each other's rights at the same moment are held apart by the table, which knows no fields."""
    try:
        yield
    except Conflict as refusal:
        if refusal.code == "last_admin":
            refusal.field = refusal.field or field
        raise
