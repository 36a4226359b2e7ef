"""A report as a table that can leave the product. The figures are those that the screen gets: the same use cases read them."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Literal

from parlor.domain.directory import Directory
from parlor.domain.figures import OTHER
from parlor.domain.goals import Goal
from parlor.domain.metrics import Figures
from parlor.domain.ports import Clock, Presence
from parlor.domain.report_words import ReportWords
from parlor.domain.reports import Cell, Column, Report, ReportFigure, ReportName, ReportQuestion, ReportTable, dimension_of, right_for
from parlor.domain.staff import Staff
from parlor.protocol.rest import ConsultationReport, VisitReport
from parlor.protocol.rest_reports import AgentFigures, AgentReport, Breakdown, Funnel, Satisfaction
from parlor.usecases.read_agent_report import read_agent_report
from parlor.usecases.read_breakdown import read_breakdown
from parlor.usecases.read_funnel import read_funnel
from parlor.usecases.read_reports import report_consultations, report_visits
from parlor.usecases.read_satisfaction import read_satisfaction, stars_of

Answer = ConsultationReport | VisitReport | AgentReport | Satisfaction | Funnel | Breakdown
_NOT_BY_DEPARTMENT: tuple[ReportName, ...] = ("consultations", "visits", "funnel")
_MINUTE_MS = 60_000
_STARS = (5, 4, 3, 2, 1)


class MakeReport:
    """One tenant's reports."""

    def __init__(
        self, directory: Directory, figures: Figures, presence: Presence, goals: Callable[[], Sequence[Goal]], clock: Clock
    ) -> None:
        self._directory = directory
        self._figures = figures
        self._presence = presence
        self._goals = goals
        self._clock = clock

    def __call__(self, staff: Staff, question: ReportQuestion, words: ReportWords) -> Report:
        """Raises `MissingRight`, `Forbidden` (`outside_role`) for what cannot be told by department; `Invalid` naming `from`, `to` or
        `grain`. Reads what the screen reads (docs/access-patterns.md)."""
        staff.check(right_for(question.name))
        answer = self._read(staff, question)
        figures, tables = report_of(question.name, answer, words, self._beside(staff, question, answer))
        return Report(
            name=question.name,
            title=words.title(question.name),
            first=question.first,
            last=question.last,
            time_zone=answer.time_zone,
            figures=figures,
            tables=tables,
        )

    def _read(self, staff: Staff, asked: ReportQuestion) -> Answer:
        directory, figures, first, last, grain = self._directory, self._figures, asked.first, asked.last, asked.grain
        if asked.name in _NOT_BY_DEPARTMENT:
            staff.check_unlimited()
        match asked.name:
            case "consultations":
                return report_consultations(figures, first, last, grain, directory.company().time_zone)
            case "visits":
                return report_visits(figures, first, last, grain, directory.company().time_zone)
            case "agents":
                return read_agent_report(staff, figures, directory, self._presence, self._clock, first, last)
            case "satisfaction":
                return read_satisfaction(staff, figures, directory, first, last, grain)
            case "funnel":
                return read_funnel(figures, directory, first, last, self._goals())
        of, _, by = asked.name.partition(".")
        return read_breakdown(staff, figures, directory, of, by, first, last, grain, compare=True)

    def _beside(self, staff: Staff, asked: ReportQuestion, answer: Answer) -> "_Beside":
        if isinstance(answer, AgentReport):
            return self._agents_before(staff, asked)
        if asked.name == "consultations.word":
            return report_consultations(self._figures, asked.first, asked.last, asked.grain, answer.time_zone)
        return None

    def _agents_before(self, staff: Staff, asked: ReportQuestion) -> AgentReport:
        first, last = date.fromisoformat(asked.first), date.fromisoformat(asked.last)
        days = timedelta(days=(last - first).days + 1)
        ended = (first - days).isoformat(), (last - days).isoformat()
        return read_agent_report(staff, self._figures, self._directory, self._presence, self._clock, *ended)


