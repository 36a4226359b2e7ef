"""Everything of one person as a ZIP: JSON for programs, a page for people for each conversation, and the files that were sent.

data.json                        what is known of the person, by place (docs/privacy.md)
conversations/<id>.json, .html   each conversation with all that was said, noted and done in it, and its lines in the archive
files/<id>-<name>                what was uploaded
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import msgspec

from parlor.domain.archive import folder
from parlor.domain.compaction import ArchiveObjects
from parlor.domain.conversation import Conversation
from parlor.domain.download_forms import File
from parlor.domain.downloads import Batch
from parlor.domain.ids import ConversationId, TenantId
from parlor.domain.personal_data import Found, Person, PersonRows, Place, Row, UploadedFiles
from parlor.domain.record_files import PAGE_END, Record, RecordFiles
from parlor.domain.sheets import chunks

PLACES: tuple[Place, ...] = (
    "cards",
    "profiles",
    "identities",
    "subscriptions",
    "left_messages",
    "visits",
    "events",
    "invitations",
    "blocks",
)
"""In `data.json`. Sockets are technical; what the audit log and the deliveries say of a person stands in the other places, too."""
_OF_CONVERSATION: tuple[Place, ...] = ("conversations", "entries", "files")
FORMAT = "parlor.person.1"


class PersonFiles:
    """What the ZIP of one person is made of. `record` reads what the page of a conversation shows, None for one that is gone."""

    def __init__(
        self,
        tenant: TenantId,
        person: Callable[[], Person],
        rows: PersonRows,
        contents: UploadedFiles,
        archive: ArchiveObjects,
        record: Callable[[ConversationId], Record | None],
        pages: RecordFiles,
        made_at: int,
    ) -> None:
        self._tenant = tenant
        self._person = person
        self._rows = rows
        self._contents = contents
        self._archive = archive
        self._record = record
        self._pages = pages
        self._made_at = made_at

    @cached_property
    def _found(self) -> Found:
        return self._rows.find(self._person())

    def __call__(self, position: str | None) -> Batch:
        """First what is known, then a conversation at a time. Raises `NotFound`."""
        ids = sorted(self._found.conversations)
        if position is None:
            return Batch([self._known()], 1, "" if ids else None)
        conversation_id = next(each for each in ids if each > position)
        done = ids.index(conversation_id) + 1
        return Batch(self._conversation(conversation_id), 1, conversation_id if done < len(ids) else None, share=done / len(ids))

    def _known(self) -> File:
        known: dict[str, Any] = {"format": FORMAT, "made_at": self._made_at, "name": self._found.name}
        known |= {"customer_id": self._found.person.customer_id, "visitor_ids": list(self._found.person.visitors)}
        known |= {place: [_told(row) for row in self._rows.of(place, self._found)] for place in PLACES}
        return File("data.json", [_json(known)])

    def _conversation(self, conversation_id: ConversationId) -> Iterator[File]:
        days = self._found.conversations[conversation_id]
        of_one = msgspec.structs.replace(self._found, conversations={conversation_id: days})
        told: dict[str, Any] = {place: [_told(row) for row in self._rows.of(place, of_one)] for place in _OF_CONVERSATION}
        told["archive"] = [line for day in days for line in self._archived(day, conversation_id)]
        yield File(f"conversations/{conversation_id}.json", [_json(told)])
        record = self._record(conversation_id)
        if record is not None:
            page = (self._pages.page_head(1, self._made_at), *self._pages.article(record), PAGE_END)
            yield File(f"conversations/{conversation_id}.html", chunks(iter(page)))
        for row in self._rows.of("files", of_one):
            if row.values.get("state") == "ready" and row.values.get("conversation_id"):
                file_id = row.pk.rpartition("#")[2]
                name = str(row.values["name"]).replace("/", "_").replace("\\", "_")
                yield File(f"files/{file_id}-{name}", self._contents.read(file_id))

    def _archived(self, day: str, conversation_id: ConversationId) -> Iterator[Any]:
        for key, _ in self._archive.under(folder("conversations", self._tenant, day)):
            for line in (self._archive.get(key) or b"").split(b"\n"):
                if conversation_id.encode() in line:
                    yield msgspec.json.decode(line)


def _told(row: Row) -> dict[str, Any]:
    """A row as it lies in its table; what is JSON inside it is opened."""
    return {"key": row.sk} | {name: opened(value) for name, value in row.values.items()}


def opened(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in "{[":
        try:
            return msgspec.json.decode(value)
        except msgspec.DecodeError:
            return value
    return value


def _json(told: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(told, enc_hook=str), indent=1)


def record_reader(
    get: Callable[[ConversationId], Conversation | None],
    facts: Callable[[list[Conversation]], Any],
    lines: Callable[[Conversation], Any],
) -> Callable[[ConversationId], Record | None]:
    """Reads what a page shows of a conversation."""

    def read(conversation_id: ConversationId) -> Record | None:
        conversation = get(conversation_id)
        if conversation is None:
            return None
        return Record(conversation, facts([conversation])[conversation_id], lines(conversation))

    return read
