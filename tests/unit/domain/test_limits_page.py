"""docs/limits.md names every limit with the numbers that hold."""

import re

import pytest

from parlor.domain import conversation, limits
from parlor.domain.limits import Limit, Rate
from scripts.paths import ROOT

PAGE = (ROOT / "docs" / "limits.md").read_text()
ROWS = {found[1]: found[0] for found in re.finditer(r"^\| `([\w-]+)` .*\|$", PAGE, re.MULTILINE)}
LIMITS = [each for each in vars(limits).values() if isinstance(each, Limit)]
RATES = [each for each in vars(limits).values() if isinstance(each, Rate)]


def test_every_limit_stands_there_and_no_other() -> None:
    assert set(ROWS) == {each.scope for each in (*LIMITS, *RATES)}
    assert len(ROWS) == len(LIMITS) + len(RATES)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda each: each.scope)
def test_a_limit_has_its_numbers(limit: Limit) -> None:
    assert ROWS[limit.scope].endswith(f"| {limit.allowed} in {limit.window_s} s |")


@pytest.mark.parametrize("rate", RATES, ids=lambda each: each.scope)
def test_a_rate_has_its_numbers(rate: Rate) -> None:
    assert ROWS[rate.scope].endswith(f"| {rate.burst} | {rate.every_ms} ms |")


def test_what_is_counted_from_what_is_stored_has_its_numbers() -> None:
    said = " ".join(PAGE.split())
    assert f"at most {limits.PAGES_A_MINUTE} pages and {limits.HAPPENINGS_A_MINUTE} events a minute" in said
    assert f"{limits.OPENED_AT_MOST} conversations in {limits.OPENED_WITHIN_MS // 60_000} minutes" in said
    assert f"{limits.SOCKETS_BY_VISITOR} tabs" in said
    assert (conversation.RATE_LIMIT, conversation.RATE_WINDOW_MS) == (10, 5_000)
