"""The languages that visitors are spoken to in, and how one is chosen.

What staff see is in fewer: `domain.directory.Language`.
"""

from collections.abc import Iterable
from typing import Literal, get_args

VisitorLanguage = Literal["zh-CN", "zh-TW", "en", "ja"]
VISITOR_LANGUAGES: tuple[VisitorLanguage, ...] = get_args(VisitorLanguage)
FALLBACK: VisitorLanguage = "en"
_TRADITIONAL = ("hant", "tw", "hk", "mo")


def spoken(tag: str) -> VisitorLanguage | None:
    """Ours for a tag such as `zh-Hant-HK` or `en_GB` (BCP 47, or with underscores as some pages write it)."""
    language, *more = tag.strip().lower().replace("_", "-").split("-")
    if language == "zh":
        return "zh-TW" if any(part in _TRADITIONAL for part in more) else "zh-CN"
    return "en" if language == "en" else "ja" if language == "ja" else None


def choose(fixed: VisitorLanguage | Literal["auto"], wanted: Iterable[str]) -> VisitorLanguage:
    """What the style fixes, else the first that we speak of what page and browser want."""
    if fixed != "auto":
        return fixed
    return next(filter(None, map(spoken, wanted)), FALLBACK)
