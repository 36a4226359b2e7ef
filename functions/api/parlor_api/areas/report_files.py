"""Reports that leave the product: as files."""

from base64 import b64encode

from parlor.domain.audit import Actor
from parlor.domain.staff import Staff
from parlor.gateways import sheet_files
from parlor.protocol.rest_report_files import ReportFile
from parlor.runtime.office import Office
from parlor.usecases.export_report import export_report as export
from parlor_api.asked import Asked


def export_report(asked: Asked, staff: Staff, office: Office) -> ReportFile:
    file = export(asked.body, staff, office.make_report, office.directory, sheet_files, office.clock)
    about = ("report", asked.body.report, file.name)
    after = {"from": asked.body.first, "to": asked.body.last, "format": asked.body.format}
    office.audit.done(Actor(staff.agent_id, staff.agent.name, asked.address), "export_report", about=about, after=after)
    return ReportFile(name=file.name, content_type=file.content_type, data=b64encode(file.data).decode())


HANDLERS = {"export_report": export_report}
