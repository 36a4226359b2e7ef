"""REST bodies of reports that leave the product: as files, and by mail (docs/reports.md)."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from parlor.domain.directory import Language
from parlor.domain.metrics import Grain
from parlor.domain.report_schedules import RECIPIENTS_MAX, REPORTS_MAX, Cadence, RecipientState
from parlor.domain.reports import ReportName
from parlor.protocol.views import Millis, Ulid

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
    table: Annotated[int, Meta(ge=0, le=3)] = 0
    """Which of the report's tables, for CSV. Excel has all."""
    language: Language = "zh-CN"


class ReportFile(_Answer, frozen=True, kw_only=True):
    """`data` is Base64. A report has two thousand rows at most, so it is made at once."""

    name: str
    content_type: str
    data: str


# --- by mail -------------------------------------------------------------------------------------------------------


class AddReportSchedule(_Body, frozen=True, kw_only=True):
    """`weekday` (0: Monday) goes with weekly, `day` with monthly (in a shorter month its last day), `hour` is one of the company's time
    zone. A daily mail is about the day before, a weekly one about the seven days before, a monthly one about the month before.

    Recipients are colleagues who may export reports and see these ones.
    """

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    reports: Annotated[list[ReportName], Meta(min_length=1, max_length=REPORTS_MAX)]
    cadence: Cadence
    weekday: Annotated[int, Meta(ge=0, le=6)] = 0
    day: Annotated[int, Meta(ge=1, le=31)] = 1
    hour: Annotated[int, Meta(ge=0, le=23)] = 8
    grain: Grain = "day"
    language: Language = "zh-CN"
    attach: bool = True
    """Excel with all of it; the figures stand in the mail, too."""
    agent_ids: Annotated[list[Ulid], Meta(min_length=1, max_length=RECIPIENTS_MAX)]
    paused: bool = False


class ChangeReportSchedule(AddReportSchedule, frozen=True, kw_only=True):
    version: int


class ReportRecipient(_Answer, frozen=True, kw_only=True):
    """`state` says whether the next mail goes there, and if not, why."""

    agent_id: Ulid
    name: str
    number: str
    state: RecipientState


class ReportRun(_Answer, frozen=True, kw_only=True):
    """How the last sending ended. `names` are those whose mail could not be sent; `asked_for`: by somebody, not by its time."""

    at: Millis
    outcome: Literal["sent", "partly", "failed", "nobody"]
    sent: int
    names: list[str] = []
    asked_for: bool = False


class ReportScheduleView(_Answer, frozen=True, kw_only=True):
    """`next_at` is absent while it is paused."""

    schedule_id: Ulid
    name: str
    reports: list[ReportName]
    cadence: Cadence
    weekday: int
    day: int
    hour: int
    grain: Grain
    language: Language
    attach: bool
    recipients: list[ReportRecipient]
    paused: bool
    made_by: str
    next_at: Millis | None = None
    last: ReportRun | None = None
    version: int


class ReportScheduleList(_Answer, frozen=True, kw_only=True):
    """By name; twenty at most."""

    schedules: list[ReportScheduleView]
