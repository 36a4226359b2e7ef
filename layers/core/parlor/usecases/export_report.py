"""A report as a file."""

from collections.abc import Iterable
from io import BytesIO
from typing import IO, Protocol

from msgspec import Struct

from parlor.domain.directory import Directory
from parlor.domain.ports import Clock
from parlor.domain.report_sheets import report_sheets, table_sheet
from parlor.domain.report_words import ReportWords
from parlor.domain.reports import Report, ReportQuestion
from parlor.domain.sheets import Sheet
from parlor.domain.staff import Staff
from parlor.protocol.rest_report_files import ExportReport, FileFormat
from parlor.usecases.make_report import MakeReport

CONTENT_TYPES: dict[FileFormat, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class SheetWriter(Protocol):
    """The module gateways/sheet_files.py."""

    def write_xlsx(self, sheets: Iterable[Sheet], file: IO[bytes]) -> None: ...
    def write_csv(self, sheet: Sheet, file: IO[bytes]) -> None: ...


class File(Struct, frozen=True):
    name: str
    content_type: str
    data: bytes


def export_report(asked: ExportReport, staff: Staff, make: MakeReport, directory: Directory, writer: SheetWriter, clock: Clock) -> File:
    """Excel has a summary and all tables of the report, CSV one of them. Raises `MissingRight`, `Invalid`."""
    words = ReportWords(asked.language)
    report = make(staff, ReportQuestion(asked.report, asked.first, asked.last, asked.grain), words)
    return File(
        file_name([report], asked.format),
        CONTENT_TYPES[asked.format],
        csv_of(report, asked.table, writer, words)
        if asked.format == "csv"
        else xlsx_of([report], directory.company().company, writer, clock, words),
    )


def xlsx_of(reports: list[Report], company: str, writer: SheetWriter, clock: Clock, words: ReportWords) -> bytes:
    file = BytesIO()
    writer.write_xlsx(report_sheets(reports, company, clock.now_ms(), words), file)
    return file.getvalue()


def csv_of(report: Report, table: int, writer: SheetWriter, words: ReportWords) -> bytes:
    file = BytesIO()
    writer.write_csv(table_sheet(report, table, words), file)
    return file.getvalue()


def file_name(reports: list[Report], ending: str) -> str:
    """Letters that every file system takes: `consultations-agent_2026-11-22_2026-11-28.xlsx`."""
    what = reports[0].name.replace(".", "-") if len(reports) == 1 else "reports"
    first, last = reports[0].first, reports[0].last
    return f"{what}_{first}{'' if first == last else f'_{last}'}.{ending}"
