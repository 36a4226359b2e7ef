"""The grace period after a message is over: if its reader has still not seen it, they are told. Once for each silence.

A visitor by push, if a browser of theirs takes it, else by mail; an agent by mail.
"""

from msgspec.structs import replace

from parlor.domain import mails
from parlor.domain.conversation import Conversation, Side
from parlor.domain.credentials import UnsubscribeClaims
from parlor.domain.directory import Directory
from parlor.domain.errors import NotFound
from parlor.domain.ids import ConversationId, TenantId, visitor_number
from parlor.domain.jobs import UnreadNotice
from parlor.domain.log import Message
from parlor.domain.mails import Mail, Mailer
from parlor.domain.notices import Notices, still_unread
from parlor.domain.ports import Clock, Conversations
from parlor.domain.push import TEXT_MAX, Notice, Pusher, PushSubscriptions, Subscription
from parlor.domain.signing import Signing
from parlor.usecases.resume_visit import resume_link

_TOLD_MAX = 20
"""Entries that one notice tells of, at most."""


class UnreadNotices:
    """`site_url` is where the sites are; `api_url` is where the link to unsubscribe leads."""

    def __init__(
        self,
        tenant: TenantId,
        directory: Directory,
        conversations: Conversations,
        notices: Notices,
        subscriptions: PushSubscriptions,
        pusher: Pusher,
        mailer: Mailer,
        signing: Signing,
        clock: Clock,
        site_url: str,
        api_url: str,
    ) -> None:
        self._tenant = tenant
        self._directory = directory
        self._conversations = conversations
        self._notices = notices
        self._subscriptions = subscriptions
        self._pusher = pusher
        self._mailer = mailer
        self._signing = signing
        self._clock = clock
        self._site_url = site_url
        self._api_url = api_url

    def send(self, job: UnreadNotice) -> str:
        """Returns what happened: `pushed`, `sent`, or why nothing was.

        Raises when the mail could not be handed over; then it is due again.
        """
        conversation_id = ConversationId(job.conversation_id)
        conversation = self._conversations.get(conversation_id)
        if conversation is None:
            return "no conversation"
        if not still_unread(conversation, job.reader, job.seq):
            return "read"
        text = self._text(conversation, job.reader, job.seq)
        if text is None:
            return "no message"
        mail = self._to_visitor(conversation, text) if job.reader == "visitor" else self._to_agent(conversation, text)
        browsers = self._subscriptions.of(conversation.visitor_id) if job.reader == "visitor" else []
        if mail is None and not browsers:
            return "nobody to tell"
        if not self._notices.claim(conversation_id, job.reader, job.seq):
            return "told before"
        try:
            if browsers and self._pushed(conversation, text, browsers):
                return "pushed"
            if mail is not None:
                self._mailer.send(replace(mail, conversation_id=conversation_id, visitor_id=conversation.visitor_id))
                return "sent"
        except Exception:
            self._notices.give_back(conversation_id, job.reader, job.seq)
            raise
        self._notices.give_back(conversation_id, job.reader, job.seq)
        return "nobody to tell"

    def _text(self, conversation: Conversation, reader: Side, seq: int) -> str | None:
        """All that the reader has not seen: of several messages any may come first to the queue's other end, and one notice is all there
        is. None when the message at `seq` is nothing to be told of (any more)."""
        other, read = ("agent", conversation.read_visitor) if reader == "visitor" else ("visitor", conversation.read_agent)
        entries = self._conversations.log(conversation.conversation_id, max(read, seq - _TOLD_MAX), _TOLD_MAX)
        said = [each for each in entries if isinstance(each, Message) and each.by.role == other and not each.recalled and not each.note]
        if not any(each.seq == seq for each in said):
            return None
        return "\n".join(part for each in said for part in (each.text, _carried(each)) if part)

    def _pushed(self, conversation: Conversation, text: str, browsers: list[Subscription]) -> bool:
        """Whether a browser of the visitor took it. One that is gone for good is forgotten."""
        notice = Notice(self._directory.company().public_name, text[:TEXT_MAX], self._back(conversation))
        taken = False
        for browser in browsers:
            outcome = self._pusher.push(browser, notice)
            taken = taken or outcome == "sent"
            if outcome == "gone":
                self._subscriptions.remove(conversation.visitor_id, browser)
        return taken

    def _back(self, conversation: Conversation) -> str:
        return resume_link(self._tenant, conversation, self._signing, self._site_url, self._clock.now_ms())

    def _to_visitor(self, conversation: Conversation, text: str) -> Mail | None:
        """None for a visitor whose address we do not have, or who wants no mail."""
        visitor = conversation.visitor_id
        profile = self._conversations.profile(visitor)
        if profile is None or not profile.email or not self._notices.wants_mail(visitor):
            return None
        company = self._directory.company()
        token = self._signing.sign_unsubscribe(UnsubscribeClaims(self._tenant, visitor))
        return mails.unread_by_visitor(
            to=profile.email,
            language=profile.language or company.language,
            company=company.public_name,
            contact=company.contact,
            agent=conversation.agent_name or company.public_name,
            text=text,
            resume_url=self._back(conversation),
            unsubscribe_url=f"{self._api_url}/unsubscribe?token={token}",
        )

    def _to_agent(self, conversation: Conversation, text: str) -> Mail | None:
        """None while nobody has the conversation: those in the queue are on the desks of the whole department."""
        if conversation.agent_id is None or conversation.state != "active":
            return None
        try:
            agent = self._directory.agent(conversation.agent_id)
        except NotFound:
            return None
        if agent.disabled:
            return None
        number = visitor_number(conversation.visitor_id)
        return mails.unread_by_agent(
            to=agent.email,
            language=self._directory.company().language,
            visitor=f"{conversation.visitor_name} ({number})" if conversation.visitor_name else number,
            text=text,
            desk_url=f"{self._site_url}/admin/index.html",
        )


def _carried(message: Message) -> str:
    """What came without words, by its name."""
    if message.file:
        return message.file.name
    if message.page:
        return message.page.title or message.page.url
    return message.form.title if message.form else ""
