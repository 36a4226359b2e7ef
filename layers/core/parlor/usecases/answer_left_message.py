"""An agent answers a left message by mail, as often as it takes."""

from msgspec.structs import replace

from parlor.domain import mails
from parlor.domain.credentials import LetterClaims
from parlor.domain.directory import Directory, check_version
from parlor.domain.ids import LeftMessageId, TenantId, new_ulid
from parlor.domain.left_messages import LeftEntry, LeftMessage, LeftMessages, thread, with_entry
from parlor.domain.mails import Mailer
from parlor.domain.ports import Clock
from parlor.domain.signing import Signing
from parlor.domain.staff import Staff
from parlor.protocol import rest_left
from parlor.usecases.checks import written

LETTER_LIFE_MS = 90 * 86_400_000
"""The link with which a visitor writes on works for so long."""


def answer_left_message(
    left_message_id: LeftMessageId,
    body: rest_left.AnswerLeftMessage,
    staff: Staff,
    directory: Directory,
    left_messages: LeftMessages,
    mailer: Mailer,
    signing: Signing,
    clock: Clock,
    site_url: str,
) -> tuple[LeftMessage, LeftMessage]:
    """Stores the answer first, so that of two agents with the same version one answers, then mails. A mail that cannot go out takes the
    answer back. Returns the message before and after.

    Raises `NotFound`, `Conflict` (`conflict`, `closed`, `too_many`).
    """
    text, now = written(body.text, "text"), clock.now_ms()
    before = left_messages.get(left_message_id)
    check_version(body.version, before.version)
    by = staff.agent
    entry = LeftEntry(entry_id=new_ulid(now), place=before.said + 1, kind="answer", at=now, text=text, by_id=by.agent_id, by_name=by.name)
    after = with_entry(before, entry)
    said_before = thread(before, left_messages.entries(left_message_id))
    stored = left_messages.change(before, after, entry)
    company = directory.company()
    try:
        mail = mails.left_message_answered(
            to=before.email,
            language=before.language or company.language,
            company=company.public_name,
            contact=company.contact,
            signature=directory.personal(by.agent_id).signature,
            agent=by.name,
            question=next((each.text for each in reversed(said_before) if each.kind == "visitor"), before.text),
            answer=text,
            reply_url=letter_link(staff.tenant, left_message_id, signing, site_url, now),
        )
        mailer.send(replace(mail, visitor_id=before.visitor_id))
    except Exception:
        left_messages.take_back(stored, before, entry)
        raise
    return before, stored


def letter_link(tenant: TenantId, left_message_id: LeftMessageId, signing: Signing, site_url: str, now: int) -> str:
    """Whoever has it reads the thread and writes as its visitor. The token stands behind `#`, which browsers send to no server."""
    claims = LetterClaims(tenant, left_message_id, now + LETTER_LIFE_MS)
    return f"{site_url}/widget/letter.html#{signing.sign_letter(claims)}"
