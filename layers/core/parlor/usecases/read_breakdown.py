"""Consultations or visits of a period by a dimension: who, where, from where, with what."""

from collections import defaultdict
from typing import get_args

from parlor.domain.directory import Directory
from parlor.domain.errors import Invalid
from parlor.domain.figures import BY_NAME, Dimension, FigureName, agent_code, code_of
from parlor.domain.metrics import PERIOD_MAX_DAYS, Figures, check_report, points_of, zone
from parlor.domain.staff import Staff
from parlor.protocol.rest_reports import Breakdown, BreakdownRow, Of

ROWS_MAX = 200
COURSES_MAX = 5
"""Rows whose course is told: more lines nobody tells apart."""
WORD_COURSES_MAX = 60
"""Each word has a small line of its own."""


def read_breakdown(
    staff: Staff, figures: Figures, directory: Directory, of: str, by: str, first: str, last: str, grain: str, *, compare: bool
) -> Breakdown:
    """Reads the sheet of the dimension once, over the period and, with `compare`, the one before. The database of places names most
    provinces in two ways (浙江, 浙江省), which are one row.

    Raises `Invalid` naming `of`, `by`, `from`, `to`, `grain`; `MissingRight` for agents without the right to see their work; `Forbidden`
    (`outside_role`) for whose role is limited, if it is not by department or agent.
    """
    time_zone = directory.company().time_zone
    period, checked_grain = check_report(first, last, grain, zone(time_zone), max_days=PERIOD_MAX_DAYS)
    what, figure, dimension = _asked(of, by)
    if dimension == "agent":
        staff.check("read_work")
    within = _within(staff, what, dimension, directory)
    points = points_of(period, checked_grain)
    names = list(dict.fromkeys(points.values()))
    place = {name: index for index, name in enumerate(names)}
    totals: dict[str, int] = defaultdict(int)
    before: dict[str, int] = defaultdict(int)
    courses: dict[str, list[int]] = defaultdict(lambda: [0] * len(names))
    points_before = points_of(period.before, checked_grain) if compare else {}
    course_before = dict.fromkeys(points_before.values(), 0)
    start_ms = (period.before if compare else period).start_ms
    for sheet in BY_NAME[figure].sheets_of(dimension):
        for cut in figures.cuts(sheet, start_ms, period.end_ms, (figure, dimension)):
            if within is not None and cut.value not in within:
                continue
            value = cut.value.removesuffix("省") if dimension == "province" else cut.value
            if (point := points.get(cut.hour)) is not None:
                totals[value] += cut.amount
                courses[value][place[point]] += cut.amount
            elif (point := points_before.get(cut.hour)) is not None:
                before[value] += cut.amount
                course_before[point] += cut.amount
    values = [value for value in totals.keys() | before.keys() if totals[value] or before[value]]
    values.sort(key=lambda value: (-totals[value], -before[value], value))
    known = _names(dimension, directory)
    with_course = WORD_COURSES_MAX if dimension == "word" else COURSES_MAX
    return Breakdown(
        time_zone=time_zone,
        grain=checked_grain,
        of=what,
        by=dimension,
        points=names,
        course=[sum(course[index] for course in courses.values()) for index in range(len(names))],
        rows=[
            BreakdownRow(
                value=known[value][0] if value in known else value,
                name=known[value][1] if value in known else None,
                total=totals[value],
                before=before[value],
                course=courses[value] if index < with_course else [],
            )
            for index, value in enumerate(values[:ROWS_MAX])
        ],
        rest=sum(totals[value] for value in values[ROWS_MAX:]),
        total=sum(totals.values()),
        before_total=sum(before.values()),
        before_course=list(course_before.values()),
    )


def _asked(of: str, by: str) -> tuple[Of, FigureName, Dimension]:
    """Which figure. By agent: those that the agent had; by topic and value: those that are wrapped up; by word:
    those in which the visitor wrote it."""
    what = next((each for each in get_args(Of) if each == of), None)
    if what is None:
        raise Invalid("Choose consultations or visits.", field="of")
    names: tuple[FigureName, ...] = ("visits",) if what == "visits" else ("consultations_online", "taken", "wrapped", "words")
    for name in names:
        for dimension in BY_NAME[name].dimensions:
            if dimension == by:
                return what, name, dimension
    raise Invalid("This is not counted so.", field="by")


def _within(staff: Staff, of: Of, dimension: Dimension, directory: Directory) -> set[str] | None:
    """The values that are shown to whose role is limited to departments; None: all."""
    reach = staff.agent.reach
    if reach is None:
        return None
    if of == "consultations" and dimension == "department":
        return {code_of(dimension, each) for each in reach}
    if of == "consultations" and dimension == "agent":
        return agents_within(staff, directory)
    staff.check_unlimited()
    return set()


def agents_within(staff: Staff, directory: Directory) -> set[str]:
    """The codes of the agents who belong to a department that the role reaches."""
    return {agent_code(each.agent_id) for each in directory.agents() if any(map(staff.reaches, each.department_ids))}


def _names(dimension: Dimension, directory: Directory) -> dict[str, tuple[str, str]]:
    """By the stored value, the id and what it is called."""
    match dimension:
        case "agent":
            return {agent_code(each.agent_id): (each.agent_id, each.name) for each in directory.agents()}
        case "department":
            return {code_of(dimension, each.department_id): (each.department_id, each.name) for each in directory.departments()}
        case "style":
            return {code_of(dimension, each.style_id): (each.style_id, each.name) for each in directory.styles()}
        case "topic":
            return {code_of(dimension, each.topic_id): (each.topic_id, each.name) for each in directory.service().topics}
        case _:
            return {}
