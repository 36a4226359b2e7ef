"""Reports as sheets: a summary that says of what company, period and time zone they are, then a sheet for each table with its total."""

from collections.abc import Iterable, Sequence
from datetime import date as day_of
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from parlor.domain import sheets
from parlor.domain.errors import Invalid
from parlor.domain.report_words import ReportWords
from parlor.domain.reports import Report, ReportTable, Unit, change_of, period_text, shown
from parlor.domain.sheets import Cell, Column, Sheet

_KINDS: dict[Unit, sheets.Kind] = {"text": "text", "count": "number", "share": "share", "minutes": "number", "stars": "number"}
_TEXT_WIDTH = 28
_NUMBER_WIDTH = 16


def report_sheets(reports: Sequence[Report], company: str, made_at: int, words: ReportWords) -> list[Sheet]:
    """What goes into one workbook. `made_at` is in milliseconds since 1970 UTC."""
    tables = [(report, table) for report in reports for table in report.tables]
    return [_summary(reports, company, made_at, words), *(_sheet(_name(report, table), table, words) for report, table in tables)]


def table_sheet(report: Report, table: int, words: ReportWords) -> Sheet:
    """One of the report's tables alone. Raises `Invalid` naming `table` for one that it has not."""
    if table >= len(report.tables):
        raise Invalid("The report has no such table.", field="table")
    return _sheet(report.title, report.tables[table], words)


def _name(report: Report, table: ReportTable) -> str:
    return report.title if len(report.tables) == 1 else f"{report.title} {table.title}"


def _sheet(name: str, table: ReportTable, words: ReportWords) -> Sheet:
    columns = tuple(
        Column(words.heading(each), _KINDS[each.unit], _TEXT_WIDTH if each.unit == "text" else _NUMBER_WIDTH) for each in table.columns
    )
    return Sheet(name, columns, [*table.rows, *([table.total] if table.total else [])])


def _summary(reports: Iterable[Report], company: str, made_at: int, words: ReportWords) -> Sheet:
    columns = tuple(Column(words(each), "text", _TEXT_WIDTH) for each in ("figure", "value", "before", "change"))
    rows: list[tuple[Cell, ...]] = [(words("company"), company, None, None)]
    for report in reports:
        rows += [(None, None, None, None), (report.title, None, None, None), *_about(report, made_at, words)]
        for figure in report.figures:
            change = change_of(figure, words.language)
            now, before = (shown(each, figure.unit, words.language) for each in (figure.value, figure.before))
            rows.append((figure.label, now, before, change.text if change else None))
    return Sheet(words("summary"), columns, rows)


def _about(report: Report, made_at: int, words: ReportWords) -> list[tuple[Cell, ...]]:
    first, last = day_of.fromisoformat(report.first), day_of.fromisoformat(report.last)
    days = timedelta(days=(last - first).days + 1)
    made = datetime.fromtimestamp(made_at / 1000, ZoneInfo(report.time_zone)).strftime("%Y-%m-%d %H:%M")
    return [
        (words("period"), period_text(report.first, report.last, words.language), None, None),
        (words("compared"), period_text((first - days).isoformat(), (last - days).isoformat(), words.language), None, None),
        (words("zone"), report.time_zone, None, None),
        (words("made"), made, None, None),
    ]
