"""Checks of single fields that a type cannot express."""

from parlor.domain.errors import Invalid


def written(text: str, field: str) -> str:
    """The text without blanks around it. Raises `Invalid` when nothing is left."""
    if not text.strip():
        raise Invalid("Write something.", field=field)
    return text.strip()
