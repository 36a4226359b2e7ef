"""Reports."""

from parlor.domain.staff import Staff
from parlor.protocol import rest
from parlor.runtime.office import Office
from parlor.usecases import read_reports
from parlor_api.asked import Asked


def report_consultations(asked: Asked, staff: Staff, office: Office) -> rest.ConsultationReport:
    zone = office.directory.company().time_zone
    return read_reports.report_consultations(office.figures, asked.query["from"], asked.query["to"], asked.query["grain"], zone)


def report_visits(asked: Asked, staff: Staff, office: Office) -> rest.VisitReport:
    zone = office.directory.company().time_zone
    return read_reports.report_visits(office.figures, asked.query["from"], asked.query["to"], asked.query["grain"], zone)


HANDLERS = {"report_consultations": report_consultations, "report_visits": report_visits}
