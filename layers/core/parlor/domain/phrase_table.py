"""Canned phrases as a table of text (CSV), as people export it from a spreadsheet in any language."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from parlor.domain.errors import Invalid

ROWS_MAX = 500
Column = Literal["folder", "shortcut", "title", "text"]
Problem = Literal["required", "too_long", "invalid", "exists", "repeated"]

_NAMES: dict[str, Column] = {
    "folder": "folder",
    "文件夹": "folder",
    "shortcut": "shortcut",
    "快捷码": "shortcut",
    "title": "title",
    "标题": "title",
    "text": "text",
    "内容": "text",
}
_LENGTHS: dict[Column, int] = {"folder": 40, "shortcut": 20, "title": 200, "text": 4_000}
_REQUIRED: tuple[Column, ...] = ("title", "text")
_NO_SHORTCUT = re.compile(r"[\s/]")


class TableRow(Struct, frozen=True, kw_only=True):
    """`row` is the line of the table, 1 for the names of the columns."""

    row: int
    folder: str = ""
    shortcut: str = ""
    title: str = ""
    text: str = ""


class TableError(Struct, frozen=True):
    """What is wrong with one cell. `field` is the column, or `csv` for a line that cannot be read."""

    row: int
    field: str
    code: Problem
    message: str


def read_table(table: str) -> tuple[list[TableRow], list[TableError]]:
    """The rows with what is wrong in them, both by line. Lines without anything in them are left out.

    Raises `Invalid` (`too_long`) for more than 500 rows.
    """
    # A byte order mark is what spreadsheets begin with; NUL is in no text.
    lines = _lines(table.removeprefix("\ufeff").replace("\0", ""))
    columns, errors = _columns(lines[0][1]) if lines else ({}, [])
    errors += [TableError(1, name, "required", "This column is missing.") for name in _REQUIRED if name not in columns.values()]
    if errors:
        return [], errors
    rows = []
    for number, cells, fault in lines[1:]:
        if fault:
            errors.append(TableError(number, "csv", "invalid", fault))
        elif any(cell.strip() for cell in cells):
            rows.append(_row(number, cells, columns))
    if len(rows) > ROWS_MAX:
        raise Invalid(f"A table has at most {ROWS_MAX} rows.", code="too_long", field="csv")
    errors += _errors(rows)
    return rows, sorted(errors, key=lambda error: error.row)


def _lines(table: str) -> list[tuple[int, list[str], str]]:
    """Line numbers, cells, and why a line cannot be read. The separator is the one under which most columns have a known name."""
    tries = [list(_read(table, separator)) for separator in (",", ";", "\t")]
    return max(tries, key=lambda lines: len(_columns(lines[0][1])[0]) if lines else 0)


def _read(table: str, separator: str) -> Iterator[tuple[int, list[str], str]]:
    reader = csv.reader(io.StringIO(table, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader), ""
        except StopIteration:
            return
        except csv.Error as error:
            yield number, [], f"This line is not part of a table: {error}."


def _columns(names: list[str]) -> tuple[dict[int, Column], list[TableError]]:
    """By place, the columns that we know. Others are left out: an export may say more than an import needs."""
    columns: dict[int, Column] = {}
    errors = []
    for place, name in enumerate(names):
        column = _NAMES.get(name.strip().casefold())
        if column in columns.values():
            errors.append(TableError(1, str(column), "repeated", "This column is here twice."))
        elif column:
            columns[place] = column
    return columns, errors


def _row(number: int, cells: list[str], columns: dict[int, Column]) -> TableRow:
    values: dict[str, str] = {name: _clean(cells[place]) for place, name in columns.items() if place < len(cells)}
    return TableRow(row=number, **values)


def _clean(cell: str) -> str:
    """Without what cannot be seen: control characters other than line breaks and tabs."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) != "Cc").strip()


def _errors(rows: list[TableRow]) -> list[TableError]:
    errors = []
    shortcuts: dict[str, int] = {}
    for row in rows:
        for name, length in _LENGTHS.items():
            value = getattr(row, name)
            if name in _REQUIRED and not value:
                errors.append(TableError(row.row, name, "required", "This must be filled in."))
            if len(value) > length:
                errors.append(TableError(row.row, name, "too_long", f"At most {length} characters."))
        if _NO_SHORTCUT.search(row.shortcut):
            errors.append(TableError(row.row, "shortcut", "invalid", "A shortcut is one word without a slash."))
        elif row.shortcut in shortcuts:
            errors.append(TableError(row.row, "shortcut", "repeated", f"Row {shortcuts[row.shortcut]} has this shortcut."))
        elif row.shortcut:
            shortcuts[row.shortcut] = row.row
    return errors
