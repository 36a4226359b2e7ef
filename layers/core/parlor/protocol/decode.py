"""From bytes to typed frames and bodies, with errors that name the field."""

import re
from typing import Any

import msgspec

from parlor.domain.errors import Invalid

_AT = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
_UNKNOWN = re.compile(r"unknown field `(?P<name>[^`]*)`")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")


def decode(kind: Any, raw: bytes | str) -> Any:
    """The value of type `kind` (which may be a union) that `raw` holds.

    Raises `Invalid` with a stable code and the field's path, such as `client_id.n`.
    """
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from error
    except (msgspec.DecodeError, UnicodeError) as error:
        raise Invalid("This is not JSON.", code="bad_frame") from error


def _invalid(reason: str) -> Invalid:
    at = _AT.search(reason)
    path = at["path"] if at else ""
    text = reason[: at.start()] if at else reason
    if named := _UNKNOWN.search(text) or _MISSING.search(text):
        field = f"{path}.{named['name']}" if path else named["name"]
        code = "unknown_field" if _UNKNOWN.search(text) else "invalid"
        return Invalid(text, code=code, field=field)
    if "length <=" in text:
        return Invalid(text, code="too_long", field=path or None)
    if path in ("type", "action"):
        return Invalid(text, code="unknown_action", field=path)
    return Invalid(text, code="invalid", field=path or None)
