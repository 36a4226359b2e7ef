"""Contents of files in S3. Browsers upload to it and read from it themselves, by addresses that we sign.

    pending/<tenant>/<file>      what is being uploaded; the bucket's rules delete it after a day
    files/<tenant>/<file>        what was checked; nobody but the API's function can write there

A small picture of an image lies beside it, with `.thumbnail` at the end.
"""

from functools import cached_property
from typing import Any
from urllib.parse import quote

from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import get_session

from parlor.domain.errors import Conflict
from parlor.domain.files import HEAD_BYTES, LINK_LIFE_S, Part, Target, Uploaded
from parlor.domain.ids import FileId, TenantId

_MISSING = frozenset({"NoSuchKey", "404", "NotFound", "InvalidRange"})
_CHANGED = _MISSING | {"PreconditionFailed", "412"}


class Bucket:
    """The bucket of uploads. `endpoint` is S3's address as browsers reach it; `addressing` is `virtual` or `path`."""

    def __init__(self, name: str, endpoint: str, addressing: str) -> None:
        self.name = name
        self._endpoint = endpoint
        self._addressing = addressing

    @cached_property
    def client(self) -> Any:
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": self._addressing or "virtual"},
            connect_timeout=3,
            read_timeout=10,
            retries={"total_max_attempts": 3},
        )
        return get_session().create_client("s3", endpoint_url=self._endpoint or None, config=config)


class TenantBlobs:
    """One tenant's part of the bucket."""

    def __init__(self, tenant: TenantId, bucket: Bucket) -> None:
        self._tenant = tenant
        self._bucket = bucket

    def target(self, file_id: FileId, part: Part, *, size: int, media_type: str | None, life_s: int) -> Target:
        fields = {"Content-Type": media_type} if media_type else {}
        conditions: list[Any] = [["content-length-range", size, size], *({name: value} for name, value in fields.items())]
        made = self._bucket.client.generate_presigned_post(
            self._bucket.name, self._key("pending", file_id, part), Fields=fields, Conditions=conditions, ExpiresIn=life_s
        )
        return Target(made["url"], made["fields"])

    def uploaded(self, file_id: FileId, part: Part) -> Uploaded | None:
        try:
            found = self._bucket.client.get_object(
                Bucket=self._bucket.name, Key=self._key("pending", file_id, part), Range=f"bytes=0-{HEAD_BYTES - 1}"
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return None
            raise
        # `bytes 0-4095/20000`; a store that does not know ranges answers with the whole.
        _, _, whole = (found.get("ContentRange") or "").rpartition("/")
        size = int(whole) if whole.isdigit() else int(found["ContentLength"])
        return Uploaded(size, found["Body"].read(HEAD_BYTES), found["ETag"])

    def keep(self, file_id: FileId, part: Part, version: str, media_type: str) -> None:
        """The version makes sure that what is kept is what was looked at."""
        try:
            self._bucket.client.copy_object(
                Bucket=self._bucket.name,
                Key=self._key("files", file_id, part),
                CopySource={"Bucket": self._bucket.name, "Key": self._key("pending", file_id, part)},
                CopySourceIfMatch=version,
                MetadataDirective="REPLACE",
                ContentType=media_type,
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _CHANGED:
                raise Conflict("The file has not been uploaded.", code="not_uploaded") from None
            raise

    def forget_upload(self, file_id: FileId, part: Part) -> None:
        self._bucket.client.delete_object(Bucket=self._bucket.name, Key=self._key("pending", file_id, part))

    def link(self, file_id: FileId, part: Part, *, name: str, media_type: str | None, inline: bool) -> str:
        asked = {"Bucket": self._bucket.name, "Key": self._key("files", file_id, part)}
        said = {"ResponseContentDisposition": disposition(name, inline=inline)} | (
            {"ResponseContentType": media_type} if media_type else {}
        )
        url: str = self._bucket.client.generate_presigned_url("get_object", Params=asked | said, ExpiresIn=LINK_LIFE_S)
        return url

    def _key(self, folder: str, file_id: FileId, part: Part) -> str:
        return f"{folder}/{self._tenant}/{file_id}{'.thumbnail' if part == 'thumbnail' else ''}"


def disposition(name: str, *, inline: bool) -> str:
    """With the name in ASCII for old programs and as it is for the others (RFC 6266, RFC 5987)."""
    plain = "".join(char if " " <= char <= "~" and char not in '"\\%' else "_" for char in name)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
