"""Which days are counted again: never one of which the archive lacks something."""

from datetime import UTC, datetime
from typing import Any

import pytest

from parlor.domain.directory import Company
from parlor.domain.errors import Invalid
from parlor.domain.ids import TenantId, new_ulid
from scripts.rebuild_metrics import days_of
from scripts.steps import Trouble

NOW = int(datetime(2026, 11, 29, 12, tzinfo=UTC).timestamp() * 1000)
BEGUN = int(datetime(2026, 11, 25, 9, tzinfo=UTC).timestamp() * 1000)
DAY_MS = 86_400_000


class Archive:
    def __init__(self, begun: int | None) -> None:
        self._begun = begun

    def whole_since(self) -> int | None:
        return self._begun


def days(created_at: int, first: str | None = None, last: str | None = None, begun: int | None = BEGUN) -> list[str]:
    zone = "Asia/Shanghai"
    company = Company(tenant_id=TenantId(new_ulid(NOW)), company="Tea", time_zone=zone, language="en", created_at=created_at)
    archive: Any = Archive(begun)
    return list(days_of(company, archive, first, last, NOW))


def test_an_older_company_is_counted_from_the_first_whole_day_on() -> None:
    assert days(BEGUN - DAY_MS) == ["2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"]
    with pytest.raises(Trouble, match="Before 2026-11-26 the archive lacks"):
        days(BEGUN - DAY_MS, "2026-11-26", "2026-11-27")
    assert days(BEGUN - DAY_MS, "2026-11-27", "2026-11-27") == ["2026-11-26", "2026-11-27"], "a day in Shanghai lies in two of UTC"
    assert days(NOW - 1, begun=NOW) == []


def test_a_company_that_came_later_is_counted_from_its_beginning() -> None:
    assert days(BEGUN + 1) == ["2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"]
    assert days(BEGUN + 1, "2026-11-25", "2026-11-25") == ["2026-11-25"]
    assert days(BEGUN + 1, "2026-11-29", "2026-12-31") == ["2026-11-28", "2026-11-29"]


def test_what_is_no_period_and_an_archive_that_knows_nothing_are_refused() -> None:
    with pytest.raises(Invalid, match="before it begins"):
        days(BEGUN + 1, "2026-11-29", "2026-11-28")
    with pytest.raises(Trouble, match="Nobody has noted"):
        days(BEGUN + 1, begun=None)
