"""The launcher (客服图标): its icon for each state, where it stands, and on which pages."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parlor.domain.languages import VisitorLanguage
from parlor.domain.pages import Pattern
from parlor.domain.presence import Availability

Icon = Literal["bubble", "dots", "headset", "question", "mail", "clock"]
_Offset = Annotated[int, Meta(ge=0, le=300)]
_Patterns = Annotated[list[Pattern], Meta(max_length=20)]

ICON_PATHS: dict[str, str] = {
    "bubble": "M18.3 10a7.5 7.5 0 0 1-7.5 7.5H2l2.1-3.7A7.5 7.5 0 1 1 18.3 10ZM16.8 10A6 6 0 1 0 5.8 13.5L4.6 16h6.2A6 6 0 0 0 16.8 10Z",
    "dots": "M18.3 10a7.5 7.5 0 0 1-7.5 7.5H2l2.1-3.7A7.5 7.5 0 1 1 18.3 10ZM7.4 11.1a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2ZM10.9 11.1"
    "a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2ZM14.4 11.1a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2Z",
    "headset": "M10 2.3a7.7 7.7 0 0 0-7.7 7.7v4.2a2.2 2.2 0 0 0 2.2 2.2h1.4a1 1 0 0 0 1-1v-4.3a1 1 0 0 0-1-1H3.9a6.1 6.1 0 0 1 12.2 "
    "0h-2a1 1 0 0 0-1 1v4.3a1 1 0 0 0 1 1h1.4a2.2 2.2 0 0 0 2.2-2.2V10A7.7 7.7 0 0 0 10 2.3Z",
    "question": "M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM10 3.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM9.2 14.9h1.6v-1.6H9.2ZM9.2 12.3v-1c0-1 "
    ".7-1.6 1.4-2.1.5-.4.9-.7.9-1.2a1.5 1.5 0 0 0-3 0H7a3 3 0 0 1 6 0c0 1.2-.8 1.8-1.5 2.4-.5.4-.7.6-.7 1v.9Z",
    "mail": "M2.7 3.8h14.6A1.2 1.2 0 0 1 18.5 5v10a1.2 1.2 0 0 1-1.2 1.2H2.7A1.2 1.2 0 0 1 1.5 15V5a1.2 1.2 0 0 1 1.2-1.2ZM3 6.6v8.1h14V6.6"
    "l-7 5.2ZM3.8 5.3 10 9.9l6.2-4.6Z",
    "clock": "M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM10 3.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM9.3 5.6h1.5v4.3l2.9 1.8-.8 1.2-3.6-2.2Z",
}
"""Outlines in a square of 20, filled where they overlap an odd number of times."""


class LauncherTexts(Struct, frozen=True, kw_only=True):
    """What stands on the launcher and what screen readers say of it, in one language: `label` while somebody is there, `leave` while
    nobody is; `busy` is said while all are busy, `unread` follows a number."""

    label: str
    leave: str
    title: str
    busy: str
    close: str
    unread: str


class _Words(Struct, frozen=True):
    chat: str
    leave: str
    busy: str
    close: str
    unread: str


_WORDS: dict[VisitorLanguage, _Words] = {
    "zh-CN": _Words("在线咨询", "留言", "客服忙，可排队", "收起对话", " 条未读"),
    "zh-TW": _Words("線上諮詢", "留言", "客服忙碌中，可排隊", "收合對話", " 則未讀"),
    "en": _Words("Chat with us", "Leave a message", "busy, you can wait", "Close chat", " unread"),
    "ja": _Words("チャットで相談", "メッセージを残す", "混み合っています。お待ちいただけます", "チャットを閉じる", " 件の未読"),
}


def launcher_texts(language: VisitorLanguage, own_label: str, own_title: str) -> LauncherTexts:
    """The company's own words where it has some."""
    ours = _WORDS[language]
    return LauncherTexts(
        label=own_label or ours.chat,
        leave=ours.leave,
        title=own_title or ours.chat,
        busy=ours.busy,
        close=ours.close,
        unread=ours.unread,
    )


class Launcher(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`x` and `y` are pixels from the side and from the foot of the window. `show_on` empty: every page but `hide_on`."""

    online: Icon = "bubble"
    busy: Icon = "bubble"
    offline: Icon = "bubble"
    x: _Offset = 24
    y: _Offset = 24
    phones: bool = True
    """It is there on phones, too."""
    when_offline: bool = True
    """It is there while nobody is."""
    show_on: _Patterns = []
    hide_on: _Patterns = []

    def icon(self, there: Availability) -> str:
        """The outline for a state."""
        names = {"online": self.online, "busy": self.busy}
        return ICON_PATHS[names.get(there, self.offline)]
