"""Who left a message gets a mail that it has arrived."""

from msgspec.structs import replace

from parlor.domain import mails
from parlor.domain.directory import Directory
from parlor.domain.errors import NotFound
from parlor.domain.ids import LeftMessageId
from parlor.domain.jobs import LeftMessageReceipt
from parlor.domain.left_messages import LeftMessages
from parlor.domain.mails import Mailer
from parlor.domain.ports import Clock


def send_receipt(job: LeftMessageReceipt, directory: Directory, left_messages: LeftMessages, mailer: Mailer, clock: Clock) -> str:
    """Returns what happened. Raises when the mail could not be handed over; then it is due again."""
    try:
        message = left_messages.get(LeftMessageId(job.left_message_id))
    except NotFound:
        return "no message"
    if message.receipt_at is not None:
        return "told before"
    company = directory.company()
    mail = mails.left_message_received(
        to=message.email, language=message.language or company.language, company=company.public_name, contact=company.contact
    )
    mailer.send(replace(mail, visitor_id=message.visitor_id))
    left_messages.note_receipt(message.left_message_id, clock.now_ms())
    return "sent"
