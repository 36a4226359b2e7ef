"""Reports that leave the product: as files, and by mail."""

from base64 import b64encode

from parlor.domain.audit import Actor
from parlor.domain.credentials import ReportMailClaims
from parlor.domain.errors import NotFound
from parlor.domain.ids import AgentId
from parlor.domain.jobs import SendReports
from parlor.domain.limits import AUTH_BY_ADDRESS, EXPORTS_BY_AGENT, REPORTS_BY_TENANT
from parlor.domain.staff import Staff
from parlor.gateways import sheet_files
from parlor.protocol.rest_report_files import ReportFile, ReportScheduleList, ReportScheduleView
from parlor.runtime.office import House, Office
from parlor.usecases.export_report import export_report as export
from parlor.usecases.keep_report_schedules import KeepReportSchedules
from parlor_api.answers import Html
from parlor_api.asked import Asked
from parlor_api.pages import small_page


def export_report(asked: Asked, staff: Staff, office: Office) -> ReportFile:
    office.house.limits.take(EXPORTS_BY_AGENT, staff.agent_id)
    file = export(asked.body, staff, office.make_report, office.directory, sheet_files, office.clock)
    about = ("report", asked.body.report, file.name)
    after = {"from": asked.body.first, "to": asked.body.last, "format": asked.body.format}
    office.audit.done(Actor(staff.agent_id, staff.agent.name, asked.address), "export_report", about=about, after=after)
    return ReportFile(name=file.name, content_type=file.content_type, data=b64encode(file.data).decode())


def list_report_schedules(asked: Asked, staff: Staff, office: Office) -> ReportScheduleList:
    return _keep(asked, staff, office).list()


def add_report_schedule(asked: Asked, staff: Staff, office: Office) -> ReportScheduleView:
    return _keep(asked, staff, office).add(asked.body)


def change_report_schedule(asked: Asked, staff: Staff, office: Office) -> ReportScheduleView:
    return _keep(asked, staff, office).change(asked.path["schedule_id"], asked.body)


def send_report_schedule(asked: Asked, staff: Staff, office: Office) -> None:
    """The run is due from now on, so it is done even if the message that hurries it is lost."""
    office.house.limits.take(REPORTS_BY_TENANT, staff.tenant)
    due = _keep(asked, staff, office).send_now(asked.path["schedule_id"])
    office.house.report_queue.after(0, SendReports(tenant=due.tenant, schedule_id=due.schedule_id, run=due.run, at=due.at))


def delete_report_schedule(asked: Asked, staff: Staff, office: Office) -> None:
    _keep(asked, staff, office).delete(asked.path["schedule_id"])


def show_report_unsubscribe(asked: Asked, house: House) -> Html:
    """A page with a button: programs that look at the links of a mail must not unsubscribe anybody."""
    _unsubscribing(asked, house)
    return small_page(
        "不再接收这份定时报表？ / Stop getting this scheduled report?", '<form method="post"><button>确认 / Confirm</button></form>'
    )


def unsubscribe_report(asked: Asked, house: House) -> Html:
    """Also the target of a mail program's own button (RFC 8058)."""
    claims = _unsubscribing(asked, house)
    office = house.office(claims.tenant)
    if office.report_schedules.unsubscribe(claims.schedule, AgentId(claims.agent)):
        _note(office, claims)
    return small_page("已取消，不会再发送这份报表。 / Done: this report will not be sent to you any more.")


def _note(office: Office, claims: ReportMailClaims) -> None:
    try:
        name = office.directory.agent(claims.agent).name
    except NotFound:
        name = ""
    office.audit.done(Actor(claims.agent, name), "unsubscribe_report", about=("report_schedule", claims.schedule, ""))


def _unsubscribing(asked: Asked, house: House) -> ReportMailClaims:
    house.limits.take(AUTH_BY_ADDRESS, asked.address)
    return house.tokens.verify_report_mail(asked.query["token"])


def _keep(asked: Asked, staff: Staff, office: Office) -> KeepReportSchedules:
    return KeepReportSchedules(staff, office.directory, office.report_schedules, office.trail(staff, asked.address), office.clock)


HANDLERS = {
    "export_report": export_report,
    "list_report_schedules": list_report_schedules,
    "add_report_schedule": add_report_schedule,
    "change_report_schedule": change_report_schedule,
    "send_report_schedule": send_report_schedule,
    "delete_report_schedule": delete_report_schedule,
    "show_report_unsubscribe": show_report_unsubscribe,
    "unsubscribe_report": unsubscribe_report,
}
