"""REST bodies of reports that leave the product: as files, and by mail (docs/reports.md)."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from parlor.domain.directory import Language
from parlor.domain.metrics import Grain
from parlor.domain.reports import ReportName

Day = Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
FileFormat = Literal["xlsx", "csv"]


class _Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class _Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class ExportReport(_Body, frozen=True, kw_only=True):
    """`from` and `to` are days of the company's time zone, both included. `grain` is of no use to what is not cut into points."""

    report: ReportName
    first: Day = field(name="from")
    last: Day = field(name="to")
    grain: Grain = "day"
    format: FileFormat = "xlsx"
    language: Language = "zh-CN"


class ReportFile(_Answer, frozen=True, kw_only=True):
    """`data` is Base64. A report has two thousand rows at most, so it is made at once."""

    name: str
    content_type: str
    data: str
