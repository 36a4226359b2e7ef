"""The archive's objects themselves, for who counts again from them and who puts small ones together."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any

import msgspec
from botocore.config import Config
from botocore.session import get_session
from msgspec import Struct

from parlor.domain.archive import Kind, folder
from parlor.domain.fact_lines import Moved
from parlor.domain.ids import TenantId

AT_ONCE = 8
"""Objects that are fetched while one is read: most are small, and an answer takes longer than its bytes."""
_BEGUN = "facts/begun.json"
_CONFIG = Config(connect_timeout=3, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 5}, max_pool_connections=AT_ONCE)


class Begun(Struct, frozen=True):
    """`at`: from when on everything that counts is in the archive."""

    at: int


class Objects:
    """A bucket, as far as the archive needs it."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    def under(self, prefix: str, after: str = "") -> Iterator[tuple[str, int]]:
        """Keys in order, with their sizes; those behind `after` only."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix, StartAfter=after)
        for page in pages:
            yield from ((each["Key"], each["Size"]) for each in page.get("Contents", []))

    def folders(self, prefix: str) -> Iterator[str]:
        """What follows the prefix up to the next slash."""
        for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix, Delimiter="/"):
            yield from (each["Prefix"][len(prefix) : -1] for each in page.get("CommonPrefixes", []))

    def get(self, key: str) -> bytes | None:
        """None when there is no such object."""
        try:
            body: bytes = self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except self._client.exceptions.NoSuchKey:
            return None
        return body

    def put(self, key: str, body: bytes) -> None:
        self._client.put_object(Bucket=self._bucket, Key=key, Body=body)

    def delete(self, keys: list[str]) -> None:
        """Those that are not there are no fault."""
        for start in range(0, len(keys), 1000):
            wanted = [{"Key": key} for key in keys[start : start + 1000]]
            answer = self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": wanted, "Quiet": True})
            if answer.get("Errors"):
                raise OSError(f"{len(answer['Errors'])} objects could not be deleted, the first: {answer['Errors'][0]}")

    @cached_property
    def _client(self) -> Any:
        return get_session().create_client("s3", config=_CONFIG)


class FactFiles:
    """What counts of one tenant."""

    def __init__(self, tenant: TenantId, objects: Objects) -> None:
        self._tenant = tenant
        self._objects = objects

    def whole_since(self) -> int | None:
        body = self._objects.get(_BEGUN)
        return msgspec.json.decode(body, type=Begun).at if body is not None else None

    def size(self, day: str) -> int:
        return sum(size for _, size in self._objects.under(self._folder(day)))

    def lines(self, day: str) -> Iterator[bytes]:
        """Object by object, a few of them in memory at a time. Raises `Moved` when one has gone since they were listed."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            coming: deque[Any] = deque()
            for key, _ in self._objects.under(self._folder(day)):
                coming.append(pool.submit(self._objects.get, key))
                if len(coming) > AT_ONCE:
                    yield from _lines(coming.popleft().result())
            while coming:
                yield from _lines(coming.popleft().result())

    def _folder(self, day: str) -> str:
        kind: Kind = "facts"
        return folder(kind, self._tenant, day)


def _lines(body: bytes | None) -> Iterator[bytes]:
    if body is None:
        raise Moved
    return (line for line in body.split(b"\n") if line)


def note_begun(objects: Objects, now_ms: int) -> bool:
    """Notes, once, that from now on everything that counts is in the archive. False when that is noted already."""
    if objects.get(_BEGUN) is not None:
        return False
    objects.put(_BEGUN, msgspec.json.encode(Begun(now_ms)))
    return True
