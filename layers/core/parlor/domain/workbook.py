"""Excel's file (SpreadsheetML, ECMA-376) as text, a row at a time: what is written can be forgotten at once.

Cells are texts, numbers or dates, never formulas. Texts stand in their cells, so that no table of strings grows.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from xml.sax.saxutils import escape, quoteattr

from parlor.domain.sheets import Cell, Column, Kind, well_formed

ROWS_MAX = 1_048_575
"""Rows of a sheet under its head: Excel's limit."""
TEXT_MAX = 32_767
"""UTF-16 units in a cell: Excel's limit."""
_NAME_MAX = 31
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_DAY_S = 86_400

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_HEAD, _MOMENT, _DAY, _SHARE, _WRAPPED = 1, 2, 3, 4, 5
"""Places in the styles below."""
_STYLE_OF: dict[Kind, int] = {"text": _WRAPPED, "number": 0, "share": _SHARE, "moment": _MOMENT, "day": _DAY}
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/>'
    "</numFmts>"
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="10" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
"""The last format is Excel's own for text (`@`): what is typed over such a cell stays a text."""


def sheet_path(number: int) -> str:
    """Where sheet `number`, from 1, lies in the file."""
    return f"xl/worksheets/sheet{number}.xml"


def sheet_head(columns: Sequence[Column]) -> str:
    """A sheet up to and with the row of titles, which stays in sight."""
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{min(column.width, 120)}" customWidth="1"/>' for at, column in enumerate(columns, start=1)
    )
    titles = "".join(_text_cell(column.title, _HEAD) for column in columns)
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData><row>{titles}</row>"
    )


def sheet_row(columns: Sequence[Column], row: Iterable[Cell]) -> str:
    return "<row>" + "".join(_cell(column.kind, cell) for column, cell in zip(columns, row, strict=True)) + "</row>"


SHEET_END = "</sheetData></worksheet>"


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names as Excel takes them: short, without signs of paths, each once."""
    names: list[str] = []
    for asked in wanted:
        plain = _FORBIDDEN_IN_NAMES.sub(" ", well_formed(asked)).strip().strip("'").strip() or "Sheet"
        if plain.lower() == "history":
            plain = f"{plain} "[:_NAME_MAX] + "1"
        name, turn = plain[:_NAME_MAX], 1
        while name.lower() in {each.lower() for each in names}:
            turn += 1
            name = f"{plain[: _NAME_MAX - len(str(turn)) - 1]} {turn}"
        names.append(name)
    return names


def book_parts(names: Iterable[str]) -> dict[str, str]:
    """What a file holds besides its sheets, by path. They may lie behind the sheets."""
    listed = list(enumerate(sheet_names(names), start=1))
    sheets = "".join(f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>' for at, name in listed)
    links = "".join(f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at, _ in listed)
    types = "".join(f'<Override PartName="/{sheet_path(at)}" ContentType="{_TYPE}.worksheet+xml"/>' for at, _ in listed)
    return {
        "[Content_Types].xml": (
            f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{types}</Types>'
        ),
        "_rels/.rels": (
            f'{_XML}<Relationships xmlns="{_RELATIONS}">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": (
            f'{_XML}<Relationships xmlns="{_RELATIONS}">{links}'
            f'<Relationship Id="rId{len(listed) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": _STYLES,
    }


def _cell(kind: Kind, cell: Cell) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, str):
        return _text_cell(cell, _WRAPPED)
    if isinstance(cell, datetime):
        return f'<c s="{_MOMENT}"><v>{_serial(cell)!r}</v></c>'
    if isinstance(cell, date):
        return f'<c s="{_DAY}"><v>{date.toordinal(cell) - date.toordinal(_EPOCH)}</v></c>'
    return f'<c s="{_STYLE_OF[kind] if kind != "text" else 0}"><v>{cell!r}</v></c>'


def _text_cell(text: str, style: int) -> str:
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{_text(text)}</t></is></c>'


def _text(text: str) -> str:
    """What XML and Excel cannot hold is left out, what they would read as something else is escaped, what is too long is cut."""
    plain = _NOT_XML.sub("", well_formed(text).replace("\r\n", "\n").replace("\r", "\n"))
    units = plain.encode("utf-16-le")
    if len(units) > 2 * TEXT_MAX:
        plain = units[: 2 * (TEXT_MAX - 1)].decode("utf-16-le", errors="ignore") + "…"
    return escape(_LOOKS_ESCAPED.sub("_x005F_", plain))


def _serial(moment: datetime) -> float:
    """Days since the end of 1899, as a clock at that place showed them."""
    return round((moment.replace(tzinfo=UTC) - _EPOCH).total_seconds() / _DAY_S, 8)
