"""What was deployed to AWS, and how to have it again. For each deployment the artefact bucket keeps the packaged template with its
parameters, the files of the sites whose names stay the same, and a record; the functions' archives lie beside them. Files with a hash in
their name stay in the sites' bucket.

    releases/STACK/records/20261129T074500Z-RELEASE.json
    releases/STACK/RELEASE/template.yaml
    releases/STACK/RELEASE/sites/admin/index.html …
"""

import json
import subprocess
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from scripts.paths import ROOT
from scripts.publish import FOREVER, Upload
from scripts.steps import Trouble


@dataclass(frozen=True)
class Release:
    """`release` is the mark of everything that is deployed together, `revision` Git's. `parameters` are the stack's."""

    release: str
    revision: str
    at: str
    parameters: dict[str, str] = field(default_factory=dict)


class Releases:
    """Of one stack."""

    def __init__(self, s3: Any, bucket: str, stack: str) -> None:
        self._s3 = s3
        self.bucket = bucket
        self._root = f"releases/{stack}"

    def template_url(self, release: str) -> str:
        return f"https://{self.bucket}.s3.amazonaws.com/{self._root}/{release}/template.yaml"

    def keep_template(self, release: str, body: bytes) -> str:
        self._s3.put_object(Bucket=self.bucket, Key=f"{self._root}/{release}/template.yaml", Body=body)
        return self.template_url(release)

    def keep_sites(self, release: str, files: list[Upload]) -> None:
        for file in (file for file in files if file.cache != FOREVER):
            key = f"{self._root}/{release}/sites/{file.key}"
            self._s3.put_object(Bucket=self.bucket, Key=key, Body=file.body, ContentType=file.content_type, CacheControl=file.cache)

    def sites(self, release: str) -> list[Upload]:
        """Scripts first, pages last, as they have to be put in place."""
        top = f"{self._root}/{release}/sites/"
        found = []
        for key in self._keys(top):
            answer = self._s3.get_object(Bucket=self.bucket, Key=key)
            found.append(
                Upload(key.removeprefix(top), answer["Body"].read(), answer["ContentType"], answer.get("CacheControl", "no-cache"))
            )
        return sorted(found, key=lambda file: (file.cache == "no-cache", file.key))

    def note(self, release: Release) -> None:
        """Once a deployment has succeeded."""
        key = f"{self._root}/records/{release.at}-{release.release}.json"
        self._s3.put_object(
            Bucket=self.bucket, Key=key, Body=json.dumps(asdict(release), indent=2).encode(), ContentType="application/json"
        )

    def all(self) -> list[Release]:
        """The oldest first."""
        keys = self._keys(f"{self._root}/records/")
        return [Release(**json.loads(self._s3.get_object(Bucket=self.bucket, Key=key)["Body"].read())) for key in sorted(keys)]

    def _keys(self, prefix: str) -> list[str]:
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        return [each["Key"] for page in pages for each in page.get("Contents", [])]


def before(releases: list[Release]) -> Release:
    """The release that was there before the one that is there now had come for the first time. Who goes back twice goes back two.

    Raises:
        Trouble: there is none.
    """
    if releases:
        first = next(at for at, each in enumerate(releases) if each.release == releases[-1].release)
        if first:
            return releases[first - 1]
    raise Trouble("There is no release before this one.", "make releases ENV=… lists what was deployed")


def named(releases: list[Release], start: str) -> Release:
    """The newest whose mark or revision begins so.

    Raises:
        Trouble: there is none.
    """
    found = next((each for each in reversed(releases) if each.release.startswith(start) or each.revision.startswith(start)), None)
    if found is None:
        raise Trouble(f"No release begins with {start}.", "make releases ENV=… lists what was deployed")
    return found


def revision() -> str:
    """Git's name of what is checked out, with a plus if something is changed; empty without Git."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty=+", "--abbrev=12"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if not done.returncode else ""


def now() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
