"""Files that people send: announced, uploaded straight to the store, checked there, and only then part of a conversation."""

from typing import Literal, Protocol

from msgspec import Struct

from parlor.domain.conversation import Party, Side
from parlor.domain.errors import Conflict, NotFound
from parlor.domain.ids import ConversationId, FileId
from parlor.domain.log import Attachment

PENDING_LIFE_MS = 3_600_000
"""Who announced a file has so long to upload it and to say so. The store's rules forget what was never finished."""
LINK_LIFE_S = 900
SHARED_MAX = 200
"""Common files of a company: the desk reads them all at once."""


class StoredFile(Struct, frozen=True, kw_only=True):
    """A file and whose it is. `conversation_id` is None for one of the company's common files (常用文件).

    `expires_at` is set while it is pending. `recalled`: the message that carried it was taken back.
    """

    file_id: FileId
    conversation_id: ConversationId | None = None
    by_side: Side
    by_id: str
    name: str
    type: str
    size: int
    width: int | None = None
    height: int | None = None
    thumbnail_size: int | None = None
    state: Literal["pending", "ready"] = "pending"
    announced_at: int
    expires_at: int | None = None
    shared: bool = False
    recalled: bool = False

    @property
    def thumbnail(self) -> bool:
        return self.thumbnail_size is not None

    @property
    def attachment(self) -> Attachment:
        """What a message carries of it."""
        return Attachment(
            file_id=self.file_id,
            name=self.name,
            type=self.type,
            size=self.size,
            width=self.width,
            height=self.height,
            thumbnail=self.thumbnail,
        )


class SharedFile(Struct, frozen=True, kw_only=True):
    """A common file as the desk lists it."""

    file_id: FileId
    title: str
    folder: str
    name: str
    type: str
    size: int
    added_by: str


class Files(Protocol):
    """One tenant's files; see storage/files.py for what each call costs."""

    def get(self, file_id: FileId) -> StoredFile:
        """Raises `NotFound`."""

    def get_many(self, file_ids: list[FileId]) -> list[StoredFile]:
        """Those that exist, in any order."""

    def put_pending(self, file: StoredFile) -> None: ...

    def mark_ready(self, file_id: FileId) -> None:
        """Keeps it for good. Raises `NotFound` for one that is not announced any more."""

    def note_sent(self, file_id: FileId, conversation_id: ConversationId) -> None:
        """A common file was sent in a conversation: from now on it can be seen there."""

    def sent_in(self, file_ids: list[FileId], conversation_id: ConversationId) -> set[FileId]:
        """Which of these common files were sent in the conversation."""

    def mark_recalled(self, file_id: FileId, conversation_id: ConversationId) -> None:
        """The message with it was taken back: nobody but supervisors gets it any more."""

    def shared(self) -> list[SharedFile]:
        """The common files by folder and title."""

    def share(self, shared: SharedFile) -> None:
        """Raises `Conflict` (`exists`) for one that is among the common files already."""

    def unshare(self, file_id: FileId) -> None:
        """Takes it off the list; where it was sent it stays. Raises `NotFound`."""


Part = Literal["file", "thumbnail"]
HEAD_BYTES = 4_096
"""So much of an upload is looked at."""


class Target(Struct, frozen=True):
    """Where to POST a form with these fields and, last, the file."""

    url: str
    fields: dict[str, str]


class Uploaded(Struct, frozen=True):
    """What lies in the store. `head` are its first bytes; `version` names exactly these contents."""

    size: int
    head: bytes
    version: str


class Blobs(Protocol):
    """The contents of one tenant's files; see gateways/blobs.py."""

    def target(self, file_id: FileId, part: Part, *, size: int, media_type: str | None, life_s: int) -> Target:
        """Takes one upload of exactly this size (in bytes) and type."""

    def uploaded(self, file_id: FileId, part: Part) -> Uploaded | None: ...

    def keep(self, file_id: FileId, part: Part, version: str, media_type: str) -> None:
        """Puts the upload where it stays. Raises `Conflict` (`not_uploaded`) if it is not that version any more."""

    def forget_upload(self, file_id: FileId, part: Part) -> None: ...

    def link(self, file_id: FileId, part: Part, *, name: str, media_type: str | None, inline: bool) -> str:
        """An address that works for `LINK_LIFE_S`."""


def check_sendable(file: StoredFile, conversation_id: ConversationId, party: Party) -> Attachment:
    """What a message of `party` carries. Agents send common files too.

    Raises `NotFound` for files of others and of other conversations, `Conflict` (`not_uploaded`) for an unfinished one.
    """
    common = file.shared and party.side == "agent"
    own = file.by_side == party.side and file.by_id == party.id and file.conversation_id == conversation_id
    if not common and (not own or file.recalled):
        raise NotFound("There is no such file.", field="file_id")
    if file.state != "ready":
        raise Conflict("The file has not been uploaded.", code="not_uploaded", field="file_id")
    return file.attachment
