"""The hourly look at what companies keep no longer: turns, those that are done for the day, faults, companies that are gone."""

from typing import Any

import pytest

import retain
from parlor.domain.ids import TenantId, new_ulid

A, B, C, GONE = (TenantId(new_ulid(number)) for number in range(4))


class Context:
    """Each look at the clock takes a second."""

    def __init__(self, left_ms: int = 900_000) -> None:
        self._left_ms = left_ms

    def get_remaining_time_in_millis(self) -> int:
        self._left_ms -= 1_000
        return self._left_ms


class Work:
    """`turns` are how often it is not over at the end of its time."""

    def __init__(self, house: "House", tenant: TenantId, turns: int, *, worked_today: bool, fault: Exception | None) -> None:
        self._house, self._tenant, self._turns, self._fault = house, tenant, turns, fault
        self.worked_today = worked_today

    def __call__(self, has_time: Any) -> bool:
        self._house.worked.append(self._tenant)
        if self._fault:
            raise self._fault
        if self._turns == 0:
            return True
        self._turns -= 1
        while has_time():
            pass
        return False


class House:
    def __init__(self, turns: dict[TenantId, int], done: tuple[TenantId, ...] = (), faults: tuple[TenantId, ...] = ()) -> None:
        self.worked: list[TenantId] = []
        self._turns, self._done, self._faults = turns, done, faults
        self.marks = self

    def all(self) -> list[TenantId]:
        return list(self._turns)

    def living(self, tenant: TenantId) -> bool:
        return tenant != GONE

    def let_expire(self, tenant: TenantId) -> Work:
        fault = RuntimeError("broken") if tenant in self._faults else None
        return Work(self, tenant, self._turns.get(tenant, 0), worked_today=tenant in self._done, fault=fault)


def run(monkeypatch: pytest.MonkeyPatch, house: House, event: dict[str, Any] | None = None, left_ms: int = 900_000) -> dict[str, int]:
    monkeypatch.setattr(retain, "keeper", lambda: house)
    answer: dict[str, int] = retain.handler(event or {}, Context(left_ms))
    return answer


def test_who_has_much_lets_the_others_have_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House({A: 2, B: 0, C: 1})
    assert run(monkeypatch, house) == {"companies": 3, "left": 0}
    assert house.worked == [A, B, C, A, C, A]


def test_what_is_not_reached_in_time_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House({A: 100})
    assert run(monkeypatch, house)["left"] == 1
    assert 10 <= len(house.worked) <= 14
    assert run(monkeypatch, House({A: 0}), left_ms=100_000)["left"] == 1


def test_who_is_done_for_the_day_or_gone_is_left_out_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House({A: 0, B: 0, GONE: 0}, done=(A,))
    run(monkeypatch, house)
    assert house.worked == [B]
    run(monkeypatch, house, {"tenant": A})
    assert house.worked == [B, A]


def test_one_that_fails_does_not_keep_the_others_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House({A: 0, B: 0}, faults=(A,))
    with pytest.raises(RuntimeError, match="Of 2 companies that let things go 1 failed"):
        run(monkeypatch, house)
    assert house.worked == [A, B]
