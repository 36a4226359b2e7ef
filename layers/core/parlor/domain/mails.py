"""The mails that the product sends, to visitors and to staff in their languages: plain text and simple HTML, everything escaped."""

import re
from collections.abc import Callable, Iterable
from html import escape, unescape
from typing import Literal, Protocol

from msgspec import Struct

from parlor.domain.directory import Language
from parlor.domain.languages import VisitorLanguage

_QUOTED_MAX = 1_000
_BREAK = re.compile(r"<br>|</(?:h1|h2|p|header|blockquote|section)>")
_TAG = re.compile(r"<[^>]+>")


MailKind = Literal["", "answer", "receipt", "unread", "transcript", "joined", "webhook_off", "account_known", "report", "closing"]
"""What a mail is about, for who looks at those that could not be sent."""


class Attachment(Struct, frozen=True):
    name: str
    content_type: str
    data: bytes


class Mail(Struct, frozen=True, kw_only=True):
    """`unsubscribe_url` also goes into the headers (RFC 8058), so that mail programs show their own button.

    `tenant`, `what`, `conversation_id` and `visitor_id` are not mailed; they say whose mail it is, what about and whom it concerns.
    `tenant` is empty where no company is known yet, or none is there any more.
    """

    to: str
    subject: str
    text: str
    html: str
    unsubscribe_url: str | None = None
    attachments: tuple[Attachment, ...] = ()
    tenant: str = ""
    what: MailKind = ""
    conversation_id: str = ""
    visitor_id: str = ""


class Mailer(Protocol):
    def send(self, mail: Mail) -> None:
        """Raises when the mail could not be handed over."""


def hand_over(mails: Iterable[Mail], mailer: Mailer, note: Callable[[Exception], None]) -> None:
    """Each on its own: one that cannot be handed over is noted and keeps back none of the others."""
    for mail in mails:
        try:
            mailer.send(mail)
        except Exception as fault:  # noqa: BLE001 - whatever the provider raises
            note(fault)


class MailRefused(Exception):
    """The provider will not take this mail, however often it is tried: the address, the sender or the content is refused."""


class MailDown(Exception):
    """The provider could not be reached, had a fault or had too much to do: later it may go."""