_Made = tuple[tuple[ReportFigure, ...], tuple[ReportTable, ...]]


_Beside = AgentReport | ConsultationReport | None
"""What an answer is held against: the agents of the period before; for words all conversations, of which they are parts."""


def report_of(name: ReportName, answer: Answer, words: ReportWords, beside: _Beside = None) -> _Made:
    """The figures and tables of an answer of the API."""
    match answer:
        case ConsultationReport():
            return _consultations(answer, words)
        case VisitReport():
            return _visits(answer, words)
        case AgentReport():
            return _agents(answer, beside if isinstance(beside, AgentReport) else None, words)
        case Satisfaction():
            return _satisfaction(answer, words)
        case Funnel():
            return _funnel(answer, words)
        case Breakdown():
            if isinstance(beside, ConsultationReport):
                return _words(answer, beside, words)
            return _breakdown(name, answer, words)


def _consultations(answer: ConsultationReport, words: ReportWords) -> _Made:
    rate, rate_before = _part(answer.accepted, answer.online), _part(answer.before_accepted, answer.before_online)
    figures = (
        ReportFigure(label=words("total"), value=answer.total, before=answer.before_total, better=1),
        ReportFigure(label=words("accepted_rate"), value=rate, before=rate_before, unit="share", better=1),
        ReportFigure(label=words("answered"), value=answer.answered, before=answer.before_answered, better=1),
        ReportFigure(label=words("missed"), value=answer.missed, before=answer.before_missed, better=-1),
        ReportFigure(label=words("offline"), value=answer.offline, before=answer.before_offline),
    )
    counts = tuple(Column(words(each)) for each in ("online", "answered", "offline", "total"))
    table = ReportTable(
        title=words("course"),
        columns=(_moment(answer.grain, words), *counts, Column(words("part"), "share")),
        rows=tuple(
            (words.point(each.at, answer.grain), each.online, each.answered, each.offline, each.total, _part(each.total, answer.total))
            for each in answer.points
        ),
        total=(words("sum"), answer.online, answer.answered, answer.offline, answer.total, _part(answer.total, answer.total)),
        bar=4,
    )
    return figures, (table,)


def _visits(answer: VisitReport, words: ReportWords) -> _Made:
    depth, depth_before = _part(answer.views, answer.visits), _part(answer.before_views, answer.before_visits)
    rate, rate_before = _part(answer.consultations, answer.visits), _part(answer.before_consultations, answer.before_visits)
    figures = (
        ReportFigure(label=words("visit_count"), value=answer.visits, before=answer.before_visits, better=1),
        ReportFigure(label=words("views"), value=answer.views, before=answer.before_views, better=1),
        ReportFigure(label=words("depth"), value=_short(depth), before=_short(depth_before)),
        ReportFigure(label=words("total"), value=answer.consultations, before=answer.before_consultations, better=1),
        ReportFigure(label=words("consultation_rate"), value=rate, before=rate_before, unit="share", better=1),
    )
    counts = tuple(Column(words(each)) for each in ("views", "visit_count", "total"))
    table = ReportTable(
        title=words("course"),
        columns=(_moment(answer.grain, words), *counts, Column(words("part"), "share")),
        rows=tuple(
            (words.point(each.at, answer.grain), each.views, each.visits, each.consultations, _part(each.visits, answer.visits))
            for each in answer.points
        ),
        total=(words("sum"), answer.views, answer.visits, answer.consultations, _part(answer.visits, answer.visits)),
        bar=2,
    )
    return figures, (table,)


def _breakdown(name: ReportName, answer: Breakdown, words: ReportWords) -> _Made:
    counted = words("visit_count" if answer.of == "visits" else "conversations")
    figures = (ReportFigure(label=counted, value=answer.total, before=answer.before_total, better=1),)
    rows: list[tuple[Cell, ...]] = [
        (words.value(answer.by, each.value, each.name), each.total, _part(each.total, answer.total), each.before) for each in answer.rows
    ]
    if answer.rest:
        rows.append((words("others"), answer.rest, _part(answer.rest, answer.total), None))
    table = ReportTable(
        title=words(f"by.{dimension_of(name)}"),
        columns=(Column(words(f"by.{answer.by}"), "text"), Column(counted), Column(words("part"), "share"), Column(words("before"))),
        rows=tuple(rows),
        total=(words("sum"), answer.total, _part(answer.total, answer.total), answer.before_total),
    )
    return figures, (table,)


