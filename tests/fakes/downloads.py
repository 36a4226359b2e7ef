"""Downloads in memory: files that grow, and a worker that can be interrupted anywhere."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from parlor.domain.conversation import Conversation, Party, Transition, accept, close, open_conversation
from parlor.domain.downloads import DownloadId, Part
from parlor.domain.ids import ConversationId, DepartmentId, TenantId, new_ulid
from parlor.domain.log import Entry
from parlor.runtime.office import Office
from parlor.storage import keys
from parlor.storage.company_rows import CompanyRowStore
from parlor.storage.conversations import ConversationStore, _new_row
from parlor.storage.downloads import DownloadStore
from parlor.storage.person_rows import Tables
from parlor.usecases.download_company import CompanyFiles
from parlor.usecases.download_sources import DownloadSources
from parlor.usecases.make_download import MakeDownload
from tests.fakes.api import Person


def ended(person: Person, at: int, name: str, department_id: str = "") -> ConversationId:
    """A conversation that this person had and ended, put into the table as it stands in the end."""
    tenant, agent = TenantId(person.tenant), Party("agent", person.agent_id, "Owner")
    steps: list[Transition] = [
        open_conversation(
            conversation_id=ConversationId(new_ulid(at)),
            visitor=Party("visitor", new_ulid(at), name),
            department_id=DepartmentId(department_id or new_ulid(at)),
            department_name="Sales",
            now=at,
        )
    ]
    steps.append(accept(steps[-1].after, agent, at + 1_000))
    steps.append(close(steps[-1].after, agent, at + 2_000))
    put_ended(tenant, steps[-1].after, [step.entry for step in steps])
    return steps[-1].after.conversation_id


def put_ended(tenant: TenantId, conversation: Conversation, entries: Iterable[Entry]) -> None:
    store = ConversationStore(tenant)
    _new_row(keys.conversation(tenant, conversation.conversation_id), tenant, conversation).save()
    for entry in entries:
        store.put_entry(conversation.conversation_id, entry)


class Crash(Exception):
    """The function is gone."""


class MemoryFiles:
    """`calls_left`: after so many calls each one crashes, before it has done anything."""

    def __init__(self) -> None:
        self.done: dict[str, bytes] = {}
        self.checkpoints: dict[str, bytes] = {}
        self.uploads: dict[str, dict[int, bytes]] = {}
        self.calls_left: int | None = None
        self.parts_written = 0

    def start(self, download_id: DownloadId) -> str:
        self._call()
        self.uploads[f"upload-{len(self.uploads)}"] = {}
        return f"upload-{len(self.uploads) - 1}"

    def add(self, download_id: DownloadId, upload: str, number: int, data: bytes) -> Part:
        self._call()
        self.parts_written += 1
        self.uploads[upload][number] = data
        return Part(number, str(hash(data)))

    def complete(self, download_id: DownloadId, upload: str, parts: list[Part]) -> None:
        self._call()
        if upload in self.uploads:
            kept = self.uploads.pop(upload)
            assert [str(hash(kept[part.number])) for part in parts] == [part.tag for part in parts]
            self.done[download_id] = b"".join(kept[part.number] for part in parts)
        assert download_id in self.done

    def abandon(self, download_id: DownloadId, upload: str) -> None:
        self.uploads.pop(upload, None)

    def put(self, download_id: DownloadId, data: bytes) -> None:
        self._call()
        self.done[download_id] = data

    def keep_checkpoint(self, download_id: DownloadId, data: bytes) -> None:
        self._call()
        self.checkpoints[download_id] = data

    def checkpoint(self, download_id: DownloadId) -> bytes | None:
        return self.checkpoints.get(download_id)

    def forget_checkpoint(self, download_id: DownloadId) -> None:
        self.checkpoints.pop(download_id, None)

    def delete(self, download_id: DownloadId) -> None:
        self.done.pop(download_id, None)

    def link(self, download_id: DownloadId, name: str, media_type: str) -> str:
        return f"https://files.example/{download_id}?{name}"

    def _call(self) -> None:
        if self.calls_left is not None:
            if self.calls_left == 0:
                raise Crash
            self.calls_left -= 1


def nobody(*_: Any) -> Any:
    raise AssertionError("What is kept of a person is given out in tests/integration/test_personal_data.py.")


def worker(person: Person, files: Any) -> MakeDownload:
    """What functions/export.py runs, over the stores of the API in memory."""
    office = Office(person.api.house, TenantId(person.tenant))
    sources = DownloadSources(
        office.directory,
        office.conversations,
        office.record_facts,
        office.search_records,
        office.left_messages.newest,
        office.audit,
        office.sign_in_log,
        office.clock,
        nobody,
        lambda made_at: _everything(office, made_at),
    )
    downloads = DownloadStore(TenantId(person.tenant))
    return MakeDownload(
        TenantId(person.tenant), office.directory, downloads, files, person.api.downloads, sources.of, office.clock, lambda _: None
    )


def _everything(office: Office, made_at: int) -> CompanyFiles:
    company, agents = office.directory.company(), office.directory.agents
    tables = Tables("Chat", "Presence", "Directory", "Metrics")
    rows = CompanyRowStore(office.tenant, tables, lambda: company.created_at, lambda: [each.agent_id for each in agents()])
    return CompanyFiles(office.tenant, company, rows, NoArchive(), made_at)


class NoArchive:
    """Nothing has been kept yet."""

    def under(self, prefix: str, after: str = "") -> Iterator[tuple[str, int]]:
        return iter(())

    def folders(self, prefix: str) -> Iterator[str]:
        return iter(())

    def get(self, key: str) -> bytes | None:
        return None

    def put(self, key: str, body: bytes) -> None:
        raise AssertionError("only read")

    def delete(self, keys: list[str]) -> None:
        raise AssertionError("only read")


def unzipped(file: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}