_TO_VISITORS: dict[str, dict[VisitorLanguage, str]] = {
    "answered.subject": {
        "zh-CN": "{company} 回复了您的留言",
        "zh-TW": "{company} 已回覆您的留言",
        "en": "{company} has answered your message",
        "ja": "{company} からお問い合わせへの返信",
    },
    "answered.lead": {
        "zh-CN": "您好，{agent} 回复了您的留言：",
        "zh-TW": "您好，{agent} 已回覆您的留言：",
        "en": "Hello, {agent} has answered your message:",
        "ja": "お問い合わせに {agent} が返信しました。",
    },
    "answered.reply": {"zh-CN": "继续回复", "zh-TW": "繼續回覆", "en": "Write back", "ja": "返信する"},
    "answered.yours": {"zh-CN": "您的留言：", "zh-TW": "您的留言：", "en": "Your message:", "ja": "お問い合わせの内容："},
    "receipt.subject": {
        "zh-CN": "{company} 已收到您的留言",
        "zh-TW": "{company} 已收到您的留言",
        "en": "{company} has received your message",
        "ja": "{company} がメッセージを受け取りました",
    },
    "receipt.lead": {
        "zh-CN": "您好，{company} 已收到您的留言，会尽快通过这个邮箱回复您。",
        "zh-TW": "您好，{company} 已收到您的留言，會盡快寄信到這個信箱回覆您。",
        "en": "Hello, {company} has received your message and will answer to this address as soon as possible.",
        "ja": "{company} へのメッセージを受け取りました。できるだけ早く、このメールアドレス宛てに返信します。",
    },
    "receipt.other": {
        "zh-CN": "如果您没有留过言，可以忽略这封邮件。",
        "zh-TW": "如果您沒有留過言，請忽略這封郵件。",
        "en": "If it was not you who left a message, ignore this mail.",
        "ja": "お心当たりがない場合は、このメールを破棄してください。",
    },
    "visitor.subject": {
        "zh-CN": "{company} 给您发来了新消息",
        "zh-TW": "{company} 傳來新訊息",
        "en": "New message from {company}",
        "ja": "{company} から新しいメッセージ",
    },
    "visitor.lead": {
        "zh-CN": "您离开后，{agent} 又给您写了：",
        "zh-TW": "您離開後，{agent} 傳來新訊息：",
        "en": "{agent} wrote to you after you had left:",
        "ja": "ページを離れたあとに、{agent} からメッセージが届きました。",
    },
    "visitor.back": {"zh-CN": "回到对话", "zh-TW": "回到對話", "en": "Back to the conversation", "ja": "チャットに戻る"},
    "unsubscribe": {
        "zh-CN": "不再接收 {company} 的此类邮件",
        "zh-TW": "不再接收 {company} 的這類郵件",
        "en": "No more mails like this from {company}",
        "ja": "{company} からのこのようなメールを停止する",
    },
}
_TO_STAFF: dict[str, dict[Language, str]] = {
    "agent.subject": {"zh-CN": "访客 {visitor} 在等您回复", "en": "Visitor {visitor} waits for your answer"},
    "agent.lead": {"zh-CN": "访客 {visitor} 写了：", "en": "Visitor {visitor} wrote:"},
    "agent.back": {"zh-CN": "打开工作台", "en": "Open the desk"},
    "joined.subject": {"zh-CN": "{company} 邀请您加入客服团队", "en": "{company} has added you to its support team"},
    "joined.lead": {
        "zh-CN": "{admin} 把您加入了 {company} 的客服团队。请用您现有的帐号登录。",
        "en": "{admin} has added you to the support team of {company}. Sign in with the account that you have.",
    },
    "joined.back": {"zh-CN": "登录", "en": "Sign in"},
    "webhook.subject": {"zh-CN": "{company} 的一个 Webhook 已停用", "en": "A webhook of {company} was switched off"},
    "webhook.lead": {
        "zh-CN": "24 小时以来，下面的地址没有成功接收过任何事件，因此我们停用了它。修好后可以在“集成接口”里重新启用，并补发错过的事件。",
        "en": "For 24 hours this address has taken none of our events, so we switched it off. When it works again, switch it on "
        "and send again what it missed.",
    },
    "webhook.back": {"zh-CN": "打开管理后台", "en": "Open the admin site"},
    "known.subject": {"zh-CN": "您已经有帐号了", "en": "You have an account already"},
    "known.lead": {
        "zh-CN": "有人用这个邮箱地址注册，但它已经有帐号。如果是您本人，请直接登录，或者重设密码；如果不是，可以忽略这封邮件。",
        "en": "Somebody signed up with this address, which has an account already. If it was you, sign in or reset the "
        "password; if not, ignore this mail.",
    },
}


def left_message_received(*, to: str, language: VisitorLanguage, company: str, contact: str = "") -> Mail:
    """A receipt. It repeats nothing of the message: anybody can enter anybody's address. `contact` is how to reach the company."""
    say = _to_visitor(language, company=company)
    return _mail("receipt", to, say("receipt.subject"), [_Lead(say("receipt.lead")), _Lead(say("receipt.other")), *_foot(contact)])


def left_message_answered(
    *,
    to: str,
    language: VisitorLanguage,
    company: str,
    agent: str,
    question: str,
    answer: str,
    reply_url: str,
    signature: str = "",
    contact: str = "",
) -> Mail:
    """An answer to a left message, with what the visitor had written last. `reply_url` leads to where they write on, `signature` is
    the agent's own."""
    say = _to_visitor(language, company=company, agent=agent)
    parts: list[_Part] = [_Lead(say("answered.lead")), _Quote(answer)]
    if signature:
        parts.append(_Lines(signature))
    parts += [_Link(say("answered.reply"), reply_url), _Lead(say("answered.yours")), _Quote(question)]
    return _mail("answer", to, say("answered.subject"), [*parts, *_foot(contact)])


def unread_by_visitor(
    *,
    to: str,
    language: VisitorLanguage,
    company: str,
    agent: str,
    text: str,
    resume_url: str,
    unsubscribe_url: str,
    contact: str = "",
) -> Mail:
    """An agent wrote and the visitor has not seen it. `resume_url` leads back into the conversation."""
    say = _to_visitor(language, company=company, agent=agent)
    parts: list[_Part] = [_Lead(say("visitor.lead")), _Quote(text)]
    parts.append(_Link(say("visitor.back"), resume_url))
    parts += _foot(contact)
    parts.append(_Small(say("unsubscribe"), unsubscribe_url))
    return _mail("unread", to, say("visitor.subject"), parts, unsubscribe_url)


