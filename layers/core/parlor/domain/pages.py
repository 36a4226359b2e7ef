"""Which pages of a site are meant: patterns that people write, as one regular expression that browsers test an address with."""

import re
from typing import Annotated

from msgspec import Meta

Pattern = Annotated[
    str, Meta(min_length=1, max_length=200, pattern=r"^[^*\s]*(\*[^*\s]*){0,4}$", description="`*` is anything, four times at most.")
]
"""One that begins with `/` is the path on any host, another one the whole address. What follows `?` or `#` matters if it is named."""

NO_PAGE = "^$"
"""Fits no address."""
_SPECIAL = re.compile(r"[.+?^${}()|\[\]\\/]")
_ANY_HOST = "[a-z]+:\\/\\/[^/]+"


def page_expression(shown: list[str], hidden: list[str]) -> str:
    """A regular expression, understood by Python and JavaScript, for the addresses of `shown` (all, if there is none) without
    those of `hidden`. Empty: every page. To be tested without regard to capitals."""
    if not shown and not hidden:
        return ""
    but = f"(?!(?:{_any(hidden)})$)" if hidden else ""
    return f"^{but}(?:{_any(shown) if shown else '.*'})$"


def _any(patterns: list[str]) -> str:
    return "|".join(map(_one, patterns))


def _one(pattern: str) -> str:
    host = _ANY_HOST if pattern.startswith("/") else ""
    rest = "" if "?" in pattern or "#" in pattern else "(?:[?#].*)?"
    return f"{host}{_body(pattern)}{rest}"


def _body(pattern: str) -> str:
    """A part between two `*` is looked for where it comes first, and nowhere else: with `.*` before each, an address of 400 letters
    that nearly fits would take half a minute."""
    first, *others = (_SPECIAL.sub(r"\\\g<0>", part) for part in pattern.split("*"))
    if not others:
        return first
    *between, last = others
    return first + "".join(f"(?:(?!{part}).)*{part}" for part in between if part) + f".*{last}"
