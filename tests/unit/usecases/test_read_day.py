"""The day so far beside yesterday up to the same time of day."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from parlor.domain.figures import Dimension, FigureName, Sheet, Total
from parlor.domain.metrics import Cut
from parlor.usecases.read_day import read_day, without_work

BERLIN = "Europe/Berlin"


class Numbers:
    """Ten of every total in each hour, and one agent's work."""

    def hours(self, metric: Total, start_ms: int, end_ms: int) -> dict[int, int]:
        return dict.fromkeys(range(start_ms, end_ms, 3_600_000), 10)

    def cuts(self, sheet: Sheet, start_ms: int, end_ms: int, only: tuple[FigureName, Dimension] | None = None) -> Iterator[Cut]:
        for hour in range(start_ms, end_ms, 3_600_000):
            if sheet == "score":
                yield Cut(hour, "rated", "score", "5LINLINLINL", 1)
            else:
                yield Cut(hour, "first_replies", "agent", "LINLINLINL", 2)
                yield Cut(hour, "first_reply_ms", "agent", "LINLINLINL", 8_000)
                yield Cut(hour, "taken", "agent", "LINLINLINL", 3)

    def ever(self, metric: Total) -> bool:
        return True


def at(text: str, zone: str = BERLIN) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def test_of_the_hour_that_ran_yesterday_as_much_counts_as_had_passed() -> None:
    day = read_day(Numbers(), at("2026-11-22T10:30"), BERLIN)
    assert day.yesterday.conversations == 10 * 10 + 5
    assert (day.yesterday.first_replies, day.yesterday.first_reply_ms) == (21, 84_000)
    assert day.yesterday.scores == [0, 0, 0, 0, 10]
    assert [each.hour for each in day.hours][:2] == ["00", "01"]
    assert [each.before for each in day.hours] == [10] * 24


def test_the_same_time_is_what_the_clock_shows_also_when_it_was_changed_between() -> None:
    after_spring = read_day(Numbers(), at("2026-03-30T08:00"), BERLIN)
    assert after_spring.yesterday.conversations == 70, "yesterday began an hour nearer to eight o'clock"
    autumn = read_day(Numbers(), at("2026-10-25T12:00"), BERLIN)
    assert {each.hour: each.conversations for each in autumn.hours}["02"] == 20, "the hour that comes twice has both"
    assert len(autumn.hours) == 24


def test_who_may_not_see_the_work_of_agents_sees_the_rest() -> None:
    day = without_work(read_day(Numbers(), at("2026-11-22T10:30"), BERLIN))
    assert (day.today.first_replies, day.today.scores, day.yesterday.first_reply_ms) == (0, [], 0)
    assert day.yesterday.conversations == 105
