"""Tables as files, read by programs that are not ours: openpyxl, csv, zipfile."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from parlor.domain import workbook
from parlor.domain.sheets import Cell, Column, Sheet
from parlor.domain.workbook import sheet_names
from parlor.domain.zip_stream import ZipStream
from parlor.gateways import sheet_files
from parlor.gateways.sheet_files import write_csv, write_jsonl, write_xlsx

SHANGHAI = timezone(timedelta(hours=8))
COLUMNS = (
    Column("访客", width=20, key="visitor"),
    Column("Messages", "number", key="messages"),
    Column("Share", "share", key="share"),
    Column("Ended", "moment", width=20, key="ended"),
    Column("Day", "day", key="day"),
)
ENDED = datetime(2026, 11, 29, 10, 42, 5, tzinfo=SHANGHAI)
ROW: tuple[Cell, ...] = ("李雷", 12, 0.375, ENDED, date(2026, 11, 29))


def sheet(*rows: tuple[Cell, ...], name: str = "Conversations") -> Sheet:
    return Sheet(name, COLUMNS, iter(rows))


def excel(*sheets: Sheet) -> io.BytesIO:
    file = io.BytesIO()
    write_xlsx(sheets, file)
    return file


def csv_rows(*rows: tuple[Cell, ...]) -> list[list[str]]:
    file = io.BytesIO()
    write_csv(sheet(*rows), file)
    return list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))


def test_excel_has_numbers_and_dates_as_such() -> None:
    book = load_workbook(excel(sheet(ROW, (None, None, None, None, None)), sheet(name="第二张")))

    read = book["Conversations"]
    assert [cell.value for cell in read[1]] == ["访客", "Messages", "Share", "Ended", "Day"]
    assert [cell.value for cell in read[2]] == ["李雷", 12, 0.375, datetime(2026, 11, 29, 10, 42, 5), datetime(2026, 11, 29)]  # noqa: DTZ001
    assert [cell.value for cell in read[3]] == [None] * 5
    assert read.freeze_panes == "A2"
    assert read.column_dimensions["A"].width == 20
    assert read["A1"].font.bold
    assert book.sheetnames == ["Conversations", "第二张"]
    assert [cell.value for cell in book["第二张"][1]] == ["访客", "Messages", "Share", "Ended", "Day"]


HOSTILE = ["=1+1", "+86 138", "-2", "@SUM(A1)", "\tx", "\rx", "\n=x", "  =1", "＝1", '=HYPERLINK("https://evil.example")']


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_is_a_formula(text: str) -> None:
    [_, row] = csv_rows((text, -2, None, None, None))
    assert row[0] == "'" + text
    assert row[1] == "-2"

    cell = load_workbook(excel(sheet((text, -2, None, None, None)))).active["A2"]
    assert cell.data_type in {"s", "inlineStr"}
    assert cell.value == text.replace("\r", "\n")


@pytest.mark.parametrize(
    "text", ['a,b;"c"\r\nd', "<script>alert(1)</script>&amp;", "\ud800half", "zero\0 \x07bell", "_x0041_", "x" * 40_000]
)
def test_any_text_can_be_kept(text: str) -> None:
    value = unescape(load_workbook(excel(sheet((text, None, None, None, None)))).active["A2"].value)
    kept = text.replace("\r\n", "\n").replace("\ud800", "\ufffd").replace("\0", "").replace("\x07", "")
    assert value == (kept if len(kept) <= workbook.TEXT_MAX else "x" * (workbook.TEXT_MAX - 1) + "…")

    [_, row] = csv_rows((text, None, None, None, None))
    assert row[0] == text.replace("\ud800", "\ufffd").replace("\0", "")


def test_csv_begins_with_the_mark_of_utf8() -> None:
    file = io.BytesIO()
    write_csv(sheet(ROW), file)

    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    assert csv_rows(ROW)[1] == ["李雷", "12", "0.375", "2026-11-29 10:42:05", "2026-11-29"]


def test_json_lines_name_their_columns() -> None:
    file = io.BytesIO()
    write_jsonl(sheet(ROW, ("x\ud800", None, None, None, None)), file)

    first, second = map(json.loads, file.getvalue().splitlines())
    assert first == {"visitor": "李雷", "messages": 12, "share": 0.375, "ended": "2026-11-29T10:42:05+08:00", "day": "2026-11-29"}
    assert second == {"visitor": "x\ufffd"}


def test_what_is_longer_than_a_sheet_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_files, "ROWS_MAX", 2)

    book = load_workbook(excel(sheet(*[(str(n), n, None, None, None) for n in range(5)])))

    assert book.sheetnames == ["Conversations", "Conversations 2", "Conversations 3"]
    assert [row[1].value for each in book for row in each.iter_rows(min_row=2)] == [0, 1, 2, 3, 4]


def test_names_of_sheets_are_such_as_excel_takes() -> None:
    names = sheet_names(["a/b:c", "A/B:C", "", "x" * 40, "x" * 40, "History", "'q'"])

    assert names == ["a b c", "A B C 2", "Sheet", "x" * 31, "x" * 29 + " 2", "History 1", "q"]


def test_a_file_is_put_down_and_taken_up_anywhere() -> None:
    """Given a file that is put down after every piece and between entries; when another stream goes on; then it is whole."""
    pieces = [f"行 {n} ".encode() * 50 for n in range(40)]

    def written() -> Iterator[bytes]:
        stream = ZipStream()
        for name in ("a.txt", "文/b.txt"):
            yield stream.begin(name)
            for piece in pieces:
                yield stream.write(piece)
                rest, state = stream.pause()
                yield rest
                stream = ZipStream(state)
            yield stream.end()
            rest, state = stream.pause()
            yield rest
            stream = ZipStream(state)
        yield stream.finish()

    with zipfile.ZipFile(io.BytesIO(b"".join(written()))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["a.txt", "文/b.txt"]
        assert archive.read("文/b.txt") == b"".join(pieces)


def test_the_same_rows_make_the_same_file() -> None:
    assert excel(sheet(ROW)).getvalue() == excel(sheet(ROW)).getvalue()
