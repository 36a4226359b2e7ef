"""The generator of traffic, what it counts, its report, and the projection to quotas; nothing is sent."""

from typing import Any

import pytest

from bench.load.count import Tally, slope
from bench.load.model import Habits, sessions
from bench.load.quotas import Quota, Traffic, cost_of_a_million, first, page, quotas
from bench.load.report import Growth, Result, Step, climb_of, growth_of
from bench.load.report import page as report

PARTS: dict[str, dict[str, float]] = {
    "pages": {"write_units": 22, "read_units": 40, "invocations": 16, "frames": 5, "pushes": 2, "rest": 3},
    "messages": {"write_units": 32, "pushes": 32, "invocations": 15, "frames": 15, "requests": 32},
}


def test_the_same_seed_plays_the_same_and_another_does_not() -> None:
    assert list(sessions(5, 60, 3, seed=1)) == list(sessions(5, 60, 3, seed=1))
    assert list(sessions(5, 60, 3, seed=1)) != list(sessions(5, 60, 3, seed=2))


def test_the_rate_of_messages_is_near_what_is_asked_for() -> None:
    played = list(sessions(20, 2_000, 4))
    assert sum(each.messages for each in played) / 2_000 == pytest.approx(20, rel=0.15)
    assert all(0 <= each.at_s < 2_000 for each in played)
    assert [each.at_s for each in played] == sorted(each.at_s for each in played)


def test_sessions_are_believable() -> None:
    played, habits = list(sessions(20, 2_000, 4)), Habits()
    share = {
        name: sum(getattr(each, name) is not None for each in played) / len(played) for name in ("transfer_before", "cut_before", "stars")
    }
    assert share["transfer_before"] == pytest.approx(habits.transfer_share, abs=0.03)
    assert share["cut_before"] == pytest.approx(habits.cut_share, abs=0.03)
    assert share["stars"] == pytest.approx(habits.rate_share, abs=0.05)
    assert sum(each.tenant == 0 for each in played) / len(played) == pytest.approx(0.5, abs=0.05)
    assert all(each.turns[0].by == "visitor" and 2 <= len(each.turns) <= habits.turns_max for each in played)


def entry(seq: int, producer: str = "", n: int = 0) -> dict[str, Any]:
    said = {"kind": "message", "client_id": {"producer": producer, "n": n}} if producer else {"kind": "queued"}
    return said | {"seq": seq}


@pytest.mark.parametrize(
    ("log", "lost", "doubled", "disordered"),
    [
        ([entry(1), entry(2, "a", 1), entry(3, "a", 2)], 0, 0, 0),
        ([entry(1), entry(2, "a", 1)], 1, 0, 0),
        ([entry(1), entry(2, "a", 1), entry(3, "a", 2), entry(4, "a", 2)], 0, 1, 0),
        ([entry(1), entry(2, "a", 2), entry(3, "a", 1)], 0, 0, 1),
        ([entry(1), entry(3, "a", 1), entry(4, "a", 2)], 0, 0, 1),
    ],
)
def test_what_is_lost_doubled_or_out_of_order_is_counted(log: list[dict[str, Any]], lost: int, doubled: int, disordered: int) -> None:
    tally = Tally()
    tally.check([("a", 1), ("a", 2)], log)
    assert (tally.lost, tally.doubled, tally.out_of_order) == (lost, doubled, disordered)


def test_a_slope_is_found_and_flat_is_flat() -> None:
    assert slope([(0, 5), (1, 7), (2, 9)]) == 2
    assert slope([(0, 5), (1, 5)]) == 0
    assert slope([(0, 5)]) == 0


def test_the_report_names_the_highest_good_rate_and_what_grows() -> None:
    fast, slow = Tally(acks=[(1.0, 0.1)] * 100), Tally(acks=[(1.0, 3.0)])
    steps = [
        Step(asked=5, reached=4.8, p50_ms=100, p99_ms=100, tally=fast, cpu_ms={"chat": 20.0}, busy=2.0),
        Step(asked=10, reached=8.0, p50_ms=900, p99_ms=3_000, tally=slow, cpu_ms={"chat": 20.0}, busy=3.0),
    ]
    growth = Growth(minutes=30, seen=[(float(minute), {"chat": (50.0, 9 + minute)}) for minute in range(30)], tally=Tally())
    climb = climb_of(Result(steps=steps, growth=None, floor=40.0, tenants=2))
    text = report({"climb": climb, "growth": growth_of(growth)})
    assert "**4.8 messages a second**, 0.12 of the floor's 40" in text
    assert "| chat | 50 | +0.0 | 38 | +60.0 |" in text


def test_the_quota_that_breaks_first_is_named_first() -> None:
    found = quotas(PARTS, Traffic())
    assert not first(found, 1)
    worst = first(found, 1_000)
    assert worst[0].name == "new WebSocket connections"
    assert [each.limit / each.load for each in worst] == sorted(each.limit / each.load for each in worst)
    text = page(PARTS, Traffic())
    assert f"- **10×**: {worst[0].name} (" not in text or worst[0].load * 10 > worst[0].limit
    assert all(isinstance(each, Quota) and each.lever and each.page for each in found)


def test_a_million_messages_cost_more_when_a_conversation_does() -> None:
    dearer = PARTS | {"more": {"write_units": 100}}
    assert cost_of_a_million(dearer) > cost_of_a_million(PARTS) > 0
