"""Every report of the analysis, as a table that can leave the product: what it is called, who may have it, what it holds.

Files and mails are made of these tables; the screen shows the same figures (usecases/make_report.py).
"""

from datetime import date
from typing import Literal, get_args

from msgspec import Struct

from parlor.domain.directory import Language
from parlor.domain.figures import Dimension
from parlor.domain.metrics import Grain
from parlor.domain.rights import Right

ReportName = Literal[
    "consultations",
    "visits",
    "agents",
    "satisfaction",
    "funnel",
    "consultations.agent",
    "consultations.department",
    "consultations.topic",
    "consultations.value",
    "consultations.page",
    "consultations.province",
    "consultations.country",
    "consultations.source",
    "consultations.engine",
    "consultations.referrer",
    "consultations.keyword",
    "consultations.device",
    "consultations.system",
    "consultations.browser",
    "consultations.style",
    "consultations.word",
    "visits.province",
    "visits.country",
    "visits.source",
    "visits.engine",
    "visits.referrer",
    "visits.keyword",
    "visits.device",
    "visits.system",
    "visits.browser",
]
"""With a point: by a dimension."""
REPORT_NAMES: tuple[ReportName, ...] = get_args(ReportName)

_OF_PERSONS: frozenset[ReportName] = frozenset(("agents", "satisfaction", "consultations.agent"))
_WHOLE: frozenset[ReportName] = frozenset(("agents", "funnel"))
_GROUPS: dict[Dimension, str] = {
    "topic": "topic",
    "value": "topic",
    "province": "place",
    "country": "place",
    "source": "source",
    "engine": "source",
    "referrer": "source",
    "keyword": "source",
    "device": "device",
    "system": "device",
    "browser": "device",
}
"""The tab of the screen on which a dimension stands, where it is not called like it."""


def right_for(name: ReportName) -> Right:
    """What reading the report takes."""
    return "read_work" if name in _OF_PERSONS else "read_reports"


def is_whole(name: ReportName) -> bool:
    """Not cut into points of time."""
    return name in _WHOLE


def dimension_of(name: ReportName) -> Dimension | None:
    found = name.partition(".")[2]
    return next((each for each in get_args(Dimension) if each == found), None)


def screen_of(name: ReportName) -> str:
    """Where the report stands in the admin site, below `#/manage/`."""
    dimension = dimension_of(name)
    if name == "consultations.word":
        return "words"
    if dimension is None:
        return "agent-work" if name == "agents" else name
    return f"{name.partition('.')[0]}?by={_GROUPS.get(dimension, dimension)}"


class ReportQuestion(Struct, frozen=True):
    """`first` and `last` are days of the company's time zone, both included: `2026-11-22`."""

    name: ReportName
    first: str
    last: str
    grain: Grain


Unit = Literal["text", "count", "share", "minutes", "stars"]
"""A share is a part of 1; minutes and stars have two decimals."""
Cell = str | int | float | None
"""None: nothing to say, such as the average of nothing."""


class Column(Struct, frozen=True):
    """`brief`: also where there is little room, as in a mail."""

    heading: str
    unit: Unit = "count"
    brief: bool = True


class ReportFigure(Struct, frozen=True, kw_only=True):
    """A number of the whole period. `better` says which direction is good; 0 neither."""

    label: str
    value: Cell
    before: Cell = None
    unit: Unit = "count"
    better: Literal[-1, 0, 1] = 0


class ReportTable(Struct, frozen=True, kw_only=True):
    """`bar` is the column that a picture shows best."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    bar: int = 1


class Report(Struct, frozen=True, kw_only=True):
    """`tables` has one at least. `time_zone` is that of the days."""

    name: ReportName
    title: str
    first: str
    last: str
    time_zone: str
    figures: tuple[ReportFigure, ...]
    tables: tuple[ReportTable, ...]

    @property
    def empty(self) -> bool:
        return not any(isinstance(cell, int | float) and cell for table in self.tables for row in table.rows for cell in row)


def period_text(first: str, last: str, language: Language) -> str:
    """A day by its name of the week, more days from when to when."""
    if first != last:
        return f"{first} – {last}"
    names = (
        ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
        if language == "zh-CN"
        else ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    )
    return f"{first} ({names[date.fromisoformat(first).weekday()]})"


_SECONDS: dict[Language, str] = {"zh-CN": "秒", "en": "s"}
_HOURS: dict[Language, str] = {"zh-CN": "{hours} 时 {minutes} 分", "en": "{hours} h {minutes} m"}
_NOTHING = "–"


def shown(value: Cell, unit: Unit, language: Language) -> str:
    """A value as people read it: `4,028`, `97.1%`, `18 s`, `6:12`, `57 h 30 m`."""
    if value is None or isinstance(value, str):
        return value or _NOTHING
    match unit:
        case "share":
            return f"{value * 100:.1f}%"
        case "stars":
            return f"{value:.2f}"
        case "minutes":
            return _time(round(value * 60_000), language) if value else _NOTHING
        case _:
            return f"{value:,}"


def _time(ms: int, language: Language) -> str:
    seconds = round(ms / 1000)
    if seconds < 60:
        return f"{ms / 1000:.1f} {_SECONDS[language]}" if ms < 10_000 else f"{seconds} {_SECONDS[language]}"
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes}:{seconds:02d}"
    return _HOURS[language].format(hours=minutes // 60, minutes=minutes % 60)


class Change(Struct, frozen=True):
    """`good`: None where neither direction is."""

    text: str
    good: bool | None


_POINTS: dict[Language, str] = {"zh-CN": "点", "en": "pt"}


def change_of(figure: ReportFigure, language: Language) -> Change | None:
    """Against the period before: per cent, for shares points. None where nothing can be compared."""
    now, before = figure.value, figure.before
    if not isinstance(now, int | float) or not isinstance(before, int | float):
        return None
    if figure.unit == "share":
        difference, mark = round((now - before) * 100, 1), f" {_POINTS[language]}"
    elif before:
        difference, mark = round((now - before) / before * 100, 1), "%"
    else:
        return None
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    good = (difference > 0) == (figure.better > 0) if difference and figure.better else None
    return Change(f"{sign}{abs(difference):.1f}{mark}", good)
