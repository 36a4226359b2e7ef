"""REST bodies of the download centre."""

from typing import Annotated

from msgspec import Meta, Struct

from parlor.domain.downloads import DownloadState, Failure, Format, StaffLanguage, Wanted
from parlor.protocol.views import Millis, Ulid


class StartDownload(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`client_id` is chosen by who asks: the same one begins one download only. `language` is that of headings."""

    client_id: Annotated[str, Meta(pattern="^[0-9A-Za-z_-]{8,64}$")]
    wanted: Wanted
    format: Format
    language: StaffLanguage = "zh-CN"


class DownloadView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file that is made, or was. `rows` are written; `estimated` is how many there may be in the end, where that can be told.

    `expires_at`: until then it can be had. `cut`: the newest rows only, there were more than one file may have.
    """

    download_id: Ulid
    agent_id: Ulid
    agent_name: str
    wanted: Wanted
    format: Format
    state: DownloadState
    created_at: Millis
    rows: int = 0
    estimated: int | None = None
    finished_at: Millis | None = None
    expires_at: Millis | None = None
    name: str = ""
    size: int = 0
    cut: bool = False
    failure: Failure | None = None


class DownloadList(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Newest first. `rows_max` is what one file may have."""

    downloads: list[DownloadView]
    rows_max: int
    cursor: str | None = None


class DownloadLink(Struct, frozen=True, kw_only=True):
    """Serves the file until `expires_at`, to whoever has the address."""

    url: str
    expires_at: Millis
