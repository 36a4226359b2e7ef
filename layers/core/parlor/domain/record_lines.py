"""What a conversation's log says, line by line, for the files that staff take away. What was recalled is not in them."""

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from parlor.domain.log import (
    Accepted,
    Closed,
    Entry,
    FormAnswered,
    Joined,
    Left,
    Message,
    Queued,
    Rated,
    Recalled,
    Role,
    Transferred,
    WrappedUp,
)

Language = Literal["zh-CN", "en"]
LineKind = Literal["message", "note", "event"]


class Line(Struct, frozen=True):
    """`at` is in milliseconds since 1970 UTC; `name` is empty for the system and for visitors without one."""

    seq: int
    at: int
    kind: LineKind
    role: Role
    name: str
    text: str


_WORDS: dict[str, dict[Language, str]] = {
    "queued": {"zh-CN": "等待 {name} 接待", "en": "Waiting for {name}"},
    "accepted": {"zh-CN": "{name} 已接入", "en": "{name} accepted"},
    "transferred": {"zh-CN": "已转接给 {name}", "en": "Transferred to {name}"},
    "joined": {"zh-CN": "{name} 加入对话", "en": "{name} joined"},
    "left": {"zh-CN": "{name} 离开对话", "en": "{name} left"},
    "closed": {"zh-CN": "对话已结束", "en": "The conversation ended"},
    "recalled": {"zh-CN": "撤回了一条消息", "en": "Took a message back"},
    "rated": {"zh-CN": "评价", "en": "Rating"},
    "wrapped_up": {"zh-CN": "小结：{name}", "en": "Wrap-up: {name}"},
    "file": {"zh-CN": "[文件] {name}", "en": "[File] {name}"},
    "survey": {"zh-CN": "[满意度评价]", "en": "[Survey]"},
}


def lines_of(entries: Iterable[Entry], language: Language, *, notes: bool) -> Iterator[Line]:
    """With `notes` also what staff wrote among themselves."""
    for entry in entries:
        if isinstance(entry, Message):
            if entry.recalled or (entry.note and not notes):
                continue
            yield Line(entry.seq, entry.at, "note" if entry.note else "message", entry.by.role, entry.by.name or "", _said(entry, language))
        elif text := _event(entry, language, notes=notes):
            yield Line(entry.seq, entry.at, "event", entry.by.role, entry.by.name or "", text)


def _said(message: Message, language: Language) -> str:
    parts = [message.text]
    if message.file:
        parts.append(_word("file", language, message.file.name))
    if message.page:
        parts.append(f"{message.page.title} {message.page.url}".strip())
    if message.form:
        parts.append(f"[{message.form.title}]")
    if message.survey:
        parts.append(_word("survey", language))
    return "\n".join(part for part in parts if part)


def _event(entry: Entry, language: Language, *, notes: bool) -> str:
    match entry:
        case Queued():
            values = (f"{value.label}: {value.value}" for value in entry.form)
            return "\n".join([_word("queued", language, entry.department_name), *values])
        case Accepted():
            return _word("accepted", language, entry.agent_name)
        case Transferred():
            return _word("transferred", language, entry.agent_name)
        case Joined():
            return _word("joined", language, entry.agent_name)
        case Left():
            return _word("left", language, entry.agent_name)
        case Recalled():
            return _word("recalled", language) if notes or not entry.note else ""
        case FormAnswered():
            return "\n".join(f"{value.label}: {value.value}" for value in entry.values)
        case Rated():
            answers = (f"{each.label}: {'★' * each.stars if each.stars else each.value}" for each in entry.answers)
            return "\n".join([_word("rated", language), *answers])
        case WrappedUp():
            return "\n".join(part for part in (_word("wrapped_up", language, entry.topic), entry.note) if part) if notes else ""
        case Closed():
            return _word("closed", language)
        case _:
            return ""


def _word(key: str, language: Language, name: str = "") -> str:
    return _WORDS[key][language].format(name=name)
