"""A download is made: batch after batch goes into a file that grows in parts, and what has been done is put down now and then.

Whoever takes it up again, because the function's time was over or it crashed, goes on from the last checkpoint: the same rows are read
again and the same parts written again, so that the file is what it would have been. One worker has it at a time (a lease in its row).
"""

from collections.abc import Callable

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from parlor.domain.directory import Agent, Directory
from parlor.domain.download_forms import Form, FormState
from parlor.domain.downloads import (
    ROWS_MAX,
    Batch,
    Download,
    DownloadId,
    DownloadQueue,
    Downloads,
    Failure,
    Files,
    Part,
    reaches,
    right_for,
)
from parlor.domain.errors import Invalid, MissingRight, NotFound, Unavailable
from parlor.domain.ids import AgentId, TenantId
from parlor.domain.ports import Clock
from parlor.domain.rights import check_right
from parlor.domain.zip_stream import ZipFull
from parlor.usecases.download_sources import Work

PART_BYTES = 8 * 1024 * 1024
"""Of the file, in memory until it is full; S3 takes 5 MB and more."""
CHECKPOINT_MS = 15_000
"""What a crash may lose."""
SIGN_MS = 1_000
"""How often the row says how far it is; then a cancellation is heard, too."""
WAIT_S = 1.0
"""Before the archive is asked again."""
AGAIN_S = 60
"""Until somebody looks whether another worker is still at it."""


class _FileState(Struct, frozen=True, array_like=True):
    """`tail` is what is not in a part yet. `whole`: there is nothing to add, only to put together."""

    upload: str = ""
    parts: list[Part] = []
    tail: bytes = b""
    size: int = 0
    whole: bool = False


class _Checkpoint(Struct, frozen=True, array_like=True):
    position: str | None = None
    rows: int = 0
    form: FormState = FormState()
    file: _FileState = _FileState()
    over: bool = False
    """The source has given everything."""
    cut: bool = False


class Cancelled(Exception):
    """It was cancelled or deleted, or another worker has it."""


class MakeDownload:
    """`pause` waits for some seconds; `program` gives a program of the company's that asks with a key."""

    def __init__(
        self,
        tenant: TenantId,
        directory: Directory,
        downloads: Downloads,
        files: Files,
        queue: DownloadQueue,
        work_of: Callable[[Download], Work],
        clock: Clock,
        pause: Callable[[float], None],
        program: Callable[[AgentId], Agent | None] = lambda _: None,
    ) -> None:
        self._tenant = tenant
        self._directory = directory
        self._downloads = downloads
        self._files = files
        self._queue = queue
        self._work_of = work_of
        self._clock = clock
        self._pause = pause
        self._program = program

    def __call__(self, download_id: DownloadId, worker: str, has_time: Callable[[], bool], *, last_try: bool) -> str:
        """Works until the file is there or the time is over, and returns what came of it. `worker` names this run of the function.

        A fault is raised, so that the work comes again; at the last try the download has failed.
        """
        download = self._downloads.claim(download_id, worker, self._clock.now_ms())
        if download is None:
            return self._not_mine(download_id)
        try:
            return self._make(download, worker, has_time)
        except Cancelled:
            return self._not_mine(download_id)
        except MissingRight:
            return self._fail(download, worker, "no_right")
        except (Unavailable, NotFound, Invalid):
            return self._fail(download, worker, "archive")
        except ZipFull:
            return self._fail(download, worker, "too_large")
        except Exception:
            if last_try:
                self._fail(download, worker, "broken")
            else:
                self._downloads.pause(download_id, worker, self._clock.now_ms())
            raise

    def _make(self, download: Download, worker: str, has_time: Callable[[], bool]) -> str:
        self._check_rights(download)
        work = self._work_of(download)
        at = self._checkpoint(download.download_id)
        form, file = work.form(at.form), _GrowingFile(self._files, download.download_id, at.file)
        progress = _Progress(self._downloads, download, worker, self._clock)
        saved_at = self._clock.now_ms()
        while not at.over:
            if not has_time():
                self._keep(download.download_id, at, form, file)
                self._downloads.pause(download.download_id, worker, self._clock.now_ms())
                self._queue.put(self._tenant, download.download_id)
                return "goes on"
            batch = work.source(at.position)
            if batch.waits:
                self._pause(WAIT_S)
            for data in form.write(batch.items):
                file.write(data)
            at = _after(at, batch, whole=work.whole)
            progress.told(at.rows, batch.share, None if work.whole else ROWS_MAX)
            if self._clock.now_ms() - saved_at >= CHECKPOINT_MS:
                self._keep(download.download_id, at, form, file)
                saved_at = self._clock.now_ms()
        return self._finish(download, worker, at, form, file, work.name)

    def _finish(self, download: Download, worker: str, at: _Checkpoint, form: Form, file: "_GrowingFile", name: str) -> str:
        extension = form.extension
        if not file.whole:
            for data in form.finish():
                file.write(data)
            if file.parts:
                file.close()
                self._keep(download.download_id, at, form, file)
            else:
                content, extension = form.whole(file.tail)
                file.put(content)
        file.complete()
        now = self._clock.now_ms()
        done = replace(
            download,
            state="done",
            rows=at.rows,
            estimated=None,
            alive_at=now,
            finished_at=now,
            size=file.size,
            name=f"{name}.{extension}",
            cut=at.cut,
        )
        if not self._downloads.finish(done, worker):
            raise Cancelled
        self._files.forget_checkpoint(download.download_id)
        return "done"

    def _check_rights(self, download: Download) -> None:
        """As they are now: a person who may not see it any more gets no file of it."""
        self._directory.look_again()
        try:
            agent = self._directory.agent(download.agent_id)
        except NotFound:
            program = self._program(download.agent_id)
            if program is None:
                raise MissingRight(right_for(download.wanted)[0]) from None
            agent = program
        for right in right_for(download.wanted):
            check_right(() if agent.disabled or not reaches(agent.reach, download) else agent.rights, right)

    def _checkpoint(self, download_id: DownloadId) -> _Checkpoint:
        kept = self._files.checkpoint(download_id)
        return msgspec.msgpack.decode(kept, type=_Checkpoint) if kept else _Checkpoint()

    def _keep(self, download_id: DownloadId, at: _Checkpoint, form: Form, file: "_GrowingFile") -> None:
        rest, state = form.pause()
        file.write(rest)
        self._files.keep_checkpoint(download_id, msgspec.msgpack.encode(replace(at, form=state, file=file.state)))

    def _fail(self, download: Download, worker: str, failure: Failure) -> str:
        now = self._clock.now_ms()
        if not self._downloads.finish(replace(download, state="failed", failure=failure, finished_at=now, alive_at=now), worker):
            return self._not_mine(download.download_id)
        self._clear(download.download_id)
        return failure

    def _not_mine(self, download_id: DownloadId) -> str:
        """Somebody else works on it: look again later, in case they stop. Or it is over: nothing of it is left behind."""
        try:
            download = self._downloads.get(download_id)
        except NotFound:
            download = None
        if download is not None and download.is_open:
            self._queue.put(self._tenant, download_id, AGAIN_S)
            return "busy"
        if download is None or download.state != "done":
            self._clear(download_id)
        return "over"

    def _clear(self, download_id: DownloadId) -> None:
        upload = self._checkpoint(download_id).file.upload
        if upload:
            self._files.abandon(download_id, upload)
        self._files.forget_checkpoint(download_id)
        self._files.delete(download_id)


