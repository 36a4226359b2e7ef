"""Staff ask for files, look how far they are, stop them, take them away and delete them."""

from collections.abc import Callable

from msgspec import Struct

from parlor.domain.audit import Actor, AuditLog
from parlor.domain.directory import Directory
from parlor.domain.downloads import (
    LINK_LIFE_S,
    OVERSIGHT,
    AuditWanted,
    Download,
    DownloadId,
    DownloadQueue,
    Downloads,
    Files,
    RecordsWanted,
    Wanted,
    as_seen,
    check_format,
    media_type,
    reaches,
    right_for,
)
from parlor.domain.errors import Conflict, MissingRight, NotFound
from parlor.domain.ids import new_ulid
from parlor.domain.metrics import check_period, zone
from parlor.domain.ports import Clock
from parlor.domain.record_query import check_conditions
from parlor.domain.rights import BOUNDED
from parlor.domain.staff import Staff
from parlor.protocol.rest_downloads import StartDownload

_TRIES = 5
"""When several begin something in the same company at the same moment."""


class Link(Struct, frozen=True):
    url: str
    expires_at: int


class KeepDownloads:
    """One tenant's downloads, for one member of its staff."""

    def __init__(
        self,
        staff: Staff,
        address: str,
        directory: Directory,
        downloads: Downloads,
        files: Files,
        queue: DownloadQueue,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._staff = staff
        self._actor = Actor(staff.agent_id, staff.agent.name, address)
        self._directory = directory
        self._downloads = downloads
        self._files = files
        self._queue = queue
        self._audit = audit
        self._clock = clock

    def start(self, body: StartDownload, take: Callable[[], None]) -> Download:
        """The same `client_id` begins one download only. `take` counts it, if it is a new one.

        Raises `MissingRight`, `Invalid` naming the field, `Conflict` (`at_limit`), `RateLimited`.
        """
        self._check_rights(body.wanted)
        check_format(body.wanted, body.format)
        self._check_wanted(body.wanted)
        begun = self._downloads.asked(self._staff.agent_id, body.client_id)
        if begun is None:
            take()
            begun = self._begin(body)
        if begun.state == "queued":
            # Also for one that is asked for again: the first time may not have come so far.
            self._queue.put(self._staff.tenant, begun.download_id)
        return begun

    def list(self, position: str | None, *, everybodys: bool) -> tuple[list[Download], str | None]:
        """One's own, or with `everybodys` those of all. Raises `MissingRight`."""
        if everybodys:
            self._staff.check(OVERSIGHT)
        page, following = self._downloads.page(None if everybodys else self._staff.agent_id, position)
        now = self._clock.now_ms()
        return [as_seen(each, now) for each in page], following

    def cancel(self, download_id: DownloadId) -> Download:
        """The worker hears of it between two batches. Raises `NotFound`, `MissingRight`, `Conflict` (`over`)."""
        self._seen(download_id)
        cancelled = self._downloads.cancel(download_id, self._clock.now_ms())
        self._note("cancel_download", cancelled)
        return cancelled

    def delete(self, download_id: DownloadId) -> None:
        """The file, too. Raises `NotFound`, `MissingRight`."""
        download = self._seen(download_id)
        self._files.delete(download_id)
        self._downloads.delete(download_id)
        if download.is_open:
            # Whoever works on it, or has stopped, left something behind.
            self._queue.put(self._staff.tenant, download_id)
        self._note("delete_download", download)

    def link(self, download_id: DownloadId) -> Link:
        """An address for some minutes. Rights are those of this moment: without them it is forbidden, and in the audit log.

        Raises `NotFound`, `MissingRight`, `Conflict` (`not_ready`, `expired`).
        """
        now = self._clock.now_ms()
        download = as_seen(self._seen(download_id), now)
        self._check_rights(download.wanted)
        if not reaches(self._staff.agent.reach, download):
            raise MissingRight(right_for(download.wanted)[-1])
        if download.state == "expired":
            raise Conflict("The file could be had for seven days. Make it again.", code="expired", field="download_id")
        if download.state != "done":
            raise Conflict("There is no file yet.", code="not_ready", field="download_id")
        url = self._files.link(download_id, download.name, media_type(download.name))
        self._note("open_download", download)
        return Link(url, now + LINK_LIFE_S * 1000)

    def _begin(self, body: StartDownload) -> Download:
        for _ in range(_TRIES):
            now = self._clock.now_ms()
            download = Download(
                download_id=DownloadId(new_ulid(now)),
                agent_id=self._staff.agent_id,
                agent_name=self._staff.agent.name,
                wanted=body.wanted,
                format=body.format,
                language=body.language,
                created_at=now,
                alive_at=now,
                reach=self._staff.agent.reach,
            )
            try:
                self._downloads.begin(download, body.client_id, now)
            except Conflict as refusal:
                if refusal.code == "at_limit":
                    raise
                begun = self._downloads.asked(self._staff.agent_id, body.client_id)
                if begun is not None:
                    return begun
            else:
                self._note("start_download", download)
                return download
        raise Conflict("Several downloads were begun at this moment. Try again.")

    def _seen(self, download_id: DownloadId) -> Download:
        """One's own, or with oversight anybody's. What others made is not there for who has none."""
        download = self._downloads.get(download_id)
        if download.agent_id != self._staff.agent_id:
            try:
                self._staff.check(OVERSIGHT)
            except MissingRight:
                raise NotFound("There is no such download.", field="download_id") from None
        return download

    def _check_rights(self, wanted: Wanted) -> None:
        """Of conversations, whose role is limited gets those of their departments; what belongs to none they do not get at all."""
        for right in right_for(wanted):
            self._staff.check(right)
            if right in BOUNDED and not isinstance(wanted, RecordsWanted):
                self._staff.check_unlimited()

    def _check_wanted(self, wanted: Wanted) -> None:
        if isinstance(wanted, RecordsWanted | AuditWanted):
            check_period(wanted.first, wanted.last, zone(self._directory.company().time_zone))
        if isinstance(wanted, RecordsWanted):
            check_conditions(wanted.conditions, "wanted.conditions")

    def _note(self, action: str, download: Download) -> None:
        wanted = download.wanted
        days = f"{wanted.first} – {wanted.last}" if isinstance(wanted, RecordsWanted | AuditWanted) else ""
        told = {"contents": wanted.__struct_config__.tag, "format": download.format}
        self._audit.done(self._actor, action, about=("download", download.download_id, days), after=told)
