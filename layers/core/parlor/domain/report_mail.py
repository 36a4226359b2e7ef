"""The mail with reports: the figures of the period beside those before it, a short table of each report, links. HTML and plain text.

Mail programs know tables and inline styles and little else; colours are those of the light theme (clients/design), fixed.
"""

from collections.abc import Sequence
from html import escape

from parlor.domain.directory import Language
from parlor.domain.mails import Attachment, Mail
from parlor.domain.report_words import ReportWords
from parlor.domain.reports import Cell, Change, Report, ReportFigure, ReportTable, change_of, period_text, screen_of, shown

ROWS_MAX = 12
"""Of a table in the mail; the rest is in the file and on the screen."""
_INK, _QUIET, _LINE, _ACCENT, _GOOD, _BAD, _PAPER, _SUNKEN = (
    *("#24211d", "#6b645a", "#e5e1da", "#0f6a60", "#1d6b3c", "#b3261e", "#ffffff", "#f4f2ee"),
)
_FONT = "-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',Helvetica,Arial,sans-serif"
_WORDS: dict[str, dict[Language, str]] = {
    "subject": {"zh-CN": "{name}：{period}", "en": "{name}: {period}"},
    "open": {"zh-CN": "在 Parlor 里看", "en": "Open in Parlor"},
    "before": {"zh-CN": "上期 {value}", "en": "before {value}"},
    "more": {"zh-CN": "还有 {count} 行，见附件或报表页。", "en": "{count} more rows: in the file and on the screen."},
    "nothing": {"zh-CN": "这段时间没有数据。", "en": "Nothing happened in this period."},
    "zone": {"zh-CN": "{company} · 时区 {zone}", "en": "{company} · time zone {zone}"},
    "why": {
        "zh-CN": "你在 {company} 的定时报表「{name}」的收件人里。",
        "en": "You get this mail because you are a recipient of the scheduled report “{name}” of {company}.",
    },
    "stop": {"zh-CN": "不再接收这份报表", "en": "Stop getting this report"},
}


def report_mail(
    *,
    to: str,
    name: str,
    company: str,
    reports: Sequence[Report],
    words: ReportWords,
    admin_url: str,
    unsubscribe_url: str,
    attachment: Attachment | None,
) -> Mail:
    """`reports` has one at least; all are of the same period. `admin_url` is the admin site's address, without a route."""
    writer = _Writer(words, admin_url)
    period = period_text(reports[0].first, reports[0].last, words.language)
    subject = " ".join(writer.say("subject", name=name, period=period).split())
    where = writer.say("zone", company=company, zone=reports[0].time_zone)
    why, stop = writer.say("why", company=company, name=name), writer.say("stop")
    text = [f"{name}\n{period}\n{where}", *map(writer.text, reports), f"--\n{why}\n{stop}: {unsubscribe_url}"]
    html = _PAGE.format(
        subject=escape(subject),
        name=escape(name),
        period=escape(period),
        where=escape(where),
        reports="".join(map(writer.html, reports)),
        foot=f'{escape(why)} <a href="{escape(unsubscribe_url)}" style="color:{_QUIET}">{escape(stop)}</a>',
    )
    return Mail(
        to=to,
        subject=subject,
        text="\n\n".join(text) + "\n",
        html=html,
        unsubscribe_url=unsubscribe_url,
        attachments=(attachment,) if attachment else (),
        what="report",
    )


