"""Uploads the built sites: admin-site to admin/, its front page to welcome/, the widget to widget/, the demonstration shop to demo/.

Things that only the deployment knows are put in on the way: the addresses of the API and of the sites and, in the shop, whose widget
it shows.
"""

import mimetypes
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from scripts.paths import ROOT
from scripts.steps import Trouble

SITES = (
    ("admin", ROOT / "admin-site" / "dist"),
    ("welcome", ROOT / "admin-site" / "welcome" / "dist"),
    ("widget", ROOT / "widget" / "dist"),
    ("demo", ROOT / "widget" / "demo-shop"),
)
_MARK = ".published"
FOREVER = "public, max-age=31536000, immutable"
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2"}


@dataclass(frozen=True)
class Upload:
    key: str
    body: bytes
    content_type: str
    cache: str


def uploads(api_url: str, site_url: str, tenant: str, style: str, english_style: str = "") -> Iterator[Upload]:
    """Every file of the sites as it will lie in the bucket.

    Raises:
        Trouble: a site has not been built.
    """
    words = {
        b"__PARLOR_API__": api_url,
        b"__PARLOR_SITE__": site_url,
        b"__PARLOR_DEMO_TENANT__": tenant,
        b"__PARLOR_DEMO_STYLE__": style,
        b"__PARLOR_DEMO_STYLE_EN__": english_style or style,
    }
    for prefix, folder in SITES:
        if not folder.is_dir():
            raise Trouble(f"{folder.relative_to(ROOT)} is missing.", "build the sites first: npm run build")
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if not path.is_file() or name.startswith(".") or "/." in name or name in ("package.json", "README.md"):
                continue
            body = path.read_bytes()
            if path.suffix == ".html" or name == "loader.js":
                for word, value in words.items():
                    body = body.replace(word, value.encode())
            yield Upload(f"{prefix}/{name}", body, _content_type(path), _cache(name))


def _content_type(path: Path) -> str:
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _cache(name: str) -> str:
    """Files with a hash in their name never change; the loader's scripts are asked for again after five minutes; pages every time."""
    if "assets/" in name:
        return FOREVER
    return "public, max-age=300" if name in ("loader.js", "extras.js", "rules.js") else "no-cache"


def publish(s3: Any, bucket: str, *, api_url: str, site_url: str, tenant: str = "", style: str = "", english_style: str = "") -> str | None:
    """Uploads unless the bucket holds exactly this already."""
    files = list(uploads(api_url, site_url, tenant, style, english_style))
    mark = _fingerprint(files)
    if published_mark(s3, bucket, _MARK) == mark:
        return "unchanged"

    # Pages last: a page must not name a script that is not there yet.
    pages = [file for file in files if file.cache == "no-cache"]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda file: put(s3, bucket, file), (file for file in files if file.cache != "no-cache")))
        list(pool.map(lambda file: put(s3, bucket, file), pages))
    put_mark(s3, bucket, _MARK, mark)
    return None


def put(s3: Any, bucket: str, file: Upload) -> None:
    s3.put_object(Bucket=bucket, Key=file.key, Body=file.body, ContentType=file.content_type, CacheControl=file.cache)


def _fingerprint(files: list[Upload]) -> str:
    digest = sha256()
    for file in files:
        digest.update(f"{file.key}\0{file.content_type}\0{file.cache}\0".encode())
        digest.update(sha256(file.body).digest())
    return digest.hexdigest()


def forget_published(s3: Any, bucket: str) -> None:
    """Before files are put in place that are not those of the last publication."""
    s3.delete_object(Bucket=bucket, Key=_MARK)


def put_mark(s3: Any, bucket: str, name: str, mark: str) -> None:
    """Remembers in the bucket what it holds."""
    s3.put_object(Bucket=bucket, Key=name, Body=mark.encode(), ContentType="text/plain")


def published_mark(s3: Any, bucket: str, name: str) -> str | None:
    try:
        mark: bytes = s3.get_object(Bucket=bucket, Key=name)["Body"].read()
    except ClientError:
        return None
    return mark.decode()
