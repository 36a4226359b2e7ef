"""Downloads in S3, in the bucket of uploads. Browsers read them by addresses that we sign.

downloads/<tenant>/<download>      the file; the bucket's rules delete it after eight days
downloading/<tenant>/<download>    how far it is, while it is made; deleted after two days
"""

from typing import Any

from botocore.exceptions import ClientError

from parlor.domain.downloads import LINK_LIFE_S, DownloadId, Part
from parlor.domain.ids import TenantId
from parlor.gateways.blobs import Bucket, disposition

_MISSING = frozenset({"NoSuchKey", "404", "NotFound"})


class DownloadFiles:
    """One tenant's downloads."""

    def __init__(self, tenant: TenantId, bucket: Bucket) -> None:
        self._tenant = tenant
        self._bucket = bucket

    def start(self, download_id: DownloadId) -> str:
        made: str = self._client.create_multipart_upload(**self._file(download_id))["UploadId"]
        return made

    def add(self, download_id: DownloadId, upload: str, number: int, data: bytes) -> Part:
        kept = self._client.upload_part(**self._file(download_id), UploadId=upload, PartNumber=number, Body=data)
        return Part(number, kept["ETag"])

    def complete(self, download_id: DownloadId, upload: str, parts: list[Part]) -> None:
        """One that was put together before its caller could say so is not done twice."""
        listed = [{"PartNumber": part.number, "ETag": part.tag} for part in parts]
        try:
            self._client.complete_multipart_upload(**self._file(download_id), UploadId=upload, MultipartUpload={"Parts": listed})
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchUpload":
                raise
            self._client.head_object(**self._file(download_id))

    def abandon(self, download_id: DownloadId, upload: str) -> None:
        try:
            self._client.abort_multipart_upload(**self._file(download_id), UploadId=upload)
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchUpload":
                raise

    def put(self, download_id: DownloadId, data: bytes) -> None:
        self._client.put_object(**self._file(download_id), Body=data)

    def keep_checkpoint(self, download_id: DownloadId, data: bytes) -> None:
        self._client.put_object(**self._checkpoint(download_id), Body=data)

    def checkpoint(self, download_id: DownloadId) -> bytes | None:
        try:
            kept: bytes = self._client.get_object(**self._checkpoint(download_id))["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] not in _MISSING:
                raise
            return None
        return kept

    def forget_checkpoint(self, download_id: DownloadId) -> None:
        self._client.delete_object(**self._checkpoint(download_id))

    def delete(self, download_id: DownloadId) -> None:
        self._client.delete_object(**self._file(download_id))

    def link(self, download_id: DownloadId, name: str, media_type: str) -> str:
        said = {"ResponseContentDisposition": disposition(name, inline=False), "ResponseContentType": media_type}
        url: str = self._client.generate_presigned_url("get_object", Params=self._file(download_id) | said, ExpiresIn=LINK_LIFE_S)
        return url

    @property
    def _client(self) -> Any:
        return self._bucket.client

    def _file(self, download_id: DownloadId) -> dict[str, str]:
        return {"Bucket": self._bucket.name, "Key": f"downloads/{self._tenant}/{download_id}"}

    def _checkpoint(self, download_id: DownloadId) -> dict[str, str]:
        return {"Bucket": self._bucket.name, "Key": f"downloading/{self._tenant}/{download_id}"}
