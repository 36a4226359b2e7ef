"""Reports."""

from parlor.domain.staff import Staff
from parlor.protocol import rest
from parlor.protocol.rest_reports import AgentReport, Breakdown, Funnel, RatingList, Satisfaction
from parlor.runtime.office import Office
from parlor.usecases import read_reports, read_satisfaction
from parlor.usecases.read_agent_report import read_agent_report
from parlor.usecases.read_breakdown import read_breakdown
from parlor.usecases.read_funnel import read_funnel
from parlor_api.asked import Asked
from parlor_api.cursors import opened, sealed


def report_consultations(asked: Asked, staff: Staff, office: Office) -> rest.ConsultationReport:
    zone = office.directory.company().time_zone
    return read_reports.report_consultations(office.figures, asked.query["from"], asked.query["to"], asked.query["grain"], zone)


def report_visits(asked: Asked, staff: Staff, office: Office) -> rest.VisitReport:
    zone = office.directory.company().time_zone
    return read_reports.report_visits(office.figures, asked.query["from"], asked.query["to"], asked.query["grain"], zone)


def report_breakdown(asked: Asked, staff: Staff, office: Office) -> Breakdown:
    query = asked.query
    of, by, first, last, grain = (query[name] for name in ("of", "by", "from", "to", "grain"))
    return read_breakdown(staff, office.figures, office.directory, of, by, first, last, grain, compare=query.get("compare") == "1")


def report_agents(asked: Asked, staff: Staff, office: Office) -> AgentReport:
    return read_agent_report(staff, office.figures, office.directory, office.presence, office.clock, asked.query["from"], asked.query["to"])


def report_satisfaction(asked: Asked, staff: Staff, office: Office) -> Satisfaction:
    return read_satisfaction.read_satisfaction(
        staff, office.figures, office.directory, asked.query["from"], asked.query["to"], asked.query["grain"]
    )


def list_ratings(asked: Asked, staff: Staff, office: Office) -> RatingList:
    first, last, signing = asked.query["from"], asked.query["to"], office.house.tokens
    listed = ["ratings", first, last]
    position = opened(signing, staff.tenant, listed, asked.query.get("cursor"))
    found, following = read_satisfaction.list_ratings(staff, first, last, position, office.directory, office.conversations)
    return RatingList(ratings=found, cursor=sealed(signing, staff.tenant, listed, following))


def report_funnel(asked: Asked, staff: Staff, office: Office) -> Funnel:
    return read_funnel(office.figures, office.directory, asked.query["from"], asked.query["to"], office.goals.goals().goals)


HANDLERS = {
    "report_consultations": report_consultations,
    "report_visits": report_visits,
    "report_breakdown": report_breakdown,
    "report_agents": report_agents,
    "report_satisfaction": report_satisfaction,
    "list_ratings": list_ratings,
    "report_funnel": report_funnel,
}
