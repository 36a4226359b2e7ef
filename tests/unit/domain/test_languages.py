"""Which language a visitor is spoken to in, and that each of them has all its words."""

import re
from typing import get_args

import pytest

from parlor.domain import mails, transcripts
from parlor.domain.languages import VISITOR_LANGUAGES, VisitorLanguage, choose, spoken
from parlor.domain.launcher import launcher_texts

PLACEHOLDER = re.compile(r"{(\w+)}")


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-CN", "zh-CN"),
        ("zh", "zh-CN"),
        ("zh-Hans-SG", "zh-CN"),
        ("zh-TW", "zh-TW"),
        ("zh-Hant", "zh-TW"),
        ("ZH_hk", "zh-TW"),
        ("zh-Hant-MO", "zh-TW"),
        ("en", "en"),
        ("en-GB", "en"),
        ("ja-JP", "ja"),
        ("fr", None),
        ("", None),
        ("enx", None),
        ("*", None),
    ],
)
def test_a_tag_is_one_of_ours_or_none(tag: str, language: VisitorLanguage | None) -> None:
    assert spoken(tag) == language


def test_the_style_decides_then_the_first_wish_that_we_speak() -> None:
    assert choose("ja", ["zh-CN"]) == "ja"
    assert choose("auto", ["", "fr", "zh-Hant-TW", "en"]) == "zh-TW"
    assert choose("auto", ["fr"]) == choose("auto", []) == "en"


@pytest.mark.parametrize("texts", [mails._TO_VISITORS, transcripts._TEXTS], ids=["mails", "transcripts"])
def test_every_text_stands_in_every_language_with_the_same_places(texts: dict[str, dict[VisitorLanguage, str]]) -> None:
    for key, words in texts.items():
        assert set(words) == set(get_args(VisitorLanguage)), key
        assert all(word.strip() for word in words.values()), key
        assert len({frozenset(PLACEHOLDER.findall(word)) for word in words.values()}) == 1, key


def test_the_launcher_has_words_in_every_language() -> None:
    for language in VISITOR_LANGUAGES:
        texts = launcher_texts(language, "", "")
        assert all([texts.label, texts.leave, texts.title, texts.busy, texts.close, texts.unread.strip()])
        assert texts.leave != texts.label
