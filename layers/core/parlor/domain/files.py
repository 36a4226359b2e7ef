"""Files that people send: announced, uploaded straight to the store, checked there, and only then part of a conversation."""

import re
import unicodedata
from typing import Literal, Protocol

from msgspec import Struct

from parlor.domain.conversation import Party, Side
from parlor.domain.errors import Conflict, Invalid, NotFound
from parlor.domain.ids import ConversationId, FileId
from parlor.domain.log import Attachment

PENDING_LIFE_MS = 3_600_000
"""Who announced a file has so long to upload it and to say so. The store's rules forget what was never finished."""
LINK_LIFE_S = 900
NAME_MAX = 120


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


# --- names and types -----------------------------------------------------------------------------------------------

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What browsers show without running anything in it."""

_ZIP = "application/zip"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
_OLE = "application/x-ole-storage"
_TEXT = "text/plain"
_EXTENSIONS: dict[str, tuple[str, ...]] = {
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg", "jfif"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "application/pdf": ("pdf",),
    "text/plain": ("txt", "log", "text"),
    "text/csv": ("csv",),
    "application/zip": ("zip",),
    "application/x-zip-compressed": ("zip",),
    "application/msword": ("doc",),
    "application/vnd.ms-excel": ("xls", "csv"),
    "application/vnd.ms-powerpoint": ("ppt",),
    f"{_OFFICE}.wordprocessingml.document": ("docx",),
    f"{_OFFICE}.spreadsheetml.sheet": ("xlsx",),
    f"{_OFFICE}.presentationml.presentation": ("pptx",),
    f"{_ODF}.text": ("odt",),
    f"{_ODF}.spreadsheet": ("ods",),
    f"{_ODF}.presentation": ("odp",),
    "audio/mpeg": ("mp3",),
    "audio/mp3": ("mp3",),
    "audio/wav": ("wav",),
    "audio/x-wav": ("wav",),
    "audio/wave": ("wav",),
    "audio/ogg": ("ogg", "oga", "opus"),
    "audio/webm": ("webm", "weba"),
    "audio/mp4": ("m4a", "mp4"),
    "audio/x-m4a": ("m4a",),
    "audio/aac": ("aac",),
    "video/mp4": ("mp4", "m4v"),
    "video/webm": ("webm",),
    "video/quicktime": ("mov", "qt"),
    "video/ogg": ("ogv", "ogg"),
}
"""What may be sent, and how its name must end."""


def clean_name(name: str) -> str:
    """The last part of a path, without what cannot be seen or would break a line. Raises `Invalid`."""
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(char for char in last if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    cleaned = " ".join(visible.split()).strip(". ")
    if not cleaned:
        raise Invalid("A file has a name.", field="name")
    return cleaned[-NAME_MAX:]


def check_type(name: str, media_type: str) -> None:
    """Raises `Invalid` with `type` for kinds that nobody may send, with `name` for an ending that belongs to another kind."""
    endings = _EXTENSIONS.get(media_type)
    if endings is None:
        raise Invalid("Files of this kind cannot be sent.", field="type")
    if name.rpartition(".")[2].lower() not in endings or "." not in name:
        raise Invalid("The name does not end as files of this kind do.", field="name")
