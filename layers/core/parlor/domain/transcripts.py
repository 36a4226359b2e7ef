"""A conversation as a page to keep: complete, without scripts, to be read and printed anywhere. Everything in it is escaped."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from msgspec import Struct

from parlor.domain.conversation import Conversation
from parlor.domain.ids import visitor_number
from parlor.domain.languages import VisitorLanguage
from parlor.domain.log import Accepted, Closed, Entry, FormAnswered, Message, Queued, Rated, Transferred, as_visitor_sees

SIZE_MAX = 2_000_000
"""Characters of a page; of a longer conversation the beginning is left out. The API's answers have at most 6 MB."""
_QUOTED_MAX = 80

_TEXTS: dict[str, dict[VisitorLanguage, str]] = {
    "title": {
        "zh-CN": "与 {company} 的对话记录",
        "zh-TW": "與 {company} 的對話記錄",
        "en": "Conversation with {company}",
        "ja": "{company} との会話",
    },
    "visitor": {"zh-CN": "访客", "zh-TW": "訪客", "en": "Visitor", "ja": "お客様"},
    "number": {"zh-CN": "客户编号", "zh-TW": "客戶編號", "en": "Visitor number", "ja": "お客様番号"},
    "zone": {"zh-CN": "时区", "zh-TW": "時區", "en": "Time zone", "ja": "タイムゾーン"},
    "queued": {
        "zh-CN": "等待 {department} 接待",
        "zh-TW": "等候 {department} 接待",
        "en": "Waiting for {department}",
        "ja": "{department} の対応待ち",
    },
    "accepted": {"zh-CN": "{agent} 已接入", "zh-TW": "{agent} 已加入對話", "en": "{agent} has joined", "ja": "{agent} が対応を開始"},
    "transferred": {
        "zh-CN": "已转接给 {agent}",
        "zh-TW": "已轉接給 {agent}",
        "en": "{agent} has taken over",
        "ja": "{agent} に引き継ぎ",
    },
    "closed": {"zh-CN": "对话已结束", "zh-TW": "對話已結束", "en": "The conversation has ended", "ja": "会話終了"},
    "file": {"zh-CN": "[文件] {name}", "zh-TW": "[檔案] {name}", "en": "[File] {name}", "ja": "[ファイル] {name}"},
    "survey": {"zh-CN": "[满意度评价]", "zh-TW": "[滿意度調查]", "en": "[Survey]", "ja": "[アンケート]"},
    "rated": {"zh-CN": "评价", "zh-TW": "評價", "en": "Rating", "ja": "評価"},
    "cut": {
        "zh-CN": "对话很长，较早的部分未列出。",
        "zh-TW": "對話很長，較早的部分未列出。",
        "en": "The conversation is long; its earlier part is left out.",
        "ja": "会話が長いため、はじめの部分は省略しています。",
    },
    "saved": {"zh-CN": "保存于 {time}", "zh-TW": "儲存於 {time}", "en": "Saved {time}", "ja": "{time} に保存"},
}


class Frame(Struct, frozen=True, kw_only=True):
    """What stands around the words."""

    company: str
    contact: str = ""
    """How to reach the company, in one line."""
    zone: str
    language: VisitorLanguage
    now: int


def transcript(conversation: Conversation, entries: Iterable[Entry], frame: Frame) -> str:
    """The page. Matters of the staff and messages that were taken back are not in it; files are named only."""
    page = _Page(frame)
    kept: deque[str] = deque()
    size, cut = 0, False
    for entry in entries:
        part = page.part(as_visitor_sees(entry))
        kept.append(part)
        size += len(part)
        while size > SIZE_MAX:
            size -= len(kept.popleft())
            cut = True
    return page.whole(conversation, "".join(kept), cut=cut)


def title(company: str, language: VisitorLanguage) -> str:
    return _TEXTS["title"][language].format(company=company)


