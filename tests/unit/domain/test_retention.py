"""KeptFor: which day is the first that stays, what a change lets go sooner, and from when on."""

from datetime import UTC, datetime

import pytest

from parlor.domain.errors import Invalid
from parlor.domain.retention import NOTICE_MS, KeptFor, Retention, changed, check_periods, first_day_kept, shorter


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("months", "now", "first"),
    [
        (3, "2026-11-29T23:59", "2026-08-28"),
        (3, "2026-05-31T00:00", "2026-02-27"),
        (12, "2028-02-29T12:00", "2027-02-27"),
        (36, "2026-01-01T00:00", "2022-12-31"),
        (24, "2026-12-15T08:00", "2024-12-14"),
    ],
)
def test_a_day_more_than_the_period_is_kept(months: int, now: str, first: str) -> None:
    assert first_day_kept(months, at(now)) == first


def test_what_goes_sooner_waits_a_day_and_what_stays_longer_does_not() -> None:
    old = KeptFor(conversations=12, left_messages=6)
    before = Retention(version=3, periods=old)
    wanted = KeptFor(conversations=3, left_messages=24, audit=12)
    assert shorter(old, wanted) == ("conversations", "audit")
    after = changed(before, wanted, 1_000, "Lin")
    assert after.at(1_000) == KeptFor(conversations=12, left_messages=24)
    assert after.at(1_000 + NOTICE_MS - 1) == after.at(1_000)
    assert after.at(1_000 + NOTICE_MS) == wanted
    # Asked for once more, it begins when it was to begin; taken back, nothing is left of it.
    assert changed(after, wanted, 5_000, "Lin").following_at == 1_000 + NOTICE_MS
    back = changed(after, after.at(6_000), 6_000, "Lin")
    assert (back.following, back.following_at, back.at(10**15)) == (None, None, after.at(6_000))
    # Once it has begun it is what holds: less begins a day later again.
    later = changed(after, KeptFor(conversations=3, left_messages=3, audit=12), 2 * NOTICE_MS, "Lin")
    assert later.at(2 * NOTICE_MS) == wanted
    assert later.following_at == 3 * NOTICE_MS


def test_only_what_can_be_chosen_is_taken_and_the_audit_log_has_a_least() -> None:
    check_periods(KeptFor())
    check_periods(KeptFor(conversations=3, audit=6))
    for periods, field in ((KeptFor(conversations=1), "conversations"), (KeptFor(profiles=0), "profiles"), (KeptFor(audit=3), "audit")):
        with pytest.raises(Invalid) as fault:
            check_periods(periods)
        assert fault.value.field == f"periods.{field}"
