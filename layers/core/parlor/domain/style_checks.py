"""What a style may say: nothing that a browser would run or load from where it should not. Errors name the field by its path."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from parlor.domain.errors import Invalid
from parlor.domain.invitation_rules import check_rules
from parlor.domain.panel_words import PANEL_WORDS
from parlor.domain.service import check_fields
from parlor.domain.style_content import CONTENT_MAX_BYTES, StyleContent

_MARKUP = re.compile(r"<\s*[a-z/!?]|&#|javascript\s*:|vbscript\s*:|data\s*:\s*text/html", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufeff\ufffe\uffff]")
_HTTPS = re.compile(r"https://[^\s/?#@]+(?:[/?#]\S*)?\Z")


def check_content(
    content: StyleContent, departments: frozenset[str], agents: frozenset[str], is_ours: Callable[[str], bool], path: str = "content"
) -> None:
    """`is_ours` tells addresses of the company's own pictures.

    Raises `Invalid` (`markup` for what looks like a page's source, `too_long`, `unknown_field`), naming the field below `path`.
    """
    if len(msgspec.json.encode(content)) > CONTENT_MAX_BYTES:
        raise Invalid(f"A style has at most {CONTENT_MAX_BYTES} bytes.", code="too_long", field=path)
    for field, name, text in _texts(msgspec.to_builtins(content), path, ""):
        _check_text(text, field)
        if name == "url" and not _HTTPS.match(text):
            raise Invalid("This is not an address that begins with https://.", field=field)
        if name == "picture" and not is_ours(text):
            raise Invalid("Upload the picture here first.", field=field)
    for language, words in content.words.items():
        for key in words:
            if key not in PANEL_WORDS:
                raise Invalid("The window has no such text.", code="unknown_field", field=f"{path}.words.{language}.{key[:60]}")
    if content.department_id is not None and content.department_id not in departments:
        raise Invalid("There is no such department.", field=f"{path}.department_id")
    check_rules(content.invitations, departments, agents, f"{path}.invitations")
    if content.pre_chat is not None:
        check_fields(content.pre_chat.fields, f"{path}.pre_chat.fields", departments)
        if content.pre_chat.enabled and not content.pre_chat.fields:
            raise Invalid("A form has at least one field.", field=f"{path}.pre_chat.fields")


def _texts(value: Any, path: str, name: str) -> Iterator[tuple[str, str, str]]:
    """Every text with its path and the name of its field. Keys are texts, too: some of them are free."""
    if isinstance(value, str):
        yield path, name, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield f"{path}.{key[:60]}", "", key
            yield from _texts(part, f"{path}.{key[:60]}", _named(key, value))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _texts(part, f"{path}[{index}]", name)


def _named(key: str, parts: dict[str, Any]) -> str:
    """Pictures have a width; their addresses are another matter than those that visitors are led to."""
    return "picture" if key == "url" and "width" in parts else key


def _check_text(text: str, field: str) -> None:
    if _MARKUP.search(text):
        raise Invalid("This is text, not a page's source: leave out tags and scripts.", code="markup", field=field)
    if _UNSEEN.search(text):
        raise Invalid("There are characters in it that nobody can see.", field=field)
