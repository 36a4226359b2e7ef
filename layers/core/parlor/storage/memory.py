"""What functions remember of the Directory table, so that what is asked with every request is read once in a while."""

from collections.abc import Callable
from typing import Any, TypeVar

from parlor.domain.ids import TenantId

CACHE_MS = 3_000
"""How long a function may answer from memory. A change is seen everywhere after so long."""
_ANSWERS_MAX = 100
"""Of one tenant."""
_TENANTS_MAX = 200

Thing = TypeVar("Thing")


class Memory:
    """What was read lately, by tenant and question. One for each function, handed to every store. A tenant with many questions forgets its
    own."""

    def __init__(self, now_ms: Callable[[], int], keep_ms: int = CACHE_MS) -> None:
        self._now_ms = now_ms
        self._keep_ms = keep_ms
        self._answers: dict[TenantId, dict[str, tuple[int, Any]]] = {}

    def answer(self, tenant: TenantId, question: str, read: Callable[[], Thing], *, keep_ms: int | None = None) -> Thing:
        now = self._now_ms()
        known = self._answers.get(tenant, {}).get(question)
        if known is not None and known[0] > now:
            found: Thing = known[1]
            return found
        fresh = read()
        answers = self._answers.setdefault(tenant, {})
        answers.pop(question, None)
        answers[question] = (now + (self._keep_ms if keep_ms is None else keep_ms), fresh)
        _forget_first(answers, _ANSWERS_MAX)
        _forget_first(self._answers, _TENANTS_MAX)
        return fresh

    def forget(self, tenant: TenantId) -> None:
        self._answers.pop(tenant, None)

    def forget_answer(self, tenant: TenantId, question: str) -> None:
        self._answers.get(tenant, {}).pop(question, None)


def _forget_first(kept: dict[Any, Any], at_most: int) -> None:
    if len(kept) > at_most:
        del kept[next(iter(kept))]
