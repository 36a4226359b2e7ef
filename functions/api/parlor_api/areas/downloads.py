"""The download centre: files that are made behind the scenes."""

from parlor.domain.downloads import ROWS_MAX, DownloadId
from parlor.domain.limits import DOWNLOADS_BY_AGENT
from parlor.domain.staff import Staff
from parlor.protocol.present_downloads import download_view
from parlor.protocol.rest_downloads import DownloadLink, DownloadList, DownloadView
from parlor.runtime.office import Office
from parlor.usecases.keep_downloads import KeepDownloads
from parlor_api.asked import Asked
from parlor_api.cursors import opened, sealed


def list_downloads(asked: Asked, staff: Staff, office: Office) -> DownloadList:
    everybodys = asked.query.get("all") == "1"
    listed, signing = ["downloads", "all" if everybodys else staff.agent_id], office.house.tokens
    position = opened(signing, staff.tenant, listed, asked.query.get("cursor"))
    found, following = _keep(asked, staff, office).list(position, everybodys=everybodys)
    return DownloadList(
        downloads=[download_view(each) for each in found], rows_max=ROWS_MAX, cursor=sealed(signing, staff.tenant, listed, following)
    )


def start_download(asked: Asked, staff: Staff, office: Office) -> DownloadView:
    def take() -> None:
        office.house.limits.take(DOWNLOADS_BY_AGENT, staff.agent_id)

    return download_view(_keep(asked, staff, office).start(asked.body, take))


def cancel_download(asked: Asked, staff: Staff, office: Office) -> DownloadView:
    return download_view(_keep(asked, staff, office).cancel(DownloadId(asked.path["download_id"])))


def delete_download(asked: Asked, staff: Staff, office: Office) -> None:
    _keep(asked, staff, office).delete(DownloadId(asked.path["download_id"]))


def open_download(asked: Asked, staff: Staff, office: Office) -> DownloadLink:
    link = _keep(asked, staff, office).link(DownloadId(asked.path["download_id"]))
    return DownloadLink(url=link.url, expires_at=link.expires_at)


def _keep(asked: Asked, staff: Staff, office: Office) -> KeepDownloads:
    return KeepDownloads(
        staff,
        asked.address,
        office.directory,
        office.downloads,
        office.download_files,
        office.house.download_queue,
        office.audit,
        office.clock,
    )


HANDLERS = {
    "list_downloads": list_downloads,
    "start_download": start_download,
    "cancel_download": cancel_download,
    "delete_download": delete_download,
    "open_download": open_download,
}
