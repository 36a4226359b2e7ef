"""Tables that people take away, and how their rows are written as CSV and JSON lines. Excel: domain/workbook.py."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Literal

import msgspec
from msgspec import Struct

Cell = str | int | float | datetime | date | None
"""Moments are in the time zone in which they are to be read. None leaves the cell empty."""
Kind = Literal["text", "number", "share", "moment", "day"]

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""
_CHUNK = 64 * 1024
"""Characters."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula (OWASP, CSV injection), in full width too."""


class Column(Struct, frozen=True):
    """`key` is the column's name in JSON lines; without one it is the title. `width` is in digits of the spreadsheet's font."""

    title: str
    kind: Kind = "text"
    width: int = 16
    key: str = ""


class Sheet(Struct, frozen=True):
    """A row has as many cells as there are columns. `rows` may be an iterator, which is gone through once."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]


def csv_head(columns: Iterable[Column]) -> str:
    """The first line, with the mark of UTF-8 before it."""
    return BOM + csv_line(tuple(column.title for column in columns))


def csv_line(row: Iterable[Cell]) -> str:
    """RFC 4180. A text that a spreadsheet would take for a formula has an apostrophe before it; numbers stay numbers."""
    return ",".join(_csv_cell(cell) for cell in row) + "\r\n"


def json_line(columns: Iterable[Column], row: Iterable[Cell]) -> bytes:
    """One object; moments in ISO 8601 with their offset, empty cells left out."""
    named = zip(columns, row, strict=True)
    return msgspec.json.encode({column.key or column.title: _plain(cell) for column, cell in named if cell is not None}) + b"\n"


def chunks(texts: Iterable[str]) -> Iterator[bytes]:
    """Many small texts as few pieces of some size: what compresses and writes is called less often."""
    held: list[str] = []
    length = 0
    for text in texts:
        held.append(text)
        length += len(text)
        if length >= _CHUNK:
            yield "".join(held).encode()
            held, length = [], 0
    if held:
        yield "".join(held).encode()


def well_formed(text: str) -> str:
    """Without halves of surrogate pairs, which no file in UTF-8 can hold."""
    return text.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, str):
        text = well_formed(cell).replace("\0", "")
        if text.lstrip(" ").startswith(_FORMULA):
            text = "'" + text
        return '"' + text.replace('"', '""') + '"' if any(char in text for char in '",\r\n;') else text
    return str(cell)


def _plain(cell: Cell) -> Cell:
    return well_formed(cell) if isinstance(cell, str) else cell
