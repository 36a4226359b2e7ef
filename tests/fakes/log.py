"""What functions write to their log."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

from parlor.runtime import lines  # noqa: F401 - makes the logger


class _Lines(StringIO):
    def __init__(self, kept: list[str]) -> None:
        super().__init__()
        self._kept = kept

    def write(self, text: str) -> int:
        self._kept.extend(line for line in text.splitlines() if line)
        return len(text)


@contextmanager
def log_lines() -> Iterator[list[str]]:
    """The lines as they are written."""
    kept: list[str] = []
    (handler,) = logging.getLogger("parlor").handlers
    assert isinstance(handler, logging.StreamHandler)
    before = handler.setStream(_Lines(kept))
    try:
        yield kept
    finally:
        if before is not None:
            handler.setStream(before)
