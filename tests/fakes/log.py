"""What functions write to their log."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import app  # noqa: F401 - Chalice configures a logger of the same name when it is imported
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
    logger = logging.getLogger("parlor")
    handler = logger.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    # Chalice's app of the same name raises the level where standard output is not that of the process, as in tests.
    level, before = logger.level, handler.setStream(_Lines(kept))
    logger.setLevel(logging.INFO)
    try:
        yield kept
    finally:
        logger.setLevel(level)
        if before is not None:
            handler.setStream(before)
