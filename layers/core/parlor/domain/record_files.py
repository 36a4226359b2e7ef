"""Conversations in the forms in which they are taken away: rows of a table, objects of JSON, pages to read and print."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from parlor.domain.conversation import Conversation
from parlor.domain.ids import visitor_number
from parlor.domain.record_facts import NOTHING, RecordFacts
from parlor.domain.record_lines import Language, Line
from parlor.domain.sheets import Cell, Column, Kind, well_formed

_TITLES: dict[str, tuple[str, str, Kind, int]] = {
    "conversation_id": ("会话 ID", "Conversation", "text", 28),
    "visitor_number": ("客户编号", "Visitor number", "text", 14),
    "visitor_name": ("访客", "Visitor", "text", 18),
    "department": ("部门", "Department", "text", 16),
    "agent": ("客服", "Agent", "text", 16),
    "opened": ("开始时间", "Started", "moment", 20),
    "accepted": ("接入时间", "Accepted", "moment", 20),
    "ended": ("结束时间", "Ended", "moment", 20),
    "wait_s": ("等待（秒）", "Wait (s)", "number", 12),
    "length_s": ("时长（秒）", "Length (s)", "number", 12),
    "messages": ("消息数", "Messages", "number", 10),
    "score": ("评分", "Rating", "number", 8),
    "topic": ("主题", "Topic", "text", 18),
    "value": ("有效性", "Worth", "text", 10),
    "labels": ("标签", "Labels", "text", 20),
    "page_title": ("来源页面", "Page", "text", 30),
    "page_url": ("页面地址", "Page address", "text", 40),
    "invitation": ("自动邀请", "Automatic invitation", "text", 20),
    "phone": ("电话", "Phone", "text", 18),
    "email": ("邮箱", "E-mail", "text", 28),
    "country": ("国家", "Country", "text", 12),
    "province": ("省份", "Province", "text", 12),
    "city": ("城市", "City", "text", 12),
    "ip": ("IP 地址", "IP address", "text", 16),
    "source": ("来源", "Source", "text", 16),
    "keyword": ("搜索词", "Search words", "text", 20),
    "system": ("操作系统", "System", "text", 16),
    "browser": ("浏览器", "Browser", "text", 16),
}
_LINE_TITLES: dict[str, tuple[str, str, Kind, int]] = {
    "no": ("序号", "No.", "number", 8),
    "at": ("时间", "Time", "moment", 20),
    "type": ("类型", "Type", "text", 10),
    "from": ("发送方", "From", "text", 10),
    "name": ("姓名", "Name", "text", 16),
    "text": ("内容", "Text", "text", 80),
}
_BESIDE_LINES = ("conversation_id", "visitor_number", "visitor_name", "department", "agent", "opened")
"""What stands before each line where every line is a row."""
_WORDS: dict[str, tuple[str, str]] = {
    "sheet": ("对话记录", "Conversations"),
    "sheet_lines": ("对话内容", "Messages"),
    "message": ("消息", "Message"),
    "note": ("内部备注", "Note"),
    "event": ("事件", "Event"),
    "visitor": ("访客", "Visitor"),
    "agent": ("客服", "Agent"),
    "system": ("系统", "System"),
    "valid": ("有效", "Valid"),
    "invalid": ("无效", "Invalid"),
    "made": ("{company} · {time} 导出 · 时区 {zone}", "{company} · exported {time} · time zone {zone}"),
    "part": ("第 {n} 部分", "Part {n}"),
    "empty": ("没有符合条件的对话", "No conversations match"),
}


class Names(Struct, frozen=True):
    """What ids are called now."""

    company: str
    zone: ZoneInfo
    labels: dict[str, str] = {}


class Record(Struct, frozen=True):
    """`lines` are read when they are asked for."""

    conversation: Conversation
    known: RecordFacts = NOTHING
    lines: Iterable[Line] = ()


class RecordFiles:
    """`with_lines`: what was said is wanted, too."""

    def __init__(self, names: Names, language: Language, *, with_lines: bool) -> None:
        self._names = names
        self._turn = 0 if language == "zh-CN" else 1
        self._language = language
        self._with_lines = with_lines
        self._facts = columns(_TITLES, language)
        self.columns = columns({key: _TITLES[key] for key in _BESIDE_LINES} | _LINE_TITLES, language) if with_lines else self._facts

    @property
    def title(self) -> str:
        return self.word("sheet_lines" if self._with_lines else "sheet")

    def word(self, key: str, /, **values: str) -> str:
        return _WORDS[key][self._turn].format(**values)

    def facts(self, record: Record) -> dict[str, Cell]:
        """By the keys of the columns."""
        conversation, known = record.conversation, record.known
        place = known.origin.place if known.origin else None
        device = known.origin.device if known.origin else None
        source = known.origin.source if known.origin else None
        wrap_up, labels = conversation.wrap_up, self._names.labels
        accepted, closed = conversation.accepted_at, conversation.closed_at
        return {
            "conversation_id": conversation.conversation_id,
            "visitor_number": visitor_number(conversation.visitor_id),
            "visitor_name": conversation.visitor_name,
            "department": conversation.department_name,
            "agent": conversation.agent_name,
            "opened": self.moment(conversation.opened_at),
            "accepted": self.moment(accepted),
            "ended": self.moment(closed),
            "wait_s": (accepted - conversation.opened_at) // 1000 if accepted is not None else None,
            "length_s": (closed - conversation.opened_at) // 1000 if closed is not None else None,
            "messages": conversation.message_count,
            "score": conversation.score,
            "topic": (wrap_up.topic or None) if wrap_up else None,
            "value": self.word(wrap_up.value) if wrap_up else None,
            "labels": ", ".join(labels[each] for each in conversation.labels if each in labels) or None,
            "page_title": conversation.page_title,
            "page_url": conversation.page_url,
            "invitation": conversation.rule,
            "phone": known.phone or None,
            "email": known.email or None,
            "country": place.country if place else None,
            "province": place.province if place else None,
            "city": place.city if place else None,
            "ip": known.ip or None,
            "source": (source.name or source.kind) if source else None,
            "keyword": source.keyword if source else None,
            "system": device.system if device else None,
            "browser": device.browser if device else None,
        }

    def rows(self, record: Record) -> Iterator[tuple[Cell, ...]]:
        """A row of the conversation, or one of each line."""
        facts = self.facts(record)
        if not self._with_lines:
            yield tuple(facts.values())
            return
        beside = tuple(facts[key] for key in _BESIDE_LINES)
        for line in record.lines:
            yield (*beside, *self._line(record.conversation, line).values())

    def json(self, record: Record) -> bytes:
        """One line: an object with its facts and, where they are wanted, its messages."""
        value: dict[str, object] = {key: _plain(cell) for key, cell in self.facts(record).items() if cell is not None}
        if self._with_lines:
            said = (self._line(record.conversation, line) for line in record.lines)
            value["log"] = [{key: _plain(cell) for key, cell in each.items() if cell is not None} for each in said]
        return msgspec.json.encode(value) + b"\n"

    def article(self, record: Record) -> Iterator[str]:
        """Part of a page."""
        facts = self.facts(record)
        name = record.conversation.visitor_name or visitor_number(record.conversation.visitor_id)
        yield f"<article><h2>{_html(name)} <time>{_shown(facts['opened'])}</time></h2><dl>"
        for column in self._facts:
            if facts[column.key] not in (None, ""):
                yield f"<div><dt>{_html(column.title)}</dt><dd>{_html(_shown(facts[column.key]))}</dd></div>"
        yield "</dl>"
        for line in record.lines if self._with_lines else ():
            said = self._line(record.conversation, line)
            if line.kind == "event":
                yield f"<p class=event>{_html(line.text)} <time>{_shown(said['at'])}</time></p>"
                continue
            who = str(said["name"] or said["from"]) + (f" · {said['type']}" if line.kind == "note" else "")
            yield (
                f'<section class="{line.role} {line.kind}"><header>{_html(who)} <time>{_shown(said["at"])}</time></header>'
                f"<p>{_html(line.text)}</p></section>"
            )
        yield "</article>"

    def moment(self, at_ms: int | None) -> datetime | None:
        return None if at_ms is None else datetime.fromtimestamp(at_ms // 1000, self._names.zone)

    def page_head(self, part: int, made_at: int) -> str:
        """A page up to its first article. It can do nothing but be read: no script, nothing from elsewhere."""
        made = self.word("made", company=self._names.company, time=_shown(self.moment(made_at)), zone=self._names.zone.key)
        title = self.word("sheet") + (f" · {self.word('part', n=str(part))}" if part > 1 else "")
        return (
            f'<!doctype html><html lang="{self._language}"><head><meta charset="utf-8">'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
            f"<title>{_html(title)}</title><style>{_STYLE}</style></head><body><h1>{_html(title)}</h1><p class=about>{_html(made)}</p>"
        )

    def index(self, parts: list[tuple[str, str]]) -> str:
        """The page that names the others, each with what it begins with."""
        listed = "".join(f'<li><a href="{_html(name)}">{_html(name)}</a> {_html(label)}</li>' for name, label in parts)
        return f"<ol>{listed}</ol>"

    def label(self, conversation: Conversation) -> str:
        return _shown(self.moment(conversation.closed_at or conversation.opened_at))

    def _line(self, conversation: Conversation, line: Line) -> dict[str, Cell]:
        name = line.name or (conversation.visitor_name if line.role == "visitor" else None)
        said = self.word(line.kind), self.word(line.role), name or None
        return dict(zip(_LINE_TITLES, (line.seq, self.moment(line.at), *said, line.text), strict=True))


PAGE_END = "</body></html>"


def columns(titles: dict[str, tuple[str, str, Kind, int]], language: Language) -> tuple[Column, ...]:
    chinese = language == "zh-CN"
    return tuple(Column(zh if chinese else en, kind, width, key) for key, (zh, en, kind, width) in titles.items())


def _plain(cell: Cell) -> Cell:
    return well_formed(cell) if isinstance(cell, str) else cell


def _shown(cell: Cell) -> str:
    return cell.strftime("%Y-%m-%d %H:%M:%S") if isinstance(cell, datetime) else "" if cell is None else str(cell)


def _html(text: str) -> str:
    return escape(well_formed(text).replace("\0", "")).replace("\n", "<br>")


_STYLE = (
    "body{font:15px/1.6 -apple-system,'PingFang SC','Microsoft YaHei',sans-serif;color:#1f1f1f;background:#fff;max-width:760px;"
    "margin:24px auto;padding:0 16px;overflow-wrap:anywhere}h1{font-size:20px;margin:0}h2{font-size:16px;margin:0 0 4px}p{margin:0}"
    ".about,.event,time,dt{color:#595959;font-size:12px;font-weight:400}"
    "article{border-top:1px solid #d9d9d9;margin-top:24px;padding-top:16px}"
    "dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:2px 16px;margin:0 0 12px;font-size:13px}"
    "dl div{display:flex;gap:8px}dd{margin:0}.event{text-align:center;margin:12px 0}section{margin:10px 0;padding:6px 12px;"
    "border-left:3px solid #bfbfbf;break-inside:avoid}section.agent{border-color:#0f6a60}"
    "section.note{background:#f5f5f5;border-style:dashed}"
    "header{font-weight:600;font-size:13px}@media print{body{margin:0;max-width:none}article{break-before:page}article:first-of-type{"
    "break-before:auto}}"
)
