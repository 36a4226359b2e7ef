"""A file is announced, uploaded by the browser, looked at, and kept; then it can be sent. And the ways to see it."""

from typing import Any

from msgspec import Struct

from parlor.domain.audit import Trail
from parlor.domain.conversation import Party, Talk
from parlor.domain.errors import Conflict, Invalid, NotFound
from parlor.domain.file_types import PICTURES, check_contents, check_type, clean_name, served_as, thumbnail_type
from parlor.domain.files import LINK_LIFE_S, PENDING_LIFE_MS, SHARED_MAX, Blobs, Files, Part, SharedFile, StoredFile, Uploaded
from parlor.domain.ids import ConversationId, FileId, new_ulid
from parlor.domain.ports import Clock, Talks
from parlor.domain.staff import Staff
from parlor.protocol import rest


class NewFile(Struct, frozen=True, kw_only=True):
    """What is said of a file before it is uploaded."""

    name: str
    type: str
    size: int
    width: int | None = None
    height: int | None = None
    thumbnail_size: int | None = None


class KeepFiles:
    """The files of one tenant."""

    def __init__(self, files: Files, blobs: Blobs, conversations: Talks[Any], clock: Clock) -> None:
        self._files = files
        self._blobs = blobs
        self._conversations = conversations
        self._clock = clock

    # --- uploading -------------------------------------------------------------------------------------------------

    def announce(self, said: NewFile, party: Party, conversation_id: ConversationId | None) -> rest.FileUpload:
        """Without a conversation it becomes one of the common files. Raises `Invalid`, and what `check_may_add` raises."""
        name = clean_name(said.name)
        check_type(name, said.type)
        picture = said.type in PICTURES
        if said.thumbnail_size is not None and not picture:
            raise Invalid("Only pictures have a smaller one.", field="thumbnail_size")
        if conversation_id is not None:
            check_may_add(self._conversations.get(conversation_id), party)
        now = self._clock.now_ms()
        file = StoredFile(
            file_id=FileId(new_ulid(now)),
            conversation_id=conversation_id,
            by_side=party.side,
            by_id=party.id,
            name=name,
            type=said.type,
            size=said.size,
            width=said.width if picture else None,
            height=said.height if picture else None,
            thumbnail_size=said.thumbnail_size,
            announced_at=now,
            expires_at=now + PENDING_LIFE_MS,
        )
        self._files.put_pending(file)
        return rest.FileUpload(
            file_id=file.file_id,
            target=self._target(file, "file", said.size, said.type),
            thumbnail_target=self._target(file, "thumbnail", said.thumbnail_size, None) if said.thumbnail_size else None,
            expires_at=now + PENDING_LIFE_MS,
        )

    def finish(self, file_id: FileId, party: Party) -> StoredFile:
        """Looks at what was uploaded and keeps it. Said again, it answers the same.

        Raises `NotFound` for a file of somebody else or an announcement that is too old, `Conflict` (`not_uploaded`),
        `Invalid` with `size` or `type` when it is not what was announced.
        """
        file = self._files.get(file_id)
        if (file.by_side, file.by_id) != (party.side, party.id):
            raise NotFound("There is no such file.", field="file_id")
        if file.state == "ready":
            return file
        if file.expires_at is not None and file.expires_at <= self._clock.now_ms():
            raise NotFound("The announcement is too old.", field="file_id")
        found = self._uploaded(file, "file", file.size, "size")
        check_contents(file.type, found.head)
        if file.thumbnail_size is not None:
            small = self._uploaded(file, "thumbnail", file.thumbnail_size, "thumbnail_size")
            self._blobs.keep(file_id, "thumbnail", small.version, thumbnail_type(small.head))
        self._blobs.keep(file_id, "file", found.version, file.type)
        self._files.mark_ready(file_id)
        self._blobs.forget_upload(file_id, "file")
        if file.thumbnail:
            self._blobs.forget_upload(file_id, "thumbnail")
        return self._files.get(file_id)

    def _target(self, file: StoredFile, part: Part, size: int, media_type: str | None) -> rest.UploadTarget:
        target = self._blobs.target(file.file_id, part, size=size, media_type=media_type, life_s=PENDING_LIFE_MS // 1000)
        return rest.UploadTarget(url=target.url, fields=target.fields)

    def _uploaded(self, file: StoredFile, part: Part, announced: int, field: str) -> Uploaded:
        found = self._blobs.uploaded(file.file_id, part)
        if found is None:
            raise Conflict("The file has not been uploaded.", code="not_uploaded", field=field)
        if found.size != announced:
            raise Invalid(f"The file has {found.size} bytes, not {announced}.", field=field)
        return found

    # --- seeing ----------------------------------------------------------------------------------------------------

    def links(
        self, conversation_id: ConversationId, file_ids: list[FileId], party: Party, *, recalled_too: bool = False, others: bool = False
    ) -> rest.FileLinkList:
        """Files of the conversation, and common files that were sent in it. `recalled_too` is for supervisors;
        `others` for who may read conversations that they are not in.

        Raises `NotFound` for a conversation that does not exist or is another visitor's.
        """
        conversation = self._conversations.get(conversation_id)
        if conversation is None:
            raise _no_conversation()
        if not others:
            conversation.check_may_read(party)
        found = [file for file in self._files.get_many(file_ids) if file.state == "ready" and (recalled_too or not file.recalled)]
        common = self._files.sent_in([file.file_id for file in found if file.conversation_id is None], conversation_id)
        links = [self._link(file) for file in found if file.conversation_id == conversation_id or file.file_id in common]
        return rest.FileLinkList(links=links, expires_at=self._clock.now_ms() + LINK_LIFE_S * 1000)

    def _link(self, file: StoredFile) -> rest.FileLink:
        media_type, inline = served_as(file.type), file.type in PICTURES
        download = self._blobs.link(file.file_id, "file", name=file.name, media_type=media_type, inline=False)
        return rest.FileLink(
            file_id=file.file_id,
            url=self._blobs.link(file.file_id, "file", name=file.name, media_type=media_type, inline=True) if inline else download,
            download_url=download,
            thumbnail_url=self._blobs.link(file.file_id, "thumbnail", name=file.name, media_type=None, inline=True)
            if file.thumbnail
            else None,
        )

    # --- common files ----------------------------------------------------------------------------------------------

    def share(self, body: rest.AddSharedFile, staff: Staff, trail: Trail) -> SharedFile:
        """Raises `NotFound` for a file of a conversation or of somebody else, `Conflict` (`not_uploaded`, `exists`, `limit_reached`)."""
        file = self._files.get(FileId(body.file_id))
        if file.conversation_id is not None or (file.by_side, file.by_id) != ("agent", staff.agent_id):
            raise NotFound("There is no such file.", field="file_id")
        if file.state != "ready":
            raise Conflict("The file has not been uploaded.", code="not_uploaded", field="file_id")
        if len(self._files.shared()) >= SHARED_MAX:
            raise Conflict(f"There can be {SHARED_MAX} common files at most.", code="limit_reached")
        shared = SharedFile(
            file_id=file.file_id,
            title=body.title.strip() or file.name,
            folder=body.folder.strip(),
            name=file.name,
            type=file.type,
            size=file.size,
            added_by=staff.agent.name,
        )
        self._files.share(shared)
        trail.done("add_shared_file", ("file", shared.file_id, shared.title), after=shared)
        return shared

    def unshare(self, file_id: FileId, trail: Trail) -> None:
        """Raises `NotFound`."""
        shared = next((file for file in self._files.shared() if file.file_id == file_id), None)
        self._files.unshare(file_id)
        if shared is not None:
            trail.done("delete_shared_file", ("file", file_id, shared.title), before=shared)


def check_may_add(conversation: Talk | None, party: Party) -> None:
    """Raises `NotFound`, `Forbidden` for an agent who does not have the conversation, `Conflict` (`conversation_closed`)."""
    if conversation is None:
        raise _no_conversation()
    conversation.check_may_add(party)


def _no_conversation() -> NotFound:
    return NotFound("There is no such conversation.", field="conversation_id")