def _after(at: _Checkpoint, batch: Batch, *, whole: bool) -> _Checkpoint:
    rows = at.rows + batch.rows
    more = batch.position is not None
    cut = more and rows >= ROWS_MAX and not whole
    return replace(at, position=batch.position, rows=rows, over=cut or not more, cut=cut)


class _Progress:
    """Says how far it is, not more often than anybody looks."""

    def __init__(self, downloads: Downloads, download: Download, worker: str, clock: Clock) -> None:
        self._downloads = downloads
        self._download_id = download.download_id
        self._worker = worker
        self._clock = clock
        self._told_at = 0

    def told(self, rows: int, share: float | None, most: int | None) -> None:
        """Raises `Cancelled`."""
        now = self._clock.now_ms()
        if now - self._told_at < SIGN_MS:
            return
        self._told_at = now
        estimated = max(round(rows / share), rows) if share else None
        if estimated is not None and most is not None:
            estimated = min(estimated, most)
        if not self._downloads.progress(self._download_id, self._worker, rows, estimated, now):
            raise Cancelled


class _GrowingFile:
    """What has not the size of a part is held in memory."""

    def __init__(self, files: Files, download_id: DownloadId, state: _FileState) -> None:
        self._files = files
        self._download_id = download_id
        self._upload = state.upload
        self._tail = bytearray(state.tail)
        self.parts = list(state.parts)
        self.size = state.size
        self.whole = state.whole

    @property
    def state(self) -> _FileState:
        return _FileState(self._upload, self.parts, bytes(self._tail), self.size, self.whole)

    @property
    def tail(self) -> bytes:
        return bytes(self._tail)

    def write(self, data: bytes) -> None:
        self._tail += data
        self.size += len(data)
        if len(self._tail) >= PART_BYTES:
            self._add()

    def put(self, content: bytes) -> None:
        """The whole file at once."""
        self._files.put(self._download_id, content)
        self.size = len(content)

    def close(self) -> None:
        """The last part."""
        if self._tail:
            self._add()
        self.whole = True

    def complete(self) -> None:
        if self.whole:
            self._files.complete(self._download_id, self._upload, self.parts)

    def _add(self) -> None:
        if not self._upload:
            self._upload = self._files.start(self._download_id)
        self.parts.append(self._files.add(self._download_id, self._upload, len(self.parts) + 1, bytes(self._tail)))
        self._tail.clear()
