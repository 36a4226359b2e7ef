"""Downloads as the API answers them."""

from parlor.domain.downloads import Download
from parlor.protocol.rest_downloads import DownloadView


def download_view(download: Download) -> DownloadView:
    return DownloadView(
        download_id=download.download_id,
        agent_id=download.agent_id,
        agent_name=download.agent_name,
        wanted=download.wanted,
        format=download.format,
        state=download.state,
        created_at=download.created_at,
        rows=download.rows,
        estimated=download.estimated,
        finished_at=download.finished_at,
        expires_at=download.expires_at,
        name=download.name,
        size=download.size,
        cut=download.cut,
        failure=download.failure,
    )
