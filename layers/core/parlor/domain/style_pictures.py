"""Pictures of a style: what they are by their contents, how large they are, and whether a drawing is only a drawing."""

import re
import struct
from hashlib import sha256
from typing import Any
from xml.parsers import expat

from msgspec import Struct

from parlor.domain.errors import Invalid
from parlor.domain.file_types import content_of
from parlor.domain.style_content import PICTURE_SIDE_MAX

_ENDINGS = {"png": "png", "jpeg": "jpg", "gif": "gif", "webp": "webp", "svg": "svg"}
_FIELD = "data"


class Picture(Struct, frozen=True):
    """`name` is made from the contents: the same picture is stored once."""

    name: str
    media_type: str
    width: int
    height: int


def picture_of(body: bytes) -> Picture:
    """Raises `Invalid` naming `data` for what is no picture, is too large, or could do more than be seen."""
    kind = content_of(body[:4096])
    if kind not in _ENDINGS:
        kind = "svg"
        width, height = _svg_size(body)
    else:
        width, height = _size(kind, body)
    if not (1 <= width <= PICTURE_SIDE_MAX and 1 <= height <= PICTURE_SIDE_MAX):
        raise Invalid(f"A picture has at most {PICTURE_SIDE_MAX} pixels on a side.", code="too_large", field=_FIELD)
    media_type = "image/svg+xml" if kind == "svg" else f"image/{kind}"
    return Picture(f"{sha256(body).hexdigest()}.{_ENDINGS[kind]}", media_type, width, height)


def _broken() -> Invalid:
    return Invalid("This is not a picture (PNG, JPEG, WebP, GIF or SVG) that can be shown.", field=_FIELD)


def _size(kind: str, body: bytes) -> tuple[int, int]:
    """Width and height as they stand at the beginning of the file."""
    try:
        match kind:
            case "png":
                return struct.unpack_from(">II", body, 16)
            case "gif":
                return struct.unpack_from("<HH", body, 6)
            case "jpeg":
                return _jpeg_size(body)
            case _:
                return _webp_size(body)
    except (struct.error, IndexError):
        raise _broken() from None


_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Segments that begin a picture. ITU-T T.81, table B.1."""


def _jpeg_size(body: bytes) -> tuple[int, int]:
    at = 2
    while body[at] == 0xFF:
        marker = body[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", body, at + 5)
            return width, height
        at += 2 + struct.unpack_from(">H", body, at + 2)[0]
    raise _broken()


def _webp_size(body: bytes) -> tuple[int, int]:
    """https://developers.google.com/speed/webp/docs/riff_container"""
    kind = body[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[24:27], "little"), 1 + int.from_bytes(body[27:30], "little")
    if kind == b"VP8L" and body[20] == 0x2F:
        bits = int.from_bytes(body[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and body[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", body, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise _broken()


# --- drawings ------------------------------------------------------------------------------------------------------

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_SHAPES = ("path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "text", "tspan", "use")
_FILLS = ("linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker")
_ELEMENTS = frozenset(("svg", "g", "defs", "symbol", "switch", "title", "desc", "style", *_SHAPES, *_FILLS))
_LOCAL = re.compile(r"#[\w.-]+\Z")
_URL = re.compile(r"url\(\s{0,9}(['\"]?)([^)]{0,200}?)\1\s{0,9}\)", re.IGNORECASE)
"""What is longer is no place in the file: it is not recognized, and refused for its name. Without these ends a file of
300 KB could take hours."""
_RUNS = re.compile(r"(?:java|vb)script\s*:|data\s*:|expression\s*\(|@|\\|//|/\*|<", re.IGNORECASE)
_NUMBER = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)(?:\s*px)?\s*\Z")
_ELEMENTS_MAX = 5_000


class _Drawing:
    """Looks at a drawing as it is parsed: only elements that draw, and nothing that leads out of the file."""

    def __init__(self) -> None:
        self.size: tuple[int, int] | None = None
        self._open: list[str] = []
        self._count = 0

    def started(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        self._count += 1
        if namespace != _SVG or local not in _ELEMENTS or self._count > _ELEMENTS_MAX:
            raise _refused(f"<{local[:40]}>")
        if (local == "svg") != (not self._open):
            raise _refused("one drawing inside another")
        if not self._open:
            self.size = _drawn_size(attributes)
        self._open.append(local)
        for key, value in attributes.items():
            self._check(key, value)

    def ended(self, _: str) -> None:
        self._open.pop()

    def said(self, text: str) -> None:
        if self._open and self._open[-1] == "style":
            _check_css(text)

    def forbidden(self, *_: Any) -> None:
        raise _refused("declarations")

    def declared(self, _: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.lower() != "utf-8":
            raise _refused("another encoding than UTF-8")

    def _check(self, key: str, value: str) -> None:
        namespace, _, local = key.rpartition(" ")
        if local.lower().startswith("on") or local.lower() == "base":
            raise _refused(local[:40])
        if local == "href":
            if namespace not in ("", _XLINK) or not _LOCAL.match(value):
                raise _refused("links")
        elif namespace != _XLINK:
            _check_css(value)


def _check_css(text: str) -> None:
    for found in _URL.finditer(text):
        if not _LOCAL.match(found[2]):
            raise _refused("addresses")
    if _RUNS.search(text) or "url" in _URL.sub("", text).lower():
        raise _refused("scripts or addresses")


def _refused(what: str) -> Invalid:
    return Invalid(f"A drawing cannot have {what} here. Save it as a plain SVG.", code="markup", field=_FIELD)


def _drawn_size(attributes: dict[str, str]) -> tuple[int, int]:
    numbers = [float(found[1]) for name in ("width", "height") if (found := _NUMBER.match(attributes.get(name, "")))]
    if len(numbers) < 2:
        try:
            numbers = [float(part) for part in attributes.get("viewBox", "").replace(",", " ").split()][2:]
        except ValueError:
            raise _broken() from None
    if len(numbers) != 2 or not all(0 < number < 1e6 for number in numbers):
        raise _broken()
    return max(1, round(numbers[0])), max(1, round(numbers[1]))


def _svg_size(body: bytes) -> tuple[int, int]:
    drawing = _Drawing()
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartElementHandler = drawing.started
    parser.EndElementHandler = drawing.ended
    parser.CharacterDataHandler = drawing.said
    parser.XmlDeclHandler = drawing.declared
    for handler in (
        "StartDoctypeDeclHandler",
        "EntityDeclHandler",
        "ProcessingInstructionHandler",
        "NotationDeclHandler",
        "UnparsedEntityDeclHandler",
    ):
        setattr(parser, handler, drawing.forbidden)
    try:
        parser.Parse(body.decode(), True)
    except (expat.ExpatError, UnicodeDecodeError, ValueError):
        raise _broken() from None
    if drawing.size is None:
        raise _broken()
    return drawing.size
