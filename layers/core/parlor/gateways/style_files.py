"""What is published of styles, in the bucket of the sites, from which the CDN serves it to everybody.

widget/styles/<tenant>/<style>.json       one published style; asked for again after a minute
widget/files/<tenant>/<sha256>.<ending>   a picture; its name is its contents, so it never changes
"""

import re

from parlor.domain.ids import StyleId, TenantId
from parlor.gateways.blobs import Bucket

STYLE_CACHE = "public, max-age=60"
_FOREVER = "public, max-age=31536000, immutable"
_NAME = re.compile(r"[0-9a-f]{64}\.[a-z]{3,4}\Z")


class SiteFiles:
    """The bucket of the sites, and the address under which browsers find it."""

    def __init__(self, bucket: Bucket, site_url: str) -> None:
        self._bucket = bucket
        self.site_url = site_url

    def put(self, key: str, body: bytes, media_type: str, cache: str) -> None:
        self._bucket.client.put_object(Bucket=self._bucket.name, Key=key, Body=body, ContentType=media_type, CacheControl=cache)


class TenantStyleFiles:
    """One tenant's part. Satisfies `StyleFiles`."""

    def __init__(self, tenant: TenantId, files: SiteFiles) -> None:
        self._tenant = tenant
        self._files = files
        self._pictures = f"widget/files/{tenant}/"

    def put(self, style_id: StyleId, body: bytes) -> None:
        self._files.put(f"widget/styles/{self._tenant}/{style_id}.json", body, "application/json", STYLE_CACHE)

    def put_picture(self, name: str, body: bytes, media_type: str) -> str:
        self._files.put(self._pictures + name, body, media_type, _FOREVER)
        return f"{self._files.site_url}/{self._pictures}{name}"

    def is_ours(self, url: str) -> bool:
        before = f"{self._files.site_url}/{self._pictures}"
        return url.startswith(before) and _NAME.match(url.removeprefix(before)) is not None