class _Page:
    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._zone = ZoneInfo(frame.zone)
        self._said: dict[int, str] = {}
        self._day = ""

    def whole(self, conversation: Conversation, body: str, *, cut: bool) -> str:
        heading = escape(title(self._frame.company, self._frame.language))
        about = (
            f"{self._text('number')} {visitor_number(conversation.visitor_id)} · {self._text('zone')} {escape(self._frame.zone)} · "
            f"{self._text('saved', time=self._at(self._frame.now, '%Y-%m-%d %H:%M'))}"
        )
        contact = f"<p class=about>{escape(self._frame.contact)}</p>" if self._frame.contact else ""
        left_out = f"<p class=event>{self._text('cut')}</p>" if cut else ""
        return (
            f'<!doctype html><html lang="{self._frame.language}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width"><title>{heading}</title><style>{_STYLE}</style></head>'
            f"<body><h1>{heading}</h1>{contact}<p class=about>{about}</p>"
            f"{left_out}{body}</body></html>"
        )

    def part(self, entry: Entry) -> str:
        """An entry, below the heading of its day when that is a new one; empty for what a visitor does not see."""
        shown = self._message(entry) if isinstance(entry, Message) else self._event(entry)
        if not shown:
            return ""
        day = self._at(entry.at, "%Y-%m-%d")
        heading = "" if day == self._day else f"<h2>{day}</h2>"
        self._day = day
        return heading + shown

    def _message(self, message: Message) -> str:
        if message.recalled:
            return ""
        self._said[message.seq] = message.text
        name = escape(message.by.name or (self._text("visitor") if message.by.role == "visitor" else self._frame.company))
        time = self._at(message.at, "%H:%M:%S")
        quoted = self._said.get(message.quote or 0, "")[:_QUOTED_MAX]
        parts = [f"<blockquote>{_lines(quoted)}</blockquote>"] if quoted else []
        parts += [f"<p>{_lines(text)}</p>" for text in (message.text, self._carried(message)) if text]
        return f'<section class="{message.by.role}"><header>{name} <time>{time}</time></header>{"".join(parts)}</section>'

    def _carried(self, message: Message) -> str:
        if message.file:
            return self._text("file", name=message.file.name)
        if message.page:
            return f"{message.page.title} {message.page.url}".strip()
        if message.form:
            return f"[{message.form.title}]"
        return self._text("survey") if message.survey else ""

    def _event(self, entry: Entry) -> str:
        match entry:
            case Queued():
                values = "".join(f"<br>{escape(value.label)}: {_lines(value.value)}" for value in entry.form)
                return self._line(entry, escape(self._text("queued", department=entry.department_name)) + values)
            case Accepted():
                return self._line(entry, escape(self._text("accepted", agent=entry.agent_name)))
            case Transferred():
                return self._line(entry, escape(self._text("transferred", agent=entry.agent_name)))
            case FormAnswered():
                return self._line(entry, "<br>".join(f"{escape(value.label)}: {_lines(value.value)}" for value in entry.values))
            case Rated():
                answers = [f"{escape(each.label)}: {'★' * each.stars if each.stars else _lines(each.value)}" for each in entry.answers]
                return self._line(entry, "<br>".join([self._text("rated"), *answers]))
            case Closed():
                return self._line(entry, self._text("closed"))
            case _:
                return ""

    def _line(self, entry: Entry, html: str) -> str:
        return f"<p class=event>{html} <time>{self._at(entry.at, '%H:%M')}</time></p>"

    def _text(self, key: str, /, **values: str) -> str:
        return _TEXTS[key][self._frame.language].format(**values)

    def _at(self, at_ms: int, form: str) -> str:
        return datetime.fromtimestamp(at_ms / 1000, self._zone).strftime(form)


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


_STYLE = (
    "body{font:15px/1.6 -apple-system,'PingFang SC','Microsoft YaHei',sans-serif;color:#1f1f1f;background:#fff;max-width:720px;"
    "margin:24px auto;padding:0 16px;overflow-wrap:anywhere}h1{font-size:20px}h2{font-size:13px;font-weight:500;text-align:center;"
    "color:#595959;margin:24px 0 8px}p{margin:0}.about,.event,time{color:#595959;font-size:12px}.event{text-align:center;margin:12px 0}"
    "section{margin:12px 0;padding:8px 12px;border-left:3px solid #bfbfbf;break-inside:avoid}section.agent{border-color:#0f6a60}"
    "header{font-weight:600}time{font-weight:400}blockquote{margin:4px 0;padding-left:8px;border-left:2px solid #d9d9d9;color:#595959}"
    "@media print{body{margin:0;max-width:none}}"
)
