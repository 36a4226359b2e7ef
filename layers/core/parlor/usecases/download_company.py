"""Everything of a company as a ZIP, in files of JSON lines that are small enough to be read one by one.

about.json                          format, moment, company
<section>/<number>.jsonl            rows as they lie in the tables: table, keys, attributes; what is JSON inside them is opened
archive/<kind>/<day>/<name>.jsonl   what records are searched by and figures are counted from, as it lies there
"""

from collections.abc import Iterator
from typing import Any, get_args

import msgspec
from msgspec import Struct

from parlor.domain.archive import Kind
from parlor.domain.compaction import ArchiveObjects
from parlor.domain.company_data import FORMAT, SECTIONS, CompanyRows, Place
from parlor.domain.directory import Company
from parlor.domain.download_forms import File
from parlor.domain.downloads import Batch
from parlor.domain.ids import TenantId
from parlor.domain.personal_data import Row
from parlor.usecases.download_person import opened

KINDS: tuple[Kind, ...] = get_args(Kind)
_STEPS = len(SECTIONS) + len(KINDS)


class _At(Struct, frozen=True, array_like=True):
    """`step` counts sections and then kinds of the archive's lines; `files` those that are written; `key` is the last object's."""

    step: int = 0
    place: Place = Place()
    files: int = 0
    key: str = ""


class CompanyFiles:
    """What the ZIP of a company is made of."""

    def __init__(self, tenant: TenantId, company: Company, rows: CompanyRows, archive: ArchiveObjects, made_at: int) -> None:
        self._tenant = tenant
        self._company = company
        self._rows = rows
        self._archive = archive
        self._made_at = made_at

    def __call__(self, position: str | None) -> Batch:
        """A stretch of rows, or an object of the archive, at a time."""
        if position is None:
            about = {"format": FORMAT, "made_at": self._made_at, "tenant_id": self._tenant, "company": self._company.company}
            return Batch([File("about.json", [msgspec.json.encode(about)])], 0, _text(_At()))
        at = msgspec.json.decode(position, type=_At)
        return self._section(at) if at.step < len(SECTIONS) else self._object(at)

    def _section(self, at: _At) -> Batch:
        section = SECTIONS[at.step]
        stretch = self._rows.read(section, at.place, self._made_at)
        files = [File(f"{section}/{at.files + 1:06d}.jsonl", _lines(stretch.rows))] if stretch.number else []
        written = at.files + len(files)
        following = _At(at.step, stretch.following, written) if stretch.following else _At(at.step + 1, files=written)
        return Batch(files, stretch.number, _text(following), share=(at.step + stretch.share) / _STEPS)

    def _object(self, at: _At) -> Batch:
        kind = KINDS[at.step - len(SECTIONS)]
        prefix = f"{kind}/tenant={self._tenant}/day="
        key = next((key for key, _ in self._archive.under(prefix, after=at.key)), None)
        if key is None:
            last = at.step + 1 == _STEPS
            return Batch([], 0, None if last else _text(_At(at.step + 1, files=at.files)), share=(at.step + 1) / _STEPS)
        body = self._archive.get(key) or b""
        name = f"archive/{kind}/{key[len(prefix) :]}"
        return Batch([File(name, [body])], body.count(b"\n"), _text(_At(at.step, files=at.files + 1, key=key)), share=at.step / _STEPS)


def _lines(rows: Iterator[Row]) -> Iterator[bytes]:
    for row in rows:
        told: dict[str, Any] = {"table": row.table, "pk": row.pk, "sk": row.sk}
        told |= {name: opened(value) for name, value in row.values.items()}
        yield msgspec.json.encode(told, enc_hook=_as_text) + b"\n"


def _as_text(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def _text(at: _At) -> str:
    return msgspec.json.encode(at).decode()
