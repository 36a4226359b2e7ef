"""What a client wants to say, checked and completed: words from the frame, cards from the company's documents, files from the store."""

from collections.abc import Callable

from msgspec.structs import replace

from parlor.domain.content import Content
from parlor.domain.conversation import Conversation, Party, Talk
from parlor.domain.directory import Directory
from parlor.domain.errors import Forbidden, Invalid, NotFound
from parlor.domain.files import Files, check_sendable
from parlor.domain.forms import Form
from parlor.domain.ids import ConversationId, FileId
from parlor.domain.log import Message
from parlor.domain.rich_text import Paragraph, RichText, plain_text
from parlor.domain.survey import Survey
from parlor.protocol.frames import SendMessage
from parlor.protocol.frames_internal import SendInternal
from parlor.protocol.limits import TEXT_MAX

_CARRIED = ("file_id", "page", "form_id", "survey")
_AGENTS_ONLY = _CARRIED[1:]


def carried(frame: SendMessage | SendInternal) -> str | None:
    """The field of what the message carries besides words."""
    return next((field for field in _CARRIED if getattr(frame, field, None)), None)


def check_content(frame: SendMessage | SendInternal, party: Party) -> None:
    """Raises `Invalid` for a message that says nothing or carries two things, `Forbidden` for what visitors may not send."""
    given = [field for field in _CARRIED if getattr(frame, field, None)]
    note, whisper = (frame.note, frame.whisper) if isinstance(frame, SendMessage) else (False, False)
    if party.side == "visitor":
        if note or whisper:
            raise Forbidden("Only agents write notes.", field="note" if note else "whisper")
        for field in _AGENTS_ONLY:
            if field in given:
                raise Forbidden("Only agents send this.", field=field)
    if note and given and given[0] in _AGENTS_ONLY:
        raise Invalid("The visitor does not see a note: it carries nothing for them.", field=given[0])
    if whisper and given:
        raise Invalid("Only words are whispered.", field=given[0])
    if len(given) > 1:
        raise Invalid(f"A message carries one thing: {given[0]} or {given[1]}.", field=given[1])
    if frame.body is not None and not _says_something(frame.body):
        raise Invalid("Write something.", field="body")
    if not given and frame.body is None and not frame.text.strip():
        raise Invalid("Write something.", field="text")


def words(frame: SendMessage | SendInternal) -> Content:
    """The words alone. Raises `Invalid` (`too_long`) for formatted text that is longer than a message may be."""
    text = plain_text(frame.body) if frame.body is not None else frame.text
    if len(text) > TEXT_MAX:
        raise Invalid(f"A message has at most {TEXT_MAX} characters.", code="too_long", field="body")
    note, whisper = (frame.note, frame.whisper) if isinstance(frame, SendMessage) else (False, False)
    return Content(text=text, body=frame.body, quote=frame.quote, note=note or whisper, whisper=whisper)


def _says_something(body: RichText) -> bool:
    lines = [line for block in body for line in ([block.spans] if isinstance(block, Paragraph) else block.items)]
    return any(span.text.strip() for line in lines for span in line)


class Enclosures:
    """Completes a message with what it carries. Directory and files are opened when they are needed: words need neither."""

    def __init__(self, directory: Callable[[], Directory], files: Callable[[], Files]) -> None:
        self._directory = directory
        self._files = files

    def content(self, frame: SendMessage | SendInternal, party: Party, conversation: Talk) -> Content:
        """Raises `NotFound`, `Conflict` (`not_uploaded`) and `Forbidden` with the field that is wrong."""
        said = words(frame)
        if frame.file_id is not None:
            return self._with_file(said, FileId(frame.file_id), party, conversation)
        if isinstance(frame, SendInternal) or not isinstance(conversation, Conversation):
            return said
        if frame.page is not None:
            at_once = self._directory().service().switches.pushed_pages_at_once
            return replace(said, page=replace(frame.page, at_once=at_once))
        if frame.form_id is not None:
            return replace(said, form=self._form(frame.form_id))
        return replace(said, survey=self._survey(conversation))

    def note_sent(self, message: Message, party: Party, conversation_id: ConversationId) -> None:
        """A common file is seen where it was sent. Only agents send those."""
        if message.file is None or party.side == "visitor":
            return
        file_id = FileId(message.file.file_id)
        if self._files().get(file_id).conversation_id is None:
            self._files().note_sent(file_id, conversation_id)

    def take_back(self, message: Message, conversation_id: ConversationId) -> None:
        """The file of a recalled message is nobody's to see any more."""
        if message.file is not None:
            self._files().mark_recalled(FileId(message.file.file_id), conversation_id)

    def _with_file(self, said: Content, file_id: FileId, party: Party, conversation: Talk) -> Content:
        if party.side == "visitor" and not self._directory().service().switches.visitor_files:
            raise Forbidden("This company takes no files.", field="file_id")
        return replace(said, file=check_sendable(self._files().get(file_id), conversation.conversation_id, party))

    def _form(self, form_id: str) -> Form:
        form = self._directory().service().form(form_id)
        if form is None:
            raise NotFound("There is no such form.", field="form_id")
        return form

    def _survey(self, conversation: Conversation) -> Survey:
        survey = self._directory().service().survey_of(conversation.department_id)
        if survey is None:
            raise NotFound("The department has no survey.", field="survey")
        return survey
