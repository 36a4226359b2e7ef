"""From bytes to typed frames and bodies, with errors that name the field."""

import re
from typing import Any

import msgspec

from parlor.domain.errors import Invalid

_AT = re.compile(r" - at (?:`(?P<key>key)` in )?`\$\.?(?P<path>[^`]*)`$")
_DOTS = "[...]"
"""In the place of the key, where a path leads into a map."""
_STEP = re.compile(r"\[(\d+)\]|([^.\[]+)")
NO_JSON = (msgspec.DecodeError, UnicodeError, RecursionError)
"""What decoding raises for a text that is no JSON, or is nested deeper than anything is."""
_TRIED_MAX = 300
"""Keys of one map: each try looks at the whole again."""
_UNKNOWN = re.compile(r"unknown field `(?P<name>[^`]*)`")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")


def decode(kind: Any, raw: bytes | str) -> Any:
    """The value of type `kind` (which may be a union) that `raw` holds.

    Raises `Invalid` with a stable code and the field's path, such as `client_id.n`.
    """
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        raise _invalid(str(error), _Doubt(kind, raw)) from error
    except NO_JSON as error:
        raise Invalid("This is not JSON.", code="bad_frame") from error


class _Doubt:
    """What was refused, to be looked at once more: which key of a map is wrong."""

    def __init__(self, kind: Any, raw: bytes | str) -> None:
        self._kind = kind
        self._raw = raw
        self._whole: Any = None

    def name_keys(self, path: str, *, key_itself: bool) -> str:
        """The path with keys in the place of dots, and with the key itself where that is wrong. Each key is tried alone."""
        *maps, rest = path.split(_DOTS)
        if not maps and not key_itself:
            return path
        try:
            self._whole = msgspec.json.decode(self._raw)
        except NO_JSON:
            return path
        found = ""
        for before in [*maps, rest] if key_itself else maps:
            found += before
            key = self._wrong_key(found, path)
            if key is None:
                return path
            found += f".{key}"
        return found if key_itself else found + rest

    def _wrong_key(self, path: str, refused: str) -> str | None:
        holder: Any = {"": self._whole}
        last: Any = ""
        for index, name in _STEP.findall(path):
            holder, last = holder[last], int(index) if index else name
        whole_map = holder[last]
        if not isinstance(whole_map, dict) or len(whole_map) > _TRIED_MAX:
            return None
        try:
            for key, value in whole_map.items():
                holder[last] = {key: value}
                if self._is_refused_at(refused):
                    return str(key)[:60]
        finally:
            holder[last] = whole_map
        return None

    def _is_refused_at(self, path: str) -> bool:
        try:
            msgspec.convert(self._whole, self._kind)
        except msgspec.ValidationError as error:
            at = _AT.search(str(error))
            return at is not None and at["path"] == path
        return False


def _invalid(reason: str, doubt: _Doubt) -> Invalid:
    at = _AT.search(reason)
    path = doubt.name_keys(at["path"], key_itself=bool(at["key"])) if at else ""
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
