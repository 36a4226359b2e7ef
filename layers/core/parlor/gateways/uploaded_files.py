"""Contents of visitors' files, for who gives them out or erases them; gateways/blobs.py says where they lie."""

from collections.abc import Iterable, Iterator
from typing import Any

from botocore.exceptions import ClientError

from parlor.domain.ids import TenantId
from parlor.gateways.blobs import Bucket

_CHUNK = 256 * 1024
_MISSING = frozenset({"NoSuchKey", "404", "NotFound"})


class UploadedContents:
    """One tenant's."""

    def __init__(self, tenant: TenantId, bucket: Bucket) -> None:
        self._tenant = tenant
        self._bucket = bucket

    def delete_all(self, file_ids: Iterable[str]) -> None:
        """Also what is still being uploaded. What is not there is no fault."""
        for file_id in file_ids:
            for folder in ("files", "pending"):
                for ending in ("", ".thumbnail"):
                    self._client.delete_object(Bucket=self._bucket.name, Key=f"{folder}/{self._tenant}/{file_id}{ending}")

    def delete_downloads(self, download_ids: Iterable[str]) -> None:
        for download_id in download_ids:
            for folder in ("downloads", "downloading"):
                self._client.delete_object(Bucket=self._bucket.name, Key=f"{folder}/{self._tenant}/{download_id}")

    def read(self, file_id: str) -> Iterator[bytes]:
        try:
            found = self._client.get_object(Bucket=self._bucket.name, Key=f"files/{self._tenant}/{file_id}")
        except ClientError as error:
            if error.response["Error"]["Code"] not in _MISSING:
                raise
            return
        yield from iter(lambda: found["Body"].read(_CHUNK), b"")

    @property
    def _client(self) -> Any:
        return self._bucket.client
