"""Reports: figures of a period by hour, day, week, month or year of the tenant's time zone, beside the period before."""

from parlor.domain.figures import Total
from parlor.domain.metrics import Figures, Grain, Period, by_time, check_report, total, zone
from parlor.protocol import rest


class _Reader:
    """One query for each figure covers the period and the one before."""

    def __init__(self, figures: Figures, first: str, last: str, grain: str, time_zone: str) -> None:
        self._period, self.grain = check_report(first, last, grain, zone(time_zone))
        self._before = self._period.before
        self._figures = figures

    def read(self, metric: Total) -> "_Figure":
        return _Figure(self._figures.hours(metric, self._before.start_ms, self._period.end_ms), self._period, self._before, self.grain)


class _Figure:
    def __init__(self, hours: dict[int, int], period: Period, before: Period, grain: Grain) -> None:
        self.points = by_time(hours, period, grain)
        self.total = total(hours, period)
        self.before = total(hours, before)


def report_consultations(figures: Figures, first: str, last: str, grain: str, time_zone: str) -> rest.ConsultationReport:
    """Raises `Invalid` for an absurd period or grain."""
    reader = _Reader(figures, first, last, grain, time_zone)
    online, offline = reader.read("consultations_online"), reader.read("consultations_offline")
    accepted, answered, missed = (reader.read(name) for name in ("accepted", "answered", "missed"))
    return rest.ConsultationReport(
        time_zone=time_zone,
        grain=reader.grain,
        points=[
            rest.ConsultationPoint(
                at=at, total=count + offline.points[at], online=count, offline=offline.points[at], answered=answered.points[at]
            )
            for at, count in online.points.items()
        ],
        total=online.total + offline.total,
        online=online.total,
        offline=offline.total,
        accepted=accepted.total,
        answered=answered.total,
        missed=missed.total,
        before_total=online.before + offline.before,
        before_online=online.before,
        before_offline=offline.before,
        before_accepted=accepted.before,
        before_answered=answered.before,
        before_missed=missed.before,
    )


def report_visits(figures: Figures, first: str, last: str, grain: str, time_zone: str) -> rest.VisitReport:
    """Raises `Invalid` for an absurd period or grain."""
    reader = _Reader(figures, first, last, grain, time_zone)
    views, visits = reader.read("views"), reader.read("visits")
    online, offline = reader.read("consultations_online"), reader.read("consultations_offline")
    return rest.VisitReport(
        time_zone=time_zone,
        grain=reader.grain,
        points=[
            rest.VisitPoint(at=at, views=count, visits=visits.points[at], consultations=online.points[at] + offline.points[at])
            for at, count in views.points.items()
        ],
        views=views.total,
        visits=visits.total,
        consultations=online.total + offline.total,
        before_views=views.before,
        before_visits=visits.before,
        before_consultations=online.before + offline.before,
    )
