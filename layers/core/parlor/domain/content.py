"""What a message says and carries, before it has its place in the log."""

from msgspec import Struct

from parlor.domain.conversation import LAST_TEXT_MAX, LastKind
from parlor.domain.forms import Form
from parlor.domain.log import Attachment, Author, ClientId, Message, PageCard
from parlor.domain.rich_text import RichText
from parlor.domain.survey import Survey


class Content(Struct, frozen=True, kw_only=True):
    """At most one of file, page, form and survey. `quote` is the place of the message that this one answers.

    `note`: for the staff only. `whisper`: besides, by somebody who takes no part.
    """

    text: str = ""
    body: RichText | None = None
    quote: int | None = None
    file: Attachment | None = None
    page: PageCard | None = None
    form: Form | None = None
    survey: Survey | None = None
    automatic: bool = False
    note: bool = False
    whisper: bool = False

    @property
    def kind(self) -> LastKind:
        """What the message is in a list of conversations."""
        if self.file is not None:
            return "image" if self.file.type.startswith("image/") else "file"
        if self.page is not None:
            return "page"
        if self.form is not None:
            return "form"
        return "survey" if self.survey is not None else "text"

    @property
    def beginning(self) -> str:
        """What a list of conversations shows of the words."""
        return self.text[:LAST_TEXT_MAX]

    @property
    def only_words(self) -> bool:
        """Whether the server added nothing to what the client sent."""
        return self.kind == "text" and self.body is None

    def at(self, seq: int, now: int, by: Author, client_id: ClientId) -> Message:
        return Message(
            seq=seq,
            at=now,
            by=by,
            client_id=client_id,
            text=self.text,
            body=self.body,
            quote=self.quote,
            file=self.file,
            page=self.page,
            form=self.form,
            survey=self.survey,
            automatic=self.automatic,
            note=self.note,
            whisper=self.whisper,
        )