class _Writer:
    """Writes reports in one language, as text and as HTML."""

    def __init__(self, words: ReportWords, admin_url: str) -> None:
        self._words = words
        self._language = words.language
        self._admin_url = admin_url

    def say(self, word: str, **values: object) -> str:
        return _WORDS[word][self._language].format(**values)

    def text(self, report: Report) -> str:
        lines = [f"== {report.title} =="]
        lines += [self._figure_text(figure) for figure in report.figures]
        for table in report.tables:
            lines += ["", table.title, *self._table_text(table)] if _rows(table) else []
        if report.empty:
            lines.append(self.say("nothing"))
        return "\n".join([*lines, "", f"{self.say('open')}: {self._link(report)}"])

    def html(self, report: Report) -> str:
        link = f'<a href="{escape(self._link(report))}" style="color:{_ACCENT};text-decoration:none">{escape(self.say("open"))} →</a>'
        tables = f'<p style="margin:12px 0 0;color:{_QUIET}">{escape(self.say("nothing"))}</p>'
        if not report.empty:
            tables = "".join(self._table_html(table, titled=len(report.tables) > 1) for table in report.tables if _rows(table))
        return _REPORT.format(title=escape(report.title), link=link, figures="".join(map(self._figure_html, report.figures)), tables=tables)

    def _link(self, report: Report) -> str:
        screen = screen_of(report.name)
        return f"{self._admin_url}#/manage/{screen}{'&' if '?' in screen else '?'}from={report.first}&to={report.last}"

    def _shown(self, value: Cell, at: int, table: ReportTable) -> str:
        return shown(value, table.columns[at].unit, self._language)

    # --- figures

    def _figure_text(self, figure: ReportFigure) -> str:
        change, before = self._against(figure)
        beside = ", ".join(part for part in (change.text if change else "", before) if part)
        return f"{figure.label}: {shown(figure.value, figure.unit, self._language)}{f' ({beside})' if beside else ''}"

    def _figure_html(self, figure: ReportFigure) -> str:
        change, before = self._against(figure)
        color = _QUIET if change is None or change.good is None else _GOOD if change.good else _BAD
        return _FIGURE.format(
            label=escape(figure.label),
            value=escape(shown(figure.value, figure.unit, self._language)),
            change=f'<span style="color:{color}">{escape(change.text)}</span> ' if change else "",
            before=escape(before),
        )

    def _against(self, figure: ReportFigure) -> tuple[Change | None, str]:
        if figure.before is None:
            return None, ""
        return change_of(figure, self._language), self.say("before", value=shown(figure.before, figure.unit, self._language))

    # --- tables

    def _table_text(self, table: ReportTable) -> list[str]:
        first, *others = _brief(table)
        rows = [
            " | ".join([str(row[first]), *(f"{table.columns[at].heading} {self._shown(row[at], at, table)}" for at in others)])
            for row in _rows(table)
        ]
        return [*rows, *self._more(table)]

    def _table_html(self, table: ReportTable, *, titled: bool) -> str:
        largest = max((cell for row in table.rows if isinstance(cell := row[table.bar], int | float)), default=0)
        places = _brief(table)
        head = "".join(_HEAD.format(align=_align(at), text=escape(table.columns[at].heading)) for at in places)
        body = "".join(f"<tr>{''.join(self._cell(table, row, at, largest) for at in places)}</tr>" for row in _rows(table))
        total = (
            "".join(_TOTAL.format(align=_align(at), text=self._or_empty(table.total, at, table)) for at in places) if table.total else ""
        )
        title = f'<p style="margin:20px 0 0;font-weight:600">{escape(table.title)}</p>' if titled else ""
        more = "".join(f'<p style="margin:8px 0 0;color:{_QUIET};font-size:12px">{escape(each)}</p>' for each in self._more(table))
        return f"{title}{_TABLE.format(head=head, body=f'{body}<tr>{total}</tr>')}{more}"

    def _cell(self, table: ReportTable, row: tuple[Cell, ...], at: int, largest: float) -> str:
        value = row[at]
        text = self._or_empty(row, at, table)
        if at == table.bar and largest and isinstance(value, int | float):
            text = _BAR.format(width=round(60 * value / largest), text=text)
        return _CELL.format(align=_align(at), text=text)

    def _or_empty(self, row: tuple[Cell, ...], at: int, table: ReportTable) -> str:
        return "" if row[at] is None else escape(self._shown(row[at], at, table))

    def _more(self, table: ReportTable) -> list[str]:
        hidden = len(_told(table)) - ROWS_MAX
        return [self.say("more", count=hidden)] if hidden > 0 else []


def _told(table: ReportTable) -> list[tuple[Cell, ...]]:
    """Without rows in which nothing happened: the hours of a night fill no mail."""
    return [row for row in table.rows if any(isinstance(cell, int | float) and cell for cell in row)]


def _rows(table: ReportTable) -> list[tuple[Cell, ...]]:
    return _told(table)[:ROWS_MAX]


def _brief(table: ReportTable) -> list[int]:
    """The places of the columns that a mail has room for."""
    return [at for at, column in enumerate(table.columns) if column.brief]


def _align(at: int) -> str:
    return "right" if at else "left"


_PAGE = (
    '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    f'<title>{{subject}}</title></head><body style="margin:0;background:{_SUNKEN};color:{_INK};font:14px/1.6 {_FONT}">'
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="table-layout:fixed"><tr>'
    '<td align="center" style="padding:24px 12px">'
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:720px;table-layout:fixed"><tr>'
    '<td style="padding:0 4px 16px">'
    '<h1 style="margin:0;font-size:20px;line-height:28px">{name}</h1><p style="margin:4px 0 0;font-size:16px">{period}</p>'
    f'<p style="margin:2px 0 0;color:{_QUIET};font-size:12px">{{where}}</p></td></tr>{{reports}}'
    f'<tr><td style="padding:16px 4px;color:{_QUIET};font-size:12px">{{foot}}</td></tr></table></td></tr></table></body></html>'
)
_REPORT = (
    f'<tr><td style="padding:16px 20px 20px;background:{_PAPER};border:1px solid {_LINE};border-radius:10px">'
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>'
    '<td><h2 style="margin:0;font-size:16px;line-height:24px">{title}</h2></td><td align="right" style="font-size:13px">{link}</td>'
    '</tr></table><div style="margin:8px 0 0">{figures}</div>{tables}</td></tr><tr><td style="height:12px;font-size:0">&nbsp;</td></tr>'
)
_FIGURE = (
    '<div style="display:inline-block;min-width:112px;margin:8px 20px 0 0;vertical-align:top">'
    f'<div style="color:{_QUIET};font-size:12px">{{label}}</div>'
    '<div style="font-size:20px;line-height:28px;font-weight:600">{value}</div>'
    f'<div style="color:{_QUIET};font-size:12px">{{change}}{{before}}&nbsp;</div></div>'
)
_TABLE = (
    '<div style="overflow-x:auto"><table cellpadding="0" cellspacing="0" '
    'style="width:100%;margin:12px 0 0;border-collapse:collapse;font-size:13px;white-space:nowrap">'
    "<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
)
_HEAD = (
    f'<th align="{{align}}" style="padding:6px 8px;border-bottom:1px solid {_LINE};color:{_QUIET};font-weight:400;font-size:12px">'
    "{text}</th>"
)
_CELL = f'<td align="{{align}}" style="padding:6px 8px;border-bottom:1px solid {_LINE}">{{text}}</td>'
_TOTAL = '<td align="{align}" style="padding:6px 8px;font-weight:600">{text}</td>'
_BAR = (
    f'<span style="display:inline-block;width:{{width}}px;height:8px;margin-right:8px;border-radius:2px;background:{_ACCENT}">'
    "</span>{text}"
)