def _words(answer: Breakdown, whole: ConsultationReport, words: ReportWords) -> _Made:
    """A conversation has many words: their shares are of the conversations, and make no whole."""
    figures = (ReportFigure(label=words("conversations"), value=whole.online, before=whole.before_online),)
    rows = [each for each in answer.rows if each.value != OTHER]
    table = ReportTable(
        title=words("by.word"),
        columns=(Column(words("by.word"), "text"), Column(words("conversations")), Column(words("part"), "share"), Column(words("before"))),
        rows=tuple((each.value, each.total, _part(each.total, whole.online), each.before) for each in rows),
    )
    return figures, (table,)


_TIMES = ("online_ms", "busy_ms", "away_ms")


def _agents(answer: AgentReport, before: AgentReport | None, words: ReportWords) -> _Made:
    now, was = _summed(answer.agents), _summed(before.agents) if before else None
    figures = (
        ReportFigure(label=words("taken"), value=now.taken, before=was.taken if was else None, better=1),
        *(
            ReportFigure(
                label=words(name), value=_averages(now)[at], before=_averages(was)[at] if was else None, unit="minutes", better=better
            )
            for at, (name, better) in enumerate(_AVERAGED)
        ),
        ReportFigure(label=words("satisfied"), value=_good(now.scores), before=_good(was.scores) if was else None, unit="share", better=1),
    )
    columns = (
        Column(words("agent"), "text"),
        Column(words("number"), "text", brief=False),
        Column(words("taken")),
        *(Column(words(name), "minutes") for name, _ in _AVERAGED),
        Column(words("returned"), brief=False),
        Column(words("satisfied"), "share"),
        Column(words("wrapped"), "share", brief=False),
        Column(words("online_time"), "minutes"),
        *(Column(words(name), "minutes", brief=False) for name in ("busy_time", "away_time")),
        Column(words("days"), brief=False),
    )
    table = ReportTable(
        title=words("by_agent"),
        columns=columns,
        rows=tuple((each.name, each.number, *_work(each), each.days) for each in answer.agents),
        total=(words("sum"), None, *_work(now), None),
        bar=2,
    )
    return figures, (table,)


_AVERAGED: tuple[tuple[str, Literal[-1, 0]], ...] = (("first", -1), ("reply", -1), ("length", 0))


def _averages(agent: AgentFigures) -> tuple[Cell, Cell, Cell]:
    """First reply, reply, length, in minutes."""
    return (
        _minutes(agent.first_reply_ms, agent.first_replies),
        _minutes(agent.reply_ms, agent.replies),
        _minutes(agent.length_ms, agent.taken),
    )


def _work(agent: AgentFigures) -> tuple[Cell, ...]:
    times = tuple(_minutes(getattr(agent, name), 1) for name in _TIMES)
    return agent.taken, *_averages(agent), agent.returned, _good(agent.scores), _part(agent.wrapped, agent.ended), *times


_SUMS = (
    *("taken", "ended", "returned", "first_replies", "first_reply_ms", "replies", "reply_ms", "length_ms", "wrapped"),
    *_TIMES,
)


def _summed(agents: list[AgentFigures]) -> AgentFigures:
    """All agents together."""
    sums = {name: sum(getattr(agent, name) for agent in agents) for name in _SUMS}
    scores = [sum(agent.scores[place] for agent in agents if agent.scores) for place in range(5)]
    return AgentFigures(agent_id="", number="", name="", scores=scores, **sums)


