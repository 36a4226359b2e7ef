"""Tables as files: Excel, CSV, JSON lines. Rows are written as they come; none is kept."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import IO, TypeVar

from parlor.domain.sheets import Sheet, chunks, csv_head, csv_line, json_line
from parlor.domain.workbook import ROWS_MAX, SHEET_END, book_parts, sheet_head, sheet_path, sheet_row
from parlor.domain.zip_stream import ZipStream

Row = TypeVar("Row")


def write_xlsx(sheets: Iterable[Sheet], file: IO[bytes]) -> None:
    """Each sheet's head stays in sight. What is longer than Excel's sheets goes on in another one. Raises `ZipFull` above 4 GB."""
    book = ZipStream()
    names: list[str] = []
    for sheet in sheets:
        for rows in _stretches(sheet.rows, ROWS_MAX):
            names.append(sheet.name)
            file.write(book.begin(sheet_path(len(names))))
            texts = chain([sheet_head(sheet.columns)], (sheet_row(sheet.columns, row) for row in rows), [SHEET_END])
            for chunk in chunks(texts):
                file.write(book.write(chunk))
            file.write(book.end())
    for path, text in book_parts(names).items():
        file.write(book.begin(path) + book.write(text.encode()) + book.end())
    file.write(book.finish())


def write_csv(sheet: Sheet, file: IO[bytes]) -> None:
    """UTF-8 with its mark, as Excel wants it; texts that look like formulas are made texts."""
    for chunk in chunks(chain([csv_head(sheet.columns)], map(csv_line, sheet.rows))):
        file.write(chunk)


def write_jsonl(sheet: Sheet, file: IO[bytes]) -> None:
    for row in sheet.rows:
        file.write(json_line(sheet.columns, row))


def _stretches(rows: Iterable[Row], size: int) -> Iterator[Iterable[Row]]:
    """The rows in stretches of `size` at most, at least one, which may be empty. Each must be gone through before the next is asked for."""
    rest = iter(rows)
    yield islice(rest, size)
    for first in rest:
        yield chain([first], islice(rest, size - 1))
