"""Secrets Manager, read at first use."""

from collections.abc import Callable, Iterator
from functools import cache, cached_property
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

KEPT_MS = 300_000
"""So long a function goes on with the key that it knows: a new one signs everywhere after five minutes."""
ASKED_AGAIN_MS = 2_000
"""A signature that does not fit may be of a newer key: so often, at most, it is looked whether there is one."""


def secret(arn: str) -> Callable[[], bytes]:
    """A reader of one secret's string, kept for the life of the function. Nothing is fetched before the first call."""

    @cache
    def read() -> bytes:
        return _value(_client(), arn, "AWSCURRENT")

    return read


class RotatingSecret:
    """A key that is replaced from time to time (`make rotate-secrets`). The one before it holds until the next replacement.

    `first` is what was used before there was a second version: it holds until the first replacement.
    """

    def __init__(self, arn: str, first: Callable[[], bytes], now_ms: Callable[[], int]) -> None:
        self._arn = arn
        self._first = first
        self._now_ms = now_ms
        self._current = b""
        self._before: bytes | None = None
        self._read_at = 0

    def current(self) -> bytes:
        """What to sign with, as it was five minutes ago at most."""
        if not self._current or self._now_ms() - self._read_at >= KEPT_MS:
            self._read()
        return self._current

    def others(self) -> Iterator[bytes]:
        """What a signature may be of that the current key does not fit: a newer one, then the one before."""
        if self._now_ms() - self._read_at >= ASKED_AGAIN_MS:
            known = self._current
            self._read()
            if self._current != known:
                yield self._current
        if self._before is None:
            self._before = self._previous()
        yield self._before

    def _read(self) -> None:
        """Goes on with what is known when the store does not answer."""
        self._read_at = self._now_ms()
        try:
            found = _value(self._store, self._arn, "AWSCURRENT")
        except (ClientError, BotoCoreError):
            if not self._current:
                raise
            return
        if found != self._current:
            self._current, self._before = found, None

    def _previous(self) -> bytes:
        try:
            return _value(self._store, self._arn, "AWSPREVIOUS")
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            return self._first()

    @cached_property
    def _store(self) -> Any:
        return _client()


def _client() -> Any:
    from botocore.session import get_session

    return get_session().create_client("secretsmanager")


def _value(client: Any, arn: str, stage: str) -> bytes:
    text: str = client.get_secret_value(SecretId=arn, VersionStage=stage)["SecretString"]
    return text.encode()
