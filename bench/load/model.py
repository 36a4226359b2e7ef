"""What visitors and agents do, by chance but with a seed: who comes when, what they look at, how long they think and write.

Nothing here is sent. Seconds throughout; every share and mean can be changed in `Habits`.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Habits:
    """Means and shares. Messages come faster than people write, so that a minute shows what an hour would."""

    messages: float = 8
    """Of both sides of a conversation; geometric, at least two."""
    turns_max: int = 16
    think_s: float = 1.5
    """From what one side says to what the other answers; exponential."""
    pages: float = 2
    """That a visitor looks at before the conversation, beyond the first."""
    page_s: float = 0.4
    burst_share: float = 0.15
    """Of turns in which the same side says two or three things at once."""
    typing_share: float = 0.5
    transfer_share: float = 0.1
    rate_share: float = 0.4
    cut_share: float = 0.1
    """Of conversations in which the visitor's network breaks once."""


@dataclass(frozen=True)
class Turn:
    """One side speaks: after a while, so many messages, with or without a preview of what is typed."""

    by: str
    think_s: float
    texts: tuple[str, ...]
    typing: bool


@dataclass(frozen=True)
class Session:
    """One visitor from their first page to the end of the conversation. `cut_before`, `transfer_before`: the turn, or None."""

    number: int
    at_s: float
    tenant: int
    pages: tuple[float, ...]
    turns: tuple[Turn, ...]
    transfer_before: int | None
    cut_before: int | None
    stars: int | None

    @property
    def messages(self) -> int:
        return sum(len(turn.texts) for turn in self.turns)


_WORDS = ("tea", "gift box", "Hangzhou", "delivery", "spring", "price", "two tins", "before Sunday", "invoice", "thank you", "很好", "谢谢")


def sessions(rate: float, seconds: float, tenants: int, seed: int = 7, habits: Habits | None = None) -> Iterator[Session]:
    """Those who come within `seconds`, as a Poisson process that makes `rate` messages a second in the long run.

    The first tenant gets as much as all others together, as the largest company does.
    """
    habits = habits or Habits()
    chance = random.Random(seed)  # noqa: S311 - no secret
    at, number = 0.0, 0
    per_session = habits.messages * (1 + habits.burst_share * 1.5)
    while True:
        at += chance.expovariate(rate / per_session)
        if at >= seconds:
            return
        tenant = 0 if tenants == 1 or chance.random() < 0.5 else chance.randrange(1, tenants)
        yield _session(chance, habits, number, at, tenant)
        number += 1


def _session(chance: random.Random, habits: Habits, number: int, at: float, tenant: int) -> Session:
    count = 2
    while count < habits.turns_max and chance.random() < 1 - 1 / (habits.messages - 1):
        count += 1
    turns = tuple(_turn(chance, habits, "visitor" if each % 2 == 0 else "agent") for each in range(count))
    return Session(
        number=number,
        at_s=at,
        tenant=tenant,
        pages=tuple(chance.expovariate(1 / habits.page_s) for _ in range(min(10, int(chance.expovariate(1 / habits.pages))))),
        turns=turns,
        transfer_before=chance.randrange(1, count) if chance.random() < habits.transfer_share else None,
        cut_before=chance.randrange(1, count) if chance.random() < habits.cut_share else None,
        stars=chance.randint(1, 5) if chance.random() < habits.rate_share else None,
    )


def _turn(chance: random.Random, habits: Habits, by: str) -> Turn:
    said = chance.choice((2, 3)) if chance.random() < habits.burst_share else 1
    texts = tuple(" ".join(chance.choices(_WORDS, k=chance.randint(2, 14))) for _ in range(said))
    return Turn(by, chance.expovariate(1 / habits.think_s), texts, chance.random() < habits.typing_share)
