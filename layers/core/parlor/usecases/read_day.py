"""The company's day so far, beside yesterday up to the same time of day."""

from collections import defaultdict
from datetime import datetime, timedelta

from msgspec.structs import replace

from parlor.domain.figures import Total
from parlor.domain.metrics import HOUR_MS, Figures, Period, hour_of, today, zone
from parlor.protocol.rest_home import DayFigures, HomeDay, HomeHour

KEEP_MS = 10_000
"""The figures are those of a minute ago anyway: a function that has read them answers others of the company with them."""
_TOTALS: dict[str, Total] = {
    "visits": "visits",
    "conversations": "consultations_online",
    "left_messages": "consultations_offline",
    "accepted": "accepted",
    "missed": "missed",
}
_SCORES = 5


def read_day(figures: Figures, now: int, time_zone: str) -> HomeDay:
    """Five rows of totals a day, and 24 of each of the two sheets of agents; two days of both."""
    day = today(now, zone(time_zone))
    before = Period(day.first - timedelta(days=1), day.last - timedelta(days=1), day.zone)
    hours = {name: figures.hours(metric, before.start_ms, day.end_ms) for name, metric in _TOTALS.items()}
    work = _work(figures, before.start_ms, day.end_ms)
    yesterday = _by_name(before, hours["conversations"])
    visits, conversations = _by_name(day, hours["visits"]), _by_name(day, hours["conversations"])
    return HomeDay(
        today=_until(hours, work, {hour: 1.0 for hour, _ in day.hours()}),
        yesterday=_until(hours, work, _shares(before, _same_time(before, now))),
        hours=[
            HomeHour(hour=name, visits=visits[name], conversations=count, before=yesterday.get(name, 0))
            for name, count in conversations.items()
        ],
    )


def without_work(day: HomeDay) -> HomeDay:
    """For who may not see the work of agents."""
    nothing = {"first_reply_ms": 0, "first_replies": 0, "scores": []}
    return replace(day, today=replace(day.today, **nothing), yesterday=replace(day.yesterday, **nothing))


def _same_time(before: Period, now: int) -> int:
    """What the clock showed yesterday when it showed what it shows now."""
    local = datetime.fromtimestamp(now / 1000, before.zone)
    return int(datetime.combine(before.first, local.time(), before.zone).timestamp() * 1000)


def _shares(day: Period, moment: int) -> dict[int, float]:
    """The hours of a day until a moment; of the hour that ran then, as much as had passed."""
    running = hour_of(moment)
    shares = {hour: 1.0 for hour, _ in day.hours() if hour < running}
    return shares | {running: (moment - running) / HOUR_MS}


def _by_name(day: Period, hours: dict[int, int]) -> dict[str, int]:
    """`08` and its number. An hour that comes twice has both."""
    found: dict[str, int] = defaultdict(int)
    for hour, local in day.hours():
        found[local.strftime("%H")] += hours.get(hour, 0)
    return found


def _work(figures: Figures, start_ms: int, end_ms: int) -> dict[str, dict[int, int]]:
    """First replies and ratings of all agents by hour; ratings as `1` to `5`."""
    found: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for cut in figures.cuts("agent", start_ms, end_ms):
        if cut.figure in ("first_replies", "first_reply_ms"):
            found[cut.figure][cut.hour] += cut.amount
    for cut in figures.cuts("score", start_ms, end_ms, ("rated", "score")):
        found[cut.value[0]][cut.hour] += cut.amount
    return found


def _until(hours: dict[str, dict[int, int]], work: dict[str, dict[int, int]], shares: dict[int, float]) -> DayFigures:
    def total(numbers: dict[int, int]) -> int:
        return round(sum(number * shares.get(hour, 0) for hour, number in numbers.items()))

    scores = [total(work[str(star)]) for star in range(1, _SCORES + 1)]
    return DayFigures(
        **{name: total(numbers) for name, numbers in hours.items()},
        first_reply_ms=total(work["first_reply_ms"]),
        first_replies=total(work["first_replies"]),
        scores=scores if any(scores) else [],
    )
