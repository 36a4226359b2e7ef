"""An agent answers a left message by mail, or closes it."""

from parlor.domain import mails
from parlor.domain.directory import Directory, check_version
from parlor.domain.ids import LeftMessageId
from parlor.domain.left_messages import LeftMessage, LeftMessages, answered, closed
from parlor.domain.mails import Mailer
from parlor.domain.ports import Clock
from parlor.domain.staff import Staff
from parlor.protocol import rest
from parlor.usecases.checks import written


def answer_left_message(
    left_message_id: LeftMessageId,
    body: rest.AnswerLeftMessage,
    staff: Staff,
    directory: Directory,
    left_messages: LeftMessages,
    mailer: Mailer,
    clock: Clock,
) -> LeftMessage:
    """Marks the message first, so that of two agents one answers, then mails. A mail that cannot go out reopens it.

    Raises `NotFound`, `Conflict` (`conflict`, `already_answered`, `closed`).
    """
    text = written(body.text, "text")
    before = left_messages.get(left_message_id)
    after = answered(before, text, staff.agent.name, clock.now_ms())
    check_version(body.version, before.version)
    stored = left_messages.change(before, after)
    company = directory.company()
    try:
        mailer.send(
            mails.left_message_answered(
                to=before.email,
                language=before.language or company.language,
                company=company.company,
                agent=staff.agent.name,
                question=before.text,
                answer=text,
            )
        )
    except Exception:
        left_messages.change(stored, before)
        raise
    return stored


def close_left_message(left_message_id: LeftMessageId, body: rest.CloseLeftMessage, left_messages: LeftMessages) -> LeftMessage:
    """Raises `NotFound`, `Conflict`."""
    before = left_messages.get(left_message_id)
    after = closed(before)
    check_version(body.version, before.version)
    return left_messages.change(before, after)
