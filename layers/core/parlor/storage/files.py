"""Rows of files in the Chat table. The files themselves are in S3, under keys made of the same ids (gateways/blobs.py)."""

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from msgspec.structs import asdict
from pynamodb.exceptions import DoesNotExist, TransactWriteError, UpdateError
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from parlor.domain.errors import Conflict, NotFound
from parlor.domain.files import SharedFile, StoredFile
from parlor.domain.ids import ConversationId, FileId, TenantId
from parlor.storage import connection, keys
from parlor.storage.tables import FileRow, SentFileRow, SharedFileRow, UploadedRow

_FAILED = "ConditionalCheckFailedException"


class FileStore:
    """The files of one tenant."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant

    def get(self, file_id: FileId) -> StoredFile:
        """1 RU. Raises `NotFound`."""
        try:
            return _file(FileRow.get(keys.file(self._tenant, file_id), keys.META, consistent_read=True))
        except DoesNotExist:
            raise _no_file() from None

    def get_many(self, file_ids: list[FileId]) -> list[StoredFile]:
        """Half an RU each."""
        wanted = {(keys.file(self._tenant, each), keys.META) for each in file_ids}
        return [_file(row) for row in FileRow.batch_get(list(wanted))] if wanted else []

    def put_pending(self, file: StoredFile) -> None:
        """1 WU, and 1 for a visitor's: what is never sent is found by it when everything of a person is erased."""
        if file.by_side == "visitor" and file.conversation_id:
            UploadedRow(keys.conversation(self._tenant, file.conversation_id), keys.uploaded_in(file.file_id)).save()
        values: dict[str, Any] = {name: value for name, value in asdict(file).items() if value not in (None, False) and name != "file_id"}
        ttl = file.expires_at // 1000 if file.expires_at else None
        FileRow(keys.file(self._tenant, file.file_id), keys.META, ttl=ttl, **values).save()

    def mark_ready(self, file_id: FileId) -> None:
        """1 WU."""
        actions: list[Action] = [FileRow.state.set("ready"), FileRow.expires_at.remove(), FileRow.ttl.remove()]
        self._change(file_id, actions)

    def note_sent(self, file_id: FileId, conversation_id: ConversationId) -> None:
        """1 WU, for common files only."""
        SentFileRow(keys.file(self._tenant, file_id), keys.sent_in(conversation_id)).save()

    def sent_in(self, file_ids: list[FileId], conversation_id: ConversationId) -> set[FileId]:
        wanted = {(keys.file(self._tenant, each), keys.sent_in(conversation_id)) for each in file_ids}
        rows = SentFileRow.batch_get(list(wanted)) if wanted else ()
        return {FileId(row.pk.rpartition("#")[2]) for row in rows}

    def mark_recalled(self, file_id: FileId, conversation_id: ConversationId) -> None:
        """1 WU; 2 for a common file, which is only taken back from this conversation."""
        try:
            FileRow(keys.file(self._tenant, file_id), keys.META).update(
                actions=[FileRow.recalled.set(True)], condition=FileRow.conversation_id == conversation_id
            )
        except UpdateError as error:
            if error.cause_response_code != _FAILED:
                raise
            SentFileRow(keys.file(self._tenant, file_id), keys.sent_in(conversation_id)).delete()

    def shared(self) -> list[SharedFile]:
        rows = SharedFileRow.query(keys.shared_files(self._tenant))
        return sorted((_shared(row) for row in rows), key=lambda each: (each.folder, each.title, each.file_id))

    def share(self, shared: SharedFile) -> None:
        """The list and the file's mark in one transaction."""
        values = {name: value for name, value in asdict(shared).items() if value != "" and name != "file_id"}
        row = SharedFileRow(keys.shared_files(self._tenant), shared.file_id, **values)
        put = partial(TransactWrite.save, model=row, condition=SharedFileRow.pk.does_not_exist())
        if not self._together(put, shared.file_id, FileRow.shared.set(True)):
            raise Conflict("This file is among the common files already.", code="exists", field="file_id")

    def unshare(self, file_id: FileId) -> None:
        row = SharedFileRow(keys.shared_files(self._tenant), file_id)
        delete = partial(TransactWrite.delete, model=row, condition=SharedFileRow.pk.exists())
        if not self._together(delete, file_id, FileRow.shared.remove()):
            raise _no_file()

    def _together(self, on_list: Callable[[TransactWrite], None], file_id: FileId, mark: Action) -> bool:
        """False when a condition stands against it."""
        try:
            with TransactWrite(connection=connection.connection()) as write:
                on_list(write)
                write.update(FileRow(keys.file(self._tenant, file_id), keys.META), actions=[mark], condition=FileRow.pk.exists())
        except TransactWriteError as error:
            reasons = {reason.code for reason in error.cancellation_reasons if reason}
            if "ConditionalCheckFailed" not in reasons:
                raise
            return False
        return True

    def _change(self, file_id: FileId, actions: list[Action]) -> None:
        try:
            FileRow(keys.file(self._tenant, file_id), keys.META).update(actions=actions, condition=FileRow.pk.exists())
        except UpdateError as error:
            if error.cause_response_code != _FAILED:
                raise
            raise _no_file() from None


def _no_file() -> NotFound:
    return NotFound("There is no such file.", field="file_id")


def _file(row: FileRow) -> StoredFile:
    values = {name: value for name, value in row.attribute_values.items() if name in StoredFile.__struct_fields__}
    return msgspec.convert(values | {"file_id": row.pk.rpartition("#")[2]}, StoredFile)


def _shared(row: SharedFileRow) -> SharedFile:
    return SharedFile(
        file_id=FileId(row.sk),
        title=row.title,
        folder=row.folder or "",
        name=row.name,
        type=row.type,
        size=int(row.size),
        added_by=row.added_by,
    )
