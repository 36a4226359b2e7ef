"""What visitors said of conversations: how many stars, by time and agent, and their answers."""

from collections import defaultdict

from parlor.domain.care import newest_answers
from parlor.domain.conversation import Conversation
from parlor.domain.directory import Directory
from parlor.domain.figures import agent_code, code_of
from parlor.domain.log import Entry
from parlor.domain.metrics import PERIOD_MAX_DAYS, Figures, Period, check_period, check_report, points_of, total, zone
from parlor.domain.office_ports import Records
from parlor.domain.staff import Staff
from parlor.protocol.rest_reports import AgentScores, Rating, RatingAnswer, Satisfaction, SatisfactionPoint
from parlor.usecases.read_breakdown import agents_within


def read_satisfaction(staff: Staff, figures: Figures, directory: Directory, first: str, last: str, grain: str) -> Satisfaction:
    """Reads one sheet and one total over the period and the one before. Whose role is limited sees the ratings of the agents of their
    departments, and what was answered there: one sheet more. Raises `Invalid` naming `from`, `to`, `grain`."""
    time_zone = directory.company().time_zone
    period, checked_grain = check_report(first, last, grain, zone(time_zone), max_days=PERIOD_MAX_DAYS)
    points = points_of(period, checked_grain)
    by_point: dict[str, list[int]] = {name: [0] * 5 for name in points.values()}
    before = [0] * 5
    points_before = points_of(period.before, checked_grain)
    rated_before = dict.fromkeys(points_before.values(), 0)
    within = None if staff.agent.reach is None else agents_within(staff, directory)
    by_agent: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    for cut in figures.cuts("score", period.before.start_ms, period.end_ms, ("rated", "score")):
        if within is not None and cut.value[1:] not in within:
            continue
        place = int(cut.value[0]) - 1
        if (point := points.get(cut.hour)) is not None:
            by_point[point][place] += cut.amount
            by_agent[cut.value[1:]][place] += cut.amount
        elif (point := points_before.get(cut.hour)) is not None:
            before[place] += cut.amount
            rated_before[point] += cut.amount
    answered = _answered(staff, figures, period)
    return Satisfaction(
        time_zone=time_zone,
        grain=checked_grain,
        scores=[sum(scores[place] for scores in by_point.values()) for place in range(5)],
        before_scores=before,
        answered=total(answered, period),
        before_answered=total(answered, period.before),
        points=[SatisfactionPoint(at=at, rated=sum(scores), stars=stars_of(scores)) for at, scores in by_point.items()],
        before_rated=list(rated_before.values()),
        agents=_agents(by_agent, directory),
    )


def _answered(staff: Staff, figures: Figures, period: Period) -> dict[int, int]:
    """By hour, over the period and the one before."""
    start, end = period.before.start_ms, period.end_ms
    if staff.agent.reach is None:
        return figures.hours("answered", start, end)
    reached = {code_of("department", each) for each in staff.agent.reach}
    hours: dict[int, int] = defaultdict(int)
    for cut in figures.cuts("talk", start, end, ("answered", "department")):
        if cut.value in reached:
            hours[cut.hour] += cut.amount
    return hours


def stars_of(scores: list[int]) -> int:
    return sum(place * number for place, number in enumerate(scores, start=1))


def _agents(by_agent: dict[str, list[int]], directory: Directory) -> list[AgentScores]:
    """Those with ratings, who has most first."""
    known = {agent_code(agent.agent_id): agent for agent in directory.agents()}
    rows = [
        AgentScores(agent_id=known[code].agent_id, name=known[code].name, scores=scores)
        for code, scores in by_agent.items()
        if code in known and any(scores)
    ]
    others = [sum(scores[place] for code, scores in by_agent.items() if code not in known) for place in range(5)]
    rows.sort(key=lambda row: -sum(row.scores))
    return [*rows, AgentScores(scores=others)] if any(others) else rows


def list_ratings(
    staff: Staff, first: str, last: str, position: str | None, directory: Directory, records: Records
) -> tuple[list[Rating], str | None]:
    """A page of what visitors answered, of conversations that ended in the period, newest first, and where the next one begins.

    1 RU for 4 KB of rows, and 1 for each answer. Raises `Invalid` naming `from` or `to`.
    """
    period = check_period(first, last, zone(directory.company().time_zone))

    def wanted(conversation: Conversation) -> bool:
        return conversation.rated_seq is not None and staff.reaches(conversation.department_id)

    found, following = records.closed(wanted, period.start_ms, period.end_ms - 1, position)
    return [_rating(each, records) for each in found], following


def _rating(conversation: Conversation, records: Records) -> Rating:
    entry: Entry | None = next(iter(records.log(conversation.conversation_id, (conversation.rated_seq or 1) - 1, 1)), None)
    return Rating(
        conversation_id=conversation.conversation_id,
        at=entry.at if entry is not None else conversation.opened_at,
        visitor_id=conversation.visitor_id,
        visitor_name=conversation.visitor_name,
        agent_id=conversation.agent_id,
        agent_name=conversation.agent_name,
        score=conversation.score,
        answers=[RatingAnswer(label=each.label, stars=each.stars, value=each.value) for each in newest_answers(entry)],
    )
