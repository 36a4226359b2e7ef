"""Chinese and English text as words: jieba's dictionary in Rust (rjieba), without what both languages say and mean little by
(stop_words.txt).

The package is loaded with the first conversation that ends: 160 ms of CPU and 35 MB of memory, then 0.3 µs a character.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

_CARRIES = ("n", "v", "a", "i", "j", "l", "eng")
"""Parts of speech that say what is meant: names, verbs, adjectives, idioms, abbreviations, phrases, foreign words."""
_LATIN = re.compile(r"[a-z][a-z'-]+[a-z]")
_CHINESE = re.compile(r"[\u3400-\u9fff]{2,}")


class JiebaSegmenter:
    @cached_property
    def _stop_words(self) -> frozenset[str]:
        return frozenset(Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8").split())

    def words(self, text: str) -> Iterator[str]:
        from rjieba import tag

        for word, part in tag(text.lower(), True):
            if part.startswith(_CARRIES) and word not in self._stop_words and (_LATIN.fullmatch(word) or _CHINESE.fullmatch(word)):
                yield word
