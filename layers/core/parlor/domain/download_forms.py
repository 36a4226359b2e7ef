"""How a file is put together from what comes in batches. Any of them can be put down and taken up by another process."""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import chain, islice
from typing import Any, Protocol
from zipfile import ZipFile

from msgspec import Struct

from parlor.domain.sheets import Cell, Column, chunks, csv_head, csv_line
from parlor.domain.workbook import ROWS_MAX, SHEET_END, book_parts, sheet_head, sheet_path, sheet_row
from parlor.domain.zip_stream import ZipState, ZipStream

ARTICLES = 100
"""Conversations on one page."""


class FormState(Struct, frozen=True, array_like=True):
    """`inside`: rows of the sheet, or articles of the page, that is open. `labels`: what the pages so far begin with."""

    begun: bool = False
    zip: ZipState | None = None
    inside: int = 0
    labels: tuple[str, ...] = ()


class File(Struct, frozen=True):
    """One of the files in a ZIP."""

    name: str
    pieces: Iterable[bytes]


class Form(Protocol):
    """Each method gives the bytes that come next. `extension` ends the file's name."""

    @property
    def extension(self) -> str: ...
    def write(self, items: Iterable[Any]) -> Iterator[bytes]: ...
    def pause(self) -> tuple[bytes, FormState]: ...
    def finish(self) -> Iterator[bytes]: ...
    def whole(self, file: bytes) -> tuple[bytes, str]:
        """A file that is still in memory when it is finished, as it is kept, and the end of its name."""


class Lines:
    """CSV and JSON lines: a head, and a piece for each item."""

    def __init__(self, state: FormState, extension: str, head: str, line: Callable[[Any], str | bytes]) -> None:
        self._begun = state.begun
        self.extension = extension
        self._head = head
        self._line = line

    @classmethod
    def csv(cls, state: FormState, columns: tuple[Column, ...]) -> "Lines":
        return cls(state, "csv", csv_head(columns), csv_line)

    def write(self, items: Iterable[Any]) -> Iterator[bytes]:
        head = [] if self._begun else [self._head]
        self._begun = True
        lines = (line.decode() if isinstance(line, bytes) else line for line in map(self._line, items))
        return chunks(chain(head, lines))

    def pause(self) -> tuple[bytes, FormState]:
        return b"", FormState(self._begun)

    def finish(self) -> Iterator[bytes]:
        return self.write(())

    def whole(self, file: bytes) -> tuple[bytes, str]:
        return file, self.extension


class Workbook:
    """Excel: rows of one table, in as many sheets as they need."""

    extension = "xlsx"

    def __init__(self, state: FormState, name: str, columns: tuple[Column, ...]) -> None:
        self._zip = ZipStream(state.zip or ZipState())
        self._inside = state.inside
        self._begun = state.begun
        self._sheets = len(state.labels)
        self._name = name
        self._columns = columns

    def write(self, items: Iterable[tuple[Cell, ...]]) -> Iterator[bytes]:
        rest = iter(items)
        while True:
            if not self._begun:
                yield self._next_sheet()
            if self._inside >= ROWS_MAX:
                yield from self._end_sheet()
                yield self._next_sheet()
            stretch = list(islice(rest, min(_STRETCH, ROWS_MAX - self._inside)))
            if not stretch:
                return
            self._inside += len(stretch)
            for chunk in chunks(sheet_row(self._columns, row) for row in stretch):
                yield self._zip.write(chunk)

    def pause(self) -> tuple[bytes, FormState]:
        rest, state = self._zip.pause()
        return rest, FormState(self._begun, state, self._inside, ("",) * self._sheets)

    def finish(self) -> Iterator[bytes]:
        yield from self.write(())
        yield from self._end_sheet()
        for path, text in book_parts([self._name] * self._sheets).items():
            yield self._zip.begin(path) + self._zip.write(text.encode()) + self._zip.end()
        yield self._zip.finish()

    def whole(self, file: bytes) -> tuple[bytes, str]:
        return file, self.extension

    def _next_sheet(self) -> bytes:
        self._begun = True
        self._sheets += 1
        self._inside = 0
        return self._zip.begin(sheet_path(self._sheets)) + self._zip.write(sheet_head(self._columns).encode())

    def _end_sheet(self) -> Iterator[bytes]:
        yield self._zip.write(SHEET_END.encode())
        yield self._zip.end()


_STRETCH = 500
"""Rows that are held at a time."""


class Article(Struct, frozen=True):
    """A conversation as pieces of a page; `label` says in a list what a page begins with."""

    label: str
    pieces: Iterable[str]


class Pages:
    """Pages to read: one, or several in a ZIP with one that names them.

    `head(part)` begins a page, `index` makes the list from names and labels.
    """

    extension = "zip"

    def __init__(
        self,
        state: FormState,
        head: Callable[[int], str],
        end: str,
        index: Callable[[list[tuple[str, str]]], str],
        empty: str,
    ) -> None:
        self._zip = ZipStream(state.zip or ZipState())
        self._inside = state.inside
        self._open = state.begun
        self._labels = list(state.labels)
        self._head = head
        self._end = end
        self._index = index
        self._empty = empty

    def write(self, items: Iterable[Article]) -> Iterator[bytes]:
        for article in items:
            if self._open and self._inside == ARTICLES:
                yield self._end_page()
            if not self._open:
                yield self._next_page(article.label)
            self._inside += 1
            for chunk in chunks(article.pieces):
                yield self._zip.write(chunk)

    def pause(self) -> tuple[bytes, FormState]:
        rest, state = self._zip.pause()
        return rest, FormState(self._open, state, self._inside, tuple(self._labels))

    def finish(self) -> Iterator[bytes]:
        if not self._labels:
            yield self._next_page("") + self._zip.write(self._empty.encode())
        yield self._end_page()
        if len(self._labels) > 1:
            named = [(_page_name(n), label) for n, label in enumerate(self._labels, start=1)]
            text = self._head(0) + self._index(named) + self._end
            yield self._zip.begin("index.html") + self._zip.write(text.encode()) + self._zip.end()
        yield self._zip.finish()

    def whole(self, file: bytes) -> tuple[bytes, str]:
        """One page needs no ZIP around it."""
        if len(self._labels) > 1:
            return file, self.extension
        with ZipFile(BytesIO(file)) as archive:
            return archive.read(_page_name(1)), "html"

    def _next_page(self, label: str) -> bytes:
        self._open = True
        self._inside = 0
        self._labels.append(label)
        number = len(self._labels)
        return self._zip.begin(_page_name(number)) + self._zip.write(self._head(number).encode())

    def _end_page(self) -> bytes:
        self._open = False
        return self._zip.write(self._end.encode()) + self._zip.end()


def _page_name(number: int) -> str:
    return f"conversations-{number:04d}.html"


class Bundle:
    """A ZIP of files that are whole when they come: one behind the other."""

    extension = "zip"

    def __init__(self, state: FormState) -> None:
        self._zip = ZipStream(state.zip or ZipState())

    def write(self, items: Iterable[File]) -> Iterator[bytes]:
        for file in items:
            yield self._zip.begin(file.name)
            for chunk in file.pieces:
                yield self._zip.write(chunk)
            yield self._zip.end()

    def pause(self) -> tuple[bytes, FormState]:
        rest, state = self._zip.pause()
        return rest, FormState(zip=state)

    def finish(self) -> Iterator[bytes]:
        yield self._zip.finish()

    def whole(self, file: bytes) -> tuple[bytes, str]:
        return file, self.extension