def unread_by_agent(*, to: str, language: Language, visitor: str, text: str, desk_url: str) -> Mail:
    say = _to_staff(language, visitor=visitor)
    return _mail("unread", to, say("agent.subject"), [_Lead(say("agent.lead")), _Quote(text), _Link(say("agent.back"), desk_url)])


def conversation_kept(*, to: str, subject: str, page: str) -> Mail:
    """A transcript that its visitor asked for. `page` is complete; who reads plain text gets its words."""
    return Mail(to=to, subject=" ".join(subject.split()), text=_words(page), html=page, what="transcript")


def joined_company(*, to: str, language: Language, company: str, admin: str, sign_in_url: str) -> Mail:
    """To somebody who had an account already and now belongs to one company more."""
    say = _to_staff(language, company=company, admin=admin)
    return _mail("joined", to, say("joined.subject"), [_Lead(say("joined.lead")), _Link(say("joined.back"), sign_in_url)])


def webhook_switched_off(*, to: str, language: Language, company: str, url: str, sign_in_url: str) -> Mail:
    """To who keeps the company's settings: one of its systems has not answered for a day."""
    say = _to_staff(language, company=company)
    return _mail(
        "webhook_off", to, say("webhook.subject"), [_Lead(say("webhook.lead")), _Quote(url), _Link(say("webhook.back"), sign_in_url)]
    )


def account_known(*, to: str, language: Language, sign_in_url: str) -> Mail:
    """To the owner of an address that somebody signed up with again. The page itself says nothing about it."""
    say = _to_staff(language)
    return _mail("account_known", to, say("known.subject"), [_Lead(say("known.lead")), _Link(say("joined.back"), sign_in_url)])


class _Lead(Struct):
    text: str


class _Quote(Struct):
    text: str


class _Link(Struct):
    text: str
    url: str


class _Small(Struct):
    text: str
    url: str


class _Lines(Struct):
    """Text as it was written, line by line."""

    text: str


class _Foot(Struct):
    text: str


_Part = _Lead | _Quote | _Link | _Small | _Lines | _Foot


def _foot(contact: str) -> list[_Part]:
    return [_Foot(contact)] if contact else []


_Speaker = Callable[[str], str]


def _to_visitor(language: VisitorLanguage, **values: str) -> _Speaker:
    return lambda name: _TO_VISITORS[name][language].format(**values)


def _to_staff(language: Language, **values: str) -> _Speaker:
    return lambda name: _TO_STAFF[name][language].format(**values)


def _mail(what: MailKind, to: str, subject: str, parts: list[_Part], unsubscribe_url: str | None = None) -> Mail:
    return Mail(
        to=to,
        subject=" ".join(subject.split()),
        text="\n\n".join(_text(part) for part in parts) + "\n",
        html=_PAGE.format("".join(_html(part) for part in parts)),
        unsubscribe_url=unsubscribe_url,
        what=what,
    )


def _text(part: _Part) -> str:
    match part:
        case _Lead(text) | _Lines(text) | _Foot(text):
            return text
        case _Quote(text):
            return "\n".join(f"> {line}" for line in _short(text).splitlines())
        case _Link(text, url) | _Small(text, url):
            return f"{text}: {url}"


def _html(part: _Part) -> str:
    match part:
        case _Lead(text):
            return f"<p>{escape(text)}</p>"
        case _Lines(text):
            return f"<p>{'<br>'.join(escape(line) for line in text.splitlines())}</p>"
        case _Foot(text):
            return f'<p style="font-size:12px;color:#595959">{escape(text)}</p>'
        case _Quote(text):
            lines = "<br>".join(escape(line) for line in _short(text).splitlines())
            return f'<blockquote style="margin:0 0 16px;padding:8px 16px;border-left:3px solid #2f54eb">{lines}</blockquote>'
        case _Link(text, url):
            return f'<p><a href="{escape(url)}">{escape(text)}</a></p>'
        case _Small(text, url):
            return f'<p style="font-size:12px"><a href="{escape(url)}" style="color:#8c8c8c">{escape(text)}</a></p>'


def _words(page: str) -> str:
    body = page[page.index("<body>") :]
    return unescape(_TAG.sub("", _BREAK.sub("\n", body))).strip() + "\n"


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED_MAX else text[:_QUOTED_MAX] + " …"


_PAGE = (
    "<!doctype html><html><body style=\"font:15px/1.6 -apple-system,'PingFang SC','Microsoft YaHei',sans-serif;color:#1f1f1f\">"
    '<div style="max-width:560px;margin:24px auto;padding:0 16px">{}</div></body></html>'
)