def _satisfaction(answer: Satisfaction, words: ReportWords) -> _Made:
    rated, rated_before = sum(answer.scores), sum(answer.before_scores)
    average, average_before = _average(answer.scores), _average(answer.before_scores)
    rate, rate_before = _part(rated, answer.answered), _part(rated_before, answer.before_answered)
    good, good_before = _good(answer.scores), _good(answer.before_scores)
    figures = (
        ReportFigure(label=words("satisfied"), value=good, before=good_before, unit="share", better=1),
        ReportFigure(label=words("average"), value=average, before=average_before, unit="stars", better=1),
        ReportFigure(label=words("rated"), value=rated, before=rated_before),
        ReportFigure(label=words("rate"), value=rate, before=rate_before, unit="share", better=1),
    )
    stars = tuple(Column(words.stars(count)) for count in _STARS)
    by_agent = ReportTable(
        title=words("by_agent"),
        columns=(
            Column(words("agent"), "text"),
            Column(words("rated")),
            *stars,
            Column(words("average"), "stars"),
            Column(words("satisfied"), "share"),
        ),
        rows=tuple((each.name or words("gone"), *_rated(each.scores)) for each in answer.agents),
        total=(words("sum"), *_rated(answer.scores)),
    )
    course = ReportTable(
        title=words("course"),
        columns=(_moment(answer.grain, words), Column(words("rated")), Column(words("average"), "stars")),
        rows=tuple((words.point(each.at, answer.grain), each.rated, _short(_part(each.stars, each.rated))) for each in answer.points),
        total=(words("sum"), rated, average),
    )
    return figures, (by_agent, course)


def _rated(scores: list[int]) -> tuple[Cell, ...]:
    return sum(scores), *(scores[star - 1] for star in _STARS), _average(scores), _good(scores)


def _funnel(answer: Funnel, words: ReportWords) -> _Made:
    visits = next((each for each in answer.steps if each.step == "visits"), None)
    figures = tuple(
        ReportFigure(label=words(f"step.{each.step}"), value=each.total, before=each.before, better=1)
        for each in answer.steps
        if each.step in ("visits", "consultations_online", "answered", "cards")
    )
    whole = visits.total if visits else 0
    rows = [(words(f"step.{each.step}"), each.total, _part(each.total, whole), each.before) for each in answer.steps]
    table = ReportTable(
        title=words("funnel"),
        columns=(Column(words("step"), "text"), Column(words("step_number")), Column(words("of_visits"), "share"), Column(words("before"))),
        rows=(*rows, *((goal.name, goal.total, _part(goal.total, whole), goal.before) for goal in answer.goals)),
    )
    return figures, (table, *([_goals_by_source(answer, words)] if answer.goals else []))


def _goals_by_source(answer: Funnel, words: ReportWords) -> ReportTable:
    """Visits of each kind of source, and how many of them reached which goal."""
    kinds = sorted(answer.sources, key=lambda kind: -answer.sources[kind])
    return ReportTable(
        title=words("goals"),
        columns=(
            Column(words("by.source"), "text"),
            Column(words("visit_count")),
            *(column for goal in answer.goals for column in (Column(goal.name), Column(words("of_goal", goal=goal.name), "share"))),
        ),
        rows=tuple(
            (
                words.value("source", kind, None),
                answer.sources[kind],
                *(
                    cell
                    for goal in answer.goals
                    for cell in (goal.sources.get(kind, 0), _part(goal.sources.get(kind, 0), answer.sources[kind]))
                ),
            )
            for kind in kinds
        ),
    )


def _moment(grain: str, words: ReportWords) -> Column:
    return Column(words("time" if grain == "hour" else "date"), "text")


def _part(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _minutes(ms: int, number: int) -> float | None:
    return round(ms / number / _MINUTE_MS, 2) if number else None


def _average(scores: list[int]) -> float | None:
    return _short(_part(stars_of(scores), sum(scores))) if scores else None


def _good(scores: list[int]) -> float | None:
    """The share of four and five stars."""
    return _part(scores[3] + scores[4], sum(scores)) if scores else None
