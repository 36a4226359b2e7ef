"""A visitor keeps the conversation: as a page, or in a mail."""

from collections.abc import Iterator

from msgspec.structs import replace

from parlor.domain import mails
from parlor.domain.conversation import Conversation, Party, check_may_read
from parlor.domain.directory import Directory
from parlor.domain.errors import Forbidden, NotFound
from parlor.domain.ids import ConversationId
from parlor.domain.log import Entry
from parlor.domain.mails import Mailer
from parlor.domain.ports import Clock, Conversations
from parlor.domain.transcripts import Frame, title, transcript
from parlor.protocol import rest

_READ_AT_ONCE = 500


def make_transcript(
    body: rest.AskTranscript, party: Party, directory: Directory, conversations: Conversations, mailer: Mailer, clock: Clock
) -> rest.Transcript:
    """Raises `Forbidden` where the company does not allow it, `NotFound` for a conversation of somebody else."""
    if not directory.service().switches.transcripts:
        raise Forbidden("The company does not allow this.", field="conversation_id")
    conversation = conversations.get(ConversationId(body.conversation_id))
    if conversation is None:
        raise NotFound("There is no such conversation.", field="conversation_id")
    check_may_read(conversation, party)
    company = directory.company()
    frame = Frame(company=company.public_name, contact=company.contact, zone=company.time_zone, language=body.language, now=clock.now_ms())
    page = transcript(conversation, _entries(conversation, conversations), frame)
    if body.email is None:
        return rest.Transcript(html=page)
    mail = mails.conversation_kept(to=body.email, subject=title(company.public_name, body.language), page=page)
    mailer.send(replace(mail, conversation_id=conversation.conversation_id, visitor_id=conversation.visitor_id))
    return rest.Transcript()


def _entries(conversation: Conversation, conversations: Conversations) -> Iterator[Entry]:
    after = 0
    while after < conversation.seq:
        found = conversations.log(conversation.conversation_id, after, _READ_AT_ONCE)
        if not found:
            return
        yield from found
        after = found[-1].seq
