"""What a password must be. Length is what makes it strong (NIST SP 800-63B); besides, it must not be one that is tried first."""

import re
from collections.abc import Iterable

from parlor.domain.errors import Invalid

LENGTH_MIN = 10
"""For everybody; a company may want more. The user pool asks for the same (infra/identity.yaml)."""
_REST_MIN = 6
"""Characters that must be left of a password without the name of the company or of the person."""
_NAME_MIN = 4
"""What is shorter is not looked for."""
_SEQUENCES = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_UNIT_MAX = 10
_NO_LETTER = re.compile(r"[\W_]+")


def check_password(password: str, field: str, *, names: Iterable[str] = (), email: str = "", length_min: int = LENGTH_MIN) -> None:
    """Raises `Invalid`: `password_short`, `password_common` for one that many people have, that repeats itself or runs along the keyboard,
    `password_names` for one that is little more than the name of the company, the person, or their address."""
    if len(password) < length_min:
        raise Invalid(f"A password has at least {length_min} characters.", code="password_short", field=field)
    if _is_common(password.casefold()):
        raise Invalid("Too many people have this password. Take another one.", code="password_common", field=field)
    words = [*names, email.partition("@")[0], *re.split(r"[@.]", email)[1:2]]
    if any(_is_named(password, word) for word in words):
        raise Invalid("Your password says your name, your address or your company.", code="password_names", field=field)


def _is_common(password: str) -> bool:
    from parlor.domain.common_passwords import COMMON

    return password in COMMON or _repeats(password) or any(_runs_along(password, each) for each in _SEQUENCES)


def _runs_along(password: str, sequence: str) -> bool:
    """Forwards or backwards, and again from the beginning."""
    line = sequence * (len(password) // len(sequence) + 2)
    return password in line or password[::-1] in line


def _repeats(password: str) -> bool:
    """A few characters again and again."""
    units = range(1, min(_UNIT_MAX, len(password) // 2) + 1)
    return any(password == (password[:length] * len(password))[: len(password)] for length in units)


def _is_named(password: str, name: str) -> bool:
    said, word = _letters(password), _letters(name)
    return len(word) >= _NAME_MIN and word in said and len(said.replace(word, "")) < _REST_MIN


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())
