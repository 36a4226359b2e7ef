"""What visitors talk about: the words of a conversation that say something (分词)."""

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from parlor.domain.log import Entry, Message

WORDS_MAX = 8
"""Of one conversation, the most frequent: a text that somebody pastes is not what all talk about."""
WORD_LENGTH_MAX = 20
_TEXT_MAX = 20_000
"""Characters of one conversation that are looked at."""


class Segmenter(Protocol):
    def words(self, text: str) -> Iterable[str]:
        """The words of the text that carry a meaning, in order, small letters; doubles stay."""


def words_of(log: Iterable[Entry], segmenter: Segmenter) -> tuple[str, ...]:
    """Each once, the most frequent first, of these the longer ones, which say more. Only what visitors wrote and have not recalled."""
    said = [
        entry.text
        for entry in log
        if isinstance(entry, Message) and entry.by.role == "visitor" and entry.text and not entry.note and not entry.recalled
    ]
    counted = Counter(word for word in segmenter.words("\n".join(said)[:_TEXT_MAX]) if len(word) <= WORD_LENGTH_MAX) if said else Counter()
    return tuple(word for word, _ in sorted(counted.items(), key=lambda each: (-each[1], -len(each[0]), each[0]))[:WORDS_MAX])
